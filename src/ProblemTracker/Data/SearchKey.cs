using System.Globalization;
using System.Text;

namespace ProblemTracker.Data;

/// <summary>
/// Normalized text for unique and search columns: the two databases fold case and accents differently, C# does it for both.
/// </summary>
public static class SearchKey
{
    /// <summary>Upper case, accents removed, runs of white space made one blank.</summary>
    public static string Of(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var c in text.Trim().Normalize(NormalizationForm.FormD))
            if (CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark)
                folded.Append(char.IsWhiteSpace(c) ? ' ' : char.ToUpperInvariant(c));
        return string.Join(' ', folded.ToString().Normalize(NormalizationForm.FormC).Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    /// <summary>A LIKE pattern for text that contains this, to be used with <c>ESCAPE '!'</c>.</summary>
    public static string Containing(string text) =>
        $"%{Of(text).Replace("!", "!!").Replace("%", "!%").Replace("_", "!_").Replace("[", "![")}%";
}
