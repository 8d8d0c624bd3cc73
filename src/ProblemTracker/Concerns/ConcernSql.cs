using System.Globalization;
using ProblemTracker.Problems;

namespace ProblemTracker.Concerns;

/// <summary>SQL about <c>c</c> (Concern) that the slices share.</summary>
internal static class ConcernSql
{
    /// <summary>Who acts on the public site. Not from where: what residents do there is not tracked.</summary>
    public static readonly Actor Resident = Actor.Anonymous with { Origin = "public site" };

    /// <summary>
    /// Concerns that the actor can view, if they work on concerns at all: a condition on <c>c</c>, built from constants. Its parameter is
    /// <c>@ActorId</c>. One that is part of a problem, alone or with the concern into which it was merged, follows the problem. Every
    /// query, count and export inside must use it.
    /// </summary>
    public static string VisibleTo(Actor actor) => actor.SeesConfidential ? "1 = 1" : $"""
        NOT EXISTS (
            SELECT 1 FROM Problem p
            WHERE p.Id = COALESCE(c.ProblemId, (SELECT o.ProblemId FROM Concern o WHERE o.Id = c.MergedIntoId))
                AND NOT {ProblemSql.VisibleTo(actor)})
        """;

    /// <summary>Nobody decided about it yet.</summary>
    public const string IsOpen = "c.DueOn IS NOT NULL";

    public const string HasPoint = "c.Latitude IS NOT NULL AND c.Longitude IS NOT NULL";
    public const string HasNoPoint = "(c.Latitude IS NULL OR c.Longitude IS NULL)";

    /// <summary>The events about a concern. Few entries have one, so that the index by event finds them.</summary>
    public const string Events = """
        'concern.received', 'concern.replied', 'concern.confirmed', 'concern.acknowledged', 'concern.answered', 'concern.linked',
        'concern.merged', 'concern.referred', 'concern.referralAnswered', 'concern.closed', 'concern.reopened', 'concern.emailsStopped',
        'concern.entered', 'concern.erased'
        """;

    /// <summary>Selects a <see cref="TakenConcern"/>.</summary>
    public const string SelectTaken = $"""
        SELECT c.Id, c.Number, c.Status, c.Email, c.MayAnswer, c.VerifiedAt, c.Language, c.DecideBy, c.AcknowledgedAt, c.ProblemId,
            c.Version, IIF({IsOpen}, 1, 0) AS IsOpen
        FROM Concern c
        """;

    /// <summary>The next number of a year, such as C-2026-0042. Its row stays locked until the transaction ends.</summary>
    public static async Task<string> NextNumber(Db db, int year, CancellationToken ct)
    {
        string[] statements =
        [
            """
            INSERT INTO ConcernSeries (ForYear, LastNumber)
            SELECT @year, 0 WHERE NOT EXISTS (SELECT 1 FROM ConcernSeries WHERE ForYear = @year)
            """,
            "UPDATE ConcernSeries SET LastNumber = LastNumber + 1 WHERE ForYear = @year",
            "SELECT LastNumber FROM ConcernSeries WHERE ForYear = @year",
        ];
        var last = await db.Read(statements, new { year }, results => results.ReadSingleAsync<int>(), ct);
        return string.Create(CultureInfo.InvariantCulture, $"C-{year:0000}-{last:0000}");
    }

    /// <summary>Locks an open concern for a decision of this version.</summary>
    /// <exception cref="NotFound">There is no such concern, or the actor can't view it.</exception>
    /// <exception cref="Stale">Someone else changed it first.</exception>
    /// <exception cref="RuleBroken">It is decided already.</exception>
    public static async Task<TakenConcern> Take(Db db, Actor actor, long id, int version, DateTimeOffset now, CancellationToken ct)
    {
        var taken = await Lock(db, actor, id, now, ct);
        if (taken.Version != version) throw new Stale(taken.Version);
        return taken.IsOpen ? taken
            : throw new RuleBroken("concern.decided", "This concern is already decided. Write to the reporter instead.", "status");
    }

