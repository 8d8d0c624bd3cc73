using System.Collections;
using System.Reflection;
using ProblemTracker.Domain;
using ProblemTracker.Problems;
using ProblemTracker.PublicRecords;

namespace ProblemTracker.Tests.PublicRecords;

/// <summary>The walk over a dossier: no field is forgotten, and what needs a person is marked.</summary>
public sealed class RecordFieldsTests
{
    private const string Salt = "00112233445566778899aabbccddeeff";

    /// <summary>Fails for a new property of a kind that the walk does not know.</summary>
    [Test]
    public void Every_property_of_every_record_is_exported_or_named_as_never_exported()
    {
        var unknown = Properties().Where(p => NeverExported.ReasonOf(p) is null && !RecordFields.IsLeaf(p.PropertyType)
            && ItemOf(p.PropertyType) is null && !IsRecord(p.PropertyType)).Select(p => $"{p.DeclaringType!.Name}.{p.Name}");
        Assert.That(unknown, Is.Empty);
        Assert.That(Properties().Select(p => p.DeclaringType), Does.Contain(typeof(ScanningSheet)).And.Contain(typeof(AnalysisSheet))
            .And.Contain(typeof(ResponseSheet)).And.Contain(typeof(AssessmentSheet)).And.Contain(typeof(Score)));
    }

    [Test]
    public void Every_name_on_the_list_of_never_exported_exists() =>
        Assert.That(NeverExported.All.Where(listed => Properties().All(p => p.DeclaringType != listed.Type || p.Name != listed.Property)),
            Is.Empty);

    /// <summary>Fills every text of every sheet, record and list with its own word, and looks for it among the fields.</summary>
    [Test]
    public void Every_filled_field_is_found_with_its_value()
    {
        var planted = new List<string>();
        var dossier = (RecordDossier)Fill(typeof(RecordDossier), planted);
        var values = RecordFields.Of(dossier, Salt, at => at).Select(f => f.Value).ToHashSet();

        Assert.That(planted, Has.Count.GreaterThan(100));
        Assert.That(planted.Except(values), Is.Empty);
    }

    [Test]
    public void Keys_are_unique_and_have_no_value()
    {
        var planted = new List<string>();
        var fields = RecordFields.Of((RecordDossier)Fill(typeof(RecordDossier), planted), Salt, at => at);

        Assert.That(fields.Select(f => f.Key), Is.Unique);
        Assert.That(planted.Where(word => fields.Any(f => f.Key.Contains(word, StringComparison.OrdinalIgnoreCase))), Is.Empty);
    }

    [TestCase("Call 509-555-0134.", "PRIVACY", "509-555-0134")]
    [TestCase("SSN 123-45-6789", "PRIVACY", "123-45-6789")]
    [TestCase("Write to ann@vale.example", "PRIVACY", "ann@vale.example")]
    [TestCase("A 15-year-old was there.", "JUVENILE", null)]
    [TestCase("Two students ran off.", null, null)]
    [TestCase("Met Ann Vale at noon.", "PRIVACY", "Ann Vale")]
    [TestCase("Quiet.", null, null)]
    public void Text_with_personal_details_is_proposed_for_redaction(string text, string? code, string? passage)
    {
        var note = Field(Dossier() with { Notes = [new() { Id = 1, Text = text }] }, "notes[1].text");
        Assert.That((note.Proposal?.ReasonCode, note.Proposal is { Passages: [var first, ..] } ? first : null),
            Is.EqualTo((code, passage)));
        Assert.That(note.NeedsDecision, Is.True, "free text always");
    }

    [TestCase(false, "A. Valley")]
    [TestCase(true, null, Description = "a place manager who agreed to be contacted")]
    public void Name_given_up_in_a_merge_is_withheld_like_the_one_that_was_kept(bool isReleased, string? passage)
    {
        var dossier = Dossier(isReleased ? StakeholderRole.PlaceManager : StakeholderRole.Affected, isReleased) with
        {
            MergedNames =
            [
                new() { IntoId = 3, Name = "A. Valley" }, new() { IntoId = 3, Name = "Ann" }, new() { IntoId = 4, Name = "Bob Hill" },
            ],
            Notes = [new() { Id = 1, Text = "Met A. Valley and Bob Hill at noon." }],
        };
        Assert.That(Field(dossier, "notes[1].text").Proposal?.Passages, passage is null ? Is.Null : Is.EqualTo(new[] { passage }));
        Assert.That(RecordFields.Of(dossier, Salt, at => at).Select(f => f.Value), Has.None.EqualTo("A. Valley"), "not a field of its own");
    }

