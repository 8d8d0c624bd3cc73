using System.Text.Json;
using ProblemTracker.Domain;
using ProblemTracker.Neighborhoods;
using ProblemTracker.Tests.Files;
using ProblemTracker.Tests.Neighborhoods;

namespace ProblemTracker.Tests.Incidents;

/// <summary>Zipped shapefiles of incidents whose projection the file doesn't say: it is proposed, or asked for.</summary>
public sealed class ProjectedShapesTests
{
    private TrackerHost _host = null!;

    [SetUp] public void Start() => _host = new();
    [TearDown] public void Stop() => _host.Dispose();

    private HttpClient Analyst => _host.SignIn(Role.Analyst);

    /// <summary>Three incidents in New York, in feet of the state plane (EPSG:2263).</summary>
    private static byte[] Shapes(string? prj = null) => GivenShapes.Zip(new GivenShapes.Layer("calls", prj,
        [.. Enumerable.Range(1, 3).Select(i => GivenShapes.At(982586.6 + i, 198968.8, ("CASE", $"26-{i}"), ("DAY", $"2025-01-0{i}")))]));

    private Task<NeighborhoodsImported> NewYork() =>
        _host.Import(Boundaries.Collection(Boundaries.Feature("City", Boundaries.Square(-74.3, 40.4, 0.7))));

    private async Task<HttpResponseMessage> Start(long id, JsonElement map, string? projection) => await Analyst.Start(id, new
    {
        map = map.EnumerateObject().Where(p => p.Name != "projection").Select(p => KeyValuePair.Create(p.Name, (object?)p.Value))
            .Append(new("projection", projection)).ToDictionary(),
    });

    private static string[] Texts(JsonElement list) => [.. list.EnumerateArray().Select(item => item.GetString()!)];

    [TestCase(null)]
    [TestCase("LOCAL_CS[\"Plant grid\"]")]
    public async Task The_projection_is_proposed_by_the_neighborhoods(string? prj)
    {
        await NewYork();
        var id = await Analyst.Upload(Shapes(prj), "calls.zip");
        var preview = await Analyst.Preview(id);
        var map = preview.GetProperty("map");
        Assert.That(map.GetProperty("projection").GetString(), Is.EqualTo("2263"));
        Assert.That((preview.GetProperty("objections").GetArrayLength(), preview.GetProperty("points").GetArrayLength()),
            Is.EqualTo((0, 3)));
        Assert.That(await new Browser(_host, Role.Analyst).Get($"/imports/{id}"),
            Does.Contain("NAD83 / New York Long Island (ftUS) (EPSG:2263)"));

        Assert.That((await Start(id, map, "2263")).StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        await _host.Work();
        Assert.That((await Analyst.Import(id)).Counts(), Is.EqualTo((3, 3, 0, 0, 0)));
    }

    [Test]
    public async Task A_map_without_it_asks_and_offers_the_one_that_fits()
    {
        await NewYork();
        var id = await Analyst.Upload(Shapes(), "calls.zip");
        var map = (await Analyst.Preview(id)).GetProperty("map").EnumerateObject().Where(p => p.Name != "projection")
            .ToDictionary(p => p.Name, p => p.Value);
        var preview = await (await Analyst.PostAsJsonAsync($"/api/v1/imports/{id}/preview", new { map })).Ok();
        Assert.That(Texts(preview.GetProperty("objections")).Single(), Does.EndWith(
            "are not degrees. Choose its projection, or zip it again with its .prj file."));
        var question = preview.GetProperty("questions").EnumerateArray().Single(q => q.GetProperty("kind").GetString() == "place");
        Assert.That(question.GetProperty("answers")[0].GetProperty("map").GetProperty("projection").GetString(), Is.EqualTo("2263"));

        var reply = await Analyst.Start(id, new { map });
        Assert.That((await reply.WrongFields()).Single(), Is.EqualTo("map.projection"));
    }

    [Test]
    public async Task Where_none_fits_a_person_chooses_it()
    {
        await _host.Import(Boundaries.Two);
        var id = await Analyst.Upload(Shapes(), "calls.zip");
        var preview = await Analyst.Preview(id);
        Assert.That(Texts(preview.GetProperty("objections")).Single(), Does.Contain("Choose its projection"));
        Assert.That(preview.GetProperty("questions").EnumerateArray().Select(q => q.GetProperty("kind").GetString()),
            Has.None.EqualTo("place"), "x and y of a point are not swapped");
        var page = new Browser(_host, Role.Analyst);
        Assert.That(await page.Get($"/imports/{id}"), Does.Contain("Choose its projection, or zip it again with its .prj file.")
            .And.Match("<details class=\"more\" open[^>]*>\\s*<summary>Joined columns, projection, minus signs"));

        var map = preview.GetProperty("map");
        Assert.That((await (await Start(id, map, null)).WrongFields()).Single(), Is.EqualTo("map.projection"));
        var refused = await page.Post($"/imports/{id}?handler=Start", new()
        {
            ["Form.Occurred"] = "DAY",
            ["Form.Longitude"] = "point.longitude",
            ["Form.Latitude"] = "point.latitude",
            ["Form.CategoryDefault"] = "other",
        }, formOn: $"/imports/{id}");
        Assert.That(refused, Does.Contain("href=\"#Form_Projection\">The shapefile has no .prj file"), "beside the field");
        Assert.That((await Start(id, map, "2263")).StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        await _host.Work();
        Assert.That((await Analyst.Import(id)).GetProperty("added").GetInt32(), Is.EqualTo(3));
    }

    [Test]
    public async Task Without_places_no_projection_is_needed()
    {
        await NewYork();
        var id = await Analyst.Upload(Shapes(), "calls.zip");
        var reply = await Analyst.Start(id, new { map = new { columns = new { number = "CASE", occurred = "DAY" } } });
        Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        await _host.Work();
        Assert.That((await Analyst.Import(id)).Counts(), Is.EqualTo((3, 3, 0, 0, 3)));
    }
}
