namespace ProblemTracker.Domain;

/// <summary>The SARA cycle: which moves are possible, and which requirements are left. Each gate's rules are in <c>Gates/</c>.</summary>
public static class Sara
{
    /// <summary>The code of a move that is impossible from the problem's current stage. It can't be overridden.</summary>
    public const string NotAllowed = "stage.notAllowed";

    /// <summary>Every code that an override can name.</summary>
    public static IReadOnlySet<string> Codes { get; } =
        Requirements.All.Select(requirement => requirement.Code).ToHashSet(StringComparer.Ordinal);

    /// <summary>A problem's next gate; null once it is closed.</summary>
    /// <param name="started">Whether the response was started in the current visit. Matters only in Response.</param>
    public static Gate? NextGate(Stage stage, bool started) => stage switch
    {
        Stage.Scanning => Gate.Analysis,
        Stage.Analysis => Gate.Response,
        Stage.Response => started ? Gate.Assessment : Gate.Start,
        Stage.Assessment => Gate.Closed,
        Stage.Closed => null,
        _ => throw new ArgumentOutOfRangeException(nameof(stage), stage, null),
    };

    /// <summary>All shortfalls at a gate, in worksheet order. One code may appear several times, with different fields.</summary>
    public static IReadOnlyList<Shortfall> ShortfallsBefore(Gate gate, Dossier dossier) =>
    [
        .. gate switch
        {
            Gate.Analysis => BeforeAnalysis.Shortfalls(dossier),
            Gate.Response => BeforeResponse.Shortfalls(dossier),
            Gate.Start => BeforeStart.Shortfalls(dossier),
            Gate.Assessment => BeforeAssessment.Shortfalls(dossier),
            Gate.Closed => BeforeClosing.Shortfalls(dossier),
            _ => throw new ArgumentOutOfRangeException(nameof(gate), gate, null),
        },
    ];

    /// <summary>
    /// Everything that blocks a move. An impossible move gives exactly one <see cref="NotAllowed"/>; moves back, reopening and early
    /// closing pass no gate.
    /// </summary>
    public static IReadOnlyList<Shortfall> ShortfallsBefore(Move move, Dossier dossier)
    {
        if (Refusal(move, dossier.Stage) is { } refusal) return [refusal];
        // Leaving Response always means the gate to Assessment, which itself requires that the response was started.
        return move.IsForward && NextGate(move.From, started: true) is { } gate ? ShortfallsBefore(gate, dossier) : [];
    }

    /// <summary>The shortfalls left after an override. Codes must match exactly; unknown codes are ignored.</summary>
    public static IReadOnlyList<Shortfall> NotOverridden(IReadOnlyList<Shortfall> shortfalls, IReadOnlyCollection<string> overridden) =>
        [.. shortfalls.Where(s => s.Code == NotAllowed || !overridden.Contains(s.Code, StringComparer.Ordinal))];

    /// <summary>The stages a problem can go back to or, if it is closed, be reopened to.</summary>
    public static IReadOnlyList<Stage> MovesBack(Stage stage) =>
        [.. Enum.GetValues<Stage>().Where(to => new Move(stage, to) is { IsBack: true } or { IsReopening: true })];

    /// <summary>The reasons allowed for closing a problem in this stage.</summary>
    public static IReadOnlyList<ClosingReason> ClosingReasons(Stage stage) => stage switch
    {
        Stage.Scanning or Stage.Analysis =>
            [ClosingReason.NotAProblem, ClosingReason.ReferredElsewhere, ClosingReason.Duplicate,
                ClosingReason.FurtherEffortUnlikelyToHelp],
        Stage.Response => [ClosingReason.FurtherEffortUnlikelyToHelp],
        Stage.Assessment =>
            [ClosingReason.ObjectivesAchieved, ClosingReason.ReasonableEffortSomeBenefit, ClosingReason.FurtherEffortUnlikelyToHelp],
        _ => [],
    };

    private static Shortfall? Refusal(Move move, Stage stage)
    {
        if (move.From != stage || !IsPossible(move))
            return new(NotAllowed, PossibleMoves(stage), "to");
        if (move.To != Stage.Closed)
            return move.Reason is null ? null
                : new(NotAllowed, $"Give a closing reason only when you close a problem. {PossibleMoves(stage)}", "closingReason");
        return move.Reason is { } reason && ClosingReasons(stage).Contains(reason) ? null
            : new(NotAllowed, PossibleReasons(stage), "closingReason");
    }

    private static bool IsPossible(Move move) =>
        Enum.IsDefined(move.To) && (move.IsForward || move.IsBack || move.IsReopening || move.IsEarlyClosing);

    private static string PossibleMoves(Stage stage)
    {
        if (stage == Stage.Closed) return "This problem is closed. It can be reopened to Scanning or Analysis.";
        List<string> ways = [];
        if (stage != Stage.Assessment) ways.Add($"move to {stage + 1}");
        if (MovesBack(stage) is { Count: > 0 } back) ways.Add($"go back to {string.Join(" or ", back)}");
        return $"This problem is in {stage}. It can {string.Join(", ", ways)}, or be closed.";
    }

    private static string PossibleReasons(Stage stage) =>
        $"Choose a closing reason that is allowed in {stage}: {string.Join("; ", ClosingReasons(stage).Select(r => Wording.Of(r)))}.";
}
