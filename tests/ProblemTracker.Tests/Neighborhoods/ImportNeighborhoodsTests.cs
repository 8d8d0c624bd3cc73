using ProblemTracker.Domain;
using ProblemTracker.Incidents;
using ProblemTracker.Neighborhoods;
using ProblemTracker.Shared;
using ProblemTracker.Tests.Incidents;

using static ProblemTracker.Tests.Neighborhoods.Boundaries;

namespace ProblemTracker.Tests.Neighborhoods;

public sealed class ImportNeighborhoodsTests
{
    private TrackerHost _host = null!;

    [SetUp] public void Start() => _host = new();
    [TearDown] public void Stop() => _host.Dispose();

    [Test]
    public async Task Second_import_reports_everything_unchanged()
    {
        Assert.That((await _host.Import(Two)) with { ImportId = null }, Is.EqualTo(new NeighborhoodsImported(2, 2, 0, 0, 0)));
        Assert.That(await _host.Import(Two), Is.EqualTo(new NeighborhoodsImported(2, 0, 0, 2, 0)));
        Assert.That(await Versions(), Is.EqualTo("East 1, West 1"));
    }

    [Test]
    public async Task Changed_boundary_increments_only_its_own_version()
    {
        await _host.Import(Two);
        var changed = await _host.Import(Collection(Feature("  east ", Square(-89, 40, 0.5))));

        Assert.That(changed with { ImportId = null }, Is.EqualTo(new NeighborhoodsImported(1, 0, 1, 0, 0)));
        Assert.That(await Versions(), Is.EqualTo("east 2, West 1"));
    }

    [Test]
    public async Task Incidents_are_reassigned_when_a_boundary_changes()
    {
        await _host.ImportCsv("at,lat,lon\n2026-01-05,40.5,-89.5\n2026-01-05,40.5,-88.1\n2026-01-06,,\n");
        var imported = await _host.Import(Two);
        Assert.That(imported.Moved, Is.EqualTo(2), "Incidents that are now in a neighborhood");

        var shrunk = await _host.Import(Collection(Feature("East", Square(-89, 40, 0.2))));
        Assert.That(shrunk.Moved, Is.EqualTo(1));
        var rows = await _host.Send(new ListIncidents(new()));
        Assert.That(rows.Items.Select(r => r.Neighborhood), Is.EquivalentTo(new[] { "West", null, null }));
    }

    [Test]
    public async Task Name_can_come_from_another_property_and_be_a_number()
    {
        await _host.Import(Collection(Raw("""{"district":7}""", Square(0, 0))), "district");

        Assert.That(await Versions(), Is.EqualTo("7 1"));
    }

    [TestCase("urn:ogc:def:crs:OGC:1.3:CRS84", true)]
    [TestCase("urn:ogc:def:crs:EPSG::4269", true)]
    [TestCase("urn:ogc:def:crs:EPSG::999999", false)]
    public async Task Coordinates_of_an_unknown_system_are_refused(string crs, bool taken)
    {
        var file = Two.Replace("\"features\"", $"\"crs\":{{\"type\":\"name\",\"properties\":{{\"name\":\"{crs}\"}}}},\"features\"",
            StringComparison.Ordinal);

        if (taken) Assert.That((await _host.Import(file)).Added, Is.EqualTo(2));
        else await Refused(file, crs);
    }

    [Test]
    public async Task A_boundary_that_crosses_itself_is_mended_and_said()
    {
        const string bowTie = """{"type":"Polygon","coordinates":[[[0,0],[2,2],[2,0],[0,2],[0,0]]]}""";

        var made = await _host.Import(Collection(Feature("Good", Square(5, 5)), Feature("Bow", bowTie), Feature("good", Square(6, 5)),
            Feature("Gone", "null")));
        Assert.That((made.Read, made.Added), Is.EqualTo((2, 2)));
        Assert.That(made.Check!.Mended.Single(), Does.Contain("Feature 2 (\"Bow\")").And.Contain("longitude 1, latitude 1"));
        Assert.That((made.Check.Joined.Count, made.Check.Skipped.Count), Is.EqualTo((1, 1)));
    }

    [Test]
    public async Task Feet_need_a_projection_and_the_neighborhoods_propose_it()
    {
        await _host.Import(Collection(Feature("City", Square(-74.3, 40.4, 0.7))));
        const string feet = """{"type":"Polygon","coordinates":[[[980000,198000],[980000,200000],[983000,200000],[980000,198000]]]}""";
        var file = Collection(Feature("Downtown", feet));
        Assert.That(Assert.ThrowsAsync<Invalid>(() => _host.Import(file))!.Errors["projection"][0],
            Does.EndWith("They fit NAD83 / New York Long Island (ftUS) (EPSG:2263). Choose that projection if it is right."));
        var made = await _host.Send(new ImportNeighborhoods("beats.geojson",
            new MemoryStream(System.Text.Encoding.UTF8.GetBytes(file)), Projection: "EPSG:2263"));
        Assert.That((made.Added, made.Check!.ProjectionNumber), Is.EqualTo((1, 2263)));
    }

