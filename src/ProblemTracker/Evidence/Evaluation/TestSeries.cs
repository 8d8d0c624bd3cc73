using ProblemTracker.Analysis;
namespace ProblemTracker.Evidence;

/// <summary>The months of the response area, before and after, with their trend and the limits of a control chart.</summary>
internal sealed record TestSeries(IReadOnlyList<TestMonth> Months, SeriesFit? Fit, string? Why)
{
    /// <summary>Months before from which a season can be told from a trend.</summary>
    private const int TwoYears = 24;

    /// <summary>Months between the two periods, in which the response was carried out, are left out.</summary>
    public static TestSeries Of(ResponseTest test, TestCounts counts)
    {
        if (!counts.Days.TryGetValue(TestCell.Response, out var days))
            return new([], null, NoResult.Empty.Sentence());
        // Before the period after begins, it has no months; while it goes on, those so far.
        var (before, after) = (ByMonth(days, test.Before), ByMonth(days, test.After));
        PeriodCount[] periods = [.. before, .. after];
        var model = ModelOf(test, before.Count);
        var fit = InterruptedSeries.Counts(periods, before.Count, model);
        var chart = ControlCharts.U([.. periods.Select(period => period.Count)], [.. periods.Select(period => (double)period.Days)],
            before.Count > 1 ? before.Count : null);
        var smooth = Smooth(periods, chart.Value);
        return new([.. periods.Select((period, i) =>
        {
            var fitted = fit.Value?.Periods[i];
            var limits = chart.Value?.Points[i];
            return new TestMonth(period.Start, period.Days, period.Count, i >= before.Count, fitted?.Without, fitted?.WithoutInterval.Low,
                fitted?.WithoutInterval.High, limits?.Low * period.Days, limits?.High * period.Days)
            {
                Smooth = smooth?.Points[i].Value,
                SmoothLow = smooth?.Points[i].Low,
                SmoothHigh = smooth?.Points[i].High,
            };
        })], fit.Value, fit.Why?.Sentence());
    }

    /// <summary>The EWMA chart of the months, as if all were of average length.</summary>
    private static ControlChart? Smooth(IReadOnlyList<PeriodCount> periods, ControlChart? chart)
    {
        if (chart is null) return null;
        const double month = 365.25 / 12;
        var mean = chart.Center * month;
        return ControlCharts.Ewma([.. periods.Select(period => month * period.Count / period.Days)], mean,
            Math.Sqrt(mean * chart.Dispersion)).Value;
    }

    /// <summary>The model of a test's series: a season only if two years before can tell it.</summary>
    public static SeriesModel ModelOf(ResponseTest test, int monthsBefore)
    {
        var (end, start) = (test.Before.To!.Value.AddDays(1), test.After.From!.Value);
        return new(Pairs: monthsBefore >= TwoYears ? 1 : 0,
            LeftOut: Math.Max(0, (start.Year - end.Year) * 12 + start.Month - end.Month));
    }

    public static IReadOnlyList<PeriodCount> ByMonth(IReadOnlyList<DateOnly> days, Period period) =>
        PeriodCounts.ByMonth(days, period.From!.Value, period.To!.Value.AddDays(1));
}
