using System.Text.Json;
using MediatR;
using ProblemTracker.Agency;

namespace ProblemTracker.Neighborhoods;

/// <summary>
/// The boundaries of all neighborhoods that exist on a day and have one, for drawing a map of the city without a tile server.
/// </summary>
/// <param name="Day">Null for today.</param>
[Needs(Permission.SignedIn)]
public sealed record ReadBoundaries(DateOnly? Day = null) : IQuery<BoundaryCollection>;

/// <summary>A GeoJSON FeatureCollection in WGS84.</summary>
public sealed record BoundaryCollection(IReadOnlyList<BoundaryFeature> Features)
{
    public string Type => "FeatureCollection";
}

/// <param name="Id">The neighborhood's id.</param>
/// <param name="Geometry">A Polygon or MultiPolygon.</param>
public sealed record BoundaryFeature(long Id, BoundaryProperties Properties, JsonElement Geometry)
{
    public string Type => "Feature";
}

/// <param name="Population">People who live there; null if not known, and in outlines for drawing.</param>
public sealed record BoundaryProperties(string Name, int? Population = null);

internal sealed class ReadBoundariesHandler(Db db, AgencySettings agency) : IRequestHandler<ReadBoundaries, BoundaryCollection>
{
    private sealed record Row
    {
        public long Id { get; init; }
        public string Name { get; init; } = "";
        public int? Population { get; init; }
        public string Boundary { get; init; } = "";
    }

    public async Task<BoundaryCollection> Handle(ReadBoundaries query, CancellationToken ct)
    {
        var rows = await db.List<Row>($"""
            SELECT n.Id, n.Name, n.Population, {NeighborhoodSql.BoundaryNow} AS Boundary FROM Neighborhood n
            WHERE n.Boundary IS NOT NULL AND {NeighborhoodSql.IsCurrent} ORDER BY n.NameKey
            """, new { today = query.Day ?? await agency.Today(ct) }, ct);
        return new([.. rows.Select(row =>
            new BoundaryFeature(row.Id, new(row.Name, row.Population), JsonSerializer.Deserialize<JsonElement>(row.Boundary)))]);
    }
}

internal static class ReadBoundariesEndpoint
{
    public static void MapReadBoundaries(this RouteGroupBuilder neighborhoods) => neighborhoods
        .MapGet("/boundaries", (DateOnly? day, IMediator mediator, CancellationToken ct) => mediator.Send(new ReadBoundaries(day), ct))
        .WithName("ReadBoundaries").WithSummary("Read the boundaries of all neighborhoods today or on another day, as GeoJSON");
}
