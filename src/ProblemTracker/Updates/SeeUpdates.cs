using MediatR;

namespace ProblemTracker.Updates;

/// <summary>Marks the actor's updates as read. Repeating it changes nothing.</summary>
/// <param name="UpTo">The newest that the actor saw, so that one that came meanwhile stays new; null for all.</param>
/// <param name="ProblemId">Only those about this problem.</param>
[Needs(Permission.SignedIn)]
public sealed record SeeUpdates(long? UpTo = null, long? ProblemId = null) : ICommand<UpdatesSeen>;

public sealed record UpdatesSeen(int Marked);

internal sealed class SeeUpdatesHandler(Db db, Actor actor, TimeProvider clock) : IRequestHandler<SeeUpdates, UpdatesSeen>
{
    public async Task<UpdatesSeen> Handle(SeeUpdates command, CancellationToken ct) => new(await db.Execute($"""
        UPDATE PersonUpdate SET SeenAt = @Now WHERE PersonId = @ActorId AND SeenAt IS NULL
            {(command.UpTo is null ? "" : "AND Id <= @UpTo")} {(command.ProblemId is null ? "" : "AND ProblemId = @ProblemId")}
        """, new { Now = clock.GetUtcNow(), ActorId = actor.PersonId, command.UpTo, command.ProblemId }, ct));
}

internal static class SeeUpdatesEndpoint
{
    public sealed record Body(long? UpTo = null, long? ProblemId = null);

    public static void MapSeeUpdates(this RouteGroupBuilder updates) => updates
        .MapPost("/seen", (Body body, IMediator mediator, CancellationToken ct) =>
            mediator.Send(new SeeUpdates(body.UpTo, body.ProblemId), ct))
        .WithName("SeeUpdates").WithSummary("Mark your updates as read: all, up to one, or those about one problem");
}
