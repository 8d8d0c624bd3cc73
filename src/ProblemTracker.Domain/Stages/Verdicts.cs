namespace ProblemTracker.Domain;

/// <summary>What the record supports saying about a verdict or a plan.</summary>
public static class Verdicts
{
    /// <summary>
    /// Whether the evaluation was planned before any work: a plan is frozen, and no action was done before the first start. Urgent safety
    /// measures don't count.
    /// </summary>
    public static bool HasPresetTest(Dossier d) =>
        d.Plan is not null && d.FirstStartedOn is { } start
        && !d.Actions.Any(action => !action.UrgentSafetyMeasure && action.DoneOn < start);

    /// <summary>The verdict in words. One that says "improved" adds a note if there was no pre-set test.</summary>
    public static string Describe(Verdict verdict, bool presetTest) =>
        verdict is Verdict.Improved or Verdict.PartlyImproved && !presetTest
            ? $"{Wording.Of(verdict)} (no pre-set test)" : Wording.Of(verdict);

    /// <summary>Whether a plan has actions and all of them are enforcement, which calls for a warning.</summary>
    public static bool IsEnforcementOnly(IReadOnlyList<ResponseAction> actions)
    {
        var planned = actions.Where(action => action.IsPlanned).ToList();
        return planned.Count > 0 && planned.All(action => action.Enforcement);
    }
}
