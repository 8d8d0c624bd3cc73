using MediatR;

namespace ProblemTracker.PublicRecords;

/// <summary>What keeps a request from being released, found by building the release and searching its bytes.</summary>
[Needs(Permission.ReleaseRecords)]
public sealed record CheckRecords(long RequestId) : IQuery<RecordsCheck>;

internal sealed class CheckRecordsHandler(ReleaseBuilder builder) : IRequestHandler<CheckRecords, RecordsCheck>
{
    public async Task<RecordsCheck> Handle(CheckRecords query, CancellationToken ct) => (await builder.Build(query.RequestId, ct)).Check;
}

internal static class CheckRecordsEndpoint
{
    public static void MapCheckRecords(this RouteGroupBuilder requests) => requests
        .MapGet("/{id:long}/check", (long id, IMediator mediator, CancellationToken ct) => mediator.Send(new CheckRecords(id), ct))
        .WithName("CheckRecords").WithSummary("Check what keeps a public-records request from being released");
}
