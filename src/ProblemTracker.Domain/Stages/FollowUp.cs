namespace ProblemTracker.Domain;

/// <summary>State of the follow-up six months after closing. Closings that need no follow-up have none.</summary>
public enum FollowUpStep { Recorded, Waiting, NotYetDue }

/// <summary>When follow-ups are due; see <see cref="Ladder.FollowUpDueOn"/>.</summary>
public static class FollowUp
{
    /// <summary>The latest closing date whose follow-up is due by today.</summary>
    public static DateOnly LastClosingDue(DateOnly today)
    {
        // Closing dates at the end of a long month share a follow-up date at the end of a shorter one.
        var day = today.AddMonths(-Ladder.FollowUpMonths);
        while (day.AddDays(1).AddMonths(Ladder.FollowUpMonths) <= today) day = day.AddDays(1);
        return day;
    }
}
