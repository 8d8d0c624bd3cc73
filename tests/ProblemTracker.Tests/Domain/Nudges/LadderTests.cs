using ProblemTracker.Domain;
using ProblemTracker.Shared;

namespace ProblemTracker.Tests.Domain;

/// <summary>Tests each rung. The sample problem is due on Monday, March 16, 2026. Person 1 leads, 10 supervises, 20 commands.</summary>
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
    [TestCase(7, "Overdue 1 to 1; EscalatedToSupervisor 0 to 10")]
    [TestCase(20, "Overdue 2 to 1; EscalatedToSupervisor 0 to 10")]
    [TestCase(21, "Overdue 3 to 1; EscalatedToSupervisor 0 to 10; EscalatedToCommander 0 to 20")]
    public void Overdue_problem_escalates_from_lead_to_supervisor_to_commander(int days, string expected) =>
        Assert.That(Said(Led, DueOn.AddDays(days)), Is.EqualTo(expected));

    [TestCase(-10, -3)]
    [TestCase(-3, 0)]
    [TestCase(0, 1)]
    [TestCase(1, 7)]
    [TestCase(7, 14)]
    [TestCase(15, 21)]
    [TestCase(400, 406)]
    public void Next_look_is_the_day_of_the_next_rung(int days, int next) =>
        Assert.That(Ladder.NextLook(Led, DueOn.AddDays(days)), Is.EqualTo(DueOn.AddDays(next)));

    [Test]
    [SetCulture("th-TH")]
    public void Key_does_not_depend_on_the_culture() =>
        Assert.That(Ladder.Due(Led, DueOn.AddDays(1)).Single().Key, Is.EqualTo("problem:42:3:2026-03-16:Overdue:0"));

    [Test]
    public void Visit_due_date_and_problem_each_change_the_key()
    {
        LadderCase[] cases = [Led, Led with { Visit = 4 }, Led with { DueOn = DueOn.AddDays(-1) }, Led with { ProblemId = 43 }];

        Assert.That(cases.Select(c => Ladder.Due(c, DueOn.AddDays(1))[0].Key), Is.Unique);
    }

    [Test]
    public void Supervisor_gets_the_leads_nudges_if_the_lead_can_not_be_notified()
    {
        foreach (var lead in new[] { null, Person(1) with { Active = false }, Person(1) with { MaySee = false } })
            Assert.That(Said(Led with { Lead = lead }, DueOn), Is.EqualTo("DueToday 0 to 10"));
    }

    [Test]
    public void All_active_supervisors_are_notified_if_the_neighborhood_has_none()
    {
        foreach (var supervisor in new[] { null, Person(9) with { Active = false } })
            Assert.That(Said(Led with { Lead = null, Supervisor = supervisor }, DueOn), Is.EqualTo("DueToday 0 to 10,11"));
    }

    [Test]
    public void Nudge_without_a_recipient_stays_due_and_is_checked_every_day()
    {
        var nobody = Led with { Lead = null, Supervisor = null, AllSupervisors = [] };

        Assert.That(Said(nobody, DueOn), Is.Empty);
        Assert.That(Ladder.NextLook(nobody, DueOn), Is.EqualTo(DueOn.AddDays(1)));
    }

    [Test]
    public void Supervisor_escalates_by_hand_if_the_commander_can_not_be_notified()
    {
        foreach (var c in new[] { Led with { Confidential = true }, Led with { Commander = null },
            Led with { Commander = Person(20) with { MaySee = false } } })
            Assert.That(Said(c, DueOn.AddDays(21)), Does.EndWith("SupervisorAskedToEscalate 0 to 10").And.Not.Contain("to 20"));
    }

    [Test]
    public void No_one_is_notified_while_the_problem_is_on_hold()
    {
        var held = Led with { OnHoldUntil = DueOn.AddDays(30), Requests = [new(5, DueOn)] };

        Assert.That(Said(held, DueOn.AddDays(29)), Is.Empty);
        Assert.That(Ladder.NextLook(held, DueOn.AddDays(2)), Is.EqualTo(DueOn.AddDays(30)));
        Assert.That(Said(held, DueOn.AddDays(30)), Does.StartWith("Overdue 4"));
    }

    [Test]
    public void Two_weeks_without_activity_are_reported_once()
    {
        var quiet = Led with { DueOn = null, LastActivityOn = DueOn };

        Assert.That(Said(quiet, DueOn.AddDays(13)), Is.Empty);
        Assert.That(Said(quiet, DueOn.AddDays(14)), Is.EqualTo("NoActivity 0 to 1"));
        Assert.That(Ladder.Due(quiet, DueOn.AddDays(14))[0].Key, Is.EqualTo(Ladder.Due(quiet, DueOn.AddDays(90))[0].Key));
        Assert.That(Ladder.NextLook(quiet, DueOn.AddDays(14)), Is.Null);
    }

    [Test]
    public void Problem_is_not_quiet_while_an_action_or_the_after_period_is_ahead()
    {
        var quiet = Led with { DueOn = null, LastActivityOn = DueOn };
        var acting = quiet with { Actions = [new() { Id = 7, DueOn = DueOn.AddDays(40), ReportedDone = true }] };
        var waiting = quiet with { AfterPeriodEnds = DueOn.AddDays(40) };

        foreach (var c in new[] { acting, waiting })
        {
            Assert.That(Said(c, DueOn.AddDays(40)), Is.Empty);
            Assert.That(Ladder.NextLook(c, DueOn.AddDays(3)), Is.EqualTo(DueOn.AddDays(41)));
            Assert.That(Said(c, DueOn.AddDays(41)), Is.EqualTo("NoActivity 0 to 1"));
        }
    }

    [TestCase(-4, "")]
    [TestCase(-3, "ActionDueSoon 0 to 5")]
    [TestCase(0, "ActionDueSoon 0 to 5")]
    [TestCase(1, "ActionOverdue 0 to 5")]
    [TestCase(90, "ActionOverdue 0 to 5")]
    public void Action_owner_is_reminded_before_and_after_the_due_date(int days, string expected) =>
        Assert.That(Said(With(new() { Id = 7, DueOn = DueOn, Owner = Person(5) }), DueOn.AddDays(days)), Is.EqualTo(expected));

    [Test]
    public void Lead_is_notified_of_an_overdue_action_without_an_active_owner()
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
    public void Outside_owner_is_emailed_and_the_lead_notified_after_a_week(int days, string expected) =>
        Assert.That(Said(With(Outside()), DueOn.AddDays(days)), Is.EqualTo(expected));

    [Test]
    public void Outside_owner_with_accounts_is_notified_there() =>
        Assert.That(Said(With(Outside(owner: new(70, true, [90, 91], true))), DueOn), Is.EqualTo("PartnerDueSoon 0 to 90,91"));

    [Test]
    public void After_two_reminders_the_lead_is_notified_even_if_the_due_date_changed()
    {
        var both = Outside() with { Reminders = [new(NudgeKind.PartnerDueSoon, DueOn), new(NudgeKind.PartnerOverdue, DueOn)] };
        Assert.That(Said(With(both), DueOn.AddDays(6)), Is.Empty);
        Assert.That(Said(With(both), DueOn.AddDays(7)), Is.EqualTo("ActionUnanswered 0 to 1"));

        var extended = both with { DueOn = DueOn.AddDays(30) };
        Assert.That(Said(With(extended), DueOn.AddDays(28)), Is.Empty);
        Assert.That(Said(With(extended), DueOn.AddDays(31)), Is.EqualTo("ActionUnanswered 0 to 1"));
    }

    [Test]
    public void Outside_owner_without_consent_or_contact_gets_nothing_and_the_lead_is_notified()
    {
        foreach (var owner in new OutsideOwner[] { new(70, false, [90], true), new(70, true, [], false) })
        {
            var c = With(Outside(owner: owner));
            Assert.That(Said(c, DueOn), Is.Empty);
            Assert.That(Said(c, DueOn.AddDays(9)), Is.EqualTo("ActionUnreachable 0 to 1"));
            Assert.That(Ladder.NextLook(c, DueOn), Is.EqualTo(DueOn.AddDays(1)), "Consent may be given any day.");
        }
    }

    [Test]
    public void Partners_are_reminded_about_a_confidential_problem_only_if_the_lead_allows_it()
    {
        var secret = With(Outside()) with { Confidential = true };

        Assert.That(Said(secret, DueOn.AddDays(1)), Is.EqualTo("ActionUnreachable 0 to 1"));
        Assert.That(Said(secret with { OpenToPartners = true }, DueOn.AddDays(1)), Is.EqualTo("PartnerOverdue 0 to mail 70"));
    }

    [Test]
    public void Declined_action_notifies_the_lead_at_once_and_stops_reminders()
    {
        Assert.That(Said(With(Outside() with { DeclinedOn = DueOn.AddDays(-9) }), DueOn.AddDays(-9)), Is.EqualTo("ActionDeclined 0 to 1"));
        Assert.That(Said(With(Outside() with { DeclinedOn = DueOn.AddDays(-9), DueOn = null }), DueOn.AddDays(2)),
            Is.EqualTo("ActionDeclined 0 to 1"));
    }

    [Test]
    public void Action_reported_done_needs_no_reminder() =>
        Assert.That(Said(With(Outside() with { ReportedDone = true }), DueOn.AddDays(9)), Is.Empty);

    [Test]
    public void Request_waiting_three_days_goes_to_those_who_may_decide()
    {
        var waiting = Led with { DueOn = null, Requests = [new(5, DueOn)] };

        Assert.That(Said(waiting, DueOn.AddDays(2)), Is.Empty);
        Assert.That(Said(waiting, DueOn.AddDays(3)), Is.EqualTo("RequestWaiting 0 to 10"));
        Assert.That(Ladder.Due(waiting, DueOn.AddDays(3))[0].RequestId, Is.EqualTo(5));
        Assert.That(Said(waiting with { Lead = Person(10) }, DueOn.AddDays(3)), Is.EqualTo("RequestWaiting 0 to 20"));
        Assert.That(Said(waiting with { Lead = Person(10), Commander = null }, DueOn.AddDays(3)), Is.EqualTo("RequestWaiting 0 to 11"));
    }

    [Test]
    public void Follow_up_is_due_six_months_after_closing()
    {
        var closed = Led with
        {
            Stage = Stage.Closed,
            ClosedOn = new(2026, 8, 31),
            ClosingReason = ClosingReason.ObjectivesAchieved,
            OnHoldUntil = new(2030, 1, 1)
        };

        Assert.That(Said(closed, new(2027, 2, 27)), Is.Empty);
        Assert.That(Ladder.NextLook(closed, new(2026, 9, 1)), Is.EqualTo(new DateOnly(2027, 2, 28)));
        Assert.That(Said(closed, new(2027, 2, 28)), Is.EqualTo("FollowUp 0 to 1"));
        foreach (var done in new[] { closed with { FollowUpRecorded = true }, closed with { ClosingReason = ClosingReason.Duplicate },
            closed with { ClosingReason = ClosingReason.NotAProblem } })
            Assert.That((Said(done, new(2027, 3, 1)), Ladder.NextLook(done, new(2026, 9, 1))), Is.EqualTo(("", (DateOnly?)null)));
    }

    [Test]
    public void Due_date_at_the_end_of_the_calendar_does_not_overflow() =>
        Assert.That(Said(Led with { DueOn = DateOnly.MaxValue, LastActivityOn = DateOnly.MaxValue }, DateOnly.MaxValue), Is.Not.Empty);

    [Test]
    public void Every_rung_has_a_sentence_with_its_date()
    {
        foreach (var rung in Enum.GetValues<NudgeKind>())
        {
            var said = rung.Sentence(DueOn, DueOn.AddDays(2), Stage.Analysis, "Fix the lamp");
            Assert.That(said, Does.Match("^[A-Z“].*\\.$").And.Contain("Mar 16, 2026"), rung.ToString());
            Assert.That(said.Contains("Fix the lamp", StringComparison.Ordinal),
                Is.EqualTo(rung.IsAboutAction() || rung.IsAboutCommitment()), rung.ToString());
        }
        Assert.That(NudgeKind.DueSoon.Sentence(DueOn, DueOn.AddDays(-3), Stage.Analysis),
            Is.EqualTo("Analysis is due on Mar 16, 2026, in 3 days."));
    }

    private static LadderPerson Person(long id) => new(id, Active: true, MaySee: true);

    private static LadderCase With(LadderAction action) => Led with { DueOn = null, Actions = [action] };

    private static LadderAction Outside(OutsideOwner? owner = null) =>
        new() { Id = 7, DueOn = DueOn, Outside = owner ?? new(70, true, [], true) };

    private static string Said(LadderCase c, DateOnly today) => string.Join("; ", Ladder.Due(c, today).Select(n =>
        $"{n.Kind} {n.Occurrence} to {string.Join(',', n.Recipients)}{(n.AttachmentId is { } attachment ? $"mail {attachment}" : "")}"));
}
