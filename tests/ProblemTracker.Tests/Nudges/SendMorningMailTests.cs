using System.Globalization;
using ProblemTracker.Accounts;
using ProblemTracker.Agency;
using ProblemTracker.Domain;
using ProblemTracker.Nudges;
using ProblemTracker.Shared;

namespace ProblemTracker.Tests.Nudges;

/// <summary>The clock starts at 9 a.m. on Monday, March 2, 2026, in New York, during the morning pass.</summary>
public sealed class SendMorningMailTests
{
    private TrackerHost _host = null!;
    private int _nudges;

    [SetUp] public void Start() => (_host, _nudges) = (new(), 0);
    [TearDown] public void Stop() => _host.Dispose();

    [Test]
    public async Task No_emails_are_queued_before_seven_or_from_noon()
    {
        await Nudge(await _host.OpenProblem());

        Local(6, 59);
        Assert.That((await Pass()).Emails, Is.Zero);
        Local(12, 0);
        Assert.That((await Pass()).Emails, Is.Zero);
        _host.Time.Advance(TimeSpan.FromHours(19));
        Assert.That((await Pass()).Emails, Is.EqualTo(1), "at seven the next morning");
    }

    [Test]
    public async Task All_reminders_of_a_morning_are_in_one_email()
    {
        var id = await _host.OpenProblem();
        await Nudge(id);
        await Nudge(await _host.OpenProblem("Racing on Fell Lane"));

        Assert.That((await Pass()).Emails, Is.EqualTo(1));
        Assert.That((await Pass()).Emails, Is.Zero);

        var email = (await Emails()).Single();
        Assert.That(email.DedupeKey, Is.EqualTo($"digest:{_host.IdOf(Role.Officer)}:2026-03-02"));
        Assert.That(email.Recipient, Is.EqualTo("officer@test.example"));
        Assert.That(email.Unsubscribe, Is.EqualTo("/me"));
        Assert.That(email.Body, Does.Contain("Noise behind the bar").And.Contain("Racing on Fell Lane"));
    }

    [Test]
    public async Task Reminders_after_the_digest_wait_for_the_next_morning()
    {
        await Nudge(await _host.OpenProblem());
        await Pass();
        await Nudge(await _host.OpenProblem("Racing on Fell Lane"));

        Local(11, 55);
        Assert.That((await Pass()).Emails, Is.Zero);
        _host.Time.Advance(TimeSpan.FromHours(20));
        Assert.That((await Pass()).Emails, Is.EqualTo(1));
        Assert.That((await Emails())[1].Body, Does.Contain("Racing on Fell Lane").And.Not.Contain("Noise behind the bar"));
    }

    [Test]
    public async Task Digest_is_grouped_by_what_to_do()
    {
        var overdue = await _host.OpenProblem();
        var soon = await _host.OpenProblem("Racing on Fell Lane");
        var quiet = await _host.OpenProblem("Thefts at the trailhead");
        await Due(overdue, "2026-02-27");
        await Due(soon, "2026-03-04");
        var action = await Action(overdue, "Talk to   the landlord\nabout the lights", "2026-03-03");
        await Nudge(overdue, NudgeKind.Overdue);
        await Nudge(soon, NudgeKind.DueSoon);
        await Nudge(overdue, NudgeKind.ActionDueSoon, action: action);
        await Nudge(quiet, NudgeKind.NoActivity);
        await Nudge(overdue, NudgeKind.RequestWaiting, request: await Request(overdue));

        await Pass();

        Assert.That((await Emails()).Single().Body, Is.EqualTo($"""
            5 reminders for Monday, March 2, 2026

            OVERDUE

            - P-2026-0001: Noise behind the bar
              Scanning was due on Feb 27, 2026, 3 days ago. Take the next step or request an extension.
              http://127.0.0.1:5080/problems/{overdue}

            DUE SOON

            - P-2026-0002: Racing on Fell Lane
              Scanning is due on Mar 4, 2026, in 2 days.
              http://127.0.0.1:5080/problems/{soon}

            WAITING FOR YOUR DECISION

            - P-2026-0001: Noise behind the bar
              A request has been waiting for a decision since Mar 2, 2026.
              http://127.0.0.1:5080/problems/{overdue}#waiting

            YOUR ACTIONS

            - P-2026-0001: Noise behind the bar
              “Talk to the landlord about the lights” is due tomorrow, Mar 3, 2026.
              http://127.0.0.1:5080/actions/{action}

            INACTIVE PROBLEMS AND FOLLOW-UPS

            - P-2026-0003: Thefts at the trailhead
              No activity since Mar 2, 2026. Take the next step or request a hold.
              http://127.0.0.1:5080/problems/{quiet}

            You get this email at most once a day.

            Choose which emails you get:
            http://127.0.0.1:5080/me

            """.ReplaceLineEndings("\n")));
    }

