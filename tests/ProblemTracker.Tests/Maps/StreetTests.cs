using System.Text;
using System.Text.Json;
using ProblemTracker.Domain;
using ProblemTracker.Maps;
using ProblemTracker.Shared;
using ProblemTracker.Tests.Files;
using ProblemTracker.Tests.Neighborhoods;

namespace ProblemTracker.Tests.Maps;

/// <summary>The agency's own streets: the import of a file, and what a view of the map shows of them.</summary>
public sealed class StreetTests
{
    private TrackerHost _host = null!;

    [SetUp] public void Start() => _host = new();
    [TearDown] public void Stop() => _host.Dispose();

    private static string Line(params (double Longitude, double Latitude)[] points) =>
        $"{{\"type\":\"LineString\",\"coordinates\":[{string.Join(',',
            points.Select(p => FormattableString.Invariant($"[{p.Longitude},{p.Latitude}]")))}]}}";

    private Task<StreetsImported> Import(string geoJson) =>
        _host.Send(new ImportStreets("streets.geojson", new MemoryStream(Encoding.UTF8.GetBytes(geoJson))));

    private Task<JsonElement> Streets(string view = "south=40&west=-90&north=41&east=-89") =>
        _host.SignIn(Role.Officer).Read($"/api/v1/maps/streets?{view}");

    [Test]
    public async Task Segments_with_the_same_name_become_one_street_and_a_new_file_replaces_all()
    {
        var made = await Import(Boundaries.Collection(
            Boundaries.Feature("Elm Street", Line((-89.9, 40.5), (-89.5, 40.5))),
            Boundaries.Feature("ELM street", Line((-89.5, 40.5), (-89.1, 40.5))),
            Boundaries.Raw("{}", Line((-89.5, 40.1), (-89.5, 40.9)))));
        Assert.That((made.Read, made.Streets), Is.EqualTo((3, 2)));

        var found = await Streets();
        Assert.That(found.GetProperty("names").EnumerateArray().Select(n => n.GetString()), Is.EqualTo(new[] { "", "Elm Street" }).Or
            .EqualTo(new[] { "Elm Street", "" }));
        Assert.That(found.GetProperty("lines").EnumerateArray().Select(l => l.GetArrayLength()), Is.EqualTo(new[] { 4, 4 }),
            "the middle of a straight street is no corner");

        await Import(Boundaries.Collection(Boundaries.Feature("Oak Street", Line((-89.9, 40.5), (-89.5, 40.5)))));
        Assert.That((await Streets()).GetProperty("names").ToString(), Is.EqualTo("[\"Oak Street\"]"), "shown at once");
        Assert.That((await Streets("south=50&west=-90&north=51&east=-89")).GetProperty("lines").GetArrayLength(), Is.Zero);
    }

    [Test]
    public async Task A_view_of_a_large_city_stays_below_100_kB_and_keeps_the_longest_streets()
    {
        var random = new Random(5);
        var features = new List<string> { Boundaries.Feature("The longest", Line((-89.95, 40.5), (-89.5, 40.6), (-89.05, 40.5))) };
        for (var i = 0; i < 4000; i++)
        {
            var (longitude, latitude) = (-90 + random.NextDouble() * 0.9, 40 + random.NextDouble() * 0.9);
            features.Add(Boundaries.Feature($"Street {i} {new string('x', 40)}", Line(
                [.. Enumerable.Range(0, 20).Select(n => (longitude + n * 0.003, latitude + 0.002 * Math.Sin(n + i)))])));
        }
        await Import(Boundaries.Collection([.. features]));

        foreach (var view in new[] { "", "south=40&west=-90&north=41&east=-89", "south=40.4&west=-89.6&north=40.6&east=-89.3" })
        {
            var bytes = await _host.SignIn(Role.Officer).GetByteArrayAsync($"/api/v1/maps/streets?{view}");
            Assert.That(bytes, Has.Length.InRange(10_000, 100_000), view);
            Assert.That(Encoding.UTF8.GetString(bytes), Does.Contain("The longest"), view);
        }
    }

    [Test]
    public async Task A_zipped_shapefile_in_feet_is_converted()
    {
        var elm = new NetTopologySuite.Geometries.LineString([new(980000, 198000), new(983000, 198000)]);
        var zip = GivenShapes.Zip(new GivenShapes.Layer("Streets", GivenShapes.LongIsland, [GivenShapes.Of(elm, ("name", "Elm Street"))]));
        await _host.Send(new ImportStreets("streets.zip", new MemoryStream(zip)));
        var found = await Streets("south=40.6&west=-74.1&north=40.8&east=-73.9");
        Assert.That(found.GetProperty("names")[0].GetString(), Is.EqualTo("Elm Street"));
    }

    [TestCase("", "The file is empty.")]
    [TestCase("[]", "The file is not a GeoJSON FeatureCollection.")]
    [TestCase("{\"type\":\"FeatureCollection\",\"features\":[]}", "The file has no features to import.")]
    [TestCase("{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\",\"properties\":null,\"geometry\":null}]}",
        "Feature 1 has no geometry. A street must be a LineString or a MultiLineString.")]
    [TestCase("{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\",\"properties\":{},\"geometry\":"
        + "{\"type\":\"Point\",\"coordinates\":[1,2]}}]}", "Feature 1 is a Point.")]
    [TestCase("{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\",\"properties\":{},\"geometry\":"
        + "{\"type\":\"LineString\",\"coordinates\":[[200,40],[201,40]]}}]}", "which is not on Earth.")]
    [TestCase("{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\",\"properties\":{},\"geometry\":"
        + "{\"type\":\"LineString\",\"coordinates\":[[500000,4000000],[500100,4000100]]}}]}", "are not degrees.")]
    [TestCase("{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\",\"properties\":{\"name\":\"\\ud800\"},\"geometry\":"
        + "{\"type\":\"LineString\",\"coordinates\":[[-89.9,40],[-89.8,40]]}}]}", "The name of feature 1 contains a code")]
    public async Task A_file_with_an_error_changes_nothing(string geoJson, string sentence)
    {
        await Import(Boundaries.Collection(Boundaries.Feature("Elm Street", Line((-89.9, 40.5), (-89.5, 40.5)))));
        var wrong = Assert.ThrowsAsync<Invalid>(() => Import(geoJson));
        Assert.That(wrong!.Errors.Values.Single()[0], Does.Contain(sentence));
        Assert.That((await Streets()).GetProperty("total").GetInt32(), Is.EqualTo(1));
    }

    [Test]
    public async Task Tiles_are_off_until_set_and_then_allowed_on_pages_with_a_map_only()
    {
        var officer = new Browser(_host, Role.Officer);
        async Task<string> Policy(string path)
        {
            using var reply = await officer.Reply(path);
            return reply.Headers.GetValues("Content-Security-Policy").Single();
        }
        Assert.That(await Policy("/incidents/map?all=true"), Does.Contain("img-src 'self';"));

        var administrator = new Browser(_host, Role.Administrator);
        var fields = new Dictionary<string, string>
        {
            ["Form.Unit"] = "Meters",
            ["Form.TileAddress"] = "https://tiles.example.gov:8443/osm/{z}/{x}/{y}.png",
        };
        Assert.That(await administrator.Post("/settings/maps", fields, formOn: "/settings/maps"), Does.Contain("Enter the credit"));
        fields["Form.TileAttribution"] = "© The county";
        await administrator.Post("/settings/maps", fields, "/settings/maps", formOn: "/settings/maps");

        Assert.That(await Policy("/incidents/map?all=true"), Does.Contain("img-src 'self' https://tiles.example.gov:8443;"));
        Assert.That(await Policy("/problems/open"), Does.Contain("https://tiles.example.gov:8443;"));
        Assert.That(await Policy("/stakeholders"), Does.Contain("img-src 'self';"));
        Assert.That(await officer.Get("/incidents/map?all=true"),
            Does.Contain("data-tiles=\"https://tiles.example.gov:8443/osm/{z}/{x}/{y}.png\""));
    }

    [TestCase("http://tiles.example.gov/{z}/{x}/{y}.png")]
    [TestCase("https://{s}.example.gov/{z}/{x}/{y}.png")]
    [TestCase("https://{z}.example.gov/{x}/{y}.png")]
    [TestCase("https://tiles.example.gov/{z}/{x}.png")]
    [TestCase("https://a:b@tiles.example.gov/{z}/{x}/{y}.png")]
    [TestCase("https://tiles.example.gov;script-src *{z}{x}{y}")]
    [TestCase("tiles")]
    public void An_address_that_is_no_https_tile_server_is_refused(string address) =>
        Assert.That(new ChangeMapSettingsValidator().Validate(new ChangeMapSettings(0, address, "©", DistanceUnit.Meters)).IsValid,
            Is.False);
}
