using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using ProblemTracker.Demo;
using ProblemTracker.Domain;
using ProblemTracker.Neighborhoods;
using ProblemTracker.Settings;
using ProblemTracker.Shared;

namespace ProblemTracker.Tests.Demo;

[FixtureLifeCycle(LifeCycle.SingleInstance)]
public sealed class DemoSeedTests
{
    private TrackerHost _host = null!;
    private HttpClient _supervisor = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        _host = new(demo: true);
        _supervisor = await _host.SignInDemo(DemoCity.Supervisor.Email);
    }

    [OneTimeTearDown] public void Stop() => _host.Dispose();

    [Test]
    public async Task The_city_has_three_neighborhoods_300_incidents_and_8_problems()
    {
        Assert.That((await Count("Neighborhood"), await Count("Incident"), await Count("Problem")), Is.EqualTo((3, 300, 8)));
        Assert.That(await Count("Person"), Is.EqualTo(DemoCity.Accounts.Count));
    }

    [Test]
    public async Task One_is_overdue_one_confidential_and_one_closed_with_a_verdict()
    {
        var problems = (await Problems("")).ToList();

        Assert.That(problems.Count(p => p.GetProperty("isOverdue").GetBoolean()), Is.EqualTo(1));
        Assert.That(problems.Count(p => p.GetProperty("confidential").GetBoolean()), Is.EqualTo(1));
        var closed = problems.Where(p => p.GetProperty("stage").GetString() == "Closed").ToList();
        Assert.That(closed.Select(p => p.GetProperty("verdictText").GetString()), Is.EqualTo(new[] { "Improved" }));
        Assert.That(problems.Select(p => p.GetProperty("stage").GetString()).Distinct().Count(), Is.EqualTo(5), "There is one in every stage.");
        Assert.That(problems.Count(p => p.GetProperty("enforcementOnly").GetBoolean()), Is.EqualTo(1));
        Assert.That(problems.Count(p => p.GetProperty("overrides").GetInt32() > 0), Is.EqualTo(1));
    }

    [Test]
    public async Task One_plan_is_frozen_and_running_and_another_waits_for_a_supervisor_to_start_it()
    {
        List<JsonElement> inResponse = [];
        foreach (var row in await Problems("?stage=Response"))
            inResponse.Add(await (await _supervisor.GetAsync($"/api/v1/problems/{row.GetProperty("id").GetInt64()}")).Ok());

        var started = inResponse.Single(p => p.GetProperty("gate").GetProperty("next").GetString() == "Assessment");
        Assert.That(started.GetProperty("gate").GetProperty("shortfalls").GetArrayLength(), Is.EqualTo(2), "Two actions are still to be done.");
        Assert.That(inResponse.Count(p => p.GetProperty("gate") is var gate && gate.GetProperty("next").GetString() == "Start" && gate.GetProperty("shortfalls").GetArrayLength() == 0), Is.EqualTo(1));
    }

    [Test]
    public async Task One_is_on_hold_one_has_more_time_and_a_start_and_an_override_wait()
    {
        Assert.That((await Problems("?held=true")).Count(), Is.EqualTo(1));
        Assert.That(await Count("DeadlineExtension"), Is.EqualTo(1));
        var waiting = await (await _supervisor.GetAsync("/api/v1/approvals")).Ok();
        Assert.That(waiting.Each("kind"), Is.EqualTo(new[] { "Start", "Override" }));
        var neighborhoods = await (await _supervisor.GetAsync("/api/v1/neighborhoods")).Ok();
        Assert.That(neighborhoods.Each("supervisor"), Has.All.EqualTo(DemoCity.Supervisor.Name));
    }

    [Test]
    public async Task The_directory_shows_somebody_at_risk_a_consent_taken_back_and_two_entries_that_are_one()
    {
        var entries = (await _supervisor.Read("/api/v1/stakeholders?size=200")).GetProperty("items").EnumerateArray().ToList();

        Assert.That(entries.Count(e => e.GetProperty("safeContact").ValueKind == JsonValueKind.String), Is.EqualTo(1));
        Assert.That(entries.Count(e => e.GetProperty("consentWithdrawnOn").ValueKind == JsonValueKind.String), Is.EqualTo(1));
        Assert.That(entries.Count(e => e.GetProperty("hasConsent").GetBoolean()), Is.GreaterThan(3));
        var similar = await _supervisor.Read("/api/v1/stakeholders/similar?name=Harbor+night+bus");
        Assert.That(similar.GetArrayLength(), Is.EqualTo(2));
    }

    [Test]
    public async Task Nothing_happened_in_the_future_and_each_history_is_in_order()
    {
        var now = _host.Time.GetUtcNow();
        foreach (var problem in await Problems(""))
        {
            var times = await _host.Query(db => db.List<string>("SELECT At FROM AuditEntry WHERE ProblemId = @id ORDER BY Id", new { id = problem.GetProperty("id").GetInt64() }, default));
            Assert.That(times, Is.Ordered);
            Assert.That(DateTimeOffset.Parse(times[^1], System.Globalization.CultureInfo.InvariantCulture), Is.LessThanOrEqualTo(now));
        }
        Assert.That(await _host.Query(db => db.Single<int>("SELECT COUNT(*) FROM Incident WHERE OccurredTo > @now OR OccurredFrom < @Year", new { now, Year = now.AddDays(-366) }, default)), Is.Zero);
    }

    [Test]
    public async Task Every_point_lies_in_the_neighborhood_that_it_is_filed_under()
    {
        var map = _host.Services.GetRequiredService<NeighborhoodMap>();
        foreach (var table in new[] { "Incident", "Problem" })
        {
            var points = await _host.Query(db => db.List<Point>($"SELECT NeighborhoodId, Latitude, Longitude FROM {table} WHERE Latitude IS NOT NULL", null, default));
            foreach (var point in points)
                Assert.That(await _host.Query(db => map.Find(db, point.Latitude, point.Longitude, default)), Is.EqualTo(point.NeighborhoodId), $"{point}");
        }
    }

    [Test]
    public async Task The_bar_was_noisy_on_weekend_nights_and_became_as_quiet_as_its_assessment_says()
    {
        var bar = await _host.Query(db => db.List<Night>("SELECT LocalDate, LocalHour, LocalWeekday FROM Incident WHERE Address = 'Tanner Street 40, rear'", null, default));

        Assert.That(bar.All(n => n.LocalHour >= 22 ? n.LocalWeekday is 5 or 6 : n.LocalHour < 3 && n.LocalWeekday is 6 or 0));
        var today = new DateOnly(2026, 3, 2);
        Assert.That(bar.Count(n => n.LocalDate >= today.AddDays(-210) && n.LocalDate <= today.AddDays(-30)), Is.EqualTo(17));
    }

    [Test]
    public async Task The_incidents_can_be_listed()
    {
        var list = await (await _supervisor.GetAsync("/api/v1/incidents?categoryCode=racing&size=200")).Ok();

        Assert.That(list.GetProperty("items").GetArrayLength(), Is.GreaterThanOrEqualTo(55));
    }

    [Test]
    public async Task Nobody_has_a_password()
    {
        Assert.That(await _host.Query(db => db.Single<int>("SELECT COUNT(*) FROM Person WHERE PasswordHash IS NOT NULL", null, default)), Is.Zero);
    }

    [Test]
    public async Task The_confidential_problem_exists_for_its_team_but_not_for_the_other_officer()
    {
        Assert.That((await Problems("", await _host.SignInDemo(DemoCity.Officer.Email))).Count(), Is.EqualTo(7));
        Assert.That((await Problems("", await _host.SignInDemo(DemoCity.SecondOfficer.Email))).Count(), Is.EqualTo(8));
        Assert.That((await Problems("", await _host.SignInDemo(DemoCity.Command.Email))).Count(), Is.EqualTo(7));
    }

    [Test]
    public async Task A_second_seeding_changes_nothing()
    {
        var deeds = await Deeds();

        Assert.That(await DemoSeed.Ensure(_host.Services, _host.Services.GetRequiredService<TrackerOptions>()), Is.False);
        Assert.That((await Count("Incident"), await Count("Problem"), await Deeds()), Is.EqualTo((300, 8, deeds)));
    }

    private async Task<IEnumerable<JsonElement>> Problems(string query, HttpClient? by = null) =>
        (await (await (by ?? _supervisor).GetAsync($"/api/v1/problems{query}")).Ok()).GetProperty("items").EnumerateArray();

    private Task<int> Count(string table) => _host.Query(db => db.Single<int>($"SELECT COUNT(*) FROM {table}", null, default));

    // The greeting may still be making its tokens.
    private Task<int> Deeds() => _host.Query(db => db.Single<int>("SELECT COUNT(*) FROM AuditEntry WHERE Deed <> 'token.created'", null, default));

    private sealed record Point
    {
        public long NeighborhoodId { get; init; }
        public double Latitude { get; init; }
        public double Longitude { get; init; }
    }

    private sealed record Night
    {
        public DateOnly LocalDate { get; init; }
        public int LocalHour { get; init; }
        public int LocalWeekday { get; init; }
    }
}

