using ProblemTracker.Domain;
using ProblemTracker.Incidents;
using ProblemTracker.Neighborhoods;
using ProblemTracker.Tests.Incidents;

using static ProblemTracker.Tests.Neighborhoods.Boundaries;

namespace ProblemTracker.Tests.Neighborhoods;

/// <summary>Boundaries whose first day is past: neighborhoods that have ended since lie under them too. Today is March 2, 2026.</summary>
public sealed class BoundaryDayTests
{
    private static readonly string Beats = Collection(Feature("Beat 101", Square(-90, 40)));

    private TrackerHost _host = null!;

    /// <summary>Gone ended in 2025, Moved was redrawn in 2026 so that it no longer lies under the file's.</summary>
    [SetUp]
    public async Task Start()
    {
        _host = new();
        await _host.Import(Collection(Feature("Gone", Square(-90, 40)), Feature("Moved", Square(-90, 40, 0.5))));
        await _host.ImportCsv("at,lat,lon\n2025-02-01,40.75,-89.25\n2025-08-01,40.75,-89.25\n2026-02-01,40.75,-89.25\n");
        await _host.Send(new RetireNeighborhood(await Id("Gone"), 1, new(2025, 12, 31)));
        await _host.Send(new RedrawNeighborhood(await Id("Moved"), 1, Square(-80, 40), new(2026, 2, 1)));
    }

    [TearDown] public void Stop() => _host.Dispose();

    private HttpClient Administrator => _host.SignIn(Role.Administrator);

    private async Task<long> Id(string name) =>
        (await _host.Send(new ListNeighborhoods(name))).Items.Single(place => place.Name == name).Id;

    private async Task<string> Placed() => string.Join(", ",
        (await _host.Send(new ListIncidents(new()))).Items.OrderBy(row => row.LocalDate).Select(row => row.Neighborhood ?? "none"));

    private Task<long> Upload() => Administrator.Upload(Beats, "beats.geojson", "Neighborhoods");

    [TestCase("2025-07-01", "Gone, Moved")]
    [TestCase("2026-01-15", "Moved")]
    [TestCase("2026-02-01", "")]
    [TestCase("2026-12-01", "")]
    [TestCase(null, "Gone, Moved")]
    public async Task The_preview_for_a_day_lists_whatever_existed_since(string? firstDay, string expected)
    {
        var id = await Upload();
        var plan = (await Administrator.Preview(id, firstDay is null ? "" : $"?firstDay={firstDay}")).GetProperty("plan");
        var posted = (await (await Administrator.PostAsJsonAsync($"/api/v1/imports/{id}/preview", new { firstDay })).Ok())
            .GetProperty("plan");

        Assert.That(string.Join(", ", plan.GetProperty("covered").EnumerateArray().Select(place => place.GetProperty("name").GetString())),
            Is.EqualTo(expected));
        Assert.That(posted.GetProperty("covered").GetRawText(), Is.EqualTo(plan.GetProperty("covered").GetRawText()));
    }

    [Test]
    public async Task The_preview_says_which_days_are_meant()
    {
        var covered = (await Administrator.Preview(await Upload(), "?firstDay=2025-07-01")).GetProperty("plan").GetProperty("covered");
        var (gone, moved) = (covered[0], covered[1]);
        Assert.That((gone.GetProperty("hasEnded").GetBoolean(), gone.GetProperty("lastDay").GetString()), Is.EqualTo((true, "2025-12-31")));
        Assert.That((moved.GetProperty("hasEnded").GetBoolean(), moved.GetProperty("boundaryUntil").GetString(),
            moved.GetProperty("isWhole").GetBoolean()), Is.EqualTo((false, "2026-01-31", false)));
    }

    [Test]
    public async Task A_day_out_of_range_is_refused()
    {
        var id = await Upload();
        var reply = await Administrator.GetAsync(new Uri($"/api/v1/imports/{id}/preview?firstDay=1800-01-01", UriKind.Relative));
        Assert.That(await reply.WrongFields(), Is.EqualTo(new[] { "firstDay" }));
        var page = await new Browser(_host, Role.Administrator).Post($"/imports/{id}?handler=Look",
            new Dictionary<string, string> { ["NameProperty"] = "name", ["Boundaries.From"] = "1800-01-01" }, formOn: $"/imports/{id}");
        Assert.That(page, Does.Contain("Enter the first day, between 1900 and 2100."));
    }

    [TestCase(CoveredChoice.Ends, "Gone, Beat 101, Beat 101")]
    [TestCase(CoveredChoice.Present, "Gone, Gone, Beat 101")]
    [TestCase(CoveredChoice.File, "Gone, Beat 101, Beat 101")]
    public async Task The_choice_holds_for_days_on_which_both_existed(CoveredChoice choice, string expected)
    {
        var made = await _host.Send(new ImportNeighborhoods("beats.geojson",
            new MemoryStream(System.Text.Encoding.UTF8.GetBytes(Beats)),
            Choices: new(new(2025, 7, 1), Covered: [new(await Id("Gone"), choice), new(await Id("Moved"), CoveredChoice.Smaller)])));

        Assert.That(await Placed(), Is.EqualTo(expected));
        Assert.That(made.Overlaps[0], Does.StartWith("Gone (until Dec 31, 2025): 100% lies under Beat 101."));
        Assert.That(made.Overlaps[1], Does.StartWith("Moved (its boundary until Jan 31, 2026): 100% lies under Beat 101."));
    }

