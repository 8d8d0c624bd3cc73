namespace ProblemTracker.Domain;

/// <summary>A hold that a supervisor granted. Its days are added to the due date of the stage visit in which it began.</summary>
public sealed record Hold
{
    /// <summary>The stage visit in which it began.</summary>
    public int Visit { get; init; }
    /// <summary>The first day on hold.</summary>
    public DateOnly FromOn { get; init; }
    /// <summary>The day work resumes.</summary>
    public DateOnly UntilOn { get; init; }
    /// <summary>The day work resumed, if the hold was ended early.</summary>
    public DateOnly? EndedOn { get; init; }
    /// <summary>When it was granted. Extensions granted later already account for it.</summary>
    public DateTimeOffset HeldAt { get; init; }

    /// <summary>Days on hold: the actual number if it was ended early, otherwise the planned number.</summary>
    public int Days => Math.Max(0, (EndedOn ?? UntilOn).DayNumber - FromOn.DayNumber);

    public bool IsRunning(DateOnly today) => EndedOn is null && UntilOn > today;
}

/// <summary>A later due date that a supervisor granted for one stage visit.</summary>
public sealed record Extension
{
    public int Visit { get; init; }
    public DateOnly DueOn { get; init; }
    public DateTimeOffset GrantedAt { get; init; }
}

/// <summary>Limits on holds and extensions.</summary>
public static class HoldRules
{
    /// <summary>Most days of one hold, counted from today.</summary>
    public const int Longest = 90;
    /// <summary>Most days of all of a problem's holds together.</summary>
    public const int LongestInAll = 180;
    /// <summary>Most days from today to an extended due date.</summary>
    public const int FurthestExtension = 365;

    /// <summary>Why a hold from today until this date is refused; null if it is allowed.</summary>
    /// <param name="until">The day work resumes.</param>
    /// <param name="holds">All of the problem's holds, including those of earlier visits.</param>
    public static Shortfall? AgainstHold(DateOnly until, DateOnly today, IReadOnlyList<Hold> holds)
    {
        const string field = "untilOn";
        if (holds.FirstOrDefault(hold => hold.IsRunning(today)) is { } running)
            return new("hold.running", $"This problem is already on hold until {Written(running.UntilOn)}. End that hold first.", field);
        var days = until.DayNumber - today.DayNumber;
        if (days <= 0) return new("hold.past", "Choose a date after today: the day work resumes.", field);
        if (days > Longest)
            return new("hold.tooLong",
                $"A hold can last at most {Longest} days. Choose {Written(today.AddDays(Longest))} or earlier.", field);
        var left = LongestInAll - holds.Sum(hold => hold.Days);
        if (days <= left) return null;
        return new("hold.tooLongInAll", left <= 0
            ? $"This problem has used all {LongestInAll} days of hold, so it can't be put on hold again."
            : $"A problem can be on hold for at most {LongestInAll} days in total. "
                + $"{(left == 1 ? "1 day is" : $"{left} days are")} left: choose {Written(today.AddDays(left))} or earlier.", field);
    }

    /// <summary>Why an extension to this date is refused; null if it is allowed.</summary>
    /// <param name="presentDue">The current due date; null if there is none.</param>
    public static Shortfall? AgainstExtension(DateOnly dueOn, DateOnly? presentDue, DateOnly today)
    {
        const string field = "dueOn";
        if (presentDue is null) return new("extension.noDate", "This problem has no due date to extend.", field);
        if (dueOn <= presentDue)
            return new("extension.notLater", $"The due date is already {Written(presentDue.Value)}. Choose a later date.", field);
        if (dueOn < today) return new("extension.past", "This date has passed. Choose today or a later date.", field);
        return dueOn.DayNumber - today.DayNumber > FurthestExtension
            ? new("extension.tooFar",
                $"A due date can be at most {FurthestExtension} days from today. "
                    + $"Choose {Written(today.AddDays(FurthestExtension))} or earlier.", field)
            : null;
    }

    private static string Written(DateOnly date) => date.ToString("MMMM d, yyyy", System.Globalization.CultureInfo.GetCultureInfo("en-US"));
}
