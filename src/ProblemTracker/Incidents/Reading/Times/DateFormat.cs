using System.Globalization;
using System.Text.RegularExpressions;

namespace ProblemTracker.Incidents;

/// <summary>A time as written in a file.</summary>
/// <param name="Local">Date and time as written; of an instant: in UTC.</param>
/// <param name="Offset">The offset from UTC in the text, if there is one.</param>
/// <param name="IsInstant">The text counts seconds, so that no time zone applies.</param>
/// <param name="Length">Until the end of a range of hours; none if there is only one time.</param>
internal readonly record struct WrittenTime(DateTime Local, TimePrecision Precision, TimeSpan? Offset = null, bool IsInstant = false,
    TimeSpan Length = default)
{
    /// <summary>Beside the date, the text has a time of day that can't be read.</summary>
    public bool IsTimeLost { get; init; }
}

/// <summary>
/// Reads dates and times in one of several formats, separated by <c>|</c>; the first that fits counts. A format is a .NET custom format,
/// <c>iso</c> (ISO 8601), <c>unix</c> or <c>unixMilliseconds</c> (since 1970), or <c>excel</c> (days since 1899-12-30).
/// An offset at the end of the text (Z, +02:00, EST) needs no place in the format; <c>24:00</c> is midnight of the next day;
/// hours and minutes without a colon can lack leading zeros. Days of the week, fractions of seconds and "p.m." need no format of their own.
/// <c>M/d/yyyy h:mm:ss tt + HHmm</c> takes the date of the first and the time of day of the second format (<see cref="TimeOfDay"/>), for a
/// file with both in columns of their own; without a readable time, it reads the date only.
/// </summary>
internal sealed partial class DateFormat
{
    public const string Iso = "iso", Unix = "unix", UnixMilliseconds = "unixMilliseconds", Excel = "excel";

    /// <summary>Formats whose name says how the text is read.</summary>
    public static readonly IReadOnlyList<string> Named = [Iso, Unix, UnixMilliseconds, Excel];

    private static readonly string[] IsoDates = ["yyyy-MM-dd", "yyyyMMdd"];

    private static readonly string[] IsoTimes =
        ["yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm:ss.FFFFFFF", "yyyyMMdd HHmm", "yyyyMMdd HHmmss"];

    /// <summary>Fractions and serials outside this range are not dates of 1927 to 2119.</summary>
    private const double FirstSerial = 10_000, LastSerial = 80_000;

    /// <summary>Hours from UTC.</summary>
    private static int HoursOf(string zone) => zone.ToUpperInvariant() switch
    {
        "AST" or "EDT" or "ED" => -4,
        "EST" or "CDT" or "ES" or "CD" => -5,
        "CST" or "MDT" or "CS" or "MD" => -6,
        "MST" or "PDT" or "MS" or "PD" => -7,
        "PST" or "AKDT" or "PS" => -8,
        "AKST" => -9,
        "HST" => -10,
        _ => 0,
    };

    /// <summary>Between the formats of date and time.</summary>
    public const string And = " + ";

    private readonly (string Format, TimePrecision Precision)[] _formats;
    private readonly (DateFormat Date, string Time)[] _joined;
    private readonly CultureInfo _culture;

    /// <param name="text">Null means ISO 8601.</param>
    /// <param name="lastYear">A year of two digits is one of the hundred years up to this one.</param>
    public DateFormat(string? text, int lastYear)
    {
        _culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        _culture.DateTimeFormat.Calendar = new GregorianCalendar { TwoDigitYearMax = lastYear };
        var formats = Split(text).ToLookup(format => format.Contains(And, StringComparison.Ordinal));
        _formats = [.. formats[false].Select(format => (format, PrecisionOf(format)))];
        _joined = [.. formats[true].Select(format => format.Split(And, 2, StringSplitOptions.TrimEntries))
            .Select(parts => (new DateFormat(parts[0], lastYear), parts[1]))];
        Text = text;
    }

    public string? Text { get; }

