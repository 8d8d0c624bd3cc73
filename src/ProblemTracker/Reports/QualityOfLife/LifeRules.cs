using System.Globalization;
using ProblemTracker.Analysis;

namespace ProblemTracker.Reports;

/// <summary>How two values are compared, and the periods that are.</summary>
internal static class LifeRules
{
    /// <summary>Periods of three months: two years.</summary>
    public const int Periods = 8;

    /// <summary>The latest period is compared to the one this many before, of the same months.</summary>
    public const int YearBefore = 4;

    /// <summary>Month ends of the open problems before today: a year.</summary>
    public const int Months = 12;

    private const int MonthsOfPeriod = 3;

    /// <summary>Days at the ends of a period without any incident of the city that don't mean that an import is missing.</summary>
    private const int QuietDays = 7;

    /// <summary>Periods of three months that end with the last complete month, or with the month of today.</summary>
    public static Spans PeriodsUntil(DateOnly today, bool withThisMonth = false)
    {
        var end = new DateOnly(today.Year, today.Month, 1).AddMonths(withThisMonth ? 1 : 0);
        return new([.. Enumerable.Range(0, Periods).Select(i =>
        {
            var from = end.AddMonths(MonthsOfPeriod * (i - Periods));
            var to = from.AddMonths(MonthsOfPeriod).AddDays(-1);
            return new Span($"{(from.Year == to.Year ? Text(from, "MMM") : Text(from, "MMM yyyy"))} to {Text(to, "MMM yyyy")}", from, to);
        })]);
    }

    /// <summary>Whether incidents of the whole period were imported, given the days of the city's first and last one.</summary>
    public static bool IsCovered(Span period, DateOnly? first, DateOnly? last) =>
        first < period.From.AddDays(QuietDays) && last > period.To.AddDays(-QuietDays);

    /// <summary>A share now against one before. Null if one of them has too few cases.</summary>
    public static LifeChange? OfShares(double now, int ofNow, double before, int ofBefore) =>
        Math.Min(ofNow, ofBefore) < Share.FewestForPercent ? null
            : Proportion.Newcombe(now, ofNow, before, ofBefore) is not { Interval: { } ends } ? null
            : ends.Low > 0 ? LifeChange.Rose : ends.High < 0 ? LifeChange.Fell : LifeChange.CannotTell;

    /// <summary>Counts of two periods, whose lengths can differ by a day.</summary>
    public static LifeChange OfCounts(int now, Span period, int before, Span periodBefore)
    {
        var ratio = Counts.RateRatio(now, Days(period), before, Days(periodBefore));
        return ratio.Low > 1 ? LifeChange.Rose : ratio.High < 1 ? LifeChange.Fell : LifeChange.CannotTell;
    }

    /// <summary>Two numbers without uncertainty.</summary>
    public static LifeChange OfNumbers(int now, int before) =>
        now > before ? LifeChange.Rose : now < before ? LifeChange.Fell : LifeChange.Same;

    private static int Days(Span span) => span.To.DayNumber - span.From.DayNumber + 1;

    private static string Text(DateOnly day, string format) => day.ToString(format, CultureInfo.InvariantCulture);
}
