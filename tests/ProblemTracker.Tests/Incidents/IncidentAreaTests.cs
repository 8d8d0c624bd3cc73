using ProblemTracker.Domain;
using ProblemTracker.Incidents;
using ProblemTracker.Shared;

namespace ProblemTracker.Tests.Incidents;

/// <summary>Reading areas that are drawn or typed, and finding the incidents in them.</summary>
public sealed class IncidentAreaTests
{
    [TestCase("40, -90\n41, -90\n40, -89")]
    [TestCase("40,-90;41,-90;40,-89")]
    [TestCase("  40 -90 \r\n\r\n 41\t-90 \r\n 40 , -89 \n40,-90")]
    [TestCase("""{"type":"Polygon","coordinates":[[[-90,40],[-90,41],[-89,40],[-90,40]]]}""")]
    [TestCase("""{"type":"Feature","properties":{},"geometry":"""
        + """{"type":"MultiPolygon","coordinates":[[[[-90,40],[-90,41],[-89,40],[-90,40]]]]}}""")]
    [TestCase("""{"type":"FeatureCollection","features":[{"type":"Feature","properties":{},"geometry":"""
        + """{"type":"Polygon","coordinates":[[[-90,40],[-90,41],[-89,40],[-90,40]]]}}]}""")]
    public void Reads_corners_and_GeoJSON_alike(string text)
    {
        Assert.That(IncidentArea.Read(text, out var wrong)?.Corners, Is.EqualTo("40,-90;41,-90;40,-89"), wrong);
    }

    [TestCase("", "at least three")]
    [TestCase("40, -90\n41, -90", "at least three")]
    [TestCase("40, -90\n41, -90\n40, -90\n41, -90", "at least three")]
    [TestCase("40, -90\n41, -90\nnorth", "\"north\" is not a corner")]
    [TestCase("40, -90\n41, -90\n40, -89, 5", "is not a corner")]
    [TestCase("-184, 40\n41, -90\n40, -89", "Corner 1 .-184, 40. is out of range")]
    [TestCase("40, NaN\n41, -90\n40, -89", "out of range")]
    [TestCase("40, -90\n41, -89\n41, -90\n40, -89", "cross or touch each other near 40.5, -89.5")]
    [TestCase("40, -90\n40, -89\n40, -88", "cross or touch|don't form an area")]
    [TestCase("{\"type\":\"Polygon\"", "can't be read")]
    [TestCase("{\"type\":\"Polygon\",\"coordinates\":[[[-90]]]}", "can't be read|at least three")]
    [TestCase("{\"type\":\"Point\",\"coordinates\":[-90,40]}", "a Point; give a Polygon")]
    [TestCase("{\"type\":\"FeatureCollection\",\"features\":[]}", "no feature or several")]
    [TestCase("{\"a\":1}", "has no type")]
    [TestCase("{\"type\":\"Polygon\",\"coordinates\":[[[-90,40],[-90,41],[-89,41],[-89,40],[-90,40]],"
        + "[[-89.6,40.4],[-89.4,40.4],[-89.4,40.6],[-89.6,40.4]]]}", "holes or several parts")]
    public async Task Rejects_invalid_areas_with_a_reason(string text, string sentence)
    {
        Assert.That(IncidentArea.Read(text, out var wrong), Is.Null);
        Assert.That(wrong, Does.Match(sentence));

        using var host = new TrackerHost();
        if (text.Length == 0) return;
        var reply = await host.SignIn(Role.Officer).GetAsync($"/api/v1/incidents?area={Uri.EscapeDataString(text)}");
        Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That((await reply.Json()).GetProperty("errors").GetProperty("area")[0].GetString(), Is.EqualTo(wrong));
    }

    [Test]
    public void Limits_the_number_of_corners()
    {
        string Circle(int corners) =>
            string.Join('\n',
                Enumerable.Range(0, corners)
                    .Select(i =>
                        FormattableString.Invariant($"{40 + Math.Sin(i * Math.Tau / corners)}, {-90 + Math.Cos(i * Math.Tau / corners)}")));

        Assert.That(IncidentArea.Read(Circle(IncidentArea.MostCorners), out _)!.Corners.Split(';'),
            Has.Length.EqualTo(IncidentArea.MostCorners));
        Assert.That(IncidentArea.Read(Circle(IncidentArea.MostCorners + 1), out var wrong), Is.Null);
        Assert.That(wrong, Is.EqualTo("An area can have at most 100 corners; this one has 101. Simplify the area."));
        Assert.That(IncidentArea.Read(Circle(20_000), out wrong), Is.Null);
        Assert.That(wrong, Does.StartWith("This text is too long"));
    }

