using System.Globalization;
using ProblemTracker.Domain;
using ProblemTracker.Incidents;
using ProblemTracker.Neighborhoods;
using ProblemTracker.Problems;
using ProblemTracker.Tests.Incidents;
using ProblemTracker.Tests.Neighborhoods;

namespace ProblemTracker.Tests.Pages;

/// <summary>How incidents go on, by month, on the overview of a problem.</summary>
public sealed class MonthsViewTests
{
    private const string Near = "Incidents of Noise within 150 meters by month, 2026-01 to 2026-03.";

    private TrackerHost _host = null!;

    [SetUp]
    public async Task Start()
    {
        _host = new();
        await _host.Import(Boundaries.Two);
        // One degree of latitude is about 111.2 km: 0.0005 degrees are 56 m, 0.002 are 222 m. The first is more than two years ago.
        await _host.ImportCsv("no,at,kind,where,lat,lon\n"
            + "old,2024-03-31,loud music,1 Elm Street,40.5,-89.5\n"
            + "other,2025-12-08,burglary,1 Elm Street,40.5,-89.5\n"
            + "here,2026-01-05,loud music,1 Elm Street,40.5,-89.5\n"
            + "near,2026-02-06,loud music,2 Elm Street,40.5005,-89.5\n"
            + "far,2026-02-07,loud music,80 Elm Street,40.502,-89.5\n");
    }

    [TearDown] public void Stop() => _host.Dispose();

    /// <summary>A problem to which only the incident at its place is linked.</summary>
    private async Task<GivenProblem> Open(string category = "noise", bool hasPlace = true)
    {
        var id = (await _host.Send(new OpenProblem("Loud bar", "x", category, ProblemSource.Officer, Priority.Normal, false,
            NeighborhoodId: 1, Latitude: hasPlace ? 40.5 : null, Longitude: hasPlace ? -89.5 : null,
            LeadId: _host.IdOf(Role.Officer)))).Id;
        await _host.Send(new LinkIncidents(id, [3]));
        return new(_host, id);
    }

    private async Task<string> Overview(GivenProblem problem) =>
        WebUtility.HtmlDecode(await new Browser(_host, Role.Supervisor).Get($"/problems/{problem.Id}"));

    [Test]
    public async Task Incidents_near_the_problem_are_counted_with_those_linked_beside_and_lead_to_as_many()
    {
        var page = await Overview(await Open());

        Assert.That(page, Does.Contain(Near).And.Not.Contain("Only what was linked counts"));
        foreach (var (month, count, linked) in new[] { ("2026-01", 1, 1), ("2026-02", 1, 0), ("2026-03", 0, 0) })
            Assert.That(page, Does.Match($"{month}</th><td class=\"number\">{count}</td>\\s+<td class=\"number\">{linked}</td>"));
        const string list = "/incidents?from=2024-04-01&to=2026-03-02&categoryCode=noise&latitude=40.5&longitude=-89.5&radius=150";
        Assert.That(page, Does.Contain($"href=\"{list}\">See these incidents</a>"));
        Assert.That(await new Browser(_host, Role.Supervisor).Get(list), Does.Contain("1 Elm Street").And.Contain("2 Elm Street")
            .And.Not.Contain("80 Elm Street"));
    }

    [TestCase("noise", false)]
    [TestCase("racing", true, Description = "no incident of the category near it")]
    public async Task Without_a_place_or_incidents_near_it_linked_ones_are_counted(string category, bool hasPlace)
    {
        var page = await Overview(await Open(category, hasPlace));

        Assert.That(page, Does.Contain("Linked incidents by month, 2026-01 to 2026-03.")
            .And.Contain("Only what was linked counts; the last linked incident is from 2026-01.")
            .And.Contain("href=\"/problems/1/incidents\">See these incidents</a>")
            .And.Not.Contain("class=\"number\">Linked"));
    }

    [TestCase("categoryCode=burglary&neighborhoodId=1",
        "Incidents of Burglary in West, counted as the baseline was, by month, 2025-12 to")]
    [TestCase("categoryCode=noise&latitude=40.5&longitude=-89.5&radius=300",
        "Incidents of Noise within 300 meters, counted as the baseline was, by month, 2026-01 to")]
    [TestCase("area=40.499,-89.501;40.501,-89.501;40.501,-89.499;40.499,-89.499",
        "Incidents inside an area, counted as the baseline was, by month, 2025-12 to")]
    public async Task They_are_counted_as_the_baseline_was(string filter, string words)
    {
        var problem = await Open();
        await problem.Save(SheetKind.Analysis, new AnalysisSheet
        {
            Baselines = [new() { Name = "x", Counted = new() { Filter = filter } }],
        });

        Assert.That(await Overview(problem), Does.Contain(words));
    }

    [TestCase("2025-12-01", "neighborhoodId=1", false, Description = "the first day of the months")]
    [TestCase("2025-12-02", "neighborhoodId=1", true)]
    [TestCase("2026-01-15", "neighborhoodId=1", true)]
    [TestCase("2026-01-15", "categoryCode=noise&latitude=40.5&longitude=-89.5&radius=300", false, Description = "not by neighborhood")]
    public async Task Which_boundaries_are_used_is_said_only_where_they_changed_within_the_months(string from, string filter, bool isSaid)
    {
        var problem = await Open();
        await problem.Save(SheetKind.Analysis, new AnalysisSheet
        {
            Baselines = [new() { Name = "x", Counted = new() { Filter = filter } }],
        });
        const string said = "Neighborhoods and boundaries as of each incident's day.";
        Assert.That(await Overview(problem), Does.Not.Contain(said));

        await _host.Send(new RedrawNeighborhood(1, 1, Boundaries.Square(-90, 40.1), DateOnly.Parse(from, CultureInfo.InvariantCulture)));

        Assert.That(await Overview(problem), isSaid ? Does.Contain(said) : Does.Not.Contain(said));
    }

    [TestCase("problemId=1")]
    [TestCase("categoryCode=noise", Description = "the whole city")]
    [TestCase("neighborhoodId=1&text=elm")]
    [TestCase("latitude=40.5&longitude=-89.5&radius=4000")]
    [TestCase("latitude=40.5&longitude=-89.5&radius=-7")]
    [TestCase("neighborhoodId=1&latitude=91")]
    [TestCase("area=40,-90;41,-90;41,-89")]
    [TestCase("area=Elm Street")]
    public async Task A_baseline_counted_by_links_in_a_large_area_or_wrongly_is_not_followed(string filter)
    {
        var problem = await Open();
        await problem.Save(SheetKind.Response, new ResponseSheet
        {
            Objectives = [new() { Measure = "x", Counted = new() { Filter = filter } }],
        });

        Assert.That(await Overview(problem), Does.Contain(Near));
    }

    [Test]
    public async Task Months_of_a_closed_problem_end_with_its_closing()
    {
        var problem = await Open();
        await (await problem.Move(Stage.Closed, by: problem.Supervisor, closingReason: "FurtherEffortUnlikelyToHelp")).Ok();
        _host.Time.Advance(TimeSpan.FromDays(60));

        Assert.That(await Overview(problem), Does.Contain("How it went").And.Contain(Near));
    }
}
