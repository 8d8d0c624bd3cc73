using System.Globalization;
using System.Text;
using System.Text.Json;
using ProblemTracker.Domain;
using ProblemTracker.Incidents;
using ProblemTracker.Maps;
using ProblemTracker.Tests.Neighborhoods;

namespace ProblemTracker.Tests.Incidents;

/// <summary>Incidents on the map: points, hexagons, and how large the data is.</summary>
public sealed class IncidentMapTests
{
    private const int MostBytes = 100_000;

    private TrackerHost _host = null!;

    [SetUp] public void Start() => _host = new();
    [TearDown] public void Stop() => _host.Dispose();

    private Task<JsonElement> Map(string query = "") => _host.SignIn(Role.Analyst).Read($"/api/v1/incidents/map?{query}");

    private Task<IncidentsImported> Import(IEnumerable<(double Latitude, double Longitude, string Address)> places) => _host.ImportCsv(
        places.Select((place, i) => FormattableString.Invariant(
            $"{i},2026-01-{1 + i % 28:00}T{i % 24:00}:15,burglary,{place.Address},{place.Latitude},{place.Longitude}\n"))
            .Aggregate(new StringBuilder("no,at,kind,where,lat,lon\n"), (text, line) => text.Append(line)).ToString());

    private static IEnumerable<(double, double, string)> Scattered(int count)
    {
        var random = new Random(7);
        return Enumerable.Range(0, count).Select(i =>
            (Math.Round(40 + random.NextDouble(), 6), Math.Round(-90 + random.NextDouble(), 6), $"{i % 50} Elm Street"));
    }

