using System.Text.Json;
using ProblemTracker.Accounts;
using ProblemTracker.Agency;
using ProblemTracker.Domain;
using ProblemTracker.Nudges;
using ProblemTracker.Shared;

namespace ProblemTracker.Tests.Nudges;

/// <summary>
/// A problem opened on Monday, March 2, 2026 is due in Scanning on March 16; nobody has worked on it since it was opened.
/// </summary>
public sealed class RaiseNudgesTests
{
    private TrackerHost _host = null!;

    [SetUp] public void Start() => _host = new();
    [TearDown] public void Stop() => _host.Dispose();

    [Test]
    public async Task Day_by_day_it_climbs_from_the_lead_to_the_supervisor_to_the_commander()
    {
        await _host.OpenProblem();
        await _host.AssignResponsibility(supervisor: true, commander: true);

        List<string> told = [];
        for (var day = TrackerHost.Start; day <= TrackerHost.Start.AddDays(36); day = day.AddDays(1))
        {
            _host.Time.SetUtcNow(day);
            if ((await _host.Send(new RaiseNudges())).Raised > 0)
                told.AddRange((await Raised()).Skip(told.Count).Select(n => $"{day:M/d} {n}"));
        }

        Assert.That(told, Is.EqualTo(new[]
        {
            "3/13 DueSoon 0 officer",
            "3/16 DueToday 0 officer", "3/16 Quiet 0 officer",
            "3/17 Overdue 0 officer",
            "3/23 Overdue 1 officer", "3/23 Escalated 0 supervisor",
            "3/30 Overdue 2 officer",
            "4/6 Overdue 3 officer", "4/6 EscalatedToCommand 0 command",
        }));
    }

    [Test]
    public async Task What_was_missed_while_nothing_ran_collapses_to_the_highest()
    {
        await _host.OpenProblem();
        await _host.AssignResponsibility(supervisor: true, commander: true);
        _host.Until(2026, 4, 8);

        for (var run = 0; run < 3; run++) await _host.Send(new RaiseNudges());

        Assert.That(await Raised(),
            Is.EqualTo(new[] { "Overdue 3 officer", "Escalated 0 supervisor", "EscalatedToCommand 0 command", "Quiet 0 officer" }));
    }

    [Test]
    public async Task The_day_ends_at_midnight_of_the_agency()
    {
        await _host.OpenProblem();
        // March 13 in London, still the evening of the 12th in New York.
        _host.Time.SetUtcNow(new(2026, 3, 13, 3, 59, 0, TimeSpan.Zero));
        Assert.That((await _host.Send(new RaiseNudges())).Raised, Is.Zero);

        _host.Time.SetUtcNow(new(2026, 3, 13, 4, 0, 0, TimeSpan.Zero));
        Assert.That((await _host.Send(new RaiseNudges())).Raised, Is.EqualTo(1));
    }

    [Test]
    public async Task Each_nudge_is_a_line_in_the_timeline_and_no_mail_is_queued_with_it()
    {
        var id = await _host.OpenProblem();
        _host.Until(2026, 3, 17);
        await _host.Send(new RaiseNudges());

        var timeline = await _host.SignIn(Role.Officer).Read($"/api/v1/problems/{id}/timeline");
        Assert.That(timeline.Each("summary"), Does.Contain("Overdue since March 16, 2026: the lead was told."));
        Assert.That(await Count("Outbox"), Is.Zero);
    }

    [Test]
    public async Task Two_processes_at_the_same_moment_nudge_once()
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
    public async Task A_new_due_date_is_nudged_again()
    {
        await _host.OpenProblem();
        _host.Until(2026, 3, 17);
        await _host.Send(new RaiseNudges());
        await _host.Send(new SetSetting("deadlines.scanningDays", "21"));
        Assert.That((await _host.Send(new RaiseNudges())).Raised, Is.Zero);

        _host.Until(2026, 3, 24);
        Assert.That((await _host.Send(new RaiseNudges())).Raised, Is.EqualTo(1));
        var overdue = (await Nudges(Role.Officer)).EnumerateArray().Where(n => n.GetProperty("rung").GetString() == "Overdue");
        Assert.That(overdue.Select(n => n.GetProperty("stillStands").GetBoolean()), Is.EqualTo(new[] { true, false }));
    }

    [Test]
    public async Task A_problem_is_looked_at_again_on_its_day_or_when_it_changed()
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
    public async Task Without_a_lead_the_supervisor_who_answers_for_the_neighborhood_is_told()
    {
        _host.IdOf("other", Role.Supervisor);
        await _host.OpenProblem(led: false);
        await _host.AssignResponsibility(supervisor: true);
        _host.Until(2026, 3, 13);

        await _host.Send(new RaiseNudges());

        Assert.That(await Raised(), Is.EqualTo(new[] { "DueSoon 0 supervisor" }));
    }

