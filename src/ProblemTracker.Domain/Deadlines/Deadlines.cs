namespace ProblemTracker.Domain;

/// <summary>How long a stage may take. All in calendar days.</summary>
public sealed record DeadlineSettings
{
    /// <summary>Days from entering Scanning.</summary>
    public int ScanningDays { get; init; } = 14;
    /// <summary>Days from entering Analysis.</summary>
    public int AnalysisDays { get; init; } = 30;
    /// <summary>Days from entering Response, while no action has a due date.</summary>
    public int ResponseDays { get; init; } = 60;
    /// <summary>Days after the due date of the last action.</summary>
    public int ResponseGraceDays { get; init; } = 14;
    /// <summary>Days from entering Assessment, where the frozen plan names no period after the response.</summary>
    public int AssessmentDays { get; init; } = 90;
    /// <summary>Days after the end of the frozen plan's period after the response.</summary>
    public int AssessmentGraceDays { get; init; } = 30;
}

/// <summary>When a stage is due. All dates are local to the agency.</summary>
public static class Deadlines
{
    /// <summary>
    /// The day by which the present stage should be left, always a working day; null for a closed problem. The days of this visit's holds
    /// are added to the computed date; of that and the dates granted, the latest counts.
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
        // Who granted a day knew of the holds that stood then; only later ones are added to it.
        return d.Extensions.Where(extension => extension.Visit == d.Visit)
            .Select(extension => NextWorkingDay(
                Later(extension.DueOn, holds.Where(hold => hold.HeldAt > extension.GrantedAt).Sum(hold => hold.Days)), holidays))
            .Append(computed).Max();
    }

    /// <summary>
    /// The date itself if it is a working day, otherwise the first one after it. Stops at the last day of the calendar, 9999-12-31.
    /// </summary>
    public static DateOnly NextWorkingDay(DateOnly date, IReadOnlySet<DateOnly> holidays)
    {
        while (date < DateOnly.MaxValue && (date.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday || holidays.Contains(date)))
            date = date.AddDays(1);
        return date;
    }

    /// <summary>Overdue means due before today; on the day itself there is still time. Nothing is overdue while it is on hold.</summary>
    /// <param name="heldUntil">The first day on which work goes on; null without a hold.</param>
    public static bool IsOverdue(DateOnly? dueOn, DateOnly? heldUntil, DateOnly today) => dueOn < today && !IsOnHold(heldUntil, today);

    /// <param name="heldUntil">The first day on which work goes on; null without a hold.</param>
    public static bool IsOnHold(DateOnly? heldUntil, DateOnly today) => heldUntil > today;

    // After a second visit to Response the actions of the first still stand in the list; those done then set no date for now.
    private static DateOnly? LastActionDue(Dossier d) => d.Actions
        .Where(action => action.Status != ActionStatus.Dropped)
        .Where(action => !(action.Status == ActionStatus.Done && action.DoneOn < d.EnteredOn))
        .Max(action => action.DueOn);

    private static DateOnly Later(DateOnly date, int days) => DateOnly.FromDayNumber(
        (int)Math.Clamp((long)date.DayNumber + days, DateOnly.MinValue.DayNumber, DateOnly.MaxValue.DayNumber));
}
