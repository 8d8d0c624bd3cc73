using System.Text.RegularExpressions;

namespace ProblemTracker.Incidents;

/// <summary>Rewrites the ways in which people and programs write dates, so that a few formats read them.</summary>
internal static partial class WrittenDates
{
    /// <summary>
    /// The text without day of the week, fractions of seconds, ordinals and points of abbreviations, with AM or PM for "a.m." or "p", and
    /// with colons in a time such as 01.45.00, and with the date before the time.
    /// </summary>
    public static string Plain(string text)
    {
        var plain = Spaces().Replace(text, " ");
        plain = TimeFirst().Replace(plain, "$2 $1");
        plain = Weekday().Replace(plain, "");
        plain = Abbreviated().Replace(plain, m => m.Value[..3]);
        plain = Ordinal().Replace(plain, "");
        plain = Before().Replace(plain, " ");
        plain = Points().Replace(plain, ":$1:$2");
        plain = Fraction().Replace(plain, "");
        return Half().Replace(plain, m => char.ToUpperInvariant(m.Groups[1].Value[0]) == 'A' ? " AM" : " PM");
    }

    [GeneratedRegex("[\u00A0\u202F]")]
    private static partial Regex Spaces();

    [GeneratedRegex(@"^(mon|tues?|wed(nes)?|thu(rs?)?|fri|sat(ur)?|sun)(day)?\.?,?\s+(?=\S)", RegexOptions.IgnoreCase)]
    private static partial Regex Weekday();

    [GeneratedRegex(@"\b(jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.(?=[\s,])|\bsept(?=[\s,-])", RegexOptions.IgnoreCase)]
    private static partial Regex Abbreviated();

    [GeneratedRegex(@"(?<=\b\d{1,2})(st|nd|rd|th)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Ordinal();

    // "14:32:00 01/05/23", "2:32 PM on January 5, 2024"
    [GeneratedRegex(@"^(\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?(?:\s*[AP]\.?M\.?)?)(?:,\s*|\s+)(?:on\s+)?([^:]{6,})$", RegexOptions.IgnoreCase)]
    private static partial Regex TimeFirst();

    // "January 5, 2024 at 1:45 PM" and "1/5/2024, 1:45 PM"
    [GeneratedRegex(@"(,|\s+at)\s+(?=\d{1,2}:\d\d)", RegexOptions.IgnoreCase)]
    private static partial Regex Before();

    [GeneratedRegex(@"(?<=\s\d{1,2})\.(\d\d)\.(\d\d)(?=\D|$)")]
    private static partial Regex Points();

    [GeneratedRegex(@"(?<=:\d\d:\d\d)[.,]\d+")]
    private static partial Regex Fraction();

    [GeneratedRegex(@"(?<=:\d\d)\s*([AaPp])(\.?\s?[Mm])?\.?(?=$|\s)")]
    private static partial Regex Half();
}
