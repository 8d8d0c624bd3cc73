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

    private async Task Import()
    {
        await Administrator.Start(_id, new
        {
            nameProperty = "name",
            boundaries = new { from = "2026-01-01", covered = new[] { new { neighborhoodId = await Id("Old Beat"), choice = "Ends" } } },
        });
        await _host.Work();
    }

    private async Task<IReadOnlyList<(string Name, string Shape, bool HasChanged)>> Areas() =>
        [.. (await _host.Send(new ReadImportAreas(_id))).Areas.Select(area => (area.Name, $"{area.Shape}", area.HasChanged))];

    [TestCase(null)]
    [TestCase("2026-02-01")]
    public async Task The_result_draws_what_the_import_brought_also_after_a_later_one(string? from)
    {
        await Import();
        var before = await Areas();
        Assert.That(before.Any(area => area.HasChanged), Is.False);
        Assert.That(await new Browser(_host, Role.Administrator).Get($"/imports/{_id}"), Does.Not.Contain("id=\"since\""));

        var later = await Administrator.Upload(Collection(Feature("River", Square(-88, 40, 0.25))), "later.geojson", "Neighborhoods");
        await Administrator.Start(later, new { nameProperty = "name", boundaries = new { from } });
        await _host.Work();
        var after = await Areas();
        Assert.That(after.Select(area => (area.Name, area.Shape)), Is.EqualTo(before.Select(area => (area.Name, area.Shape))));
        Assert.That(after.Where(area => area.HasChanged).Select(area => area.Name), Is.EqualTo(new[] { "River" }));
        var page = await new Browser(_host, Role.Administrator).Get($"/imports/{_id}");
        Assert.That(page, Does.Contain("Changed since this import: <span class=\"as-typed\">River</span>.")
            .And.Contain("The map shows what this import brought.").And.Match(@"River</a>[^<]+\(changed since\)"));
        Assert.That(Drawn(page), Does.Contain("AreaChanged River: changed; changed since"));
    }

    [Test]
    public async Task Neighborhoods_that_were_removed_given_a_last_day_or_reopened_since_are_still_drawn()
    {
        await Import();
        var count = (await Areas()).Count;
        await _host.Send(new RemoveNeighborhood(await Id("Small"), 1));
        await _host.Send(new RetireNeighborhood(await Id("Beat 101"), 1, new(2026, 6, 30)));
        await _host.Send(new ReopenNeighborhood(await Id("Old Beat"), 2));
        var areas = await Areas();
        Assert.That(areas, Has.Count.EqualTo(count));
        Assert.That(areas.Where(area => area.HasChanged).Select(area => area.Name), Is.EqualTo(new[] { "Beat 101", "Small", "Old Beat" }));
        Assert.That((await _host.Send(new ReadImportAreas(_id))).Areas.Single(area => area.Name == "Small").NeighborhoodId, Is.Null);
        Assert.That(await new Browser(_host, Role.Administrator).Get($"/imports/{_id}"), Does.Match(@"Small</span>[^<]+\(removed since\)"));
    }

    [Test]
    public async Task An_import_of_the_command_line_draws_what_it_brought()
    {
        var made = await _host.Send(new ImportNeighborhoods("beats.geojson", new MemoryStream(System.Text.Encoding.UTF8.GetBytes(File)),
            Choices: new(new(2026, 1, 1), RetireCovered: true)));
        await _host.Import(Collection(Feature("Beat 101", Square(-90, 40, 0.25))));
        var result = await _host.Send(new ReadImportAreas(made.ImportId!.Value));
        Assert.That(result.Areas.Select(area => $"{area.Kind} {area.Name} {area.HasChanged}"), Is.EqualTo(new[]
        {
            "New Beat 101 True", "New Small False", "Changed River False", "Ended Old Beat False", "Both Beat 101 and Small False",
        }));
        Assert.That($"{result.Areas[0].Shape}", Does.Contain("-89,40]"), "not a quarter of a degree");
    }

    [Test]
    public async Task An_import_before_its_areas_were_kept_draws_those_of_today_and_says_so()
    {
        await Import();
        await _host.Query(db => db.Execute("""
            /* SQLite only */ UPDATE ImportRun SET Outcome = json_remove(Outcome, '$.areas', '$.notes') WHERE Id = @_id
            """, new { _id }, default));
        var result = await _host.Send(new ReadImportAreas(_id));
        Assert.That((result.AreOfToday, string.Join(", ", result.Areas.Select(area => $"{area.Kind} {area.Name}"))),
            Is.EqualTo((true, "New Beat 101, New Small, Changed River, Ended Old Beat")));
        Assert.That(await new Browser(_host, Role.Administrator).Get($"/imports/{_id}"),
            Does.Contain("so the map shows those of its neighborhoods today."));
    }

    [TestCase("Meters", "2,900 km")]
    [TestCase("Feet", "1,800 miles")]
    public async Task A_file_far_away_says_beside_its_map_how_far_and_what_to_check(string unit, string distance)
    {
        await _host.Send(new ProblemTracker.Maps.ChangeMapSettings(0, null, null, Enum.Parse<ProblemTracker.Maps.DistanceUnit>(unit)));
        var id = await Administrator.Upload(Collection(Feature("Beat 1", Square(-50, 40)), Feature("Beat 2", Square(-45, 40))),
            "far.geojson", "Neighborhoods");
        var page = await new Browser(_host, Role.Administrator).Get($"/imports/{id}");
        Assert.That(page, Does.Contain($"The file lies {distance} from your neighborhoods, so the map doesn't show them.")
            .And.Contain("Check its projection, and whether latitude and longitude are swapped or a minus sign is missing."));
        Assert.That((await Administrator.Preview(id)).GetProperty("plan").GetProperty("farMeters").GetDouble(),
            Is.EqualTo(2_939_000).Within(10_000));
        Assert.That(await new Browser(_host, Role.Administrator).Get($"/imports/{_id}"), Does.Not.Contain("id=\"distance\""));
    }

    [Test]
    public void The_distance_of_boxes_goes_the_shorter_way_round_the_earth()
    {
        var fiji = new NetTopologySuite.Geometries.Envelope(177, 179.5, -19, -16);
        var samoa = new NetTopologySuite.Geometries.Envelope(-173, -171, -15, -13);
        Assert.That((Geography.Meters(fiji, samoa), Geography.Meters(samoa, fiji)),
            Is.EqualTo((816_000.0, 816_000.0)).Within(20_000));
        Assert.That(Geography.Meters(fiji, new(178, 190, -18, -10)), Is.Zero);
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
