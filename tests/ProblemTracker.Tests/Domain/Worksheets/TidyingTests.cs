using System.Text.Json;
using FsCheck.NUnit;
using ProblemTracker.Domain;
using ProblemTracker.Shared;
using PropertyAttribute = FsCheck.NUnit.PropertyAttribute;

namespace ProblemTracker.Tests.Domain;

[Properties(Arbitrary = [typeof(Any)], QuietOnSuccess = true)]
public sealed class TidyingTests
{
    [Property(Replay = Any.Seed, MaxTest = 200)]
    public bool Tidying_a_scanning_sheet_twice_gives_the_same_result(ScanningSheet sheet) => sheet.Tidy() == sheet.Tidy().Tidy();

    [Property(Replay = Any.Seed, MaxTest = 200)]
    public bool Tidying_an_analysis_sheet_twice_gives_the_same_result(AnalysisSheet sheet) =>
        Text(sheet.Tidy()) == Text(sheet.Tidy().Tidy());

    [Property(Replay = Any.Seed, MaxTest = 400)]
    public bool Tidying_a_response_sheet_twice_gives_the_same_result(ResponseSheet sheet) =>
        Text(sheet.Tidy()) == Text(sheet.Tidy().Tidy());

    [Property(Replay = Any.Seed, MaxTest = 200)]
    public bool Tidying_an_assessment_sheet_twice_gives_the_same_result(AssessmentSheet sheet) =>
        Text(sheet.Tidy()) == Text(sheet.Tidy().Tidy());

    [Property(Replay = Any.Seed, MaxTest = 200)]
    public bool Tidied_texts_are_neither_blank_nor_padded(Dossier d) =>
        new object[] { d.Scanning.Tidy(), d.Analysis.Tidy(), d.Response.Tidy(), d.Assessment.Tidy() }
        .SelectMany(sheet => Texts(JsonSerializer.SerializeToElement(sheet, sheet.GetType())))
        .All(text => text.Length > 0 && text.Trim() == text);

    [Property(Replay = Any.Seed, MaxTest = 400)]
    public bool Every_objective_has_a_unique_key_and_existing_keys_are_kept(ResponseSheet sheet)
    {
        var keys = sheet.Tidy().Objectives.Select(objective => objective.Key).ToList();
        var given = sheet.Objectives
            .Where(o => o with { Key = null, Measure = NotBlank(o.Measure), Unit = NotBlank(o.Unit) } != new Objective())
            .Select(objective => objective.Key?.Trim()).Where(key => !string.IsNullOrEmpty(key)).Distinct();
        return keys.All(key => !string.IsNullOrWhiteSpace(key)) && keys.Distinct().Count() == keys.Count && given.All(keys.Contains);
    }

    private static string? NotBlank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    [Property(Replay = Any.Seed, MaxTest = 300)]
    public bool Tidying_never_changes_the_shortfalls(Dossier d)
    {
        var tidy = d with { Scanning = d.Scanning.Tidy(), Analysis = d.Analysis.Tidy(), Assessment = d.Assessment.Tidy() };
        return new[] { Gate.Analysis, Gate.Response, Gate.Start, Gate.Assessment }
            .All(gate => Sara.ShortfallsBefore(gate, tidy).SequenceEqual(Sara.ShortfallsBefore(gate, d)));
    }

    [Test]
    public void New_objectives_get_the_next_free_key()
    {
        var sheet = new ResponseSheet
        {
            Objectives = [Named("new"), Named("third", "o3"), Named("own", "noise"), Named("copy", "o3"), new() { Key = "o9" }],
        };

        Assert.That(sheet.Tidy().Objectives.Select(o => (o.Measure, o.Key)),
            Is.EqualTo(new[] { ("new", "o4"), ("third", "o3"), ("own", "noise"), ("copy", "o5") }));
    }

