using ProblemTracker.Domain;
using ProblemTracker.Shared;

namespace ProblemTracker.Tests.Domain;

/// <summary>The rungs one by one. The sample problem is due on Monday, March 16, 2026; 1 leads, 10 supervises, 20 commands.</summary>
public sealed class LadderTests
{
    private static readonly DateOnly DueOn = new(2026, 3, 16);

    private static readonly LadderCase Led = new()
    {
        ProblemId = 42,
        Visit = 3,
        Stage = Stage.Analysis,
        DueOn = DueOn,
        LastActivityOn = new(2026, 12, 31),
        Lead = Person(1),
        Supervisor = Person(10),
        AllSupervisors = [Person(10), Person(11)],
        Commander = Person(20),
    };

    [TestCase(-4, "")]
    [TestCase(-3, "DueSoon 0 to 1")]
    [TestCase(-1, "DueSoon 0 to 1")]
    [TestCase(0, "DueToday 0 to 1")]
    [TestCase(1, "Overdue 0 to 1")]
    [TestCase(6, "Overdue 0 to 1")]
    [TestCase(7, "Overdue 1 to 1; Escalated 0 to 10")]
    [TestCase(20, "Overdue 2 to 1; Escalated 0 to 10")]
    [TestCase(21, "Overdue 3 to 1; Escalated 0 to 10; EscalatedToCommand 0 to 20")]
    public void It_climbs_from_the_lead_to_the_supervisor_to_the_commander(int days, string expected) =>
        Assert.That(Said(Led, DueOn.AddDays(days)), Is.EqualTo(expected));

    [TestCase(-10, -3)]
    [TestCase(-3, 0)]
    [TestCase(0, 1)]
    [TestCase(1, 7)]
    [TestCase(7, 14)]
    [TestCase(15, 21)]
    [TestCase(400, 406)]
    public void The_next_look_is_on_the_day_of_the_next_rung(int days, int next) =>
        Assert.That(Ladder.NextLook(Led, DueOn.AddDays(days)), Is.EqualTo(DueOn.AddDays(next)));

    [Test]
    [SetCulture("th-TH")]
    public void The_key_is_the_same_in_every_culture() =>
        Assert.That(Ladder.Due(Led, DueOn.AddDays(1)).Single().Key, Is.EqualTo("problem:42:3:2026-03-16:Overdue:0"));

    [Test]
    public void Another_visit_or_due_date_is_another_nudge()
    {
        string[] keys = [
            .. new[] { Led, Led with { Visit = 4 }, Led with { DueOn = DueOn.AddDays(-1) },
                Led with { ProblemId = 43 } }.Select(c => Ladder.Due(c, DueOn.AddDays(1))[0].Key)];

        Assert.That(keys, Is.Unique);
    }

    [Test]
    public void Without_a_lead_who_can_hear_the_supervisor_gets_the_leads_rungs()
    {
        foreach (var lead in new[] { null, Person(1) with { Active = false }, Person(1) with { MaySee = false } })
            Assert.That(Said(Led with { Lead = lead }, DueOn), Is.EqualTo("DueToday 0 to 10"));
    }

    [Test]
    public void Where_no_supervisor_answers_every_active_one_is_told()
    {
        foreach (var supervisor in new[] { null, Person(9) with { Active = false } })
            Assert.That(Said(Led with { Lead = null, Supervisor = supervisor }, DueOn), Is.EqualTo("DueToday 0 to 10,11"));
    }

    [Test]
    public void Where_there_is_nobody_to_tell_it_stays_due_and_is_looked_at_every_day()
    {
        var nobody = Led with { Lead = null, Supervisor = null, AllSupervisors = [] };

        Assert.That(Said(nobody, DueOn), Is.Empty);
        Assert.That(Ladder.NextLook(nobody, DueOn), Is.EqualTo(DueOn.AddDays(1)));
    }

    [Test]
    public void Where_the_commander_may_not_be_told_the_supervisor_escalates_by_hand()
    {
        foreach (var c in new[] { Led with { Confidential = true }, Led with { Commander = null },
            Led with { Commander = Person(20) with { MaySee = false } } })
            Assert.That(Said(c, DueOn.AddDays(21)), Does.EndWith("EscalateByHand 0 to 10").And.Not.Contain("to 20"));
    }

    [Test]
    public void On_hold_nobody_hears_anything_until_work_goes_on()
    {
        var held = Led with { HeldUntil = DueOn.AddDays(30), Approvals = [new(5, DueOn)] };

        Assert.That(Said(held, DueOn.AddDays(29)), Is.Empty);
        Assert.That(Ladder.NextLook(held, DueOn.AddDays(2)), Is.EqualTo(DueOn.AddDays(30)));
        Assert.That(Said(held, DueOn.AddDays(30)), Does.StartWith("Overdue 4"));
    }

