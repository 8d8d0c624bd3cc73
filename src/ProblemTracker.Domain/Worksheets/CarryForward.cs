namespace ProblemTracker.Domain;

/// <summary>
/// An objective can take its measure and baseline from the Analysis worksheet. Then they are one fact: the objective follows the baseline
/// until the plan is frozen.
/// </summary>
public static class CarryForward
{
    /// <summary>The plan with the baselines as the analysis has them. An objective whose baseline was removed keeps its values.</summary>
    public static ResponseSheet With(this ResponseSheet sheet, AnalysisSheet analysis) => sheet with
    {
        Evaluation = sheet.Evaluation.WithTestTexts(),
        Objectives = [.. sheet.Objectives.Select(objective => objective.BaselineKey is null ? objective
            : analysis.Baselines.FirstOrDefault(row => row.Key == objective.BaselineKey) is { } baseline ? objective with
            {
                Measure = baseline.Name ?? objective.Measure,
                Unit = baseline.Unit ?? objective.Unit,
                Baseline = baseline.Value,
                BaselinePeriod = baseline.Period,
                Counted = baseline.Counted,
            }
            : objective with { BaselineKey = null })],
    };
}
