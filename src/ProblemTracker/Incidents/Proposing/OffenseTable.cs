using System.Text.RegularExpressions;

namespace ProblemTracker.Incidents;

/// <summary>What a text means: an offense of NIBRS or a kind of call.</summary>
/// <param name="Id">NIBRS code, the first two characters of several codes, or a name of the table.</param>
/// <param name="More">Words of the text that say more than the meaning does.</param>
internal sealed record OffenseMeaning(string Id, IReadOnlyList<string> More);

/// <summary>Reads the words that police sources use for offenses and calls, by the phrases of OffenseWords.txt.</summary>
internal static partial class OffenseTable
{
    /// <param name="At">Its place in the table.</param>
    /// <param name="Id">The heading above it.</param>
    /// <param name="Words">Words of the phrase; of each list, a text needs one.</param>
    /// <param name="Order">Pairs of such lists; a word of the first must be before one of the second.</param>
    /// <param name="Whole">Whether a text may have no other words.</param>
    /// <param name="Narrow">Whether the phrase is only a kind of what its heading means.</param>
    private sealed record Phrase(int At, string Id, IReadOnlyList<IReadOnlyList<string>> Words,
        IReadOnlyList<(IReadOnlyList<string> Before, IReadOnlyList<string> After)> Order, bool Whole, bool Narrow)
    {
        public bool Has(string word) => Words.Any(any => any.Contains(word));

        public bool IsIn(List<string> words) =>
            Words.All(any => any.Any(words.Contains))
            && Order.All(pair => words.FindIndex(pair.Before.Contains) < words.FindLastIndex(pair.After.Contains))
            && (!Whole || words.All(word => Has(word) || Vague.Contains(word)));
    }

    private const string Noncriminal = "NONCRIMINAL";

    private static readonly HashSet<string> Fillers =
        ["A", "AN", "AND", "BY", "FOR", "IBR", "MOTOR", "NIBRS", "OF", "OR", "THE", "TO", "UCR", "W", "WITH"];

    private static readonly HashSet<string> Negations = ["NO", "NON", "NOT"];

    /// <summary>Words that tell no offense from another.</summary>
    private static readonly HashSet<string> Vague =
    [
        "ACTIVITY", "ALL", "ATTEMPT", "CALL", "COMPLAINT", "CRIME", "CRIMINAL", "GENERAL", "ILLEGAL", "INCIDENT", "ISSUE", "LAW", "OFFENSE",
        "OTHER", "PROBLEM", "PUBLIC", "RELATED", "UNLAWFUL", "VIOLATION",
    ];

    private static readonly Dictionary<string, List<string>> Lines = Sections();

    private static readonly Dictionary<string, string> Spellings = Lines["spellings"].Select(line => line.Split(": "))
        .SelectMany(line => line[1].Split(' ').Select(form => (Form: form.ToUpperInvariant(), Word: line[0].ToUpperInvariant())))
        .ToDictionary(pair => pair.Form, pair => pair.Word);

    private static readonly List<string> Deciding = [.. Lines["deciding words"].SelectMany(line => Words(line))];

    private static readonly Dictionary<string, IReadOnlyList<string>> Wider = Headings(Lines["meanings"])
        .ToDictionary(heading => heading[0], heading => (IReadOnlyList<string>)heading[1..]);

    private static readonly ILookup<string, Phrase> PhrasesByFirstWord = Phrases(Lines["meanings"])
        .SelectMany(phrase => phrase.Words[0].Select(word => (Word: word, Phrase: phrase))).ToLookup(p => p.Word, p => p.Phrase);

    /// <summary>The offenses' names in NIBRS as words, with their codes.</summary>
    private static readonly Dictionary<string, string> Official = NibrsOffenses.GroupA.Concat(NibrsOffenses.GroupB)
        .ToDictionary(offense => string.Join(' ', Words(offense.Name)), offense => offense.Code);

    /// <summary>Null if the table does not have the words, or if they say that there was no offense.</summary>
    public static OffenseMeaning? Meaning(IReadOnlyList<string> words)
    {
        List<string> read = [.. words];
        var decides = Deciding.Find(read.Contains);
        if (Official.TryGetValue(string.Join(' ', read), out var official)) return new(official, []);
        if (decides is null && read.Find(word => NibrsOffenses.NameOf(word) is not null) is { } code) return new(code, []);
        var found = read.Distinct().SelectMany(word => PhrasesByFirstWord[word])
            .Where(phrase => (decides is null || phrase.Has(decides)) && phrase.IsIn(read))
            .MaxBy(phrase => (phrase.Words.Count, -phrase.At));
        return found is null ? null
            : new(found.Id, [.. read.Where(word => !Vague.Contains(word) && (found.Narrow || !found.Has(word))).Distinct()]);
    }

