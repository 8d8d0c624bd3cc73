using System.Globalization;
using System.Text.Json;
using ProblemTracker.Domain;
using ProblemTracker.Reports;
using ProblemTracker.Shared;

namespace ProblemTracker.Tests.Reports;

public abstract class FlowRecount() : ReportRecount("flow")
{
    [TestCaseSource(nameof(Readings))]
    public async Task Figures_match_counts_from_the_rows(Role role, string filter)
    {
        var report = await Read(role, filter);
        var problems = Matching(role, filter);
        var seen = problems.Select(p => p.Id).ToHashSet();
        var moves = Rows.Moves.Where(m => seen.Contains(m.ProblemId)).ToList();
        var overrides = Rows.Overrides.Where(o => seen.Contains(o.ProblemId)).ToList();
        var (from, to) = (Day(report, "from"), Day(report, "to"));
        bool Within(DateTimeOffset at) => PlainRows.LocalDate(at) >= from && PlainRows.LocalDate(at) <= to;
        static string Month(DateTimeOffset at) => PlainRows.LocalDate(at).ToString("MMM yyyy", CultureInfo.InvariantCulture);

        foreach (var row in report.GetProperty("periods").EnumerateArray().Append(report.GetProperty("all")))
        {
            var label = row.GetProperty("period").GetProperty("label").GetString()!;
            bool In(DateTimeOffset at) => Within(at) && (label == "All" || Month(at) == label);
            Assert.That(
                (row.Value("opened"), row.Value("closed"), row.Value("movesBack"), row.Value("reopenings"), row.Value("movesForward"),
                    row.Value("overrides")), Is.EqualTo((
                problems.Count(p => In(p.OpenedAt)),
                moves.Count(m => In(m.MovedAt) && m.ToStage == Stage.Closed),
                moves.Count(m => In(m.MovedAt) && m.FromStage != Stage.Closed && m.ToStage < m.FromStage),
                moves.Count(m => In(m.MovedAt) && m.FromStage == Stage.Closed),
                moves.Count(m => In(m.MovedAt) && m.ToStage == m.FromStage + 1 && m.ToStage != Stage.Closed),
                overrides.Count(o => In(o.At)))), label);
        }
        foreach (var stage in report.GetProperty("stages").EnumerateArray())
        {
            var days =
                Rows.Visits.Where(v => seen.Contains(v.ProblemId) && v.Stage.ToString() == stage.GetProperty("stage").GetString()
                    && v.LeftAt is { } left && Within(left))
                .Select(v => (v.LeftAt!.Value - v.EnteredAt).TotalDays).Order().ToList();
            Assert.That(stage.Value("ended"), Is.EqualTo(days.Count));
            if (days.Count == 0) continue;
            Assert.That(stage.GetProperty("medianDays").GetDouble(),
                Is.EqualTo((days[(days.Count - 1) / 2] + days[days.Count / 2]) / 2).Within(0.051));
            Assert.That(stage.GetProperty("ninetiethDays").GetDouble(),
                Is.EqualTo(days[(int)Math.Ceiling(0.9 * days.Count) - 1]).Within(0.051));
            Assert.That(stage.GetProperty("areFew").GetBoolean(), Is.EqualTo(days.Count < 5));
        }
        var overridden = overrides.Where(o => Within(o.At)).SelectMany(o => o.Codes.Split(',')).CountBy(code => code).ToDictionary();
        Assert.That(
            report.GetProperty("overrides").EnumerateArray()
                .ToDictionary(r => r.GetProperty("code").GetString()!, r => r.Value("overrides")), Is.EquivalentTo(overridden));
    }

    private protected static DateOnly Day(JsonElement report, string name) =>
        DateOnly.Parse(report.GetProperty(name).GetString()!, CultureInfo.InvariantCulture);
}

public sealed class FlowReportTests : FlowRecount
{
    public static new readonly object[][] Readings =
    [
        [Role.Officer, ""], [Role.Supervisor, ""], [Role.Command, "?from=2024-07-15&to=2026-09-15"],
        [Role.Supervisor, "?from=2026-01-10&to=2026-02-03&neighborhoodId=1"],
        [Role.Supervisor, "?from=2024-01-01&to=2026-12-31&categoryCode=racing&leadId=0"],
        [Role.Officer, "?from=2025-03-01&to=2026-03-01&leadId=1"],
    ];

    private protected override Task<TrackerHost> Build() => StageHistories.Make(seed: 11, problems: 150);

    [Test]
    public async Task Test_data_has_enough_variety() =>
        Assert.That(Figures.Of(await Read(Role.Supervisor, "")).Count(f => f.Value > 0), Is.GreaterThan(60));

