using ProblemTracker.Domain;

namespace ProblemTracker.Tests.Domain;

public sealed class OwnerRulesTests
{
    private static readonly DateOnly Day = new(2026, 3, 2);

    [TestCase(ActionStatus.Planned, false, null)]
    [TestCase(ActionStatus.Planned, true, "action.reported")]
    [TestCase(ActionStatus.Done, false, "action.done")]
    [TestCase(ActionStatus.Dropped, true, "action.dropped")]
    public void Owner_can_answer_only_planned_actions_not_reported_done(ActionStatus status, bool reported, string? code) =>
        Assert.That(OwnerRules.BeforeAnswering(status, reported ? Day : null)?.Code, Is.EqualTo(code));

    [TestCase(ActionStatus.Planned, null, false, null)]
    [TestCase(ActionStatus.Planned, OwnerAnswer.Accepted, false, null)]
    [TestCase(ActionStatus.Planned, OwnerAnswer.Declined, false, "action.declined")]
    [TestCase(ActionStatus.Planned, OwnerAnswer.Accepted, true, "action.reported")]
    [TestCase(ActionStatus.Done, null, false, "action.done")]
    public void Owner_can_not_report_a_declined_or_finished_action(ActionStatus status, OwnerAnswer? answer, bool reported, string? code) =>
        Assert.That(OwnerRules.BeforeReporting(status, answer, reported ? Day : null)?.Code, Is.EqualTo(code));

    [TestCase(ActionStatus.Planned, true, null)]
    [TestCase(ActionStatus.Planned, false, "action.notReported")]
    [TestCase(ActionStatus.Done, true, "action.notReported")]
    public void Team_can_decide_only_on_a_reported_action(ActionStatus status, bool reported, string? code) =>
        Assert.That(OwnerRules.BeforeDeciding(status, reported ? Day : null)?.Code, Is.EqualTo(code));

    [Test]
    public void Action_reported_done_is_not_overdue()
    {
        static bool Overdue(DateOnly? dueOn, int after = 1, DateOnly? reportedDoneOn = null, OwnerAnswer? answer = null,
            Stage problem = Stage.Response) =>
            OwnerRules.IsOverdue(ActionStatus.Planned, dueOn, reportedDoneOn, answer, problem, Day.AddDays(after));

        Assert.That(Overdue(Day), Is.True);
        Assert.That(Overdue(Day, answer: OwnerAnswer.Accepted), Is.True);
        Assert.That(Overdue(Day, after: 0), Is.False);
        Assert.That(Overdue(null), Is.False);
        Assert.That(Overdue(Day, reportedDoneOn: Day), Is.False);
        Assert.That(Overdue(Day, answer: OwnerAnswer.Declined), Is.False);
        Assert.That(Overdue(Day, problem: Stage.Closed), Is.False);
    }
}
