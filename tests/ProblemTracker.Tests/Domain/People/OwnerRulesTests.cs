using ProblemTracker.Domain;

namespace ProblemTracker.Tests.Domain;

public sealed class OwnerRulesTests
{
    private static readonly DateOnly Day = new(2026, 3, 2);

    [TestCase(ActionStatus.Planned, false, null)]
    [TestCase(ActionStatus.Planned, true, "action.reported")]
    [TestCase(ActionStatus.Done, false, "action.done")]
    [TestCase(ActionStatus.Dropped, true, "action.dropped")]
    public void An_answer_is_for_what_is_planned_and_not_reported(ActionStatus status, bool reported, string? code) =>
        Assert.That(OwnerRules.BeforeAnswering(status, reported ? Day : null)?.Code, Is.EqualTo(code));

    [TestCase(ActionStatus.Planned, null, false, null)]
    [TestCase(ActionStatus.Planned, OwnerAnswer.Accepted, false, null)]
    [TestCase(ActionStatus.Planned, OwnerAnswer.Declined, false, "action.declined")]
    [TestCase(ActionStatus.Planned, OwnerAnswer.Accepted, true, "action.reported")]
    [TestCase(ActionStatus.Done, null, false, "action.done")]
    public void What_was_declined_is_not_reported_done(ActionStatus status, OwnerAnswer? answer, bool reported, string? code) =>
        Assert.That(OwnerRules.BeforeReporting(status, answer, reported ? Day : null)?.Code, Is.EqualTo(code));

    [TestCase(ActionStatus.Planned, true, null)]
    [TestCase(ActionStatus.Planned, false, "action.notReported")]
    [TestCase(ActionStatus.Done, true, "action.notReported")]
    public void The_team_decides_about_a_report(ActionStatus status, bool reported, string? code) =>
        Assert.That(OwnerRules.BeforeDeciding(status, reported ? Day : null)?.Code, Is.EqualTo(code));

    [Test]
    public void What_is_reported_done_is_not_late()
    {
        Assert.That(OwnerRules.IsOverdue(ActionStatus.Planned, Day, null, Day.AddDays(1)), Is.True);
        Assert.That(OwnerRules.IsOverdue(ActionStatus.Planned, Day, null, Day), Is.False);
        Assert.That(OwnerRules.IsOverdue(ActionStatus.Planned, Day, Day, Day.AddDays(1)), Is.False);
        Assert.That(OwnerRules.IsOverdue(ActionStatus.Planned, null, null, Day), Is.False);
    }
}
