namespace ProblemTracker.Search;

/// <summary>
/// A search query: all terms must match. A term is a word, several words typed without a space between them, or a phrase in quotes. The
/// last word may be the beginning of a word, unless it is in quotes. Any text is a valid query; there are no operators.
/// </summary>
public sealed record TextQuery
{
    public const int LongestText = 200;
    public const int MostTerms = 20;

    private TextQuery(IReadOnlyList<TextTerm> terms) => Terms = terms;

    public IReadOnlyList<TextTerm> Terms { get; }

    /// <summary>Whether there is nothing to search for, such as only punctuation.</summary>
    public bool IsEmpty => Terms.Count == 0;

    /// <summary>An error message if the text can't be searched for; otherwise null.</summary>
    public static string? Wrong(string text) =>
        text.Length > LongestText ? $"Shorten your search to {LongestText} characters or fewer."
        : Parse(text) is var query && query.IsEmpty ? "Enter at least one word to search for."
        : query.Terms.Count > MostTerms ? $"Enter {MostTerms} words or phrases or fewer." : null;

    public static TextQuery Parse(string? text)
    {
        var terms = new List<TextTerm>();
        foreach (var (part, isQuoted) in Parts(text ?? ""))
        {
            var words = TextWords.In(part).Select(word => word.Key).ToList();
            if (words.Count > 0) terms.Add(new(words, IsBeginning: !isQuoted));
        }
        return new([.. terms.Select((term, i) => term with { IsBeginning = term.IsBeginning && i == terms.Count - 1 })
            .DistinctBy(term => term.ToString())]);
    }

    /// <summary>Splits at quotes, and outside quotes at whitespace. An unclosed quote extends to the end.</summary>
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