    [Test]
    public async Task HTML_says_the_same_and_escapes_titles()
    {
        var id = await _host.OpenProblem("<b>Noise</b> & \"smells\"");
        await Due(id, "2026-03-01");
        await Nudge(id, NudgeKind.Overdue);

        await Pass();

        var link = $"<a href=\"http://127.0.0.1:5080/problems/{id}\">"
            + "P-2026-0001: &lt;b&gt;Noise&lt;/b&gt; &amp; &quot;smells&quot;</a>";
        var email = (await Emails()).Single();
        Assert.That(email.Html![email.Html!.IndexOf("<body>", StringComparison.Ordinal)..], Is.EqualTo($"""
            <body>
            <h1>1 reminder for Monday, March 2, 2026</h1>
            <h2>Overdue</h2>
            <ul>
            <li>{link}<br>Scanning was due yesterday, Mar 1, 2026. Take the next step or request an extension.</li>
            </ul>
            <p>You get this email at most once a day.</p>
            <p><a href="http://127.0.0.1:5080/me">Choose which emails you get</a></p>
            </body>
            </html>

            """.ReplaceLineEndings("\n")));
        Assert.That(email.Html, Does.Contain("<html lang=\"en\">").And.Not.Contain("style=").And.Not.Contain("<img"));
        Assert.That(email.Body, Does.Contain("- P-2026-0001: <b>Noise</b> & \"smells\"\n"));
    }

    [Test]
    public async Task Email_gives_only_the_number_of_a_confidential_problem()
    {
        var id = await _host.OpenProblem("Drug sales on Fell Lane", confidential: true);
        await Due(id, "2026-02-27");
        var action = await Action(id, "Watch the corner", "2026-02-28");
        await Nudge(id, NudgeKind.Overdue);
        await Nudge(id, NudgeKind.ActionOverdue, action: action);
        await Nudge(id, NudgeKind.SupervisorAskedToEscalate, _host.IdOf(Role.Supervisor));

        await Pass();

        Assert.That((await Emails()).Select(l => l.Body), Is.EquivalentTo(new[]
        {
            $"""
            2 reminders for Monday, March 2, 2026

            OVERDUE

            - P-2026-0001
              http://127.0.0.1:5080/problems/{id}

            YOUR ACTIONS

            - P-2026-0001
              http://127.0.0.1:5080/actions/{action}

            You get this email at most once a day.

            Choose which emails you get:
            http://127.0.0.1:5080/me

            """.ReplaceLineEndings("\n"),
            $"""
            1 escalation for Monday, March 2, 2026

            ESCALATED TO YOU

            - P-2026-0001
              The tracker can't escalate this to the commander: inform command staff yourself.
              http://127.0.0.1:5080/problems/{id}

            You get this email at most once a day.

            Choose which emails you get:
            http://127.0.0.1:5080/me

            """.ReplaceLineEndings("\n"),
        }));
        Assert.That((await Emails()).Select(l => l.Html + l.Subject),
            Has.None.Contains("Fell Lane").And.None.Contains("corner").And.None.Contains("Scanning"));
    }

