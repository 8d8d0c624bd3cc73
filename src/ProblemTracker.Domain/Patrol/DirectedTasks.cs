namespace ProblemTracker.Domain;

public enum TaskPriority { High, Normal, Low }

/// <summary>What became of a visit; nothing is known of one without.</summary>
public enum VisitOutcome { Done, NotDone }

/// <summary>Rules of directed tasks: what units do at a place in the time that calls leave.</summary>
public static class DirectedTasks
{
    public const int LongestTitle = 200, LongestInstructions = 1000, LongestPlace = 300, LongestQualification = 100, LongestNote = 1000;

    /// <summary>Minutes of a visit.</summary>
    public const int ShortestVisit = 5, LongestVisit = 8 * 60;

    public const int MostPerWeek = 35;

    /// <summary>Weeks after the present one that can be planned: shifts are seldom known for longer.</summary>
    public const int WeeksAhead = 8;

    /// <summary>Points of a visit that is sure to happen.</summary>
    /// <param name="missedShare">Share of the visits of the last two weeks that were not made, 0 to 1: what is behind comes first.</param>
    public static int Weight(TaskPriority priority, double missedShare) => (int)Math.Round((1 + missedShare) * priority switch
    {
        TaskPriority.High => 400,
        TaskPriority.Normal => 200,
        _ => 100,
    });

    /// <summary>
    /// The day that a visit beginning at a local time counts for, by the times of its task: over midnight if the last is before the first,
    /// so that a night's hours belong to the evening before; any time if both are equal.
    /// </summary>
    /// <returns>Null if no visit can begin then.</returns>
    public static DateOnly? DayOf(DateTime local, TimeOnly from, TimeOnly to)
    {
        var (day, time) = (DateOnly.FromDateTime(local), TimeOnly.FromDateTime(local));
        if (from == to) return day;
        if (from < to) return time >= from && time < to ? day : null;
        return time >= from ? day : time < to ? day.AddDays(-1) : null;
    }

    /// <summary>The Monday of a day's week.</summary>
    public static DateOnly WeekOf(DateOnly day) => day.AddDays(-(((int)day.DayOfWeek + 6) % 7));

    /// <summary>
    /// Visits that the task wanted on days from <paramref name="from"/> to <paramref name="to"/>: its number a week, for each week in
    /// parts of its days.
    /// </summary>
    public static double Wanted(int timesPerWeek, IReadOnlyCollection<DayOfWeek> weekdays, DateOnly firstOn, DateOnly? lastOn,
        DateOnly from, DateOnly to)
    {
        var (first, last) = (firstOn > from ? firstOn : from, lastOn < to ? lastOn.Value : to);
        if (last < first || weekdays.Count == 0) return 0;
        var (weeks, rest) = Math.DivRem(last.DayNumber - first.DayNumber + 1, 7);
        var days = weeks * weekdays.Count
            + Enumerable.Range(0, rest).Count(day => weekdays.Contains(first.AddDays(7 * weeks + day).DayOfWeek));
        return (double)timesPerWeek * days / weekdays.Count;
    }
}
