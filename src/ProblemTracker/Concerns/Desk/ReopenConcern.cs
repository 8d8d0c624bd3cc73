using MediatR;
using ProblemTracker.Agency;

namespace ProblemTracker.Concerns;

/// <summary>Takes back that a concern was closed. It is to be decided again, within as many working days from today.</summary>
[Needs(Permission.WorkConcerns)]
public sealed record ReopenConcern(long ConcernId, int Version) : ICommand<Done>;

internal sealed class ReopenConcernHandler(Db db, Actor actor, AgencySettings agency, ConcernLinks links, TimeProvider clock)
    : IRequestHandler<ReopenConcern, Done>
{
    public async Task<Done> Handle(ReopenConcern command, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var concern = await ConcernSql.Lock(db, actor, command.ConcernId, now, ct);
        if (concern.Version != command.Version) throw new Stale(concern.Version);
        if (concern.Status != ConcernStatus.Closed)
            throw new RuleBroken("concern.notClosed", "Only a closed concern can be reopened.", "status");
        var calendar = await agency.Calendar(ct);
        var decideBy = (await PublicSiteSql.Read(db, ct)).Clock.DecideBy(calendar.DateOf(now), calendar.Holidays);
        await db.Execute(
        [
            new("""
                UPDATE Concern SET Status = 'Acknowledged', DecideBy = @decideBy, DueOn = @decideBy, DecidedAt = NULL, DecidedBy = NULL,
                    Reason = NULL, Version = Version + 1
                WHERE Id = @Id
                """, new { decideBy, concern.Id }),
            Audit.Entry(actor, now, "concern.reopened", null, concern.Id, null, null, null),
        ], ct);
        await links.Tell([concern], "Email.Reopened", ct);
        return Done.Instance;
    }
}

internal static class ReopenConcernEndpoint
{
    public static void MapReopenConcern(this RouteGroupBuilder concerns) => concerns
        .MapPost("/{id:long}/reopen", (long id, IfMatch version, IMediator mediator, CancellationToken ct) =>
            mediator.Changed(id, new ReopenConcern(id, version), ct))
        .WithName("ReopenConcern").WithSummary("Reopen a closed concern, to be decided again");
}
