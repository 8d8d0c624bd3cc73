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
