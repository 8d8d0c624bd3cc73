namespace ProblemTracker.Problems;

/// <summary>A pause of a problem.</summary>
public sealed record HoldDetails
{
    public DateOnly FromOn { get; init; }
    /// <summary>The first day on which work goes on, as planned.</summary>
    public DateOnly UntilOn { get; init; }
    /// <summary>Where it ended earlier.</summary>
    public DateOnly? EndedOn { get; init; }
    public string Reason { get; init; } = "";
    public string By { get; init; } = "";
    public DateTimeOffset At { get; init; }
    /// <summary>Of the stage that the problem is in now; only these days are added to its due date.</summary>
    public bool InThisStage { get; init; }
}

/// <summary>A later due date that was granted.</summary>
public sealed record ExtensionDetails
{
    public DateOnly DueOn { get; init; }
    public string Reason { get; init; } = "";
    public string By { get; init; } = "";
    public DateTimeOffset At { get; init; }
    /// <summary>Of the stage that the problem is in now; the others count no more.</summary>
    public bool InThisStage { get; init; }
}

/// <summary>The due date and the hold after one of them changed.</summary>
public sealed record DeadlineSet(long ProblemId, DateOnly? DueOn, DateOnly? HeldUntil, int Version) : IVersioned;

/// <summary>What was granted to the problem <c>@ProblemId</c>, the latest first.</summary>
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
