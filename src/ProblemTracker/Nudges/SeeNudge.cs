using MediatR;
using ProblemTracker.Problems;

namespace ProblemTracker.Nudges;

/// <summary>The actor has seen one of their nudges. A second time changes nothing.</summary>
[Needs(Permission.SignedIn)]
public sealed record SeeNudge(long NudgeId) : ICommand<NudgeSeen>;

public sealed record NudgeSeen(long Id, long ProblemId, DateTimeOffset SeenAt);

internal sealed class SeeNudgeHandler(Db db, Actor actor, TimeProvider clock) : IRequestHandler<SeeNudge, NudgeSeen>
{
    private sealed record Row
    {
        public long ProblemId { get; init; }
        public DateTimeOffset? SeenAt { get; init; }
    }

    public async Task<NudgeSeen> Handle(SeeNudge command, CancellationToken ct)
    {
        if (!actor.Might(Permission.ReadProblems)) throw new NotFound();
        var args = new { command.NudgeId, ActorId = actor.PersonId, Now = clock.GetUtcNow() };
        var row = await db.Find<Row>($"""
            SELECT n.ProblemId, r.SeenAt FROM NudgeRecipient r JOIN Nudge n ON n.Id = r.NudgeId JOIN Problem p ON p.Id = n.ProblemId
            WHERE r.PersonId = @ActorId AND r.NudgeId = @NudgeId AND {ProblemSql.VisibleTo(actor)}
            """, args, ct) ?? throw new NotFound();
        if (row.SeenAt is { } before) return new(command.NudgeId, row.ProblemId, before);
        await db.Execute("UPDATE NudgeRecipient SET SeenAt = @Now WHERE PersonId = @ActorId AND NudgeId = @NudgeId AND SeenAt IS NULL", args, ct);
        await db.Record(actor, args.Now, "nudge.seen", row.ProblemId, command.NudgeId, null, null, new { SeenAt = args.Now }, ct);
        return new(command.NudgeId, row.ProblemId, args.Now);
    }
}

internal static class SeeNudgeEndpoint
{
    public static void MapSeeNudge(this RouteGroupBuilder nudges) => nudges
        .MapPost("/{id:long}/seen", (long id, IMediator mediator, CancellationToken ct) => mediator.Send(new SeeNudge(id), ct))
        .WithName("SeeNudge").WithSummary("Mark a nudge of yours as seen").ProducesProblem(404);
}
