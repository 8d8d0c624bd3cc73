using System.Globalization;

namespace ProblemTracker.Incidents;

/// <summary>A moment as a source wrote it: its clock and calendar, and the instant that was in its zone.</summary>
/// <param name="Instant">For a date alone: the day's first moment; for a month: that of its first day.</param>
internal readonly record struct SourceMoment(DateTime Local, DateTimeOffset Instant, TimePrecision Precision);

/// <summary>Reads the dates of a source whose clocks are those of one time zone.</summary>
/// <param name="format">Null means ISO 8601.</param>
/// <param name="monthsOnly">The day that is written means nothing.</param>
internal sealed class SourceTime(TimeZoneInfo zone, string? format, bool monthsOnly = false)
{
    /// <summary>Beyond these it is a typing error or a placeholder.</summary>
    private const int FirstYear = 1900, LastYear = 2199;

    private static readonly string[] IsoMinutes = ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF"];

    private readonly bool _formatHasHours = format is not null && WithoutQuoted(format).AsSpan().IndexOfAny('H', 'h') >= 0;
    private readonly bool _formatHasDay = format is null || HasDay(format);

    /// <summary>Whether a format says which day it was.</summary>
    public static bool HasDay(string format) => WithoutQuoted(format).Contains('d') || format.Length == 1;

    /// <summary>
    /// The time is read as written, in the source's zone, whatever suffix (Z, +00:00) it carries. A local time that daylight saving skipped
    /// moves forward by the gap; one that came twice is taken as standard time, the second of the two.
    /// </summary>
    /// <returns>Null with a reason where it is no such date.</returns>
    public SourceMoment? Read(string text, out string? wrong)
    {
        wrong = null;
        if (Parse(text) is not var (written, precision))
        {
            wrong = format is null
                ? $"\"{Short(text)}\" is not a date in ISO 8601 (2018-10-19, 2018-10-19T12:00 or 2018-10)."
                : $"\"{Short(text)}\" is not a date in the format {format}.";
            return null;
        }
        if (monthsOnly) precision = TimePrecision.Month;
        var local = precision == TimePrecision.Month ? new DateTime(written.Year, written.Month, 1) : written;
        if (local.Year is < FirstYear or > LastYear)
        {
            wrong = $"The year {local.Year:0000} can't be right; it must lie between {FirstYear} and {LastYear}.";
            return null;
        }
        var instant = InstantOf(local);
        // A date stays that date, even where its midnight was skipped.
        return new(precision != TimePrecision.Minute ? local : TimeZoneInfo.ConvertTime(instant, zone).DateTime, instant, precision);
    }

    /// <summary>The first moment of a month's last day.</summary>
    public SourceMoment LastDay(SourceMoment month)
    {
        var local = new DateTime(month.Local.Year, month.Local.Month, DateTime.DaysInMonth(month.Local.Year, month.Local.Month));
        return month with { Local = local, Instant = InstantOf(local) };
    }

    // The offset before a gap of daylight saving places a skipped time just as far beyond it.
    private DateTimeOffset InstantOf(DateTime local) =>
        new(
            DateTime.SpecifyKind(local - (zone.IsInvalidTime(local) ? zone.GetUtcOffset(local.AddDays(-1)) : zone.GetUtcOffset(local)),
                DateTimeKind.Utc));

    private (DateTime Local, TimePrecision Precision)? Parse(string text)
    {
        var invariant = CultureInfo.InvariantCulture;
        if (format is not null)
            return DateTimeOffset.TryParseExact(text, format, invariant,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AllowWhiteSpaces, out var exact)
                ? (exact.DateTime, !_formatHasDay ? TimePrecision.Month : _formatHasHours ? TimePrecision.Minute : TimePrecision.Day)
                : null;
        if (DateTime.TryParseExact(text, "yyyy-MM-dd", invariant, DateTimeStyles.None, out var date)) return (date, TimePrecision.Day);
        if (DateTime.TryParseExact(text, "yyyy-MM", invariant, DateTimeStyles.None, out var month)) return (month, TimePrecision.Month);
        var clock = WithoutSuffix(text);
        if (clock.Length > 10 && clock[10] == ' ') clock = string.Concat(clock.AsSpan(0, 10), "T", clock.AsSpan(11));
        return DateTime.TryParseExact(clock, IsoMinutes, invariant, DateTimeStyles.None, out var moment)
            ? (moment, TimePrecision.Minute) : null;
    }

    // 2018-10-19T12:00:00Z, …+02:00, …-0500, …+02
    private static string WithoutSuffix(string text)
    {
        var time = text.IndexOf(':', StringComparison.Ordinal);
        if (time < 0) return text;
        if (text[^1] is 'Z' or 'z') return text[..^1].TrimEnd();
        var sign = text.AsSpan(time).LastIndexOfAny('+', '-');
        if (sign < 0) return text;
        var digits = text[(time + sign + 1)..];
        return digits.Replace(":", "", StringComparison.Ordinal) is { Length: 2 or 4 } bare && bare.All(char.IsAsciiDigit)
            ? text[..(time + sign)].TrimEnd() : text;
    }

    private static string WithoutQuoted(string format) =>
        System.Text.RegularExpressions.Regex.Replace(format, @"'[^']*'|""[^""]*""|\\.", "");

    private static string Short(string text) => text.Length <= 40 ? text : string.Concat(text.AsSpan(0, 39), "…");
}
