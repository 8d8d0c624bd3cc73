using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck.NUnit;
using ProblemTracker.Domain;
using ProblemTracker.Shared;
using PropertyAttribute = FsCheck.NUnit.PropertyAttribute;

namespace ProblemTracker.Tests.Domain;

[Properties(Arbitrary = [typeof(Any)], QuietOnSuccess = true)]
public sealed class SheetMergeTests
{
    [Property(Replay = Any.Seed, MaxTest = 300)]
    public bool Changes_to_different_fields_merge_without_asking(
        ScanningSheet origin, ScanningSheet mine, ScanningSheet theirs, int choice) =>
        Disjoint(Node(origin.Tidy()), Node(mine.Tidy()), Node(theirs.Tidy()), choice);

    [Property(Replay = Any.Seed, MaxTest = 300)]
    public bool Changes_to_different_lists_and_fields_merge_without_asking(Dossier one, Dossier mine, Dossier theirs, int choice) =>
        Disjoint(Node(one.Analysis.Tidy()), Node(mine.Analysis.Tidy()), Node(theirs.Analysis.Tidy()), choice)
        && Disjoint(Node(one.Response.Tidy()), Node(mine.Response.Tidy()), Node(theirs.Response.Tidy()), choice)
        && Disjoint(Node(one.Assessment.Tidy()), Node(mine.Assessment.Tidy()), Node(theirs.Assessment.Tidy()), choice);

    [Property(Replay = Any.Seed, MaxTest = 300)]
    public bool The_same_change_by_both_asks_nothing(Dossier origin, Dossier changed)
    {
        var sheet = changed.Analysis.Tidy();
        // My new rows have no key yet.
        var mine = sheet with { Sources = [.. sheet.Sources.Select(row => row with { Key = null })] };
        return Asks(SheetMerge.Merge(Node(origin.Analysis.Tidy()), Node(sheet), Node(sheet)), Node(sheet))
            && Asks(SheetMerge.Merge(Node(new AnalysisSheet()), Node(mine), Node(sheet)), Node(sheet))
            && Asks(SheetMerge.Merge(Node(origin.Response.Tidy()), Node(changed.Response.Tidy()), Node(changed.Response.Tidy())),
                Node(changed.Response.Tidy()));

        static bool Asks(MergedSheet merged, JsonObject expected) =>
            merged.Conflicts.Count == 0 && JsonNode.DeepEquals(merged.Sheet, expected);
    }

    [Property(Replay = Any.Seed, MaxTest = 300)]
    public bool Without_a_change_of_theirs_mine_is_the_result_and_the_other_way_round(Dossier origin, Dossier changed)
    {
        var (begun, to) = (Node(origin.Assessment.Tidy()), Node(changed.Assessment.Tidy()));
        return Only(SheetMerge.Merge(begun, to, begun)) && Only(SheetMerge.Merge(begun, begun, to));

        bool Only(MergedSheet merged) => merged.Conflicts.Count == 0 && JsonNode.DeepEquals(merged.Sheet, to);
    }

    /// <summary>Each row is changed, removed or left by one of the two, and both add rows: the same as one after the other.</summary>
    [Property(Replay = Any.Seed, MaxTest = 400)]
    public bool Changes_to_different_rows_give_the_same_as_one_after_the_other(AnalysisSheet origin, AnalysisSheet other, int choice)
    {
        var random = new Random(choice);
        var begun = origin.Tidy();
        var owners = begun.Sources.ToDictionary(row => row.Key!, _ => (ByMe: random.Next(2) == 0, Removes: random.Next(3) == 0));
        var mine = begun with { Sources = [.. Edited(begun.Sources, byMe: true), .. New("mine")] };
        var theirs = (begun with { Sources = [.. Edited(begun.Sources, byMe: false), .. New("theirs")] }).Tidy();

        var merged = SheetMerge.Merge(Node(begun), Node(mine), Node(theirs));

        var result = merged.Sheet.Deserialize<AnalysisSheet>(Json.Options)!.Sources;
        // Their version, with my edits, then my new rows.
        var expected = Edited(theirs.Sources, byMe: true).Concat(New("mine")).Select(row => row with { Key = null });
        return merged.Conflicts.Count == 0 && result.Select(row => row with { Key = null }).SequenceEqual(expected)
            && result.Select(row => row.Key).Distinct().Count() == result.Count && result.All(row => row.Key is not null);

        IEnumerable<InformationSource> Edited(IEnumerable<InformationSource> rows, bool byMe) => rows
            .Where(row => !(owners.TryGetValue(row.Key!, out var owner) && owner.ByMe == byMe && owner.Removes))
            .Select(row => owners.TryGetValue(row.Key!, out var owner) && owner.ByMe == byMe ? row with { Name = $"by {byMe}" } : row);

        IEnumerable<InformationSource> New(string who) =>
            other.Tidy().Sources.Select(row => new InformationSource { Name = $"{who} {row.Key}", WhatItShows = row.WhatItShows });
    }

