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
    public bool Tidying_a_scanning_sheet_twice_changes_nothing_more(ScanningSheet sheet) => sheet.Tidy() == sheet.Tidy().Tidy();

    [Property(Replay = Any.Seed, MaxTest = 200)]
    public bool Tidying_an_analysis_sheet_twice_changes_nothing_more(AnalysisSheet sheet) =>
        Text(sheet.Tidy()) == Text(sheet.Tidy().Tidy());

    [Property(Replay = Any.Seed, MaxTest = 400)]
    public bool Tidying_a_response_sheet_twice_changes_nothing_more(ResponseSheet sheet) => Text(sheet.Tidy()) == Text(sheet.Tidy().Tidy());

    [Property(Replay = Any.Seed, MaxTest = 200)]
    public bool Tidying_an_assessment_sheet_twice_changes_nothing_more(AssessmentSheet sheet) =>
        Text(sheet.Tidy()) == Text(sheet.Tidy().Tidy());

    [Property(Replay = Any.Seed, MaxTest = 200)]
    public bool No_text_is_left_blank_or_padded(Dossier d) =>
        new object[] { d.Scanning.Tidy(), d.Analysis.Tidy(), d.Response.Tidy(), d.Assessment.Tidy() }
        .SelectMany(sheet => Texts(JsonSerializer.SerializeToElement(sheet, sheet.GetType())))
        .All(text => text.Length > 0 && text.Trim() == text);

    [Property(Replay = Any.Seed, MaxTest = 400)]
    public bool Every_objective_has_a_key_of_its_own_and_keeps_the_first_it_had(ResponseSheet sheet)
    {
        var keys = sheet.Tidy().Objectives.Select(objective => objective.Key).ToList();
        var given =
            sheet.Objectives.Where(objective => objective with
            {
                Key = null,
                Measure = NotBlank(objective.Measure),
                Unit = NotBlank(objective.Unit)
            } != new Objective())
            .Select(objective => objective.Key?.Trim()).Where(key => !string.IsNullOrEmpty(key)).Distinct();
        return keys.All(key => !string.IsNullOrWhiteSpace(key)) && keys.Distinct().Count() == keys.Count && given.All(keys.Contains);
    }

    private static string? NotBlank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    [Property(Replay = Any.Seed, MaxTest = 300)]
    public bool Tidying_never_changes_what_is_missing(Dossier d)
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
            Objectives = [Named("new"), Named("third", "o3"), Named("own", "noise"), Named("copy", "o3"),
            new() { Key = "o9" }]
        };

        Assert.That(sheet.Tidy().Objectives.Select(o => (o.Measure, o.Key)),
            Is.EqualTo(new[] { ("new", "o4"), ("third", "o3"), ("own", "noise"), ("copy", "o5") }));
    }

    [Test]
    public void A_new_key_is_never_one_that_a_later_objective_has()
    {
        var sheet = new ResponseSheet { Objectives = [Named("new"), Named("high", "o999999"), Named("higher", "o1000000")] };

        Assert.That(sheet.Tidy().Objectives.Select(o => o.Key), Is.EqualTo(new[] { "o1000001", "o999999", "o1000000" }));
    }

    [Test]
    public void The_first_objective_is_o1() =>
        Assert.That(new ResponseSheet { Objectives = [Named("calls")] }.Tidy().Objectives[0].Key, Is.EqualTo("o1"));

    [Test]
    public void Empty_rows_go_and_half_filled_rows_stay()
    {
        var sheet = new AnalysisSheet
        {
            Sources = [new() { Name = " " }, new() { OutsidePolice = true }, new() { WhatItShows = " Fridays " }],
            Consulted = [new(), new() { AttachmentId = 3 }],
            Baselines = [new() { Name = "\t" }, new() { Period = new() { From = new(2026, 1, 1) } }],
        };

        var tidy = sheet.Tidy();

        Assert.That(tidy.Sources,
            Is.EqualTo(new InformationSource[] { new() { OutsidePolice = true }, new() { WhatItShows = "Fridays" } }));
        Assert.That(tidy.Consulted, Is.EqualTo(new Consultation[] { new() { AttachmentId = 3 } }));
        Assert.That(tidy.Baselines, Has.Count.EqualTo(1));
    }

    [Test]
    public void Rows_that_are_null_go_too()
    {
        // JSON can say [null], whatever the type promises.
        Assert.That(new AnalysisSheet { Sources = [null!] }.Tidy().Sources, Is.Empty);
        Assert.That(new ResponseSheet { Objectives = [null!], Options = [null!] }.Tidy().Objectives, Is.Empty);
        Assert.That(new AssessmentSheet { Outcomes = [null!], Process = [null!] }.Tidy().Outcomes, Is.Empty);
    }

    [Test]
    public void A_complete_sheet_stays_as_it_is() => Assert.Multiple(() =>
    {
        Assert.That(Sample.Scanning.Tidy(), Is.EqualTo(Sample.Scanning));
        Assert.That(Text(Sample.Analysis.Tidy()), Is.EqualTo(Text(Sample.Analysis)));
        Assert.That(Text(Sample.Response.Tidy()), Is.EqualTo(Text(Sample.Response)));
        Assert.That(Text(Sample.Assessment.Tidy()), Is.EqualTo(Text(Sample.Assessment)));
    });

    private static Objective Named(string measure, string? key = null) => new() { Measure = measure, Key = key };

    // Records with lists in them compare by instance.
    private static string Text<T>(T sheet) => JsonSerializer.Serialize(sheet);

    private static IEnumerable<string> Texts(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(part => Texts(part.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Texts),
        JsonValueKind.String => [element.GetString()!],
        _ => [],
    };
}