public sealed class DemoRecoveryTests
{
    [Test]
    public async Task A_seeding_that_was_killed_is_cleared_and_begun_again()
    {
        using var host = new TrackerHost(demo: true);
        // As a start leaves it that died in the middle: half a city, and the mark of an unfinished one.
        await Sql(host, "DELETE FROM ProblemIncident");
        await Sql(host, "DELETE FROM Incident WHERE Id > 100");
        await Sql(host, "UPDATE Setting SET Value = 'seeding' WHERE Name = 'demo'");
        await Sql(host, "INSERT INTO Setting (Name, Value) VALUES ('clockOffsetSeconds', '86400')");

        using var next = new TrackerHost(demo: true, beside: host);

        Assert.That(await next.Query(db => db.Single<int>("SELECT COUNT(*) FROM Incident", null, default)), Is.EqualTo(300));
        Assert.That(await next.Query(db => db.Single<int>("SELECT COUNT(*) FROM Problem", null, default)), Is.EqualTo(8));
        Assert.That(await next.Query(db => db.Single<int>("SELECT COUNT(*) FROM ProblemIncident", null, default)), Is.GreaterThan(50));
        Assert.That((await next.Send(new ReadDemoClock())).DaysAhead, Is.Zero);
    }

    [Test]
    public async Task Clearing_leaves_no_table_out()
    {
        using var host = new TrackerHost();
        var tables = await host.Query(db => db.List<string>("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT LIKE '%Search%'", null, default));

        // The index of words follows its tables. What comes with the schema, what holds the mark itself, and what keeps people signed in.
        string[] kept = ["Category", "Setting", "DataProtectionKey", "SchemaVersions"];
        Assert.That(DemoSeed.Tables.Concat(kept), Is.EquivalentTo(tables).IgnoreCase);
    }

