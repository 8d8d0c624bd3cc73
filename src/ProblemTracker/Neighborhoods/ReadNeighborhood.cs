using System.Text.Json;
using MediatR;

namespace ProblemTracker.Neighborhoods;

/// <summary>One neighborhood with its boundary.</summary>
[Needs(Permission.SignedIn)]
public sealed record ReadNeighborhood(long NeighborhoodId) : IQuery<NeighborhoodDetails>;

/// <param name="Boundary">A GeoJSON Polygon or MultiPolygon in WGS84; null if unknown.</param>
/// <param name="SupervisorId">Null if the neighborhood has no supervisor, and for partners.</param>
public sealed record NeighborhoodDetails(long Id, string Name, JsonElement? Boundary, long? SupervisorId, string? Supervisor, int Version)
    : IVersioned;

internal sealed class ReadNeighborhoodHandler(Db db, Actor actor) : IRequestHandler<ReadNeighborhood, NeighborhoodDetails>
{
    private sealed record Row
    {
        public long Id { get; init; }
        public string Name { get; init; } = "";
        public string? Boundary { get; init; }
        public long? SupervisorId { get; init; }
        public string? Supervisor { get; init; }
        public int Version { get; init; }
    }

    public async Task<NeighborhoodDetails> Handle(ReadNeighborhood query, CancellationToken ct)
    {
        var row = await db.Find<Row>("""
            SELECT n.Id, n.Name, n.Boundary, n.SupervisorId, s.Name AS Supervisor, n.Version
            FROM Neighborhood n LEFT JOIN Person s ON s.Id = n.SupervisorId WHERE n.Id = @NeighborhoodId
            """, query, ct) ?? throw new NotFound();
        if (actor.IsOutside) row = row with { SupervisorId = null, Supervisor = null };
        return new(row.Id, row.Name, row.Boundary is null ? null : JsonSerializer.Deserialize<JsonElement>(row.Boundary), row.SupervisorId,
            row.Supervisor, row.Version);
    }
}

internal static class ReadNeighborhoodEndpoint
{
    public static void MapReadNeighborhood(this RouteGroupBuilder neighborhoods) => neighborhoods
        .MapGet("/{id:long}", (long id, IMediator mediator, CancellationToken ct) => mediator.Send(new ReadNeighborhood(id), ct))
        .WithName("ReadNeighborhood").WithSummary("Read a neighborhood and its boundary");
}
