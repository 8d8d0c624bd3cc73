using System.Net.Http.Headers;
using System.Text.Json;
using ProblemTracker.Domain;
using ProblemTracker.Shared;

namespace ProblemTracker.Tests.Reports;

public abstract class StatusRecount() : ReportRecount("status")
{
    [TestCaseSource(nameof(Readings))]
    public async Task Open_problems_match_counts_from_the_rows(Role role, string filter)
    {
        var report = await Read(role, filter);
        var open = Opened(role, filter).Where(p => p.IsOpen).ToList();
        var now = Host.Time.GetUtcNow();

        foreach (var row in report.Rows("open").Concat(report.Rows("byStage")).Append(report.GetProperty("all")))
        {
            var (stage, place) = (row.Text("stage"), row.Number("neighborhoodId"));
            var here = open.Where(p => (stage is null || p.Stage.ToString() == stage) && (place is null || p.NeighborhoodId == place))
                .ToList();
            Assert.That(
                (row.Value("open"), row.Value("overdue"), row.Value("onHold"), row.Value("overridden"), row.Value("enforcementOnly")),
                Is.EqualTo(
                (here.Count, here.Count(p => p.IsOverdue(Today)), here.Count(p => p.IsOnHold(Today)), here.Count(p => p.Overrides > 0),
                    here.Count(p => p.EnforcementOnly))), $"{row}");
            var ages = here.Select(p => (now - p.OpenedAt).TotalDays).Order().ToList();
            Assert.That(row.Number("medianAgeDays"),
                ages.Count == 0 ? Is.Null : Is.EqualTo((ages[(ages.Count - 1) / 2] + ages[ages.Count / 2]) / 2).Within(0.051), $"{row}");
        }
        Assert.That(report.Rows("open").Select(r => (r.Text("stage"), r.Number("neighborhoodId"))),
            Is.EquivalentTo(open.Select(p => (p.Stage.ToString(), (double?)p.NeighborhoodId)).Distinct()));
        Assert.That(report.Rows("byStage").Select(r => r.Text("stage")),
            Is.EqualTo(new[] { "Scanning", "Analysis", "Response", "Assessment" }));
    }

    [TestCaseSource(nameof(Readings))]
    public async Task Closed_problems_match_counts_from_the_rows(Role role, string filter)
    {
        var report = await Read(role, filter);
        var closed = Opened(role, filter).Where(p => !p.IsOpen).ToList();

        foreach (var row in report.Rows("closed").Append(report.GetProperty("allClosed")))
        {
            var here = closed.Where(p => row.Number("neighborhoodId") is not { } place || p.NeighborhoodId == place).ToList();
            int With(Verdict verdict, bool untested) => here.Count(p => p.Verdict == verdict && !(untested && p.PresetTest));
            Assert.That(
                (row.Value("closed"), row.Value("improved"), row.Value("improvedWithoutTest"), row.Value("partlyImproved"),
                    row.Value("partlyImprovedWithoutTest"), row.Value("overridden")), Is.EqualTo((
                here.Count, With(Verdict.Improved, false), With(Verdict.Improved, true), With(Verdict.PartlyImproved, false),
                With(Verdict.PartlyImproved, true), here.Count(p => p.Overrides > 0))), $"{row}");
        }
        Assert.That(report.Rows("closed").Select(r => r.Number("neighborhoodId")),
            Is.EquivalentTo(closed.Select(p => (double?)p.NeighborhoodId).Distinct()));
    }

    private List<PlainRows.ProblemRow> Opened(Role role, string filter) =>
        [.. Matching(role, filter).Where(p => PlainRows.IsWithin(p.OpenedOn, PlainRows.Filter(filter)))];
}

/// <summary>Random problems in two neighborhoods, some of them confidential.</summary>
public sealed class StatusReportTests : StatusRecount
{
    public static new readonly object[][] Readings =
    [
        [Role.Command, ""], [Role.Officer, ""], [Role.Supervisor, ""], [Role.Supervisor, "?categoryCode=noise"],
        [Role.Officer, "?neighborhoodId=1"],
        [Role.Command, "?neighborhoodId=2&categoryCode=racing"], [Role.Supervisor, "?from=2026-03-10&to=2026-04-20&leadId=0"],
        [Role.Command, "?from=0001-01-01&to=9999-12-31"], [Role.Command, "?from=1926-01-01&to=2026-01-01"],
    ];

    private protected override async Task<TrackerHost> Build()
    {
        var host = new TrackerHost();
        host.IdOf(Role.Officer);
        long[] places = [await host.Neighborhood("Alder Hill"), await host.Neighborhood("Birch Flats")];
        var random = new Random(7);
        Stage[] stages = Enum.GetValues<Stage>();
        for (var i = 0; i < 60; i++)
        {
            // Open it by message, then set its later state directly, since sixty full histories would take minutes.
            var id = await host.OpenProblem($"Problem {i}", confidential: i % 5 == 0,
                by: host.SignIn(i % 5 == 0 ? Role.Supervisor : Role.Officer), led: false);
            var stage = stages[random.Next(stages.Length)];
            await host.Query(db => db.Write(() => db.Execute("""
                UPDATE Problem SET OpenedAt = @OpenedAt, Stage = @Stage, NeighborhoodId = @Place, DueOn = @DueOn,
                OnHoldUntil = @OnHoldUntil,
                    Overrides = @Overrides, EnforcementOnly = @EnforcementOnly, Verdict = @Verdict, PresetTest = @PresetTest,
                    CategoryCode = @Category
                WHERE Id = @id
                """, new
            {
                id,
                OpenedAt = TrackerHost.Start.AddHours(random.Next(0, 24 * 90)),
                Stage = stage.ToString(),
                Place = places[random.Next(2)],
                OnHoldUntil = stage != Stage.Closed && random.Next(5) == 0 ? new DateOnly(2026, 6, 20) : (DateOnly?)null,
                DueOn = stage == Stage.Closed ? (DateOnly?)null : new DateOnly(2026, 6, 1).AddDays(random.Next(-10, 10)),
                Overrides = random.Next(3) == 0 ? 2 : 0,
                EnforcementOnly = random.Next(4) == 0,
                Verdict = stage == Stage.Closed && random.Next(6) is var v && v < 5 ? ((Verdict)v).ToString() : null,
                PresetTest = random.Next(2) == 0,
                Category = random.Next(2) == 0 ? "noise" : "racing",
            }, default), default));
        }
        host.Until(2026, 6, 1);
        return host;
    }