    [Test]
    public async Task Two_starts_on_one_new_folder_make_one_city()
    {
        using var host = new TrackerHost();
        using var other = new TrackerHost(beside: host);
        var demo = host.Services.GetRequiredService<TrackerOptions>() with { IsDemo = true };

        var made = await Task.WhenAll(
            Task.Run(() => DemoSeed.Ensure(host.Services, demo)),
            Task.Run(() => DemoSeed.Ensure(other.Services, demo)));

        Assert.That(made, Is.EquivalentTo(new[] { true, false }));
        Assert.That(await host.Query(db => db.Single<int>("SELECT COUNT(*) FROM Problem", null, default)), Is.EqualTo(8));
    }

    [Test]
    public async Task A_database_with_real_accounts_is_never_seeded()
    {
        using var host = new TrackerHost();
        host.IdOf(Role.Officer);

        var refusal = Assert.ThrowsAsync<UsageError>(() => DemoSeed.Ensure(host.Services, host.Services.GetRequiredService<TrackerOptions>() with { IsDemo = true }));
        Assert.That(refusal!.Message, Does.Contain("real accounts"));
        Assert.That(await host.Query(db => db.Find<string>("SELECT Value FROM Setting WHERE Name = @Demo", new { SettingNames.Demo }, default)), Is.Null);
    }

    private static Task<int> Sql(TrackerHost host, string sql) => host.Query(db => db.Write(() => db.Execute(sql, null, default), default));
}
