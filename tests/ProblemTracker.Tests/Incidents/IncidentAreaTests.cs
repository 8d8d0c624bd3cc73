using ProblemTracker.Domain;
using ProblemTracker.Incidents;
using ProblemTracker.Shared;

namespace ProblemTracker.Tests.Incidents;

/// <summary>An area as it is drawn or typed, and the incidents in it.</summary>
public sealed class IncidentAreaTests
{
    [TestCase("40, -90\n41, -90\n40, -89")]
    [TestCase("40,-90;41,-90;40,-89")]
    [TestCase("  40 -90 \r\n\r\n 41\t-90 \r\n 40 , -89 \n40,-90")]
    [TestCase("""{"type":"Polygon","coordinates":[[[-90,40],[-90,41],[-89,40],[-90,40]]]}""")]
    [TestCase("""{"type":"Feature","properties":{},"geometry":{"type":"MultiPolygon","coordinates":[[[[-90,40],[-90,41],[-89,40],[-90,40]]]]}}""")]
    [TestCase("""{"type":"FeatureCollection","features":[{"type":"Feature","properties":{},"geometry":{"type":"Polygon","coordinates":[[[-90,40],[-90,41],[-89,40],[-90,40]]]}}]}""")]
    public void Corners_and_GeoJSON_say_the_same(string text)
    {
        Assert.That(IncidentArea.Read(text, out var wrong)?.Corners, Is.EqualTo("40,-90;41,-90;40,-89"), wrong);
    }

    [TestCase("", "at least three")]
    [TestCase("40, -90\n41, -90", "at least three")]
    [TestCase("40, -90\n41, -90\n40, -90\n41, -90", "at least three")]
    [TestCase("40, -90\n41, -90\nnorth", "\"north\" is no corner")]
    [TestCase("40, -90\n41, -90\n40, -89, 5", "is no corner")]
    [TestCase("-184, 40\n41, -90\n40, -89", "Corner 1 has the latitude -184")]
    [TestCase("40, NaN\n41, -90\n40, -89", "not on Earth")]
    [TestCase("40, -90\n41, -89\n41, -90\n40, -89", "cross or touch each other near 40.5, -89.5")]
    [TestCase("40, -90\n40, -89\n40, -88", "cross or touch|no area")]
    [TestCase("{\"type\":\"Polygon\"", "can't be read")]
    [TestCase("{\"type\":\"Polygon\",\"coordinates\":[[[-90]]]}", "can't be read|at least three")]
    [TestCase("{\"type\":\"Point\",\"coordinates\":[-90,40]}", "a Point; give a Polygon")]
    [TestCase("{\"type\":\"FeatureCollection\",\"features\":[]}", "none or several")]
    [TestCase("{\"a\":1}", "of no type")]
    [TestCase("{\"type\":\"Polygon\",\"coordinates\":[[[-90,40],[-90,41],[-89,41],[-89,40],[-90,40]],[[-89.6,40.4],[-89.4,40.4],[-89.4,40.6],[-89.6,40.4]]]}", "holes or several parts")]
    public async Task What_is_no_area_is_answered_with_a_sentence(string text, string sentence)
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
    public void There_is_a_limit_to_its_corners()
    {
        string Circle(int corners) =>
            string.Join('\n',
                Enumerable.Range(0, corners)
                    .Select(i =>
                        FormattableString.Invariant($"{40 + Math.Sin(i * Math.Tau / corners)}, {-90 + Math.Cos(i * Math.Tau / corners)}")));

        Assert.That(IncidentArea.Read(Circle(IncidentArea.MostCorners), out _)!.Corners.Split(';'),
            Has.Length.EqualTo(IncidentArea.MostCorners));
        Assert.That(IncidentArea.Read(Circle(IncidentArea.MostCorners + 1), out var wrong), Is.Null);
        Assert.That(wrong, Is.EqualTo("An area has at most 100 corners; this one has 101. Simplify it."));
        Assert.That(IncidentArea.Read(Circle(20_000), out wrong), Is.Null);
        Assert.That(wrong, Does.StartWith("This is longer than"));
    }

    /// <summary>
    /// List, count, linking, months and file find the same; a second way tells which, by counting the sides that a ray crosses.
    /// </summary>
    [Test]
    public async Task Everything_finds_what_lies_in_it_and_nothing_else()
    {
        using var host = new TrackerHost();
        var random = new Random(4);
        // Five digits, of which the last is no zero: none lies on the border, about which the second way has no opinion.
        var places = Enumerable.Range(0, 300)
            .Select(i => (No: $"{i}", Latitude: Math.Round(39.5 + 2 * random.NextDouble(), 4) + 0.00003,
                Longitude: Math.Round(-90.5 + 2 * random.NextDouble(), 4) + 0.00007)).ToList();
        await host.ImportCsv(
            "no,at,lat,lon\n"
                + string.Concat(
                    places.Select((p, i) => FormattableString.Invariant($"{p.No},2026-0{1 + i % 3}-05T10:00,{p.Latitude},{p.Longitude}\n")))
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

        // With a point too, both hold; with dates and a problem as well.
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
