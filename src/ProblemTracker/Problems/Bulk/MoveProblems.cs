using MediatR;
using ProblemTracker.Agency;
using ProblemTracker.Neighborhoods;

namespace ProblemTracker.Problems;

/// <summary>
/// Moves the open problems of a neighborhood that has ended: those with coordinates to the neighborhood around them today, the others to
/// the given one. Without one, those stay. Confidential ones are moved too, unseen. All of it or nothing.
/// </summary>
/// <param name="ToId">For problems without coordinates, and those that lie in no neighborhood today.</param>
[Needs(Permission.Administer)]
public sealed record MoveProblems(long NeighborhoodId, long? ToId = null) : ICommand<ProblemsMoved>;

/// <param name="Moved">Problems that were moved.</param>
/// <param name="Left">Open problems that are still in the neighborhood.</param>
public sealed record ProblemsMoved(int Moved, int Left);

internal sealed class MoveProblemsHandler(
    Db db, Actor actor, AgencySettings agency, CaseFiles files, NeighborhoodMap map, TimeProvider clock)
    : IRequestHandler<MoveProblems, ProblemsMoved>
{
    public async Task<ProblemsMoved> Handle(MoveProblems command, CancellationToken ct)
    {
        var today = await agency.Today(ct);
        var from = await NeighborhoodSql.Read(db, command.NeighborhoodId, today, ct);
        if (from.Active)
            throw new Conflict("neighborhood.current", $"{from.Name} has not ended, so its problems stay. Give it a last day first.");
        if (command.ToId is { } given && !await NeighborhoodSql.CanBeChosen(db, given, today, ct))
            throw new Invalid("toId", "There is no such neighborhood, or it has ended. Choose another.");
        var index = await map.Current(db, ct);
        var names = new Dictionary<long, string>();
        var since = await JoinedUpdates.LastEntry(db, ct);
        var moved = new List<long>();
        var left = 0;
        foreach (var id in await db.List<long>(
            "SELECT p.Id FROM Problem p WHERE p.NeighborhoodId = @NeighborhoodId AND p.Stage <> 'Closed' ORDER BY p.Id", command, ct))
        {
            // An administrator can't view problems, and confidential ones are moved too.
            var file = await files.TakeUnseen(id, actor, ct);
            var around = file.Problem is { Latitude: { } latitude, Longitude: { } longitude }
                ? index.Find(latitude, longitude, today) : null;
            if ((around ?? command.ToId) is not { } to)
            {
                left++;
                continue;
            }
            if (!names.ContainsKey(to)) names[to] = (await NeighborhoodSql.Read(db, to, today, ct)).Name;
            file.Describe(problem => problem with { NeighborhoodId = to });
            file.Record("problem.changed", null, $"Moved from {from.Name} to {names[to]}, since {from.Name} has ended.",
                new { NeighborhoodId = from.Id }, new { NeighborhoodId = to });
            await files.Save(file, ct);
            moved.Add(id);
        }
        await JoinedUpdates.Join(db, actor, since, moved, clock.GetUtcNow(), ct);
        if (moved.Count > 0)
            await db.Record(actor, clock.GetUtcNow(), "neighborhood.problemsMoved", null, from.Id, null, null,
                new { Moved = moved.Count, Left = left }, ct);
        return new(moved.Count, left);
    }
}

internal static class MoveProblemsEndpoint
{
    /// <param name="ToId">For problems without coordinates, and those that lie in no neighborhood today; null leaves them.</param>
    public sealed record Body(long? ToId = null);

    public static void MapMoveProblems(this RouteGroupBuilder neighborhoods) => neighborhoods
        .MapPost("/{id:long}/problems/move", (long id, Body body, IMediator mediator, CancellationToken ct) =>
            mediator.Send(new MoveProblems(id, body.ToId), ct))
        .WithName("MoveProblems").WithSummary("Move the open problems of a neighborhood that has ended");
}