    [Test]
    public async Task Escalations_are_on_top_of_the_one_email_of_a_morning()
    {
        var (one, two) = (await _host.OpenProblem(), await _host.OpenProblem("Racing on Fell Lane"));
        await Due(one, "2026-02-20");
        await Due(two, "2026-02-01");
        var (supervisor, commander) = (_host.IdOf(Role.Supervisor), _host.IdOf(Role.Command));
        await Nudge(two, NudgeKind.DueSoon, supervisor);
        await Nudge(one, NudgeKind.EscalatedToSupervisor, supervisor);
        await Nudge(two, NudgeKind.EscalatedToCommander, commander);
        Local(0, 5);
        Assert.That((await Pass()).Emails, Is.Zero, "not at midnight");
        Local(7, 0);

        Assert.That((await Pass()).Emails, Is.EqualTo(2));
        Assert.That((await Pass()).Emails, Is.Zero);

        var email = (await Emails()).Single(l => l.Recipient == "supervisor@test.example");
        Assert.That(email.Subject, Is.EqualTo("1 escalation, 1 reminder for Tuesday, March 3, 2026"));
        Assert.That(email.Body, Does.StartWith($"""
            {email.Subject}

            ESCALATED TO YOU

            - P-2026-0001: Noise behind the bar
              Scanning was due on Feb 20, 2026, 11 days ago. Escalated to you after 7 days overdue.
              http://127.0.0.1:5080/problems/{one}

            OVERDUE
            """.ReplaceLineEndings("\n")));
        Assert.That((await Emails()).Count(l => l.Recipient == "command@test.example"), Is.EqualTo(1));
    }

    [Test]
    public async Task Escalation_after_the_digest_waits_for_the_next_morning()
    {
        var id = await _host.OpenProblem();
        await Nudge(id, NudgeKind.NoActivity, _host.IdOf(Role.Supervisor));
        await Pass();
        await Nudge(id, NudgeKind.EscalatedToSupervisor, _host.IdOf(Role.Supervisor));

        Assert.That((await Pass()).Emails, Is.Zero);
        _host.Until(2026, 3, 3);
        Assert.That((await Pass()).Emails, Is.EqualTo(1));
    }

    [Test]
    public async Task Escalations_only_setting_sends_only_escalations()
    {
        var (id, supervisor) = (await _host.OpenProblem(), _host.IdOf(Role.Supervisor));
        await Choose(Role.Supervisor, EmailChoice.EscalationsOnly);
        await Nudge(id, NudgeKind.NoActivity, supervisor);
        await Nudge(id, NudgeKind.EscalatedToSupervisor, supervisor);

        Assert.That((await Pass()).Emails, Is.EqualTo(1));
        Assert.That((await Emails()).Single().Subject, Is.EqualTo("1 escalation for Monday, March 2, 2026"));
        Assert.That(await Unmailed(), Is.Zero);
    }

    [Test]
    public async Task In_app_only_setting_sends_no_emails_then_or_later()
    {
        var (id, supervisor) = (await _host.OpenProblem(), _host.IdOf(Role.Supervisor));
        await Choose(Role.Supervisor, EmailChoice.InAppOnly);
        await Nudge(id, NudgeKind.NoActivity, supervisor);
        await Nudge(id, NudgeKind.EscalatedToSupervisor, supervisor);

        Assert.That((await Pass()).Emails, Is.Zero);
        await Choose(Role.Supervisor, EmailChoice.Digest);
        Assert.That((await Pass()).Emails, Is.Zero, "earlier nudges are not sent later");
        Assert.That(await Unmailed(), Is.Zero);
    }

