namespace ProblemTracker.Problems;

/// <summary>A pause of a problem.</summary>
public sealed record HoldAnswer
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
public sealed record ExtensionAnswer
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

/// <summary>SQL about holds and extensions that several slices share.</summary>
internal static class HoldSql
{
    public static Task<IReadOnlyList<Hold>> Holds(Db db, long problemId, CancellationToken ct) =>
        db.List<Hold>("SELECT Visit, FromOn, UntilOn, EndedOn, HeldAt FROM ProblemHold WHERE ProblemId = @problemId ORDER BY Id", new { problemId }, ct);

    public static Task<IReadOnlyList<Extension>> Extensions(Db db, long problemId, CancellationToken ct) =>
        db.List<Extension>("SELECT Visit, DueOn, GrantedAt FROM DeadlineExtension WHERE ProblemId = @problemId ORDER BY Id", new { problemId }, ct);

    public static Task<IReadOnlyList<HoldAnswer>> HoldAnswers(Db db, ProblemRecord problem, CancellationToken ct) => db.List<HoldAnswer>("""
        SELECT h.FromOn, h.UntilOn, h.EndedOn, h.Reason, COALESCE(w.Name, 'System') AS "By", h.HeldAt AS At, IIF(h.Visit = @Visit, 1, 0) AS InThisStage
        FROM ProblemHold h LEFT JOIN Person w ON w.Id = h.HeldBy WHERE h.ProblemId = @Id ORDER BY h.Id DESC
        """, new { problem.Id, problem.Visit }, ct);

    public static Task<IReadOnlyList<ExtensionAnswer>> ExtensionAnswers(Db db, ProblemRecord problem, CancellationToken ct) => db.List<ExtensionAnswer>("""
        SELECT e.DueOn, e.Reason, COALESCE(w.Name, 'System') AS "By", e.GrantedAt AS At, IIF(e.Visit = @Visit, 1, 0) AS InThisStage
        FROM DeadlineExtension e LEFT JOIN Person w ON w.Id = e.GrantedBy WHERE e.ProblemId = @Id ORDER BY e.Id DESC
        """, new { problem.Id, problem.Visit }, ct);

    /// <summary>Work goes on from today; nothing happens where the problem is not on hold.</summary>
    public static async Task End(Db db, long problemId, DateOnly today, CancellationToken ct)
    {
        var row = new { problemId, today };
        await db.Execute("UPDATE ProblemHold SET EndedOn = @today WHERE ProblemId = @problemId AND EndedOn IS NULL AND UntilOn > @today", row, ct);
        await db.Execute("UPDATE Problem SET HeldUntil = NULL WHERE Id = @problemId", row, ct);
    }
}
