using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using ProblemTracker.Agency;
using ProblemTracker.Files;

namespace ProblemTracker.PublicRecords;

/// <summary>A field that keeps a request from being released, or that somebody should look at.</summary>
/// <param name="InFile">The file in which something withheld was found, if no single field has it.</param>
/// <param name="WithheldKey">The field whose withheld value was found here; null for a field that waits for a decision.</param>
/// <param name="WithheldIn">The problem of that field.</param>
public sealed record RecordsFinding(
    long? ProblemId, string? Key, string? Label, string? InFile = null, long? WithheldIn = null, string? WithheldKey = null,
    string? WithheldLabel = null);

/// <summary>Whether a request can be released, and what keeps it from that.</summary>
/// <param name="Undecided">Fields that nobody decided about.</param>
/// <param name="Changed">Fields whose value changed after the decision.</param>
/// <param name="Found">Where something withheld still stands.</param>
/// <param name="NameParts">Released fields with one word of a withheld name, to look at.</param>
/// <param name="NotSearched">What a search can't prove.</param>
/// <param name="DecidedByYou">You made some of the decisions.</param>
/// <param name="HasColleague">Somebody else may release.</param>
public sealed record RecordsCheck(
    IReadOnlyList<RecordsFinding> Undecided, IReadOnlyList<RecordsFinding> Changed, IReadOnlyList<RecordsFinding> Found,
    IReadOnlyList<RecordsFinding> NameParts, IReadOnlyList<NotSearched> NotSearched, int Fields, int Redacted, bool DecidedByYou,
    bool HasColleague)
{
    public bool IsReady => Fields > 0 && Undecided.Count == 0 && Changed.Count == 0 && Found.Count == 0;
}

/// <summary>A release that is proved but not stored yet.</summary>
internal sealed record BuiltRelease(string Fingerprint, RecordsCheck Check, byte[] Zip, RecordsProof Proof);