    [Test]
    public async Task Invalid_feature_is_reported_by_number()
    {
        await Refused(Collection(Feature("A", Square(0, 0)), Raw("{\"title\":\"x\"}", Square(2, 2))), "Feature 2 has no property \"name\"",
            "title", "--name-property");
        await Refused(Collection(Raw("{\"name\":\"  \"}", Square(0, 0))), "Feature 1 has no name");
        await Refused(Collection(Feature("Spot", """{"type":"Point","coordinates":[1,2]}""")), "Feature 1 (\"Spot\") is a Point");
        await Refused(Collection(Feature("None", "null")), "The file has no boundaries");
        await Refused(Collection(Feature("Far", Square(179.5, 10))), "Feature 1 (\"Far\")", "longitude 180.5", "not on Earth");
        await Refused(Collection(Feature("Swapped", Square(39.1, -94))), "latitude -94");
        await Refused(Collection(Feature("Hollow", """{"type":"Polygon","coordinates":[]}""")), "\"Hollow\"");
        await Refused(Collection(Feature("Flat", """{"type":"Polygon","coordinates":[[[0,0],[1,0]]]}""")), "\"Flat\"");
        await Refused(Collection(Feature("Words", """{"type":"Polygon","coordinates":"here"}""")), "\"Words\"");
        await Refused(Collection(Feature("Deep", """{"type":"Polygon","coordinates":[[[0,"x"],[1,0],[1,1],[0,0]]]}""")), "\"Deep\"");
        await Refused(Collection(Feature(new string('n', 201), Square(0, 0))), "feature 1", "200");
        await Refused(Collection("7"), "Entry 1");
    }

    [Test]
    public async Task File_that_is_not_GeoJSON_is_rejected()
    {
        await Refused("", "empty");
        await Refused("   ", "empty");
        await Refused("name,area\nWest,4", "not GeoJSON");
        await Refused("{ name,area", "not valid JSON");
        await Refused("{\"type\":\"FeatureCollection\",\n\"features\":[", "line 2");
        await Refused("[]", "FeatureCollection");
        await Refused("{\"type\":\"FeatureCollection\"}", "FeatureCollection");
        await Refused("{\"type\":\"Polygon\",\"coordinates\":[]}", "FeatureCollection");
        await Refused("{\"type\":\"FeatureCollection\",\"features\":[]}", "no features");
    }

    [Test]
    public Task Imports_45_neighborhoods_of_a_real_city() => Adds(RealData.File("cincinnati_neighbourhoods.geojson"), "name", 45);

    [Test]
    public Task Imports_2_neighborhoods_of_a_made_up_city() => Adds(MadeData.File("cincinnati_neighbourhoods.geojson"), "name", 2);

    [Test]
    public Task Imports_6_districts_marked_as_CRS84() => Adds(RealData.File("northumbria_districts.geojson"), "district", 6);

    [Test]
    public Task Imports_2_made_up_districts_marked_as_CRS84() => Adds(MadeData.File("northumbria_districts.geojson"), "district", 2);

    private async Task Adds(string path, string property, int count)
    {
        await using var file = File.OpenRead(path);
        Assert.That((await _host.Send(new ImportNeighborhoods("city.geojson", file, property))).Added, Is.EqualTo(count));
    }

    [Test]
    public async Task List_search_ignores_case_and_accents_and_boundary_is_GeoJSON()
    {
        await _host.Import(Collection(Feature("Río Bravo", Square(-90, 40)), Feature("Eastside", Square(-89, 40))));
        var officer = _host.SignIn(Role.Officer);

        var all = await (await officer.GetAsync(new Uri("/api/v1/neighborhoods", UriKind.Relative))).Json();
        var found = await (await officer.GetAsync(new Uri("/api/v1/neighborhoods?name=RIO", UriKind.Relative))).Json();
        Assert.That(all.GetProperty("items").EnumerateArray().Select(n => n.GetProperty("name").GetString()),
            Is.EqualTo(new[] { "Eastside", "Río Bravo" }));
        Assert.That(all.GetProperty("items")[0].GetProperty("hasBoundary").GetBoolean(), Is.True);
        Assert.That(found.GetProperty("total").GetInt32(), Is.EqualTo(1));

        var one = await officer.GetAsync(
            new Uri($"/api/v1/neighborhoods/{found.GetProperty("items")[0].GetProperty("id")}", UriKind.Relative));
        Assert.That((await one.Json()).GetProperty("boundary").GetProperty("type").GetString(), Is.EqualTo("Polygon"));
        Assert.That((await officer.GetAsync(new Uri("/api/v1/neighborhoods/999", UriKind.Relative))).StatusCode,
            Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await _host.Anonymous.GetAsync(new Uri("/api/v1/neighborhoods", UriKind.Relative))).StatusCode,
            Is.EqualTo(HttpStatusCode.Unauthorized));
    }

    private async Task Refused(string file, params string[] expected)
    {
        var error = Assert.ThrowsAsync<Invalid>(() => _host.Import(file));
        Assert.That(error!.Errors.Keys, Is.EqualTo(new[] { "file" }));
        foreach (var part in expected) Assert.That(error.Errors["file"].Single(), Does.Contain(part));
        Assert.That(await Versions(), Is.Empty);
    }

    private async Task<string> Versions() => string.Join(", ",
        await _host.Query(db => db.List<string>("SELECT CONCAT(Name, ' ', Version) FROM Neighborhood ORDER BY NameKey", null,
            CancellationToken.None)));
}
