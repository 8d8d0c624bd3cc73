using System.Text.Json;
using ProblemTracker.Accounts;
using ProblemTracker.Agency;
using ProblemTracker.Domain;
using ProblemTracker.Nudges;
using ProblemTracker.Shared;

namespace ProblemTracker.Tests.Nudges;

/// <summary>
/// A problem opened on Monday, March 2, 2026, is due in Scanning on March 16. No one has worked on it since it was opened.
/// </summary>
public sealed class RaiseNudgesTests
{
    private TrackerHost _host = null!;

    [SetUp] public void Start() => _host = new();
    [TearDown] public void Stop() => _host.Dispose();

    [Test]
    public async Task Nudges_escalate_day_by_day_from_lead_to_supervisor_to_commander()
    {
        await _host.OpenProblem();
        await _host.AssignResponsibility(supervisor: true, commander: true);

        List<string> raised = [];
        for (var day = TrackerHost.Start; day <= TrackerHost.Start.AddDays(36); day = day.AddDays(1))
        {
            _host.Time.SetUtcNow(day);
            if ((await _host.Send(new RaiseNudges())).Raised > 0)
                raised.AddRange((await Raised()).Skip(raised.Count).Select(n => $"{day:M/d} {n}"));
        }

        Assert.That(raised, Is.EqualTo(new[]
        {
            "3/13 DueSoon 0 officer",
            "3/16 DueToday 0 officer", "3/16 NoActivity 0 officer",
            "3/17 Overdue 0 officer",
            "3/23 Overdue 1 officer", "3/23 EscalatedToSupervisor 0 supervisor",
            "3/30 Overdue 2 officer",
            "4/6 Overdue 3 officer", "4/6 EscalatedToCommander 0 command",
        }));
    }

    [Test]
    public async Task Nudges_missed_during_downtime_collapse_to_the_highest()
    {
        await _host.OpenProblem();
        await _host.AssignResponsibility(supervisor: true, commander: true);
        _host.Until(2026, 4, 8);

        for (var run = 0; run < 3; run++) await _host.Send(new RaiseNudges());

        Assert.That(await Raised(),
            Is.EqualTo(new[] { "Overdue 3 officer", "EscalatedToSupervisor 0 supervisor", "EscalatedToCommander 0 command",
                "NoActivity 0 officer" }));
    }

    [Test]
    public async Task Day_ends_at_midnight_in_the_agency_s_time_zone()
    {
        await _host.OpenProblem();
        // March 13 in London, still March 12 in New York.
        _host.Time.SetUtcNow(new(2026, 3, 13, 3, 59, 0, TimeSpan.Zero));
        Assert.That((await _host.Send(new RaiseNudges())).Raised, Is.Zero);

        _host.Time.SetUtcNow(new(2026, 3, 13, 4, 0, 0, TimeSpan.Zero));
        Assert.That((await _host.Send(new RaiseNudges())).Raised, Is.EqualTo(1));
    }

    [Test]
    public async Task Each_nudge_is_in_the_timeline_and_queues_no_email()
    {
        var id = await _host.OpenProblem();
        _host.Until(2026, 3, 17);
        await _host.Send(new RaiseNudges());

        var timeline = await _host.SignIn(Role.Officer).Read($"/api/v1/problems/{id}/timeline");
        Assert.That(timeline.Each("summary"), Does.Contain("Overdue since March 16, 2026. Notified the lead officer."));
        Assert.That(await Count("Outbox"), Is.Zero);
    }

    [Test]
    public async Task Two_processes_at_once_raise_each_nudge_once()
    {
        for (var i = 0; i < 5; i++) await _host.OpenProblem($"Problem {i}");
        using var other = new TrackerHost(beside: _host);
        _host.Until(2026, 3, 13);

        var runs = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(i => Task.Run(() => (i % 2 == 0 ? _host : other).Send(new RaiseNudges()))));

