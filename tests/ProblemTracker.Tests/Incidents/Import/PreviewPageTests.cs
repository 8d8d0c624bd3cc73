using System.Text.Json;
using ProblemTracker.Domain;
using ProblemTracker.Incidents;
using ProblemTracker.Tests.Neighborhoods;

namespace ProblemTracker.Tests.Incidents;

/// <summary>What the preview of a file of incidents says and keeps.</summary>
public sealed class PreviewPageTests
{
    private const string Calls = "no,at,kind\n1,2026-01-05T10:00,theft\n2,2026-01-06T11:00,Gizmo\n3,2026-01-06T12:00,Gizmo\n";

    private TrackerHost _host = null!;

    [SetUp] public void Start() => _host = new();
    [TearDown] public void Stop() => _host.Dispose();

    private HttpClient Analyst => _host.SignIn(Role.Analyst);

    private static Dictionary<string, string> Form(string defaultCategory = "other") => new()
    {
        ["Form.Occurred"] = "at",
        ["Form.Number"] = "no",
        ["Form.Category"] = "kind",
        ["Form.CategoryDefault"] = defaultCategory,
        ["Form.Words[0].Word"] = "Gizmo",
        ["Form.Words[0].CategoryCode"] = "",
        ["Form.Words[1].Word"] = "theft",
        ["Form.Words[1].CategoryCode"] = "burglary",
    };

    [Test]
    public async Task Earlier_incidents_show_that_coordinates_are_swapped_without_neighborhoods()
    {
        await _host.ImportCsv("no,at,kind,lat,lon\n1,2026-01-05T10:00,theft,40.5,-89.5\n2,2026-01-05T10:00,theft,40.6,-89.6\n");
        var id = await Analyst.Upload("no,at,kind,lat,lon\n7,2026-02-05T10:00,theft,-89.5,40.5\n");
        Assert.That((await Analyst.Preview(id)).GetProperty("map").GetProperty("columns").GetProperty("latitude").GetString(),
            Is.EqualTo("lon"));
        Assert.That(await new Browser(_host, Role.Analyst).Get($"/imports/{id}"),
            Does.Contain("Read with:").And.Contain("latitude from column lon and longitude from column lat"));
    }

    [Test]
    public async Task Swapped_coordinates_of_a_map_are_asked_about_without_neighborhoods()
    {
        var id = await Analyst.Upload("no,at,kind,lat,lon\n7,2026-02-05T10:00,theft,-89.5,40.5\n");
        var map = Imports.Map("no,at,kind,lat,lon");
        var preview = await (await Analyst.PostAsJsonAsync($"/api/v1/imports/{id}/preview", new { map }, Shared.Json.Options)).Ok();
        var question = preview.GetProperty("questions").EnumerateArray().Single(q => q.GetProperty("kind").GetString() == "place");
        Assert.That(question.GetProperty("sentence").GetString(), Is.EqualTo("As read, the places lie at 89.5° S, 40.5° E, far from your "
            + "time zone. Latitude and longitude seem to be swapped."));
        Assert.That(question.GetProperty("isFix").GetBoolean(), Is.True);
    }

    [Test]
    public async Task The_fix_that_is_proposed_is_the_primary_button_until_it_is_taken()
    {
        await _host.Import(Boundaries.Two);
        var id = await Analyst.Upload("no,at,kind,lat,lon\n7,2026-02-05T10:00,theft,-89.5,40.5\n8,2026-02-05T10:00,BURGLARY,-89.5,40.5\n");
        var page = new Browser(_host, Role.Analyst);
        Dictionary<string, string> form = new()
        {
            ["Form.Occurred"] = "at",
            ["Form.Category"] = "kind",
            ["Form.Latitude"] = "lat",
            ["Form.Longitude"] = "lon",
            ["Form.CategoryDefault"] = "other",
        };
        const string primary = "class=\"usa-button\"", outline = "class=\"usa-button usa-button--outline\"";
        Assert.That(await page.Post($"/imports/{id}?handler=Look", form, formOn: $"/imports/{id}"),
            Does.Match($"{primary}[^>]*>Swap them").And.Match($"{outline}[^>]*>Start import"));
        Assert.That(await page.Post($"/imports/{id}?handler=Look", new(form) { ["answer"] = "place:0" }, formOn: $"/imports/{id}"),
            Does.Not.Contain("Swap them").And.Match($"{primary}[^>]*>Start import"));
    }