    [Test]
    public void Two_weeks_without_activity_are_told_once_per_quiet_spell()
    {
        var quiet = Led with { DueOn = null, LastActivityOn = DueOn };

        Assert.That(Said(quiet, DueOn.AddDays(13)), Is.Empty);
        Assert.That(Said(quiet, DueOn.AddDays(14)), Is.EqualTo("Quiet 0 to 1"));
        Assert.That(Ladder.Due(quiet, DueOn.AddDays(14))[0].Key, Is.EqualTo(Ladder.Due(quiet, DueOn.AddDays(90))[0].Key));
        Assert.That(Ladder.NextLook(quiet, DueOn.AddDays(14)), Is.Null);
    }

    [Test]
    public void It_is_not_quiet_while_an_action_or_the_period_after_lies_ahead()
    {
        var quiet = Led with { DueOn = null, LastActivityOn = DueOn };
        var acting = quiet with { Actions = [new() { Id = 7, DueOn = DueOn.AddDays(40), ReportedDone = true }] };
        var waiting = quiet with { AfterPeriodEnds = DueOn.AddDays(40) };

        foreach (var c in new[] { acting, waiting })
        {
            Assert.That(Said(c, DueOn.AddDays(40)), Is.Empty);
            Assert.That(Ladder.NextLook(c, DueOn.AddDays(3)), Is.EqualTo(DueOn.AddDays(41)));
            Assert.That(Said(c, DueOn.AddDays(41)), Is.EqualTo("Quiet 0 to 1"));
        }
    }

    [TestCase(-4, "")]
    [TestCase(-3, "ActionDueSoon 0 to 5")]
    [TestCase(0, "ActionDueSoon 0 to 5")]
    [TestCase(1, "ActionOverdue 0 to 5")]
    [TestCase(90, "ActionOverdue 0 to 5")]
    public void The_owner_of_an_action_is_told_before_and_after_its_date(int days, string expected) =>
        Assert.That(Said(With(new() { Id = 7, DueOn = DueOn, Owner = Person(5) }), DueOn.AddDays(days)), Is.EqualTo(expected));

    [Test]
    public void An_owner_who_has_left_gives_way_to_the_lead_once_it_is_overdue()
    {
        var left = With(new() { Id = 7, DueOn = DueOn, Owner = Person(5) with { Active = false } });

        Assert.That(Said(left, DueOn), Is.Empty);
        Assert.That(Said(left, DueOn.AddDays(1)), Is.EqualTo("ActionUnreachable 0 to 1"));
        Assert.That(Said(With(new() { Id = 7, DueOn = DueOn }), DueOn.AddDays(1)), Is.EqualTo("ActionUnreachable 0 to 1"));
    }

    [TestCase(-3, "PartnerDueSoon 0 to mail 70")]
    [TestCase(1, "PartnerOverdue 0 to mail 70")]
    [TestCase(6, "PartnerOverdue 0 to mail 70")]
    [TestCase(7, "PartnerOverdue 0 to mail 70; ActionUnanswered 0 to 1")]
    public void Somebody_outside_is_written_to_and_a_week_over_the_lead_is_told(int days, string expected) =>
        Assert.That(Said(With(Outside()), DueOn.AddDays(days)), Is.EqualTo(expected));

    [Test]
    public void Whoever_has_accounts_is_told_there() =>
        Assert.That(Said(With(Outside(owner: new(70, true, [90, 91], true))), DueOn), Is.EqualTo("PartnerDueSoon 0 to 90,91"));

    [Test]
    public void After_two_reminders_the_lead_is_told_instead_whatever_became_of_the_date()
    {
        var both = Outside() with { Reminders = [new(Rung.PartnerDueSoon, DueOn), new(Rung.PartnerOverdue, DueOn)] };
        Assert.That(Said(With(both), DueOn.AddDays(6)), Is.Empty);
        Assert.That(Said(With(both), DueOn.AddDays(7)), Is.EqualTo("ActionUnanswered 0 to 1"));

        var extended = both with { DueOn = DueOn.AddDays(30) };
        Assert.That(Said(With(extended), DueOn.AddDays(28)), Is.Empty);
        Assert.That(Said(With(extended), DueOn.AddDays(31)), Is.EqualTo("ActionUnanswered 0 to 1"));
    }

    [Test]
    public void Nobody_outside_is_told_without_consent_or_a_way_to_reach_them_and_the_lead_learns_it()
    {
        foreach (var owner in new OutsideOwner[] { new(70, false, [90], true), new(70, true, [], false) })
        {
            var c = With(Outside(owner: owner));
            Assert.That(Said(c, DueOn), Is.Empty);
            Assert.That(Said(c, DueOn.AddDays(9)), Is.EqualTo("ActionUnreachable 0 to 1"));
            Assert.That(Ladder.NextLook(c, DueOn), Is.EqualTo(DueOn.AddDays(1)), "Consent may come any day.");
        }
    }

