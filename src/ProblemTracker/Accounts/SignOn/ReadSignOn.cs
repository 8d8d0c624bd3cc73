using MediatR;

namespace ProblemTracker.Accounts;

/// <summary>Whether a person's login at the single sign-on provider is known here.</summary>
[Needs(Permission.Administer)]
public sealed record ReadSignOn(long PersonId) : IQuery<SignOnDetails>;

public sealed record SignOnDetails
{
    /// <summary>The provider, as people call it.</summary>
    public string Provider { get; init; } = "";
    /// <summary>When the person first signed in there; null if never.</summary>
    public DateTimeOffset? LinkedAt { get; init; }
    /// <summary>Whether the provider decides the person's roles at each sign-in.</summary>
    public bool GivesRoles { get; init; }
    /// <summary>Whether the person's password is switched off.</summary>
    public bool PasswordIsOff { get; init; }
}

internal sealed class ReadSignOnHandler(Db db, TrackerOptions options) : IRequestHandler<ReadSignOn, SignOnDetails>
{
    private sealed record LinkRow
    {
        public DateTimeOffset LinkedAt { get; init; }
    }

    public async Task<SignOnDetails> Handle(ReadSignOn query, CancellationToken ct)
    {
        var provider = options.SignOn ?? throw new NotFound();
        var account = await Account.Find(db, query.PersonId, ct) ?? throw new NotFound();
        var link = await db.Find<LinkRow>(
            "SELECT MIN(LinkedAt) AS LinkedAt FROM SignOnIdentity WHERE PersonId = @PersonId HAVING COUNT(*) > 0", query, ct);
        return new()
        {
            Provider = provider.Name,
            LinkedAt = link?.LinkedAt,
            GivesRoles = provider.RoleClaim is not null,
            PasswordIsOff = PasswordsOff.For(options, account.Email),
        };
    }
}

internal static class ReadSignOnEndpoint
{
    public static void MapReadSignOn(this RouteGroupBuilder people) => people
        .MapGet("/{id:long}/sign-on", (long id, IMediator mediator, CancellationToken ct) => mediator.Send(new ReadSignOn(id), ct))
        .WithName("ReadSignOn").WithSummary("Read whether a person's login at the single sign-on provider is known");
}