    /// <summary>Whether a word of the text, such as ALARM, ends its likeness to other texts.</summary>
    public static bool IsDecided(IReadOnlyList<string> words) => words.Any(Deciding.Contains);

    /// <summary>The meaning and the wider ones, nearest first.</summary>
    public static IReadOnlyList<string> From(string id) => [id, .. Wider.GetValueOrDefault(id) ?? (id.Length == 3 ? [id[..2]] : [])];

    /// <summary>The text's words as the table spells them, without fillers and numbers; a number alone stays.</summary>
    public static IReadOnlyList<string> Words(string text)
    {
        var plain = Joiners().Replace(SearchKey.Of(text), "").Replace("OTHER THAN", "EXCEPT", StringComparison.Ordinal);
        var all = Separators().Split(plain).Where(word => word.Length > 0 && !Fillers.Contains(word)).Select(Spelled).ToList();
        var words = all.Where(word => !word.All(char.IsAsciiDigit)).ToList();
        if (words.Count == 0) return all.Count == 1 ? all : [];
        if (words.FindIndex(word => word is "EXCEPT" or "INCLUDE") is >= 0 and var except
            && (words[except] is "EXCEPT" || words[..except] is [.., "NOT"])) words.RemoveRange(except, words.Count - except);
        // "VEHICLE - THEFT FROM" is read as "FROM VEHICLE THEFT".
        if (words is [.., "FROM"]) words = ["FROM", .. words[..^1]];
        for (var at = words.FindIndex(Negations.Contains); at >= 0; at = words.FindIndex(Negations.Contains))
        {
            var denied = words.ElementAtOrDefault(at + 1);
            words.RemoveRange(at, denied is null ? 1 : 2);
            if (denied is "CRIME" or "CRIMINAL" or "OFFENSE") words.Add(Noncriminal);
        }
        return words;
    }

    private static string Spelled(string word)
    {
        if (Spellings.TryGetValue(word, out var known)) return known;
        var singular = word is not [_, _, .., not ('I' or 'S' or 'U'), 'S'] ? word
            : word is [.., 'I', 'E', 'S'] ? $"{word[..^3]}Y" : word[..^1];
        return Spellings.GetValueOrDefault(singular, singular);
    }

    private static Dictionary<string, List<string>> Sections()
    {
        using var file = new StreamReader(typeof(OffenseTable).Assembly.GetManifestResourceStream("incidents/offense-words.txt")!);
        var sections = new Dictionary<string, List<string>>();
        var lines = new List<string>();
        while (file.ReadLine() is { } line)
        {
            if (line.StartsWith('[')) sections[line.Trim('[', ']')] = lines = [];
            else if (line.Length > 0 && !line.StartsWith('#')) lines.Add(line);
        }
        return sections;
    }

    private static IEnumerable<string[]> Headings(IEnumerable<string> lines) =>
        lines.Where(line => line[0] != ' ').Select(line => line.Split([" < ", ", "], StringSplitOptions.None));

    private static IEnumerable<Phrase> Phrases(IEnumerable<string> lines)
    {
        var (id, at) = ("", 0);
        foreach (var line in lines)
        {
            if (line[0] != ' ') id = line.Split(" < ")[0];
            else foreach (var phrase in line.Trim().Split("; ")) yield return Parsed(at++, id, phrase);
        }
    }

    private static Phrase Parsed(int at, string id, string phrase)
    {
        var chains = phrase.TrimStart('=', '~').Split(' ').Select(chain => chain.Split('>').Select(Alternatives).ToList())
            .Where(chain => chain[0].Count > 0).ToList();
        return new(at, id, [.. chains.SelectMany(chain => chain)],
            [.. chains.Where(chain => chain.Count == 2).Select(chain => (chain[0], chain[1]))],
            phrase.StartsWith('='), phrase.StartsWith('~'));
    }

    private static IReadOnlyList<string> Alternatives(string words) => [.. words.Split('/').SelectMany(Words)];

    // Apostrophes, and what is between the letters of "G.L.A." and "M/V".
    [GeneratedRegex(@"['’]|(?<=\b[A-Z])\.(?=[A-Z]\b)|(?<=\bM)/(?=V\b)")]
    private static partial Regex Joiners();

    [GeneratedRegex(@"[^\p{L}\p{Nd}]+")]
    private static partial Regex Separators();
}
