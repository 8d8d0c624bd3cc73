namespace ProblemTracker.Domain;

/// <summary>What may honestly be said about a verdict and about a plan.</summary>
public static class Verdicts
{
    /// <summary>
    /// Whether the test was written down before anything was done: a plan is frozen, and no action of it was done before the first start.
    /// Urgent safety measures don't count.
    /// </summary>
    public static bool HasPresetTest(Dossier d) =>
        d.Plan is not null && d.FirstStartedOn is { } start && !d.Actions.Any(action => !action.Interim && action.DoneOn < start);

    /// <summary>The verdict in words. One that says "improved" also says so when there was no pre-set test.</summary>
    public static string Describe(Verdict verdict, bool presetTest) =>
        verdict is Verdict.Improved or Verdict.PartlyImproved && !presetTest
            ? $"{Wording.Of(verdict)} (no pre-set test)" : Wording.Of(verdict);

    /// <summary>Whether a plan has actions, and all of them are enforcement: worth a warning.</summary>
    public static bool IsEnforcementOnly(IReadOnlyList<ResponseAction> actions)
    {
        var planned = actions.Where(action => action.IsPlanned).ToList();
        return planned.Count > 0 && planned.All(action => action.Enforcement);
    }
}
