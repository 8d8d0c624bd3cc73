using System.Text.Json;
using ProblemTracker.Domain;
using ProblemTracker.Shared;

namespace ProblemTracker.Tests.Reports;

public abstract class OverdueRecount() : ReportRecount("overdue")
{
    [TestCaseSource(nameof(Readings))]
    public async Task Figures_match_counts_from_the_rows(Role role, string filter)
    {
        var report = await Read(role, filter);
        var dates = PlainRows.Filter(filter);
        var overdue = Matching(role, filter).Where(p => p.IsOverdue(Today) && PlainRows.IsWithin(p.DueOn, dates)).ToList();

        Assert.That(report.GetProperty("all").Value("overdue"), Is.EqualTo(overdue.Count));
        var listed = report.GetProperty("problems").EnumerateArray().ToList();
        Assert.That(listed.Select(p => p.GetProperty("id").GetInt64()),
            Is.EqualTo(overdue.OrderBy(p => p.DueOn).ThenBy(p => p.Id).Select(p => p.Id).Take(200)));
        foreach (var (row, problem) in listed.Zip(overdue.OrderBy(p => p.DueOn).ThenBy(p => p.Id)))
        {
            var rungs = Rows.Nudges.Where(n => n.ProblemId == problem.Id && n.Visit == problem.Visit && n.DueOn == problem.DueOn)
                .Select(n => n.Kind).ToList();
            Assert.That(row.GetProperty("daysOverdue").GetInt32(), Is.EqualTo(Today.DayNumber - problem.DueOn!.Value.DayNumber));
            Assert.That(row.GetProperty("lead").GetString(), Is.EqualTo(problem.LeadId is { } lead ? Rows.People[lead].Name : null));
            Assert.That(row.GetProperty("leadHasLeft").GetBoolean(), Is.EqualTo(problem.LeadId is { } who && !Rows.People[who].Active));
            Assert.That(row.GetProperty("supervisor").GetString(),
                Is.EqualTo(Rows.Places[problem.NeighborhoodId].SupervisorId is { } supervisor ? Rows.People[supervisor].Name : null));
            Assert.That(row.GetProperty("escalationLevel").GetString(), Is.EqualTo(Highest(rungs).ToString()), string.Join(", ", rungs));
        }
        int[] bands = [1, 8, 31, 91];
        var byBand = report.GetProperty("bands").EnumerateArray().Zip(report.GetProperty("all").GetProperty("byBand").EnumerateArray());
        foreach (var (band, figure) in byBand)
        {
            var (first, last) = (band.GetProperty("from").GetInt32(),
                band.GetProperty("to") is { ValueKind: JsonValueKind.Number } to ? to.GetInt32() : int.MaxValue);
            Assert.That(bands, Does.Contain(first));
            Assert.That(figure.GetProperty("value").GetInt32(),
                Is.EqualTo(overdue.Count(p => Today.DayNumber - p.DueOn!.Value.DayNumber is var over && over >= first && over <= last)),
                $"{first}");
        }
        foreach (var of in new[] { "escalationLevels", "leads", "supervisors" })
            Assert.That(report.GetProperty(of).EnumerateArray().Sum(r => r.Value("overdue")), Is.EqualTo(overdue.Count), of);
    }

    private static EscalationLevel Highest(IReadOnlyCollection<NudgeKind> rungs) =>
        rungs.Contains(NudgeKind.EscalatedToCommander) ? EscalationLevel.EscalatedToCommander
        : rungs.Contains(NudgeKind.SupervisorAskedToEscalate) ? EscalationLevel.SupervisorAskedToEscalate
        : rungs.Contains(NudgeKind.EscalatedToSupervisor) ? EscalationLevel.EscalatedToSupervisor
        : rungs.Contains(NudgeKind.Overdue) ? EscalationLevel.RemindedOverdue
        : rungs.Contains(NudgeKind.DueToday) ? EscalationLevel.RemindedOnDueDate
        : rungs.Contains(NudgeKind.DueSoon) ? EscalationLevel.RemindedBefore
        : EscalationLevel.NotReminded;
}

public sealed class OverdueReportTests : OverdueRecount
{
    public static new readonly object[][] Readings =
    [
        [Role.Officer, ""], [Role.Supervisor, ""], [Role.Command, "?from=2026-08-01&to=2026-09-10"],
        [Role.Supervisor, "?to=2026-09-10&neighborhoodId=1"],
        [Role.Supervisor, "?from=2026-06-01&categoryCode=racing"], [Role.Supervisor, "?leadId=0"],
        [Role.Supervisor, "?from=1926-01-01&to=2026-12-31"],
    ];

    private protected override Task<TrackerHost> Build() => StageHistories.Make(seed: 5, problems: 150);

    [Test]
    public async Task Test_data_has_enough_variety()
    {
        var report = await Host.SignIn(Role.Supervisor).Read("/api/v1/reports/overdue");
        Assert.That(report.GetProperty("escalationLevels").GetArrayLength(), Is.GreaterThan(2));
        Assert.That(report.GetProperty("leads").EnumerateArray().Any(r => r.GetProperty("hasLeft").GetBoolean()), Is.True);
        Assert.That(report.GetProperty("bands").GetArrayLength(), Is.EqualTo(4));
    }

    [Test]
    public async Task CSV_has_every_overdue_problem()
    {
        var client = Host.SignIn(Role.Supervisor);
        var report = await client.Read("/api/v1/reports/overdue");
        var lines = await client.Csv("/api/v1/reports/overdue.csv");

        Assert.That(lines, Has.Count.EqualTo(report.GetProperty("all").Value("overdue")));
        Assert.That(lines.Select(l => (l["number"], l["daysOverdue"], l["escalationLevel"])).Take(200),
            Is.EqualTo(report.GetProperty("problems").EnumerateArray()
            .Select(p => (p.GetProperty("number").GetString(), $"{p.GetProperty("daysOverdue").GetInt32()}",
                Wording.Of(Enum.Parse<EscalationLevel>(p.GetProperty("escalationLevel").GetString()!))))));
    }

    [Test]
    public async Task Without_overdue_problems_all_figures_are_zero()
    {
        using var host = new TrackerHost();
        await host.OpenProblem();
        var report = await host.SignIn(Role.Command).Read("/api/v1/reports/overdue");
        Assert.That(Figures.Of(report).Select(f => f.Value), Is.All.Zero);
        Assert.That(await new Browser(host, Role.Command).Get("/reports/overdue"), Does.Contain("No overdue problems."));
    }

    [TestCase("from=2026-03-02&to=2026-03-01", "to")]
    [TestCase("leadId=-1", "leadId")]
    public async Task Invalid_filter_value_is_an_error_for_its_field(string filter, string field) =>
        Assert.That(await (await Host.SignIn(Role.Command).GetAsync($"/api/v1/reports/overdue?{filter}")).WrongFields(),
            Does.Contain(field));
}
