using System.Text.Json;
using ProblemTracker.Domain;
using ProblemTracker.Shared;

namespace ProblemTracker.Tests.Reports;

public abstract class WorkloadRecount() : ReportRecount("workload")
{
    [TestCaseSource(nameof(Readings))]
    public async Task Figures_match_counts_from_the_rows(Role role, string filter)
    {
        var report = await Read(role, filter);
        var dates = PlainRows.Filter(filter);
        var open = Matching(role, filter).Where(p => p.IsOpen && PlainRows.IsWithin(p.OpenedOn, dates)).ToList();
        var ids = open.Select(p => p.Id).ToHashSet();
        var planned = Rows.Actions.Where(a => ids.Contains(a.ProblemId) && a.Status == ActionStatus.Planned && a.OwnerAttachmentId is null)
            .ToList();

        var people = report.GetProperty("people").EnumerateArray().Select(row => (Row: row, IsAll: false));
        foreach (var (row, isAll) in people.Append((report.GetProperty("all"), true)))
        {
            var person = row.GetProperty("personId") is { ValueKind: JsonValueKind.Number } id ? id.GetInt64() : (long?)null;
            var led = open.Where(p => isAll || p.LeadId == person).ToList();
            var own = planned.Where(a => isAll || a.OwnerId == person).ToList();
            var name = isAll ? "all" : person is { } who ? Rows.People[who].Name : "no one";
            Assert.That(row.GetProperty("byStage").EnumerateArray().Select(f => f.GetProperty("value").GetInt32()),
                Is.EqualTo(
                    new[] { Stage.Scanning, Stage.Analysis, Stage.Response, Stage.Assessment }.Select(s => led.Count(p => p.Stage == s))),
                name);
            Assert.That(
                (row.Value("open"), row.Value("overdue"), row.Value("openActions"), row.Value("actionsDue"), row.Value("actionsOverdue")),
                Is.EqualTo((
                led.Count, led.Count(p => p.IsOverdue(Today)),
                own.Count, own.Count(a => a.DueOn <= Today.AddDays(7)), own.Count(a => a.DueOn < Today))), name);
            if (person is { } known)
                Assert.That(row.GetProperty("hasLeft").GetBoolean(), Is.EqualTo(!Rows.People[known].Active), name);
        }
        Assert.That(report.GetProperty("people").EnumerateArray().Sum(r => r.Value("open")), Is.EqualTo(open.Count));
    }
}

public sealed class WorkloadReportTests : WorkloadRecount
{
    public static new readonly object[][] Readings =
    [
        [Role.Officer, ""], [Role.Supervisor, ""], [Role.Command, "?from=2025-08-01&to=2026-06-10"], [Role.Supervisor, "?neighborhoodId=1"],
        [Role.Supervisor, "?categoryCode=racing&to=2026-09-01"], [Role.Supervisor, "?from=1926-01-01&to=2026-12-31"],
    ];

    private protected override Task<TrackerHost> Build() => StageHistories.Make(seed: 8, problems: 150);

    [Test]
    public async Task Rows_are_sorted_by_name_and_not_ranked()
    {
        var names = (await Host.SignIn(Role.Supervisor).Read("/api/v1/reports/workload")).GetProperty("people").EnumerateArray()
            .Select(r => r.GetProperty("name").GetString()).ToList();
        Assert.That(names.OfType<string>(), Is.EqualTo(names.OfType<string>().Order(StringComparer.OrdinalIgnoreCase)));
        Assert.That(names.IndexOf(null), Is.EqualTo(names.Count - 1), "the row for no one comes last");
    }

    [Test]
    public async Task Lead_filter_selects_that_person_s_row()
    {
        var officer = Host.IdOf(Role.Officer);
        var client = Host.SignIn(Role.Supervisor);
        var report = await client.Read($"/api/v1/reports/workload?leadId={officer}");
        var whole = await client.Read("/api/v1/reports/workload");

        var row = report.GetProperty("people").EnumerateArray().Single();
        Assert.That(row.ToString(),
            Is.EqualTo(
                whole.GetProperty("people").EnumerateArray().Single(r => r.GetProperty("personId").ToString() == $"{officer}").ToString()));
        await client.Follow(report);
    }

    [Test]
    public async Task CSV_has_the_same_numbers()
    {
        var client = Host.SignIn(Role.Command);
        var report = await client.Read("/api/v1/reports/workload");
        var lines = await client.Csv("/api/v1/reports/workload.csv");

        Assert.That(lines.Select(l => (l["open"], l["overdue"], l["openActions"], l["actionsDue"], l["actionsOverdue"])),
            Is.EqualTo(report.GetProperty("people").EnumerateArray().Append(report.GetProperty("all")).Select(r =>
                ($"{r.Value("open")}", $"{r.Value("overdue")}", $"{r.Value("openActions")}", $"{r.Value("actionsDue")}",
                    $"{r.Value("actionsOverdue")}"))));
    }

    [TestCase("from=2026-03-02&to=2026-03-01", "to")]
    [TestCase("categoryCode=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "categoryCode")]
    public async Task Invalid_filter_value_is_an_error_for_its_field(string filter, string field) =>
        Assert.That(await (await Host.SignIn(Role.Command).GetAsync($"/api/v1/reports/workload?{filter}")).WrongFields(),
            Does.Contain(field));
}
