using System.Globalization;
using System.Text;

namespace ProblemTracker.Search;

/// <summary>Splits text into words of letters and digits, ignoring case and accents. Records and queries are split the same way.</summary>
internal static class TextWords
{
    /// <summary>In characters. Longer words are cut to fit the index.</summary>
    public const int LongestKey = 100;

    /// <summary>Separates the texts of one record, so that no phrase spans two of them. No word contains it.</summary>
    private const char Between = '¶';

    /// <param name="Start">Index of its first character in the text.</param>
    /// <param name="Length">Number of characters in the text.</param>
    /// <param name="Key">The word in upper case, without accents.</param>
    public readonly record struct Word(int Start, int Length, string Key);

    public static IEnumerable<Word> In(string text)
    {
        for (var at = 0; at < text.Length;)
        {
            var start = at;
            while (at < text.Length && Rune.GetRuneAt(text, at) is var rune && (Rune.IsLetterOrDigit(rune) || (at > start && IsMark(rune))))
                at += rune.Utf16SequenceLength;
            if (at == start)
            {
                at += Rune.TryGetRuneAt(text, at, out var other) ? other.Utf16SequenceLength : 1;
                continue;
            }
            if (Key(text.AsSpan(start, at - start)) is { Length: > 0 } key) yield return new(start, at - start, key);
        }
    }

    /// <summary>The words of a record's texts as stored for search, with a space at both ends so that phrases match whole words.</summary>
    public static string Of(IEnumerable<string?> texts)
    {
        var kept = new StringBuilder(" ");
        foreach (var text in texts)
        {
            var before = kept.Length;
            foreach (var word in In(text ?? "")) kept.Append(word.Key).Append(' ');
            if (kept.Length > before) kept.Append(Between).Append(' ');
        }
        return kept.ToString();
    }

    // Most words are ASCII, and an import has millions of them, so take the fast path.
    private static string Key(ReadOnlySpan<char> word)
    {
        if (!Ascii.IsValid(word))
        {
            var key = SearchKey.Of(new(word));
            return key.Length > LongestKey ? key[..LongestKey] : key;
        }
        Span<char> upper = stackalloc char[Math.Min(word.Length, LongestKey)];
        word[..upper.Length].ToUpperInvariant(upper);
        return new(upper);
    }

    private static bool IsMark(Rune rune) => Rune.GetUnicodeCategory(rune) == UnicodeCategory.NonSpacingMark;
}