    /// <summary>Locks concerns, decided or not, in the order of their ids.</summary>
    /// <exception cref="Invalid">At <c>concernIds</c>: there is no concern with one of the ids, or the actor can't view it.</exception>
    public static async Task<IReadOnlyList<TakenConcern>> Lock(Db db, Actor actor, IReadOnlyList<long> ids, DateTimeOffset now,
        CancellationToken ct)
    {
        await db.Execute("UPDATE Concern SET TouchedAt = @now WHERE Id IN @ids", new { ids, now }, ct);
        var taken = await db.List<TakenConcern>($"{SelectTaken} WHERE c.Id IN @ids AND {VisibleTo(actor)} ORDER BY c.Id",
            new { ids, ActorId = actor.PersonId }, ct);
        var unknown = ids.Except(taken.Select(concern => concern.Id)).Order().ToList();
        return unknown.Count == 0 ? taken
            : throw new Invalid("concernIds", $"There is no concern with the id {string.Join(", ", unknown)}.");
    }

    /// <summary>Locks a concern, decided or not, whatever its version.</summary>
    /// <exception cref="NotFound">There is no such concern, or the actor can't view it.</exception>
    public static async Task<TakenConcern> Lock(Db db, Actor actor, long id, DateTimeOffset now, CancellationToken ct)
    {
        await db.Execute("UPDATE Concern SET TouchedAt = @now WHERE Id = @id", new { id, now }, ct);
        return await db.Find<TakenConcern>($"{SelectTaken} WHERE c.Id = @id AND {VisibleTo(actor)}", new { id, ActorId = actor.PersonId },
            ct) ?? throw new NotFound();
    }

    /// <summary>Locks the concern of a reporter's own link.</summary>
    public static async Task<TakenConcern> LockOwn(Db db, long id, DateTimeOffset now, CancellationToken ct)
    {
        await db.Execute("UPDATE Concern SET TouchedAt = @now WHERE Id = @id", new { id, now }, ct);
        return await db.Single<TakenConcern>($"{SelectTaken} WHERE c.Id = @id", new { id }, ct);
    }

    /// <summary>Writes a decision about a concern, which also acknowledges it.</summary>
    public static PendingWrite Decide(long id, ConcernStatus status, Actor actor, DateTimeOffset now, string? reason, long? problemId) =>
        new("""
            UPDATE Concern SET Status = @Status, DecidedAt = @now, DecidedBy = @PersonId, Reason = @reason, ProblemId = @problemId,
                AcknowledgedAt = COALESCE(AcknowledgedAt, @now), AcknowledgedBy = COALESCE(AcknowledgedBy, @PersonId), DueOn = NULL,
                Version = Version + 1
            WHERE Id = @id
            """, new { id, Status = status.ToString(), actor.PersonId, now, reason, problemId });

    /// <summary>Writes a message of a conversation.</summary>
    /// <param name="personId">Who wrote it; null for the reporter.</param>
    public static PendingWrite Message(long concernId, long? personId, string text, DateTimeOffset now) => new(
        "INSERT INTO ConcernMessage (ConcernId, SentAt, PersonId, Body) VALUES (@concernId, @now, @personId, @text)",
        new { concernId, personId, text, now });
}

/// <summary>A concern whose row is locked.</summary>
internal sealed record TakenConcern
{
    public long Id { get; init; }
    public string Number { get; init; } = "";
    public ConcernStatus Status { get; init; }
    public string? Email { get; init; }
    public bool MayAnswer { get; init; }
    public DateTimeOffset? VerifiedAt { get; init; }
    public string Language { get; init; } = "";
    public DateOnly DecideBy { get; init; }
    public DateTimeOffset? AcknowledgedAt { get; init; }
    public long? ProblemId { get; init; }
    public int Version { get; init; }
    public bool IsOpen { get; init; }
}
