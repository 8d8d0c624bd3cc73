using System.Globalization;

namespace ProblemTracker.Domain;

/// <summary>A due date in relation to today, in the same words everywhere.</summary>
public static class DueWords
{
    /// <summary>What a hold does to a problem that is overdue already.</summary>
    public const string HoldOnOverdue = "A hold does not change that: it adds only its own days to the due date.";

    /// <summary>How long something has been overdue: <c>5 days overdue</c>.</summary>
    /// <param name="dueOn">A day before <paramref name="today"/>.</param>
    public static string Overdue(DateOnly dueOn, DateOnly today) =>
        (today.DayNumber - dueOn.DayNumber) is var days && days == 1 ? "1 day overdue" : $"{days} days overdue";

    /// <summary>What follows the name of what is due: <c>was due on Nov 24, 2026, 5 days ago</c>.</summary>
    public static string Due(DateOnly dueOn, DateOnly today) => (dueOn.DayNumber - today.DayNumber) switch
    {
        0 => $"is due today, {Written(dueOn)}",
        1 => $"is due tomorrow, {Written(dueOn)}",
        > 1 and var days => $"is due on {Written(dueOn)}, in {days} days",
        -1 => $"was due yesterday, {Written(dueOn)}",
        var days => $"was due on {Written(dueOn)}, {-days} days ago",
    };

    /// <summary>
    /// The working day that a date stands for, with the reason if it is another day:
    /// <c>Monday, January 11, 2027, since Sunday, January 10 is not a working day</c>.
    /// </summary>
    public static string WorkingDay(DateOnly date, IReadOnlySet<DateOnly> holidays)
    {
        var day = Deadlines.NextWorkingDay(date, holidays);
        var words = day.ToString("dddd, MMMM d, yyyy", CultureInfo.InvariantCulture);
        if (day == date) return words;
        var reason = date.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? "not a working day" : "a holiday";
        return $"{words}, since {date.ToString("dddd, MMMM d", CultureInfo.InvariantCulture)} is {reason}";
    }

    private static string Written(DateOnly date) => date.ToString("MMM d, yyyy", CultureInfo.InvariantCulture);
}
