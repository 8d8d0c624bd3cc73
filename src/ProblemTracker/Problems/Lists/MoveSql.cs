namespace ProblemTracker.Problems;

/// <summary>Conditions on <c>m</c>, a row of StageMove: the SQL counterpart of <see cref="Move.Kind"/>.</summary>
internal static class MoveSql
{
    public const string IsClosing = "m.ToStage = 'Closed'";
    public const string IsReopening = "m.FromStage = 'Closed'";
    public const string IsForward =
        "((m.FromStage = 'Scanning' AND m.ToStage = 'Analysis') OR (m.FromStage = 'Analysis' AND m.ToStage = 'Response') "
            + "OR (m.FromStage = 'Response' AND m.ToStage = 'Assessment'))";
    public const string IsBack =
        "((m.FromStage IN ('Analysis', 'Response', 'Assessment') AND m.ToStage = 'Scanning') "
            + "OR (m.FromStage IN ('Response', 'Assessment') AND m.ToStage = 'Analysis') "
            + "OR (m.FromStage = 'Assessment' AND m.ToStage = 'Response'))";

    public static string Of(MoveKind kind) => kind switch
    {
        MoveKind.Forward => IsForward,
        MoveKind.Back => IsBack,
        MoveKind.Closing => IsClosing,
        MoveKind.Reopening => IsReopening,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };
}