    [Test]
    public async Task Where_nobody_answers_for_the_neighborhood_every_active_supervisor_is_told()
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
    public async Task A_lead_who_has_left_or_may_not_see_it_gives_way_to_the_supervisor()
    {
        await _host.OpenProblem();
        await _host.OpenProblem("Another");
        await _host.AssignResponsibility(supervisor: true);
        _host.Until(2026, 3, 13);
        // An officer who became an administrator reads no problems any more.
        await _host.Send(new ChangePerson(_host.IdOf(Role.Officer), 1, "officer", [Role.Administrator], Active: true));

        await _host.Send(new RaiseNudges());

        Assert.That(await Raised(), Is.EqualTo(new[] { "DueSoon 0 supervisor", "DueSoon 0 supervisor" }));
    }

    [Test]
    public async Task What_reaches_nobody_yet_is_raised_once_somebody_is_there()
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
    public async Task Of_a_confidential_problem_the_supervisor_escalates_by_hand_and_command_staff_hear_nothing()
    {
        await _host.OpenProblem(confidential: true);
        await _host.AssignResponsibility(supervisor: true, commander: true);
        _host.Until(2026, 4, 8);

        await _host.Send(new RaiseNudges());

        Assert.That(await Raised(), Does.Contain("EscalateByHand 0 supervisor").And.None.EndsWith(" command"));
    }

    [Test]
    public async Task A_confidential_problem_whose_lead_has_left_the_team_is_told_to_the_supervisor()
    {
        var id = await _host.OpenProblem(confidential: true);
        await _host.AssignResponsibility(supervisor: true);
        await Sql("DELETE FROM ProblemMember WHERE ProblemId = @id", id);
        _host.Until(2026, 3, 13);

        await _host.Send(new RaiseNudges());

        Assert.That(await Raised(), Is.EqualTo(new[] { "DueSoon 0 supervisor" }));
    }

    [Test]
    public async Task A_nudge_about_a_problem_that_became_invisible_is_hidden()
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
    public async Task On_hold_nothing_is_said_until_work_goes_on()
    {
        var id = await _host.OpenProblem();
        await Sql("UPDATE Problem SET HeldUntil = '2026-03-20' WHERE Id = @id", id);
        _host.Until(2026, 3, 19);
        Assert.That((await _host.Send(new RaiseNudges())).Raised, Is.Zero);

        _host.Until(2026, 3, 20);
        await _host.Send(new RaiseNudges());
        Assert.That(await Raised(), Is.EqualTo(new[] { "Overdue 0 officer", "Quiet 0 officer" }));
    }

