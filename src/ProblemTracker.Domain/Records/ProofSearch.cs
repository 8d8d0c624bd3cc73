using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;

namespace ProblemTracker.Domain;

/// <summary>One file of an export.</summary>
public sealed record ProofFile(string Name, byte[] Content);

/// <summary>A term that was found although it must not be there.</summary>
/// <param name="Term">Index of the term in the list that was searched for.</param>
/// <param name="File">Index of the file.</param>
public readonly record struct ProofHit(int Term, int File);

/// <summary>
/// Searches every byte of files for texts that must not be in them. Ignores case, accents, invisible characters and the kind of white
/// space; finds a text also in UTF-16, escaped for JSON, HTML, URLs or CSV, and in base64.
/// </summary>
public static partial class ProofSearch
{
    /// <summary>Texts with fewer letters or digits are not searched for: they are in any document.</summary>
    public const int FewestCharacters = 4;

    /// <summary>Texts with fewer letters or digits are found only as whole words: "Lane" is not in "planet".</summary>
    public const int FewestWithinWords = 8;

    private const int FewestDigits = 7;

    /// <summary>
    /// Whether finding the text would mean something: it has enough letters or digits, and is not one word in lower case, such as
    /// "school", which any text can have.
    /// </summary>
    public static bool IsDistinctive(string text)
    {
        var trimmed = text.Trim();
        return Size(trimmed) >= FewestCharacters
            && (trimmed.Any(char.IsWhiteSpace) || !trimmed.All(c => char.IsLower(c) || char.IsPunctuation(c)));
    }

    /// <summary>The terms that occur in the files.</summary>
    /// <param name="terms">Each with at least <see cref="FewestCharacters"/> letters or digits.</param>
    public static IReadOnlyList<ProofHit> Find(IReadOnlyList<string> terms, IReadOnlyList<ProofFile> files)
    {
        var needles = new Needles(terms);
        return needles.IsEmpty ? [] : [.. files.SelectMany((file, at) => Views(file.Content).SelectMany(needles.In).Distinct()
            .Order().Select(term => new ProofHit(term, at)))];
    }

    /// <summary>The terms that occur in a text, as it is read: without looking for escaped forms.</summary>
    public static IReadOnlyList<int> FindIn(IReadOnlyList<string> terms, string text) =>
        [.. new Needles(terms).In(text).Distinct().Order()];

    /// <summary>
    /// The words of a name or address that give it away by themselves, however the rest is written: those with a capital letter, and
    /// numbers, but not those that any address has.
    /// </summary>
    public static IEnumerable<string> TellingWords(string text) => TellingWord().Matches(text).Select(m => m.Value)
        .Where(word => Size(word) >= FewestCharacters && !InAnyAddress.Contains(word));

    private static readonly HashSet<string> InAnyAddress = new(StringComparer.OrdinalIgnoreCase)
    {
        "Street", "Avenue", "Road", "Lane", "Drive", "Court", "Place", "Boulevard", "Highway", "Apartment",
        "North", "South", "East", "West",
    };

    [GeneratedRegex(@"(?<![\p{L}\d])(\p{Lu}[\p{L}'’]+|\d+)(?![\p{L}\d])")]
    private static partial Regex TellingWord();

    /// <summary>Letters and digits of a text.</summary>
    public static int Size(string text) => Fold(text).Count(char.IsLetterOrDigit);

    /// <summary>Every way to read the bytes as text.</summary>
    private static IEnumerable<string> Views(byte[] content)
    {
        foreach (var view in Encoded(content)) yield return view;
        // What looks like base64 is read at each of the four places where its groups can begin.
        foreach (var run in Base64Runs(Encoding.Latin1.GetString(content)))
            for (var from = 0; from < 4; from++)
                if (Decode(run, from) is { Length: > 0 } bytes)
                    foreach (var view in Encoded(bytes)) yield return view;
    }

    private static IEnumerable<string> Encoded(byte[] content)
    {
        var text = Encoding.UTF8.GetString(content);
        yield return text;
        if (text.Contains('\uFFFD')) yield return Encoding.Latin1.GetString(content);
        if (content.Contains((byte)0))
            foreach (var encoding in new[] { Encoding.Unicode, Encoding.BigEndianUnicode })
                for (var from = 0; from < Math.Min(2, content.Length); from++)
                    yield return encoding.GetString(content, from, content.Length - from);
        var (html, percent, json) = (WebUtility(text), Percent(text), Json(text));
        foreach (var view in new[] { html, percent, json, Json(Percent(html)), WebUtility(json), WebUtility(html) })
            if (view != text) yield return view;
        if (text.Contains("\"\"", StringComparison.Ordinal)) yield return text.Replace("\"\"", "\"", StringComparison.Ordinal);
    }

    private static string WebUtility(string text) => text.Contains('&') ? System.Net.WebUtility.HtmlDecode(text) : text;

    private static string Percent(string text) => text.Contains('%') || text.Contains('+')
        ? Uri.UnescapeDataString(text.Replace('+', ' ')) : text;

