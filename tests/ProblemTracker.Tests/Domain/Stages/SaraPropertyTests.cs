using FsCheck;
using FsCheck.Fluent;
using FsCheck.NUnit;
using ProblemTracker.Domain;
using ProblemTracker.Shared;
using PropertyAttribute = FsCheck.NUnit.PropertyAttribute;

namespace ProblemTracker.Tests.Domain;

/// <summary>Properties that hold for every dossier.</summary>
[Properties(Arbitrary = [typeof(Any)], QuietOnSuccess = true)]
public sealed class SaraPropertyTests
{
    private static readonly Gate[] Gates = Enum.GetValues<Gate>();

    [Property(Replay = Any.Seed, MaxTest = 300)]
    public bool Same_dossier_gives_the_same_shortfalls(Dossier dossier) => Gates.All(gate =>
        Sara.ShortfallsBefore(gate, dossier).SequenceEqual(Sara.ShortfallsBefore(gate, dossier with { })));

    [Property(Replay = Any.Seed, MaxTest = 300)]
    public bool Every_code_can_be_overridden_and_no_two_shortfalls_are_equal(Dossier dossier) => Gates
        .Select(gate => Sara.ShortfallsBefore(gate, dossier))
        .All(found => found.All(s => Sara.Codes.Contains(s.Code)) && found.Distinct().Count() == found.Count);

    [Property(Replay = Any.Seed, MaxTest = 300)]
    public bool Every_shortfall_has_a_sentence_and_a_field(Dossier dossier) => Gates
        .SelectMany(gate => Sara.ShortfallsBefore(gate, dossier))
        .All(s => s.Message.EndsWith('.') && char.IsUpper(s.Message[0]) && s.Field.Length > 0 && char.IsLower(s.Field[0]));

    [Property(Replay = Any.Seed, MaxTest = 500)]
    public bool Overriding_a_code_overrides_only_that_code(Dossier dossier, HashSet<string> overridden) => Gates
        .Select(gate => Sara.ShortfallsBefore(gate, dossier))
        .All(found => Sara.NotOverridden(found, overridden).SequenceEqual(found.Where(s => !overridden.Contains(s.Code))));

    [Property(Replay = Any.Seed, MaxTest = 500)]
    public Property Every_shortfall_can_be_cured(Dossier dossier) => Gates.Select(gate =>
    {
        var codes = Sara.ShortfallsBefore(gate, dossier).Select(s => s.Code).Distinct();
        return Sara.ShortfallsBefore(gate, codes.Aggregate(dossier, (d, code) => Cures.ByCode[code](d)));
    }).All(left => left.Count == 0).ToProperty();

    [Property(Replay = Any.Seed, MaxTest = 300)]
    public bool Curing_a_code_removes_its_shortfalls(Dossier dossier) => Gates.All(gate => Sara.ShortfallsBefore(gate, dossier)
        .Select(s => s.Code).Distinct()
        .All(code => Sara.ShortfallsBefore(gate, Cures.ByCode[code](dossier)).All(s => s.Code != code)));

    [Property(Replay = Any.Seed, MaxTest = 1000)]
    public bool No_path_closes_an_assessment_without_meeting_or_overriding_its_requirements(Step[] steps)
    {
        var stage = Stage.Scanning;
        foreach (var step in steps)
        {
            var dossier = step.Dossier with { Stage = stage };
            var move = new Move(stage, step.To, step.Reason);
            if (Sara.NotOverridden(Sara.ShortfallsBefore(move, dossier), step.Overridden).Count > 0) continue;
            if (move is { From: Stage.Assessment, To: Stage.Closed } && Unassessed(dossier).Except(step.Overridden).Any()) return false;
            stage = step.To;
        }
        return true;
    }

    /// <summary>Without this, the property above could pass on paths that never close.</summary>
    [Test]
    public void Random_paths_close_after_an_assessment()
    {
        var steps = Any.Steps().Generator.Sample(numberOfSamples: 4000, size: 50);
        var closings = steps.Count(step => step.To == Stage.Closed && Unassessed(step.Dossier).Any()
            && Sara.NotOverridden(
                Sara.ShortfallsBefore(new Move(Stage.Assessment, Stage.Closed, step.Reason),
                    step.Dossier with { Stage = Stage.Assessment }), step.Overridden).Count == 0);
        var assessed = steps.Count(step => step.To == Stage.Closed && step.Overridden.Count == 0
            && Sara.ShortfallsBefore(new Move(Stage.Assessment, Stage.Closed, step.Reason), step.Dossier with { Stage = Stage.Assessment })
                .Count == 0);

        Assert.That(closings, Is.GreaterThan(0), "by an override");
        Assert.That(assessed, Is.GreaterThan(0), "by an assessment");
    }

    /// <summary>An independent, simpler version of the requirements for closing.</summary>
    private static IEnumerable<string> Unassessed(Dossier d)
    {
        var sheet = d.Assessment;
        var planned = d.Actions.Where(a => !a.UrgentSafetyMeasure).ToList();
        if (planned.Count == 0
            || planned.Any(a => a.Status != ActionStatus.Dropped
                && !sheet.Process.Any(p => p.ActionId == a.Id && p.CarriedOut is not null)))
            yield return "assessment.process";
        if (d.Response.Objectives.Count == 0
            || !d.Response.Objectives.All(o =>
                sheet.Outcomes.Any(r => r.ObjectiveKey == o.Key && r.After is not null && r.Period.To < d.Today)))
            yield return "assessment.outcomes";
        if (string.IsNullOrWhiteSpace(
            sheet.Displacement.Checked == true ? sheet.Displacement.Finding : sheet.Displacement.Checked == false
                ? sheet.Displacement.NotCheckedReason : null))
            yield return "assessment.displacement";
        if (sheet.Informed.On is null || string.IsNullOrWhiteSpace(sheet.Informed.How)) yield return "assessment.informed";
        if (sheet.Verdict is null) yield return "assessment.verdict";
        if (string.IsNullOrWhiteSpace(sheet.Lessons)) yield return "assessment.lessons";
        Score[] scores = [sheet.Scores.Scanning, sheet.Scores.Analysis, sheet.Scores.Response, sheet.Scores.Assessment];
        if (scores.Any(s => !Enumerable.Range(0, 11).Contains(s.Points ?? -1) || string.IsNullOrWhiteSpace(s.Reason)))
            yield return "assessment.scores";
    }
}