    [Test]
    public async Task Snoozed_nudge_is_emailed_when_the_snooze_ends()
    {
        await Nudge(await _host.OpenProblem());
        await Sql("UPDATE NudgeRecipient SET SnoozedUntil = '2026-03-04'");

        Assert.That((await Pass()).Emails, Is.Zero);
        _host.Until(2026, 3, 3);
        Assert.That((await Pass()).Emails, Is.Zero);
        _host.Until(2026, 3, 4);
        Assert.That((await Pass()).Emails, Is.EqualTo(1));
    }

    [Test]
    public async Task Snoozed_nudge_is_emailed_again_when_the_snooze_ends()
    {
        var id = await _host.OpenProblem();
        var supervisor = _host.IdOf(Role.Supervisor);
        long[] nudges = [await Nudge(id, NudgeKind.NoActivity, supervisor), await Nudge(id, NudgeKind.EscalatedToSupervisor, supervisor)];
        Assert.That((await Pass()).Emails, Is.EqualTo(1));
        foreach (var nudge in nudges)
            await _host.SendAs(supervisor, [Role.Supervisor], new SnoozeNudge(nudge, new(2026, 3, 5), "The bar is closed this week."));

        _host.Until(2026, 3, 4);
        Assert.That((await Pass()).Emails, Is.Zero);
        _host.Until(2026, 3, 5);
        Assert.That((await Pass()).Emails, Is.EqualTo(1));
        Assert.That((await Pass()).Emails, Is.Zero);
        Assert.That((await Emails()).Count(l => l.Subject.StartsWith("1 escalation, 1 reminder", StringComparison.Ordinal)), Is.EqualTo(2));
    }

    [TestCase(NudgeKind.Overdue)]
    [TestCase(NudgeKind.EscalatedToSupervisor)]
    public async Task Nudge_waits_while_the_problem_is_on_hold(NudgeKind kind)
    {
        await Nudge(await _host.OpenProblem(), kind, _host.IdOf(Role.Supervisor));
        await Sql("UPDATE Problem SET OnHoldUntil = '2026-03-04'");

        Assert.That((await Pass()).Emails, Is.Zero);
        _host.Until(2026, 3, 4);
        Assert.That((await Pass()).Emails, Is.EqualTo(1));
    }

    [Test]
    public async Task Done_nudge_is_not_emailed()
    {
        await Nudge(await _host.OpenProblem());
        await Sql("UPDATE NudgeRecipient SET DoneAt = '2026-03-02T13:00:00.0000000Z'");

        Assert.That((await Pass()).Emails, Is.Zero);
        Assert.That(await Unmailed(), Is.Zero);
    }

    [TestCase(NudgeKind.Overdue, "UPDATE Problem SET Stage = 'Closed', DueOn = NULL")]
    [TestCase(NudgeKind.Overdue, "UPDATE Problem SET Visit = 2")]
    [TestCase(NudgeKind.DueSoon, "UPDATE Problem SET DueOn = '2026-05-05'")]
    [TestCase(NudgeKind.NoActivity, "UPDATE Problem SET LastActivityAt = '2026-03-03T13:00:00.0000000Z'")]
    [TestCase(NudgeKind.ActionOverdue, "UPDATE ProblemAction SET Status = 'Done'")]
    [TestCase(NudgeKind.ActionOverdue, "UPDATE ProblemAction SET DueOn = '2026-05-05'")]
    [TestCase(NudgeKind.ActionUnanswered, "UPDATE ProblemAction SET ReportedDoneOn = '2026-03-02'")]
    [TestCase(NudgeKind.ActionDeclined, "UPDATE ProblemAction SET OwnerAnswer = NULL")]
    [TestCase(NudgeKind.RequestWaiting, "UPDATE ApprovalRequest SET Status = 'Approved'")]
    [TestCase(NudgeKind.FollowUp,
        "INSERT INTO DurabilityCheck (ProblemId, Visit, Finding, Evidence, CheckedAt) "
            + "SELECT Id, Visit, 'Sustained', 'Seen.', OpenedAt FROM Problem")]
    public async Task Nudge_that_is_no_longer_true_is_not_emailed(NudgeKind kind, string since)
    {
        var id = await _host.OpenProblem();
        var action = kind.IsAboutAction() ? await Action(id, "Watch the corner", "2026-03-01") : (long?)null;
        await Sql("UPDATE ProblemAction SET OwnerAnswer = 'Declined'");
        var request = kind == NudgeKind.RequestWaiting ? await Request(id) : (long?)null;
        await Nudge(id, kind, action: action, request: request);
        await Nudge(id, kind, _host.IdOf(Role.Supervisor), action, request);
        await Sql("UPDATE NudgeRecipient SET SnoozedUntil = '2026-03-03' WHERE NudgeId = 2");
        Assert.That((await Pass()).Emails, Is.EqualTo(1), "still true");

        await Sql(since);
        _host.Until(2026, 3, 3);

        Assert.That((await Pass()).Emails, Is.Zero);
        Assert.That(await Unmailed(), Is.Zero);
    }

