using System.Globalization;
using ProblemTracker.Accounts;
using ProblemTracker.Agency;
using ProblemTracker.Domain;
using ProblemTracker.Nudges;
using ProblemTracker.Shared;

namespace ProblemTracker.Tests.Nudges;

/// <summary>The clock stands at 9 in the morning of Monday, March 2, 2026 in New York, where the pass is open.</summary>
public sealed class SendMorningMailTests
{
    private TrackerHost _host = null!;
    private int _nudges;

    [SetUp] public void Start() => (_host, _nudges) = (new(), 0);
    [TearDown] public void Stop() => _host.Dispose();

    [Test]
    public async Task Before_seven_and_from_noon_there_is_no_pass()
    {
        await Nudge(await _host.OpenProblem());

        Local(6, 59);
        Assert.That((await Pass()).Emails, Is.Zero);
        Local(12, 0);
        Assert.That((await Pass()).Emails, Is.Zero);
        _host.Time.Advance(TimeSpan.FromHours(19));
        Assert.That((await Pass()).Emails, Is.EqualTo(1), "Seven the next morning.");
    }

    [Test]
    public async Task Everything_of_one_morning_comes_in_one_email()
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
    public async Task What_comes_after_the_email_waits_for_the_next_morning()
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
    public async Task A_email_is_grouped_by_what_there_is_to_do()
    {
        var late = await _host.OpenProblem();
        var soon = await _host.OpenProblem("Racing on Fell Lane");
        var quiet = await _host.OpenProblem("Thefts at the trailhead");
        await Due(late, "2026-02-27");
        await Due(soon, "2026-03-04");
        var action = await Action(late, "Talk to   the landlord\nabout the lights", "2026-03-03");
        await Nudge(late, Rung.Overdue);
        await Nudge(soon, Rung.DueSoon);
        await Nudge(late, Rung.ActionDueSoon, action: action);
        await Nudge(quiet, Rung.Quiet);
        await Nudge(late, Rung.ApprovalWaiting, request: await Request(late));

        await Pass();

        Assert.That((await Emails()).Single().Body, Is.EqualTo($"""
            5 reminders for Monday, March 2, 2026

            OVERDUE

            - P-2026-0001: Noise behind the bar
              Scanning was due on Feb 27, 2026, 3 days ago. Take the next step, or ask for more time.
              http://127.0.0.1:5080/problems/{late}

            DUE SOON

            - P-2026-0002: Racing on Fell Lane
              Scanning is due on Mar 4, 2026, in 2 days.
              http://127.0.0.1:5080/problems/{soon}

            WAITING FOR YOUR DECISION

            - P-2026-0001: Noise behind the bar
              A request for approval has waited since Mar 2, 2026.
              http://127.0.0.1:5080/problems/{late}#waiting

            YOUR ACTIONS

            - P-2026-0001: Noise behind the bar
              “Talk to the landlord about the lights” is due tomorrow, Mar 3, 2026.
              http://127.0.0.1:5080/actions/{action}

            LOOK AGAIN

            - P-2026-0003: Thefts at the trailhead
              Nothing has been done since Mar 2, 2026. Take the next step, or ask for a hold.
              http://127.0.0.1:5080/problems/{quiet}

            You get at most one such email a day.

            Choose what you get by mail:
            http://127.0.0.1:5080/me

            """.ReplaceLineEndings("\n")));
    }

    [Test]
    public async Task The_HTML_says_the_same_and_escapes_what_people_wrote()
    {
        var id = await _host.OpenProblem("<b>Noise</b> & \"smells\"");
        await Due(id, "2026-03-01");
        await Nudge(id, Rung.Overdue);

        await Pass();

        var email = (await Emails()).Single();
        Assert.That(email.Html![email.Html!.IndexOf("<body>", StringComparison.Ordinal)..], Is.EqualTo($"""
            <body>
            <h1>1 reminder for Monday, March 2, 2026</h1>
            <h2>Overdue</h2>
            <ul>
            <li><a href="http://127.0.0.1:5080/problems/{id}">P-2026-0001: &lt;b&gt;Noise&lt;/b&gt; &amp; &quot;smells&quot;</a><br>Scanning was due yesterday, Mar 1, 2026. Take the next step, or ask for more time.</li>
            </ul>
            <p>You get at most one such email a day.</p>
            <p><a href="http://127.0.0.1:5080/me">Choose what you get by mail</a></p>
            </body>
            </html>

            """.ReplaceLineEndings("\n")));
        Assert.That(email.Html, Does.Contain("<html lang=\"en\">").And.Not.Contain("style=").And.Not.Contain("<img"));
        Assert.That(email.Body, Does.Contain("- P-2026-0001: <b>Noise</b> & \"smells\"\n"));
    }

