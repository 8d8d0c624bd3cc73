using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using ProblemTracker.Demo;
using ProblemTracker.Domain;
using ProblemTracker.Pages.Case;
using ProblemTracker.Shared;

namespace ProblemTracker.Tests.Demo;

/// <summary>People, problems and directory entries of the demo city.</summary>
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
    public async Task The_city_has_twelve_neighborhoods_40000_incidents_and_60_problems()
    {
        Assert.That((await Count("Neighborhood"), await Count("Incident"), await Count("Problem")), Is.EqualTo((12, 40_000, 60)));
        Assert.That(await Count("Person"), Is.EqualTo(DemoPeople.All.Count));
    }

    [Test]
    public async Task Problems_cover_every_stage_closing_reason_and_verdict()
    {
        Assert.That(await Values("SELECT DISTINCT Stage FROM Problem"), Is.EquivalentTo(Enum.GetNames<Stage>()));
        Assert.That(await Values("SELECT DISTINCT ClosingReason FROM Problem WHERE Stage = 'Closed'"),
            Is.EquivalentTo(Enum.GetNames<ClosingReason>()));
        Assert.That(await Values("SELECT DISTINCT Verdict FROM Problem WHERE Stage = 'Closed' AND Verdict IS NOT NULL"),
            Is.EquivalentTo(Enum.GetNames<Verdict>()));
        Assert.That(await Values("SELECT DISTINCT Finding FROM DurabilityCheck"), Is.EquivalentTo(Enum.GetNames<FollowUpFinding>()));
        Assert.That(await Values("SELECT DISTINCT CategoryCode FROM Problem"), Has.Count.EqualTo(15));
        Assert.That(await Values("SELECT DISTINCT NeighborhoodId FROM Problem"), Has.Count.EqualTo(12));
        Assert.That(await Values("SELECT DISTINCT Kind FROM ProblemObjective WHERE AfterValue IS NOT NULL"),
            Has.Count.GreaterThanOrEqualTo(5));
    }

    [Test]
    public async Task Every_entry_of_the_change_histories_has_words()
    {
        var events = await Values("SELECT DISTINCT Event FROM AuditEntry WHERE ProblemId IS NOT NULL");
        Assert.That(events, Has.Count.GreaterThan(25));
        Assert.That(events.Where(code => EventWords.Of(code) == code), Is.Empty);
    }

    [Test]
    public async Task Change_history_shows_no_ids_and_no_names_of_code()
    {
        var states = await _host.Query(db => db.List<(string? Before, string? After)>(
            "SELECT BeforeJson, AfterJson FROM AuditEntry", null, default));
        var changes = states.SelectMany(state => Changes.Between(Json(state.Before), Json(state.After), (_, _) => "A name", _ => "At noon"))
            .ToList();

        Assert.That(changes, Has.Count.GreaterThan(1000));
        Assert.That(changes.Select(change => change.What).Distinct(), Has.None.EndsWith(" id").And.None.StartsWith(" "));
        Assert.That(changes.Select(change => change.After ?? "").Distinct(), Has.None.Match("^[A-Z][a-z]+([A-Z][a-z]+)+$"));

        static JsonElement? Json(string? text) => text is null ? null : JsonDocument.Parse(text).RootElement;
    }

    [TestCase("confidential", "Confidential = 1 AND Stage <> 'Closed'", 2)]
    [TestCase("on hold", "OnHoldUntil IS NOT NULL", 2)]
    [TestCase("enforcement only", "EnforcementOnly = 1", 2)]
    [TestCase("moved back", "MovesBack > 0", 3)]
    [TestCase("reopened", "Reopenings > 0", 2)]
    [TestCase("reopened twice", "Reopenings = 2", 1)]
    [TestCase("with a gate passed by override", "Overrides > 0", 5)]
    [TestCase("with a pre-set test", "PresetTest = 1", 15)]
    [TestCase("without a lead", "LeadId IS NULL", 2)]
    [TestCase("led by someone who left", "LeadId IN (SELECT Id FROM Person WHERE Active = 0)", 3)]
    [TestCase("open and led by someone who left", "Stage <> 'Closed' AND LeadId IN (SELECT Id FROM Person WHERE Active = 0)", 2)]
    [TestCase("extended", "Id IN (SELECT ProblemId FROM DeadlineExtension)", 3)]
    [TestCase("scored by their team", "Stage = 'Closed' AND AssessmentScore IS NOT NULL", 14)]
    public async Task Enough_problems_are(string what, string where, int least) =>
        Assert.That(await _host.Query(db => db.Single<int>($"SELECT COUNT(*) FROM Problem WHERE {where}", null, default)),
            Is.GreaterThanOrEqualTo(least), what);

    [Test]
    public async Task Some_problems_are_overdue_and_nudges_cover_every_rung()
    {
        var overdue = (await Problems("?overdue=true&size=200")).ToList();

        Assert.That(overdue, Has.Count.InRange(5, 12));
        Assert.That(await Values("SELECT DISTINCT Kind FROM Nudge"),
            Is.SupersetOf(new[] { NudgeKind.DueSoon, NudgeKind.Overdue, NudgeKind.EscalatedToSupervisor, NudgeKind.EscalatedToCommander,
                NudgeKind.NoActivity,
            NudgeKind.ActionDueSoon, NudgeKind.PartnerDueSoon, NudgeKind.PartnerOverdue, NudgeKind.ActionUnanswered,
                NudgeKind.ActionUnreachable,
            NudgeKind.ActionDeclined, NudgeKind.FollowUp, NudgeKind.RequestWaiting }.Select(r => r.ToString())));
    }

    [Test]
    public async Task Requests_of_every_kind_are_waiting_and_approved()
    {
        Assert.That(await Values("SELECT DISTINCT Kind FROM ApprovalRequest WHERE Status = 'Waiting'"),
            Is.EquivalentTo(Enum.GetNames<RequestKind>()));
        Assert.That(await Values("SELECT DISTINCT Kind FROM ApprovalRequest WHERE Status = 'Approved'"),
            Is.EquivalentTo(Enum.GetNames<RequestKind>()));
        Assert.That(await Values("SELECT DISTINCT Status FROM ApprovalRequest"), Is.EquivalentTo(Enum.GetNames<RequestStatus>()));
    }

    [Test]
    public async Task Actions_cover_every_answer_and_outcome()
    {
        foreach (var (what, where) in new[]
        {
            ("accepted and open", "OwnerAnswer = 'Accepted' AND Status = 'Planned'"),
            ("declined and open", "OwnerAnswer = 'Declined' AND Status = 'Planned'"),
            ("declined and dropped", "OwnerAnswer = 'Declined' AND Status = 'Dropped'"),
            ("reported and not confirmed", "ReportedDoneOn IS NOT NULL AND Status = 'Planned'"),
            ("confirmed", "ReportedDoneOn IS NOT NULL AND Status = 'Done'"),
            ("done after the due date", "OwnerAttachmentId IS NOT NULL AND Status = 'Done' AND DoneOn > DueOn"),
            ("done by the department", "OwnerId IS NOT NULL AND Status = 'Done'"),
        })
            Assert.That(await _host.Query(db => db.Single<int>($"SELECT COUNT(*) FROM ProblemAction WHERE {where}", null, default)),
                Is.GreaterThan(0), what);
        Assert.That(await Values("SELECT DISTINCT Kind FROM Stakeholder"), Is.EquivalentTo(Enum.GetNames<StakeholderKind>()));
    }

    [Test]
    public async Task Openings_and_closings_are_spread_over_months_and_problems_over_leads()
    {
        Assert.That(await Values("SELECT DISTINCT SUBSTRING(OpenedAt, 1, 7) FROM Problem"), Has.Count.GreaterThanOrEqualTo(20));
        Assert.That(await Values("SELECT DISTINCT SUBSTRING(ClosedAt, 1, 7) FROM Problem WHERE ClosedAt IS NOT NULL"),
            Has.Count.GreaterThanOrEqualTo(15));
        var led = await _host.Query(db => db.List<int>("SELECT COUNT(*) FROM Problem WHERE LeadId IS NOT NULL GROUP BY LeadId",
            null, default));
        Assert.That(led, Has.Count.GreaterThanOrEqualTo(7).And.All.GreaterThanOrEqualTo(3));
    }

    [Test]
    public async Task Every_neighborhood_has_a_supervisor_and_every_supervisor_a_commander()
    {
        var neighborhoods = await _supervisor.Read("/api/v1/neighborhoods");
        Assert.That(neighborhoods.Each("supervisor").Distinct(),
            Is.EquivalentTo(new[] { DemoCity.Supervisor.Name, DemoPeople.Owen.Name, DemoPeople.Marisol.Name }));
        Assert.That(await Values("SELECT Name FROM Person WHERE CommanderId IS NOT NULL"), Has.Count.EqualTo(3));
    }

    [Test]
    public async Task The_directory_has_a_safe_contact_a_withdrawn_consent_and_a_duplicate_entry()
    {
        var entries = (await _supervisor.Read("/api/v1/stakeholders?size=200")).GetProperty("items").EnumerateArray().ToList();

        Assert.That(entries.Count(e => e.GetProperty("safeContact").ValueKind == JsonValueKind.String), Is.EqualTo(1));
        Assert.That(entries.Count(e => e.GetProperty("consentWithdrawnOn").ValueKind == JsonValueKind.String), Is.EqualTo(1));
        Assert.That(entries.Count(e => e.GetProperty("hasConsent").GetBoolean()), Is.GreaterThan(20));
        var similar = await _supervisor.Read("/api/v1/stakeholders/similar?name=Harbor+night+bus");
        Assert.That(similar.GetArrayLength(), Is.EqualTo(2));
    }

    [Test]
    public async Task No_event_is_in_the_future_and_each_history_is_in_order()
    {
        var now = _host.Time.GetUtcNow();
        foreach (var problem in await Problems("?size=200"))
        {
            var times = await _host.Query(db => db.List<DateTimeOffset>("SELECT At FROM AuditEntry WHERE ProblemId = @id ORDER BY Id",
                new { id = problem.GetProperty("id").GetInt64() }, default));
            Assert.That(times, Is.Ordered);
            Assert.That(times[^1], Is.LessThanOrEqualTo(now));
        }
        Assert.That(await Values("SELECT Number FROM Problem ORDER BY OpenedAt, Id"),
            Is.EqualTo(await Values("SELECT Number FROM Problem ORDER BY Number")));
        Assert.That(
            await _host.Query(db => db.Single<int>("SELECT COUNT(*) FROM Incident WHERE OccurredTo > @now OR OccurredFrom < @Begin",
                new { now, Begin = now.AddMonths(-24).AddDays(-1) }, default)), Is.Zero);
    }

    [Test]
    public async Task No_two_problems_read_the_same()
    {
        Assert.That(await Values("SELECT Title FROM Problem"), Is.Unique);
        Assert.That(await Values("SELECT Description FROM Problem"), Is.Unique);
    }

    [Test]
    public async Task No_one_has_a_password()
    {
        Assert.That(await _host.Query(db => db.Single<int>("SELECT COUNT(*) FROM Person WHERE PasswordHash IS NOT NULL", null, default)),
            Is.Zero);
    }

    [Test]
    public async Task Confidential_problems_are_hidden_from_officers_outside_their_team()
    {
        Assert.That((await Problems("?size=200")).Count(), Is.EqualTo(60));
        foreach (var reader in new[] { DemoCity.Officer, DemoCity.SecondOfficer, DemoCity.Command, DemoPeople.Nadia })
        {
            var hidden = await _host.Query(db => db.Single<int>("""
                SELECT COUNT(*) FROM Problem p WHERE p.Confidential = 1
                    AND NOT EXISTS (SELECT 1 FROM ProblemMember m JOIN Person w ON w.Id = m.PersonId
                    WHERE m.ProblemId = p.Id AND w.Email = @Email)
                """, reader, default));
            Assert.That((await Problems("?size=200", await _host.SignInDemo(reader.Email))).Count(), Is.EqualTo(60 - hidden), reader.Name);
            Assert.That(hidden, Is.GreaterThan(0));
        }
    }

    [Test]
    public async Task A_second_seeding_changes_nothing()
    {
        var events = await AuditEntries();

        Assert.That(await DemoSeed.Ensure(_host.Services, _host.Services.GetRequiredService<TrackerOptions>()), Is.False);
        Assert.That((await Count("Incident"), await Count("Problem"), await AuditEntries()), Is.EqualTo((40_000, 60, events)));
    }

    private async Task<IEnumerable<JsonElement>> Problems(string query, HttpClient? by = null) =>
        (await (await (by ?? _supervisor).GetAsync($"/api/v1/problems{query}")).Ok()).GetProperty("items").EnumerateArray();

    private Task<IReadOnlyList<string>> Values(string sql) => _host.Query(db => db.List<string>(sql, null, default));

    private Task<int> Count(string table) => _host.Query(db => db.Single<int>($"SELECT COUNT(*) FROM {table}", null, default));

    // The startup greeting may still be creating its tokens.
    private Task<int> AuditEntries() =>
        _host.Query(db => db.Single<int>("SELECT COUNT(*) FROM AuditEntry WHERE Event <> 'token.created'", null, default));
}