    [TestCase(StakeholderRole.Affected, true, "PRIVACY")]
    [TestCase(StakeholderRole.Reporter, true, "INFORMANT")]
    [TestCase(StakeholderRole.PlaceManager, false, "PRIVACY")]
    [TestCase(StakeholderRole.PlaceManager, true, null)]
    public void Stakeholder_is_proposed_for_redaction_by_role_and_consent(StakeholderRole role, bool consents, string? code)
    {
        var dossier = Dossier(role, consents);
        Assert.That(Field(dossier, "stakeholders[7].name").Proposal?.ReasonCode, Is.EqualTo(code));
        Assert.That(Field(dossier, "directory[3].phone").Proposal?.ReasonCode, Is.EqualTo("PRIVACY"));
        Assert.That(Field(dossier, "directory[3].safeContact").Proposal?.ReasonCode, Is.EqualTo("SECURITY"));
    }

    [Test]
    public void Everything_in_a_confidential_problem_is_proposed_for_redaction()
    {
        var dossier = Dossier();
        dossier = dossier with { Problem = dossier.Problem with { Confidential = true, Title = "Title" } };
        Assert.That(RecordFields.Of(dossier, Salt, at => at).Where(f => f.Proposal is null).Select(f => f.Key), Is.Empty);
    }

    private static RecordField Field(RecordDossier dossier, string key) =>
        RecordFields.Of(dossier, Salt, at => at).Single(f => f.Key == key);

    private static RecordDossier Dossier(StakeholderRole role = StakeholderRole.Affected, bool consents = false) => new()
    {
        Problem = new(new()) { Stakeholders = [new() { Id = 7, StakeholderId = 3, Name = "Ann Vale", Role = role }] },
        Directory =
        [
            new()
            {
                Id = 3, Name = "Ann Vale", Phone = "5", SafeContact = "Never at home", ConsentOn = consents ? new(2026, 1, 1) : null,
            },
        ],
    };

    private static List<PropertyInfo> Properties()
    {
        var (found, seen, waiting) = (new List<PropertyInfo>(), new HashSet<Type>(), new Queue<Type>([typeof(RecordDossier)]));
        while (waiting.TryDequeue(out var type))
        {
            if (!seen.Add(type)) continue;
            foreach (var property in RecordFields.PropertiesOf(type))
            {
                found.Add(property);
                var inner = ItemOf(property.PropertyType) ?? property.PropertyType;
                if (NeverExported.ReasonOf(property) is null && IsRecord(inner)) waiting.Enqueue(inner);
            }
        }
        return found;
    }

    private static Type? ItemOf(Type type) =>
        type.IsGenericType && type.IsAssignableTo(typeof(IEnumerable)) ? type.GetGenericArguments()[0] : null;

    private static bool IsRecord(Type type) =>
        !RecordFields.IsLeaf(type) && type.Namespace!.StartsWith("ProblemTracker", StringComparison.Ordinal);

    private static object Fill(Type type, List<string> planted)
    {
        var made = type == typeof(FullProblem) ? new FullProblem(new ProblemHead()) : Activator.CreateInstance(type, nonPublic: true)!;
        foreach (var property in RecordFields.PropertiesOf(type).Where(p => p.CanWrite))
        {
            var isExported = NeverExported.ReasonOf(property) is null;
            var inner = ItemOf(property.PropertyType) ?? property.PropertyType;
            if (property.Name == "Id" && property.PropertyType == typeof(long)) property.SetValue(made, (long)(planted.Count + 1));
            if (property.PropertyType == typeof(string)) property.SetValue(made, Word(planted, isExported));
            else if (isExported && ItemOf(property.PropertyType) is { } item)
            {
                var list = Array.CreateInstance(item, 2);
                for (var i = 0; i < 2; i++)
                    list.SetValue(item == typeof(string) ? Word(planted, true) : item.IsEnum ? Enum.GetValues(item).GetValue(0)!
                        : Fill(item, planted), i);
                property.SetValue(made, list);
            }
            else if (isExported && IsRecord(inner)) property.SetValue(made, Fill(inner, planted));
        }
        return made;
    }

    private static string Word(List<string> planted, bool isExported)
    {
        var word = $"word{(isExported ? "" : "x")}{planted.Count:0000}";
        if (isExported) planted.Add(word);
        return word;
    }
}
