using System.Text.Json;
using ProblemTracker.Domain;
using ProblemTracker.Incidents;
using ProblemTracker.Neighborhoods;
using ProblemTracker.Tests.Incidents;

using static ProblemTracker.Tests.Neighborhoods.Boundaries;

namespace ProblemTracker.Tests.Neighborhoods;

/// <summary>The maps of an import of boundaries: of its preview, and of what it changed. Today is March 2, 2026.</summary>
public sealed class BoundaryMapTests
{
    private static readonly string File = Collection(Feature("Beat 101", Square(-90, 40)), Feature("River", Square(-88, 40, 0.5)),
        Feature("Same", Square(-86, 40)), Feature("Small", Square(-90, 40, 0.2)));

    private TrackerHost _host = null!;
    private long _id;

    [SetUp]
    public async Task Start()
    {
        _host = new();
        await _host.Import(Collection(Feature("Old Beat", Square(-90, 40)), Feature("River", Square(-88, 40)),
            Feature("Same", Square(-86, 40)), Feature("Gone", Square(-89.5, 40))));
        await _host.Send(new RetireNeighborhood(await Id("Gone"), 1, new(2025, 12, 31)));
        _id = await Administrator.Upload(File, "beats.geojson", "Neighborhoods");
    }

    [TearDown] public void Stop() => _host.Dispose();

    private HttpClient Administrator => _host.SignIn(Role.Administrator);

    private async Task<long> Id(string name) =>
        (await _host.Send(new ListNeighborhoods(name))).Items.Single(place => place.Name == name).Id;

    /// <summary>The areas of the map on a page, as "AreaNew Beat 101: new".</summary>
    private static IReadOnlyList<string> Drawn(string page)
    {
        const string start = "<script type=\"application/json\">";
        var from = page.IndexOf(start, StringComparison.Ordinal) + start.Length;
        using var frame = JsonDocument.Parse(page[from..page.IndexOf("</script>", from, StringComparison.Ordinal)]);
        return [.. frame.RootElement.GetProperty("areas").EnumerateArray()
            .Select(area => $"{area.GetProperty("kind")} {area.GetProperty("text")}")];
    }

    [Test]
    public async Task The_preview_draws_the_file_over_what_is_there_and_what_lies_in_two()
    {
        var page = await new Browser(_host, Role.Administrator).Get($"/imports/{_id}");
        Assert.That(Drawn(page), Is.EqualTo(new[]
        {
            "AreaNew Beat 101: new", "AreaChanged River: changed", "AreaSame Same: the same", "AreaNew Small: new",
            "AreaEnded Gone: ended", "AreaBoth Gone and Beat 101: over each other", "AreaBoth Old Beat and Beat 101: over each other",
            "AreaBoth Old Beat and Small: over each other", "AreaBoth Beat 101 and Small: over each other",
        }));
        Assert.That(page, Does.Contain("data-map-sample=\"AreaPresent\"></span>Present neighborhoods")
            .And.Contain("data-map-sample=\"AreaBoth\"></span>Over each other"));
    }

    [Test]
    public async Task A_boundary_far_away_does_not_make_the_map_useless()
    {
        var id = await Administrator.Upload(Collection(Feature("Near", Square(-90, 41)), Feature("Far", Square(20, 50))), "far.geojson",
            "Neighborhoods");
        var page = await new Browser(_host, Role.Administrator).Get($"/imports/{id}");
        Assert.That(page, Does.Contain("\"view\":{\"south\":41,\"west\":-90,\"north\":42,\"east\":-89}"));
    }

    [Test]
    public async Task The_result_draws_what_was_added_changed_and_ended()
    {
        await Administrator.Start(_id, new
        {
            nameProperty = "name",
            boundaries = new { from = "2026-03-01", covered = new[] { new { neighborhoodId = await Id("Old Beat"), choice = "Ends" } } },
        });
        await _host.Work();
        var areas = (await Administrator.Read($"/api/v1/imports/{_id}/areas")).GetProperty("areas");
        Assert.That(areas.EnumerateArray().Select(area => $"{area.GetProperty("kind")} {area.GetProperty("name")}"), Is.EqualTo(new[]
        {
            "New Beat 101", "New Small", "Changed River", "Ended Old Beat", "Both Beat 101 and Small",
        }));
        Assert.That((areas[0].GetProperty("neighborhoodId").GetInt64(), areas[4].GetProperty("neighborhoodId").ValueKind,
            areas[4].GetProperty("shape").GetProperty("type").GetString()),
            Is.EqualTo((await Id("Beat 101"), JsonValueKind.Null, "Polygon")));

        var page = await new Browser(_host, Role.Administrator).Get($"/imports/{_id}");
        Assert.That(Drawn(page), Has.Count.EqualTo(5));
        Assert.That(page, Does.Contain($"/settings/neighborhoods/{await Id("River")}\"").And.Contain("</span>Ended</h3>"));
        Assert.That(await new Browser(_host, Role.Analyst).Get($"/imports/{_id}"), Does.Contain("AreaChanged")
            .And.Not.Contain("/settings/neighborhoods/"));
    }

    [Test]
    public async Task Nothing_is_drawn_before_the_end_and_after_the_undo_and_for_incidents()
    {
        Assert.That((await _host.Send(new ReadImportAreas(_id))).Areas, Is.Empty);
        await Administrator.Start(_id, new { nameProperty = "name" });
        await _host.Work();
        await _host.Send(new UndoImport(_id));
        await _host.Work();
        Assert.That((await _host.Send(new ReadImportAreas(_id))).Areas, Is.Empty);
        Assert.That(await new Browser(_host, Role.Administrator).Get($"/imports/{_id}"), Does.Not.Contain("AreaNew"));
        var incidents = await _host.ImportCsv("at\n2026-01-05\n");
        Assert.That((await _host.Send(new ReadImportAreas(incidents.RunId))).Areas, Is.Empty);
    }
}
