using MediatR;
using ProblemTracker.Agency;
using ProblemTracker.Concerns;
using ProblemTracker.Problems;
using ProblemTracker.Updates;

namespace ProblemTracker.Nudges;

/// <summary>
/// The numbers in the page header: the actor's new nudges that are not snoozed and that they may see, their new updates, the requests
/// that they may decide, and what residents wait for. Counted up to <see cref="Most"/> each, in one SQL statement, since every page needs
/// them.
/// </summary>
[Needs(Permission.SignedIn)]
public sealed record CountWaiting : IQuery<WaitingCounts>
{
    public const int Most = 100;
}

public sealed record WaitingCounts
{
    public static readonly WaitingCounts None = new();

    public int Nudges { get; init; }
    public int Updates { get; init; }
    public int Requests { get; init; }
    /// <summary>
    /// Concerns of residents that are due, or whose reporter waits for an answer, bulletins to approve, and repeat complaints to decide.
    /// </summary>
    public int Residents { get; init; }
}

internal sealed class CountWaitingHandler(Db db, Actor actor, AgencySettings agency) : IRequestHandler<CountWaiting, WaitingCounts>
{
    public async Task<WaitingCounts> Handle(CountWaiting query, CancellationToken ct) => await db.Single<WaitingCounts>($"""
        SELECT
            (SELECT COUNT(*) FROM (
                SELECT r.NudgeId FROM {NudgeSql.From}
                WHERE r.PersonId = @ActorId AND r.SeenAt IS NULL AND {NudgeSql.IsOpen} AND {NudgeSql.VisibleTo(actor)}
                {db.Dialect.AtMost("@Most")}) nudges) AS Nudges,
            (SELECT COUNT(*) FROM (
                SELECT u.Id FROM {UpdateSql.From}
                WHERE u.PersonId = @ActorId AND {UpdateSql.IsNew} AND {UpdateSql.VisibleTo(actor)}
                {db.Dialect.AtMost("@Most")}) updates) AS Updates,
            {(actor.Might(Permission.DecideProblems) ? Requests : "0")} AS Requests,
            {(actor.Might(Permission.WorkConcerns) ? Concerns : "0")}
                + {(actor.Might(Permission.Supervise) ? $"{Bulletins} + {Repeats}" : "0")} AS Residents
        """, new { ActorId = actor.PersonId, Today = await agency.Today(ct), CountWaiting.Most }, ct);

    private string Concerns => $"""
        (SELECT COUNT(*) FROM (SELECT c.Id FROM Concern c WHERE c.DueOn <= @Today AND {ConcernSql.VisibleTo(actor)}
            {db.Dialect.AtMost("@Most")}) due)
        + (SELECT COUNT(*) FROM (
            SELECT c.Id FROM Concern c WHERE c.AwaitsReply = 1 AND (c.DueOn IS NULL OR c.DueOn > @Today) AND {ConcernSql.VisibleTo(actor)}
            {db.Dialect.AtMost("@Most")}) written)
        """;

    private string Bulletins => $"""
        (SELECT COUNT(*) FROM (
            SELECT b.Id FROM Bulletin b WHERE b.Status = 'Waiting' AND b.WrittenBy <> @ActorId {db.Dialect.AtMost("@Most")}) bulletins)
        """;

    private string Repeats => $"""
        (SELECT COUNT(*) FROM (SELECT r.Id FROM RepeatComplaint r WHERE {RepeatSql.IsWaiting} {db.Dialect.AtMost("@Most")}) repeats)
        """;

    private string Requests => $"""
        (SELECT COUNT(*) FROM (
            SELECT q.Id FROM ApprovalRequest q JOIN Problem p ON p.Id = q.ProblemId
            WHERE q.Status = 'Waiting' AND (p.LeadId IS NULL OR p.LeadId <> @ActorId) AND {ProblemSql.VisibleTo(actor)}
            {db.Dialect.AtMost("@Most")}) requests)
        """;
}
