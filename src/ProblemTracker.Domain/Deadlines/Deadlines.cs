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
        if (Computed(d, s, holidays) is not { } computed) return null;
        return Granted(d, holidays).Append(computed).Max();
    }

    /// <summary>
    /// The rule that gives the due date, to go after the date: "2 weeks after the last action, due Dec 6, 2026"; null for a closed problem.
    /// </summary>
    public static string? RuleOf(Dossier d, DeadlineSettings s, IReadOnlySet<DateOnly> holidays)
    {
        if (Computed(d, s, holidays) is not { } computed || Base(d, s) is not { } start) return null;
        if (Granted(d, holidays).Any(date => date > computed)) return "extended by a supervisor";
        var held = HoldsOf(d).Sum(hold => hold.Days);
        var moved = computed == Later(start.From, start.Days + held) ? "" : ", moved to a working day";
        return $"{Length(start.Days)} after {start.What}{(held == 0 ? "" : $", and {Length(held)} on hold")}{moved}";
    }

    private readonly record struct Start(DateOnly From, int Days, string What);

    private static Start? Base(Dossier d, DeadlineSettings s) => d.Stage switch
    {
        Stage.Scanning => new(d.EnteredOn, s.ScanningDays, Entered(d)),
        Stage.Analysis => new(d.EnteredOn, s.AnalysisDays, Entered(d)),
        Stage.Response => LastActionDue(d) is { } last ? new(last, s.ResponseGraceDays, $"the last action, due {last:MMM d, yyyy}")
            : new(d.EnteredOn, s.ResponseDays, Entered(d)),
        Stage.Assessment => d.Plan?.Sheet.Evaluation.After.To is { } end
            ? new(end, s.AssessmentGraceDays, $"the end of the after period, {end:MMM d, yyyy}")
            : new(d.EnteredOn, s.AssessmentDays, Entered(d)),
        _ => null,
    };

    private static string Entered(Dossier d) => $"{d.Stage} began on {d.EnteredOn:MMM d, yyyy}";

    private static string Length(int days) => days switch
    {
        1 => "1 day",
        7 => "1 week",
        > 0 when days % 7 == 0 && days < 70 => $"{days / 7} weeks",
        _ => $"{days} days",
    };

    private static DateOnly? Computed(Dossier d, DeadlineSettings s, IReadOnlySet<DateOnly> holidays) => Base(d, s) is not { } start ? null
        : NextWorkingDay(Later(NextWorkingDay(Later(start.From, start.Days), holidays), HoldsOf(d).Sum(hold => hold.Days)), holidays);

    // An extension already accounts for the holds that existed when it was granted, so add only later holds.
    private static IEnumerable<DateOnly> Granted(Dossier d, IReadOnlySet<DateOnly> holidays) =>
        d.Extensions.Where(extension => extension.Visit == d.Visit).Select(extension => NextWorkingDay(
            Later(extension.DueOn, HoldsOf(d).Where(hold => hold.HeldAt > extension.GrantedAt).Sum(hold => hold.Days)), holidays));

    private static IEnumerable<Hold> HoldsOf(Dossier d) => d.Holds.Where(hold => hold.Visit == d.Visit);

    /// <summary>The date itself if it is a working day, otherwise the next working day. Stops at 9999-12-31, the last date.</summary>
    public static DateOnly NextWorkingDay(DateOnly date, IReadOnlySet<DateOnly> holidays)
    {
        while (date < DateOnly.MaxValue && (date.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday || holidays.Contains(date)))
            date = date.AddDays(1);
        return date;
    }

    /// <summary>The day that is this many working days after a day, which does not count itself. Stops at the last date.</summary>
    public static DateOnly WorkingDaysAfter(DateOnly day, int days, IReadOnlySet<DateOnly> holidays)
    {
        for (; days > 0 && day < DateOnly.MaxValue; days--) day = NextWorkingDay(day.AddDays(1), holidays);
        return day;
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
