namespace ProblemTracker.Domain;

/// <summary>Everything the ladder needs to know about one commitment to residents that is neither done nor an action.</summary>
/// <param name="DueOn">By the agency's calendar.</param>
/// <param name="OwnerIsActive">Whether the owner can be notified.</param>
/// <param name="GiverIsActive">Whether who gave it to the owner can be notified.</param>
public sealed record CommitmentCase(long Id, DateOnly DueOn, long OwnerId, bool OwnerIsActive, long GiverId, bool GiverIsActive)
{
    /// <summary>The owner; after the owner left, who gave it to them.</summary>
    public IReadOnlyList<long> Recipients => OwnerIsActive ? [OwnerId] : GiverIsActive ? [GiverId] : [];
}

/// <summary>
/// Decides when the owner of a commitment to residents is reminded: on the same days as the owner of an action. Only the highest rung
/// reached is due.
/// </summary>
public static class CommitmentLadder
{
    /// <summary>The first day on which a reminder is due.</summary>
    public static DateOnly FirstLook(DateOnly dueOn) => Day(dueOn.DayNumber - Ladder.DaysAhead);

    /// <summary>The reminder that is due; null before the first one, or if nobody can be notified.</summary>
    public static DueNudge? Due(CommitmentCase c, DateOnly today)
    {
        if (today < FirstLook(c.DueOn) || c.Recipients is not [var recipient]) return null;
        var kind = today > c.DueOn ? NudgeKind.CommitmentOverdue : NudgeKind.CommitmentDueSoon;
        return new(FormattableString.Invariant($"commitment:{c.Id}:{recipient}:{c.DueOn:yyyy-MM-dd}:{kind}"), kind, c.DueOn, 0, [recipient])
        {
            CommitmentId = c.Id,
        };
    }

    /// <summary>The next day on which another reminder may be due; null for never. Tomorrow while nobody can be notified.</summary>
    public static DateOnly? NextLook(CommitmentCase c, DateOnly today) =>
        today < FirstLook(c.DueOn) ? FirstLook(c.DueOn)
            : c.Recipients.Count == 0 ? Day(today.DayNumber + 1)
            : today <= c.DueOn ? Day(c.DueOn.DayNumber + 1) : null;

    private static DateOnly Day(int number) =>
        DateOnly.FromDayNumber(Math.Clamp(number, DateOnly.MinValue.DayNumber, DateOnly.MaxValue.DayNumber));
}
