namespace ProblemTracker.Domain;

/// <summary>Time allowed for each stage, in calendar days.</summary>
public sealed record DeadlineSettings
{
    /// <summary>Days from entering Scanning.</summary>
    public int ScanningDays { get; init; } = 14;
    /// <summary>Days from entering Analysis.</summary>
    public int AnalysisDays { get; init; } = 30;
    /// <summary>Days from entering Response if no action has a due date.</summary>
    public int ResponseDays { get; init; } = 60;
    /// <summary>Days after the last action's due date.</summary>
    public int ResponseGraceDays { get; init; } = 14;
    /// <summary>Days from entering Assessment if the frozen plan gives no after period.</summary>
    public int AssessmentDays { get; init; } = 90;
    /// <summary>Days after the end of the frozen plan's after period.</summary>
    public int AssessmentGraceDays { get; init; } = 30;
}

/// <summary>Due dates of stages. All dates are in the agency's time zone.</summary>
public static class Deadlines
{
    /// <summary>
    /// The date by which the problem should leave its current stage, always a working day; null for a closed problem. Adds the days of this
    /// visit's holds to the computed date, then takes the latest of that date and the granted extensions.
    /// </summary>
    public static DateOnly? DueOn(Dossier d, DeadlineSettings s, IReadOnlySet<DateOnly> holidays)
    {
        DateOnly? due = d.Stage switch
        {
            Stage.Scanning => Later(d.EnteredOn, s.ScanningDays),
            Stage.Analysis => Later(d.EnteredOn, s.AnalysisDays),
            Stage.Response => LastActionDue(d) is { } last ? Later(last, s.ResponseGraceDays) : Later(d.EnteredOn, s.ResponseDays),
            Stage.Assessment =>
                d.Plan?.Sheet.Evaluation.After.To is { } end ? Later(end, s.AssessmentGraceDays) : Later(d.EnteredOn, s.AssessmentDays),
            _ => null,
        };
        if (due is not { } date) return null;
        var holds = d.Holds.Where(hold => hold.Visit == d.Visit).ToList();
        var computed = NextWorkingDay(Later(NextWorkingDay(date, holidays), holds.Sum(hold => hold.Days)), holidays);
        // An extension already accounts for the holds that existed when it was granted, so add only later holds.
        return d.Extensions.Where(extension => extension.Visit == d.Visit)
            .Select(extension => NextWorkingDay(
                Later(extension.DueOn, holds.Where(hold => hold.HeldAt > extension.GrantedAt).Sum(hold => hold.Days)), holidays))
            .Append(computed).Max();
    }

    /// <summary>The date itself if it is a working day, otherwise the next working day. Stops at 9999-12-31, the last date.</summary>
    public static DateOnly NextWorkingDay(DateOnly date, IReadOnlySet<DateOnly> holidays)
    {
        while (date < DateOnly.MaxValue && (date.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday || holidays.Contains(date)))
            date = date.AddDays(1);
        return date;
    }

    /// <summary>Overdue means due before today, so a problem due today is not overdue. A problem on hold is never overdue.</summary>
    /// <param name="onHoldUntil">The day work resumes; null if there is no hold.</param>
    public static bool IsOverdue(DateOnly? dueOn, DateOnly? onHoldUntil, DateOnly today) => dueOn < today && !IsOnHold(onHoldUntil, today);

    /// <param name="onHoldUntil">The day work resumes; null if there is no hold.</param>
    public static bool IsOnHold(DateOnly? onHoldUntil, DateOnly today) => onHoldUntil > today;

    // Actions done in an earlier visit to Response stay in the list but don't affect the due date of this visit.
    private static DateOnly? LastActionDue(Dossier d) => d.Actions
        .Where(action => action.Status != ActionStatus.Dropped)
        .Where(action => !(action.Status == ActionStatus.Done && action.DoneOn < d.EnteredOn))
        .Max(action => action.DueOn);

    private static DateOnly Later(DateOnly date, int days) => DateOnly.FromDayNumber(
        (int)Math.Clamp((long)date.DayNumber + days, DateOnly.MinValue.DayNumber, DateOnly.MaxValue.DayNumber));
}
