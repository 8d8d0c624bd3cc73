namespace ProblemTracker.Domain;

/// <summary>Leaving Response: it was started, and nothing is left half done.</summary>
internal static class BeforeAssessment
{
    public static IEnumerable<Shortfall> Shortfalls(Dossier dossier)
    {
        if (dossier.Plan is null)
            yield return new("response.started", "Ask a supervisor who does not lead this problem to start the response.", "response");

        const string code = "response.open";
        if (dossier.Actions.All(action => action.Interim))
            yield return new(code, "Plan and carry out at least one action that is more than an urgent safety measure.", "actions");
        foreach (var action in dossier.Actions)
        {
            if (action.Status == ActionStatus.Planned)
                yield return new(code, $"Report {action.Title()} as done, or drop it and say why.", action.Field("status"));
            else if (action.Status == ActionStatus.Dropped && action.DroppedBecause.IsBlank())
                yield return new(code, $"Say why {action.Title()} was dropped.", action.Field("droppedBecause"));
        }
    }
}
