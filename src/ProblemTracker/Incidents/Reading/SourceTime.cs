using System.Globalization;

namespace ProblemTracker.Incidents;

/// <summary>A time from a source: local time in the source's zone, and the instant.</summary>
/// <param name="Instant">For a date: the start of the day; for a month: the start of its first day.</param>
internal readonly record struct SourceMoment(DateTime Local, DateTimeOffset Instant, TimePrecision Precision);

/// <summary>Reads the times of a source in one time zone.</summary>
/// <param name="format">Null means ISO 8601.</param>
/// <param name="monthsOnly">Ignores the day.</param>
internal sealed class SourceTime(TimeZoneInfo zone, string? format, bool monthsOnly = false)
{
    /// <summary>A year outside this range is a typing error or a placeholder.</summary>
    private const int FirstYear = 1900, LastYear = 2199;

    private static readonly string[] IsoMinutes = ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF"];

    private readonly bool _formatHasHours = format is not null && WithoutQuoted(format).AsSpan().IndexOfAny('H', 'h') >= 0;
    private readonly bool _formatHasDay = format is null || HasDay(format);

    /// <summary>Whether a format includes the day.</summary>
    public static bool HasDay(string format) => WithoutQuoted(format).Contains('d') || format.Length == 1;

    /// <summary>
    /// Reads a time as local time in the source's zone and ignores any suffix (Z, +00:00). A local time skipped by daylight saving moves
    /// forward by the gap; one that occurs twice is read as standard time, the second of the two.
    /// </summary>
    /// <returns>Null, with a reason, if the text can't be read.</returns>
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
            wrong = $"The year {local.Year:0000} is out of range. It must be between {FirstYear} and {LastYear}.";
            return null;
        }
        var instant = InstantOf(local);
        // A date keeps its day, even if daylight saving skipped its midnight.
        return new(precision != TimePrecision.Minute ? local : TimeZoneInfo.ConvertTime(instant, zone).DateTime, instant, precision);
    }

    /// <summary>The start of a month's last day.</summary>
    public SourceMoment LastDay(SourceMoment month)
    {
        var local = new DateTime(month.Local.Year, month.Local.Month, DateTime.DaysInMonth(month.Local.Year, month.Local.Month));
        return month with { Local = local, Instant = InstantOf(local) };
    }

    // For a time in a daylight saving gap, the offset before the gap moves it forward by the length of the gap.
    private DateTimeOffset InstantOf(DateTime local)
    {
        var offset = zone.GetUtcOffset(zone.IsInvalidTime(local) ? local.AddDays(-1) : local);
        return new(DateTime.SpecifyKind(local - offset, DateTimeKind.Utc));
    }

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