    public static IReadOnlyList<string> Split(string? text) =>
        text?.Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) is { Length: > 0 } formats
            ? formats : [Iso];

    /// <summary>A format that begins with month and day as numbers, such as M/d/yyyy, with the two swapped; null for others.</summary>
    public static string? Swapped(string format) =>
        format is ['M', '/' or '-', 'd', '/' or '-', ..] or ['d', '/' or '-', 'M', '/' or '-', ..]
            ? $"{format[2]}{format[1]}{format[0]}{format[3..]}" : null;

    /// <summary>Whether a custom format includes the day.</summary>
    public static bool HasDay(string format) => WithoutQuoted(format).Contains('d');

    /// <summary>
    /// Whether dates in a format can be read back: it needs at least year and month; with an hour also the day, and AM or PM if it has 12.
    /// </summary>
    public static bool IsValid(string? text) => Split(text).All(format =>
        format.Split(And, 2, StringSplitOptions.TrimEntries) is [var date, var time]
            ? TimeOfDay.Formats.Contains(time) && IsOneValid(date) && PrecisionOf(date) != TimePrecision.Month : IsOneValid(format));

    /// <param name="text">The text to read.</param>
    /// <param name="plain">The same rewritten by <see cref="WrittenDates"/>, to save time if several formats read it.</param>
    /// <returns>Null if no format fits.</returns>
    public WrittenTime? Read(string text, string? plain = null)
    {
        if (ReadAny(text) is { } read) return read;
        plain ??= WrittenDates.Plain(text);
        if (plain != text && ReadAny(plain) is { } rewritten) return rewritten;
        // No time, or one that can't be read, leaves the date.
        foreach (var (date, _) in _joined)
            foreach (var (first, second) in Halves(text))
                if (date.Read(first) is { } alone)
                    return new(alone.Local.Date, TimePrecision.Day) { IsTimeLost = second.Length > 0 };
        return null;
    }

    private WrittenTime? ReadAny(string text)
    {
        foreach (var (format, precision) in _formats)
            if (Read(text, format, precision) is { } read) return read;
        foreach (var (date, format) in _joined)
            foreach (var (first, second) in Halves(text))
                if (TimeOfDay.Span(second, format) is var (time, length) && date.Read(first) is { Local.Year: < 9999 } day)
                    return new(day.Local.Date + time, TimePrecision.Minute, Length: length);
        return null;
    }

    /// <summary>The whole text, and all ways to cut it at a blank, the last first.</summary>
    private static IEnumerable<(string First, string Second)> Halves(string text)
    {
        yield return (text, "");
        for (var at = text.LastIndexOf(' '); at > 0; at = text.LastIndexOf(' ', at - 1)) yield return (text[..at], text[(at + 1)..]);
    }

    private WrittenTime? Read(string text, string format, TimePrecision precision) => format switch
    {
        Unix or UnixMilliseconds or Excel when SourceNumber.IsSpoilt(text) => null,
        Unix => Instant(text, 1),
        UnixMilliseconds => Instant(text, 1000),
        Excel => Serial(text),
        Iso => WithOffset(text, rest => ReadIso(rest)),
        _ => WithOffset(text, rest => ReadCustom(rest, format, precision)),
    };

    private static WrittenTime? Instant(string text, int perSecond)
    {
        if (!decimal.TryParse(text, NumberStyles.Float | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var number))
            return null;
        var seconds = number / perSecond;
        // 1950 to 2200: a number out of this range is not a time in this unit.
        return seconds is < -631_152_000 or > 7_258_118_400 ? null
            : new(DateTime.UnixEpoch.AddTicks((long)(seconds * TimeSpan.TicksPerSecond)), TimePrecision.Minute, IsInstant: true);
    }

    private static WrittenTime? Serial(string text)
    {
        var plain = text.Contains('.', StringComparison.Ordinal) ? text : text.Replace(',', '.');
        if (!double.TryParse(plain, NumberStyles.Float, CultureInfo.InvariantCulture, out var days)
            || days is < FirstSerial or > LastSerial) return null;
        var at = new DateTime(1899, 12, 30).AddSeconds(Math.Round(days * 86_400));
        return new(at, days == Math.Floor(days) ? TimePrecision.Day : TimePrecision.Minute);
    }

    private static WrittenTime? WithOffset(string text, Func<string, WrittenTime?> read)
    {
        var found = Offset().Match(text);
        if (!found.Success) return read(text);
        var (rest, sign) = (text[..found.Index], found.Groups["sign"].Value);
        var offset = sign.Length == 0 ? TimeSpan.FromHours(HoursOf(found.Groups["zone"].Value))
            : (sign == "-" ? -1 : 1) * new TimeSpan(int.Parse(found.Groups["h"].Value, CultureInfo.InvariantCulture),
                found.Groups["m"].Success ? int.Parse(found.Groups["m"].Value, CultureInfo.InvariantCulture) : 0, 0);
        return Math.Abs(offset.TotalHours) <= 14 && read(rest) is { Precision: TimePrecision.Minute } time ? time with { Offset = offset }
            : read(text);
    }

    private WrittenTime? ReadIso(string text)
    {
        if (DateTime.TryParseExact(text, IsoDates, _culture, DateTimeStyles.None, out var date))
            return new(date, TimePrecision.Day);
        if (DateTime.TryParseExact(text, "yyyy-MM", _culture, DateTimeStyles.None, out var month)) return new(month, TimePrecision.Month);
        var spaced = text.Length > 10 && (text[10] is 'T' or 't') ? string.Concat(text.AsSpan(0, 10), " ", text.AsSpan(11))
            : text.Length > 8 && (text[8] is 'T' or 't') ? string.Concat(text.AsSpan(0, 8), " ", text.AsSpan(9)) : text;
        return Exact(spaced, IsoTimes) is { } at ? new(at, TimePrecision.Minute) : null;
    }

    private WrittenTime? ReadCustom(string text, string format, TimePrecision precision)
    {
        if (format.EndsWith("HHmm", StringComparison.Ordinal)) text = Padded(text);
        if (OffsetPlace().IsMatch(WithoutQuoted(format)))
        {
            if (DateTimeOffset.TryParseExact(text, format, _culture, DateTimeStyles.AllowWhiteSpaces, out var full))
                return new(full.DateTime, precision, full.Offset);
            // An offset such as Z or EST was taken from the end.
            format = OffsetPlace().Replace(format, "").Trim();
        }
        return Exact(text, [format]) is { } at ? new(at, precision) : null;
    }

    private DateTime? Exact(string text, string[] formats)
    {
        var isNextDay = Midnight().IsMatch(text);
        if (isNextDay) text = Midnight().Replace(text, m => $"{m.Groups[1].Value}00{m.Value[(m.Groups[1].Length + 2)..]}");
        return !DateTime.TryParseExact(text, formats, _culture, DateTimeStyles.AllowWhiteSpaces, out var at) ? null
            : isNextDay && at.Year < 9999 ? at.AddDays(1) : at;
    }

    /// <summary>Spreadsheets drop leading zeros: "1/5/2024 30" is half past midnight.</summary>
    private static string Padded(string text)
    {
        var last = text.LastIndexOf(' ') + 1;
        return last > 0 && text.Length - last < 4 ? string.Concat(text.AsSpan(0, last), text[last..].PadLeft(4, '0')) : text;
    }

    private static TimePrecision PrecisionOf(string format) =>
        Named.Contains(format) || WithoutQuoted(format).AsSpan().IndexOfAny('H', 'h') >= 0 ? TimePrecision.Minute
            : HasDay(format) ? TimePrecision.Day : TimePrecision.Month;

    // A date written in the format must be read back as the same month, with the same day and hour if the format has them.
    private static bool IsOneValid(string format)
    {
        if (Named.Contains(format)) return true;
        var fields = WithoutQuoted(format);
        var hasHour = fields.AsSpan().IndexOfAny('H', 'h') >= 0;
        if (format.Length == 1 || !fields.Contains('y') || !fields.Contains('M') || (hasHour && !HasDay(format))
            || (!hasHour && fields.AsSpan().IndexOfAny('m', 's', 't') >= 0)) return false;
        var sample = new DateTime(2026, 3, 14, 15, 9, 26, DateTimeKind.Unspecified);
        var invariant = CultureInfo.InvariantCulture;
        try
        {
            return DateTime.TryParseExact(sample.ToString(format, invariant), format, invariant, DateTimeStyles.None, out var back)
                && (hasHour ? (back.Date, back.Hour) == (sample.Date, sample.Hour) : back.Date == sample.Date
                    || (back.Day == 1 && !HasDay(format) && (back.Year, back.Month) == (sample.Year, sample.Month)));
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static string WithoutQuoted(string format) => Quoted().Replace(format, "");

    [GeneratedRegex(@"'[^']*'|""[^""]*""|\\.")]
    private static partial Regex Quoted();

    [GeneratedRegex("z+")]
    private static partial Regex OffsetPlace();

    // After a time only, so that the month of 2018-10 is not an offset.
    [GeneratedRegex(@"(?<=\d:\d\d(:\d\d(\.\d+)?)?|T\d{4,6}|[APap][Mm])\s*((?<sign>[+-])(?<h>\d\d):?(?<m>\d\d)?|"
        + @"(?<zone>Z|UTC|GMT|[ECMP][SD]T?|AK[SD]T|HST))$|"
        + @"(?<=\b\d{12}(\d\d)?)\s*(?<zone>Z|UTC|GMT|[ECMP][SD]T?)$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Offset();

    [GeneratedRegex(@"(^|[ T])24(?=:?00(:00(\.0+)?)?$)")]
    private static partial Regex Midnight();
}
