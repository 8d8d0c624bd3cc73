using MediatR;

namespace ProblemTracker.Nudges;

/// <summary>Marks the actor's nudges as seen. Repeating it changes nothing.</summary>
/// <param name="UpTo">The newest that the actor saw, so that one that came meanwhile stays new; null for all.</param>
[Needs(Permission.SignedIn)]
public sealed record SeeNudges(long? UpTo = null) : ICommand<NudgesSeen>;

public sealed record NudgesSeen(int Marked);

internal sealed class SeeNudgesHandler(Db db, Actor actor, TimeProvider clock) : IRequestHandler<SeeNudges, NudgesSeen>
{
    public async Task<NudgesSeen> Handle(SeeNudges command, CancellationToken ct)
    {
        var args = new { Now = clock.GetUtcNow(), ActorId = actor.PersonId, command.UpTo };
        var marked = await db.Execute($"""
            UPDATE NudgeRecipient SET SeenAt = @Now WHERE PersonId = @ActorId AND SeenAt IS NULL
                {(command.UpTo is null ? "" : "AND NudgeId <= @UpTo")}
            """, args, ct);
        if (marked > 0) await db.Record(actor, args.Now, "nudge.seen", null, null, null, null, new { command.UpTo, marked }, ct);
        return new(marked);
    }
}

internal static class SeeNudgesEndpoint
{
    public sealed record Body(long? UpTo = null);

    public static void MapSeeNudges(this RouteGroupBuilder nudges) => nudges
        .MapPost("/seen", (Body body, IMediator mediator, CancellationToken ct) => mediator.Send(new SeeNudges(body.UpTo), ct))
        .WithName("SeeNudges").WithSummary("Mark your reminders and escalations as seen: all, or up to one");
}
