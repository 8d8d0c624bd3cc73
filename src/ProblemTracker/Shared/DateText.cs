using System.Globalization;

namespace ProblemTracker.Shared;

/// <summary>Formats dates, times and numbers for pages, emails and files.</summary>
public static class DateText
{
    private static readonly CultureInfo American = CultureInfo.GetCultureInfo("en-US");

    /// <summary><c>Mar 2, 2026</c>, for tables.</summary>
    public static string Date(DateOnly date) => date.ToString("MMM d, yyyy", American);

    /// <summary><c>Monday, March 2, 2026</c>, for sentences.</summary>
    public static string LongDate(DateOnly date) => date.ToString("dddd, MMMM d, yyyy", American);

    /// <summary><c>Mar 2, 2026, 2:05 PM</c>.</summary>
    public static string Time(DateTimeOffset at) => at.ToString("MMM d, yyyy, h:mm tt", American);

    /// <summary>With thousands separators and without trailing zeros.</summary>
    public static string Number(decimal number) => number.ToString("#,0.##########", American);

    /// <summary>The same for a number in a report.</summary>
    public static string Number(double number) => number.ToString("#,0.##########", American);
}