    [Test]
    public async Task A_closed_problem_is_left_alone_but_for_the_look_whether_it_held()
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
        Assert.That((nudge.GetProperty("rung").GetString(), nudge.GetProperty("link").GetString()),
            Is.EqualTo(("FollowUp", $"/problems/{problem.Id}/follow-up")));
    }

    [Test]
    public async Task While_the_period_after_the_response_runs_it_is_not_quiet()
    {
        var problem = await _host.Problem(Gate.Assessment);
        await (await problem.Move(Stage.Assessment)).Ok();
        _host.Until(2026, 8, 30);
        await _host.Send(new RaiseNudges());
        Assert.That(await Raised(), Has.None.StartsWith("Quiet"));

        // Its plan compares until August 31.
        _host.Until(2026, 9, 1);
        await _host.Send(new RaiseNudges());
        Assert.That(await Raised(), Has.One.StartsWith("Quiet"));
    }

    [Test]
    public async Task The_owner_of_an_action_is_told_and_a_colleague_who_left_is_reported_to_the_lead()
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
    public async Task Somebody_outside_gets_two_emails_at_most_and_then_the_lead_is_told()
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
    public async Task Nobody_outside_is_written_to_who_does_not_want_it_and_the_lead_learns_so(string set)
    {
        await OwnedOutside("2026-03-09");
        await Sql($"UPDATE Stakeholder SET {set} WHERE @id = 0", 0);
        _host.Until(2026, 3, 10);

        await _host.Send(new RaiseNudges());

        Assert.That(await Raised(), Is.EqualTo(new[] { "ActionUnreachable 0 officer" }));
    }

    [Test]
    public async Task Consent_that_comes_late_is_noticed()
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
    public async Task A_partner_with_an_account_is_told_there_and_reads_the_number_and_the_action_alone()
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
    public async Task Of_a_confidential_problem_partners_are_reminded_only_where_the_lead_says_so()
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
    public async Task A_refusal_is_told_to_the_lead_at_once()
    {
        var (id, action, _) = await OwnedOutside("2026-06-01");
        await Sql("UPDATE ProblemAction SET OwnerAnswer = 'Declined', OwnerAnsweredAt = '2026-03-02T14:00:00.0000000Z' WHERE Id = @id",
            action);
        await Sql("UPDATE Problem SET LookOn = '1900-01-01' WHERE Id = @id", id);

        await _host.Send(new RaiseNudges());

        Assert.That(await Raised(), Is.EqualTo(new[] { "ActionDeclined 0 officer" }));
        Assert.That((await Nudges(Role.Officer))[0].GetProperty("stillStands").GetBoolean(), Is.True);
    }

    [Test]
    public async Task A_request_that_waits_three_days_is_told_to_the_supervisor()
    {
        var id = await _host.OpenProblem();
        await _host.AssignResponsibility(supervisor: true);
        await _host.Query(db => db.Execute("""
            INSERT INTO ApprovalRequest (ProblemId, Visit, Kind, Asked, Reason, AskedBy, AskedAt, Status)
            VALUES (@id, 1, 'Extension', '{}', 'More time.', @AskedBy, @Start, 'Waiting')
            """, new { id, AskedBy = _host.IdOf(Role.Officer), TrackerHost.Start }, default));
        _host.Until(2026, 3, 5);

        await _host.Send(new RaiseNudges());

        Assert.That(await Raised(), Is.EqualTo(new[] { "ApprovalWaiting 0 supervisor" }));
        var nudge = (await Nudges(Role.Supervisor))[0];
        Assert.That(nudge.GetProperty("approvalRequestId").GetInt64(), Is.EqualTo(1));
        Assert.That((nudge.GetProperty("stillStands").GetBoolean(), nudge.GetProperty("dueOn").GetString()),
            Is.EqualTo((true, "2026-03-02")));
    }

    [Test]
    public async Task More_than_one_batch_is_worked_off()
    {
        await _host.OpenProblem();
        await Copy(times: 8); // 256 problems, more than a batch of 200
        _host.Until(2026, 3, 13);

        var first = await _host.Send(new RaiseNudges());
        var second = await _host.Send(new RaiseNudges());

        Assert.That((first.Raised, first.HasMore, second.Raised, second.HasMore), Is.EqualTo((200, true, 56, false)));
    }

    [Test]
    public async Task The_search_for_problems_to_look_at_walks_its_index()
    {
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
        public Rung Rung { get; init; }
        public int Occurrence { get; init; }
        public string? Name { get; init; }
        public long? AttachmentId { get; init; }
    }

    /// <summary>Everything raised so far, a line for each recipient.</summary>
    private async Task<IReadOnlyList<string>> Raised() => [.. (await _host.Query(db => db.List<RaisedRow>("""
        SELECT n.Rung, n.Occurrence, w.Name, n.AttachmentId FROM Nudge n
        LEFT JOIN NudgeRecipient r ON r.NudgeId = n.Id LEFT JOIN Person w ON w.Id = r.PersonId ORDER BY n.Id, w.Id
        """, null, default))).Select(n => $"{n.Rung} {n.Occurrence} {n.Name ?? $"mail {n.AttachmentId}"}")];

    /// <summary>An action of somebody outside who agreed to be written to.</summary>
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
        _host.Query(db => db.Single<string>("SELECT LookOn FROM Problem WHERE Id = @id", new { id }, default));

    private Task<int> Count(string table) => _host.Query(db => db.Single<int>($"SELECT COUNT(*) FROM {table}", null, default));

    private Task<int> Sql(string sql, long id) => _host.Query(db => db.Write(() => db.Execute(sql, new { id }, default), default));

    private Task<int> Copy(int times) => _host.Query(db => db.Write(async () =>
    {
        for (var i = 0; i < times; i++)
        {
            await db.Execute("""
                INSERT INTO Problem (Number, Title, TitleKey, Description, CategoryCode, NeighborhoodId, IdentifiedBy, Priority,
                    Confidential, LeadId, Stage, Visit,
                    StageSince, DueOn, OpenedAt, TouchedAt, LastActivityAt)
                SELECT CONCAT(Number, '-', @i), Title, TitleKey, Description, CategoryCode, NeighborhoodId, IdentifiedBy, Priority,
                    Confidential, LeadId, Stage, Visit,
                    StageSince, DueOn, OpenedAt, TouchedAt, LastActivityAt FROM Problem
                """, new { i }, default);
        }
        return 0;
    }, default));
}
