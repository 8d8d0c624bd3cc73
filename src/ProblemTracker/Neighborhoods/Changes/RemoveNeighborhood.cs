using MediatR;

namespace ProblemTracker.Neighborhoods;

/// <summary>Removes a neighborhood that was added by mistake, and that nothing refers to.</summary>
[Needs(Permission.Administer)]
public sealed record RemoveNeighborhood(long NeighborhoodId, int Version) : ICommand<Done>;

/// <summary>What refers to a neighborhood.</summary>
[Needs(Permission.Administer)]
public sealed record ReadNeighborhoodUse(long NeighborhoodId) : IQuery<NeighborhoodUse>;

/// <param name="OpenProblems">Open problems in it, including confidential ones.</param>
/// <param name="Problems">All problems in it.</param>
/// <param name="Incidents">Incidents in it.</param>
/// <param name="Assignments">Assignments to it.</param>
/// <param name="OpenAssignments">Those that go on after its last day, or have no end.</param>
/// <param name="Residents">Concerns, contacts, bulletins, surveys and subscriptions of residents.</param>
public sealed record NeighborhoodUse(
    int OpenProblems, int Problems, int Incidents, int Assignments, int OpenAssignments, int Residents)
{
    /// <summary>Whether it can't be removed.</summary>
    public bool IsUsed => Problems + Incidents + Assignments + Residents > 0;
}

internal sealed class RemoveNeighborhoodHandler(Db db, Actor actor, NeighborhoodChanges changes, TimeProvider clock)
    : IRequestHandler<RemoveNeighborhood, Done>, IRequestHandler<ReadNeighborhoodUse, NeighborhoodUse>
{
    private sealed record Counts
    {
        public int OpenProblems { get; init; }
        public int Problems { get; init; }
        public int Incidents { get; init; }
        public int Assignments { get; init; }
        public int OpenAssignments { get; init; }
        public int Residents { get; init; }
    }

    public async Task<NeighborhoodUse> Handle(ReadNeighborhoodUse query, CancellationToken ct)
    {
        var counts = await db.Find<Counts>($"""
            SELECT
                (SELECT COUNT(*) FROM Problem p WHERE p.NeighborhoodId = n.Id AND p.Stage <> 'Closed') AS OpenProblems,
                (SELECT COUNT(*) FROM Problem p WHERE p.NeighborhoodId = n.Id) AS Problems,
                (SELECT COUNT(*) FROM Incident i WHERE i.NeighborhoodId = n.Id) AS Incidents,
                (SELECT COUNT(*) FROM Assignment a WHERE a.NeighborhoodId = n.Id) AS Assignments,
                (SELECT COUNT(*) FROM Assignment a
                    WHERE a.NeighborhoodId = n.Id AND (a.ToOn IS NULL OR a.ToOn > n.LastDay)) AS OpenAssignments,
                {NeighborhoodSql.OfResidents} AS Residents
            FROM Neighborhood n WHERE n.Id = @NeighborhoodId
            """, query, ct) ?? throw new NotFound();
        return new(counts.OpenProblems, counts.Problems, counts.Incidents, counts.Assignments, counts.OpenAssignments,
            counts.Residents);
    }

    public async Task<Done> Handle(RemoveNeighborhood command, CancellationToken ct)
    {
        var place = await changes.Take(command.NeighborhoodId, command.Version, ct);
        if ((await Handle(new ReadNeighborhoodUse(place.Id), ct)).IsUsed)
            throw new Conflict("neighborhood.used", $"{place.Name} has problems, incidents, assignments or work with residents, so it "
                + "can't be removed. Give it a last day instead.");
        await changes.Delete(place.Id, ct);
        await db.Record(actor, clock.GetUtcNow(), "neighborhood.removed", null, place.Id, null, new { place.Name }, null, ct);
        return Done.Instance;
    }
}

internal static class RemoveNeighborhoodEndpoint
{
    public static void MapRemoveNeighborhood(this RouteGroupBuilder neighborhoods)
    {
        neighborhoods.MapGet("/{id:long}/use", (long id, IMediator mediator, CancellationToken ct) =>
                mediator.Send(new ReadNeighborhoodUse(id), ct))
            .WithName("ReadNeighborhoodUse").WithSummary("Count what refers to a neighborhood");
        neighborhoods.MapDelete("/{id:long}", async (long id, IfMatch version, IMediator mediator, CancellationToken ct) =>
            {
                await mediator.Send(new RemoveNeighborhood(id, version), ct);
                return TypedResults.NoContent();
            })
            .WithName("RemoveNeighborhood").WithSummary("Remove a neighborhood that nothing refers to");
    }
}