/// <summary>Builds a release from released values only, then searches its bytes for everything withheld.</summary>
internal sealed partial class ReleaseBuilder(
    Db db, Actor actor, RecordsReader reader, StoredFiles stored, AgencySettings agency, TimeProvider clock)
{
    private const string TooShort = "Too short to search for.";
    private const string Common = "One common word, or words of the form itself.";
    private const string Repeats = "A date, number or choice, which other fields can have too.";

    /// <summary>A longer passage is a sentence, whose words stand in other texts too.</summary>
    private const int LongestName = 60;

    private sealed record Term(string Text, ReviewedField From, bool IsWhole, bool IsPassage);

    /// <exception cref="NotFound">There is no such request, or the actor can't view one of its problems.</exception>
    public async Task<BuiltRelease> Build(long requestId, CancellationToken ct)
    {
        var gathered = await reader.Gather(requestId, null, ct);
        var (released, withheld) = Apply(gathered.Fields);
        var reasons = await ReasonCodeSql.List(db, ct);
        var pictures = await ReleasePictures.Of(gathered.Fields, db, stored, ct);
        var day = await agency.Today(ct);
        var files = new ReleasePackage(gathered.Number, day, released, pictures, reasons).Files();
        var zip = ReleasePackage.Zip(files);
        // What the form itself says, without any value of a record.
        var blank = Redaction.Apply("", FieldDecision.Release).Text;
        var blanks = released.Select(field => field with { Text = blank }).ToList();
        var form = new ReleasePackage(gathered.Number, day, blanks, [], reasons).Files();

        var (terms, notSearched) = Terms(withheld, form, released);
        var found = Find(terms, files, zip, gathered.Fields, released);
        var nameParts = NameParts(withheld, gathered.Fields, released);
        var check = new RecordsCheck(Waiting(FieldState.Undecided), Waiting(FieldState.Changed), found, nameParts, notSearched,
            gathered.Fields.Count, gathered.Fields.Count(f => f.Decision is { Choice: not FieldChoice.Release }),
            gathered.Fields.Any(f => f.State == FieldState.Decided && f.DecidedBy == actor.PersonId), await reader.HasColleague(ct));
        var salt = Convert.FromHexString(gathered.Salt);
        var proof = new RecordsProof(gathered.Number, clock.GetUtcNow(), terms.Count(t => t.IsWhole), terms.Count(t => t.IsPassage),
            terms.Count(t => t is { IsWhole: false, IsPassage: false }), RecordsProof.AllForms,
            [.. terms.Select(t => new ProofTerm(Convert.ToHexStringLower(HMACSHA256.HashData(salt, Encoding.UTF8.GetBytes(t.Text))),
                t.Text.Length))],
            notSearched, nameParts.Count, pictures.Count, [.. files.Select(file => Of(file.Name, file.Content))],
            Of($"{gathered.Number}.zip", zip));
        return new(gathered.Fingerprint, check, zip, proof);

        IReadOnlyList<RecordsFinding> Waiting(FieldState state) => [.. gathered.Fields.Where(field => field.State == state)
            .Select(field => new RecordsFinding(field.ProblemId, field.Field.Key, field.Field.Label))];
    }

    private static ReleasedFile Of(string name, byte[] content) =>
        new(name, content.Length, Convert.ToHexStringLower(SHA256.HashData(content)));

    /// <summary>Fields that nobody decided about are withheld like redacted ones, so that a check can be made at any time.</summary>
    private static (IReadOnlyList<ReleasedField> Released, IReadOnlyList<(ReviewedField Field, Withheld Withheld)> Withheld) Apply(
        IReadOnlyList<ReviewedField> fields)
    {
        List<ReleasedField> released = [];
        List<(ReviewedField, Withheld)> withheld = [];
        foreach (var field in fields)
        {
            var result = Redaction.Apply(field.Field.Value, field.Decision ?? FieldDecision.Redact("undecided"));
            released.Add(new(field.Place, field.Field.Key, field.Field.Section, field.Field.Label, result.Text,
                [.. result.Withheld.Select(w => w.ReasonCode).Distinct().Order(StringComparer.Ordinal)]));
            if (field.Decision is not null && field.Field.Kind != FieldKind.Picture)
                withheld.AddRange(result.Withheld.Select(w => (field, w)));
        }
        return (released, withheld);
    }

    private static (IReadOnlyList<Term> Terms, IReadOnlyList<NotSearched> NotSearched) Terms(
        IReadOnlyList<(ReviewedField Field, Withheld Withheld)> withheld, IReadOnlyList<ProofFile> form,
        IReadOnlyList<ReleasedField> released)
    {
        List<Term> terms = [];
        List<(Term Term, string Reason)> rest = [];
        foreach (var (field, gone) in withheld)
        {
            var whole = new Term(gone.Value, field, !gone.IsPassage, gone.IsPassage);
            if (field.Field.Kind is FieldKind.Choice or FieldKind.Number or FieldKind.Date) rest.Add((whole, Repeats));
            else if (ProofSearch.Size(gone.Value) < ProofSearch.FewestCharacters) rest.Add((whole, TooShort));
            else if (!ProofSearch.IsDistinctive(gone.Value)) rest.Add((whole, Common));
            else terms.Add(whole);
            if (field.Field.Kind is FieldKind.Text or FieldKind.Name)
                terms.AddRange(Parts(gone.Value).Where(part => part != gone.Value).Select(part => new Term(part, field, false, false)));
        }
        var inForm = ProofSearch.Find([.. terms.Select(t => t.Text)], form).Select(hit => hit.Term).ToHashSet();
        rest.AddRange(inForm.Where(i => terms[i].IsWhole || terms[i].IsPassage).Select(i => (terms[i], Common)));
        return ([.. terms.Where((_, i) => !inForm.Contains(i))],
            [.. rest.Select(r => new NotSearched(r.Term.From.Place, r.Term.From.Field.Key, r.Reason,
                released.Count(field => field.Text.Value.Contains(r.Term.Text, StringComparison.OrdinalIgnoreCase))))]);
    }

    /// <summary>What within a withheld text would give it away by itself: sentences, email addresses and long numbers.</summary>
    private static IEnumerable<string> Parts(string value) => Sentence().Split(value).Select(sentence => sentence.Trim())
        .Where(sentence => ProofSearch.Size(sentence) >= 12 && sentence.Any(char.IsWhiteSpace))
        .Concat(LongNumber().Matches(value).Select(m => m.Value)).Distinct();

    private static IReadOnlyList<RecordsFinding> Find(IReadOnlyList<Term> terms, IReadOnlyList<ProofFile> files, byte[] zip,
        IReadOnlyList<ReviewedField> fields, IReadOnlyList<ReleasedField> released)
    {
        string[] texts = [.. terms.Select(t => t.Text)];
        var hits = ProofSearch.Find(texts, [.. files, new("the zip file", zip)]);
        if (hits.Count == 0) return [];
        List<RecordsFinding> found = [];
        HashSet<int> placed = [];
        foreach (var (at, field) in released.Index())
            foreach (var term in ProofSearch.Find(texts, [new("", Encoding.UTF8.GetBytes(field.Text.Value))]).Select(hit => hit.Term))
            {
                placed.Add(term);
                found.Add(Said(terms[term]) with { ProblemId = fields[at].ProblemId, Key = field.Key, Label = field.Label });
            }
        found.AddRange(hits.Where(hit => !placed.Contains(hit.Term))
            .Select(hit => Said(terms[hit.Term]) with { InFile = hit.File < files.Count ? files[hit.File].Name : "the zip file" }));
        return [.. found.Distinct()];
    }

    /// <summary>People write the same name or address in several ways, so its words are shown wherever they stand.</summary>
    private static bool IsNameOrAddress(RecordField field, Withheld withheld) => field.Kind == FieldKind.Name
        || (field.Kind == FieldKind.Text && (withheld.IsPassage ? withheld.Value.Length <= LongestName
            : field.Key.EndsWith("ddress", StringComparison.Ordinal)));

    private static RecordsFinding Said(Term term) =>
        new(null, null, null, null, term.From.ProblemId, term.From.Field.Key, term.From.Field.Label);

    private static IReadOnlyList<RecordsFinding> NameParts(IReadOnlyList<(ReviewedField Field, Withheld Withheld)> withheld,
        IReadOnlyList<ReviewedField> fields, IReadOnlyList<ReleasedField> released)
    {
        List<(string Word, ReviewedField From)> words = [.. withheld.Where(w => IsNameOrAddress(w.Field.Field, w.Withheld))
            .SelectMany(w => ProofSearch.TellingWords(w.Withheld.Value).Select(word => (word, w.Field))).DistinctBy(w => w.word)];
        string[] texts = [.. words.Select(w => w.Word)];
        return [.. released.Index().SelectMany(field => ProofSearch.FindIn(texts, field.Item.Text.Value)
            .Select(i => new RecordsFinding(fields[field.Index].ProblemId, field.Item.Key, field.Item.Label, null,
                words[i].From.ProblemId, words[i].From.Field.Key, words[i].From.Field.Label))).Distinct()];
    }

    [GeneratedRegex(@"(?<=[.!?])\s+|[\r\n]+")]
    private static partial Regex Sentence();

    [GeneratedRegex(@"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|\(?\d[\d\s().-]{6,}\d")]
    private static partial Regex LongNumber();
}

/// <summary>Reads the structure of a JPEG file.</summary>
internal static class Jpeg
{
    /// <summary>What metadata the file has, in words; null if it has none. Our own encoder writes none.</summary>
    public static string? Metadata(ReadOnlySpan<byte> file)
    {
        if (file is not [0xFF, 0xD8, ..]) return "an unknown format";
        for (var at = 2; at + 4 <= file.Length;)
        {
            if (file[at] != 0xFF) return "an unknown structure";
            var marker = file[at + 1];
            // Pixels begin.
            if (marker == 0xDA) return null;
            if (marker is (>= 0xE1 and <= 0xED) or 0xEF) return "a camera's or editor's metadata";
            if (marker == 0xFE) return "a comment";
            at += 2 + ((file[at + 2] << 8) | file[at + 3]);
        }
        return "an unknown structure";
    }
}
