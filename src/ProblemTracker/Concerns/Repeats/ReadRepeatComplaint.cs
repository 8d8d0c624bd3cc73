using MediatR;
using ProblemTracker.Problems;

namespace ProblemTracker.Concerns;

/// <summary>Repeat complaints about one place, with their concerns and what was decided.</summary>
[Needs(Permission.WorkConcerns)]
public sealed record ReadRepeatComplaint(long RepeatId) : IQuery<RepeatComplaintDetails>;

public sealed record RepeatComplaintDetails : IVersioned
{
    public long Id { get; init; }
    public string Place { get; init; } = "";
    public DateTimeOffset RaisedAt { get; init; }
    /// <summary>Null while it waits.</summary>
    public RepeatDecision? Decision { get; init; }
    /// <summary>Why it is no case.</summary>
    public string? Reason { get; init; }
    public DateTimeOffset? DecidedAt { get; init; }
    public string? DecidedBy { get; init; }
    /// <summary>The problem that covers it; null if there is none or the reader can't view it.</summary>
    public long? ProblemId { get; init; }
    public string? ProblemNumber { get; init; }
    public string? ProblemTitle { get; init; }
    /// <summary>The latest first.</summary>
    public IReadOnlyList<RepeatedConcern> Concerns { get; init; } = [];
    /// <summary>What was decided before about some of the same concerns, the latest first.</summary>
    public IReadOnlyList<EarlierDecision> Earlier { get; init; } = [];
    public int Version { get; init; }
}

public sealed record RepeatedConcern
{
    public long Id { get; init; }
    public string Number { get; init; } = "";
    public ConcernStatus Status { get; init; }
    public string CategoryCode { get; init; } = "";
    public string Category { get; init; } = "";
    public string Description { get; init; } = "";
    public string? Address { get; init; }
    public double? Latitude { get; init; }
    public double? Longitude { get; init; }
    public long? NeighborhoodId { get; init; }
    public string? Neighborhood { get; init; }
    public DateTimeOffset ReceivedAt { get; init; }
    public DateOnly? HappenedOn { get; init; }
    /// <summary>Whether nobody decided about it yet.</summary>
    public bool IsOpen { get; init; }
}

public sealed record EarlierDecision
{
    public long Id { get; init; }
    public RepeatDecision Decision { get; init; }
    public string? Reason { get; init; }
    public DateTimeOffset DecidedAt { get; init; }
    public string? DecidedBy { get; init; }
    /// <summary>Null if there is none or the reader can't view it.</summary>
    public string? ProblemNumber { get; init; }
}

internal sealed class ReadRepeatComplaintHandler(Db db, Actor actor) : IRequestHandler<ReadRepeatComplaint, RepeatComplaintDetails>
{
    public async Task<RepeatComplaintDetails> Handle(ReadRepeatComplaint query, CancellationToken ct)
    {
        string[] statements =
        [
            $"""
            SELECT r.Id, r.Place, r.RaisedAt, r.Decision, r.Reason, r.DecidedAt, w.Name AS DecidedBy, p.Id AS ProblemId,
                p.Number AS ProblemNumber, p.Title AS ProblemTitle, r.Version
            FROM RepeatComplaint r
            LEFT JOIN Person w ON w.Id = r.DecidedBy
            LEFT JOIN Problem p ON p.Id = r.ProblemId AND {ProblemSql.VisibleTo(actor)}
            WHERE r.Id = @RepeatId AND {RepeatSql.VisibleTo(actor)}
            """,
            $"""
            SELECT c.Id, c.Number, c.Status, c.CategoryCode, k.Name AS Category, c.Description, c.Address, c.Latitude, c.Longitude,
                c.NeighborhoodId, n.Name AS Neighborhood, c.ReceivedAt, c.HappenedOn, IIF({ConcernSql.IsOpen}, 1, 0) AS IsOpen
            FROM RepeatComplaintConcern x JOIN Concern c ON c.Id = x.ConcernId
            LEFT JOIN Category k ON k.Code = c.CategoryCode LEFT JOIN Neighborhood n ON n.Id = c.NeighborhoodId
            WHERE x.RepeatId = @RepeatId AND {ConcernSql.VisibleTo(actor)} ORDER BY c.Id DESC
            """,
            $"""
            SELECT r.Id, r.Decision, r.Reason, r.DecidedAt, w.Name AS DecidedBy, p.Number AS ProblemNumber
            FROM RepeatComplaint r
            LEFT JOIN Person w ON w.Id = r.DecidedBy
            LEFT JOIN Problem p ON p.Id = r.ProblemId AND {ProblemSql.VisibleTo(actor)}
            WHERE r.Id <> @RepeatId AND r.Decision IS NOT NULL AND r.Id IN (
                SELECT y.RepeatId FROM RepeatComplaintConcern x JOIN RepeatComplaintConcern y ON y.ConcernId = x.ConcernId
                WHERE x.RepeatId = @RepeatId) AND {RepeatSql.VisibleTo(actor)}
            ORDER BY r.Id DESC
            """,
        ];
        return await db.Read(statements, new { query.RepeatId, ActorId = actor.PersonId }, async results =>
        {
            var repeat = await results.ReadSingleOrDefaultAsync<RepeatComplaintDetails>() ?? throw new NotFound();
            return repeat with
            {
                Concerns = [.. await results.ReadAsync<RepeatedConcern>()],
                Earlier = [.. await results.ReadAsync<EarlierDecision>()],
            };
        }, ct);
    }
}

internal static class ReadRepeatComplaintEndpoint
{
    public static void MapReadRepeatComplaint(this RouteGroupBuilder repeats) => repeats
        .MapGet("/{id:long}", (long id, IMediator mediator, CancellationToken ct) => mediator.Send(new ReadRepeatComplaint(id), ct))
        .WithName("ReadRepeatComplaint").WithSummary("Read repeat complaints about one place, with their concerns");
}