    /// <summary>Nothing that either of the two entered is lost unless someone decides so.</summary>
    [Property(Replay = Any.Seed, MaxTest = 400)]
    public bool Every_changed_field_is_merged_or_asked_about(ScanningSheet origin, ScanningSheet mine, ScanningSheet theirs)
    {
        var (begun, my, their) = (Node(origin.Tidy()), Node(mine.Tidy()), Node(theirs.Tidy()));
        var merged = SheetMerge.Merge(begun, my, their);
        var asked = merged.Conflicts.ToDictionary(conflict => conflict.Path);
        return Leaves(my, "").All(leaf => Kept(leaf.Path, leaf.Value)) && Leaves(their, "").All(leaf => Kept(leaf.Path, leaf.Value));

        bool Kept(string path, JsonNode? value) => asked.ContainsKey(path)
            || JsonNode.DeepEquals(value, At(begun, path)) || JsonNode.DeepEquals(value, At(merged.Sheet, path));
    }

    [Test]
    public void Field_that_both_changed_is_asked_and_holds_mine_until_then()
    {
        var begun = new ScanningSheet { Statement = "Noise", Harms = "Sleep" };
        var merged = SheetMerge.Merge(Node(begun), Node(begun with { Statement = "Noise at night", HowLong = "May" }),
            Node(begun with { Statement = "Noise on Fridays", Harms = "Sleep, glass" }));

        var asked = merged.Conflicts.Single();
        Assert.That((asked.Path, asked.Field, asked.Mine!.ToString(), asked.Theirs!.ToString()),
            Is.EqualTo(("statement", "statement", "Noise at night", "Noise on Fridays")));
        var sheet = merged.Sheet.Deserialize<ScanningSheet>(Json.Options)!;
        Assert.That((sheet.Statement, sheet.Harms, sheet.HowLong), Is.EqualTo(("Noise at night", "Sleep, glass", "May")));
    }

    [Test]
    public void Period_is_one_field()
    {
        var begun = new ScanningSheet { CountedSource = new() { Period = new() { From = new(2026, 1, 1), To = new(2026, 2, 1) } } };
        var mine = begun with { CountedSource = new() { Period = new() { From = new(2025, 1, 1), To = new(2026, 2, 1) } } };
        var theirs = begun with { CountedSource = new() { Period = new() { From = new(2026, 1, 1), To = new(2026, 6, 1) } } };

        Assert.That(SheetMerge.Merge(Node(begun), Node(mine), Node(theirs)).Conflicts.Select(c => c.Path),
            Is.EqualTo(new[] { "countedSource/period" }));
    }

    [Test]
    public void Row_that_one_removed_and_the_other_changed_is_asked()
    {
        var begun = Sample.Analysis;
        var mine = begun with { Sources = [begun.Sources[0], begun.Sources[1] with { WhatItShows = "Most nights." }] };
        var theirs = begun with { Sources = [begun.Sources[0]] };

        var asked = SheetMerge.Merge(Node(begun), Node(mine), Node(theirs)).Conflicts.Single();
        Assert.That((asked.Path, asked.Field, asked.IsRow, asked.Theirs), Is.EqualTo(("sources/s2", "sources[1]", true, (JsonNode?)null)));
        asked = SheetMerge.Merge(Node(begun), Node(theirs), Node(mine)).Conflicts.Single();
        Assert.That((asked.Path, asked.IsRow, asked.Mine), Is.EqualTo(("sources/s2", true, (JsonNode?)null)));
    }

    [Test]
    public void Assessment_rows_are_the_same_row_if_they_are_about_the_same_action()
    {
        var mine = new AssessmentSheet { Process = [new() { ActionId = 1, CarriedOut = CarriedOut.Fully }, new() { ActionId = 2 }] };
        var theirs = new AssessmentSheet
        {
            Process = [new() { ActionId = 2, CarriedOut = CarriedOut.Not }, new() { ActionId = 1, Note = "A month late" }],
        };

        var merged = SheetMerge.Merge(Node(new AssessmentSheet()), Node(mine), Node(theirs));

        Assert.That(merged.Conflicts, Is.Empty);
        Assert.That(merged.Sheet.Deserialize<AssessmentSheet>(Json.Options)!.Process, Is.EqualTo(new ProcessFinding[]
        {
            new() { ActionId = 2, CarriedOut = CarriedOut.Not },
            new() { ActionId = 1, CarriedOut = CarriedOut.Fully, Note = "A month late" },
        }));
    }

