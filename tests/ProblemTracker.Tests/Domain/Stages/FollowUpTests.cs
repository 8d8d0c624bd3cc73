using ProblemTracker.Domain;

namespace ProblemTracker.Tests.Domain;

public sealed class FollowUpTests
{
    /// <summary>Through all month ends of eight years, leap day included.</summary>
    [Test]
    public void The_last_closing_due_today_is_due_and_the_next_day_s_is_not()
    {
        for (var today = new DateOnly(2023, 1, 1); today.Year < 2031; today = today.AddDays(1))
        {
            var last = FollowUp.LastClosingDue(today);
            Assert.That(Ladder.FollowUpDueOn(last, ClosingReason.ObjectivesAchieved), Is.LessThanOrEqualTo(today), $"{today}");
            Assert.That(Ladder.FollowUpDueOn(last.AddDays(1), ClosingReason.ObjectivesAchieved), Is.GreaterThan(today), $"{today}");
        }
    }
}