    /// <summary>List, count, linking, patterns and export find the same incidents as an independent ray-casting test.</summary>
    [Test]
    public async Task List_linking_patterns_and_export_find_exactly_the_incidents_inside()
    {
        using var host = new TrackerHost();
        var random = new Random(4);
        // The fifth decimal is never zero, so no point lies on the border, where the ray-casting test is undefined.
        var places = Enumerable.Range(0, 300)
            .Select(i => (No: $"{i}", Latitude: Math.Round(39.5 + 2 * random.NextDouble(), 4) + 0.00003,
                Longitude: Math.Round(-90.5 + 2 * random.NextDouble(), 4) + 0.00007)).ToList();
        await host.ImportCsv(
            "no,at,lat,lon\n"
                + string.Concat(
                    places.Select((p, i) => FormattableString.Invariant($"{p.No},2025-0{1 + i % 3}-05T10:00,{p.Latitude},{p.Longitude}\n")))
                    + "none,2026-01-05,,\n");
        (double Latitude, double Longitude)[] corners = [(40, -90), (41, -90), (40.4, -89.6), (41, -89), (40, -89)];
        var area = string.Join(';', corners.Select(c => FormattableString.Invariant($"{c.Latitude},{c.Longitude}")));
        var inside = places.Where(p => Crossings(p) % 2 == 1).Select(p => p.No).Order(StringComparer.Ordinal).ToList();
        var officer = host.SignIn(Role.Officer);
        Assert.That(inside, Has.Count.GreaterThan(20));

        var list = await officer.Read($"/api/v1/incidents?area={area}&size=200");
        Assert.That(
            list.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("sourceNumber").GetString()).Order(StringComparer.Ordinal),
            Is.EqualTo(inside));
        Assert.That(list.GetProperty("total").GetInt32(), Is.EqualTo(inside.Count));

        var patterns = await officer.Read($"/api/v1/incidents/patterns?area={area}");
        Assert.That(patterns.GetProperty("months").EnumerateArray().Sum(m => m.GetProperty("count").GetInt32()), Is.EqualTo(inside.Count));

        var problem = await host.OpenProblem();
        var linked = await (await officer.PostAsJsonAsync($"/api/v1/problems/{problem}/incidents", new { filter = new { area } })).Ok();
        Assert.That(linked.GetProperty("added").GetInt32(), Is.EqualTo(inside.Count));

        var csv = await Exported(host, new(Area: area));
        Assert.That(csv.Select(row => row.Split(',')[0]).Order(StringComparer.Ordinal), Is.EqualTo(inside));

        // A circle, dates and a problem narrow the area further.
        var near = await officer.Read(
            $"/api/v1/incidents?area={area}&latitude=40.2&longitude=-89.5&radius=5000&from=2026-01-01&problemId={problem}");
        Assert.That(near.GetProperty("total").GetInt32(), Is.LessThan(inside.Count));

        int Crossings((string No, double Latitude, double Longitude) p)
        {
            var crossed = 0;
            for (var i = 0; i < corners.Length; i++)
            {
                var (a, b) = (corners[i], corners[(i + 1) % corners.Length]);
                if (a.Latitude > p.Latitude != b.Latitude > p.Latitude
                    && p.Longitude < a.Longitude + (p.Latitude - a.Latitude) / (b.Latitude - a.Latitude) * (b.Longitude - a.Longitude))
                    crossed++;
            }
            return crossed;
        }
    }

    private static async Task<IReadOnlyList<string>> Exported(TrackerHost host, IncidentFilter filter)
    {
        var csv = await ExportIncidentsTests.Csv(host, filter);
        return csv.Split("\r\n", StringSplitOptions.RemoveEmptyEntries)[1..];
    }
}
