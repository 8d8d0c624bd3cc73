using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using ProblemTracker.Data;
using ProblemTracker.Demo;
using ProblemTracker.Neighborhoods;
using ProblemTracker.Nudges;
using ProblemTracker.Shared;

namespace ProblemTracker.Tests.Demo;

/// <summary>Copies of the demo city's problems for load testing.</summary>
[FixtureLifeCycle(LifeCycle.SingleInstance)]
public sealed class DemoScaleTests
{
    private const int Factor = 4;

    private TrackerHost _host = null!;
    private HttpClient _supervisor = null!;
    private DemoScaled _made = null!;
    private readonly List<(int, int)> _progress = [];

    [OneTimeSetUp]
    public async Task Start()
    {
        _host = new(demo: true);
        _supervisor = await _host.SignInDemo(DemoCity.Supervisor.Email);
        _made = await Scale(Factor);
    }

    [OneTimeTearDown] public void Stop() => _host.Dispose();

    [TestCase(1, 62)]
    [TestCase(2, 125)]
    [TestCase(1600, 100_000)]
    public void Each_unit_of_scale_is_62_and_a_half_problems(int factor, int problems) =>
        Assert.That(DemoScale.Problems(factor), Is.EqualTo(problems));

    [Test]
    public async Task Copies_up_to_the_wanted_number_and_reports_what_it_wrote()
    {
        Assert.That(_made.Problems, Is.EqualTo(250 - 60));
        Assert.That(await Single("SELECT COUNT(*) FROM Problem"), Is.EqualTo(250));
        Assert.That(_made.Rows, Is.GreaterThan(_made.Problems * 20));
        Assert.That(_progress, Is.EqualTo(new[] { (190, 190) }));
        Assert.That(await Single("SELECT COUNT(*) FROM Incident"), Is.EqualTo(DemoIncidents.Count), "Incidents must not be copied.");
    }

    [Test]
    public async Task A_second_run_adds_nothing_until_more_is_wanted()
    {
        Assert.That((await Scale(Factor)).Problems, Is.Zero);
        Assert.That((await Scale(1)).Problems, Is.Zero);
    }

    [Test]
    public async Task Numbers_are_unique_and_continue_the_series_of_their_year()
    {
        var numbers = await Values("SELECT Number FROM Problem");
        Assert.That(numbers, Is.Unique);
        Assert.That(await Values("SELECT Number FROM Problem WHERE SUBSTRING(Number, 3, 4) <> SUBSTRING(OpenedAt, 1, 4)"), Is.Empty);
        foreach (var year in numbers.GroupBy(n => n[2..6]))
        {
            Assert.That(year.Select(n => int.Parse(n[7..], System.Globalization.CultureInfo.InvariantCulture)),
                Is.EquivalentTo(Enumerable.Range(1, year.Count())));
            Assert.That(await Single($"SELECT LastNumber FROM NumberSeries WHERE ForYear = {year.Key}"), Is.EqualTo(year.Count()));
        }
    }

    [Test]
    public async Task A_copy_has_the_same_stage_and_shortfalls_as_its_model()
    {
        for (var model = 1; model <= DemoScale.Models; model++)
        {
            var (one, copy) = (await Read(model), await Read(model + DemoScale.Models));
            Assert.That(copy.GetProperty("title").GetString(), Is.EqualTo($"{one.GetProperty("title").GetString()} (copy 1)"));
            foreach (var same in new[] { "stage", "verdict", "confidential" })
                Assert.That(copy.GetProperty(same).ToString(), Is.EqualTo(one.GetProperty(same).ToString()), $"{model} {same}");
            if (one.GetProperty("gate").ValueKind == JsonValueKind.Object)
                Assert.That(Codes(copy), Is.EqualTo(Codes(one)), $"{model}");
            foreach (var part in new[] { "actions", "stakeholders", "notes", "scanning" })
                Assert.That((await _supervisor.GetAsync($"/api/v1/problems/{model + DemoScale.Models}/{part}")).StatusCode,
                    Is.EqualTo((await _supervisor.GetAsync($"/api/v1/problems/{model}/{part}")).StatusCode));
        }

        static IEnumerable<string?> Codes(JsonElement problem) =>
            problem.GetProperty("gate").GetProperty("shortfalls").EnumerateArray().Select(s => s.GetProperty("code").GetString());
    }

    [Test]
    public async Task Copies_refer_to_their_own_actions_stakeholders_and_dates()
    {
        foreach (var (table, column, of) in new[]
        {
            ("ProblemAction", "OwnerAttachmentId", "ProblemStakeholder"), ("Amendment", "ActionId", "ProblemAction"),
            ("Amendment", "FrozenPlanId", "FrozenPlan"),
            ("Nudge", "ActionId", "ProblemAction"), ("Nudge", "RequestId", "ApprovalRequest"),
            ("Nudge", "AttachmentId", "ProblemStakeholder"),
        })
            Assert.That(await Single($"SELECT COUNT(*) FROM {table} c JOIN {of} o ON o.Id = c.{column} WHERE o.ProblemId <> c.ProblemId"),
                Is.Zero, $"{table}.{column}");
        var attachments = (await Values("SELECT CONCAT(ProblemId, ' ', Id) FROM ProblemStakeholder")).ToHashSet();
        var actions = (await Values("SELECT CONCAT(ProblemId, ' ', Id) FROM ProblemAction")).ToHashSet();
        var sheets = await _host.Query(db => db.List<(long ProblemId, string Body)>("SELECT ProblemId, Body FROM Worksheet",
            null, default));
        var strangers = sheets.SelectMany(sheet => Refers(sheet.Body, "consulted", "attachmentId")
            .Select(id => $"{sheet.ProblemId} {id}").Where(key => !attachments.Contains(key))
            .Concat(Refers(sheet.Body, "process", "actionId")
                .Select(id => $"{sheet.ProblemId} {id}").Where(key => !actions.Contains(key))));
        Assert.That(strangers, Is.Empty);
        Assert.That(
            await Values(
                "SELECT p.Id FROM Problem p WHERE p.ClosedAt < p.OpenedAt OR p.Id > 60 AND p.Stage = 'Closed' "
                    + "AND p.ClosedAt >= (SELECT m.ClosedAt FROM Problem m WHERE m.Id = (p.Id - 1) % 60 + 1)"), Is.Empty);
        Assert.That(
            await Single(
                "SELECT COUNT(*) FROM Problem p JOIN FrozenPlan f ON f.ProblemId = p.Id WHERE p.Id > 60 AND f.Hash IN (SELECT m.Hash "
                    + "FROM FrozenPlan m WHERE m.ProblemId <= 60)"), Is.Zero, "A copied plan must have its own seal.");
    }

