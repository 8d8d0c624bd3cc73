namespace ProblemTracker.Search;

/// <summary>
/// What somebody looks for: every term must be there. A term is a word, words that were typed without a blank between them, or a phrase in
/// quotes. The last word may be the beginning of one, unless it stands in quotes. Whatever is typed is a query; nothing in it is a command.
/// </summary>
public sealed record TextQuery
{
    public const int LongestText = 200;
    public const int MostTerms = 20;

    private TextQuery(IReadOnlyList<TextTerm> terms) => Terms = terms;

    public IReadOnlyList<TextTerm> Terms { get; }

    /// <summary>Nothing that could be found was typed, such as punctuation alone.</summary>
    public bool IsEmpty => Terms.Count == 0;

    /// <summary>A sentence where nothing can be looked for by it.</summary>
    public static string? Wrong(string text) =>
        text.Length > LongestText ? $"Type at most {LongestText} characters."
        : Parse(text) is var query && query.IsEmpty ? "Type a word to look for."
        : query.Terms.Count > MostTerms ? $"Type at most {MostTerms} words or phrases." : null;

    public static TextQuery Parse(string? text)
    {
        var terms = new List<TextTerm>();
        foreach (var (part, isQuoted) in Parts(text ?? ""))
        {
            var words = TextWords.In(part).Select(word => word.Key).ToList();
            if (words.Count > 0) terms.Add(new(words, IsBeginning: !isQuoted));
        }
        return new(
            [.. terms.Select((term, i) => term with { IsBeginning = term.IsBeginning && i == terms.Count - 1 })
                .DistinctBy(term => term.ToString())]);
    }

    /// <summary>
    /// What stands between quotes, and outside of them what stands between blanks. A quote that is never closed goes on to the end.
    /// </summary>
    private static IEnumerable<(string Part, bool IsQuoted)> Parts(string text)
    {
        var pieces = text.Split('"', '“', '”', '„');
        for (var i = 0; i < pieces.Length; i++)
        {
            if (i % 2 == 1) yield return (pieces[i], true);
            else foreach (var part in pieces[i].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)) yield return (part, false);
        }
    }
}
