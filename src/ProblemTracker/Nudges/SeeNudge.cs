using MediatR;

namespace ProblemTracker.Nudges;

/// <summary>Marks one of the actor's nudges as seen. Repeating it changes nothing.</summary>
[Needs(Permission.SignedIn)]
public sealed record SeeNudge(long NudgeId) : ICommand<NudgeSeen>;

public sealed record NudgeSeen(long Id, DateTimeOffset SeenAt);

internal sealed class SeeNudgeHandler(Db db, Actor actor, TimeProvider clock) : IRequestHandler<SeeNudge, NudgeSeen>
{
    public async Task<NudgeSeen> Handle(SeeNudge command, CancellationToken ct)
    {
        var row = await NudgeSql.Find(db, actor, command.NudgeId, ct);
        if (row.SeenAt is { } before) return new(command.NudgeId, before);
        var args = new { command.NudgeId, ActorId = actor.PersonId, Now = clock.GetUtcNow() };
        await db.Execute("UPDATE NudgeRecipient SET SeenAt = @Now WHERE PersonId = @ActorId AND NudgeId = @NudgeId AND SeenAt IS NULL",
            args, ct);
        await db.Record(actor, args.Now, "nudge.seen", row.ProblemId, command.NudgeId, null, null, new { SeenAt = args.Now }, ct);
        return new(command.NudgeId, args.Now);
    }
}

internal static class SeeNudgeEndpoint
{
    public static void MapSeeNudge(this RouteGroupBuilder nudges) => nudges
        .MapPost("/{id:long}/seen", (long id, IMediator mediator, CancellationToken ct) => mediator.Send(new SeeNudge(id), ct))
        .WithName("SeeNudge").WithSummary("Mark one of your reminders or escalations as seen");
}
