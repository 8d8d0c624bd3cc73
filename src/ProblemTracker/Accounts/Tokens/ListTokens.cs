using MediatR;

namespace ProblemTracker.Accounts;

/// <summary>A person's tokens for the API that still work, newest first. Administrators can see anyone's.</summary>
[Needs(Permission.SignedIn)]
public sealed record ListTokens(long PersonId) : IQuery<Page<TokenDetails>>;

public sealed record TokenDetails
{
    public long Id { get; init; }
    public string Name { get; init; } = "";
    /// <summary>Whether the token can read but not change data.</summary>
    public bool ReadOnly { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
    /// <summary>The last request, to the minute; null if the token was never used.</summary>
    public DateTimeOffset? LastUsedAt { get; init; }
    public DateTimeOffset ExpiresAt { get; init; }
}

internal sealed class ListTokensHandler(Db db, Actor actor) : IRequestHandler<ListTokens, Page<TokenDetails>>
{
    public async Task<Page<TokenDetails>> Handle(ListTokens query, CancellationToken ct)
    {
        await AccountAccess.MustBeOwnOrAdministrator(db, actor, query.PersonId, ct);
        var rows = await db.List<TokenDetails>("""
            SELECT Id, Name, ReadOnlyScope AS ReadOnly, CreatedAt, LastUsedAt, ExpiresAt FROM ApiToken
            WHERE PersonId = @PersonId AND RevokedAt IS NULL AND ExpiresAt > @Now ORDER BY Id DESC
            """, new { query.PersonId, Now = TimeProvider.System.GetUtcNow() }, ct);
        return new(rows, rows.Count, false, null);
    }
}

internal static class ListTokensEndpoint
{
    public static void MapListTokens(this RouteGroupBuilder people) => people
        .MapGet("/{id:long}/tokens", (long id, IMediator mediator, CancellationToken ct) => mediator.Send(new ListTokens(id), ct))
        .WithName("ListTokens").WithSummary("List your tokens for the API or, for administrators, someone else's");
}
