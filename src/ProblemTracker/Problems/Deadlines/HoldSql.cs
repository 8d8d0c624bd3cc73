namespace ProblemTracker.Problems;

/// <summary>A hold on a problem.</summary>
public sealed record HoldDetails
{
    public DateOnly FromOn { get; init; }
    /// <summary>The day on which work was planned to resume.</summary>
    public DateOnly UntilOn { get; init; }
    /// <summary>The day on which the hold was ended early; null if it was not.</summary>
    public DateOnly? EndedOn { get; init; }
    public string Reason { get; init; } = "";
    public string By { get; init; } = "";
    public DateTimeOffset At { get; init; }
    /// <summary>Whether it belongs to the current stage; only these days are added to the due date.</summary>
    public bool InThisStage { get; init; }
}

/// <summary>A later due date that was granted.</summary>
public sealed record ExtensionDetails
{
    public DateOnly DueOn { get; init; }
    public string Reason { get; init; } = "";
    public string By { get; init; } = "";
    public DateTimeOffset At { get; init; }
    /// <summary>Whether it belongs to the current stage; the others no longer apply.</summary>
    public bool InThisStage { get; init; }
}

/// <summary>The due date and the hold after one of them changed.</summary>
public sealed record DeadlineSet(long ProblemId, DateOnly? DueOn, DateOnly? OnHoldUntil, int Version) : IVersioned;

/// <summary>Holds and extensions of the problem <c>@ProblemId</c>, newest first.</summary>
internal static class HoldSql
{
    public const string Holds = """
        SELECT h.FromOn, h.UntilOn, h.EndedOn, h.Reason, COALESCE(w.Name, 'System') AS "By", h.HeldAt AS At,
            IIF(h.Visit = p.Visit, 1, 0) AS InThisStage
        FROM ProblemHold h JOIN Problem p ON p.Id = h.ProblemId LEFT JOIN Person w ON w.Id = h.HeldBy
        WHERE h.ProblemId = @ProblemId ORDER BY h.Id DESC
        """;

    public const string Extensions = """
        SELECT e.DueOn, e.Reason, COALESCE(w.Name, 'System') AS "By", e.GrantedAt AS At, IIF(e.Visit = p.Visit, 1, 0) AS InThisStage
        FROM DeadlineExtension e JOIN Problem p ON p.Id = e.ProblemId LEFT JOIN Person w ON w.Id = e.GrantedBy
        WHERE e.ProblemId = @ProblemId ORDER BY e.Id DESC
        """;
}
