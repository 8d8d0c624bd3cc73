namespace ProblemTracker.Evidence;

/// <summary>What the decisions about signals share.</summary>
internal static class SignalDecisions
{
    private sealed record Row
    {
        public bool IsDecided { get; init; }
        public int Version { get; init; }
    }

    /// <summary>Locks a signal's row to decide about it.</summary>
    /// <exception cref="NotFound">It does not exist, or the actor can't view it.</exception>
    /// <exception cref="Stale">Someone else decided first.</exception>
    public static async Task Take(Db db, Actor actor, long signalId, int version, CancellationToken ct)
    {
        await db.Execute("UPDATE Signal SET Version = Version WHERE Id = @signalId", new { signalId }, ct);
        var row = await db.Find<Row>($"""
            SELECT IIF({SignalSql.IsDecided}, 1, 0) AS IsDecided, s.Version FROM Signal s
            WHERE s.Id = @signalId AND {SignalSql.VisibleTo(actor)}
            """, new { signalId, ActorId = actor.PersonId }, ct) ?? throw new NotFound();
        if (row.Version != version) throw new Stale(row.Version);
        if (row.IsDecided) throw new RuleBroken("signal.decided", "Someone already decided about this signal.", "signalId");
    }

    /// <summary>Writes a decision, for the weaker signals about the same incidents too.</summary>
    public static IReadOnlyList<PendingWrite> Decide(Actor actor, long signalId, SignalDecision decision, string? reason, DateOnly? until,
        long? problemId, DateTimeOffset now) =>
    [
        new($"""
            UPDATE Signal SET Decision = @Decision, Reason = @reason, UntilDay = @until, ProblemId = @problemId, DecidedAt = @now,
                DecidedBy = @PersonId, DecidedAtCount = Observed, ReturnedOn = NULL, Version = Version + 1
            WHERE Id IN (SELECT s.Id FROM Signal s WHERE (s.Id = @signalId OR s.LeadId = @signalId) AND NOT {SignalSql.IsDecided})
            """, new { signalId, Decision = decision.ToString(), reason, until, problemId, now, actor.PersonId }),
        // Filed under the problem, so that only those who may view it read which one it is. The reason is in the row.
        Audit.Entry(actor, now, "signal.decided", problemId, signalId, null, null, new { Outcome = decision.ToString(), Until = until }),
    ];
}
