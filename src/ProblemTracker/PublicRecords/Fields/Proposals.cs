using System.Text.RegularExpressions;
using ProblemTracker.Problems;
using ProblemTracker.Stakeholders;

namespace ProblemTracker.PublicRecords;

/// <summary>
/// What the program proposes to redact: confidential problems, people without consent and their contact details, protected roles, young
/// people, numbers and addresses of persons. It errs toward too much; a reviewer decides.
/// </summary>
internal sealed partial class Proposals
{
    private readonly bool _confidential;
    private readonly Dictionary<long, (string Code, string Because)> _withheld = [];
    private readonly List<string> _names = [];
    private readonly HashSet<string> _withheldEntries = [];

    public Proposals(RecordDossier dossier)
    {
        _confidential = dossier.Problem.Confidential;
        var entries = dossier.Directory.ToDictionary(entry => entry.Id);
        var merged = dossier.MergedNames.ToLookup(row => row.IntoId, row => row.Name);
        foreach (var attached in dossier.Problem.Stakeholders)
        {
            var entry = attached.StakeholderId is { } id ? entries.GetValueOrDefault(id) : null;
            if (Of(attached, entry) is not { } reason) continue;
            _withheld[attached.Id] = reason;
            // Texts written before a merge have the name that was given up.
            _names.AddRange(merged[attached.StakeholderId ?? 0].Prepend(attached.Name ?? "")
                .Where(name => name.Length >= ProofSearch.FewestCharacters));
            if (entry is not null) _withheldEntries.Add($"directory[{entry.Id}].name");
        }
    }

    private static (string, string)? Of(AttachmentRow attached, StakeholderDetails? entry) => attached.Role switch
    {
        StakeholderRole.Affected => ("PRIVACY", "An affected person."),
        StakeholderRole.Reporter => ("INFORMANT", "The person who reported it."),
        StakeholderRole.OffendersHandler => ("INFORMANT", "Somebody close to an offender."),
        _ => entry is { HasConsent: true } ? null : ("PRIVACY", "A stakeholder who has not agreed to be contacted."),
    };

    /// <summary>The proposal for a field; null if nothing speaks against releasing it.</summary>
    /// <param name="attachment">The stakeholder whom the field is about, as their attachment.</param>
    public Proposal? For(string key, FieldKind kind, string value, long? attachment)
    {
        if (key.StartsWith("directory[", StringComparison.Ordinal) && OfDirectory(key) is { } contact) return contact;
        if (attachment is { } id && _withheld.TryGetValue(id, out var reason) && kind is FieldKind.Name or FieldKind.Text)
            return new(_withheld[attachment!.Value].Code, _withheld[attachment.Value].Because, []);
        if (key is $"{RecordFields.Details}.latitude" or $"{RecordFields.Details}.longitude")
            return new("PRIVACY", "Exact coordinates can point to one home.", []);
        if (_confidential)
            return new("INVESTIGATION", "A confidential problem.", []);
        if (kind is not (FieldKind.Text or FieldKind.Name)) return null;
        if (Youth().IsMatch(value)) return new("JUVENILE", "It may be about a young person.", []);
        List<string> passages = [.. Personal().Matches(value).Select(m => m.Value.Trim()),
            .. _names.Where(name => Redaction.Occurs(name, value))];
        return passages.Count == 0 ? null
            : new("PRIVACY", "It has a phone number, an email address, a Social Security number or a withheld name.",
                [.. passages.Distinct(StringComparer.OrdinalIgnoreCase)]);
    }

    private Proposal? OfDirectory(string key) => key[(key.LastIndexOf('.') + 1)..] switch
    {
        "safeContact" => new("SECURITY", "How to contact a person at risk.", []),
        "phone" or "email" or "postalAddress" or "preferredChannel" => new("PRIVACY", "Contact details.", []),
        "remarks" or "shareable" or "language" => new("PRIVACY", "Remarks about a person.", []),
        "name" when _withheldEntries.Contains(key) => new("PRIVACY", "A stakeholder whose name is withheld.", []),
        _ => null,
    };

    [GeneratedRegex(@"\b(juveniles?|minors?|youths?|teen(s|ager|agers)?|child(ren)?|kids?|student|pupil|toddler|infant|boys?|girls?)\b"
        + @"|\b(1[0-7]|[1-9])[- ]?(years?[- ]old|y/?o)\b|\bage[ds]? (1[0-7]|[1-9])\b", RegexOptions.IgnoreCase)]
    private static partial Regex Youth();

    [GeneratedRegex(@"\b\d{3}-\d{2}-\d{4}\b|(\+?1[\s.-]?)?\(?\b\d{3}\)?[\s.-]?\d{3}[\s.-]?\d{4}\b|\b[\w.+-]+@[\w-]+(\.[\w-]+)+\b")]
    private static partial Regex Personal();
}
