using MediatR;

namespace ProblemTracker.Accounts;

/// <summary>
/// Forgets which login at the single sign-on provider a person has. The next sign-in with their email address links anew.
/// </summary>
[Needs(Permission.Administer)]
public sealed record UnlinkSignOn(long PersonId) : ICommand<Done>;

internal sealed class UnlinkSignOnHandler(Sessions sessions, AccountEmails emails, Db db, Actor actor, TimeProvider clock)
    : IRequestHandler<UnlinkSignOn, Done>
{
    public async Task<Done> Handle(UnlinkSignOn command, CancellationToken ct)
    {
        if (await db.Execute("DELETE FROM SignOnIdentity WHERE PersonId = @PersonId", command, ct) == 0) throw new NotFound();
        await sessions.EndOf(command.PersonId, exceptThis: true, ct);
        await db.Record(actor, clock.GetUtcNow(), "signOn.unlinked", null, command.PersonId, null, null, null, ct);
        await emails.Tell(command.PersonId,
            "An administrator unlinked your login for single sign-on. Sign in with your email address to link one again", ct);
        return Done.Instance;
    }
}

internal static class UnlinkSignOnEndpoint
{
    public static void MapUnlinkSignOn(this RouteGroupBuilder people) => people
        .MapDelete("/{id:long}/sign-on", async (long id, IMediator mediator, CancellationToken ct) =>
        {
            await mediator.Send(new UnlinkSignOn(id), ct);
            return TypedResults.NoContent();
        })
        .WithName("UnlinkSignOn").WithSummary("Forget which login of the single sign-on provider is this person's");
}