    [Test]
    public async Task Of_a_confidential_problem_an_email_says_the_number_only()
    {
        var id = await _host.OpenProblem("Drug sales on Fell Lane", confidential: true);
        await Due(id, "2026-02-27");
        var action = await Action(id, "Watch the corner", "2026-02-28");
        await Nudge(id, Rung.Overdue);
        await Nudge(id, Rung.ActionOverdue, action: action);
        await Nudge(id, Rung.EscalateByHand, _host.IdOf(Role.Supervisor));

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

            You get at most one such email a day.

            Choose what you get by mail:
            http://127.0.0.1:5080/me

            """.ReplaceLineEndings("\n"),
            $"""
            Problem P-2026-0001 needs you

            Its commander can't be told from here: pass it on yourself.

            See what it is waiting for:
            http://127.0.0.1:5080/problems/{id}

            Choose what you get by mail:
            http://127.0.0.1:5080/me

            """.ReplaceLineEndings("\n"),
        }));
        Assert.That((await Emails()).Select(l => l.Html + l.Subject),
            Has.None.Contains("Fell Lane").And.None.Contains("corner").And.None.Contains("Scanning"));
    }

    [Test]
    public async Task Each_escalation_is_an_email_of_its_own_in_the_morning()
    {
        var (one, two) = (await _host.OpenProblem(), await _host.OpenProblem("Racing on Fell Lane"));
        await Due(one, "2026-02-20");
        await Due(two, "2026-02-01");
        var (supervisor, commander) = (_host.IdOf(Role.Supervisor), _host.IdOf(Role.Command));
        var first = await Nudge(one, Rung.Escalated, supervisor);
        await Nudge(two, Rung.Escalated, supervisor);
        await Nudge(two, Rung.EscalatedToCommand, commander);
        await Nudge(two, Rung.DueSoon, supervisor);
        Local(0, 5);
        Assert.That((await Pass()).Emails, Is.Zero, "Not at midnight.");
        Local(7, 0);

        Assert.That((await Pass()).Emails, Is.EqualTo(4));
        Assert.That((await Pass()).Emails, Is.Zero);

        var email = (await Emails()).Single(l => l.DedupeKey == $"escalation:{first}:{supervisor}");
        Assert.That(email.Subject, Is.EqualTo("P-2026-0001: escalated to you"));
        Assert.That(email.Body,
            Does.StartWith(
                "Problem P-2026-0001 needs you\n\nNoise behind the bar.\n\nScanning was due on Feb 20, 2026, 11 days ago. You are told "
                    + "because it is a week over.\n"));
        Assert.That((await Emails()).Count(l => l.Recipient == "command@test.example"), Is.EqualTo(1));
    }

    [Test]
    public async Task An_escalation_comes_the_same_morning_even_after_the_daily_email()
    {
        var id = await _host.OpenProblem();
        await Nudge(id, Rung.Quiet, _host.IdOf(Role.Supervisor));
        await Pass();
        await Nudge(id, Rung.Escalated, _host.IdOf(Role.Supervisor));

        Assert.That((await Pass()).Emails, Is.EqualTo(1));
    }

    [Test]
    public async Task Who_wants_escalations_only_gets_those()
    {
        var (id, supervisor) = (await _host.OpenProblem(), _host.IdOf(Role.Supervisor));
        await Choose(Role.Supervisor, MailChoice.EscalationsOnly);
        await Nudge(id, Rung.Quiet, supervisor);
        await Nudge(id, Rung.Escalated, supervisor);

        Assert.That((await Pass()).Emails, Is.EqualTo(1));
        Assert.That((await Emails()).Single().Subject, Is.EqualTo("P-2026-0001: escalated to you"));
        Assert.That(await Unmailed(), Is.Zero);
    }

    [Test]
    public async Task Who_wants_no_mail_gets_none_and_nothing_piles_up()
    {
        var (id, supervisor) = (await _host.OpenProblem(), _host.IdOf(Role.Supervisor));
        await Choose(Role.Supervisor, MailChoice.InAppOnly);
        await Nudge(id, Rung.Quiet, supervisor);
        await Nudge(id, Rung.Escalated, supervisor);

        Assert.That((await Pass()).Emails, Is.Zero);
        await Choose(Role.Supervisor, MailChoice.Digest);
        Assert.That((await Pass()).Emails, Is.Zero, "What was is not sent later.");
        Assert.That(await Unmailed(), Is.Zero);
    }

    [Test]
    public async Task What_is_snoozed_comes_when_the_snooze_ends()
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
    public async Task A_snooze_brings_it_back_although_it_was_mailed_before()
    {
        var id = await _host.OpenProblem();
        var supervisor = _host.IdOf(Role.Supervisor);
        long[] nudges = [await Nudge(id, Rung.Quiet, supervisor), await Nudge(id, Rung.Escalated, supervisor)];
        Assert.That((await Pass()).Emails, Is.EqualTo(2));
        foreach (var nudge in nudges)
            await _host.SendAs(supervisor, [Role.Supervisor], new SnoozeNudge(nudge, new(2026, 3, 5), "The bar is closed this week."));

        _host.Until(2026, 3, 4);
        Assert.That((await Pass()).Emails, Is.Zero);
        _host.Until(2026, 3, 5);
        Assert.That((await Pass()).Emails, Is.EqualTo(2));
        Assert.That((await Pass()).Emails, Is.Zero);
        Assert.That((await Emails()).Count(l => l.Subject == "P-2026-0001: escalated to you"), Is.EqualTo(2));
    }

    [TestCase(Rung.Overdue)]
    [TestCase(Rung.Escalated)]
    public async Task While_the_problem_is_on_hold_it_waits(Rung rung)
    {
        await Nudge(await _host.OpenProblem(), rung, _host.IdOf(Role.Supervisor));
        await Sql("UPDATE Problem SET HeldUntil = '2026-03-04'");

        Assert.That((await Pass()).Emails, Is.Zero);
        _host.Until(2026, 3, 4);
        Assert.That((await Pass()).Emails, Is.EqualTo(1));
    }

    [Test]
    public async Task What_is_done_is_not_sent()
    {
        await Nudge(await _host.OpenProblem());
        await Sql("UPDATE NudgeRecipient SET DoneAt = '2026-03-02T13:00:00.0000000Z'");

        Assert.That((await Pass()).Emails, Is.Zero);
        Assert.That(await Unmailed(), Is.Zero);
    }

    [TestCase(Rung.Overdue, "UPDATE Problem SET Stage = 'Closed', DueOn = NULL")]
    [TestCase(Rung.Overdue, "UPDATE Problem SET Visit = 2")]
    [TestCase(Rung.DueSoon, "UPDATE Problem SET DueOn = '2026-05-05'")]
    [TestCase(Rung.Quiet, "UPDATE Problem SET LastActivityAt = '2026-03-03T13:00:00.0000000Z'")]
    [TestCase(Rung.ActionOverdue, "UPDATE ProblemAction SET Status = 'Done'")]
    [TestCase(Rung.ActionOverdue, "UPDATE ProblemAction SET DueOn = '2026-05-05'")]
    [TestCase(Rung.ActionUnanswered, "UPDATE ProblemAction SET ReportedDoneOn = '2026-03-02'")]
    [TestCase(Rung.ActionDeclined, "UPDATE ProblemAction SET OwnerAnswer = NULL")]
    [TestCase(Rung.ApprovalWaiting, "UPDATE ApprovalRequest SET Status = 'Approved'")]
    [TestCase(Rung.FollowUp,
        "INSERT INTO DurabilityCheck (ProblemId, Visit, Finding, Evidence, CheckedAt) SELECT Id, Visit, 'Sustained', 'Seen.', OpenedAt "
            + "FROM Problem")]
    public async Task What_is_no_longer_true_in_the_morning_is_not_sent(Rung rung, string since)
    {
        var id = await _host.OpenProblem();
        var action = rung.IsAboutAction() ? await Action(id, "Watch the corner", "2026-03-01") : (long?)null;
        await Sql("UPDATE ProblemAction SET OwnerAnswer = 'Declined'");
        var request = rung == Rung.ApprovalWaiting ? await Request(id) : (long?)null;
        await Nudge(id, rung, action: action, request: request);
        await Nudge(id, rung, _host.IdOf(Role.Supervisor), action, request);
        await Sql("UPDATE NudgeRecipient SET SnoozedUntil = '2026-03-03' WHERE NudgeId = 2");
        Assert.That((await Pass()).Emails, Is.EqualTo(1), "It was true.");

        await Sql(since);
        _host.Until(2026, 3, 3);

        Assert.That((await Pass()).Emails, Is.Zero);
        Assert.That(await Unmailed(), Is.Zero);
    }

    [Test]
    public async Task Nobody_gets_mail_about_a_problem_that_they_cannot_open_any_more()
    {
        await Nudge(await _host.OpenProblem());
        await _host.Send(new ChangePerson(_host.IdOf(Role.Officer), 1, "Moved", [Role.Administrator], Active: true));

        Assert.That((await Pass()).Emails, Is.Zero);
        Assert.That(await Unmailed(), Is.Zero);
    }

    [Test]
    public async Task Who_left_the_team_of_a_confidential_problem_gets_no_mail_about_it()
    {
        await Nudge(await _host.OpenProblem(confidential: true));
        await Sql("DELETE FROM ProblemMember");

        Assert.That((await Pass()).Emails, Is.Zero);
    }

    [Test]
    public async Task Who_was_deactivated_gets_no_mail()
    {
        await Nudge(await _host.OpenProblem());
        await _host.Send(new ChangePerson(_host.IdOf(Role.Officer), 1, "Gone", [Role.Officer], Active: false));

        Assert.That((await Pass()).Emails, Is.Zero);
        Assert.That(await Unmailed(), Is.Zero);
    }

    [Test]
    public async Task A_partner_reads_numbers_and_their_own_actions_and_nothing_else()
    {
        var (first, second) = (await _host.OpenProblem(), await _host.OpenProblem("Racing on Fell Lane"));
        var partner = await Partner();
        var (mine, other) = (await PartnersAction(second, "Mow the lot"), await PartnersAction(first, "Fix the fence"));
        await Nudge(first, Rung.PartnerDueSoon, partner, other);
        await Nudge(second, Rung.PartnerOverdue, partner, mine);

        await Pass();

        var email = (await Emails()).Single();
        Assert.That(email.Subject, Is.EqualTo("P-2026-0001, P-2026-0002"));
        Assert.That(email.StakeholderId, Is.Not.Null, "Withdrawn consent discards it.");
        Assert.That(email.Body, Is.EqualTo($"""
            2 reminders for Monday, March 2, 2026

            YOUR ACTIONS

            - P-2026-0001
              Your action “Fix the fence” is due on Mar 4, 2026, in 2 days.
              http://127.0.0.1:5080/partner/actions/{other}

            - P-2026-0002
              Your action “Mow the lot” is due on Mar 4, 2026, in 2 days.
              http://127.0.0.1:5080/partner/actions/{mine}

            You get at most one such email a day.

            Choose what you get by mail:
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
    public async Task A_partner_gets_no_mail_about_what_is_not_theirs_any_more(string since)
    {
        var id = await _host.OpenProblem();
        var partner = await Partner();
        await Nudge(id, Rung.PartnerDueSoon, partner, await PartnersAction(id, "Mow the lot"));
        await Sql(since);

        Assert.That((await Pass()).Emails, Is.Zero);
        Assert.That(await Unmailed(), Is.Zero);
    }

    [Test]
    public async Task Of_a_confidential_problem_that_was_opened_to_them_a_partner_reads_the_number()
    {
        var id = await _host.OpenProblem(confidential: true);
        var partner = await Partner();
        await Nudge(id, Rung.PartnerDueSoon, partner, await PartnersAction(id, "Mow the lot"));
        await Sql("UPDATE Problem SET OpenToPartners = 1");

        await Pass();

        Assert.That((await Emails()).Single().Body, Does.Contain("- P-2026-0001\n  http://").And.Not.Contain("Mow"));
    }

    [Test]
    public async Task People_are_worked_off_in_batches()
    {
        var id = await _host.OpenProblem();
        for (var i = 0; i < 45; i++)
        {
            var person = await _host.Query(db =>
                db.Write(
                    () => db.Insert(
                        "INSERT INTO Person (Email, EmailKey, Name, SecurityStamp, CreatedAt) "
                            + "VALUES (@Email, @Email, 'One', 'x', '2026-03-02')",
                new { Email = $"{i}@test.example" }, default), default));
            await Sql($"INSERT INTO PersonRole (PersonId, Role) VALUES ({person}, 'Officer')");
            await Nudge(id, Rung.Overdue, person);
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
    public async Task Two_processes_at_the_same_moment_write_one_email()
    {
        await Nudge(await _host.OpenProblem());
        using var other = new TrackerHost(beside: _host);

        var runs = await Task.WhenAll(
            Enumerable.Range(0, 6).Select(i => Task.Run(() => (i % 2 == 0 ? _host : other).Send(new SendMorningMail()))));

        Assert.That(runs.Sum(r => r.Emails), Is.EqualTo(1));
    }

    [TestCase(2026, 3, 7, TestName = "In_the_night_that_loses_an_hour_the_email_comes_at_seven_by_the_clock_on_the_wall")]
    [TestCase(2026, 10, 31, TestName = "In_the_night_that_has_an_hour_twice_the_email_comes_at_seven_by_the_clock_on_the_wall")]
    public async Task Seven_is_seven_by_the_clock_on_the_wall(int year, int month, int day)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(AgencySettings.DefaultZone);
        var id = await _host.OpenProblem();
        var first = new DateOnly(year, month, day);
        _host.Time.SetUtcNow(new(first.ToDateTime(new(4, 0)), TimeSpan.Zero));

        for (var step = 0; step < 3 * 24 * 4; step++)
        {
            if (step % 16 == 0) await Nudge(id, Rung.Overdue);
            await Pass();
            _host.Time.Advance(TimeSpan.FromMinutes(15));
        }

        var written = (await Emails()).Select(l => (l.DedupeKey, Local: TimeZoneInfo.ConvertTime(l.CreatedAt, zone).DateTime)).ToList();
        Assert.That(written.Select(w => w.Local), Is.EqualTo(Enumerable.Range(0, 3).Select(i => first.AddDays(i).ToDateTime(new(7, 0)))));
        Assert.That(written.Select(w => w.DedupeKey), Is.EqualTo(Enumerable.Range(0, 3).Select(i =>
            string.Create(CultureInfo.InvariantCulture, $"digest:{_host.IdOf(Role.Officer)}:{first.AddDays(i):yyyy-MM-dd}"))));
    }

    /// <summary>At nine in New York it is four in Honolulu, and eleven at night in Tokyo.</summary>
    [TestCase("Pacific/Honolulu", "2026-03-02", "2026-03-03", "2026-03-04")]
    [TestCase("Asia/Tokyo", "2026-03-02", "2026-03-03", "2026-03-04", "2026-03-05")]
    [TestCase("Europe/London", "2026-03-02", "2026-03-03", "2026-03-04")]
    public async Task A_new_time_zone_in_the_middle_brings_no_second_email_for_a_date_and_loses_none(string zone, params string[] dates)
    {
        var id = await _host.OpenProblem();
        await Nudge(id, Rung.Overdue);
        await Pass();
        await _host.Send(new SetSetting("timeZone", zone));
        await Due(id, "2026-03-16");

        for (var step = 0; step < 60 * 4; step++)
        {
            if (step % 8 == 0) await Nudge(id, Rung.Overdue);
            await Pass();
            _host.Time.Advance(TimeSpan.FromMinutes(15));
        }

        Assert.That((await Emails()).Select(l => l.DedupeKey[^10..]), Is.EqualTo(dates));
    }

    [Test]
    public async Task A_date_that_comes_twice_by_a_new_time_zone_has_one_email()
    {
        // In Tokyo it is Tuesday already, eight in the morning; in New York still Monday, six in the evening.
        await _host.Send(new SetSetting("timeZone", "Asia/Tokyo"));
        _host.Time.SetUtcNow(new(2026, 3, 2, 23, 0, 0, TimeSpan.Zero));
        var id = await _host.OpenProblem();
        await Nudge(id, Rung.Overdue);
        await Pass();
        await _host.Send(new SetSetting("timeZone", "America/New_York"));

        for (var step = 0; step < 2 * 24 * 4; step++)
        {
            if (step % 8 == 0) await Nudge(id, Rung.Quiet);
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

    /// <summary>Of Monday, in New York.</summary>
    private void Local(int hour, int minute)
    {
        var then = new DateTimeOffset(2026, 3, 2, hour, minute, 0, TimeSpan.FromHours(-5));
        // The clock never goes back: what is earlier is tomorrow's.
        _host.Time.SetUtcNow(then < _host.Time.GetUtcNow() ? then.AddDays(1) : then);
    }

    private async Task<long> Nudge(long problemId, Rung rung = Rung.Overdue, long? to = null, long? action = null, long? request = null)
    {
        var person = to ?? _host.IdOf(Role.Officer);
        var key = $"{++_nudges}";
        return await _host.Query(db => db.Write(async () =>
        {
            var id = await db.Insert("""
                INSERT INTO Nudge (DedupeKey, Rung, ProblemId, Visit, DueOn, RaisedAt, ActionId, ApprovalRequestId)
                SELECT @key, @Rung, p.Id, p.Visit, IIF(@Rung IN ('Quiet', 'ApprovalWaiting'), '2026-03-02', COALESCE((SELECT a.DueOn
                FROM ProblemAction a WHERE a.Id = @action), p.DueOn)), @Now, @action, @request
                FROM Problem p WHERE p.Id = @problemId
                """, new { key, Rung = rung.ToString(), problemId, Now = _host.Time.GetUtcNow(), action, request }, default);
            await db.Execute("INSERT INTO NudgeRecipient (PersonId, NudgeId) VALUES (@person, @id)", new { person, id }, default);
            return id;
        }, default));
    }

    private Task<int> Due(long problemId, string on) => Sql($"UPDATE Problem SET DueOn = '{on}' WHERE Id = {problemId}");

    private Task<long> Action(long problemId, string description, string dueOn) => _host.Query(db => db.Write(() => db.Insert("""
        INSERT INTO ProblemAction (ProblemId, Description, OwnerId, DueOn, Enforcement, Interim, Status, CreatedAt)
        VALUES (@problemId, @description, @Owner, @dueOn, 0, 0, 'Planned', @Now)
        """, new { problemId, description, Owner = _host.IdOf(Role.Officer), dueOn, Now = _host.Time.GetUtcNow() }, default), default));

    private Task<long> Request(long problemId) => _host.Query(db => db.Write(() => db.Insert("""
        INSERT INTO ApprovalRequest (ProblemId, Visit, Kind, Asked, Reason, AskedBy, AskedAt, Status)
        VALUES (@problemId, 1, 'Start', '{}', 'Ready.', @Owner, @Now, 'Waiting')
        """, new { problemId, Owner = _host.IdOf(Role.Officer), Now = _host.Time.GetUtcNow() }, default), default));

    private async Task<long> Partner()
    {
        await Sql(
            "INSERT INTO Stakeholder (Id, Name, NameKey, Kind, CreatedAt, ConsentOn, ConsentScope) VALUES (70, 'Parks', 'PARKS', "
                + "'Agency', '2026-03-02', '2026-03-01', 'OwnActions')");
        _host.SignInPartner(70);
        return _host.IdOf(Role.Partner);
    }

    private async Task<long> PartnersAction(long problemId, string description)
    {
        var action = await Action(problemId, description, "2026-03-04");
        await Sql(
            $"INSERT INTO ProblemStakeholder (ProblemId, StakeholderId, Role, AttachedAt) VALUES ({problemId}, 70, 'Partner', "
                + "'2026-03-02T14:00:00.0000000Z')");
        await Sql(
            $"UPDATE ProblemAction SET OwnerId = NULL, OwnerAttachmentId = (SELECT MAX(Id) FROM ProblemStakeholder) WHERE Id = {action}");
        return action;
    }

    private Task<MySettings> Choose(Role role, MailChoice choice) => _host.SendAs(_host.IdOf(role), [role], new ChangeMySettings(choice));

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
