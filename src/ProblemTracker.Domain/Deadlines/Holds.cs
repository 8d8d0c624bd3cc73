namespace ProblemTracker.Domain;

/// <summary>A pause that a supervisor granted. Its days are added to the deadline of the stage visit in which it began.</summary>
public sealed record Hold
{
    /// <summary>The visit to a stage in which it began.</summary>
    public int Visit { get; init; }
    /// <summary>The first day of the pause.</summary>
    public DateOnly FromOn { get; init; }
    /// <summary>The first day on which work goes on.</summary>
    public DateOnly UntilOn { get; init; }
    /// <summary>Set where work went on earlier.</summary>
    public DateOnly? EndedOn { get; init; }
    /// <summary>When it was granted: an extension granted later knew of it.</summary>
    public DateTimeOffset HeldAt { get; init; }

    /// <summary>Days without work: the actual ones where it ended early, otherwise the planned ones.</summary>
    public int Days => Math.Max(0, (EndedOn ?? UntilOn).DayNumber - FromOn.DayNumber);

    public bool IsRunning(DateOnly today) => EndedOn is null && UntilOn > today;
}

/// <summary>A later due date that a supervisor granted for one visit to a stage.</summary>
public sealed record Extension
{
    public int Visit { get; init; }
    public DateOnly DueOn { get; init; }
    public DateTimeOffset GrantedAt { get; init; }
}

/// <summary>How long a problem may be put on hold, and until when its deadline can be extended.</summary>
public static class HoldRules
{
    /// <summary>Days of one hold, counted from today.</summary>
    public const int Longest = 90;
    /// <summary>Days of all holds in a problem's life.</summary>
    public const int LongestInAll = 180;
    /// <summary>Days ahead to which a deadline can be extended.</summary>
    public const int FurthestExtension = 365;

    /// <summary>Why a hold from today until this date is refused; null if it is not.</summary>
    /// <param name="until">The first day on which work goes on.</param>
    /// <param name="holds">Every hold of the problem, those of earlier visits too.</param>
    public static Shortfall? AgainstHold(DateOnly until, DateOnly today, IReadOnlyList<Hold> holds)
    {
        const string field = "untilOn";
        if (holds.FirstOrDefault(hold => hold.IsRunning(today)) is { } running)
            return new("hold.running", $"This problem is on hold until {Written(running.UntilOn)}. End that hold first.", field);
        var days = until.DayNumber - today.DayNumber;
        if (days <= 0) return new("hold.past", "Choose a day after today: the first one on which work goes on.", field);
        if (days > Longest)
            return new("hold.tooLong", $"A hold ends after {Longest} days at most, by {Written(today.AddDays(Longest))}.", field);
        var left = LongestInAll - holds.Sum(hold => hold.Days);
        if (days <= left) return null;
        return new("hold.tooLongInAll", left <= 0
            ? $"This problem has been on hold for {LongestInAll} days in all, which is the limit."
            : $"A problem is on hold for {LongestInAll} days in all at most. {left} are left: choose {Written(today.AddDays(left))} or "
                + "earlier.", field);
    }

    /// <summary>Why a deadline is not extended to this date; null if it can be.</summary>
    /// <param name="presentDue">The due date as it stands; null where there is none.</param>
    public static Shortfall? AgainstExtension(DateOnly dueOn, DateOnly? presentDue, DateOnly today)
    {
        const string field = "dueOn";
        if (presentDue is null) return new("extension.noDate", "This problem has no due date to extend.", field);
        if (dueOn <= presentDue)
            return new("extension.notLater", $"It is due on {Written(presentDue.Value)} as it is. Choose a later day.", field);
        if (dueOn < today) return new("extension.past", "This day is over. Choose one from today on.", field);
        return dueOn.DayNumber - today.DayNumber > FurthestExtension
            ? new("extension.tooFar", $"Choose a day within a year, by {Written(today.AddDays(FurthestExtension))}.", field) : null;
    }

    private static string Written(DateOnly date) => date.ToString("MMMM d, yyyy", System.Globalization.CultureInfo.GetCultureInfo("en-US"));
}
