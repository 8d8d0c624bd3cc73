namespace ProblemTracker.Domain;

/// <summary>Leaving Response: it was started, and nothing is left half done.</summary>
internal static class BeforeAssessment
{
    public static IEnumerable<Shortfall> Shortfalls(Dossier dossier)
    {
        if (dossier.Plan is null)
            yield return Requirements.Started.Missing();

        if (dossier.Actions.All(action => action.Interim))
            yield return Requirements.ActionsFinished.Missing();
        foreach (var action in dossier.Actions)
        {
            if (action.Status == ActionStatus.Planned)
                yield return Requirements.ActionsFinished.Missing(
                    $"Report {action.Title()} as done, or drop it and say why.", action.Field("status"));
            else if (action.Status == ActionStatus.Dropped && action.DroppedBecause.IsBlank())
                yield return Requirements.ActionsFinished.Missing($"Say why {action.Title()} was dropped.", action.Field("droppedBecause"));
        }
    }
}
