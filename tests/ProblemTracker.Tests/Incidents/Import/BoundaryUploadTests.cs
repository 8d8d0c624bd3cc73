using System.Text;
using NetTopologySuite.Geometries;
using ProblemTracker.Domain;
using ProblemTracker.Tests.Files;
using ProblemTracker.Tests.Neighborhoods;

namespace ProblemTracker.Tests.Incidents;

/// <summary>Uploaded files of neighborhoods: what the preview says of them, and the projection that a person chooses.</summary>
public sealed class BoundaryUploadTests
{
    private TrackerHost _host = null!;

    [SetUp] public void Start() => _host = new();
    [TearDown] public void Stop() => _host.Dispose();

    private HttpClient Administrator => _host.SignIn(Role.Administrator);
    private Browser Page => new(_host, Role.Administrator);

    private static readonly LinearRing Ring =
        new([new(980000, 198000), new(980000, 200000), new(983000, 200000), new(983000, 198000), new(980000, 198000)]);

    private static byte[] Shapes(string? prj) => GivenShapes.Zip(new GivenShapes.Layer("Beats", prj,
        [GivenShapes.Of(new Polygon(Ring), ("BEAT", "Downtown"), ("AREA_SQ", 6))]));

    private Task<long> Upload(byte[] content, string name = "beats.zip") => Administrator.Upload(content, name, "Neighborhoods");

    private static string[] Texts(System.Text.Json.JsonElement list) => [.. list.EnumerateArray().Select(text => text.GetString()!)];

    [Test]
    public async Task The_preview_says_what_was_mended_joined_and_left_out()
    {
        const string bowTie = """{"type":"Polygon","coordinates":[[[0,0],[2,2],[2,0],[0,2],[0,0]]]}""";
        var id = await Upload(Encoding.UTF8.GetBytes(Boundaries.Collection(Boundaries.Feature("Bow", bowTie),
            Boundaries.Feature("West", Boundaries.Square(5, 5)), Boundaries.Feature("WEST", Boundaries.Square(6, 5)),
            Boundaries.Feature("Gone", "null"))), "beats.geojson");

        var preview = await Administrator.Preview(id);
        var check = preview.GetProperty("boundaries");
        Assert.That(preview.GetProperty("nameProperty").GetString(), Is.EqualTo("name"), "equal names are no hindrance");
        Assert.That(Texts(preview.GetProperty("objections")), Is.Empty);
        Assert.That(Texts(check.GetProperty("mended")).Single(), Does.StartWith("Feature 1 (\"Bow\") was mended"));
        Assert.That(Texts(check.GetProperty("joined")).Single(), Does.StartWith("Features 2 and 3 are both named \"West\""));
        Assert.That(Texts(check.GetProperty("skipped")).Single(), Does.StartWith("Feature 4 (\"Gone\")"));
        var page = await Page.Get($"/imports/{id}");
        Assert.That(page, Does.Contain("id=\"mended\"").And.Contain("id=\"joined\"").And.Contain("id=\"skipped\""));
        Assert.That(page, Does.Not.Contain("id=\"Projection\""), "degrees need none");

        await Administrator.Start(id, new { nameProperty = "name" });
        await _host.Work();
        Assert.That((await Administrator.Import(id)).GetProperty("added").GetInt32(), Is.EqualTo(2));
    }

    [Test]
    public async Task All_faults_are_shown_at_once_and_nothing_starts()
    {
        var id = await Upload(Encoding.UTF8.GetBytes(Boundaries.Collection(Boundaries.Feature("West", Boundaries.Square(5, 5)),
            Boundaries.Feature("Far", Boundaries.Square(200, 5)), Boundaries.Feature("Farther", Boundaries.Square(300, 5)),
            Boundaries.Feature("", Boundaries.Square(7, 5)))), "beats.geojson");

        var preview = await Administrator.Preview(id);
        Assert.That(preview.GetProperty("nameProperty").GetString(), Is.EqualTo("name"), "although one feature has none");
        Assert.That(Texts(preview.GetProperty("objections")), Has.Length.EqualTo(2));
        Assert.That(await Page.Get($"/imports/{id}"), Does.Contain("The file can't be imported as it is:").And.Contain("Feature 3")
            .And.Contain("Feature 4 has no name in \"name\" and is left out."));
        var reply = await Administrator.Start(id, new { nameProperty = "name" });
        Assert.That(Texts((await reply.Json()).GetProperty("errors").GetProperty("nameProperty")), Has.Length.EqualTo(2));
    }

