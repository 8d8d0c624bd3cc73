using ProblemTracker.Domain;
using ProblemTracker.Tests.Incidents;
using ProblemTracker.Tests.Neighborhoods;

namespace ProblemTracker.Tests.Problems;

public sealed class CountTests
{
    private TrackerHost _host = null!;
    private GivenProblem _problem = null!;
    private Browser _browser = null!;

    [SetUp]
    public async Task Start()
    {
        _host = new();
        await _host.Import(Boundaries.Two);
        // The first two rows are one incident; the third is too far away, the fourth another category, the fifth another month.
        await _host.ImportCsv("no,at,kind,lat,lon\n1,2026-01-05,loud music,40.5,-89.5\n1,2026-01-05,loud music,40.5,-89.5\n"
            + "2,2026-01-06,loud music,40.51,-89.5\n3,2026-01-07,burglary,40.5,-89.5\n4,2026-02-07,loud music,40.5,-89.5\n");
        _problem = new(_host, await _host.OpenProblem());
        _browser = new(_host, Role.Officer);
    }

    [TearDown] public void Stop() => _host.Dispose();

    private const string Near = "categoryCode=noise&latitude=40.5&longitude=-89.5&radius=150";

    [TestCase(Near + "&from=2026-01-01&to=2026-01-31", 1)]
    [TestCase("categoryCode=noise&from=2026-01-01&to=2026-01-31", 2)]
    [TestCase("categoryCode=noise", 3)]
    public async Task Rows_of_one_incident_count_once(string filter, int expected) => Assert.That(
        (await _problem.Officer.Read($"/api/v1/incidents/count?{filter}")).GetProperty("incidents").GetInt32(), Is.EqualTo(expected));

    [Test]
    public async Task Baseline_is_counted_with_source_and_date_and_the_result_after_it_the_same_way()
    {
        var page = $"/problems/{_problem.Id}/analysis";
        var fields = new Dictionary<string, string>
        {
            ["Version"] = "0",
            ["Sheet.Hypothesis"] = "Kept as typed",
            ["Sheet.Baselines[0].Counted.Filter"] = Near,
            ["Sheet.Baselines[0].Period.From"] = "2026-01-01",
            ["Sheet.Baselines[0].Period.To"] = "2026-01-31",
        };
        var counted = await _browser.Post($"{page}?handler=Count&row=Sheet.Baselines[0]", fields, formOn: page);
        Assert.That(counted, Does.Contain("Kept as typed").And.Contain("Counted Mar 2, 2026.").And.Contain("Incidents counted"));
        Assert.That(await Version("analysis"), Is.Zero, "not saved yet");

        await _problem.Save(SheetKind.Analysis, new AnalysisSheet
        {
            Baselines = [new() { Name = "Noise", Value = 1, Unit = "incidents", Counted = new() { Filter = Near, On = new(2026, 3, 2) } }],
        });
        await _problem.Save(SheetKind.Response, new ResponseSheet { Objectives = [new() { Key = "o1", BaselineKey = "b1" }] });
        page = $"/problems/{_problem.Id}/assessment";
        var after = await _browser.Post($"{page}?handler=Count&row=Sheet.Outcomes[0]", new()
        {
            ["Version"] = "0",
            ["Sheet.Outcomes[0].ObjectiveKey"] = "o1",
            ["Sheet.Outcomes[0].Period.From"] = "2026-02-01",
            ["Sheet.Outcomes[0].Period.To"] = "2026-02-28",
        }, formOn: page);
        Assert.That(after, Does.Match("id=\"Sheet_Outcomes_0__After\"[^>]*value=\"1\"").And.Contain("radius=150"));
    }

