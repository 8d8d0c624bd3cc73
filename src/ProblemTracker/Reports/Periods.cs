using System.Globalization;

namespace ProblemTracker.Reports;

/// <summary>A month or more of the local calendar, cut off at the report's first and last day.</summary>
/// <param name="From">First day, inclusive.</param>
/// <param name="To">Last day, inclusive.</param>
public sealed record ReportPeriod(DateOnly From, DateOnly To, string Label);

/// <summary>Divides a report's dates into months, or into years, decades or centuries if there would be too many months.</summary>
internal static class Periods
{
    /// <summary>The most periods in a report: ten years of months.</summary>
    public const int Most = 120;
    private const int Month = 1, Year = 12, Decade = 120, Century = 1200;

    /// <summary>All periods in order, including those in which nothing happened.</summary>
    public static IReadOnlyList<ReportPeriod> Of(DateOnly from, DateOnly to)
    {
        int first = MonthOf(from), last = MonthOf(to);
        var months = new[] { Month, Year, Decade }.FirstOrDefault(step => last / step - first / step < Most, Century);
        return [.. Enumerable.Range(first / months, last / months - first / months + 1).Select(n => new ReportPeriod(
            n * months <= first ? from : StartOf(n * months),
            (n + 1) * months > last ? to : StartOf((n + 1) * months).AddDays(-1),
            Label(n, months)))];
    }

    /// <summary>The dates that a report on events covers: by default the twelve months up to today.</summary>
    public static (DateOnly From, DateOnly To) Covered(ReportFilter filter, DateOnly today)
    {
        var to = filter.To ?? (filter.From > today ? filter.From.Value : today);
        return (filter.From ?? StartOf(Math.Max(MonthOf(DateOnly.MinValue), MonthOf(to) - 11)), to);
    }

    private static string Label(int n, int months) => months switch
    {
        Month => StartOf(n).ToString("MMM yyyy", CultureInfo.InvariantCulture),
        Year => $"{n}",
        _ => string.Create(CultureInfo.InvariantCulture, $"{n * (months / Year)} to {(n + 1) * (months / Year) - 1}"),
    };

    // Months since January of year 0.
    private static int MonthOf(DateOnly date) => date.Year * 12 + date.Month - 1;

    private static DateOnly StartOf(int month) => new(month / 12, month % 12 + 1, 1);
}