    [Test]
    public async Task Files_of_shapes_are_told_from_files_of_incidents()
    {
        var id = await Analyst.Upload(Boundaries.Two, "beats.geojson");
        const string sentence = "This file has shapes, not places. If they are neighborhoods, an administrator can import it under "
            + "Neighborhoods.";
        var preview = await Analyst.Preview(id);
        Assert.That(preview.GetProperty("hasShapes").GetBoolean(), Is.True);
        Assert.That(preview.GetProperty("objections")[0].GetString(), Does.StartWith(sentence));
        const string link = "/imports/new?kind=Neighborhoods";
        Assert.That(await new Browser(_host, Role.Analyst).Get($"/imports/{id}"), Does.Contain(sentence).And.Not.Contain(link));
        var administrator = new Browser(_host, Role.Administrator);
        Assert.That(await administrator.Get($"/imports/{id}"), Does.Contain(sentence).And.Contain(link));
        Assert.That(await administrator.Get(link), Does.Match("checked=\"checked\"[^>]*value=\"Neighborhoods\""));

        var beat = Boundaries.Raw("""{"no":"1","at":"2026-01-05"}""", Boundaries.Square(-90, 40));
        var dated = await Analyst.Preview(await Analyst.Upload(Boundaries.Collection(beat), "dated.geojson"));
        Assert.That(dated.GetProperty("questions").EnumerateArray().Select(q => q.GetProperty("sentence").GetString()),
            Does.Contain(sentence));
    }

    [Test]
    public async Task Choices_are_kept_until_the_import_starts_or_they_are_discarded()
    {
        var id = await Analyst.Upload(Calls);
        var page = new Browser(_host, Role.Analyst);
        var form = Form("noise");
        form["SaveMapAs"] = "Dispatch";
        form["Form.DateFormat"] = "yyyy-M-d";
        Assert.That(await page.Post($"/imports/{id}?handler=Look", form, formOn: $"/imports/{id}"), Does.Contain("Update preview"));

        var again = await new Browser(_host, Role.Administrator).Get($"/imports/{id}");
        Assert.That(again, Does.Contain("This goes on from the choices made here before.").And.Contain("value=\"Dispatch\"")
            .And.Contain("value=\"yyyy-M-d\"").And.Match("selected=\"selected\" value=\"noise\"|value=\"noise\"[^>]*selected"));
        var kept = (await Analyst.Import(id)).GetProperty("map");
        Assert.That(kept.GetProperty("categories").GetProperty("theft").GetString(), Is.EqualTo("burglary"));
        Assert.That(kept.GetProperty("otherWords")[0].GetString(), Is.EqualTo("Gizmo"));
        Assert.That(await page.Get($"/imports/{id}?Anew=true"), Does.Not.Contain("This goes on"), "read anew for once");

        await page.Post($"/imports/{id}?handler=Forget", [], $"/imports/{id}", formOn: $"/imports/{id}");
        Assert.That(await page.Get($"/imports/{id}"), Does.Not.Contain("This goes on").And.Not.Contain("value=\"Dispatch\""));
        Assert.That((await Analyst.Import(id)).GetProperty("map").ValueKind, Is.EqualTo(JsonValueKind.Null));
    }

    [Test]
    public async Task Choices_for_neighborhoods_are_kept_too()
    {
        var administrator = _host.SignIn(Role.Administrator);
        var file = Boundaries.Collection(Boundaries.Raw("""{"name":"West","beat":"7"}""", Boundaries.Square(-90, 40)));
        var id = await administrator.Upload(file, "beats.geojson", "Neighborhoods");
        var page = new Browser(_host, Role.Administrator);
        await page.Post($"/imports/{id}?handler=Look",
            new() { ["NameProperty"] = "beat", ["Boundaries.From"] = "2026-03-02", ["Boundaries.Skip"] = "7" }, formOn: $"/imports/{id}");

        Assert.That(await page.Get($"/imports/{id}"), Does.Contain("This goes on from the choices made here before.")
            .And.Contain("value=\"2026-03-02\"").And.Match("value=\"beat\"[^>]*selected|selected=\"selected\" value=\"beat\"")
            .And.Match("value=\"7\"[^>]*checked|checked[^>]*value=\"7\""));
        await page.Post($"/imports/{id}?handler=Forget", [], $"/imports/{id}", formOn: $"/imports/{id}");
        Assert.That(await page.Get($"/imports/{id}"), Does.Not.Contain("This goes on").And.Not.Contain("2026-03-02"));
    }

