using System.Globalization;
using System.Text.RegularExpressions;

namespace ProblemTracker.Incidents;

/// <summary>Reads times of day that are in a column of their own, beside that of the date.</summary>
internal static partial class TimeOfDay
{
    /// <summary>
    /// Hours and minutes with a colon, with or without seconds, by 24 or 12 hours; without a colon, and possibly without leading zeros;
    /// the hour alone; the fraction of a day.
    /// </summary>
    public const string Colon = "H:mm", HalfDays = "h:mm tt", Digits = "HHmm", DigitsToSeconds = "HHmmss", Hour = "H",
        Fraction = "fraction";

    public static readonly IReadOnlyList<string> Formats = [Colon, HalfDays, Digits, DigitsToSeconds, Hour, Fraction];

    private const int DaySeconds = 86_400, DayHours = 24;

    /// <returns>Null if the text is no time in the format; 24 hours for midnight at the end of the day.</returns>
    public static TimeSpan? Read(string text, string format)
    {
        if (format is Colon or HalfDays)
        {
            var found = Clock().Match(text);
            if (!found.Success || found.Groups["half"].Success != (format == HalfDays)) return null;
            var hasMinutes = found.Groups["m"].Success;
            if (!hasMinutes && format == Colon) return null;
            var hour = Number(found.Groups["h"].Value);
            if (format == HalfDays)
            {
                if (hour is < 1 or > 12) return null;
                hour = (hour % 12) + (char.ToUpperInvariant(found.Groups["half"].Value[0]) == 'P' ? 12 : 0);
            }
            return Of(hour, hasMinutes ? Number(found.Groups["m"].Value) : 0,
                found.Groups["s"].Success ? Number(found.Groups["s"].Value) : 0);
        }
        if (format == Fraction)
        {
            if (!double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var days)
                || days is < 0 or >= 1) return null;
            // Four decimals are 9 seconds: the minute was rounded.
            var unit = text.Length - text.IndexOf('.', StringComparison.Ordinal) > 5 ? 1 : 60;
            return TimeSpan.FromSeconds(Math.Round(days * DaySeconds / unit) * unit);
        }
        if (DigitsOf(text) is not { } digits) return null;
        var number = Number(digits);
        return format switch
        {
            Hour => digits.Length <= 2 ? Of(number, 0, 0) : null,
            Digits => digits.Length <= 4 ? Of(number / 100, number % 100, 0) : null,
            _ => digits.Length <= 6 ? Of(number / 10_000, number / 100 % 100, number % 100) : null,
        };
    }

    /// <summary>Reads a time without a date, such as "17:00", "5:00 PM" or "1700", whose format isn't known.</summary>
    public static TimeSpan? Alone(string text) => text.Length is < 3 or > 11 || text.AsSpan().IndexOfAny('/', '-') >= 0 ? null
        : Read(text, Colon) ?? Read(text, HalfDays) ?? (text.Length == 4 && text.All(char.IsAsciiDigit) ? Read(text, Digits) : null);

    /// <summary>Reads a time, or a range such as "1400-1459" or "2:00 - 2:59 PM", which can end on the next day.</summary>
    /// <returns>Null if the text is no time in the format; the length is zero without an end.</returns>
    public static (TimeSpan Start, TimeSpan Length)? Span(string text, string format)
    {
        if (Read(text, format) is { } time) return (time, TimeSpan.Zero);
        if (Range().Match(text) is not { Success: true } range) return null;
        var (from, to) = (range.Groups["from"].Value, range.Groups["to"].Value);
        // With seconds before it only, "14:00:00-05:00" ends in an offset.
        if (Read(to, format) is not { } end || from.Count(c => c == ':') > to.Count(c => c == ':')) return null;
        // "11:30 - 1:00 PM" begins in the morning, "2:00 - 2:59 PM" in the afternoon.
        var start = Read(from, format) ?? (format != HalfDays ? null
            : Read(from + (end.Hours < 12 ? " AM" : " PM"), format) is { } same && same <= end ? same
            : Read(from + (end.Hours < 12 ? " PM" : " AM"), format));
        return start is not { } begin ? null : (begin, end < begin ? end + TimeSpan.FromHours(DayHours) - begin : end - begin);
    }

    /// <summary>The formats that together read nearly all values of a column; none if it has no times.</summary>
    /// <param name="values">The values, without missing ones.</param>
    /// <param name="least">Share of the values that must be read.</param>
    /// <param name="areHours">The column's name says that it has hours.</param>
    public static IReadOnlyList<string> FormatsOf(IReadOnlyList<string> values, double least, bool areHours)
    {
        var numbers = values.Select(v => DigitsOf(Range().Match(v) is { Success: true } range ? range.Groups["from"].Value : v))
            .OfType<string>().ToList();
        var hasFractions = values.Any(v => DigitsOf(v) is null && Read(v, Fraction) is not null);
        // Two digits at most can be minutes after midnight, but not in a whole column.
        var plain = hasFractions ? Fraction : numbers.Exists(n => n.Length > 4) ? DigitsToSeconds
            : numbers.Count(n => n.Length <= 2 && Number(n) <= DayHours) > (areHours ? 0.5 : 0.999) * numbers.Count ? Hour : Digits;
        string[] formats = [.. new[] { Colon, HalfDays, plain }.Where(format => values.Any(v => Span(v, format) is not null))];
        var read = values.Count(v => formats.Any(format => Span(v, format) is not null));
        return values.Count > 0 && read >= least * values.Count ? formats : [];
    }

    private static TimeSpan? Of(int hour, int minute, int second) => minute > 59 || second > 59 || hour > DayHours
        || (hour == DayHours && minute + second > 0) ? null : new TimeSpan(hour, minute, second);

    /// <summary>Of "1345", "13.0" or "1345 hrs".</summary>
    private static string? DigitsOf(string text) => Plain().Match(text) is { Success: true } found ? found.Groups[1].Value : null;

    private static int Number(string digits) => int.Parse(digits, CultureInfo.InvariantCulture);

    // Some databases write a time as one of the first day they know.
    [GeneratedRegex(@"^((1899-12-30|12/30/1899|1900-01-01|0?1/0?1/1900|1970-01-01)[T ])?(?<h>\d{1,2})(:(?<m>\d{1,2})"
        + @"(:(?<s>\d\d)([.,]\d+)?)?)?(\s*(?<half>[AaPp])(\.?\s?[Mm]\.?)?)?$", RegexOptions.ExplicitCapture)]
    private static partial Regex Clock();

    [GeneratedRegex(@"^(?<from>\d.*?)\s*(?:[-–—~]|\bto\b|\bthru\b|\bthrough\b|\buntil\b)\s*(?<to>\d.*)$", RegexOptions.IgnoreCase)]
    private static partial Regex Range();

    [GeneratedRegex(@"^(\d{1,6})(?:\.0+)?\s*(?:h|hrs?|hours?)?\.?$", RegexOptions.IgnoreCase)]
    private static partial Regex Plain();
}