    [Test]
    public async Task No_email_about_a_problem_that_the_recipient_can_no_longer_see()
    {
        await Nudge(await _host.OpenProblem());
        await _host.Send(new ChangePerson(_host.IdOf(Role.Officer), 1, "Moved", [Role.Administrator], Active: true));

        Assert.That((await Pass()).Emails, Is.Zero);
        Assert.That(await Unmailed(), Is.Zero);
    }

    [Test]
    public async Task No_email_to_someone_who_left_the_team_of_a_confidential_problem()
    {
        await Nudge(await _host.OpenProblem(confidential: true));
        await Sql("DELETE FROM ProblemMember");

        Assert.That((await Pass()).Emails, Is.Zero);
    }

    [Test]
    public async Task No_email_to_a_deactivated_account()
    {
        await Nudge(await _host.OpenProblem());
        await _host.Send(new ChangePerson(_host.IdOf(Role.Officer), 1, "Gone", [Role.Officer], Active: false));

        Assert.That((await Pass()).Emails, Is.Zero);
        Assert.That(await Unmailed(), Is.Zero);
    }

    [Test]
    public async Task Partner_digest_has_only_numbers_and_their_own_actions()
    {
        var (first, second) = (await _host.OpenProblem(), await _host.OpenProblem("Racing on Fell Lane"));
        var partner = await Partner();
        var (mine, other) = (await PartnersAction(second, "Mow the lot"), await PartnersAction(first, "Fix the fence"));
        await Nudge(first, NudgeKind.PartnerDueSoon, partner, other);
        await Nudge(second, NudgeKind.PartnerOverdue, partner, mine);

        await Pass();

        var email = (await Emails()).Single();
        Assert.That(email.Subject, Is.EqualTo("P-2026-0001, P-2026-0002"));
        Assert.That(email.StakeholderId, Is.Not.Null, "needed to discard it if consent is withdrawn");
        Assert.That(email.Body, Is.EqualTo($"""
            2 reminders for Monday, March 2, 2026

            YOUR ACTIONS

            - P-2026-0001
              Your action “Fix the fence” is due on Mar 4, 2026, in 2 days.
              http://127.0.0.1:5080/partner/actions/{other}

            - P-2026-0002
              Your action “Mow the lot” is due on Mar 4, 2026, in 2 days.
              http://127.0.0.1:5080/partner/actions/{mine}

            You get this email at most once a day.

            Choose which emails you get:
            http://127.0.0.1:5080/me

            """.ReplaceLineEndings("\n")));
    }

