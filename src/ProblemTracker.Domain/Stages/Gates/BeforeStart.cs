namespace ProblemTracker.Domain;

/// <summary>
/// Starting the response: what is to be achieved, who does what by when, and how it will be judged. It is frozen afterwards.
/// </summary>
internal static class BeforeStart
{
    public static IEnumerable<Shortfall> Shortfalls(Dossier dossier) =>
    [
        .. Objectives(dossier.Response.Objectives),
        .. Options(dossier.Response.Options),
        .. Owners(Planned(dossier)),
        .. Techniques(Planned(dossier)),
        .. Combined(dossier),
        .. Evaluation(dossier.Response.Evaluation),
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
        if (objective.Measure.IsBlank()) yield return ("say what is measured.", "measure");
        if (objective.Kind is null) yield return ("choose what kind of measure it is.", "kind");
        if (objective.Unit.IsBlank()) yield return ("give the unit, for instance calls a month.", "unit");
        if (objective.Direction is null) yield return ("say whether it should go up or down.", "direction");
        if (objective.Baseline is null) yield return ("give the number before the response.", "baseline");
        if (!objective.BaselinePeriod.IsComplete)
            yield return ("give the first and last day of the time that this number covers.", "baselinePeriod");
        if (objective.Target is null) yield return ("give the number to reach.", "target");
        if (objective.TargetDate is null) yield return ("give the day by which to reach it.", "targetDate");
    }

    private static IEnumerable<Shortfall> Options(IReadOnlyList<ResponseOption> options)
    {
        var weighed = options.Where(option => !option.Description.IsBlank() && !option.Weighed.IsBlank()).ToList();
        if (weighed.Count < 2)
            yield return Requirements.Options.Missing();
        else if (weighed.All(option => option.Enforcement))
            yield return Requirements.Options.Missing(
                "Add something that could be done other than enforcement, with what speaks for and against it.");
    }

    private static IEnumerable<Shortfall> Owners(List<ResponseAction> planned)
    {
        if (planned.Count == 0) yield return Requirements.Owners.Missing();
        foreach (var action in planned)
        {
            if (!action.HasOwner) yield return Requirements.Owners.Missing($"Say who does {action.Title()}.", action.Field("owner"));
            if (action.DueOn is null)
                yield return Requirements.Owners.Missing($"Say by which day {action.Title()} is to be done.", action.Field("dueOn"));
        }
    }

    private static IEnumerable<Shortfall> Techniques(List<ResponseAction> planned)
    {
        if (planned.Count == 0) yield return Requirements.Techniques.Missing();
        foreach (var action in planned.Where(action => action.Technique is null))
            yield return Requirements.Techniques.Missing(
                $"Choose which of the 25 prevention techniques {action.Title()} uses.", action.Field("technique"));
    }

    private static IEnumerable<Shortfall> Combined(Dossier dossier)
    {
        if (dossier.Response.WhyNoOutsideAction.IsBlank() && !Planned(dossier).Any(action => action.OwnerAttachmentId is not null))
            yield return Requirements.Combined.Missing();
    }

    private static IEnumerable<Shortfall> Evaluation(EvaluationPlan plan) =>
        MissingFrom(plan).Select(missing =>
            Requirements.Evaluation.Missing(missing.Message, $"{Requirements.Evaluation.Field}.{missing.Part}"));

    private static IEnumerable<(string Message, string Part)> MissingFrom(EvaluationPlan plan)
    {
        if (plan.Design is null) yield return (Requirements.Evaluation.Sentence, "design");
        if (plan.ResponseArea.IsBlank()) yield return ("Say in which area the response happens.", "responseArea");
        if (plan.Design is EvaluationDesign.BeforeAfterWithControl or EvaluationDesign.TimeSeriesWithControl && plan.ControlArea.IsBlank())
            yield return ("Name the control area: a similar place without the response, to compare with.", "controlArea");
        if ((plan.ControlArea.IsBlank() || plan.BufferArea.IsBlank()) && plan.WhyNoComparison.IsBlank())
            yield return ("Name a control area (a similar place without the response) and a buffer area (the blocks around the response), "
                + "or say why you have none.", "whyNoComparison");
        if (plan.Measure.IsBlank()) yield return ("Say what you will count or ask to judge it.", "measure");
        if (!plan.Before.IsComplete) yield return ("Give the first and last day of the time before, to compare from.", "before");
        if (!plan.After.IsComplete) yield return ("Give the first and last day of the time after, to compare with.", "after");
        if (plan.Before.IsComplete && plan.After.IsComplete && plan.After.To <= plan.Before.To)
            yield return ("The time after has to end later than the time before.", "after");
        if (plan.DecisionRule.IsBlank())
            yield return ("Write down now which result you will call improved, no change or worse.", "decisionRule");
    }
}
