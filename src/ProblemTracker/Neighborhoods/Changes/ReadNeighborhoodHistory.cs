using System.Text.Json;
using MediatR;

namespace ProblemTracker.Neighborhoods;

/// <summary>What a neighborhood was before, and which came before and after it.</summary>
[Needs(Permission.SignedIn)]
public sealed record ReadNeighborhoodHistory(long NeighborhoodId) : IQuery<NeighborhoodHistory>;

/// <param name="Names">Names before the present one, oldest first.</param>
/// <param name="Boundaries">Boundaries before the present one, oldest first.</param>
/// <param name="Predecessors">Those whose place it took.</param>
/// <param name="Followers">Those that took its place.</param>
public sealed record NeighborhoodHistory(IReadOnlyList<EarlierName> Names, IReadOnlyList<EarlierBoundary> Boundaries,
    IReadOnlyList<NeighborhoodStep> Predecessors, IReadOnlyList<NeighborhoodStep> Followers);

public sealed record EarlierName
{
    public string Name { get; init; } = "";
    public DateTimeOffset RenamedAt { get; init; }
}

/// <param name="LastDay">The last day of this boundary.</param>
public sealed record EarlierBoundary(DateOnly LastDay, JsonElement Boundary);

public sealed record NeighborhoodStep
{
    public long Id { get; init; }
    public string Name { get; init; } = "";
    /// <summary>The first day on which the one took the other's place.</summary>
    public DateOnly FirstDay { get; init; }
}

internal sealed class ReadNeighborhoodHistoryHandler(Db db) : IRequestHandler<ReadNeighborhoodHistory, NeighborhoodHistory>
{
    private sealed record Boundary
    {
        public DateOnly LastDay { get; init; }
        public string Text { get; init; } = "";
    }

    public async Task<NeighborhoodHistory> Handle(ReadNeighborhoodHistory query, CancellationToken ct)
    {
        if (await db.Single<int>("SELECT COUNT(*) FROM Neighborhood WHERE Id = @NeighborhoodId", query, ct) == 0) throw new NotFound();
        var boundaries = await db.List<Boundary>(
            "SELECT LastDay, Boundary AS Text FROM NeighborhoodBoundary WHERE NeighborhoodId = @NeighborhoodId ORDER BY LastDay",
            query, ct);
        return new(
            await db.List<EarlierName>(
                "SELECT Name, RenamedAt FROM NeighborhoodName WHERE NeighborhoodId = @NeighborhoodId ORDER BY Id", query, ct),
            [.. boundaries.Select(row => new EarlierBoundary(row.LastDay, JsonSerializer.Deserialize<JsonElement>(row.Text)))],
            await db.List<NeighborhoodStep>("""
                SELECT n.Id, n.Name, s.FirstDay FROM NeighborhoodSuccession s JOIN Neighborhood n ON n.Id = s.EndedId
                WHERE s.FollowerId = @NeighborhoodId ORDER BY s.FirstDay, n.NameKey
                """, query, ct),
            await db.List<NeighborhoodStep>("""
                SELECT n.Id, n.Name, s.FirstDay FROM NeighborhoodSuccession s JOIN Neighborhood n ON n.Id = s.FollowerId
                WHERE s.EndedId = @NeighborhoodId ORDER BY s.FirstDay, n.NameKey
                """, query, ct));
    }
}

internal static class ReadNeighborhoodHistoryEndpoint
{
    public static void MapReadNeighborhoodHistory(this RouteGroupBuilder neighborhoods) => neighborhoods
        .MapGet("/{id:long}/history", (long id, IMediator mediator, CancellationToken ct) =>
            mediator.Send(new ReadNeighborhoodHistory(id), ct))
        .WithName("ReadNeighborhoodHistory").WithSummary("Read a neighborhood's earlier names and boundaries, what came before and after");
}