    [TestCase("UPDATE Stakeholder SET ConsentOn = NULL")]
    [TestCase("UPDATE Stakeholder SET ConsentWithdrawnOn = '2026-03-02'")]
    [TestCase("UPDATE ProblemStakeholder SET DetachedAt = AttachedAt")]
    [TestCase("UPDATE Problem SET Confidential = 1")]
    [TestCase("UPDATE ProblemAction SET OwnerAttachmentId = NULL")]
    [TestCase("UPDATE Person SET StakeholderId = NULL")]
    [TestCase("DELETE FROM PersonRole WHERE Role = 'Partner'")]
    public async Task No_email_to_a_partner_about_an_action_they_can_no_longer_see(string since)
    {
        var id = await _host.OpenProblem();
        var partner = await Partner();
        await Nudge(id, NudgeKind.PartnerDueSoon, partner, await PartnersAction(id, "Mow the lot"));
        await Sql(since);

        Assert.That((await Pass()).Emails, Is.Zero);
        Assert.That(await Unmailed(), Is.Zero);
    }

    [Test]
    public async Task Partner_email_gives_only_the_number_of_a_confidential_problem()
    {
        var id = await _host.OpenProblem(confidential: true);
        var partner = await Partner();
        await Nudge(id, NudgeKind.PartnerDueSoon, partner, await PartnersAction(id, "Mow the lot"));
        await Sql("UPDATE Problem SET OpenToPartners = 1");

        await Pass();

        Assert.That((await Emails()).Single().Body, Does.Contain("- P-2026-0001\n  http://").And.Not.Contain("Mow"));
    }

    [Test]
    public async Task People_are_handled_in_batches()
    {
        var id = await _host.OpenProblem();
        for (var i = 0; i < 45; i++)
        {
            var person = await _host.Query(db => db.Write(() => db.Insert(
                "INSERT INTO Person (Email, EmailKey, Name, CreatedAt) VALUES (@Email, @Email, 'One', '2026-03-02')",
                new { Email = $"{i}@test.example" }, default), default));
            await Sql($"INSERT INTO PersonRole (PersonId, Role) VALUES ({person}, 'Officer')");
            await Nudge(id, NudgeKind.Overdue, person);
        }

        var (emails, batches) = (0, 0);
        for (long? next = 0; next is not null; batches++)
        {
            var sent = await _host.Send(new SendMorningMail(next.Value));
            (emails, next) = (emails + sent.Emails, sent.Next);
        }

        Assert.That((emails, batches), Is.EqualTo((45, 3)));
    }

    [Test]
    public async Task Two_processes_at_once_queue_one_email()
    {
        await Nudge(await _host.OpenProblem());
        using var other = new TrackerHost(beside: _host);

        var runs = await Task.WhenAll(
            Enumerable.Range(0, 6).Select(i => Task.Run(() => (i % 2 == 0 ? _host : other).Send(new SendMorningMail()))));

        Assert.That(runs.Sum(r => r.Emails), Is.EqualTo(1));
    }

    [TestCase(2026, 3, 7, TestName = "Digest_is_sent_at_seven_local_time_when_daylight_saving_time_starts")]
    [TestCase(2026, 10, 31, TestName = "Digest_is_sent_at_seven_local_time_when_daylight_saving_time_ends")]
    public async Task Digest_is_sent_at_seven_local_time(int year, int month, int day)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(AgencySettings.DefaultZone);
        var id = await _host.OpenProblem();
        var first = new DateOnly(year, month, day);
        _host.Time.SetUtcNow(new(first.ToDateTime(new(4, 0)), TimeSpan.Zero));

        for (var step = 0; step < 3 * 24 * 4; step++)
        {
            if (step % 16 == 0) await Nudge(id, NudgeKind.Overdue);
            await Pass();
            _host.Time.Advance(TimeSpan.FromMinutes(15));
        }

