using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck.NUnit;
using ProblemTracker.Domain;
using ProblemTracker.Shared;
using PropertyAttribute = FsCheck.NUnit.PropertyAttribute;

namespace ProblemTracker.Tests.Domain;

[Properties(Arbitrary = [typeof(Any)], QuietOnSuccess = true)]
public sealed class PlanSealTests
{
    private static readonly JsonSerializerOptions Plain = new() { IgnoreReadOnlyProperties = true };
    private static readonly ResponseAction Whole = Sample.PlannedActions[1] with
    {
        OwnerAttachmentId = 5,
        Description = "Have the alley lit"
    };
    private static readonly string[] NotPlanned = ["UrgentSafetyMeasure", "Status", "DoneOn", "DroppedReason"];

    /// <summary>Hashes are kept for years: if this text changes, plans frozen today can no longer be verified.</summary>
    [Test]
    public void Canonical_text_never_changes()
    {
        var sheet = new ResponseSheet
        {
            Objectives = [new() { Key = "o1", Kind = MeasureKind.QualityOfLife, Baseline = 41.50m, TargetDate = new(2026, 8, 31) }],
            NoOutsideActionReason = "\"é\"",
        };
        var action = new ResponseAction
        {
            Id = 12,
            Description = "Light",
            OwnerId = 7,
            DueOn = new(2026, 5, 15),
            Technique = Technique.SetRules,
            Status = ActionStatus.Done
        };

        var expected = """
            {"actions":[{"description":"Light","dueOn":"2026-05-15","enforcement":false,"id":12,"ownerId":7,"technique":"SetRules"}],
            "sheet":{"evaluation":{"after":{},"before":{}},
            "objectives":[{"baseline":41.5,"baselinePeriod":{},"key":"o1","kind":"QualityOfLife","targetDate":"2026-08-31"}],
            "options":[],"whyNoOutsideAction":"\u0022\u00E9\u0022"}}
            """.ReplaceLineEndings("");
        Assert.That(PlanSeal.Canonical(sheet, [action]), Is.EqualTo(expected));
        Assert.That(PlanSeal.Hash(new(), []), Is.EqualTo("9de136af3614f6b58a521ced68d4163322ec0e5dc2998048b2261664c04be28c"));
    }

    [Test]
    public void Hash_is_64_lower_case_hexadecimal_digits() =>
        Assert.That(PlanSeal.Hash(Sample.Response, Sample.PlannedActions), Does.Match("^[0-9a-f]{64}$"));

    [Property(Replay = Any.Seed, MaxTest = 200)]
    public bool Hash_does_not_depend_on_instances_or_the_order_of_actions(ResponseSheet sheet, IReadOnlyList<ResponseAction> actions)
    {
        var copy = JsonSerializer.Deserialize<ResponseSheet>(JsonSerializer.Serialize(sheet, Plain), Plain)!;
        return PlanSeal.Hash(copy, [.. actions.Reverse().Select(action => action with { })]) == PlanSeal.Hash(sheet, actions);
    }

    [Property(Replay = Any.Seed, MaxTest = 200)]
    public bool Hash_ignores_what_is_not_planned(ResponseSheet sheet, IReadOnlyList<ResponseAction> actions)
    {
        var later = actions.Where(action => action.IsPlanned)
            .Select(action => action with { Status = ActionStatus.Done, DoneOn = new(2027, 1, 1) });
        return PlanSeal.Hash(sheet, [.. later, new() { Id = 98, UrgentSafetyMeasure = true }, new() { Id = 99,
            Status = ActionStatus.Dropped }])
            == PlanSeal.Hash(sheet, actions);
    }

    [Property(Replay = Any.Seed, MaxTest = 200)]
    public bool Adding_an_action_changes_the_hash(ResponseSheet sheet, IReadOnlyList<ResponseAction> actions) =>
        PlanSeal.Hash(sheet, [.. actions, new() { Id = 99 }]) != PlanSeal.Hash(sheet, actions);

    [TestCase("1.0", "1.00")]
    [TestCase("0", "0.000")]
    [TestCase("0", "-0.0")]
    [TestCase("100", "1E+2")]
    [TestCase("79228162514264337593543950335", "79228162514264337593543950335")]
    public void Equal_numbers_give_the_same_hash(string one, string other) => Assert.That(HashOf(one), Is.EqualTo(HashOf(other)));

