namespace ProblemTracker.Problems;

/// <summary>Gives planned actions of one problem to another owner when work is handed over.</summary>
internal static class GivenActions
{
    /// <summary>Queues the changes in the file, and the amendments of a frozen plan. Doesn't count as work on the problem.</summary>
    /// <param name="which">Which of the problem's actions; others than planned ones are left out.</param>
    /// <returns>How many actions have a new owner.</returns>
    public static async Task<int> To(
        Db db, CaseFile file, Func<ResponseAction, bool> which, PersonRef owner, string reason, CancellationToken ct)
    {
        bool IsGiven(ResponseAction action) => action.Status == ActionStatus.Planned && which(action);
        if (!file.Dossier.Actions.Any(IsGiven)) return 0;
        var given = (await ActionSql.Of(db, file.Problem.Id, ct)).Where(action => IsGiven(action.AsFact())).ToList();
        foreach (var before in given)
        {
            file.Write("UPDATE ProblemAction SET OwnerId = @ToPersonId, Version = Version + 1 WHERE Id = @Id",
                new { ToPersonId = owner.Id, before.Id });
            file.PassActionReminders(before.Id, owner.Id);
            var after = before with { OwnerId = owner.Id, Owner = owner.Name, Version = before.Version + 1 };
            if (file.Dossier.Plan is not null && !before.UrgentSafetyMeasure) file.Amend(reason, before.Id, before, after);
        }
        return given.Count;
    }

    /// <summary>What went from one person to another, as a line of the timeline.</summary>
    public static string Summary(string from, string to, bool leads, int actions, string because)
    {
        var what = actions == 0 ? "" : actions == 1 ? "1 action" : $"{actions} actions";
        return leads
            ? $"Lead: {from} → {to}{(what.Length == 0 ? "" : $", with {what}")}{because}"
            : $"Handed over {what}: {from} → {to}{because}";
    }
}
