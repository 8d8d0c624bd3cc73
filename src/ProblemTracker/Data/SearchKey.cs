using System.Buffers;
using System.Globalization;
using System.Text;

namespace ProblemTracker.Data;

/// <summary>
/// Normalizes text for unique and search columns. Done in C# because the two databases fold case and accents differently.
/// </summary>
public static class SearchKey
{
    /// <summary>Uppercases, removes accents and characters that nobody sees, and collapses white space to single spaces.</summary>
    public static string Of(string text)
    {
        // Most texts are ASCII with single spaces, and an import has millions of them, so take the fast path.
        if (Ascii.IsValid(text) && !text.AsSpan().ContainsAny(OtherSpaces) && !text.Contains("  ", StringComparison.Ordinal))
            return text.Trim(' ').ToUpperInvariant();
        var folded = new StringBuilder(text.Length);
        // Normalize fails on U+FFFE and on half a surrogate pair, which anyone can type or paste.
        foreach (var c in Sound(text.Trim()).Normalize(NormalizationForm.FormD))
            if (CharUnicodeInfo.GetUnicodeCategory(c) is not (UnicodeCategory.NonSpacingMark or UnicodeCategory.Format))
                folded.Append(char.IsWhiteSpace(c) ? ' ' : char.ToUpperInvariant(c));
        return string.Join(' ', folded.ToString().Normalize(NormalizationForm.FormC).Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    /// <summary>
    /// Uppercases an email address. Accents count, since they make another mailbox; a domain in ASCII (xn--) is what it stands for.
    /// </summary>
    public static string OfEmail(string address)
    {
        var whole = address.Trim();
        var at = whole.LastIndexOf('@') + 1;
        var domain = whole[at..];
        if (Ascii.IsValid(whole) && !domain.Contains("xn--", StringComparison.OrdinalIgnoreCase)) return Of(whole);
        try
        {
            domain = new IdnMapping().GetUnicode(domain.ToLowerInvariant());
        }
        catch (ArgumentException)
        {
            // It is no domain, so it stands for itself.
        }
        var seen = Sound(whole[..at] + domain).Where(c => CharUnicodeInfo.GetUnicodeCategory(c) is not UnicodeCategory.Format);
        return string.Concat(seen).Normalize(NormalizationForm.FormC).ToUpperInvariant();
    }

    /// <summary>White space of ASCII beside the space.</summary>
    private static readonly SearchValues<char> OtherSpaces = SearchValues.Create("\t\n\v\f\r");

    private static string Sound(string text) => !text.Contains('\uFFFE') && !text.Any(char.IsSurrogate) ? text
        : string.Concat(text.EnumerateRunes().Select(rune => rune.Value == 0xFFFE ? Rune.ReplacementChar : rune));

    /// <summary>A LIKE pattern that matches keys containing the text; use it with <c>ESCAPE '!'</c>.</summary>
    public static string Containing(string text) =>
        $"%{Of(text).Replace("!", "!!").Replace("%", "!%").Replace("_", "!_").Replace("[", "![")}%";
}
