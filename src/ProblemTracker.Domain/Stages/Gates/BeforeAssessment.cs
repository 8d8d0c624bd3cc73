namespace ProblemTracker.Domain;

/// <summary>Leaving Response: the response was started, and every action is done or dropped.</summary>
internal static class BeforeAssessment
{
    public static IEnumerable<Shortfall> Shortfalls(Dossier dossier)
    {
        if (dossier.Plan is null)
            yield return Requirements.Started.Missing();

        if (dossier.Actions.All(action => action.UrgentSafetyMeasure))
            yield return Requirements.ActionsFinished.Missing();
        foreach (var action in dossier.Actions)
        {
            if (action.Status == ActionStatus.Planned)
                yield return Requirements.ActionsFinished.Missing(
                    $"Mark {action.Title()} as done, or drop it and give the reason.", action.Field("status"));
            else if (action.Status == ActionStatus.Dropped && action.DroppedReason.IsBlank())
                yield return Requirements.ActionsFinished.Missing(
                    $"Give the reason why {action.Title()} was dropped.", action.Field("droppedReason"));
        }
    }
}
