using System.Globalization;

namespace ProblemTracker.Domain;

/// <summary>Starting the response: objectives, actions with owners and due dates, and the evaluation plan. All are frozen then.</summary>
internal static class BeforeStart
{
    public static IEnumerable<Shortfall> Shortfalls(Dossier dossier) =>
    [
        .. Objectives(dossier.Response.Objectives),
        .. Alternatives(dossier.Response.Alternatives),
        .. Owners(Planned(dossier)),
        .. Techniques(Planned(dossier)),
        .. Combined(dossier),
        .. Evaluation(dossier.Response.Evaluation),
        .. Test(dossier),
    ];

    private static List<ResponseAction> Planned(Dossier dossier) => [.. dossier.Actions.Where(action => action.IsPlanned)];

    private static IEnumerable<Shortfall> Objectives(IReadOnlyList<Objective> objectives)
    {
        if (objectives.Count == 0) yield return Requirements.Objectives.Missing();
        for (var i = 0; i < objectives.Count; i++)
            foreach (var (message, part) in MissingFrom(objectives[i]))
                yield return Requirements.Objectives.Missing(
                    $"Objective {i + 1}: {message}", $"{Requirements.Objectives.Field}[{i}].{part}");
    }

    private static IEnumerable<(string Message, string Part)> MissingFrom(Objective objective)
    {
        if (objective.Measure.IsBlank()) yield return ("enter what is measured.", "measure");
        if (objective.Kind is null) yield return ("choose the kind of measure.", "kind");
        if (objective.Unit.IsBlank()) yield return ("enter the unit, such as calls per month.", "unit");
        if (objective.Direction is null) yield return ("choose whether it should decrease or increase.", "direction");
        if (objective.Baseline is null) yield return ("enter the baseline value.", "baseline");
        if (!objective.BaselinePeriod.IsComplete)
            yield return ("enter the first and last day of the baseline period.", "baselinePeriod");
        if (objective.Target is null) yield return ("enter the target value.", "target");
        if (objective.TargetDate is null) yield return ("enter the target date.", "targetDate");
    }

    private static IEnumerable<Shortfall> Alternatives(IReadOnlyList<Alternative> alternatives)
    {
        var described = alternatives.Where(row => !row.Description.IsBlank() && !row.ProsAndCons.IsBlank()).ToList();
        if (described.Count < 2)
            yield return Requirements.Alternatives.Missing();
        else if (described.All(row => row.Enforcement))
            yield return Requirements.Alternatives.Missing(
                "Add an alternative other than enforcement, with its pros and cons.");
    }

    private static IEnumerable<Shortfall> Owners(List<ResponseAction> planned)
    {
        if (planned.Count == 0) yield return Requirements.Owners.Missing();
        foreach (var action in planned)
        {
            if (!action.HasOwner) yield return Requirements.Owners.Missing($"Assign an owner to {action.Title()}.", action.Field("owner"));
            if (action.DueOn is null)
                yield return Requirements.Owners.Missing($"Set a due date for {action.Title()}.", action.Field("dueOn"));
        }
    }

    private static IEnumerable<Shortfall> Techniques(List<ResponseAction> planned)
    {
        if (planned.Count == 0) yield return Requirements.Techniques.Missing();
        foreach (var action in planned.Where(action => action.Technique is null))
            yield return Requirements.Techniques.Missing(
                $"Choose one of the 25 prevention techniques for {action.Title()}.", action.Field("technique"));
    }

    private static IEnumerable<Shortfall> Combined(Dossier dossier)
    {
        if (dossier.Response.NoOutsideActionReason.IsBlank() && !Planned(dossier).Any(action => action.OwnerAttachmentId is not null))
            yield return Requirements.Combined.Missing();
    }

    private static IEnumerable<Shortfall> Evaluation(EvaluationPlan plan) =>
        MissingFrom(plan).Select(missing =>
            Requirements.Evaluation.Missing(missing.Message, $"{Requirements.Evaluation.Field}.{missing.Part}"));

    /// <summary>What happened before the response can't show what it did.</summary>
    private static IEnumerable<Shortfall> Test(Dossier dossier)
    {
        if (dossier.Plan is null && dossier.Response.Evaluation.Test is { After.From: { } from } && from < dossier.Today)
            yield return Requirements.Evaluation.Missing(string.Create(CultureInfo.InvariantCulture, $"The period after of the test begins "
                + $"on {from:MMMM d, yyyy}, before the response. Choose a later one."), $"{Requirements.Evaluation.Field}.after");
    }

    private static IEnumerable<(string Message, string Part)> MissingFrom(EvaluationPlan plan)
    {
        // Answers, scores and numbers are of one place.
        var hasAreas = plan.Test is not { Measure: not TestMeasure.Incidents };
        if (plan.Design is null) yield return (Requirements.Evaluation.Sentence, "design");
        if (hasAreas && plan.ResponseArea.IsBlank()) yield return ("Enter the response area: where the response happens.", "responseArea");
        if (hasAreas && plan.ControlArea.IsBlank()
            && plan.Design is EvaluationDesign.BeforeAfterWithControl or EvaluationDesign.TimeSeriesWithControl)
            yield return ("Enter a control area: a similar place without the response, for comparison.", "controlArea");
        if (hasAreas && (plan.ControlArea.IsBlank() || plan.BufferArea.IsBlank()) && plan.NoComparisonReason.IsBlank())
            yield return ("Enter a control area (a similar place without the response) and a buffer area (the blocks around the response "
                + "area), or explain why you have none.", "noComparisonReason");
        if (plan.Measure.IsBlank()) yield return ("Enter the measure: what you will count or ask.", "measure");
        if (!plan.Before.IsComplete) yield return ("Enter the first and last day of the before period.", "before");
        if (!plan.After.IsComplete) yield return ("Enter the first and last day of the after period.", "after");
        if (plan.Before.IsComplete && plan.After.IsComplete && plan.After.To <= plan.Before.To)
            yield return ("The after period must end later than the before period.", "after");
        if (plan.DecisionRule.IsBlank())
            yield return ("Write the decision rule: which results you will call improved, no change or worse.", "decisionRule");
    }
}
