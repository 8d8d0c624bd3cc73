using MediatR;
using ProblemTracker.Agency;

namespace ProblemTracker.PublicRecords;

/// <summary>Requests of which nothing was released yet and that are due within 7 days or overdue, the most urgent first.</summary>
[Needs(Permission.ReleaseRecords)]
public sealed record ListRecordsDue : IQuery<RecordsDue>;

/// <param name="Items">At most 10.</param>
public sealed record RecordsDue(IReadOnlyList<RecordsRequestRow> Items);

internal sealed class ListRecordsDueHandler(Db db, AgencySettings agency) : IRequestHandler<ListRecordsDue, RecordsDue>
{
    public async Task<RecordsDue> Handle(ListRecordsDue query, CancellationToken ct) => new(await db.List<RecordsRequestRow>($"""
        SELECT {RecordsSql.Columns} FROM RecordsRequest r {RecordsSql.Names}
        WHERE r.DueOn <= @Last AND NOT EXISTS (SELECT 1 FROM RecordsRelease g WHERE g.RequestId = r.Id)
        ORDER BY r.DueOn, r.Id {db.Dialect.First("10")}
        """, new { Last = (await agency.Today(ct)).AddDays(7) }, ct));
}

internal static class ListRecordsDueEndpoint
{
    public static void MapListRecordsDue(this RouteGroupBuilder requests) => requests
        .MapGet("/due", (IMediator mediator, CancellationToken ct) => mediator.Send(new ListRecordsDue(), ct))
        .WithName("ListRecordsDue").WithSummary("List public-records requests that are due within 7 days or overdue");
}