    private static string Json(string text)
    {
        if (!text.Contains('\\')) return text;
        var plain = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\' || i + 1 == text.Length)
            {
                plain.Append(text[i]);
                continue;
            }
            var escaped = text[++i];
            if (escaped == 'u' && i + 4 < text.Length && int.TryParse(text.AsSpan(i + 1, 4),
                System.Globalization.NumberStyles.AllowHexSpecifier, null, out var code))
            {
                plain.Append((char)code);
                i += 4;
            }
            else plain.Append(escaped switch { 'n' => '\n', 'r' => '\r', 't' => '\t', 'b' => '\b', 'f' => '\f', _ => escaped });
        }
        return plain.ToString();
    }

    /// <summary>Runs of base64 characters, with white space left out since base64 can be broken into lines.</summary>
    private static IEnumerable<string> Base64Runs(string text)
    {
        var run = new StringBuilder();
        foreach (var c in text)
        {
            if (char.IsAsciiLetterOrDigit(c) || c is '+' or '/' or '-' or '_') run.Append(c is '-' ? '+' : c is '_' ? '/' : c);
            else if (c is not (' ' or '\r' or '\n' or '\t' or '\\'))
            {
                if (run.Length >= FewestCharacters) yield return run.ToString();
                run.Clear();
            }
        }
        if (run.Length >= FewestCharacters) yield return run.ToString();
    }

    private static byte[] Decode(string run, int from)
    {
        var length = run.Length - from;
        if (length % 4 == 1) length--;
        if (length <= 1) return [];
        return Convert.FromBase64String(string.Concat(run.AsSpan(from, length), new string('=', (4 - length % 4) % 4)));
    }

    /// <summary>One form for all ways to write a text: no accents, lower case, one space between words, nothing invisible.</summary>
    private static string Fold(string text)
    {
        // Unpaired surrogates and noncharacters, which garbage has, can't be normalized.
        var sound = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes()) sound.Append(IsGarbage(rune.Value) ? " " : rune.ToString());
        var folded = new StringBuilder(text.Length);
        var isGap = true;
        foreach (var c in sound.ToString().Normalize(NormalizationForm.FormKD))
        {
            var category = char.GetUnicodeCategory(c);
            if (category is System.Globalization.UnicodeCategory.NonSpacingMark or System.Globalization.UnicodeCategory.Format) continue;
            if (char.IsWhiteSpace(c) || char.IsControl(c))
            {
                if (!isGap) folded.Append(' ');
                isGap = true;
                continue;
            }
            folded.Append(c switch
            {
                '\u2018' or '\u2019' => '\'',
                '\u201C' or '\u201D' => '"',
                '\u2010' or '\u2011' or '\u2013' => '-',
                _ => char.ToLowerInvariant(c),
            });
            isGap = false;
        }
        return folded.ToString().TrimEnd();
    }

    private static bool IsGarbage(int value) => value == 0xFFFD || (value & 0xFFFE) == 0xFFFE || value is >= 0xFDD0 and <= 0xFDEF;

    /// <summary>The text without what people write between the digits of a number.</summary>
    private static string Digits(string folded)
    {
        var plain = new StringBuilder(folded.Length);
        for (var i = 0; i < folded.Length; i++)
        {
            var next = i;
            while (next < folded.Length && folded[next] is ' ' or '-' or '.' or '(' or ')' or '/') next++;
            if (next > i && plain.Length > 0 && char.IsAsciiDigit(plain[^1]) && next < folded.Length && char.IsAsciiDigit(folded[next]))
                i = next;
            plain.Append(folded[i]);
        }
        return plain.ToString();
    }

    /// <summary>The folded terms, looked up by where they begin.</summary>
    private sealed class Needles
    {
        private readonly Dictionary<string, List<(string Text, int Term, bool Whole)>> _byBeginning = new(StringComparer.Ordinal);
        private readonly SearchValues<string> _beginnings;

        public Needles(IReadOnlyList<string> terms)
        {
            for (var i = 0; i < terms.Count; i++)
            {
                var folded = Fold(terms[i]);
                var size = folded.Count(char.IsLetterOrDigit);
                if (size < FewestCharacters) continue;
                Add(folded, i, size < FewestWithinWords);
                var digits = new string([.. folded.Where(char.IsAsciiDigit)]);
                if (digits.Length >= FewestDigits && digits.Length * 10 >= size * 9) Add(digits, i, false);
            }
            _beginnings = SearchValues.Create([.. _byBeginning.Keys], StringComparison.Ordinal);
        }

        public bool IsEmpty => _byBeginning.Count == 0;

        private void Add(string text, int term, bool whole)
        {
            var beginning = text[..FewestCharacters];
            if (!_byBeginning.TryGetValue(beginning, out var there)) _byBeginning.Add(beginning, there = []);
            there.Add((text, term, whole));
        }

        public IEnumerable<int> In(string view)
        {
            var folded = Fold(view);
            foreach (var term in Matches(folded)) yield return term;
            var digits = Digits(folded);
            if (digits.Length == folded.Length) yield break;
            foreach (var term in Matches(digits)) yield return term;
        }

        private IEnumerable<int> Matches(string text)
        {
            for (var at = Next(text, 0); at >= 0; at = Next(text, at + 1))
                foreach (var (needle, term, whole) in _byBeginning[text.Substring(at, FewestCharacters)])
                    if (string.CompareOrdinal(text, at, needle, 0, needle.Length) == 0 && (!whole || IsWord(text, at, needle.Length)))
                        yield return term;
        }

        private int Next(string text, int from)
        {
            if (from >= text.Length) return -1;
            var at = text.AsSpan(from).IndexOfAny(_beginnings);
            return at < 0 ? -1 : from + at;
        }

        private static bool IsWord(string text, int at, int length) =>
            (at == 0 || !char.IsLetterOrDigit(text[at - 1]) || !char.IsLetterOrDigit(text[at]))
            && (at + length == text.Length || !char.IsLetterOrDigit(text[at + length]) || !char.IsLetterOrDigit(text[at + length - 1]));
    }
}
