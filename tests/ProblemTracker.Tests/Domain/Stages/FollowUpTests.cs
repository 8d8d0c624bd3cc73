using ProblemTracker.Domain;

namespace ProblemTracker.Tests.Domain;

public sealed class FollowUpTests
{
    /// <summary>Checks all month ends of eight years, including leap days.</summary>
    [Test]
    public void Last_closing_due_today_is_due_and_the_next_days_is_not()
    {
        for (var today = new DateOnly(2023, 1, 1); today.Year < 2031; today = today.AddDays(1))
        {
            var last = FollowUp.LastClosingDue(today);
            Assert.That(Ladder.FollowUpDueOn(last, ClosingReason.ObjectivesAchieved), Is.LessThanOrEqualTo(today), $"{today}");
            Assert.That(Ladder.FollowUpDueOn(last.AddDays(1), ClosingReason.ObjectivesAchieved), Is.GreaterThan(today), $"{today}");
        }
    }
}
