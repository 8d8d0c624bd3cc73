namespace ProblemTracker.Analysis;

/// <summary>The events of a period.</summary>
/// <param name="Start">Its first day.</param>
/// <param name="Days">Its length in days, the exposure: 28 to 31 for a month, fewer if only a part of it is counted.</param>
/// <param name="Phase">Its place in the year, above 0 to 1, for seasons; 1/12 for January.</param>
public sealed record PeriodCount(DateOnly Start, int Days, int Count, double Phase);

/// <summary>Counts events by month or week.</summary>
public static class PeriodCounts
{
    private const int Week = 7;

    private const int MonthsOfYear = 12;

    /// <summary>
    /// Calendar months from <paramref name="from"/> until before <paramref name="until"/>, those without events too. The first and the last
    /// can be parts of months; their days say so. Events outside are left out. The phase of a month is its number/12.
    /// </summary>
    public static IReadOnlyList<PeriodCount> ByMonth(IEnumerable<DateOnly> events, DateOnly from, DateOnly until)
    {
        var months = from >= until ? 0 : MonthOf(until.AddDays(-1)) + 1;
        List<DateOnly> starts =
            [.. Enumerable.Range(0, months).Select(i => i == 0 ? from : new DateOnly(from.Year, from.Month, 1).AddMonths(i))];
        return Count(events, starts, until, start => start.Month / (double)MonthsOfYear,
            MonthOf);

        int MonthOf(DateOnly day) => (day.Year - from.Year) * MonthsOfYear + day.Month - from.Month;
    }

    /// <summary>
    /// Whole weeks from <paramref name="from"/> on, on whatever weekday that is; a last part of a week is left out. The phase of a week is
    /// that of its fourth day in its year, so that leap years have the same seasons.
    /// </summary>
    public static IReadOnlyList<PeriodCount> ByWeek(IEnumerable<DateOnly> events, DateOnly from, DateOnly until)
    {
        var weeks = Math.Max(0, (until.DayNumber - from.DayNumber) / Week);
        var end = from.AddDays(weeks * Week);
        return Count(events, [.. Enumerable.Range(0, weeks).Select(week => from.AddDays(week * Week))], end,
            start => Phase(start.AddDays(Week / 2)), day => (day.DayNumber - from.DayNumber) / Week);
    }

    private static double Phase(DateOnly day) => day.DayOfYear / (DateTime.IsLeapYear(day.Year) ? 366.0 : 365.0);

    private static List<PeriodCount> Count(IEnumerable<DateOnly> events, List<DateOnly> starts, DateOnly until,
        Func<DateOnly, double> phase, Func<DateOnly, int> periodOf)
    {
        var counts = new int[starts.Count];
        foreach (var day in events)
            if (starts.Count > 0 && day >= starts[0] && day < until) counts[periodOf(day)]++;
        return [.. starts.Select((start, i) =>
            new PeriodCount(start, (i + 1 < starts.Count ? starts[i + 1] : until).DayNumber - start.DayNumber, counts[i], phase(start)))];
    }
}
