using MediatR;

namespace ProblemTracker.Open311;

/// <summary>Revokes an API key, so that it stops working. The concerns that it sent stay.</summary>
[Needs(Permission.Administer)]
public sealed record RevokeOpen311Key(long KeyId) : ICommand<Done>;

internal sealed class RevokeOpen311KeyHandler(Db db, Actor actor, TimeProvider clock) : IRequestHandler<RevokeOpen311Key, Done>
{
    public async Task<Done> Handle(RevokeOpen311Key command, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (await db.Execute("UPDATE Open311Key SET RevokedAt = @now WHERE Id = @KeyId AND RevokedAt IS NULL",
            new { now, command.KeyId }, ct) == 0) throw new NotFound();
        await db.Record(actor, now, "open311.keyRevoked", null, command.KeyId, null, null, null, ct);
        return Done.Instance;
    }
}

internal static class RevokeOpen311KeyEndpoint
{
    public static void MapRevokeOpen311Key(this RouteGroupBuilder keys) => keys
        .MapDelete("/{id:long}", async (long id, IMediator mediator, CancellationToken ct) =>
        {
            await mediator.Send(new RevokeOpen311Key(id), ct);
            return TypedResults.NoContent();
        })
        .WithName("RevokeOpen311Key").WithSummary("Revoke an API key for Open311");
}
