namespace ProblemTracker.Analysis;

/// <summary>An hour of the week.</summary>
/// <param name="Day">The weekday, local time.</param>
/// <param name="Hour">0 to 23, local time.</param>
/// <param name="Expected">Events if they were spread evenly over all hours of the period, or as the weights are.</param>
/// <param name="P">One-sided p of at least as many.</param>
/// <param name="Adjusted">By Benjamini and Hochberg over the 168 hours.</param>
public sealed record WeekHour(DayOfWeek Day, int Hour, int Count, double Expected, double P, double Adjusted)
{
    /// <summary>Events above what is expected; below zero if there are fewer.</summary>
    public double Excess => Count - Expected;
}

/// <summary>A chi-square test against an even spread.</summary>
public sealed record EvenSpread(double ChiSquare, int Freedom, double P);

/// <summary>At which hours of the week events happen.</summary>
public static class WeekHours
{
    private const int Week = 7, Hours = 24;

    /// <summary>
    /// Counts by weekday and hour from one day until before another. Given the total n, an hour that makes up the share s of the period has
    /// a binomial count, so p is the exact tail. Weekdays that come more often in the period expect more. Events outside are left out.
    /// </summary>
    /// <returns>168 hours, Monday 0:00 first; <see cref="NoResult.Empty"/> without events in the period.</returns>
    public static Result<IReadOnlyCollection<WeekHour>> Of(IEnumerable<DateTime> events, DateOnly from, DateOnly until)
    {
        var counts = new int[Week * Hours];
        foreach (var time in events)
        {
            var day = DateOnly.FromDateTime(time);
            if (day >= from && day < until) counts[At(time.DayOfWeek, time.Hour)]++;
        }
        var days = until.DayNumber - from.DayNumber;
        return Against(counts, [.. Enumerable.Range(0, Week * Hours).Select(i =>
        {
            var first = (i / Hours - Place(from.DayOfWeek) + Week) % Week;
            return days > first ? (days - first - 1) / Week + 1.0 : 0;
        })]);
    }

    /// <summary>The same against given weights, such as the events of all categories in each hour, instead of an even spread.</summary>
    /// <param name="counts">168 hours, Monday 0:00 first.</param>
    /// <param name="weights">In the same order.</param>
    /// <returns><see cref="NoResult.Empty"/> without events or without weights.</returns>
    public static Result<IReadOnlyCollection<WeekHour>> Against(IReadOnlyList<int> counts, IReadOnlyList<double> weights) =>
        Shares.Against(counts, weights) is { Value: { } found }
            ? new Result<IReadOnlyCollection<WeekHour>>([.. found.Select((one, i) => new WeekHour((DayOfWeek)((i / Hours + 1) % Week),
                i % Hours, one.Count, one.Expected, one.P, one.Adjusted))], null)
            : NoResult.Empty;

    /// <summary>The place of an hour of the week among the 168.</summary>
    public static int At(DayOfWeek day, int hour) => Place(day) * Hours + hour;

    /// <summary>
    /// Whether counts, such as of weekdays, are spread evenly: X² = Σ (count - mean)²/mean with one degree of freedom less than counts
    /// (Pearson 1900). Approximate; the mean should be 5 or more.
    /// </summary>
    /// <returns><see cref="NoResult.OneValue"/> for one count, <see cref="NoResult.Empty"/> without events.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A count is negative.</exception>
    public static Result<EvenSpread> Even(IReadOnlyCollection<int> counts)
    {
        foreach (var count in counts) ArgumentOutOfRangeException.ThrowIfNegative(count);
        var mean = counts.Count == 0 ? 0 : counts.Average();
        if (mean == 0) return NoResult.Empty;
        if (counts.Count == 1) return NoResult.OneValue;
        var square = counts.Sum(count => (count - mean) * (count - mean)) / mean;
        return new EvenSpread(square, counts.Count - 1, Distributions.ChiSquareTail(square, counts.Count - 1));
    }

    private static int Place(DayOfWeek day) => ((int)day + Week - 1) % Week;
}
