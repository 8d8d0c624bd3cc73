using System.Globalization;

namespace ProblemTracker.Domain;

/// <summary>Closing after an assessment: what was done, what became of every objective, and what others can learn from it.</summary>
internal static class BeforeClosing
{
    public static IEnumerable<Shortfall> Shortfalls(Dossier dossier)
    {
        var sheet = dossier.Assessment;
        return
        [
            .. Process(dossier),
            .. Outcomes(dossier),
            .. Displacement(sheet.Displacement),
            .. Informed(sheet.Informed),
            .. Conclusion(sheet),
            .. Scores(sheet.Scores),
        ];
    }

    private static IEnumerable<Shortfall> Process(Dossier dossier)
    {
        if (dossier.Actions.All(action => action.Interim))
            yield return Requirements.Process.Missing(field: "actions");

        var judged = dossier.Assessment.Process.Where(row => row.CarriedOut is not null).Select(row => row.ActionId).ToHashSet();
        // A dropped action says by itself that it was not carried out.
        var open = dossier.Actions.Where(action => action.IsPlanned && !judged.Contains(action.Id)).ToList();
        if (open.Count > 0)
            yield return Requirements.Process.Missing(
                $"Say how far it was carried out (fully, partly or not): {string.Join(", ", open.Select(action => action.Title()))}.");
    }

    private static IEnumerable<Shortfall> Outcomes(Dossier dossier)
    {
        var objectives = dossier.Response.Objectives;
        if (objectives.Count == 0)
            yield return Requirements.Outcomes.Missing(field: Requirements.Objectives.Field);

        var rows = dossier.Assessment.Outcomes.ToList();
        // An objective without a row points to the rows that would have to be added.
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
        if (outcome.After is null) yield return ("give the number after the response.", "after");
        if (!outcome.Period.IsComplete)
        {
            yield return ("give the first and last day of the time that this number covers.", "period");
            yield break;
        }

        if (outcome.Period.To >= dossier.Today)
            yield return ("wait until the time that this number covers is over.", "period");
        if (outcome.Period.From <= LastDone(dossier))
            yield return (string.Create(CultureInfo.InvariantCulture,
                $"the time that this number covers has to begin after the last action, which was done on {LastDone(dossier):yyyy-MM-dd}."),
                "period");
        if (!outcome.Period.Matches(objective.BaselinePeriod) && outcome.WhyNotComparable.IsBlank())
            yield return ("the time covered is not as long as before, or not in the same season. Choose another, or say why it can still "
                + "be compared.", "whyNotComparable");
    }

    private static DateOnly? LastDone(Dossier dossier) =>
        dossier.Actions.Where(action => !action.Interim && action.Status == ActionStatus.Done).Max(action => action.DoneOn);

    private static IEnumerable<Shortfall> Displacement(Displacement displacement)
    {
        if (displacement.LookedFor is null)
            yield return Requirements.Displacement.Missing();
        else if (displacement.LookedFor.Value && displacement.Finding.IsBlank())
            yield return Requirements.Displacement.Missing("Write what you found when you looked for the problem moving elsewhere.");
        else if (!displacement.LookedFor.Value && displacement.WhyNot.IsBlank())
            yield return Requirements.Displacement.Missing("Write why you did not look for the problem moving elsewhere.");
    }

    private static IEnumerable<Shortfall> Informed(Informed informed)
    {
        if (informed.On is null || informed.How.IsBlank())
            yield return Requirements.Informed.Missing();
    }

    private static IEnumerable<Shortfall> Conclusion(AssessmentSheet sheet)
    {
        if (sheet.Verdict is null)
            yield return Requirements.Judged.Missing();
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
                    $"Score how well the {stage} was done, from {SelfScores.Lowest} to {SelfScores.Highest}. A low score costs nothing; "
                        + "others learn from it.",
                    $"{field}.points");
            else if (score.Because.IsBlank())
                yield return Requirements.Scores.Missing($"Say in a sentence why the {stage} deserves its score.", $"{field}.because");
        }
    }
}