    [Test]
    public async Task Objective_is_counted_and_the_evaluation_plan_begins_with_its_measure_and_period()
    {
        var page = $"/problems/{_problem.Id}/response";
        var counted = await _browser.Post($"{page}?handler=Count&row=Sheet.Objectives[0]", new()
        {
            ["Version"] = "0",
            ["Sheet.Objectives[0].Measure"] = "Loud music near the bar",
            ["Sheet.Objectives[0].Counted.Filter"] = Near,
            ["Sheet.Objectives[0].BaselinePeriod.From"] = "2026-01-01",
            ["Sheet.Objectives[0].BaselinePeriod.To"] = "2026-01-31",
        }, formOn: page);

        Assert.That(counted, Does.Match("id=\"Sheet_Objectives_0__Baseline\"[^>]*value=\"1\"").And.Contain("Incidents counted"));
        Assert.That(counted, Does.Match("id=\"Sheet_Evaluation_Measure\"[^>]*value=\"Loud music near the bar\""));
        Assert.That(counted, Does.Match("id=\"Sheet_Evaluation_Before_From\"[^>]*value=\"2026-01-01\""));

        await _problem.Save(SheetKind.Response, new ResponseSheet
        {
            Objectives = [new() { Measure = "Loud music" }],
            Evaluation = new() { Measure = "Calls of neighbors" },
        });
        Assert.That(await _browser.Get(page), Does.Match("id=\"Sheet_Evaluation_Measure\"[^>]*value=\"Calls of neighbors\""));
    }

    [Test]
    public async Task Count_says_what_it_lacks()
    {
        var page = $"/problems/{_problem.Id}/analysis";

        Assert.That(await Count(("Period.From", "2026-01-01")), Does.Contain("Choose what to count."));
        Assert.That(await Count(("Counted.Filter", Near)), Does.Contain("Enter the first and the last day, then count."));
        Assert.That(await Count(("Counted.Filter", "nothing=1")), Does.Contain("Choose what to count."));
        var (status, _) = await _browser.TryPost($"{page}?handler=Count&row=Sheet.Baselines[7]", page, new() { ["Version"] = "0" });
        Assert.That(status, Is.EqualTo(HttpStatusCode.NotFound));

        Task<string> Count((string Name, string Value) field) => _browser.Post($"{page}?handler=Count&row=Sheet.Baselines[0]",
            new() { ["Version"] = "0", [$"Sheet.Baselines[0].{field.Name}"] = field.Value }, formOn: page);
    }

    [Test]
    public async Task Another_problem_that_the_reader_cannot_view_is_not_counted()
    {
        var hidden = await _host.OpenProblem("Hidden", confidential: true, by: _problem.Supervisor, led: false);

        Assert.That((await _problem.Officer.GetAsync($"/api/v1/incidents/count?problemId={hidden}")).StatusCode,
            Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task Objective_follows_the_baseline_it_was_taken_from_until_the_plan_is_frozen()
    {
        await _problem.Save(SheetKind.Analysis, Calls(41));
        await _problem.Save(SheetKind.Response,
            new ResponseSheet { Objectives = [new() { BaselineKey = "b1", Target = 20 }, new() { Measure = "Own", Baseline = 7 }] });
        Assert.That(await Objective(), Is.EqualTo(("Calls", 41)));

        await _problem.Save(SheetKind.Analysis, Calls(43));

        Assert.That(await Objective(), Is.EqualTo(("Calls", 43)));
        Assert.That(await Version("response"), Is.EqualTo(2));
        Assert.That(await _browser.Get($"/problems/{_problem.Id}/response"), Does.Contain("From Analysis").And.Contain("43 calls"));
        await _problem.Save(SheetKind.Analysis, Calls(43) with { Hypothesis = "Something else" });
        Assert.That(await Version("response"), Is.EqualTo(2), "an analysis with the same baseline");
        await _problem.Save(SheetKind.Analysis, new AnalysisSheet());
        Assert.That(await Objective(), Is.EqualTo(("Calls", 43)), "a baseline that was removed");

        async Task<(string?, int)> Objective()
        {
            var row = (await _problem.Read()).GetProperty("response").GetProperty("objectives")[0];
            return (row.GetProperty("measure").GetString(), row.GetProperty("baseline").GetInt32());
        }
    }

    [Test]
    public void Seals_of_older_plans_stay_valid_without_the_new_fields()
    {
        var sheet = new ResponseSheet { Objectives = [new() { Key = "o1", Measure = "Calls" }] };

        Assert.That(PlanSeal.Canonical(sheet, []), Does.Not.Contain("counted").And.Not.Contain("baselineKey"));
    }

    private static AnalysisSheet Calls(int value) =>
        new() { Baselines = [new() { Key = "b1", Name = "Calls", Unit = "calls", Value = value }] };

    private async Task<int> Version(string sheet) =>
        (await _problem.Read()).GetProperty("worksheetVersions").GetProperty(sheet).GetInt32();
}
