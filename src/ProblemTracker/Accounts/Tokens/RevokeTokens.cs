using MediatR;

namespace ProblemTracker.Accounts;

/// <summary>Revokes one of a person's tokens for the API, or all. Administrators can revoke anyone's.</summary>
/// <param name="TokenId">Null for all.</param>
[Needs(Permission.SignedIn)]
public sealed record RevokeTokens(long PersonId, long? TokenId) : ICommand<Done>;

internal sealed class RevokeTokensHandler(Db db, Actor actor, TimeProvider clock) : IRequestHandler<RevokeTokens, Done>
{
    public async Task<Done> Handle(RevokeTokens command, CancellationToken ct)
    {
        await AccountAccess.MustBeOwnOrAdministrator(db, actor, command.PersonId, ct);
        var now = TimeProvider.System.GetUtcNow();
        if (command.TokenId is null)
            await Tokens.RevokeAll(db, command.PersonId, ct);
        else if (await db.Execute("UPDATE ApiToken SET RevokedAt = @now WHERE Id = @TokenId AND PersonId = @PersonId AND RevokedAt IS NULL",
            new { now, command.TokenId, command.PersonId }, ct) == 0) throw new NotFound();
        await db.Record(actor, clock.GetUtcNow(), "token.revoked", null, command.PersonId, null, null, new { command.TokenId }, ct);
        return Done.Instance;
    }
}

internal static class RevokeTokensEndpoint
{
    public static void MapRevokeTokens(this RouteGroupBuilder people)
    {
        people.MapDelete("/{id:long}/tokens", async (long id, IMediator mediator, CancellationToken ct) =>
        {
            await mediator.Send(new RevokeTokens(id, null), ct);
            return TypedResults.NoContent();
        })
        .WithName("RevokeTokens").WithSummary("Revoke all of a person's tokens for the API");
        people.MapDelete("/{id:long}/tokens/{tokenId:long}", async (long id, long tokenId, IMediator mediator, CancellationToken ct) =>
        {
            await mediator.Send(new RevokeTokens(id, tokenId), ct);
            return TypedResults.NoContent();
        })
        .WithName("RevokeToken").WithSummary("Revoke one of a person's tokens for the API");
    }
}
