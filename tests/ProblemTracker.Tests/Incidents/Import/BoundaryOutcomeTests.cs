using System.Text.Json;
using ProblemTracker.Domain;
using ProblemTracker.Neighborhoods;
using ProblemTracker.Tests.Neighborhoods;

namespace ProblemTracker.Tests.Incidents;

/// <summary>Which neighborhoods an import of boundaries added, changed and ended, by API and on its page.</summary>
public sealed class BoundaryOutcomeTests
{
    private TrackerHost _host = null!;

    [SetUp] public void Start() => _host = new();
    [TearDown] public void Stop() => _host.Dispose();

    private HttpClient Administrator => _host.SignIn(Role.Administrator);

    private async Task<long> Imported(string text, object body)
    {
        var id = await Administrator.Upload(text, "beats.geojson", "Neighborhoods");
        Assert.That((await Administrator.Start(id, body)).StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        await _host.Work();
        return id;
    }

    private static string[] Names(JsonElement import, string group) =>
        [.. import.GetProperty("neighborhoods").GetProperty(group).EnumerateArray().Select(p => p.GetProperty("name").GetString()!)];

    private static long? IdOf(JsonElement import, string group) =>
        import.GetProperty("neighborhoods").GetProperty(group)[0].GetProperty("id").Deserialize<long?>();

    [Test]
    public async Task An_import_names_what_it_added_changed_and_ended()
    {
        await _host.Import(Boundaries.Collection(Boundaries.Feature("Old Beat", Boundaries.Square(-90, 40)),
            Boundaries.Feature("River", Boundaries.Square(-80, 40)), Boundaries.Feature("Same", Boundaries.Square(-70, 40))));
        var id = await Imported(Boundaries.Collection(Boundaries.Feature("Beat <1>", Boundaries.Square(-90, 40)),
                Boundaries.Feature("River", Boundaries.Square(-80.1, 40)), Boundaries.Feature("Same", Boundaries.Square(-70, 40))),
            new { nameProperty = "name", boundaries = new { from = "2026-01-01", retireCovered = true } });

        var import = await Administrator.Import(id);
        Assert.That(import.GetProperty("failure").GetString(), Is.Null);
        Assert.That((Names(import, "added"), Names(import, "changed"), Names(import, "ended")),
            Is.EqualTo((new[] { "Beat <1>" }, new[] { "River" }, new[] { "Old Beat" })));
        var page = await new Browser(_host, Role.Administrator).Get($"/imports/{id}");
        Assert.That(page, Does.Contain($"href=\"/settings/neighborhoods/{IdOf(import, "added")}\">Beat <1></a>")
            .And.Contain($"href=\"/settings/neighborhoods/{IdOf(import, "changed")}\">River</a>")
            .And.Contain($"href=\"/settings/neighborhoods/{IdOf(import, "ended")}\">Old Beat</a>")
            .And.Contain("<strong>1</strong><span>ended</span>"));
        Assert.That(await new Browser(_host, Role.Analyst).Get($"/imports/{id}"), Does.Contain(">Old Beat</span>")
            .And.Not.Contain("/settings/neighborhoods"), "the page of a neighborhood is an administrator's");
    }

    [Test]
    public async Task A_neighborhood_that_was_removed_since_keeps_its_name_without_a_link()
    {
        var id = await Imported(Boundaries.Two, new { nameProperty = "name" });
        var before = IdOf(await Administrator.Import(id), "added")!.Value;
        await _host.Send(new RemoveNeighborhood(before, 1));
        var import = await Administrator.Import(id);
        Assert.That((Names(import, "added").Length, IdOf(import, "added")), Is.EqualTo((2, (long?)null)));
        Assert.That(await new Browser(_host, Role.Administrator).Get($"/imports/{id}"),
            Does.Contain($"<span class=\"as-typed\">{Names(import, "added")[0]}</span>"));
    }

    private static string[] Texts(JsonElement list) => [.. list.EnumerateArray().Select(text => text.GetString()!)];

    /// <summary>A bow tie that was mended, two equal names, one without a shape, one that is left out, and one over another.</summary>
    private static readonly string Sloppy = Boundaries.Collection(
        Boundaries.Feature("Bow", """{"type":"Polygon","coordinates":[[[0,0],[2,2],[2,0],[0,2],[0,0]]]}"""),
        Boundaries.Feature("West", Boundaries.Square(5, 5)), Boundaries.Feature("WEST", Boundaries.Square(6, 5)),
        Boundaries.Feature("Gone", "null"), Boundaries.Feature("Unwanted", Boundaries.Square(8, 5)),
        Boundaries.Feature("River", Boundaries.Square(3, 3, 0.5)));

    private async Task<long> ImportSloppy()
    {
        await _host.Import(Boundaries.Collection(Boundaries.Feature("Wide", Boundaries.Square(5, 5, 2.5)),
            Boundaries.Feature("River", Boundaries.Square(3, 3))));
        var wide = (await _host.Send(new ListNeighborhoods("Wide"))).Items.Single().Id;
        return await Imported(Sloppy, new
        {
            nameProperty = "name",
            boundaries = new
            {
                from = "2026-01-01",
                skip = new[] { "unwanted" },
                covered = new[] { new { neighborhoodId = wide, choice = "Present" } },
            },
        });
    }

    [Test]
    public async Task An_import_keeps_what_was_mended_joined_left_out_and_chosen()
    {
        var import = await Administrator.Import(await ImportSloppy());
        var notes = import.GetProperty("neighborhoods").GetProperty("notes");
        Assert.That(Texts(notes.GetProperty("check").GetProperty("mended")).Single(), Does.StartWith("Feature 1 (\"Bow\") was mended")
            .And.EndWith("its area is the same."));
        Assert.That(Texts(notes.GetProperty("check").GetProperty("joined")).Single(), Does.StartWith("Features 2 and 3 are both named"));
        Assert.That(Texts(notes.GetProperty("check").GetProperty("skipped")).Single(), Does.StartWith("Feature 4 (\"Gone\")"));
        Assert.That((notes.GetProperty("firstDay").GetString(), Texts(notes.GetProperty("leftOut")).Single(),
            Texts(notes.GetProperty("overlaps")).Single()),
            Is.EqualTo(("2026-01-01", "Unwanted", "Wide: 32% lies under West. Incidents in both go to Wide.")));
        Assert.That(import.GetProperty("neighborhoods").GetProperty("changed")[0].GetProperty("changedSquareMeters").GetDouble(),
            Is.EqualTo(9.2e9).Within(2e8));
    }

    [Test]
    public async Task The_result_page_shows_them_as_the_preview_did()
    {
        var page = await new Browser(_host, Role.Administrator).Get($"/imports/{await ImportSloppy()}");
        Assert.That(page, Does.Contain("Jan 1, 2026</dd>").And.Contain("Mended: 1 note").And.Contain("Joined: 1 note")
            .And.Contain("Left out: 2 notes").And.Contain("<li>\"Unwanted\" is left out, as chosen.</li>")
            .And.Contain("Over each other: 1 note").And.Contain("Incidents in both go to Wide.")
            .And.Match(@"River</a>\s+by 9,\d\d\d\.\d\d km²"));
    }

    [Test]
    public async Task An_import_of_the_command_line_keeps_them_too()
    {
        var made = await _host.Send(new ImportNeighborhoods("beats.geojson",
            new MemoryStream(System.Text.Encoding.UTF8.GetBytes(Sloppy)), Choices: new(Skip: ["Unwanted"])));
        var import = await Administrator.Import(made.ImportId!.Value);
        var notes = import.GetProperty("neighborhoods").GetProperty("notes");
        Assert.That((import.GetProperty("nameProperty").GetString(), notes.GetProperty("firstDay").GetString(),
            Texts(notes.GetProperty("leftOut")).Single(), Texts(notes.GetProperty("check").GetProperty("mended")).Length,
            Texts(import.GetProperty("boundaries").GetProperty("skip")).Single()),
            Is.EqualTo(("name", (string?)null, "Unwanted", 1, "Unwanted")));
        Assert.That(await new Browser(_host, Role.Administrator).Get($"/imports/{made.ImportId}"),
            Does.Contain("None: they have always been so</dd>"));
    }

    [Test]
    public async Task An_import_without_changes_names_none()
    {
        await _host.Import(Boundaries.Two);
        var id = await Imported(Boundaries.Two, new { nameProperty = "name" });
        var import = await Administrator.Import(id);
        Assert.That(Names(import, "added").Concat(Names(import, "changed")).Concat(Names(import, "ended")), Is.Empty);
        Assert.That(await new Browser(_host, Role.Administrator).Get($"/imports/{id}"), Does.Not.Contain("Added</h3>"));
    }
}