    [Test]
    public async Task Leads_vary_and_every_point_lies_in_its_neighborhood()
    {
        Assert.That(await Values("SELECT DISTINCT LeadId FROM Problem WHERE Id > 60 AND LeadId IS NOT NULL"),
            Has.Count.GreaterThanOrEqualTo(7));
        Assert.That(
            await Single(
                "SELECT COUNT(*) FROM Problem p WHERE p.LeadId IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ProblemMember m "
                    + "WHERE m.ProblemId = p.Id AND m.PersonId = p.LeadId)"), Is.Zero);
        var map = await _host.Query(db => new NeighborhoodMap().Current(db, default));
        foreach (var point in await _host.Query(db => db.List<Point>("SELECT NeighborhoodId, Latitude, Longitude FROM Problem",
            null, default)))
            Assert.That(map.Find(point.Latitude, point.Longitude, DateOnly.MaxValue), Is.EqualTo(point.NeighborhoodId));
    }

    [Test]
    public async Task The_problem_list_and_the_status_report_agree()
    {
        var report = await _supervisor.Read("/api/v1/reports/status");
        var open = (await _supervisor.Read("/api/v1/problems?open=true&size=200")).GetProperty("total").GetInt32();
        var overdue = (await _supervisor.Read("/api/v1/problems?overdue=true&size=200")).GetProperty("total").GetInt32();

        Assert.That(open, Is.EqualTo(await Single("SELECT COUNT(*) FROM Problem WHERE Stage <> 'Closed'")));
        Assert.That(report.GetProperty("all").GetProperty("open").GetProperty("value").GetInt32(), Is.EqualTo(open));
        Assert.That(report.GetProperty("all").GetProperty("overdue").GetProperty("value").GetInt32(), Is.EqualTo(overdue));
    }

    [Test]
    public async Task Copies_send_no_email_and_no_nudge_is_raised_twice()
    {
        Assert.That(await Single("SELECT COUNT(*) FROM Nudge WHERE ProblemId > 60"), Is.GreaterThan(300));
        Assert.That(
            await Single(
                "SELECT COUNT(*) FROM NudgeRecipient WHERE NudgeId IN (SELECT Id FROM Nudge WHERE ProblemId > 60) AND MailedAt IS NULL"),
                Is.Zero, "Copies must send no email.");
        await _host.Send(new RaiseNudges());
        Assert.That(await Values("SELECT CONCAT(ProblemId, Kind, DueOn, Visit, Occurrence, ActionId, RequestId) FROM Nudge"),
            Is.Unique);
    }

    [TestCase(0)]
    [TestCase(-3)]
    [TestCase(16_001)]
    [TestCase(int.MaxValue)]
    public void A_factor_out_of_range_is_refused_with_the_valid_range(int factor) =>
        Assert.That(Assert.ThrowsAsync<UsageError>(() => Scale(factor))!.Message, Does.Contain("from 1 to 16,000").And.Contain("100,000"));

    [Test]
    public void Scaling_without_a_demo_city_is_refused()
    {
        using var empty = new TrackerHost();
        Assert.That(Assert.ThrowsAsync<UsageError>(() => Scale(2, empty))!.Message, Does.Contain("seed --demo"));
    }

    private async Task<DemoScaled> Scale(int factor, TrackerHost? host = null)
    {
        await using var scope = (host ?? _host).Services.CreateAsyncScope();
        return await DemoScale.Run(scope.ServiceProvider, (host ?? _host).Services.GetRequiredService<TrackerOptions>(), factor,
            (done, of) => _progress.Add((done, of)), default);
    }

    private Task<JsonElement> Read(long id) => _supervisor.Read($"/api/v1/problems/{id}");

    /// <summary>The ids that the rows of a worksheet's list refer to.</summary>
    private static IEnumerable<long> Refers(string body, string list, string member)
    {
        using var sheet = JsonDocument.Parse(body);
        return sheet.RootElement.TryGetProperty(list, out var rows)
            ? [.. rows.EnumerateArray().Select(row => row.GetProperty(member)).Where(id => id.ValueKind == JsonValueKind.Number)
                .Select(id => id.GetInt64())] : [];
    }

    private Task<int> Single(string sql) => _host.Query(db => db.Single<int>(sql, null, default));

    private Task<IReadOnlyList<string>> Values(string sql) => _host.Query(db => db.List<string>(sql, null, default));

    private sealed record Point
    {
        public long NeighborhoodId { get; init; }
        public double Latitude { get; init; }
        public double Longitude { get; init; }
    }
}