    [Test]
    public async Task A_shapefile_in_feet_is_converted_by_its_own_projection()
    {
        var id = await Upload(Shapes(GivenShapes.LongIsland));
        var check = (await Administrator.Preview(id)).GetProperty("boundaries");
        Assert.That((check.GetProperty("projectionNumber").GetInt32(), check.GetProperty("isProposed").GetBoolean()),
            Is.EqualTo((2263, false)));
        Assert.That((await Administrator.Start(id, new { nameProperty = "BEAT" })).StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        await _host.Work();
        Assert.That((await Administrator.Import(id)).GetProperty("added").GetInt32(), Is.EqualTo(1));
    }

    [Test]
    public async Task Without_one_it_is_proposed_by_the_neighborhoods_and_a_person_chooses_it()
    {
        var before = await Upload(Shapes(null));
        Assert.That(Texts((await Administrator.Preview(before)).GetProperty("objections")).Single(),
            Does.StartWith("The file's coordinates (such as 980000, 198000) are not degrees. Choose their projection"));
        Assert.That(await Page.Get($"/imports/{before}"), Does.Contain("id=\"Projection\""));

        await _host.Import(Boundaries.Collection(Boundaries.Feature("City", Boundaries.Square(-74.3, 40.4, 0.7))));
        var check = (await Administrator.Preview(before)).GetProperty("boundaries");
        Assert.That((check.GetProperty("projectionNumber").GetInt32(), check.GetProperty("isProposed").GetBoolean()),
            Is.EqualTo((2263, true)));
        Assert.That(await Page.Get($"/imports/{before}"),
            Does.Contain("NAD83 / New York Long Island (ftUS) (EPSG:2263) they lie where your neighborhoods are")
                .And.Contain("value=\"2263\""));

        var reply = await Administrator.Start(before, new { nameProperty = "BEAT" });
        Assert.That(Texts((await reply.Json()).GetProperty("errors").GetProperty("projection")).Single(), Does.Contain("(EPSG:2263)"));
        reply = await Administrator.Start(before, new { nameProperty = "BEAT", projection = "nowhere at all" });
        Assert.That(Texts((await reply.Json()).GetProperty("errors").GetProperty("projection")).Single(), Does.Contain("nowhere at all"));
        await Administrator.Start(before, new { nameProperty = "BEAT", projection = " 2263 " });
        Assert.That((await Administrator.Import(before)).GetProperty("projection").GetString(), Is.EqualTo("2263"));
        await _host.Work();
        var done = await Administrator.Import(before);
        Assert.That((done.GetProperty("added").GetInt32(), done.GetProperty("nameProperty").GetString()), Is.EqualTo((1, "BEAT")));
    }

    [Test]
    public async Task A_name_to_skip_must_be_in_the_file()
    {
        var id = await Upload(Encoding.UTF8.GetBytes(Boundaries.Two), "two.geojson");
        var reply = await Administrator.Start(id, new { nameProperty = "name", boundaries = new { skip = new string?[] { null } } });
        Assert.That((await reply.WrongFields()).Single(), Is.EqualTo("boundaries.skip[0]"));
        reply = await Administrator.Start(id, new { nameProperty = "name", boundaries = new { skip = new[] { "nope" } } });
        Assert.That(Texts((await reply.Json()).GetProperty("errors").GetProperty("boundaries.skip[0]")).Single(),
            Does.StartWith("The file has no neighborhood \"nope\". Its names are "));
    }

    [Test]
    public async Task Northern_meters_of_UTM_propose_their_zone_and_others_are_refused()
    {
        await _host.Import(Boundaries.Collection(Boundaries.Feature("City", Boundaries.Square(-78, 43, 1))));
        const string shape = """{"type":"Polygon","coordinates":[[[294000,4825000],[294000,4827000],[296000,4827000],[294000,4825000]]]}""";
        var id = await Upload(Encoding.UTF8.GetBytes(Boundaries.Collection(Boundaries.Feature("North", shape))), "beats.geojson");
        var check = (await Administrator.Preview(id)).GetProperty("boundaries");
        Assert.That(check.GetProperty("projectionNumber").GetInt32(), Is.EqualTo(32618));
        foreach (var wrong in new[] { "0", "central", "5070", "2261" })
            Assert.That((await (await Administrator.Start(id, new { nameProperty = "name", projection = wrong })).WrongFields()).Single(),
                Is.EqualTo("projection"), wrong);
        var reply = await Administrator.Start(id, new { nameProperty = "name", projection = "26918" });
        Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
    }

    [Test]
    public async Task The_page_tries_a_projection_before_anything_is_imported()
    {
        var id = await Upload(Shapes(null));
        var fields = new Dictionary<string, string> { ["NameProperty"] = "BEAT", ["Projection"] = "New York Long Island feet" };
        var page = await Page.Post($"/imports/{id}?handler=Look", fields, formOn: $"/imports/{id}");
        Assert.That(page, Does.Contain("The coordinates are converted from NAD83 / New York Long Island (ftUS) (EPSG:2263)."));
        fields["Projection"] = "nowhere at all";
        page = await Page.Post($"/imports/{id}?handler=Look", fields, formOn: $"/imports/{id}");
        Assert.That(page, Does.Contain("No projection with the number or name"));
    }
}