    [Test]
    public async Task Ending_all_that_is_covered_spares_what_is_no_longer_there_or_begins_later()
    {
        await _host.Send(new CreateNeighborhood("Later", Square(-90, 40), new(2025, 9, 1)));
        var made = await _host.Send(new ImportNeighborhoods("beats.geojson",
            new MemoryStream(System.Text.Encoding.UTF8.GetBytes(Beats)), Choices: new(new(2025, 7, 1), RetireCovered: true)));
        Assert.That((made.Ended, (await _host.Send(new ReadNeighborhood(await Id("Gone")))).LastDay),
            Is.EqualTo((1, new DateOnly(2025, 6, 30))));
        Assert.That((await _host.Send(new ReadNeighborhood(await Id("Moved")))).LastDay, Is.Null);
        Assert.That((await _host.Send(new ReadNeighborhood(await Id("Later")))).LastDay, Is.Null);
    }

    [Test]
    public async Task The_page_asks_again_when_another_day_brings_neighborhoods_that_nobody_saw()
    {
        var (id, gone) = (await Upload(), await Id("Gone"));
        var (page, browser) = ($"/imports/{id}", new Browser(_host, Role.Administrator));
        var answers = new Dictionary<string, string>
        {
            ["NameProperty"] = "name",
            ["SeenNameProperty"] = "name",
            ["SeenFrom"] = "2026-03-01",
            ["Boundaries.From"] = "2025-07-01",
            ["Boundaries.All"] = "Ends",
        };
        var asked = await browser.Post($"{page}?handler=Start", answers, formOn: page);
        Assert.That(asked, Does.Contain("With this first day, the boundaries also lie over Gone, Moved.")
            .And.Contain("It ended on Dec 31, 2025. 100% of it lies under Beat 101.")
            .And.Contain("Of its boundary until Jan 31, 2026, 100% lies under Beat 101.")
            .And.Contain("name=\"SeenFrom\" value=\"2025-07-01\""));
        Assert.That((await _host.Send(new ReadImport(id))).State, Is.EqualTo(ImportState.Uploaded));

        answers["SeenFrom"] = "2025-07-01";
        answers["Boundaries.Covered[0].NeighborhoodId"] = $"{gone}";
        answers["Boundaries.Covered[1].NeighborhoodId"] = $"{await Id("Moved")}";
        answers["Boundaries.Covered[1].Choice"] = "Smaller";
        await browser.Post($"{page}?handler=Start", answers, page, page);
        await _host.Work();
        Assert.That(await Placed(), Is.EqualTo("Gone, Beat 101, Beat 101"));
    }

    [Test]
    public async Task Answers_about_neighborhoods_of_another_day_leave_no_gap()
    {
        var (id, moved) = (await Upload(), await Id("Moved"));
        var page = await new Browser(_host, Role.Administrator).Post($"/imports/{id}?handler=Look", new Dictionary<string, string>
        {
            ["NameProperty"] = "name",
            ["Boundaries.From"] = "2026-01-15",
            ["Boundaries.Covered[0].NeighborhoodId"] = $"{await Id("Gone")}",
            ["Boundaries.Covered[0].Choice"] = "Ends",
            ["Boundaries.Covered[1].NeighborhoodId"] = $"{moved}",
            ["Boundaries.Covered[1].Choice"] = "Present",
        }, formOn: $"/imports/{id}");
        Assert.That(page, Does.Contain($"name=\"Boundaries.Covered[0].NeighborhoodId\" value=\"{moved}\"")
            .And.Not.Contain("Boundaries.Covered[1]").And.Not.Contain("1 of them ends"));
    }

    [Test]
    public async Task A_day_before_the_present_boundary_is_said_in_the_preview()
    {
        var id = await Administrator.Upload(Collection(Feature("Moved", Square(-70, 40))), "moved.geojson", "Neighborhoods");
        async Task<string[]> Early(string query) => [.. (await Administrator.Preview(id, query)).GetProperty("plan")
            .GetProperty("tooEarly").EnumerateArray().Select(sentence => sentence.GetString()!)];

        Assert.That((await Early("?firstDay=2026-02-01")).Single(),
            Does.StartWith("Moved has had its present boundary since Feb 1, 2026."));
        Assert.That(await Early("?firstDay=2026-02-02"), Is.Empty);
        Assert.That(await Early(""), Is.Empty);
        Assert.That(await new Browser(_host, Role.Administrator).Post($"/imports/{id}?handler=Look",
            new Dictionary<string, string> { ["NameProperty"] = "name", ["Boundaries.From"] = "2026-01-01" }, formOn: $"/imports/{id}"),
            Does.Contain("id=\"early\""));
    }
}
