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

    /// <summary>The date in a language, such as <c>2 mar 2026</c>.</summary>
    public static string DateIn(CultureInfo language, DateOnly date) =>
        date.ToString(Pattern("Date", language), Languages.Formats(language));

    /// <summary>The date with its weekday in a language, such as <c>lunes, 2 de marzo de 2026</c>.</summary>
    public static string LongDateIn(CultureInfo language, DateOnly date) =>
        date.ToString(Pattern("LongDate", language), Languages.Formats(language));

    /// <summary>Date and time in a language, such as <c>2 mar 2026, 2:05 p. m.</c></summary>
    public static string TimeIn(CultureInfo language, DateTimeOffset at) =>
        at.ToString(Pattern("Time", language), Languages.Formats(language));

    /// <summary>The time of day in a language, such as <c>2:05 p. m.</c></summary>
    public static string ClockIn(CultureInfo language, DateTimeOffset at) =>
        at.ToString("h:mm tt", Languages.Formats(language));

    private static string Pattern(string name, CultureInfo language) => CommonTexts.Of(name, language);

    /// <summary>With thousands separators and without trailing zeros.</summary>
    public static string Number(decimal number) => number.ToString("#,0.##########", American);

    /// <summary>The same for a number in a report.</summary>
    public static string Number(double number) => number.ToString("#,0.##########", American);
}