    [Test]
    public void New_key_is_never_one_of_a_later_objective()
    {
        var sheet = new ResponseSheet { Objectives = [Named("new"), Named("high", "o999999"), Named("higher", "o1000000")] };

        Assert.That(sheet.Tidy().Objectives.Select(o => o.Key), Is.EqualTo(new[] { "o1000001", "o999999", "o1000000" }));
    }

    [Test]
    public void First_objective_gets_key_o1() =>
        Assert.That(new ResponseSheet { Objectives = [Named("calls")] }.Tidy().Objectives[0].Key, Is.EqualTo("o1"));

    [Test]
    public void Empty_rows_are_dropped_and_partly_filled_rows_kept()
    {
        var sheet = new AnalysisSheet
        {
            Sources = [new() { Name = " " }, new() { OutsidePolice = true }, new() { WhatItShows = " Fridays " }],
            Consulted = [new(), new() { AttachmentId = 3 }],
            Baselines = [new() { Name = "\t" }, new() { Period = new() { From = new(2026, 1, 1) } }],
        };

        var tidy = sheet.Tidy();

        Assert.That(tidy.Sources,
            Is.EqualTo(new InformationSource[]
            {
                new() { Key = "s1", OutsidePolice = true }, new() { Key = "s2", WhatItShows = "Fridays" },
            }));
        Assert.That(tidy.Consulted, Is.EqualTo(new Consultation[] { new() { Key = "c1", AttachmentId = 3 } }));
        Assert.That(tidy.Baselines, Has.Count.EqualTo(1));
    }

    [Test]
    public void Rows_with_nothing_but_their_key_are_dropped_and_the_others_keep_theirs()
    {
        var analysis = new AnalysisSheet
        {
            Sources = [new() { Key = "s1", Name = " " }, new() { Key = "s2", Name = "Log" }, new() { Name = "Survey" }],
            Consulted = [new() { Key = "c1" }],
            Baselines = [new() { Key = "b4" }, new() { Key = "b4", Value = 3 }],
        };
        var response = new ResponseSheet { Alternatives = [new() { Key = "a1" }, new() { Key = "a2", Chosen = true }] };

        Assert.That(analysis.Tidy().Sources.Select(row => row.Key), Is.EqualTo(new[] { "s2", "s3" }));
        Assert.That(analysis.Tidy().Consulted, Is.Empty);
        Assert.That(analysis.Tidy().Baselines.Select(row => row.Key), Is.EqualTo(new[] { "b4" }));
        Assert.That(response.Tidy().Alternatives.Select(row => row.Key), Is.EqualTo(new[] { "a2" }));
    }

    [Test]
    public void Null_rows_are_dropped()
    {
        // JSON allows [null], even though the type does not.
        Assert.That(new AnalysisSheet { Sources = [null!] }.Tidy().Sources, Is.Empty);
        Assert.That(new ResponseSheet { Objectives = [null!], Alternatives = [null!] }.Tidy().Objectives, Is.Empty);
        Assert.That(new AssessmentSheet { Outcomes = [null!], Process = [null!] }.Tidy().Outcomes, Is.Empty);
    }

    [Test]
    public void Complete_sheet_stays_unchanged() => Assert.Multiple(() =>
    {
        Assert.That(Sample.Scanning.Tidy(), Is.EqualTo(Sample.Scanning));
        Assert.That(Text(Sample.Analysis.Tidy()), Is.EqualTo(Text(Sample.Analysis)));
        Assert.That(Text(Sample.Response.Tidy()), Is.EqualTo(Text(Sample.Response)));
        Assert.That(Text(Sample.Assessment.Tidy()), Is.EqualTo(Text(Sample.Assessment)));
    });

    private static Objective Named(string measure, string? key = null) => new() { Measure = measure, Key = key };

    // Records with lists compare the lists by reference, so compare their JSON.
    private static string Text<T>(T sheet) => JsonSerializer.Serialize(sheet);

    private static IEnumerable<string> Texts(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(part => Texts(part.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Texts),
        JsonValueKind.String => [element.GetString()!],
        _ => [],
    };
}
