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

    private const string Noncriminal = "NONCRIMINAL", Attempt = "ATTEMPT";

    /// <summary>Words that decide even after an exception, as in "Burglary other than residential: unfounded".</summary>
    private static readonly HashSet<string> Ends = ["ALARM", "CANCELED", Noncriminal, "UNFOUNDED"];

    private static readonly HashSet<string> Fillers =
    [
        "A", "AN", "AND", "BUT", "BY", "FOR", "IBR", "MOTOR", "NIBRS", "OF", "OR", "THE", "TO", "UCR", "W", "WITH",
        // In French and Spanish.
        "AL", "AU", "AUX", "AVEC", "DE", "DEL", "DES", "DU", "EL", "ET", "LAS", "LE", "LES", "LOS", "PAR", "POR", "UN", "UNE",
    ];

    private static readonly HashSet<string> Negations = ["NO", "NON", "NOT", "WITHOUT", "NEVER", "NEITHER", "NOR", "ISNT", "WASNT"];

    /// <summary>"No sign of burglary" denies the burglary.</summary>
    private static readonly HashSet<string> Signs = ["EVIDENCE", "INDICATION", "PROOF", "SIGN"];

    /// <summary>What a report is said not to be, so that there was no offense.</summary>
    private static readonly HashSet<string> Facts =
    [
        "COMMITTED", "CONFIRMED", "CRIME", "CRIMINAL", "FOUNDED", "GENUINE", "MERIT", "OCCUR", "OCCURRED", "OFFENSE", "PROVED", "PROVEN",
        "REAL", "SUBSTANTIATED", "SUSTAINED", "TRUE", "VALID", "VERIFIED",
    ];

    /// <summary>"Weapon not used" denies the weapon.</summary>
    private static readonly HashSet<string> Parts = ["INVOLVED", "PRESENT", "USED"];

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
        // "Viol" is a rape in French, and a violation in English.
        var plain = Rape().Replace(Elisions().Replace(SearchKey.Of(text), ""), "RAPE");
        plain = Joiners().Replace(plain, "").Replace("OTHER THAN", "EXCEPT", StringComparison.Ordinal);
        plain = AssaultAndBattery().Replace(TheftAndRecovery().Replace(plain, "$1"), "ASSAULT BATTERY");
        plain = NoConsent().Replace(Without().Replace(plain, "WITHOUT"), "NOCONSENT");
        plain = DeniedPair().Replace(plain, "$1 $2 $1 $3");
        var all = Separators().Split(plain).Where(word => word.Length > 0 && !Fillers.Contains(word)).Select(Spelled).ToList();
        var words = all.Where(word => !word.All(char.IsAsciiDigit)).ToList();
        if (words.All(word => word is Attempt)) return all.Count - words.Count == 1 ? all : words;
        if (words.FindIndex(word => word is "EXCEPT" or "INCLUDE") is >= 0 and var at
            && (words[at] is "EXCEPT" || words[..at] is [.., "NOT"]))
            words = [.. words[..(words[at] is "EXCEPT" ? at : at - 1)], .. Denied(words[(at + 1)..]).Where(Ends.Contains)];
        // "VEHICLE - THEFT FROM" is read as "FROM VEHICLE THEFT".
        if (words.FindLastIndex(word => word is not Attempt) is >= 0 and var last && words[last] is "FROM")
            words = ["FROM", .. words[..last], .. words[(last + 1)..]];
        return Denied(words);
    }

    /// <summary>The words without negations and what they deny.</summary>
    private static List<string> Denied(List<string> words)
    {
        while (words.FindIndex(Negations.Contains) is >= 0 and var at) Deny(words, at);
        return words;
    }

    /// <summary>Removes a negation and the word that it denies: the next one, or the one before if none follows.</summary>
    private static void Deny(List<string> words, int at)
    {
        words.RemoveAt(at);
        if (at < words.Count - 1 && Signs.Contains(words[at])) words.RemoveAt(at);
        var denied = words.ElementAtOrDefault(at);
        if (denied is not null) words.RemoveAt(at);
        if (denied is null || Parts.Contains(denied))
        {
            if (at > 0) words.RemoveAt(at - 1);
        }
        else if (Facts.Contains(denied)) words.Add(Noncriminal);
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

    // Apostrophes, and what is between the letters of "G.L.A.", "M/V" and "K-9".
    [GeneratedRegex(@"['’]|(?<=\b[A-Z])\.(?=[A-Z]\b)|(?<=\bM)/(?=V\b)|(?<=\bK)-(?=9\b)")]
    private static partial Regex Joiners();

    // "Vol d'auto", "tapage à l'école".
    [GeneratedRegex(@"\b[DL]['’](?=\p{L}{2})")]
    private static partial Regex Elisions();

    [GeneratedRegex(@"^VIOLS?(?=$| (SUR|DE|DES|EN|ET|CONJUGAL|AGGRAVE)\b)")]
    private static partial Regex Rape();

    [GeneratedRegex(@"\bA ?& ?B\b")]
    private static partial Regex AssaultAndBattery();

    // What was stolen and found again was stolen; "recovered" alone tells what police found.
    [GeneratedRegex(@"\b(THEFT|LARCENY|STOLEN) ?(?:&|\bAND\b) ?RECOVER(?:Y|ED)\b")]
    private static partial Regex TheftAndRecovery();

    [GeneratedRegex(@"\bW ?/ ?O(UT)?\b")]
    private static partial Regex Without();

    [GeneratedRegex(@"\bWITHOUT (THE |OWNERS )*(CONSENT|PERMISSION|AUTHORITY|AUTHORIZATION)\b")]
    private static partial Regex NoConsent();

    // "NOT BURGLARY/THEFT" denies both.
    [GeneratedRegex(@"\b(NO|NON|NOT|WITHOUT)(?: AN?| THE)?[ -](\w+) ?(?:/|,? OR\b) ?(?:AN? |THE )?(?!NO\b|NOT\b|NON\b)(\w+)")]
    private static partial Regex DeniedPair();

    [GeneratedRegex(@"[^\p{L}\p{Nd}]+")]
    private static partial Regex Separators();
}
