using System.Globalization;

namespace ProblemTracker.Domain;

/// <summary>Closing after an assessment: what was carried out, the outcome of every objective, and lessons for others.</summary>
internal static class BeforeClosing
{
    public static IEnumerable<Shortfall> Shortfalls(Dossier dossier)
    {
        var sheet = dossier.Assessment;
        return
        [
            .. Process(dossier),
            .. Outcomes(dossier),
            .. Displacement(sheet.Displacement, dossier.Computed),
            .. Informed(sheet.Informed),
            .. Conclusion(sheet, dossier.Computed),
            .. Scores(sheet.Scores),
        ];
    }

    private static IEnumerable<Shortfall> Process(Dossier dossier)
    {
        if (dossier.Actions.All(action => action.UrgentSafetyMeasure))
            yield return Requirements.Process.Missing(field: "actions");

        var found = dossier.Assessment.Process.Where(row => row.CarriedOut is not null).Select(row => row.ActionId).ToHashSet();
        // Dropping an action already says that it was not carried out.
        var open = dossier.Actions.Where(action => action.IsPlanned && !found.Contains(action.Id)).ToList();
        if (open.Count > 0)
            yield return Requirements.Process.Missing(
                "Record whether each of these actions was carried out fully, partly or not at all: "
                    + $"{string.Join(", ", open.Select(action => action.Title()))}.");
    }

    private static IEnumerable<Shortfall> Outcomes(Dossier dossier)
    {
        var objectives = dossier.Response.Objectives;
        if (objectives.Count == 0)
            yield return Requirements.Outcomes.Missing(field: Requirements.Objectives.Field);

        var rows = dossier.Assessment.Outcomes.ToList();
        // The shortfall of an objective without a row points to the row to add.
        var nextRow = rows.Count;
        for (var i = 0; i < objectives.Count; i++)
        {
            var at = objectives[i].Key.IsBlank() ? -1 : rows.FindIndex(row => row.ObjectiveKey == objectives[i].Key);
            var outcome = at < 0 ? new() : rows[at];
            if (at < 0) at = nextRow++;
            foreach (var (message, part) in MissingFrom(outcome, objectives[i], dossier))
                yield return Requirements.Outcomes.Missing($"Objective {i + 1}: {message}", $"{Requirements.Outcomes.Field}[{at}].{part}");
        }
    }

    private static IEnumerable<(string Message, string Part)> MissingFrom(Outcome outcome, Objective objective, Dossier dossier)
    {
        var isTyped = outcome is { After: not null, Counted: null };
        if (IsTested(objective, dossier))
        {
            // The frozen test gives this outcome, unless somebody says why another number is better.
            if (dossier.Computed is { IsFinal: true }) yield break;
            if (!isTyped || outcome.TypedReason.IsBlank())
            {
                var end = dossier.Plan!.Sheet.Evaluation.After.To;
                yield return (string.Create(CultureInfo.InvariantCulture,
                    $"the program gives this outcome when the period after is over, on {end:MMMM d, yyyy}. Until then, enter a value only "
                    + $"with a reason."), "typedReason");
                yield break;
            }
        }
        if (isTyped && objective.Counted is not null && outcome.TypedReason.IsBlank())
            yield return ("the baseline was counted by the program. Count this value too, or give the reason why it was typed.",
                "typedReason");
        if (outcome.After is null) yield return ("enter the value after the response.", "after");
        if (!outcome.Period.IsComplete)
        {
            yield return ("enter the first and last day of the period that this value covers.", "period");
            yield break;
        }

        if (outcome.Period.To >= dossier.Today)
            yield return ("wait until the period that this value covers is over.", "period");
        if (outcome.Period.From <= LastDone(dossier))
            yield return (string.Create(CultureInfo.InvariantCulture,
                $"the period that this value covers must begin after the last action, which was done on {LastDone(dossier):MMMM d, yyyy}."),
                "period");
        if (!outcome.Period.Matches(objective.BaselinePeriod) && outcome.ComparableReason.IsBlank())
            yield return ("the period differs from the baseline period in length or season. Choose another one, or explain why the values "
                + "can be compared.", "comparableReason");
    }

    private static bool IsTested(Objective objective, Dossier dossier) => dossier.Plan?.Sheet.Evaluation.Test is { } test
        && objective.Key == test.Among(dossier.Plan.Sheet.Objectives)?.Key;

    private static DateOnly? LastDone(Dossier dossier) =>
        dossier.Actions.Where(action => !action.UrgentSafetyMeasure && action.Status == ActionStatus.Done).Max(action => action.DoneOn);

    private static IEnumerable<Shortfall> Displacement(Displacement displacement, ComputedTest? computed)
    {
        if (computed is { IsFinal: true, HasDisplacement: true }) yield break;
        if (displacement.Checked is null)
            yield return Requirements.Displacement.Missing();
        else if (displacement.Checked.Value && displacement.Finding.IsBlank())
            yield return Requirements.Displacement.Missing("Describe what you found when you looked for displacement.");
        else if (!displacement.Checked.Value && displacement.NotCheckedReason.IsBlank())
            yield return Requirements.Displacement.Missing("Explain why you did not look for displacement.");
    }

    private static IEnumerable<Shortfall> Informed(Informed informed)
    {
        if (informed.On is null || informed.How.IsBlank())
            yield return Requirements.Informed.Missing();
    }

    private static IEnumerable<Shortfall> Conclusion(AssessmentSheet sheet, ComputedTest? computed)
    {
        if (sheet.Verdict is null)
            yield return Requirements.Verdict.Missing();
        else if (computed is { IsFinal: true, Verdict: { } byRule } && byRule != sheet.Verdict && sheet.VerdictReason.IsBlank())
            yield return Requirements.Verdict.Missing(
                $"The rule set beforehand says: {Wording.Of(byRule).ToLowerInvariant()}. Give the reason why your verdict differs.",
                "assessment.verdictReason");
        if (sheet.Lessons.IsBlank())
            yield return Requirements.Lessons.Missing();
    }

    private static IEnumerable<Shortfall> Scores(SelfScores scores)
    {
        foreach (var (stage, score) in new[]
        {
            (Stage.Scanning, scores.Scanning), (Stage.Analysis, scores.Analysis), (Stage.Response, scores.Response),
            (Stage.Assessment, scores.Assessment),
        })
        {
            var field = $"{Requirements.Scores.Field}.{stage.ToString().ToLowerInvariant()}";
            if (score.Points is not (>= SelfScores.Lowest and <= SelfScores.Highest))
                yield return Requirements.Scores.Missing(
                    $"Score the {stage} work from {SelfScores.Lowest} to {SelfScores.Highest}. A low score has no consequences; "
                        + "it helps others learn.", $"{field}.points");
            else if (score.Reason.IsBlank())
                yield return Requirements.Scores.Missing($"Give the reason for the {stage} score in a sentence.", $"{field}.reason");
        }
    }
}