    [Test]
    public async Task Test_data_has_enough_variety()
    {
        var report = await Read(Role.Supervisor, "");
        Assert.That(Figures.Of(report).Count(f => f.Value > 0), Is.GreaterThan(50));
        // Medians are computed over both even and odd numbers of problems.
        Assert.That(report.Rows("open").Select(c => c.Value("open") % 2).Distinct().Count(), Is.EqualTo(2));
    }

    [Test]
    public async Task Command_staff_and_officer_figures_exclude_confidential_problems()
    {
        var all = (await Read(Role.Supervisor, "")).GetProperty("all").GetProperty("open").GetProperty("value").GetInt32();
        var confidential = await Host.Query(db => db.Single<int>(
            "SELECT COUNT(*) FROM Problem WHERE Confidential = 1 AND Stage <> 'Closed'", null, default));

        Assert.That(confidential, Is.GreaterThan(3));
        foreach (var role in new[] { Role.Command, Role.Officer })
            Assert.That((await Read(role, "")).GetProperty("all").GetProperty("open").GetProperty("value").GetInt32(),
                Is.EqualTo(all - confidential));
    }

    [Test]
    public async Task CSV_is_the_same_by_address_and_by_Accept_header()
    {
        var client = Host.SignIn(Role.Command);
        var byPath = await client.GetAsync("/api/v1/reports/status.csv?categoryCode=noise");
        client.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("text/csv"));
        var byHeader = await client.GetAsync("/api/v1/reports/status?categoryCode=noise");
        var json = await (await Host.SignIn(Role.Command).GetAsync("/api/v1/reports/status?categoryCode=noise")).Ok();

        Assert.That(byPath.Content.Headers.ContentType!.MediaType, Is.EqualTo("text/csv"));
        Assert.That(byPath.Content.Headers.ContentDisposition!.FileName, Is.EqualTo("status-2026-06-01.csv"));
        var text = await byPath.Content.ReadAsStringAsync();
        Assert.That(await byHeader.Content.ReadAsStringAsync(), Is.EqualTo(text));
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.That(lines,
            Has.Length.EqualTo(1 + json.GetProperty("open").GetArrayLength() + 4 + 1 + json.GetProperty("closed").GetArrayLength() + 1));
        var all = json.GetProperty("all");
        Assert.That(lines.Single(l => l.StartsWith("All open,", StringComparison.Ordinal)),
            Does.StartWith($"All open,,All,{all.Value("open")},{all.Value("overdue")},"));
    }

    [Test]
    public async Task Dates_are_local_opening_dates()
    {
        // 11:30 p.m. on March 14 in New York is March 15 in UTC.
        using var host = new TrackerHost();
        await host.OpenProblem();
        await host.Query(db =>
            db.Write(() => db.Execute("UPDATE Problem SET OpenedAt = @At",
                new { At = new DateTimeOffset(2026, 3, 15, 3, 30, 0, TimeSpan.Zero) }, default), default));
        foreach (var (dates, open) in new[] { ("from=2026-03-14&to=2026-03-14", 1), ("from=2026-03-15", 0), ("to=2026-03-13", 0) })
            Assert.That(
                (await (await host.SignIn(Role.Command).GetAsync($"/api/v1/reports/status?{dates}")).Ok()).GetProperty("all").Value("open"),
                Is.EqualTo(open), dates);
    }

    [TestCase("from=2026-03-02&to=2026-03-01", "to")]
    [TestCase("neighborhoodId=-1", "neighborhoodId")]
    [TestCase("leadId=-1", "leadId")]
    [TestCase("from=yesterday", "from")]
    public async Task Invalid_filter_value_is_an_error_for_its_field(string filter, string field)
    {
        var reply = await Host.SignIn(Role.Command).GetAsync($"/api/v1/reports/status?{filter}");
        Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That((await reply.Json()).GetProperty("errors").TryGetProperty(field, out _), Is.True,
            await reply.Content.ReadAsStringAsync());
    }

    [Test]
    public async Task Administrator_cannot_read_reports() =>
        Assert.That((await Host.SignIn(Role.Administrator).GetAsync("/api/v1/reports/status")).StatusCode,
            Is.EqualTo(HttpStatusCode.Forbidden));

    [Test]
    public async Task Without_problems_all_figures_are_zero()
    {
        using var empty = new TrackerHost();
        var report = await (await empty.SignIn(Role.Command).GetAsync("/api/v1/reports/status")).Ok();

        Assert.That(Figures.Of(report).Select(f => f.Value), Is.All.Zero);
        Assert.That(report.GetProperty("all").GetProperty("medianAgeDays").ValueKind, Is.EqualTo(JsonValueKind.Null));
    }
}
