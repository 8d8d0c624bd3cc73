using MediatR;
using ProblemTracker.Agency;

namespace ProblemTracker.PublicRecords;

/// <summary>Corrects what is on record about a request.</summary>
[Needs(Permission.ReleaseRecords)]
public sealed record ChangeRecordsRequest(
    long RequestId, int Version, string Requester, string Wording, DateOnly ReceivedOn, DateOnly? DueOn = null)
    : ICommand<RecordsRequestRow>, IRecordsRequestFields;

internal sealed class ChangeRecordsRequestValidator : RecordsRequestRules<ChangeRecordsRequest>;

internal sealed class ChangeRecordsRequestHandler(Db db, Actor actor, AgencySettings agency, TimeProvider clock)
    : IRequestHandler<ChangeRecordsRequest, RecordsRequestRow>
{
    public async Task<RecordsRequestRow> Handle(ChangeRecordsRequest command, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await RecordsSql.MustHaveArrived(agency, command.ReceivedOn, ct);
        var before = await RecordsSql.Find(db, command.RequestId, ct);
        var changed = await db.Execute("""
            UPDATE RecordsRequest SET Requester = @Requester, Wording = @Wording, ReceivedOn = @ReceivedOn, DueOn = @DueOn,
                TouchedAt = @now, Version = Version + 1
            WHERE Id = @RequestId AND Version = @Version
            """, new
        {
            command.RequestId,
            command.Version,
            Requester = command.Requester.Trim(),
            Wording = command.Wording.Trim(),
            command.ReceivedOn,
            command.DueOn,
            now,
        }, ct);
        if (changed == 0) throw new Stale(before.Version);
        await db.Record(actor, now, "recordsRequest.changed", null, command.RequestId, null,
            new { before.ReceivedOn, before.DueOn }, new { command.ReceivedOn, command.DueOn }, ct);
        return await RecordsSql.Find(db, command.RequestId, ct);
    }
}

internal static class ChangeRecordsRequestEndpoint
{
    public sealed record Body(string Requester, string Wording, DateOnly ReceivedOn, DateOnly? DueOn = null);

    public static void MapChangeRecordsRequest(this RouteGroupBuilder requests) => requests
        .MapPut("/{id:long}", (long id, IfMatch version, Body body, IMediator mediator, CancellationToken ct) =>
            mediator.Send(new ChangeRecordsRequest(id, version, body.Requester, body.Wording, body.ReceivedOn, body.DueOn), ct))
        .WithName("ChangeRecordsRequest").WithSummary("Correct a public-records request");
}