        Assert.That(runs.Sum(r => r.Raised), Is.EqualTo(5));
        Assert.That((await Count("Nudge"), await Count("NudgeRecipient")), Is.EqualTo((5, 5)));
    }

    [Test]
    public async Task New_due_date_raises_nudges_again()
    {
        await _host.OpenProblem();
        _host.Until(2026, 3, 17);
        await _host.Send(new RaiseNudges());
        await _host.Send(new SetSetting("deadlines.scanningDays", "21"));
        Assert.That((await _host.Send(new RaiseNudges())).Raised, Is.Zero);

        _host.Until(2026, 3, 24);
        Assert.That((await _host.Send(new RaiseNudges())).Raised, Is.EqualTo(1));
        var overdue = (await Nudges(Role.Officer)).EnumerateArray().Where(n => n.GetProperty("kind").GetString() == "Overdue");
        Assert.That(overdue.Select(n => n.GetProperty("applies").GetBoolean()), Is.EqualTo(new[] { true, false }));
    }

    [Test]
    public async Task Problem_is_checked_again_on_its_date_or_after_a_change()
    {
        var id = await _host.OpenProblem();
        await _host.Send(new RaiseNudges());
        Assert.That(await LookOn(id), Is.EqualTo("2026-03-13"));

        await (await _host.SignIn(Role.Officer).PostAsJsonAsync($"/api/v1/problems/{id}/notes", new { text = "Seen today." })).Ok();
        Assert.That(await LookOn(id), Is.EqualTo("1900-01-01"));

        await _host.Send(new RaiseNudges());
        await _host.Send(new SetSetting("deadlines.scanningDays", "9"));
        Assert.That(await LookOn(id), Is.EqualTo("1900-01-01"));

        await _host.Send(new RaiseNudges());
        await _host.Send(new ChangePerson(_host.IdOf(Role.Officer), 1, "Gone", [Role.Officer], Active: false));
        Assert.That(await LookOn(id), Is.EqualTo("1900-01-01"));
    }

    [Test]
    public async Task Without_a_lead_the_supervisor_of_the_neighborhood_is_notified()
    {
        _host.IdOf("other", Role.Supervisor);
        await _host.OpenProblem(led: false);
        await _host.AssignResponsibility(supervisor: true);
        _host.Until(2026, 3, 13);

        await _host.Send(new RaiseNudges());

        Assert.That(await Raised(), Is.EqualTo(new[] { "DueSoon 0 supervisor" }));
    }

    [Test]
    public async Task Without_a_supervisor_of_the_neighborhood_every_active_supervisor_is_notified()
    {
        _host.IdOf("one", Role.Supervisor);
        _host.IdOf("two", Role.Supervisor);
        var gone = _host.IdOf("three", Role.Supervisor);
        await _host.Send(new ChangePerson(gone, 1, "three", [Role.Supervisor], Active: false));
        await _host.OpenProblem(led: false);
        _host.Until(2026, 3, 13);

        await _host.Send(new RaiseNudges());

        Assert.That(await Raised(), Is.EqualTo(new[] { "DueSoon 0 one", "DueSoon 0 two" }));
    }

    [Test]
    public async Task Supervisor_is_notified_if_the_lead_can_no_longer_see_the_problem()
    {
        await _host.OpenProblem();
        await _host.OpenProblem("Another");
        await _host.AssignResponsibility(supervisor: true);
        _host.Until(2026, 3, 13);
        // An officer who became an administrator can no longer read problems.
        await _host.Send(new ChangePerson(_host.IdOf(Role.Officer), 1, "officer", [Role.Administrator], Active: true));

        await _host.Send(new RaiseNudges());

        Assert.That(await Raised(), Is.EqualTo(new[] { "DueSoon 0 supervisor", "DueSoon 0 supervisor" }));
    }

    [Test]
    public async Task Nudge_without_a_recipient_is_raised_once_there_is_one()
    {
        await _host.OpenProblem(led: false);
        _host.Until(2026, 3, 13);
        Assert.That((await _host.Send(new RaiseNudges())).Raised, Is.Zero);

        _host.IdOf(Role.Supervisor);
        _host.Until(2026, 3, 14);
        await _host.Send(new RaiseNudges());

        Assert.That(await Raised(), Is.EqualTo(new[] { "DueSoon 0 supervisor" }));
    }

    [Test]
    public async Task Confidential_problem_is_escalated_by_hand_and_command_staff_are_not_notified()
    {
        await _host.OpenProblem(confidential: true);
        await _host.AssignResponsibility(supervisor: true, commander: true);
        _host.Until(2026, 4, 8);

        await _host.Send(new RaiseNudges());

        Assert.That(await Raised(), Does.Contain("SupervisorAskedToEscalate 0 supervisor").And.None.EndsWith(" command"));
    }

    [Test]
    public async Task Supervisor_is_notified_if_the_lead_left_the_team_of_a_confidential_problem()
    {
        var id = await _host.OpenProblem(confidential: true);
        await _host.AssignResponsibility(supervisor: true);
        await Sql("DELETE FROM ProblemMember WHERE ProblemId = @id", id);
        _host.Until(2026, 3, 13);

        await _host.Send(new RaiseNudges());

        Assert.That(await Raised(), Is.EqualTo(new[] { "DueSoon 0 supervisor" }));
    }

    [Test]
    public async Task Nudge_is_hidden_once_its_recipient_cannot_see_the_problem()
    {
        var id = await _host.OpenProblem();
        _host.Until(2026, 3, 17);
        await _host.Send(new RaiseNudges());
        var nudge = (await Nudges(Role.Officer))[0].GetProperty("id").GetInt64();
        await Sql("UPDATE Problem SET Confidential = 1 WHERE Id = @id", id);
        await Sql("DELETE FROM ProblemMember WHERE ProblemId = @id", id);

        Assert.That((await Nudges(Role.Officer)).GetArrayLength(), Is.Zero);
        Assert.That((await _host.SendAs(_host.IdOf(Role.Officer), [Role.Officer], new CountWaiting())).Nudges, Is.Zero);
        Assert.That((await _host.SignIn(Role.Officer).PostAsync($"/api/v1/nudges/{nudge}/seen", null)).StatusCode,
            Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task Hold_pauses_nudges_until_it_ends()
    {
        var id = await _host.OpenProblem();
        await Sql("UPDATE Problem SET OnHoldUntil = '2026-03-20' WHERE Id = @id", id);
        _host.Until(2026, 3, 19);
        Assert.That((await _host.Send(new RaiseNudges())).Raised, Is.Zero);

        _host.Until(2026, 3, 20);
        await _host.Send(new RaiseNudges());
        Assert.That(await Raised(), Is.EqualTo(new[] { "Overdue 0 officer", "NoActivity 0 officer" }));
    }

    [Test]
    public async Task Closed_problem_raises_only_the_follow_up()
    {
        var problem = new GivenProblem(_host, await _host.OpenProblem());
        _host.Until(2026, 3, 17);
        await (await problem.Move(Stage.Closed, problem.Supervisor, closingReason: "FurtherEffortUnlikelyToHelp")).Ok();

        Assert.That((await _host.Send(new RaiseNudges())).Raised, Is.Zero);
        _host.Until(2026, 9, 16);
        Assert.That((await _host.Send(new RaiseNudges())).Raised, Is.Zero);
        _host.Until(2026, 9, 17);
        Assert.That((await _host.Send(new RaiseNudges())).Raised, Is.EqualTo(1));
        var nudge = (await Nudges(Role.Officer))[0];
        Assert.That((nudge.GetProperty("kind").GetString(), nudge.GetProperty("link").GetString()),
            Is.EqualTo(("FollowUp", $"/problems/{problem.Id}/follow-up")));
    }

    [Test]
    public async Task Problem_is_not_quiet_during_its_after_period()
    {
        var problem = await _host.Problem(Gate.Assessment);
        await (await problem.Move(Stage.Assessment)).Ok();
        _host.Until(2026, 8, 30);
        await _host.Send(new RaiseNudges());
        Assert.That(await Raised(), Has.None.StartsWith("NoActivity"));

        // The plan's after period ends on August 31.
        _host.Until(2026, 9, 1);
        await _host.Send(new RaiseNudges());
        Assert.That(await Raised(), Has.One.StartsWith("NoActivity"));
    }

    [Test]
    public async Task Owner_of_an_action_is_reminded_or_the_lead_if_the_owner_has_left()
    {
        var id = await _host.OpenProblem();
        var colleague = _host.IdOf("colleague", Role.Officer);
        foreach (var owner in new[] { colleague, _host.IdOf("leaver", Role.Officer) })
            await (await _host.SignIn(Role.Officer).PostAsJsonAsync($"/api/v1/problems/{id}/actions",
                new { description = "Fix the lamp", enforcement = false, ownerId = owner, dueOn = "2026-03-09" })).Ok();
        await _host.Send(new ChangePerson(_host.IdOf("leaver"), 1, "leaver", [Role.Officer], Active: false));

        _host.Until(2026, 3, 6);
        await _host.Send(new RaiseNudges());
        _host.Until(2026, 3, 10);
        await _host.Send(new RaiseNudges());

        Assert.That(await Raised(),
            Is.EqualTo(new[] { "ActionDueSoon 0 colleague", "ActionOverdue 0 colleague", "ActionUnreachable 0 officer" }));
        var mine = (await Nudges(Role.Officer))[0];
        Assert.That(mine.GetProperty("link").GetString(), Is.EqualTo($"/actions/{mine.GetProperty("actionId").GetInt64()}"));
        Assert.That(mine.GetProperty("sentence").GetString(), Does.Contain("Fix the lamp").And.Contain("yesterday"));
    }

    [Test]
    public async Task Outside_owner_gets_at_most_two_emails_then_the_lead_is_notified()
    {
        var (id, action, attachment) = await OwnedOutside("2026-03-09");
        _host.Until(2026, 3, 6);
        await _host.Send(new RaiseNudges());
        _host.Until(2026, 3, 10);
        await _host.Send(new RaiseNudges());
        Assert.That(await Raised(), Is.EqualTo(new[] { $"PartnerDueSoon 0 mail {attachment}", $"PartnerOverdue 0 mail {attachment}" }));

        await Sql("UPDATE ProblemAction SET DueOn = '2026-03-14' WHERE Id = @id", action);
        await Sql("UPDATE Problem SET LookOn = '1900-01-01' WHERE Id = @id", id);
        _host.Until(2026, 3, 15);
        await _host.Send(new RaiseNudges());

        Assert.That((await Raised()).Skip(2), Does.Contain("ActionUnanswered 0 officer").And.None.StartsWith("Partner"));
        var timeline = await _host.SignIn(Role.Officer).Read($"/api/v1/problems/{id}/timeline");
        Assert.That(timeline.Each("summary"), Has.None.Contains("Harbor"));
    }

    [TestCase("ConsentOn = NULL")]
    [TestCase("ConsentWithdrawnOn = '2026-03-03'")]
    [TestCase("Email = NULL")]
    [TestCase("SafeContact = 'Call before noon, never write.'")]
    [TestCase("PreferredChannel = 'Phone'")]
    public async Task Outside_owner_who_cannot_be_emailed_is_reported_to_the_lead(string set)
    {
        await OwnedOutside("2026-03-09");
        await Sql($"UPDATE Stakeholder SET {set} WHERE @id = 0", 0);
        _host.Until(2026, 3, 10);

        await _host.Send(new RaiseNudges());

        Assert.That(await Raised(), Is.EqualTo(new[] { "ActionUnreachable 0 officer" }));
    }

    [Test]
    public async Task Consent_given_after_the_due_date_allows_a_reminder()
    {
        var (_, _, attachment) = await OwnedOutside("2026-03-09");
        await Sql("UPDATE Stakeholder SET ConsentOn = NULL WHERE @id = 0", 0);
        _host.Until(2026, 3, 10);
        await _host.Send(new RaiseNudges());
        await Sql("UPDATE Stakeholder SET ConsentOn = '2026-03-11' WHERE @id = 0", 0);

        _host.Until(2026, 3, 11);
        await _host.Send(new RaiseNudges());

        Assert.That((await Raised())[^1], Is.EqualTo($"PartnerOverdue 0 mail {attachment}"));
    }

    [Test]
    public async Task Partner_with_an_account_is_notified_there_and_sees_only_number_and_action()
    {
        var (id, action, _) = await OwnedOutside("2026-03-09");
        var partner = Partner();
        _host.Until(2026, 3, 6);
        await _host.Send(new RaiseNudges());
        Assert.That(await Raised(), Is.EqualTo(new[] { "PartnerDueSoon 0 pat" }));

        var nudge = (await (await partner.GetAsync("/api/v1/nudges")).Ok()).GetProperty("items")[0];
        Assert.That(nudge.GetProperty("number").GetString(), Is.EqualTo("P-2026-0001"));
        Assert.That(nudge.GetProperty("link").GetString(), Is.EqualTo($"/partner/actions/{action}"));
        Assert.That(nudge.GetProperty("sentence").GetString(),
            Is.EqualTo("Your action “Light the alley” is due on Mar 9, 2026, in 3 days."));
        foreach (var hidden in new[] { "problemId", "title", "stage" })
            Assert.That(nudge.GetProperty(hidden).ValueKind, Is.EqualTo(JsonValueKind.Null), hidden);
        var nudgeId = nudge.GetProperty("id").GetInt64();
        await (await partner.PostAsync($"/api/v1/nudges/{nudgeId}/seen", null)).Ok();

        foreach (var (away, back) in new[]
        {
            ("UPDATE Problem SET Confidential = 1 WHERE Id = @id", "UPDATE Problem SET OpenToPartners = 1 WHERE Id = @id"),
            ("UPDATE ProblemStakeholder SET DetachedAt = AttachedAt WHERE ProblemId = @id",
                "UPDATE ProblemStakeholder SET DetachedAt = NULL WHERE ProblemId = @id"),
            ("UPDATE ProblemAction SET OwnerAttachmentId = NULL WHERE ProblemId = @id", ""),
        })
        {
            await Sql(away, id);
            Assert.That((await (await partner.GetAsync("/api/v1/nudges?show=all")).Ok()).GetProperty("total").GetInt32(), Is.Zero, away);
            Assert.That((await partner.GetAsync($"/api/v1/nudges/{nudgeId}")).StatusCode, Is.EqualTo(HttpStatusCode.NotFound), away);
            if (back.Length > 0) await Sql(back, id);
            if (back.Length > 0)
                Assert.That((await partner.GetAsync($"/api/v1/nudges/{nudgeId}")).StatusCode, Is.EqualTo(HttpStatusCode.OK), back);
        }
    }

    [Test]
    public async Task Partners_of_a_confidential_problem_are_reminded_only_if_the_lead_allows_it()
    {
        var (id, _, _) = await OwnedOutside("2026-03-09");
        Partner();
        await Sql("UPDATE Problem SET Confidential = 1 WHERE Id = @id", id);
        _host.Until(2026, 3, 10);
        await _host.Send(new RaiseNudges());
        Assert.That(await Raised(), Is.EqualTo(new[] { "ActionUnreachable 0 officer" }));

        await Sql("UPDATE Problem SET OpenToPartners = 1, LookOn = '1900-01-01' WHERE Id = @id", id);
        await _host.Send(new RaiseNudges());
        Assert.That((await Raised())[^1], Is.EqualTo("PartnerOverdue 0 pat"));
    }

    [Test]
    public async Task Lead_is_notified_at_once_when_an_owner_declines()
    {
        var (id, action, _) = await OwnedOutside("2026-06-01");
        await Sql("UPDATE ProblemAction SET OwnerAnswer = 'Declined', OwnerAnsweredAt = '2026-03-02T14:00:00.0000000Z' WHERE Id = @id",
            action);
        await Sql("UPDATE Problem SET LookOn = '1900-01-01' WHERE Id = @id", id);

        await _host.Send(new RaiseNudges());

        Assert.That(await Raised(), Is.EqualTo(new[] { "ActionDeclined 0 officer" }));
        Assert.That((await Nudges(Role.Officer))[0].GetProperty("applies").GetBoolean(), Is.True);
    }

    [Test]
    public async Task Supervisor_is_notified_of_a_request_after_three_days()
    {
        var id = await _host.OpenProblem();
        await _host.AssignResponsibility(supervisor: true);
        await _host.Query(db => db.Execute("""
            INSERT INTO ApprovalRequest (ProblemId, Visit, Kind, Requested, Reason, RequestedBy, RequestedAt, Status)
            VALUES (@id, 1, 'Extension', '{}', 'More time.', @RequestedBy, @Start, 'Waiting')
            """, new { id, RequestedBy = _host.IdOf(Role.Officer), TrackerHost.Start }, default));
        _host.Until(2026, 3, 5);

        await _host.Send(new RaiseNudges());

        Assert.That(await Raised(), Is.EqualTo(new[] { "RequestWaiting 0 supervisor" }));
        var nudge = (await Nudges(Role.Supervisor))[0];
        Assert.That(nudge.GetProperty("requestId").GetInt64(), Is.EqualTo(1));
        Assert.That((nudge.GetProperty("applies").GetBoolean(), nudge.GetProperty("dueOn").GetString()),
            Is.EqualTo((true, "2026-03-02")));
    }

    [Test]
    public async Task Second_run_raises_the_rest_after_a_full_batch()
    {
        await _host.OpenProblem();
        await Copy(times: 8); // 256 problems, more than a batch of 200
        _host.Until(2026, 3, 13);

        var first = await _host.Send(new RaiseNudges());
        var second = await _host.Send(new RaiseNudges());

        Assert.That((first.Raised, first.HasMore, second.Raised, second.HasMore), Is.EqualTo((200, true, 56, false)));
    }

    [Test]
    public async Task Query_for_problems_to_check_uses_its_index()
    {
        if (Tests.Data.ServerDatabase.IsGiven) Assert.Ignore("Query plans are read on SQLite.");
        var plan = await _host.Query(db => db.List<PlanLine>(
            "EXPLAIN QUERY PLAN SELECT Id FROM Problem WHERE LookOn <= '2026-03-17' ORDER BY LookOn, Id LIMIT 200", null, default));

        Assert.That(plan.Select(p => p.Detail),
            Has.Some.Contains("IX_Problem_Look").And.None.StartsWith("SCAN").And.None.Contains("TEMP B-TREE"));
    }

    private sealed record PlanLine
    {
        public string Detail { get; init; } = "";
    }

    private sealed record RaisedRow
    {
        public NudgeKind Kind { get; init; }
        public int Occurrence { get; init; }
        public string? Name { get; init; }
        public long? AttachmentId { get; init; }
    }

    /// <summary>All nudges raised so far, one line per recipient.</summary>
    private async Task<IReadOnlyList<string>> Raised() => [.. (await _host.Query(db => db.List<RaisedRow>("""
        SELECT n.Kind, n.Occurrence, w.Name, n.AttachmentId FROM Nudge n
        LEFT JOIN NudgeRecipient r ON r.NudgeId = n.Id LEFT JOIN Person w ON w.Id = r.PersonId ORDER BY n.Id, w.Id
        """, null, default))).Select(n => $"{n.Kind} {n.Occurrence} {n.Name ?? $"mail {n.AttachmentId}"}")];

    /// <summary>Adds an action owned outside the department by someone who consented to emails.</summary>
    private async Task<(long Problem, long Action, long Attachment)> OwnedOutside(string dueOn)
    {
        var id = await _host.OpenProblem();
        var attachment = await _host.Attach(id, "Harbor Merchants", "Partner");
        await Sql("UPDATE Stakeholder SET ConsentOn = '2026-03-01', Email = 'harbor@test.example' WHERE @id = 0", 0);
        var action = (await (await _host.SignIn(Role.Officer).PostAsJsonAsync($"/api/v1/problems/{id}/actions",
            new { description = "Light the alley", enforcement = false, ownerAttachmentId = attachment, dueOn })).Ok()).GetProperty("id")
            .GetInt64();
        return (id, action, attachment);
    }

    private HttpClient Partner() => _host.SignInPartner(1, "pat");

    private async Task<JsonElement> Nudges(Role role) =>
        (await (await _host.SignIn(role).GetAsync("/api/v1/nudges?show=all")).Ok()).GetProperty("items");

    private Task<string> LookOn(long id) =>
        _host.Query(async db =>
            $"{await db.Single<DateOnly>("SELECT LookOn FROM Problem WHERE Id = @id", new { id }, default):yyyy-MM-dd}");

    private Task<int> Count(string table) => _host.Query(db => db.Single<int>($"SELECT COUNT(*) FROM {table}", null, default));

    private Task<int> Sql(string sql, long id) => _host.Query(db => db.Write(() => db.Execute(sql, new { id }, default), default));

    private Task<int> Copy(int times) => _host.Query(db => db.Write(async () =>
    {
        for (var i = 0; i < times; i++)
        {
            await db.Execute("""
                INSERT INTO Problem (Number, Title, TitleKey, Description, CategoryCode, NeighborhoodId, Source, Priority,
                    Confidential, LeadId, Stage, Visit, StageSince, DueOn, OpenedAt, TouchedAt, LastActivityAt)
                SELECT CONCAT(Number, '-', @i), Title, TitleKey, Description, CategoryCode, NeighborhoodId, Source, Priority,
                    Confidential, LeadId, Stage, Visit, StageSince, DueOn, OpenedAt, TouchedAt, LastActivityAt FROM Problem
                """, new { i }, default);
        }
        return 0;
    }, default));
}