    [TestCase("sources/s1/name", true, "Mine", "Log")]
    [TestCase("sources/s1/name", false, "Theirs", "Log")]
    [TestCase("sources/s2", true, "Mine", "Log")]
    [TestCase("sources/s2", false, "Mine")]
    [TestCase("sources/s9/name", false, "Mine", "Log")]
    [TestCase("nothing/here", false, "Mine", "Log")]
    [TestCase("", false, "Mine", "Log")]
    public void Decision_takes_the_field_or_the_row_that_was_chosen(string path, bool mine, params string[] names)
    {
        var sheet = new AnalysisSheet { Sources = [new() { Key = "s1", Name = "Mine" }, new() { Key = "s2", Name = "Log" }] };
        var theirs = new AnalysisSheet { Sources = [new() { Key = "s1", Name = "Theirs" }] };

        var decided = SheetMerge.Decide(Node(sheet), Node(theirs), [(path, mine)]).Deserialize<AnalysisSheet>(Json.Options)!;

        Assert.That(decided.Sources.Select(row => row.Name), Is.EqualTo(names));
    }

    [Test]
    public void New_rows_of_both_are_kept_though_both_got_the_same_key()
    {
        var begun = Sample.Analysis with { Sources = [] };
        var mine = begun with { Sources = [new() { Key = "s1", Name = "Survey" }] };
        var theirs = begun with { Sources = [new() { Key = "s1", Name = "Store log" }] };

        var merged = SheetMerge.Merge(Node(begun), Node(mine), Node(theirs));

        Assert.That(merged.Conflicts, Is.Empty);
        Assert.That(merged.Sheet.Deserialize<AnalysisSheet>(Json.Options)!.Sources.Select(row => (row.Key, row.Name)),
            Is.EqualTo(new[] { ("s1", "Store log"), ("s2", "Survey") }));
    }

    [Test]
    public void Path_names_a_row_by_its_key_and_the_field_by_its_place()
    {
        var sheet = Node(Sample.Analysis);

        Assert.That(SheetMerge.FieldAt(sheet, "sources/s2/name"), Is.EqualTo("sources[1].name"));
        Assert.That(SheetMerge.FieldAt(sheet, "sources/s2"), Is.EqualTo("sources[1]"));
        Assert.That(SheetMerge.FieldAt(sheet, "sources/s7"), Is.Null);
        Assert.That(SheetMerge.FieldAt(sheet, "triangle/offender/found"), Is.EqualTo("triangle.offender.found"));
        Assert.That(SheetMerge.At(sheet, "sources/s2/outsidePolice")!.GetValue<bool>(), Is.True);
    }

    [TestCase(true, 0)]
    [TestCase(false, 1)]
    public void Row_that_I_removed_goes_or_stays_as_decided(bool mine, int rows)
    {
        var theirs = new AnalysisSheet { Sources = [new() { Key = "s/1", Name = "Log" }] };

        var decided = SheetMerge.Decide(Node(theirs), Node(theirs), [("sources/s~11", mine)]).Deserialize<AnalysisSheet>(Json.Options)!;

        Assert.That(decided.Sources, Has.Count.EqualTo(rows));
    }

    private static bool Disjoint(JsonObject origin, JsonObject mine, JsonObject theirs, int choice)
    {
        var random = new Random(choice);
        var (my, their, both) = ((JsonObject)origin.DeepClone(), (JsonObject)origin.DeepClone(), (JsonObject)origin.DeepClone());
        foreach (var name in origin.Select(member => member.Key).ToList())
        {
            var (changed, source) = random.Next(2) == 0 ? (my, mine) : (their, theirs);
            changed[name] = source[name]?.DeepClone();
            both[name] = source[name]?.DeepClone();
        }
        var merged = SheetMerge.Merge(origin, my, their);
        return merged.Conflicts.Count == 0 && JsonNode.DeepEquals(merged.Sheet, both);
    }

    private static JsonObject Node<T>(T sheet) => (JsonObject)JsonNode.Parse(JsonSerializer.Serialize(sheet, Json.Options))!;

    private static IEnumerable<(string Path, JsonNode? Value)> Leaves(JsonNode? node, string path) => node is JsonObject fields
        && !fields.ContainsKey("from")
        ? fields.SelectMany(member => Leaves(member.Value, path.Length == 0 ? member.Key : $"{path}/{member.Key}"))
        : [(path, node)];

    private static JsonNode? At(JsonNode? node, string path) =>
        path.Split('/').Aggregate(node, (at, step) => (at as JsonObject)?[step]);
}