    [Test]
    public async Task Without_dates_the_report_covers_the_last_twelve_months()
    {
        var report = await Host.SignIn(Role.Command).Read("/api/v1/reports/flow");
        Assert.That((Day(report, "from"), Day(report, "to")), Is.EqualTo((new DateOnly(2025, 10, 1), Today)));
        Assert.That(
            report.GetProperty("periods").EnumerateArray().Select(p => p.GetProperty("period").GetProperty("label").GetString()).Take(4),
            Is.EqualTo(new[] { "Oct 2025", "Nov 2025", "Dec 2025", "Jan 2026" }));
        Assert.That(report.GetProperty("periods").GetArrayLength(), Is.EqualTo(12));
    }

    [TestCase("from=1926-09-16&to=2026-09-15", "1926", 101)]
    [TestCase("from=1500-01-01&to=2500-01-01", "1500 to 1509", 101)]
    [TestCase("from=0001-01-01&to=9999-12-31", "0 to 99", 100)]
    public async Task Long_range_is_divided_into_longer_periods_without_gaps(string dates, string first, int periods)
    {
        var report = await Read(Role.Supervisor, $"?{dates}");

        var periodRows = report.GetProperty("periods").EnumerateArray().ToList();
        Assert.That((periodRows.Count, periodRows[0].GetProperty("period").GetProperty("label").GetString()), Is.EqualTo((periods, first)));
        Assert.That((periodRows.Sum(p => p.Value("opened")), report.GetProperty("all").Value("opened")), Is.EqualTo((150, 150)));
        Assert.That(periodRows.Sum(p => p.Value("closed")), Is.EqualTo(Rows.Moves.Count(m => m.ToStage == Stage.Closed)));
        await Host.SignIn(Role.Supervisor).Follow(report);
    }

    [TestCase("from=2026-03-02&to=2026-03-01", "to")]
    [TestCase("from=tomorrow", "from")]
    [TestCase("neighborhoodId=-1", "neighborhoodId")]
    public async Task Invalid_filter_value_is_an_error_for_its_field(string filter, string field)
    {
        var reply = await Host.SignIn(Role.Command).GetAsync($"/api/v1/reports/flow?{filter}");
        Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(await reply.WrongFields(), Does.Contain(field));
    }

    [Test]
    public async Task CSV_has_the_same_numbers()
    {
        var client = Host.SignIn(Role.Command);
        var report = await client.Read("/api/v1/reports/flow?from=2025-01-01&to=2026-09-15");
        var lines = await client.Csv("/api/v1/reports/flow.csv?from=2025-01-01&to=2026-09-15");

        var periods = report.GetProperty("periods").EnumerateArray().Append(report.GetProperty("all"));
        Assert.That(
            lines.Where(l => l["section"] is "period" or "all")
                .Select(l => (l["opened"], l["closed"], l["movesForward"], l["movesBack"], l["reopenings"], l["overrides"])),
            Is.EqualTo(
                periods.Select(p => ($"{p.Value("opened")}", $"{p.Value("closed")}", $"{p.Value("movesForward")}",
                    $"{p.Value("movesBack")}", $"{p.Value("reopenings")}", $"{p.Value("overrides")}"))));
        Assert.That(lines.Where(l => l["section"] == "stage").Select(l => (l["stage"], l["ended"], l["medianDays"], l["ninetiethDays"])),
            Is.EqualTo(report.GetProperty("stages").EnumerateArray()
            .Select(s => (s.GetProperty("stage").GetString(), $"{s.Value("ended")}", s.GetProperty("medianDays").ToString(),
                s.GetProperty("ninetiethDays").ToString()))));
        Assert.That(lines.Where(l => l["section"] == "code").Select(l => (l["code"], l["overrides"])),
            Is.EqualTo(
                report.GetProperty("overrides").EnumerateArray()
                    .Select(o => (o.GetProperty("code").GetString(), $"{o.Value("overrides")}"))));
    }

    [Test]
    public async Task Problem_reopened_twice_counts_twice()
    {
        using var host = new TrackerHost();
        var problem = new GivenProblem(host, await host.OpenProblem());
        for (var times = 0; times < 2; times++)
        {
            host.Time.Advance(TimeSpan.FromDays(2));
            await (await problem.Move(Stage.Closed, problem.Supervisor, closingReason: "ReferredElsewhere")).Ok();
            host.Time.Advance(TimeSpan.FromDays(3));
            await (await problem.Move(Stage.Scanning, problem.Supervisor)).Ok();
        }
        var client = host.SignIn(Role.Command);
        var report = await client.Read("/api/v1/reports/flow");

        var all = report.GetProperty("all");
        Assert.That((all.Value("opened"), all.Value("closed"), all.Value("reopenings")), Is.EqualTo((1, 2, 2)));
        var scanning = report.GetProperty("stages")[0];
        Assert.That((scanning.Value("ended"), scanning.GetProperty("medianDays").GetDouble()), Is.EqualTo((2, 2.0)),
            "two days each; time while closed belongs to no stage");
        await client.Follow(report);
    }

