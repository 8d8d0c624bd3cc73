using MediatR;
using NetTopologySuite.Geometries;
using ProblemTracker.Agency;

namespace ProblemTracker.Neighborhoods;

/// <summary>The pairs of neighborhoods whose boundaries lie over each other today, and which of both gets the points there.</summary>
[Needs(Permission.Administer)]
public sealed record ListOverlaps : IQuery<Page<OverlapRow>>;

/// <param name="WinnerId">The neighborhood that gets the points in both.</param>
/// <param name="OtherShare">The share of the other one that lies in both, 0 to 1.</param>
/// <param name="Chosen">Whether an administrator chose it; else it is the smaller one.</param>
public sealed record OverlapRow(long WinnerId, string Winner, long OtherId, string Other, double WinnerShare, double OtherShare,
    bool Chosen);

/// <summary>
/// Chooses which of two neighborhoods gets the points that lie in both: the first one, or the smaller one if it is not
/// <paramref name="Chosen"/>. In steps, like <see cref="ChangeNeighborhood"/>.
/// </summary>
[Needs(Permission.Administer)]
public sealed record ChooseOverlap(long WinnerId, long OtherId, bool Chosen = true) : IRequest<OverlapChosen>;

/// <param name="Moved">Incidents that are now in a different neighborhood.</param>
public sealed record OverlapChosen(int Moved);

internal sealed class ListOverlapsHandler(Db db, Actor actor, AgencySettings agency, NeighborhoodChanges changes,
    BoundariesChanged boundariesChanged, TimeProvider clock)
    : IRequestHandler<ListOverlaps, Page<OverlapRow>>, IRequestHandler<ChooseOverlap, OverlapChosen>
{
    private sealed record Row
    {
        public long Id { get; init; }
        public string Name { get; init; } = "";
        public string Boundary { get; init; } = "";
    }

    private sealed record Choice
    {
        public long WinnerId { get; init; }
        public long OtherId { get; init; }
    }

    public async Task<Page<OverlapRow>> Handle(ListOverlaps query, CancellationToken ct)
    {
        var rows = await db.List<Row>($"""
            SELECT n.Id, n.Name, {NeighborhoodSql.BoundaryNow} AS Boundary FROM Neighborhood n
            WHERE n.Boundary IS NOT NULL AND {NeighborhoodSql.IsCurrent} ORDER BY n.NameKey
            """, new { today = await agency.Today(ct) }, ct);
        var chosen = (await db.List<Choice>("SELECT WinnerId, OtherId FROM NeighborhoodOverlap", null, ct))
            .Select(row => (row.WinnerId, row.OtherId)).ToHashSet();
        Geometry[] shapes = [.. rows.Select(row => GeoJson.Read(row.Boundary))];
        var areas = shapes.Select(Geography.SquareMeters).ToList();
        var found = new List<OverlapRow>();
        foreach (var (first, second, area) in Overlaps.Among(shapes))
        {
            var (firstWins, secondWins) =
                (chosen.Contains((rows[first].Id, rows[second].Id)), chosen.Contains((rows[second].Id, rows[first].Id)));
            var isFirst = firstWins || (!secondWins && (areas[first], -rows[first].Id).CompareTo((areas[second], -rows[second].Id)) < 0);
            var (winner, other) = isFirst ? (first, second) : (second, first);
            found.Add(new(rows[winner].Id, rows[winner].Name, rows[other].Id, rows[other].Name, Math.Min(1, area / areas[winner]),
                Math.Min(1, area / areas[other]), firstWins || secondWins));
        }
        return new(found, found.Count, false, null);
    }

    public async Task<OverlapChosen> Handle(ChooseOverlap message, CancellationToken ct)
    {
        if (message.WinnerId == message.OtherId) throw new Invalid("otherId", "Choose two different neighborhoods.");
        var within = await db.Write(async () =>
        {
            // In the order of their ids, so that two choices at once don't wait for each other.
            var first = await changes.Take(Math.Min(message.WinnerId, message.OtherId), null, ct);
            var second = await changes.Take(Math.Max(message.WinnerId, message.OtherId), null, ct);
            await db.Execute("""
                DELETE FROM NeighborhoodOverlap
                WHERE (WinnerId = @WinnerId AND OtherId = @OtherId) OR (WinnerId = @OtherId AND OtherId = @WinnerId)
                """, message, ct);
            if (message.Chosen)
                await db.Execute("INSERT INTO NeighborhoodOverlap (WinnerId, OtherId) VALUES (@WinnerId, @OtherId)", message, ct);
            await db.Record(actor, clock.GetUtcNow(), "neighborhood.overlap", null, message.WinnerId, null, null,
                new { message.OtherId, message.Chosen }, ct);
            return NeighborhoodChanges.Concerned(null, first.Boundary, second.Boundary);
        }, ct);
        return new(within is null ? 0 : await boundariesChanged(within, ct));
    }
}

internal static class OverlapEndpoints
{
    /// <param name="OtherId">The other neighborhood.</param>
    /// <param name="Chosen">False: the smaller one gets the points again.</param>
    public sealed record Body(long OtherId, bool Chosen = true);

    public static void MapOverlaps(this RouteGroupBuilder neighborhoods)
    {
        neighborhoods.MapGet("/overlaps", (IMediator mediator, CancellationToken ct) => mediator.Send(new ListOverlaps(), ct))
            .WithName("ListOverlaps").WithSummary("List neighborhoods that lie over each other, and which one gets the points in both");
        neighborhoods.MapPost("/{id:long}/wins", (long id, Body body, IMediator mediator, CancellationToken ct) =>
                mediator.Send(new ChooseOverlap(id, body.OtherId, body.Chosen), ct))
            .WithName("ChooseOverlap").WithSummary("Choose that a neighborhood gets the points that lie in another one too");
    }
}
