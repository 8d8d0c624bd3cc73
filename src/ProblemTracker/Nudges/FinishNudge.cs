using MediatR;

namespace ProblemTracker.Nudges;

/// <summary>
/// Marks one of the actor's nudges as done, which removes it from their list. Repeating it changes nothing. Later rungs are still raised.
/// </summary>
[Needs(Permission.SignedIn)]
public sealed record FinishNudge(long NudgeId) : ICommand<NudgeDone>;

public sealed record NudgeDone(long Id, DateTimeOffset DoneAt);

internal sealed class FinishNudgeHandler(Db db, Actor actor, TimeProvider clock) : IRequestHandler<FinishNudge, NudgeDone>
{
    public async Task<NudgeDone> Handle(FinishNudge command, CancellationToken ct)
    {
        var row = await NudgeSql.Find(db, actor, command.NudgeId, ct);
        if (row.DoneAt is { } before) return new(command.NudgeId, before);
        var args = new { command.NudgeId, ActorId = actor.PersonId, Now = clock.GetUtcNow() };
        await db.Execute("""
            UPDATE NudgeRecipient SET DoneAt = @Now, SeenAt = COALESCE(SeenAt, @Now), SnoozedUntil = NULL, SnoozeReason = NULL
            WHERE PersonId = @ActorId AND NudgeId = @NudgeId
            """, args, ct);
        await db.Record(actor, args.Now, "nudge.done", row.ProblemId, command.NudgeId, null, null, new { DoneAt = args.Now }, ct);
        return new(command.NudgeId, args.Now);
    }
}

internal static class FinishNudgeEndpoint
{
    public static void MapFinishNudge(this RouteGroupBuilder nudges) => nudges
        .MapPost("/{id:long}/done", (long id, IMediator mediator, CancellationToken ct) => mediator.Send(new FinishNudge(id), ct))
        .WithName("FinishNudge").WithSummary("Mark one of your reminders or escalations as done");
}
