using ProblemTracker.Problems;

namespace ProblemTracker.Concerns;

/// <summary>SQL about <c>r</c> (RepeatComplaint) that the slices share.</summary>
internal static class RepeatSql
{
    /// <summary>Nobody decided about the place yet.</summary>
    public const string IsWaiting = "r.Decision IS NULL";

    /// <summary>
    /// Repeat complaints that the actor can view: a condition on <c>r</c>. Those that a problem covers follow it. Its parameter is
    /// <c>@ActorId</c>.
    /// </summary>
    public static string VisibleTo(Actor actor) => actor.SeesConfidential ? "1 = 1"
        : $"NOT EXISTS (SELECT 1 FROM Problem p WHERE p.Id = r.ProblemId AND NOT {ProblemSql.VisibleTo(actor)})";

    /// <summary>Characters.</summary>
    private const int LongestKey = 300;

    /// <summary>One spelling of the place of an address.</summary>
    public static string? KeyOf(string? address) =>
        RepeatComplaints.PlaceOf(address) is { } place && SearchKey.Of(place) is { Length: > 0 } key
            ? key[..Math.Min(key.Length, LongestKey)] : null;

    /// <summary>Settles the repeat complaints that wait, since some of their concerns became part of a problem.</summary>
    public static async Task Settle(Db db, Actor actor, IReadOnlyList<long> concernIds, long problemId, DateTimeOffset now,
        CancellationToken ct)
    {
        if (concernIds.Count == 0) return;
        var settled = await db.List<long>($"""
            SELECT DISTINCT r.Id FROM RepeatComplaintConcern x JOIN RepeatComplaint r ON r.Id = x.RepeatId
            WHERE x.ConcernId IN @concernIds AND {IsWaiting}
            """, new { concernIds }, ct);
        await db.Execute([.. settled.SelectMany(id => Decide(actor, id, RepeatDecision.Problem, null, problemId, now))], ct);
    }

    /// <summary>Writes a decision.</summary>
    public static IReadOnlyList<PendingWrite> Decide(Actor actor, long id, RepeatDecision decision, string? reason, long? problemId,
        DateTimeOffset now) =>
    [
        new("""
            UPDATE RepeatComplaint SET Decision = @Decision, Reason = @reason, ProblemId = @problemId, DecidedAt = @now,
                DecidedBy = @PersonId, Version = Version + 1
            WHERE Id = @id AND Decision IS NULL
            """, new { id, Decision = decision.ToString(), reason, problemId, now, actor.PersonId }),
        // Filed under the problem, so that only those who may view it read which one it is. The reason is in the row.
        Audit.Entry(actor, now, "repeatComplaint.decided", problemId, id, null, null, new { Outcome = decision.ToString() }),
    ];
}
