using MediatR;

namespace ProblemTracker.Problems;

/// <summary>
/// Chooses whether the actor hears of what happens to a problem that they can view. Its team does unless they choose not to. What is meant
/// for the actor, such as an answer to their request, reaches them either way.
/// </summary>
[Needs(Permission.ReadProblems)]
public sealed record WatchProblem(long ProblemId, bool Watching) : ICommand<Watch>;

/// <summary>Whether the actor hears of what happens to a problem.</summary>
[Needs(Permission.ReadProblems)]
public sealed record ReadWatch(long ProblemId) : IQuery<Watch>;

public sealed record Watch(long ProblemId, bool Watching);

internal sealed class WatchProblemHandler(Db db, Actor actor, TimeProvider clock)
    : IRequestHandler<WatchProblem, Watch>, IRequestHandler<ReadWatch, Watch>
{
    public async Task<Watch> Handle(ReadWatch query, CancellationToken ct)
    {
        await ProblemSql.MustSee(db, actor, query.ProblemId, ct);
        return new(query.ProblemId, await db.Single<bool>("""
            SELECT IIF(
                (EXISTS (SELECT 1 FROM ProblemMember m WHERE m.ProblemId = @ProblemId AND m.PersonId = @PersonId)
                    OR EXISTS (SELECT 1 FROM ProblemWatch w WHERE w.ProblemId = @ProblemId AND w.PersonId = @PersonId AND w.Watching = 1))
                AND NOT EXISTS (SELECT 1 FROM ProblemWatch w WHERE w.ProblemId = @ProblemId AND w.PersonId = @PersonId AND w.Watching = 0),
                1, 0)
            """, new { query.ProblemId, actor.PersonId }, ct));
    }

    public async Task<Watch> Handle(WatchProblem command, CancellationToken ct)
    {
        var before = await Handle(new ReadWatch(command.ProblemId), ct);
        if (before.Watching == command.Watching) return before;
        var row = new { command.ProblemId, actor.PersonId, command.Watching };
        await db.Execute("DELETE FROM ProblemWatch WHERE ProblemId = @ProblemId AND PersonId = @PersonId", row, ct);
        await db.Execute("INSERT INTO ProblemWatch (ProblemId, PersonId, Watching) VALUES (@ProblemId, @PersonId, @Watching)", row, ct);
        var after = new Watch(command.ProblemId, command.Watching);
        // Without a line in the timeline: it is not about the problem.
        await db.Record(actor, clock.GetUtcNow(), "problem.watched", command.ProblemId, command.ProblemId, null, before, after, ct);
        return after;
    }
}

internal static class WatchProblemEndpoint
{
    public static void MapWatchProblem(this RouteGroupBuilder problems)
    {
        problems.MapGet("/{id:long}/watch", (long id, IMediator mediator, CancellationToken ct) => mediator.Send(new ReadWatch(id), ct))
            .WithName("ReadWatch").WithSummary("Read whether you hear of what happens to a problem");
        problems.MapPost("/{id:long}/watch",
                (long id, IMediator mediator, CancellationToken ct) => mediator.Send(new WatchProblem(id, Watching: true), ct))
            .WithName("WatchProblem").WithSummary("Hear of what happens to a problem");
        problems.MapDelete("/{id:long}/watch",
                (long id, IMediator mediator, CancellationToken ct) => mediator.Send(new WatchProblem(id, Watching: false), ct))
            .WithName("UnwatchProblem").WithSummary("Stop hearing of what happens to a problem");
    }
}