    [Test]
    public async Task Points_have_labels_newest_first_and_say_whether_they_are_linked()
    {
        await Import([(40.5, -89.5, "1 Elm Street"), (40.6, -89.6, "2 Elm Street"), (43, -80, "3 Far Street")]);
        var problem = await _host.OpenProblem();
        await _host.Send(new LinkIncidents(problem, [1]));

        var found = await Map("south=40&west=-90&north=41&east=-89");

        var points = found.GetProperty("points");
        Assert.That(found.GetProperty("total").GetInt32(), Is.EqualTo(2));
        Assert.That(points.GetProperty("ids").ToString(), Is.EqualTo("[2,1]"));
        Assert.That(points.GetProperty("labels")[1].GetString(), Is.EqualTo("Burglary, Jan 1, 2026, 12:15 AM, 1 Elm Street"));
        Assert.That(Kinds(points), Is.EqualTo(new[] { "Unlinked", "Linked" }));
        var all = (await Map($"linkedTo={problem}")).GetProperty("points");
        Assert.That(Kinds(all), Is.EqualTo(new[] { "Unlinked", "Unlinked", "Linked" }));

        var other = await _host.OpenProblem("Another", confidential: true);
        Assert.That((await _host.SignInAs("stranger", Role.Officer).GetAsync($"/api/v1/incidents/map?linkedTo={other}")).StatusCode,
            Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task More_than_2000_points_are_counted_in_hexagons_and_each_hexagon_leads_to_as_many_incidents()
    {
        await Import(Scattered(2001));

        var found = await Map("south=40&west=-90&north=41&east=-89");

        var cells = found.GetProperty("cells");
        var counts = cells.GetProperty("counts").EnumerateArray().Select(c => c.GetInt32()).ToList();
        Assert.That(counts.Sum(), Is.EqualTo(2001));
        Assert.That(counts, Has.Count.InRange(400, 2000));
        Assert.That(found.GetProperty("addresses").GetArrayLength(), Is.EqualTo(10));
        foreach (var i in Enumerable.Range(0, 5))
        {
            var area = Hexagon(cells.GetProperty("latitudes")[i].GetDouble(), cells.GetProperty("longitudes")[i].GetDouble(),
                cells.GetProperty("width").GetDouble());
            var list = await _host.SignIn(Role.Analyst).Read($"/api/v1/incidents?area={Uri.EscapeDataString(area)}");
            Assert.That(list.GetProperty("total").GetInt32(), Is.EqualTo(counts[i]).Within(1), area);
        }
        var fewer = await Map("south=40&west=-90&north=41&east=-89&hour=3");
        Assert.That(fewer.GetProperty("cells").ValueKind, Is.EqualTo(JsonValueKind.Null));
    }

    /// <summary>The largest data: as many points as are drawn as points, with and without labels, and a hexagon in every place.</summary>
    [TestCase(500)]
    [TestCase(2000)]
    [TestCase(12_000)]
    public async Task Map_data_stays_below_100_kB(int incidents)
    {
        await Import(Scattered(incidents).Select(place => place with { Item3 = $"{place.Item3} {new string('x', 200)}" }));
        foreach (var view in new[] { "", "south=40&west=-90&north=41&east=-89", "south=40.2&west=-89.9&north=40.9&east=-89.2" })
        {
            var bytes = await _host.SignIn(Role.Analyst).GetByteArrayAsync($"/api/v1/incidents/map?{view}");
            Assert.That(bytes, Has.Length.LessThan(MostBytes), view);
        }
    }

    [Test]
    public void A_grid_of_hexagons_has_few_enough_cells_for_any_view()
    {
        foreach (var size in new[] { 0.01, 0.1, 0.37, 1, 5, 40, 170 })
        {
            var box = new MapBox(-size / 2, -size / 2, size / 2, size / 2);
            var width = Hexagons.WidthFor(box);
            var cells = new HashSet<(int, int)>();
            for (var i = 0; i <= 300; i++)
                for (var j = 0; j <= 300; j++) cells.Add(Hexagons.Of(box.South + size * i / 300, box.West + size * j / 300, width));
            Assert.That(cells, Has.Count.InRange(400, 3000), $"{size}");
        }
    }

    [Test]
    public void Every_point_is_in_the_hexagon_with_the_nearest_center()
    {
        var random = new Random(3);
        const double width = 1.0 / 4096;
        for (var i = 0; i < 2000; i++)
        {
            var (latitude, longitude) = (40 + random.NextDouble(), -90 + random.NextDouble());
            var own = Hexagons.Of(latitude, longitude, width);
            var nearest = (from row in Enumerable.Range(-2, 5)
                           from half in Enumerable.Range(-3, 7)
                           where (own.Row + row + own.Half + half) % 2 == 0
                           select (own.Row + row, own.Half + half)).MinBy(cell => Distance(cell, latitude, longitude, width));
            // Degrees are not quite as far apart in the north as in the south of a hexagon.
            Assert.That(Distance(own, latitude, longitude, width),
                Is.LessThanOrEqualTo(1.01 * Distance(nearest, latitude, longitude, width)),
                FormattableString.Invariant($"{latitude} {longitude}"));
        }
    }

    [TestCase("south=41&west=-90&north=40&east=-89", "south")]
    [TestCase("south=41", "west")]
    [TestCase("south=NaN&west=-90&north=40&east=-89", "south")]
    [TestCase("hour=24", "hour")]
    [TestCase("weekday=9", "weekday")]
    public async Task A_view_or_filter_that_is_wrong_names_its_field(string query, string field)
    {
        using var reply = await _host.SignIn(Role.Analyst).GetAsync($"/api/v1/incidents/map?{query}");
        Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(await reply.Content.ReadAsStringAsync(), Does.Contain($"\"{field}\""));
    }

    [Test]
    public async Task Outlines_are_simplified_together_and_stay_below_100_kB()
    {
        await _host.Import(Boundaries.Two);
        // Two neighborhoods with a long common border of many corners.
        var border = Enumerable.Range(0, 20_000).Select(i => (X: -89 + 0.01 * Math.Sin(i / 7.0), Y: 40 + i / 20_000.0)).ToList();
        string Side(double x, IEnumerable<(double X, double Y)> way) => string.Join(',',
            way.Append((X: x, Y: way.Last().Y)).Append((X: x, Y: way.First().Y)).Append(way.First())
                .Select(c => FormattableString.Invariant($"[{c.X},{c.Y}]")));
        await _host.Import(Boundaries.Collection(
            Boundaries.Feature("West", $$"""{"type":"Polygon","coordinates":[[{{Side(-90, border)}}]]}"""),
            Boundaries.Feature("East", $$"""{"type":"Polygon","coordinates":[[{{Side(-88, border)}}]]}""")));

        var bytes = await _host.SignIn(Role.Analyst).GetByteArrayAsync("/api/v1/maps/neighborhoods");

        Assert.That(bytes, Has.Length.LessThan(MostBytes));
        var features = JsonDocument.Parse(bytes).RootElement.GetProperty("features");
        var corners = features.EnumerateArray().Select(f => f.GetProperty("geometry").GetProperty("coordinates")[0].EnumerateArray()
            .Select(c => c.ToString()).ToHashSet()).ToList();
        Assert.That(corners[0].Intersect(corners[1]).Count(), Is.GreaterThanOrEqualTo(corners[0].Count - 3), "the border is still common");
        Assert.That(await _host.Import(Boundaries.Two), Is.Not.Null);
        Assert.That(await _host.SignIn(Role.Analyst).GetByteArrayAsync("/api/v1/maps/neighborhoods"), Has.Length.LessThan(1000),
            "a changed boundary shows at once");
    }

    private static IEnumerable<string?> Kinds(JsonElement points) => points.GetProperty("kindOf").EnumerateArray()
        .Select(kind => points.GetProperty("kinds")[kind.GetInt32()].GetString());

    /// <summary>The corners of a hexagon as map.js computes them.</summary>
    private static string Hexagon(double latitude, double longitude, double width)
    {
        var sine = Math.Sin(double.DegreesToRadians(latitude));
        var (x, y) = ((longitude + 180) / 360, 0.5 - Math.Log((1 + sine) / (1 - sine)) / (4 * Math.PI));
        var radius = width / Math.Sqrt(3);
        return string.Join(';', Enumerable.Range(0, 6).Select(corner =>
        {
            var (across, down) = (x + radius * Math.Sin(corner * Math.PI / 3), y + radius * Math.Cos(corner * Math.PI / 3));
            return string.Create(CultureInfo.InvariantCulture,
                $"{double.RadiansToDegrees(Math.Atan(Math.Sinh(Math.PI * (1 - 2 * down)))):0.000000},{across * 360 - 180:0.000000}");
        }));
    }

    private static double Distance((int Row, int Half) cell, double latitude, double longitude, double width)
    {
        var center = Hexagons.Center(cell, width);
        // Web Mercator stretches both directions alike.
        return Math.Pow((center.Latitude - latitude) / Math.Cos(double.DegreesToRadians(latitude)), 2)
            + Math.Pow(center.Longitude - longitude, 2);
    }
}