    [Test]
    public async Task Moves_at_the_same_moment_are_counted_separately()
    {
        using var host = new TrackerHost();
        var problem = new GivenProblem(host, await host.OpenProblem());
        foreach (var to in new[] { Stage.Closed, Stage.Analysis, Stage.Scanning, Stage.Closed, Stage.Analysis, Stage.Scanning })
            await (await problem.Move(to, problem.Supervisor, closingReason: to == Stage.Closed ? "ReferredElsewhere" : null)).Ok();
        var report = await host.SignIn(Role.Command).Read("/api/v1/reports/flow");

        Assert.That(report.GetProperty("stages").EnumerateArray().Select(s => s.Value("ended")), Is.EqualTo(new[] { 2, 2, 0, 0 }));
        await host.SignIn(Role.Command).Follow(report);
    }

    [Test]
    public async Task Months_follow_the_local_calendar()
    {
        // 11:30 p.m. on March 31 in New York is April in UTC.
        using var host = new TrackerHost();
        await host.OpenProblem();
        await host.Query(db => db.Execute("UPDATE Problem SET OpenedAt = @At",
            new { At = new DateTimeOffset(2026, 4, 1, 3, 30, 0, TimeSpan.Zero) }, default));
        host.Until(2026, 5, 5);
        var report = await host.SignIn(Role.Command).Read("/api/v1/reports/flow");
        Assert.That(
            report.GetProperty("periods").EnumerateArray().Where(p => p.Value("opened") > 0)
                .Select(p => p.GetProperty("period").GetProperty("label").GetString()), Is.EqualTo(new[] { "Mar 2026" }));
    }

    [Test]
    public async Task Without_problems_all_figures_are_zero_and_medians_are_null()
    {
        using var empty = new TrackerHost();
        var report = await empty.SignIn(Role.Command).Read("/api/v1/reports/flow");
        Assert.That(Figures.Of(report).Select(f => f.Value), Is.All.Zero);
        Assert.That(report.GetProperty("periods").GetArrayLength(), Is.EqualTo(12));
        Assert.That(report.GetProperty("stages").EnumerateArray().Select(s => s.GetProperty("medianDays").ValueKind),
            Is.All.EqualTo(JsonValueKind.Null));
        await empty.SignIn(Role.Command).Follow(report);
    }
}

public sealed class PeriodsTests
{
    [TestCase("2026-03-05", "2026-03-05", 1, "Mar 2026")]
    [TestCase("2026-03-31", "2026-04-01", 2, "Apr 2026")]
    [TestCase("2016-10-31", "2026-09-01", 120, "Sep 2026")]
    [TestCase("2016-09-30", "2026-09-01", 11, "2026")]
    [TestCase("1907-01-01", "2026-12-31", 120, "2026")]
    [TestCase("1906-12-31", "2026-12-31", 13, "2020 to 2029")]
    [TestCase("0001-01-01", "9999-12-31", 100, "9900 to 9999")]
    public void Periods_are_consecutive_from_the_first_day_to_the_last(string from, string to, int count, string last)
    {
        var (first, end) = (DateOnly.Parse(from, CultureInfo.InvariantCulture), DateOnly.Parse(to, CultureInfo.InvariantCulture));
        var periods = Periods.Of(first, end);

        Assert.That((periods.Count, periods[^1].Label, periods[0].From, periods[^1].To), Is.EqualTo((count, last, first, end)));
        Assert.That(periods.Zip(periods.Skip(1)).All(pair => pair.Second.From == pair.First.To.AddDays(1)));
        Assert.That(periods.All(p => p.From <= p.To));
    }

    [TestCase("2026-09-15", null, null, "2025-10-01", "2026-09-15")]
    [TestCase("2026-09-15", null, "2026-03-10", "2025-04-01", "2026-03-10")]
    [TestCase("2026-09-15", "2026-09-01", null, "2026-09-01", "2026-09-15")]
    [TestCase("2026-09-15", "2027-01-01", null, "2027-01-01", "2027-01-01")]
    [TestCase("2026-09-15", null, "0001-02-03", "0001-01-01", "0001-02-03")]
    public void Default_range_is_twelve_months(string today, string? from, string? to, string first, string last)
    {
        static DateOnly? Day(string? text) => text is null ? null : DateOnly.Parse(text, CultureInfo.InvariantCulture);
        Assert.That(Periods.Covered(new(Day(from), Day(to)), Day(today)!.Value), Is.EqualTo((Day(first)!.Value, Day(last)!.Value)));
    }
}
