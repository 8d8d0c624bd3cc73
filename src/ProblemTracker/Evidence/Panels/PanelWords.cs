using System.Globalization;

namespace ProblemTracker.Evidence;

/// <summary>Numbers and days in the sentences of panels.</summary>
internal static class PanelWords
{
    private static readonly CultureInfo American = CultureInfo.GetCultureInfo("en-US");

    /// <summary>Why days can't be compared.</summary>
    public const string OnlyMonths = "The source gives only the month of these incidents.";

    /// <summary>Small p values count as a finding below this, after the adjustment for all comparisons of the panel.</summary>
    public const double Level = 0.05;

    public static string CountOf(int count) => count == 1 ? "1 incident" : $"{count.ToString("N0", American)} incidents";

    public static string Percent(double share) => (100 * share).ToString("0", American) + "%";

    public static string Ratio(double ratio) => ratio.ToString("0.00", American);

    /// <summary><c>12 expected</c></summary>
    public static string Expected(double expected) =>
        expected < 0.05 ? "fewer than 0.1 expected" : $"{SignalWords.Number(expected)} expected";

    /// <summary><c>Mar 2026</c></summary>
    public static string Month(DateOnly month) => month.ToString("MMM yyyy", American);

    /// <summary><c>March</c></summary>
    public static string NameOfMonth(int month) => American.DateTimeFormat.GetMonthName(month);

    /// <summary><c>10 PM</c></summary>
    public static string Hour(int hour) => new TimeOnly(hour, 0).ToString("h tt", American);

    /// <summary>To as many digits as a reader can check.</summary>
    public static double Round(double number) => Math.Round(number, 3);

    public static string Days(DateOnly from, DateOnly to) => $"{DateText.Date(from)} to {DateText.Date(to)}";
}
