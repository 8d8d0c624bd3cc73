using ProblemTracker.Problems;

namespace ProblemTracker.Evidence;

/// <summary>Fills the objective that a test measures with what it found before, so that nobody types it.</summary>
internal sealed class TestBaselines(TestReader reader, MeasureReader measures)
{
    /// <summary>
    /// The objectives, with what the test found before as the baseline of the one that it measures, if that has none of its own; a new
    /// objective if there is none.
    /// </summary>
    public async Task<IReadOnlyList<Objective>> Of(CaseFile file, ResponseTest test, CancellationToken ct)
    {
        var (dossier, objectives) = (file.Dossier, file.Dossier.Response.Objectives);
        var tested = test.Among(objectives) ?? new() { Key = "o1" };
        var basis = TestPlaces.Basis(test);
        // What an earlier draft of the test filled in goes with it.
        var earlier = dossier.Response.Evaluation.Test is { IsComplete: true } draft && tested.Counted?.Filter == TestPlaces.Basis(draft)
            ? draft : null;
        var wasFilled = earlier is not null && TestPlaces.Basis(earlier) != basis;
        if (dossier.Plan is not null || (!wasFilled && tested.Baseline is not null && tested.Counted?.Filter != basis)) return objectives;
        var row = tested;
        if (wasFilled) tested = tested with { Measure = null, Unit = null, Direction = null, Target = null, TargetDate = null };
        else if (earlier is not null)
            tested = tested with
            {
                Target = tested.Baseline is { } old && tested.Target == Target(earlier, old) ? null : tested.Target,
                TargetDate = tested.TargetDate == earlier.After.To ? null : tested.TargetDate,
            };
        var counted = new CountBasis { Filter = basis, On = dossier.Today };
        var filled = tested with
        {
            BaselineKey = null,
            Baseline = null,
            Counted = null,
            Measure = tested.Measure ?? test.Counted,
            Direction = tested.Direction ?? (test.MoreIsBetter == true ? Direction.Increase : Direction.Decrease),
            BaselinePeriod = test.Before,
            TargetDate = tested.TargetDate ?? test.After.To,
        };
        if (test.Measure == TestMeasure.Incidents)
        {
            var found = (await reader.Count(test.Filter, [TestShape.Of(test)[0]], test.Before.From!.Value, test.Before.To!.Value, ct))
                .In(TestCell.Response, test.Before);
            filled = filled with
            {
                Measure = tested.Measure ?? $"{test.Counted}: {TestWords.Area(test.Response)}",
                Unit = tested.Unit ?? "incidents",
                Baseline = found,
                Counted = counted,
                Target = tested.Target ?? Target(test, found),
            };
        }
        else if ((await measures.Of(file.Problem.Id, test, ct)).Cells[0] is { Before: { } known } cell)
        {
            var baseline = Math.Round((decimal)known, 1);
            filled = filled with
            {
                Unit = tested.Unit ?? (test.Measure == TestMeasure.Survey ? "percent" : test.IsInPoints ? "points" : "per period"),
                Baseline = baseline,
                Counted = counted with { People = test.Measure == TestMeasure.Survey ? cell.BeforeOf : null },
                Target = tested.Target ?? Target(test, baseline),
            };
        }
        return objectives.Count == 0 ? [filled] : [.. objectives.Select(one => one == row ? filled : one)];
    }

    /// <summary>The smallest change that the rule calls improved.</summary>
    private static decimal Target(ResponseTest test, decimal baseline)
    {
        var step = (test.MoreIsBetter == true ? 1 : -1) * test.Rule.ImprovedBy!.Value;
        return test.Measure == TestMeasure.Incidents ? Math.Floor(baseline * (100 + step) / 100)
            : test.IsInPoints ? Math.Clamp(baseline + step, 0, 100) : Math.Round(baseline * (100 + step) / 100, 1);
    }
}
