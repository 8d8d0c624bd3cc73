using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace ProblemTracker.PublicRecords;

/// <summary>
/// Takes out of texts what the public may not read, as a public-records request proposes it: what the walk of the dossier's fields finds
/// to be withheld, wherever it stands. Nobody reviews a report field by field, so people outside the department are never named, with or
/// without their consent, and a line that may be about a young person is left out whole.
/// </summary>
internal sealed class PublicWords
{
    /// <summary>Lines about young people are found one by one.</summary>
    private const string Privacy = "PRIVACY", Juvenile = "JUVENILE";

    /// <summary>Words of names in lower case. Other such words, as in "Alder Street residents", are those of a group.</summary>
    private static readonly string[] Particles = ["de", "del", "der", "la", "los", "van", "von", "bin", "y"];

    /// <summary>Parts of the directory whose values are about a person.</summary>
    private static readonly string[] Personal = ["name", "safeContact", "phone", "email", "postalAddress", "remarks", "shareable"];

    private readonly Proposals _proposals;
    private readonly List<Passage> _passages = [];
    private readonly string[] _terms;
    private readonly Regex? _words;
    private readonly string? _address;

    /// <param name="names">More names of people outside the department.</param>
    /// <param name="decided">What reviewers have withheld before.</param>
    /// <param name="local">Gives an instant in the agency's time zone.</param>
    public PublicWords(
        RecordDossier dossier, IEnumerable<string> names, IEnumerable<Withheld> decided, Func<DateTimeOffset, DateTimeOffset> local)
    {
        _proposals = new(dossier);
        _address = dossier.Problem.Address is { } address && PublicPlace.NamesHouse(address) ? address.Trim() : null;
        // No digest of these fields leaves this method, so their key need not be a secret.
        foreach (var field in RecordFields.Of(dossier, "00", local))
            if (field is { Proposal: { ReasonCode: not Juvenile } proposal, Kind: FieldKind.Text or FieldKind.Name }
                && IsPersonal(field.Key))
                _passages.AddRange((proposal.Passages.Count > 0 ? proposal.Passages : [field.Value, .. field.Value.Split('\n')])
                    .Where(text => ProofSearch.Size(text) >= ProofSearch.FewestCharacters)
                    .Select(text => new Passage(text.Trim(), proposal.ReasonCode)));
        _passages.AddRange(decided.Where(one => ProofSearch.Size(one.Value) >= ProofSearch.FewestCharacters)
            .Select(one => new Passage(one.Value.Trim(), one.ReasonCode)));
        List<string> people = [.. People(dossier), .. names.Where(name => !name.IsBlank()).Select(name => name.Trim())];
        _passages.AddRange(people.Where(name => name.Any(char.IsWhiteSpace)).Select(name => new Passage(name, Privacy)));
        _terms = [.. _passages.Select(passage => passage.Text).Where(ProofSearch.IsDistinctive).Distinct()];
        // One word of a name tells as much, but only as a word of its own.
        string[] words = [.. people.SelectMany(name => !name.Any(char.IsWhiteSpace) ? [name]
            : IsOfPerson(name) ? ProofSearch.TellingWords(name) : []).Distinct()];
        _words = words.Length == 0 ? null : new($@"(?<![\p{{L}}\d])(?:{string.Join('|', words.Select(Regex.Escape))})(?![\p{{L}}\d])");
    }

    public string Of(string text) => string.Join('\n', text.Split('\n').Select(Line));

    private string Line(string line)
    {
        if (line.IsBlank()) return line;
        // What is left of a list stays a list.
        if (line.StartsWith(ReportWords.Item, StringComparison.Ordinal))
            return ReportWords.Item + Line(line[ReportWords.Item.Length..]);
        var own = _proposals.For("report", FieldKind.Text, line, attachment: null);
        if (own is { Passages.Count: 0 }) return Redaction.Apply(line, FieldDecision.Redact(own.ReasonCode)).Text.Value;
        IEnumerable<Passage> more = own?.Passages.Select(text => new Passage(text, own.ReasonCode)) ?? [];
        // Whole passages before the blocks of streets, which change their words.
        var text = Redaction.Apply(line, new(FieldChoice.Passages, null, [.. _passages, .. more])).Text.Value;
        text = _words?.Replace(text, Redaction.Mark(Privacy)) ?? text;
        if (_address is not null) text = text.Replace(_address, BlockOf(_address), StringComparison.OrdinalIgnoreCase);
        text = PublicPlace.BlocksIn(text);
        // The same words spelled in another way, such as with accents.
        return ProofSearch.FindIn(_terms, text).Count > 0 || _words?.IsMatch(WithoutAccents(text)) is true ? Redaction.Mark(Privacy) : text;
    }

    private static string WithoutAccents(string text) => string.Concat(text.Normalize(NormalizationForm.FormD)
        .Where(letter => CharUnicodeInfo.GetUnicodeCategory(letter) != UnicodeCategory.NonSpacingMark));

    private static string BlockOf(string address) =>
        PublicPlace.Block(address) is var block && !PublicPlace.NamesHouse(block) ? block : Redaction.Mark(Privacy);

    private static bool IsPersonal(string key) => !key.StartsWith("directory[", StringComparison.Ordinal)
        || Personal.Contains(key[(key.LastIndexOf('.') + 1)..]);

    private static bool IsOfPerson(string name) => name.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
        .All(word => char.IsUpper(word[0]) || Particles.Contains(word));

    /// <summary>Everyone attached who may be one person, or whose role is protected, by present and earlier names.</summary>
    private static IEnumerable<string> People(RecordDossier dossier)
    {
        var merged = dossier.MergedNames.ToLookup(row => row.IntoId, row => row.Name);
        return dossier.Problem.Stakeholders.Where(row => row.Role.IsProtected() || row.Kind?.MayBePerson() is not false)
            .SelectMany(row => merged[row.StakeholderId ?? 0].Prepend(row.Name ?? ""))
            .Where(name => !name.IsBlank()).Select(name => name.Trim()).Distinct();
    }
}
