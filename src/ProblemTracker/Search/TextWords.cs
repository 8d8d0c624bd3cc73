using System.Globalization;
using System.Text;

namespace ProblemTracker.Search;

/// <summary>
/// How text is cut into words, the same for what is found and for what is looked for: emails and digits, without case and accents.
/// </summary>
internal static class TextWords
{
    /// <summary>What is longer is cut: an index has room for so many characters.</summary>
    public const int LongestKey = 100;

    /// <summary>Stands between two texts of one record, so that no phrase spans them; no word has it.</summary>
    private const char Between = '¶';

    /// <param name="Start">Where it begins in the text.</param>
    /// <param name="Length">In the text.</param>
    /// <param name="Key">Upper case, without accents.</param>
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
            if (Key(text[start..at]) is { Length: > 0 } key) yield return new(start, at - start, key);
        }
    }

    /// <summary>
    /// The words of a record's texts as they are kept for searching; blank at both ends, so that a phrase is a part between blanks.
    /// </summary>
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

    // Most words are plain, and an import has millions.
    private static string Key(string word)
    {
        var key = Ascii.IsValid(word) ? word.ToUpperInvariant() : SearchKey.Of(word);
        return key.Length > LongestKey ? key[..LongestKey] : key;
    }

    private static bool IsMark(Rune rune) => Rune.GetUnicodeCategory(rune) == UnicodeCategory.NonSpacingMark;
}
