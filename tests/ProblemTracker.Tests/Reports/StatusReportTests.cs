using System.Net.Http.Headers;
using System.Text.Json;
using ProblemTracker.Domain;

namespace ProblemTracker.Tests.Reports;

/// <summary>A mixed bag of problems in two neighborhoods, a confidential one in every group.</summary>
[FixtureLifeCycle(LifeCycle.SingleInstance)]
public sealed class StatusReportTests
{
    private TrackerHost _host = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        _host = new();
        _host.IdOf(Role.Officer);
        long[] places = [await _host.Neighborhood("Alder Hill"), await _host.Neighborhood("Birch Flats")];
        var random = new Random(7);
        Stage[] stages = Enum.GetValues<Stage>();
        for (var i = 0; i < 60; i++)
        {
            // The message opens it; what a whole life would have made of it is set behind its back, since sixty lives would take minutes.
            var id = await _host.OpenProblem($"Problem {i}", confidential: i % 5 == 0, by: _host.SignIn(i % 5 == 0 ? Role.Supervisor : Role.Officer), led: false);
            var stage = stages[random.Next(stages.Length)];
            await _host.Query(db => db.Write(() => db.Execute("""
                UPDATE Problem SET OpenedAt = @OpenedAt, Stage = @Stage, NeighborhoodId = @Place, DueOn = @DueOn, HeldUntil = @HeldUntil, Overrides = @Overrides, EnforcementOnly = @EnforcementOnly,
                    Verdict = @Verdict, PresetTest = @PresetTest, CategoryCode = @Category WHERE Id = @id
                """, new
            {
                id,
                OpenedAt = TrackerHost.Start.AddHours(random.Next(0, 24 * 90)),
                Stage = stage.ToString(),
                Place = places[random.Next(2)],
                HeldUntil = stage != Stage.Closed && random.Next(5) == 0 ? new DateOnly(2026, 6, 20) : (DateOnly?)null,
                DueOn = stage == Stage.Closed ? (DateOnly?)null : new DateOnly(2026, 6, 1).AddDays(random.Next(-10, 10)),
                Overrides = random.Next(3) == 0 ? 2 : 0,
                EnforcementOnly = random.Next(4) == 0,
                Verdict = stage == Stage.Closed && random.Next(6) is var v && v < 5 ? ((Verdict)v).ToString() : null,
                PresetTest = random.Next(2) == 0,
                Category = random.Next(2) == 0 ? "noise" : "racing",
            }, default), default));
        }
        _host.Until(2026, 6, 1);
    }

    [OneTimeTearDown] public void Stop() => _host.Dispose();

    [TestCase(Role.Command, "")]
    [TestCase(Role.Officer, "")]
    [TestCase(Role.Supervisor, "")]
    [TestCase(Role.Supervisor, "?categoryCode=noise")]
    [TestCase(Role.Officer, "?neighborhoodId=1")]
    [TestCase(Role.Command, "?neighborhoodId=2&categoryCode=racing")]
    [TestCase(Role.Supervisor, "?from=2026-03-10&to=2026-04-20&leadId=0")]
    public async Task Behind_every_number_is_a_list_with_as_many_rows(Role role, string filter)
    {
        var client = _host.SignIn(role);
        var report = await (await client.GetAsync($"/api/v1/reports/status{filter}")).Ok();

        var figures = await client.Follow(report);
        Assert.That(figures, Has.Count.GreaterThan(25));
        Assert.That(figures.Count(f => f.Value > 0), Is.GreaterThan(15));
    }

    [Test]
    public async Task Command_staff_and_officers_count_without_the_confidential_ones()
    {
        var all = (await Read(Role.Supervisor)).GetProperty("all").GetProperty("open").GetProperty("value").GetInt32();
        var confidential = await _host.Query(db => db.Single<int>("SELECT COUNT(*) FROM Problem WHERE Confidential = 1 AND Stage <> 'Closed'", null, default));

        Assert.That(confidential, Is.GreaterThan(3));
        foreach (var role in new[] { Role.Command, Role.Officer })
            Assert.That((await Read(role)).GetProperty("all").GetProperty("open").GetProperty("value").GetInt32(), Is.EqualTo(all - confidential));
    }

    [Test]
    public async Task Rows_add_up_to_their_totals()
    {
        var report = await Read(Role.Supervisor);
        foreach (var name in new[] { "open", "overdue", "overridden", "enforcementOnly" })
        {
            var total = report.GetProperty("all").Value(name);
            Assert.That(report.GetProperty("open").EnumerateArray().Sum(r => r.Value(name)), Is.EqualTo(total), name);
            Assert.That(report.GetProperty("byStage").EnumerateArray().Sum(r => r.Value(name)), Is.EqualTo(total), name);
        }
        Assert.That(report.GetProperty("byStage").EnumerateArray().Select(r => r.GetProperty("stage").GetString()), Is.EqualTo(new[] { "Scanning", "Analysis", "Response", "Assessment" }));
        Assert.That(report.GetProperty("closed").EnumerateArray().Sum(r => r.Value("closed")), Is.EqualTo(report.GetProperty("allClosed").Value("closed")));
    }

    [Test]
    public async Task The_median_age_is_the_one_that_counting_by_hand_gives()
    {
        var rows = await _host.Query(db => db.List<Row>("SELECT Stage, NeighborhoodId, OpenedAt FROM Problem WHERE Stage <> 'Closed'", null, default));
        var report = await Read(Role.Supervisor);

        foreach (var cell in report.GetProperty("open").EnumerateArray())
            Assert.That(Median(cell), Is.EqualTo(ByHand(rows.Where(r => r.Stage == cell.GetProperty("stage").GetString() && r.NeighborhoodId == cell.GetProperty("neighborhoodId").GetInt64()))).Within(0.051));
        foreach (var stage in report.GetProperty("byStage").EnumerateArray())
            Assert.That(Median(stage), Is.EqualTo(ByHand(rows.Where(r => r.Stage == stage.GetProperty("stage").GetString()))).Within(0.051));
        Assert.That(Median(report.GetProperty("all")), Is.EqualTo(ByHand(rows)).Within(0.051));
        // Both an even and an odd group were among them.
        Assert.That(report.GetProperty("open").EnumerateArray().Select(c => c.Value("open") % 2).Distinct().Count(), Is.EqualTo(2));
    }

    [Test]
    public async Task The_csv_holds_the_same_numbers_whichever_way_it_is_asked_for()
    {
        var client = _host.SignIn(Role.Command);
        var byPath = await client.GetAsync("/api/v1/reports/status.csv?categoryCode=noise");
        client.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("text/csv"));
        var byHeader = await client.GetAsync("/api/v1/reports/status?categoryCode=noise");
        var json = await (await _host.SignIn(Role.Command).GetAsync("/api/v1/reports/status?categoryCode=noise")).Ok();

        Assert.That(byPath.Content.Headers.ContentType!.MediaType, Is.EqualTo("text/csv"));
        Assert.That(byPath.Content.Headers.ContentDisposition!.FileName, Is.EqualTo("status-2026-06-01.csv"));
        var text = await byPath.Content.ReadAsStringAsync();
        Assert.That(await byHeader.Content.ReadAsStringAsync(), Is.EqualTo(text));
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.That(lines, Has.Length.EqualTo(1 + json.GetProperty("open").GetArrayLength() + 4 + 1 + json.GetProperty("closed").GetArrayLength() + 1));
        var all = json.GetProperty("all");
        Assert.That(lines.Single(l => l.StartsWith("All open,", StringComparison.Ordinal)), Does.StartWith($"All open,,All,{all.Value("open")},{all.Value("overdue")},"));
    }

    [Test]
    public async Task Dates_are_those_of_the_opening_by_the_local_calendar()
    {
        // 23:30 on March 14 in New York is March 15 in Greenwich.
        using var host = new TrackerHost();
        await host.OpenProblem();
        await host.Query(db => db.Write(() => db.Execute("UPDATE Problem SET OpenedAt = @At", new { At = new DateTimeOffset(2026, 3, 15, 3, 30, 0, TimeSpan.Zero) }, default), default));
        foreach (var (dates, open) in new[] { ("from=2026-03-14&to=2026-03-14", 1), ("from=2026-03-15", 0), ("to=2026-03-13", 0) })
            Assert.That((await (await host.SignIn(Role.Command).GetAsync($"/api/v1/reports/status?{dates}")).Ok()).GetProperty("all").Value("open"), Is.EqualTo(open), dates);
    }

    [TestCase("from=2026-03-02&to=2026-03-01", "to")]
    [TestCase("neighborhoodId=-1", "neighborhoodId")]
    [TestCase("leadId=-1", "leadId")]
    [TestCase("from=yesterday", "from")]
    public async Task A_filter_that_cannot_be_is_refused_at_its_name(string filter, string field)
    {
        var reply = await _host.SignIn(Role.Command).GetAsync($"/api/v1/reports/status?{filter}");
        Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That((await reply.Json()).GetProperty("errors").TryGetProperty(field, out _), Is.True, await reply.Content.ReadAsStringAsync());
    }

    [TestCase("from=0001-01-01&to=9999-12-31")]
    [TestCase("from=1926-01-01&to=2026-01-01")]
    public async Task A_range_of_a_hundred_or_all_years_is_answered(string dates) =>
        await _host.SignIn(Role.Command).Follow(await (await _host.SignIn(Role.Command).GetAsync($"/api/v1/reports/status?{dates}")).Ok());

    [Test]
    public async Task Administrators_read_no_reports() =>
        Assert.That((await _host.SignIn(Role.Administrator).GetAsync("/api/v1/reports/status")).StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));

    [Test]
    public async Task Without_a_problem_the_report_is_all_zeros()
    {
        using var empty = new TrackerHost();
        var report = await (await empty.SignIn(Role.Command).GetAsync("/api/v1/reports/status")).Ok();

        Assert.That(Figures.Of(report).Select(f => f.Value), Is.All.Zero);
        Assert.That(report.GetProperty("all").GetProperty("medianAgeDays").ValueKind, Is.EqualTo(JsonValueKind.Null));
    }

    private async Task<JsonElement> Read(Role role) => await (await _host.SignIn(role).GetAsync("/api/v1/reports/status")).Ok();

    private static double? Median(JsonElement row) => row.GetProperty("medianAgeDays") is { ValueKind: JsonValueKind.Number } number ? number.GetDouble() : null;

    private double? ByHand(IEnumerable<Row> rows)
    {
        var ages = rows.Select(r => (_host.Time.GetUtcNow() - r.OpenedAt).TotalDays).Order().ToList();
        return ages.Count == 0 ? null : ages.Count % 2 == 1 ? ages[ages.Count / 2] : (ages[ages.Count / 2 - 1] + ages[ages.Count / 2]) / 2;
    }

    private sealed record Row
    {
        public string Stage { get; init; } = "";
        public long NeighborhoodId { get; init; }
        public DateTimeOffset OpenedAt { get; init; }
    }
}