    [TestCase("1", "1.0000000000000000000000000001")]
    [TestCase("0", "0.0000000000000000000000000001")]
    [TestCase("79228162514264337593543950335", "79228162514264337593543950334")]
    [TestCase("1", "-1")]
    public void Different_numbers_give_different_hashes(string one, string other) =>
        Assert.That(HashOf(one), Is.Not.EqualTo(HashOf(other)));

    [Test]
    [SetCulture("de-DE")]
    public void Hash_does_not_depend_on_the_culture() => Assert.That(
        PlanSeal.Canonical(new() { Objectives = [new() { Target = 1.5m }] }, []), Does.Contain("\"target\":1.5"));

    [Test]
    public void Any_change_to_the_sheet_changes_the_hash() => Assert.Multiple(() =>
    {
        var sheet = Sample.Response with
        {
            NoOutsideActionReason = "x",
            Evaluation = Sample.Response.Evaluation with { NoComparisonReason = "x" }
        };
        var before = PlanSeal.Hash(sheet, []);
        var seen = 0;
        foreach (var (path, changed) in Changes(sheet))
        {
            seen++;
            Assert.That(PlanSeal.Hash(changed, []), Is.Not.EqualTo(before), path);
        }
        // Two objectives, two options, the evaluation plan and the reason: each text, number, date and flag changed and removed.
        Assert.That(seen, Is.GreaterThan(70));
        Assert.That(PlanSeal.Hash(sheet with { Alternatives = [.. sheet.Alternatives.Reverse()] }, []), Is.Not.EqualTo(before),
            "the order of options");
    });

    [Test]
    public void Any_change_to_the_planned_part_of_an_action_changes_the_hash() => Assert.Multiple(() =>
    {
        var before = PlanSeal.Hash(new(), [Whole]);
        var fields = new HashSet<string>();
        foreach (var (path, changed) in Changes(Whole).Where(change => !NotPlanned.Contains(change.Path[2..])))
        {
            fields.Add(path);
            Assert.That(PlanSeal.Hash(new(), [changed]), Is.Not.EqualTo(before), path);
        }
        Assert.That(fields, Is.EquivalentTo(new[]
        {
            "$.Id", "$.Description", "$.OwnerId", "$.OwnerAttachmentId", "$.DueOn", "$.Technique", "$.Side", "$.Enforcement",
        }));
    });

    /// <summary>Copies of the record, each with one value changed or, if it is optional, removed.</summary>
    private static IEnumerable<(string Path, T Changed)> Changes<T>(T record)
    {
        var text = JsonSerializer.Serialize(record, Plain);
        foreach (var path in Leaves(JsonNode.Parse(text)!).Select(leaf => leaf.GetPath()).ToList())
            foreach (var change in new[] { Another, _ => null })
            {
                var tree = JsonNode.Parse(text)!;
                var leaf = Leaves(tree).Single(node => node.GetPath() == path);
                leaf.ReplaceWith(change(leaf));
                T changed;
                try { changed = tree.Deserialize<T>(Plain)!; }
                catch (JsonException) { continue; } // The value is required.
                yield return (path, changed);
            }
    }

    private static IEnumerable<JsonValue> Leaves(JsonNode? node) => node switch
    {
        JsonObject parts => parts.SelectMany(part => Leaves(part.Value)),
        JsonArray rows => rows.SelectMany(Leaves),
        JsonValue value => [value],
        _ => [],
    };

    private static JsonNode? Another(JsonValue value) => value.GetValueKind() switch
    {
        JsonValueKind.True => false,
        JsonValueKind.False => true,
        JsonValueKind.Number => value.GetValue<decimal>() + 1,
        _ when DateOnly.TryParseExact(value.GetValue<string>(), "yyyy-MM-dd", out var date) => date.AddDays(1).ToString("yyyy-MM-dd", null),
        _ => value.GetValue<string>() + "!",
    };

    private static string HashOf(string number) => PlanSeal.Hash(
        new() { Objectives = [new() { Baseline = decimal.Parse(number, NumberStyles.Float, CultureInfo.InvariantCulture) }] }, []);
}
