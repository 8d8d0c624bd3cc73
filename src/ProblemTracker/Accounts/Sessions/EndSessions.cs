using MediatR;

namespace ProblemTracker.Accounts;

/// <summary>Ends one of a person's sessions, or all of them except the one that sends this. Administrators can end anyone's.</summary>
/// <param name="SessionId">Null for all.</param>
[Needs(Permission.SignedIn)]
public sealed record EndSessions(long PersonId, long? SessionId) : ICommand<Done>;

internal sealed class EndSessionsHandler(Sessions sessions, Db db, Actor actor, TimeProvider clock) : IRequestHandler<EndSessions, Done>
{
    public async Task<Done> Handle(EndSessions command, CancellationToken ct)
    {
        await AccountAccess.MustBeOwnOrAdministrator(db, actor, command.PersonId, ct);
        if (command.SessionId is null)
            await sessions.EndOf(command.PersonId, exceptThis: true, ct);
        else if (await db.Execute("UPDATE Session SET EndedAt = @Now WHERE Id = @SessionId AND PersonId = @PersonId AND EndedAt IS NULL",
            new { Sessions.Times().Now, command.SessionId, command.PersonId }, ct) == 0) throw new NotFound();
        await db.Record(actor, clock.GetUtcNow(), "session.ended", null, command.PersonId, null, null, new { command.SessionId }, ct);
        return Done.Instance;
    }
}

/// <summary>Ends the session that sends this.</summary>
[Needs(Permission.SignedIn)]
public sealed record SignOut : ICommand<Done>;

internal sealed class SignOutHandler(Db db, Actor actor, TimeProvider clock) : IRequestHandler<SignOut, Done>
{
    public async Task<Done> Handle(SignOut command, CancellationToken ct)
    {
        await db.Execute("UPDATE Session SET EndedAt = @Now WHERE Id = @SessionId AND EndedAt IS NULL",
            new { Sessions.Times().Now, SessionId = actor.SessionId ?? 0 }, ct);
        await db.Record(actor, clock.GetUtcNow(), "signIn.ended", null, actor.PersonId, null, null, null, ct);
        return Done.Instance;
    }
}

internal static class EndSessionsEndpoint
{
    public static void MapEndSessions(this RouteGroupBuilder people)
    {
        people.MapDelete("/{id:long}/sessions", async (long id, IMediator mediator, CancellationToken ct) =>
        {
            await mediator.Send(new EndSessions(id, null), ct);
            return TypedResults.NoContent();
        })
        .WithName("EndSessions").WithSummary("Sign a person out in all browsers");
        people.MapDelete("/{id:long}/sessions/{sessionId:long}",
            async (long id, long sessionId, IMediator mediator, CancellationToken ct) =>
            {
                await mediator.Send(new EndSessions(id, sessionId), ct);
                return TypedResults.NoContent();
            })
            .WithName("EndSession").WithSummary("Sign a person out in one browser");
    }
}
