using System.Text.RegularExpressions;

namespace ProblemTracker.Incidents;

/// <summary>What sources write instead of an incident's number, or make of it.</summary>
internal static partial class SourceNumber
{
    /// <summary>Characters.</summary>
    public const int Longest = 100;

    /// <summary>Whether a number stands for none yet, as 0, 00-00000, 999999, PENDING or N/A.</summary>
    public static bool IsPlaceholder(string number)
    {
        var text = string.Concat(number.Where(char.IsLetterOrDigit)).ToUpperInvariant();
        return text.All(c => c == '0') || (text.Length > 3 && text.All(c => c == '9')) || Placeholders.Contains(text);
    }

    private static readonly HashSet<string> Placeholders = new(StringComparer.Ordinal)
    {
        "PENDING", "NA", "NONE", "NULL", "NIL", "TBD", "TBA", "UNKNOWN", "UNK", "UNASSIGNED", "NOTASSIGNED", "NONUMBER", "NOTAVAILABLE",
        "NOTAPPLICABLE", "MISSING", "BLANK", "VOID", "XXX", "XXXX", "XXXXX", "XXXXXX",
    };

    /// <summary>Whether a number lost its last digits, as in 2.02E+11.</summary>
    public static bool IsSpoilt(string number) => Spoilt().IsMatch(number);

    [GeneratedRegex(@"^\d([.,]\d+E\+?|E\+)\d+$", RegexOptions.IgnoreCase)]
    private static partial Regex Spoilt();
}
