namespace ProblemTracker.Domain;

/// <summary>Where a closing stands to being looked at again six months later. One with nothing to hold stands nowhere.</summary>
public enum FollowUpStep { LookedAt, Waiting, NotYetDue }

/// <summary>When closings are looked at again; see <see cref="Ladder.FollowUpDueOn"/>.</summary>
public static class FollowUp
{
    /// <summary>The last day on which a problem can have been closed that is due to be looked at again by today.</summary>
    public static DateOnly LastClosingDue(DateOnly today)
    {
        // A month's last days all fall on the last day of a shorter one, so several days of closing can be due on the same day.
        var day = today.AddMonths(-Ladder.FollowUpMonths);
        while (day.AddDays(1).AddMonths(Ladder.FollowUpMonths) <= today) day = day.AddDays(1);
        return day;
    }
}
