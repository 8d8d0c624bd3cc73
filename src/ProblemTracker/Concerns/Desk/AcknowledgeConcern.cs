using MediatR;

namespace ProblemTracker.Concerns;

/// <summary>
/// Tells the reporter that somebody read the concern and will decide about it. Whoever does it may know who reported it from then on.
/// </summary>
[Needs(Permission.WorkConcerns)]
public sealed record AcknowledgeConcern(long ConcernId, int Version) : ICommand<Done>;

internal sealed class AcknowledgeConcernHandler(Db db, Actor actor, ConcernLinks links, TimeProvider clock)
    : IRequestHandler<AcknowledgeConcern, Done>
{
    public async Task<Done> Handle(AcknowledgeConcern command, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var concern = await ConcernSql.Take(db, actor, command.ConcernId, command.Version, now, ct);
        if (concern.AcknowledgedAt is not null)
            throw new RuleBroken("concern.acknowledged", "This concern is already acknowledged.", "status");
        await db.Execute(
        [
            new("""
                UPDATE Concern SET Status = 'Acknowledged', AcknowledgedAt = @now, AcknowledgedBy = @PersonId, DueOn = DecideBy,
                    Version = Version + 1
                WHERE Id = @Id
                """, new { now, actor.PersonId, concern.Id }),
            Audit.Entry(actor, now, "concern.acknowledged", null, concern.Id, null, null, null),
        ], ct);
        await links.Tell([concern], "Email.Acknowledged", ct);
        return Done.Instance;
    }
}

internal static class AcknowledgeConcernEndpoint
{
    public static void MapAcknowledgeConcern(this RouteGroupBuilder concerns) => concerns
        .MapPost("/{id:long}/acknowledge", (long id, IfMatch version, IMediator mediator, CancellationToken ct) =>
            mediator.Changed(id, new AcknowledgeConcern(id, version), ct))
        .WithName("AcknowledgeConcern").WithSummary("Acknowledge a concern: its reporter reads that it will be decided");
}
