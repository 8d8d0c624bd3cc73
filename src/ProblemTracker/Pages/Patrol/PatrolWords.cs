using System.Globalization;
using ProblemTracker.Patrol;

namespace ProblemTracker.Pages.Patrol;

/// <summary>How tasks and visits read on pages.</summary>
internal static class PatrolWords
{
    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en-US");

    public static string Clock(DateTimeOffset local) => local.ToString("h:mm tt", English);

    public static string Clock(TimeOnly time) => time.ToString("h:mm tt", English);

    /// <summary><c>30 min, 3 times a week, Fri Sat, 10:00 PM to 2:00 AM</c></summary>
    public static string When(TaskDetails task) => string.Join(", ", new[]
    {
        $"{task.Minutes} min",
        task.TimesPerWeek == 1 ? "once a week" : $"{task.TimesPerWeek} times a week",
        task.Weekdays.Count == 7 ? null : string.Join(' ', task.Weekdays.Select(day => day.ToString()[..3])),
        task.From == task.To ? null : $"{Clock(task.From)} to {Clock(task.To)}",
        task.Qualification,
    }.Where(part => part is not null));

    /// <summary>Why a visit is where it is.</summary>
    public static string Why(VisitDetails visit) => visit switch
    {
        { IsPlanned: false } => "Without a plan",
        { Chance: null } => "Placed by hand",
        { TakesNoCalls: true } => "Free of meetings",
        { ChanceOf: > 0 } => $"Free {Percent(visit.Chance.Value)} of such hours ({visit.ChanceOf} known)",
        _ => $"Free {Percent(visit.Chance.Value)} of this hour on other days",
    };

    public static string Outcome(VisitDetails visit, DateTimeOffset now) => visit.Outcome switch
    {
        VisitOutcome.Done => $"Done, {visit.DoneMinutes} min",
        VisitOutcome.NotDone => "Not done",
        _ => visit.EndsAt < now ? "Not recorded" : "",
    };

    public static string Percent(double share) => share.ToString("0%", CultureInfo.InvariantCulture);

    public static string Hours(double hours) => hours.ToString("0.0", CultureInfo.InvariantCulture);

    public static string Day(DateOnly day) => $"{day.DayOfWeek}, {DateText.Date(day)}";
}