        var written = (await Emails()).Select(l => (l.DedupeKey, Local: TimeZoneInfo.ConvertTime(l.CreatedAt, zone).DateTime)).ToList();
        Assert.That(written.Select(w => w.Local), Is.EqualTo(Enumerable.Range(0, 3).Select(i => first.AddDays(i).ToDateTime(new(7, 0)))));
        Assert.That(written.Select(w => w.DedupeKey), Is.EqualTo(Enumerable.Range(0, 3).Select(i =>
            string.Create(CultureInfo.InvariantCulture, $"digest:{_host.IdOf(Role.Officer)}:{first.AddDays(i):yyyy-MM-dd}"))));
    }

    /// <summary>At 9 a.m. in New York it is 4 a.m. in Honolulu and 11 p.m. in Tokyo.</summary>
    [TestCase("Pacific/Honolulu", "2026-03-02", "2026-03-03", "2026-03-04")]
    [TestCase("Asia/Tokyo", "2026-03-02", "2026-03-03", "2026-03-04", "2026-03-05")]
    [TestCase("Europe/London", "2026-03-02", "2026-03-03", "2026-03-04")]
    public async Task Changing_the_time_zone_sends_exactly_one_digest_per_date(string zone, params string[] dates)
    {
        var id = await _host.OpenProblem();
        await Nudge(id, NudgeKind.Overdue);
        await Pass();
        await _host.Send(new SetSetting("timeZone", zone));
        await Due(id, "2026-03-16");

        for (var step = 0; step < 60 * 4; step++)
        {
            if (step % 8 == 0) await Nudge(id, NudgeKind.Overdue);
            await Pass();
            _host.Time.Advance(TimeSpan.FromMinutes(15));
        }

        Assert.That((await Emails()).Select(l => l.DedupeKey[^10..]), Is.EqualTo(dates));
    }

    [Test]
    public async Task Date_repeated_by_a_time_zone_change_has_one_digest()
    {
        // 8 a.m. on Tuesday in Tokyo is still 6 p.m. on Monday in New York.
        await _host.Send(new SetSetting("timeZone", "Asia/Tokyo"));
        _host.Time.SetUtcNow(new(2026, 3, 2, 23, 0, 0, TimeSpan.Zero));
        var id = await _host.OpenProblem();
        await Nudge(id, NudgeKind.Overdue);
        await Pass();
        await _host.Send(new SetSetting("timeZone", "America/New_York"));

        for (var step = 0; step < 2 * 24 * 4; step++)
        {
            if (step % 8 == 0) await Nudge(id, NudgeKind.NoActivity);
            await Pass();
            _host.Time.Advance(TimeSpan.FromMinutes(15));
        }

        Assert.That((await Emails()).Select(l => l.DedupeKey[^10..]), Is.EqualTo(new[] { "2026-03-03", "2026-03-04" }));
    }

    private async Task<MorningMailSent> Pass()
    {
        var emails = 0;
        for (long? next = 0; next is not null;)
        {
            var sent = await _host.Send(new SendMorningMail(next.Value));
            (emails, next) = (emails + sent.Emails, sent.Next);
        }
        return new(emails, null);
    }

    /// <summary>Sets the clock to this time in New York, on Monday or else on Tuesday.</summary>
    private void Local(int hour, int minute)
    {
        var then = new DateTimeOffset(2026, 3, 2, hour, minute, 0, TimeSpan.FromHours(-5));
        // The clock can't go back, so an earlier time means the next day.
        _host.Time.SetUtcNow(then < _host.Time.GetUtcNow() ? then.AddDays(1) : then);
    }

    private async Task<long> Nudge(long problemId, NudgeKind kind = NudgeKind.Overdue, long? to = null, long? action = null,
        long? request = null)
    {
        var person = to ?? _host.IdOf(Role.Officer);
        var key = $"{++_nudges}";
        return await _host.Query(db => db.Write(async () =>
        {
            var id = await db.Insert("""
                INSERT INTO Nudge (DedupeKey, Kind, ProblemId, Visit, DueOn, RaisedAt, ActionId, RequestId)
                SELECT @key, @Kind, p.Id, p.Visit, IIF(@Kind IN ('NoActivity', 'RequestWaiting'), '2026-03-02',
                    COALESCE((SELECT a.DueOn FROM ProblemAction a WHERE a.Id = @action), p.DueOn)), @Now, @action, @request
                FROM Problem p WHERE p.Id = @problemId
                """, new { key, Kind = kind.ToString(), problemId, Now = _host.Time.GetUtcNow(), action, request }, default);
            await db.Execute("INSERT INTO NudgeRecipient (PersonId, NudgeId) VALUES (@person, @id)", new { person, id }, default);
            return id;
        }, default));
    }

    private Task<int> Due(long problemId, string on) => Sql($"UPDATE Problem SET DueOn = '{on}' WHERE Id = {problemId}");

    private Task<long> Action(long problemId, string description, string dueOn) => _host.Query(db => db.Write(() => db.Insert("""
        INSERT INTO ProblemAction (ProblemId, Description, OwnerId, DueOn, Enforcement, UrgentSafetyMeasure, Status, CreatedAt)
        VALUES (@problemId, @description, @Owner, @dueOn, 0, 0, 'Planned', @Now)
        """, new { problemId, description, Owner = _host.IdOf(Role.Officer), dueOn, Now = _host.Time.GetUtcNow() }, default), default));

    private Task<long> Request(long problemId) => _host.Query(db => db.Write(() => db.Insert("""
        INSERT INTO ApprovalRequest (ProblemId, Visit, Kind, Requested, Reason, RequestedBy, RequestedAt, Status)
        VALUES (@problemId, 1, 'Start', '{}', 'Ready.', @Owner, @Now, 'Waiting')
        """, new { problemId, Owner = _host.IdOf(Role.Officer), Now = _host.Time.GetUtcNow() }, default), default));

    private long _parks;

    private async Task<long> Partner()
    {
        _parks = await _host.Query(db => db.Write(() => db.Insert(
            "INSERT INTO Stakeholder (Name, NameKey, Kind, CreatedAt, ConsentOn, ConsentScope) "
                + "VALUES ('Parks', 'PARKS', 'Agency', '2026-03-02', '2026-03-01', 'OwnActions')", null, default), default));
        _host.SignInPartner(_parks);
        return _host.IdOf(Role.Partner);
    }

    private async Task<long> PartnersAction(long problemId, string description)
    {
        var action = await Action(problemId, description, "2026-03-04");
        await Sql(
            "INSERT INTO ProblemStakeholder (ProblemId, StakeholderId, Role, AttachedAt) "
                + $"VALUES ({problemId}, {_parks}, 'Partner', '2026-03-02T14:00:00.0000000Z')");
        await Sql(
            $"UPDATE ProblemAction SET OwnerId = NULL, OwnerAttachmentId = (SELECT MAX(Id) FROM ProblemStakeholder) WHERE Id = {action}");
        return action;
    }

    private Task<MySettings> Choose(Role role, EmailChoice choice) => _host.SendAs(_host.IdOf(role), [role], new ChangeMySettings(choice));

    private Task<int> Unmailed() =>
        _host.Query(db => db.Single<int>("SELECT COUNT(*) FROM NudgeRecipient WHERE MailedAt IS NULL", null, default));

    private Task<int> Sql(string sql) => _host.Query(db => db.Write(() => db.Execute(sql, null, default), default));

    private Task<IReadOnlyList<Row>> Emails() => _host.Query(db =>
        db.List<Row>("SELECT DedupeKey, Recipient, Subject, Body, Html, Unsubscribe, StakeholderId, CreatedAt FROM Outbox ORDER BY Id",
            null, default));

    private sealed record Row
    {
        public string DedupeKey { get; init; } = "";
        public string Recipient { get; init; } = "";
        public string Subject { get; init; } = "";
        public string Body { get; init; } = "";
        public string? Html { get; init; }
        public string? Unsubscribe { get; init; }
        public long? StakeholderId { get; init; }
        public DateTimeOffset CreatedAt { get; init; }
    }
}
