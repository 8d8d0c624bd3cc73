namespace ProblemTracker.Search;

/// <summary>A part of a sentence.</summary>
/// <param name="IsMatch">Whether the part matches the search.</param>
public sealed record ExcerptRun(string Text, bool IsMatch);

/// <summary>The sentence that matches a search, as runs of plain text. The page or API that shows it must encode them.</summary>
internal static class Excerpt
{
    /// <summary>In characters. A longer sentence is cut to the part around the match.</summary>
    private const int Longest = 240;

    /// <summary>The first of the sentences with the most terms.</summary>
    /// <returns>How many of the terms it contains; 0 and no runs if the text contains none.</returns>
    public static (int Terms, IReadOnlyList<ExcerptRun> Runs) Of(string text, TextQuery query)
    {
        var words = TextWords.In(text).ToList();
        var best = (Terms: 0, Runs: (IReadOnlyList<ExcerptRun>)[]);
        var matches = Matches(words, query);
        if (matches.Count == 0) return best;
        foreach (var (start, end) in Sentences(text))
        {
            var inside = matches.Where(m => m.Start >= start && m.Start < end).ToList();
            var terms = inside.Select(m => m.Term).Distinct().Count();
            if (terms > best.Terms) best = (terms, Runs(text, start, end, inside));
        }
        return best;
    }

    private static List<(int Term, int Start, int End)> Matches(List<TextWords.Word> words, TextQuery query)
    {
        var found = new List<(int, int, int)>();
        for (var at = 0; at < words.Count; at++)
            for (var term = 0; term < query.Terms.Count; term++)
                if (StandsAt(query.Terms[term], words, at))
                {
                    var last = words[at + query.Terms[term].Words.Count - 1];
                    found.Add((term, words[at].Start, last.Start + last.Length));
                }
        return found;
    }

    /// <summary>Whether the text's words from this index on match a term.</summary>
    private static bool StandsAt(TextTerm term, List<TextWords.Word> text, int at)
    {
        if (at + term.Words.Count > text.Count) return false;
        for (var i = 0; i < term.Words.Count; i++)
        {
            var key = text[at + i].Key;
            if (!(term.IsBeginning && i == term.Words.Count - 1 ? key.StartsWith(term.Words[i], StringComparison.Ordinal)
                : key == term.Words[i])) return false;
        }
        return true;
    }

    /// <summary>A sentence ends at a punctuation mark followed by whitespace, or at the end of a line.</summary>
    private static IEnumerable<(int Start, int End)> Sentences(string text)
    {
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var ends = text[i] is '\n' || (text[i] is '.' or '!' or '?' or '…' && i + 1 < text.Length && char.IsWhiteSpace(text[i + 1]));
            if (!ends) continue;
            yield return (start, i + 1);
            start = i + 1;
        }
        if (start < text.Length) yield return (start, text.Length);
    }

    private static List<ExcerptRun> Runs(string text, int start, int end, List<(int Term, int Start, int End)> matches)
    {
        while (start < end && char.IsWhiteSpace(text[start])) start++;
        while (end > start && char.IsWhiteSpace(text[end - 1])) end--;
        var (from, to) = Window(text, start, end, matches[0].Start);
        var runs = new List<ExcerptRun>();
        var at = from;
        if (from > start) runs.Add(new("… ", false));
        foreach (var (_, first, last) in matches.OrderBy(m => m.Start).ThenByDescending(m => m.End))
        {
            if (first < at || first >= to) continue;
            Add(text[at..first], false);
            at = Math.Min(last, to);
            Add(text[first..at], true);
        }
        if (at < to) Add(text[at..to], false);
        if (to < end) Add(" …", false);
        return runs;

        void Add(string part, bool isMatch)
        {
            if (part.Length > 0) runs.Add(new(part, isMatch));
        }
    }

    /// <summary>The whole sentence, or a part around the match that begins and ends between words.</summary>
    private static (int From, int To) Window(string text, int start, int end, int match)
    {
        if (end - start <= Longest) return (start, end);
        var from = start;
        if (match - start > Longest / 3)
            from = text.IndexOf(' ', match - Longest / 3, Longest / 3) is >= 0 and var blank ? blank + 1 : match;
        var to = Math.Min(end, from + Longest);
        if (to < end && text.LastIndexOf(' ', to - 1, to - match) is >= 0 and var last) to = last;
        return (from, to);
    }
}
