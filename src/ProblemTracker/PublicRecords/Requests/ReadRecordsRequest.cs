using MediatR;
using ProblemTracker.Problems;

namespace ProblemTracker.PublicRecords;

/// <summary>A request with its problems, releases and log.</summary>
[Needs(Permission.ReleaseRecords)]
public sealed record ReadRecordsRequest(long RequestId) : IQuery<RecordsRequestDetails>;

public sealed record RecordsRequestDetails(
    RecordsRequestRow Request, IReadOnlyList<RecordsProblem> Problems, IReadOnlyList<RecordsReleaseRow> Releases,
    IReadOnlyList<RecordsLogLine> Log) : IVersioned
{
    public int Version => Request.Version;
}

public sealed record RecordsProblem
{
    public long Id { get; init; }
    public string Number { get; init; } = "";
    public string Title { get; init; } = "";
    public bool Confidential { get; init; }
    public DateTimeOffset AddedAt { get; init; }
    public string? AddedBy { get; init; }
    /// <summary>Number of fields that somebody decided about, whether or not they changed since.</summary>
    public int Decisions { get; init; }
}

public sealed record RecordsLogLine
{
    public long Id { get; init; }
    public DateTimeOffset At { get; init; }
    public string Who { get; init; } = "";
    /// <summary>Stable code, for example <c>recordsRequest.released</c>.</summary>
    public string Event { get; init; } = "";
    public string? ProblemNumber { get; init; }
}

internal sealed class ReadRecordsRequestHandler(Db db, Actor actor) : IRequestHandler<ReadRecordsRequest, RecordsRequestDetails>
{
    public async Task<RecordsRequestDetails> Handle(ReadRecordsRequest query, CancellationToken ct)
    {
        var request = await RecordsSql.Find(db, query.RequestId, ct);
        var args = new { query.RequestId, Subject = $"{query.RequestId}", ActorId = actor.PersonId };
        var problems = await db.List<RecordsProblem>($"""
            SELECT p.Id, p.Number, p.Title, p.Confidential, k.AddedAt, w.Name AS AddedBy,
                (SELECT COUNT(*) FROM FieldDecision d WHERE d.RequestId = k.RequestId AND d.ProblemId = p.Id) AS Decisions
            FROM RecordsRequestProblem k JOIN Problem p ON p.Id = k.ProblemId LEFT JOIN Person w ON w.Id = k.AddedBy
            WHERE k.RequestId = @RequestId AND {ProblemSql.VisibleTo(actor)} ORDER BY p.Id
            """, args, ct);
        var log = await db.List<RecordsLogLine>($"""
            SELECT e.Id, e.At, {Audit.Who} AS Who, e.Event, p.Number AS ProblemNumber
            FROM AuditEntry e LEFT JOIN Person w ON w.Id = e.PersonId LEFT JOIN Problem p ON p.Id = e.ProblemId
            WHERE e.SubjectId = @Subject AND e.Event IN ({RecordsSql.Events}) ORDER BY e.Id DESC {db.Dialect.First("200")}
            """, args, ct);
        return new(request, problems, await ReleaseSql.List(db, query.RequestId, ct), log);
    }
}

internal static class ReadRecordsRequestEndpoint
{
    public static void MapReadRecordsRequest(this RouteGroupBuilder requests) => requests
        .MapGet("/{id:long}", (long id, IMediator mediator, CancellationToken ct) => mediator.Send(new ReadRecordsRequest(id), ct))
        .WithName("ReadRecordsRequest").WithSummary("Read a public-records request with its problems, releases and log");
}