    [Test]
    public async Task Going_back_in_the_browser_and_choosing_otherwise_keeps_the_last_choice()
    {
        var id = await Analyst.Upload(Calls);
        var page = new Browser(_host, Role.Analyst);
        foreach (var code in new[] { "noise", "burglary" })
            await page.Post($"/imports/{id}?handler=Look", new(Form(code)) { ["__key"] = "same" }, formOn: $"/imports/{id}");
        Assert.That((await Analyst.Import(id)).GetProperty("map").GetProperty("categoryDefault").GetString(), Is.EqualTo("burglary"));
    }

    [Test]
    public async Task A_map_is_kept_by_API_only_before_the_start_and_only_for_incidents()
    {
        var id = await Analyst.Upload(Calls);
        var map = Imports.Map("no,at,kind");
        Task<HttpResponseMessage> Keep(long import, IncidentMap? kept, Role role = Role.Analyst) =>
            _host.SignIn(role).PostAsJsonAsync($"/api/v1/imports/{import}/map", new { map = kept, saveMapAs = "Dispatch" },
                Shared.Json.Options);
        Assert.That((await Keep(id, map)).StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That((await Analyst.Import(id)).GetProperty("saveMapAs").GetString(), Is.EqualTo("Dispatch"));
        Assert.That(await (await Keep(id, map with { Delimiter = "ab" })).WrongFields(), Has.Some.Contains("delimiter"));
        var beats = await _host.SignIn(Role.Administrator).Upload(Boundaries.Two, "beats.geojson", "Neighborhoods");
        Assert.That((await (await Keep(beats, map, Role.Administrator)).WrongFields()).Single(), Is.EqualTo("map"));
        Assert.That((await Keep(beats, null)).StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));

        await Analyst.PostAsync($"/api/v1/imports/{id}/cancel", null);
        Assert.That((await Analyst.Import(id)).GetProperty("map").ValueKind, Is.EqualTo(JsonValueKind.Null));
        Assert.That((await Keep(id, map)).StatusCode, Is.EqualTo(HttpStatusCode.Conflict));
    }

    [Test]
    public async Task A_word_left_without_a_category_is_not_named_again_next_month()
    {
        var id = await Analyst.Upload(Calls);
        var page = new Browser(_host, Role.Analyst);
        var form = Form();
        form["SaveMapAs"] = "Monthly";
        await page.Post($"/imports/{id}?handler=Start", form, $"/imports/{id}", formOn: $"/imports/{id}");
        await _host.Work();
        Assert.That(await page.Get($"/imports/{id}"),
            Does.Not.Contain("Words without a category").And.Contain("Words left in the category for all others: 1"));

        var next = await Analyst.Upload("no,at,kind\n8,2026-02-06T11:00,gizmo\n9,2026-02-06T12:00,Doodad\n");
        var preview = await Analyst.Preview(next, "?savedMap=monthly");
        Assert.That(preview.GetProperty("newWords").EnumerateArray().Select(w => w.GetString()), Is.EqualTo(new[] { "Doodad" }));
        var map = preview.GetProperty("map");
        Assert.That((await Analyst.Start(next, new { map })).StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        await _host.Work();
        var words = (await Analyst.Import(next)).GetProperty("outcome").GetProperty("otherWords").EnumerateArray()
            .Select(w => (w.GetProperty("word").GetString(), w.GetProperty("isDecided").GetBoolean()));
        Assert.That(words, Is.EqualTo(new[] { ("Doodad", false), ("gizmo", true) }));
    }

    [Test]
    public async Task A_word_left_without_a_category_gets_none_though_one_is_likely()
    {
        var map = Imports.Map("no,at,kind") with { OtherWords = ["BURGLARY"] };
        var id = await Analyst.Upload("no,at,kind\n1,2026-01-05T10:00,Burglary\n2,2026-01-05T10:00,Theft\n");
        (await Analyst.PostAsJsonAsync($"/api/v1/imports/{id}/map", new { map }, Shared.Json.Options)).EnsureSuccessStatusCode();
        var words = (await (await Analyst.PostAsJsonAsync($"/api/v1/imports/{id}/preview", new { map }, Shared.Json.Options)).Ok())
            .GetProperty("words").EnumerateArray().Select(w => (w.GetProperty("word").GetString(), w.GetProperty("proposal").GetString()));
        Assert.That(words, Is.EquivalentTo(new[] { ("Theft", "theft"), ("Burglary", null) }));
    }
}