    [Test]
    public void Of_a_confidential_problem_partners_hear_only_where_the_lead_says_so()
    {
        var secret = With(Outside()) with { Confidential = true };

        Assert.That(Said(secret, DueOn.AddDays(1)), Is.EqualTo("ActionUnreachable 0 to 1"));
        Assert.That(Said(secret with { OpenToPartners = true }, DueOn.AddDays(1)), Is.EqualTo("PartnerOverdue 0 to mail 70"));
    }

    [Test]
    public void When_the_owner_says_no_the_lead_is_told_at_once_and_nobody_is_reminded()
    {
        Assert.That(Said(With(Outside() with { DeclinedOn = DueOn.AddDays(-9) }), DueOn.AddDays(-9)), Is.EqualTo("ActionDeclined 0 to 1"));
        Assert.That(Said(With(Outside() with { DeclinedOn = DueOn.AddDays(-9), DueOn = null }), DueOn.AddDays(2)),
            Is.EqualTo("ActionDeclined 0 to 1"));
    }

    [Test]
    public void What_was_reported_done_needs_no_reminder() =>
        Assert.That(Said(With(Outside() with { ReportedDone = true }), DueOn.AddDays(9)), Is.Empty);

    [Test]
    public void A_request_that_waits_three_days_goes_to_whoever_may_decide()
    {
        var waiting = Led with { DueOn = null, Approvals = [new(5, DueOn)] };

        Assert.That(Said(waiting, DueOn.AddDays(2)), Is.Empty);
        Assert.That(Said(waiting, DueOn.AddDays(3)), Is.EqualTo("ApprovalWaiting 0 to 10"));
        Assert.That(Ladder.Due(waiting, DueOn.AddDays(3))[0].ApprovalRequestId, Is.EqualTo(5));
        Assert.That(Said(waiting with { Lead = Person(10) }, DueOn.AddDays(3)), Is.EqualTo("ApprovalWaiting 0 to 20"));
        Assert.That(Said(waiting with { Lead = Person(10), Commander = null }, DueOn.AddDays(3)), Is.EqualTo("ApprovalWaiting 0 to 11"));
    }

    [Test]
    public void Six_months_after_closing_somebody_looks_whether_it_held()
    {
        var closed = Led with
        {
            Stage = Stage.Closed,
            ClosedOn = new(2026, 8, 31),
            ClosingReason = ClosingReason.ObjectivesAchieved,
            HeldUntil = new(2030, 1, 1)
        };

        Assert.That(Said(closed, new(2027, 2, 27)), Is.Empty);
        Assert.That(Ladder.NextLook(closed, new(2026, 9, 1)), Is.EqualTo(new DateOnly(2027, 2, 28)));
        Assert.That(Said(closed, new(2027, 2, 28)), Is.EqualTo("FollowUp 0 to 1"));
        foreach (var done in new[] { closed with { FollowUpRecorded = true }, closed with { ClosingReason = ClosingReason.Duplicate },
            closed with { ClosingReason = ClosingReason.NotAProblem } })
            Assert.That((Said(done, new(2027, 3, 1)), Ladder.NextLook(done, new(2026, 9, 1))), Is.EqualTo(("", (DateOnly?)null)));
    }

    [Test]
    public void A_due_date_at_the_end_of_the_calendar_is_no_accident() =>
        Assert.That(Said(Led with { DueOn = DateOnly.MaxValue, LastActivityOn = DateOnly.MaxValue }, DateOnly.MaxValue), Is.Not.Empty);

    [Test]
    public void Every_rung_is_a_sentence_that_says_when()
    {
        foreach (var rung in Enum.GetValues<Rung>())
        {
            var said = rung.Sentence(DueOn, DueOn.AddDays(2), Stage.Analysis, "Fix the lamp");
            Assert.That(said, Does.Match("^[A-Z“].*\\.$").And.Contain("Mar 16, 2026"), rung.ToString());
            Assert.That(said.Contains("Fix the lamp", StringComparison.Ordinal), Is.EqualTo(rung.IsAboutAction()), rung.ToString());
        }
        Assert.That(Rung.DueSoon.Sentence(DueOn, DueOn.AddDays(-3), Stage.Analysis),
            Is.EqualTo("Analysis is due on Mar 16, 2026, in 3 days."));
    }

    private static LadderPerson Person(long id) => new(id, Active: true, MaySee: true);

    private static LadderCase With(LadderAction action) => Led with { DueOn = null, Actions = [action] };

    private static LadderAction Outside(OutsideOwner? owner = null) =>
        new() { Id = 7, DueOn = DueOn, Outside = owner ?? new(70, true, [], true) };

    private static string Said(LadderCase c, DateOnly today) => string.Join("; ", Ladder.Due(c, today).Select(n =>
        $"{n.Rung} {n.Occurrence} to {string.Join(',', n.Recipients)}{(n.AttachmentId is { } attachment ? $"mail {attachment}" : "")}"));
}
