using System.Text.Json;
using MediatR;

namespace ProblemTracker.Neighborhoods;

/// <summary>The boundaries of all active neighborhoods that have one, for drawing a map of the city without a tile server.</summary>
[Needs(Permission.SignedIn)]
public sealed record ReadBoundaries : IQuery<BoundaryCollection>;

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

public sealed record BoundaryProperties(string Name);

internal sealed class ReadBoundariesHandler(Db db) : IRequestHandler<ReadBoundaries, BoundaryCollection>
{
    private sealed record Row
    {
        public long Id { get; init; }
        public string Name { get; init; } = "";
        public string Boundary { get; init; } = "";
    }

    public async Task<BoundaryCollection> Handle(ReadBoundaries query, CancellationToken ct)
    {
        var rows = await db.List<Row>(
            "SELECT n.Id, n.Name, n.Boundary FROM Neighborhood n WHERE n.Boundary IS NOT NULL AND n.Active = 1 ORDER BY n.NameKey",
            null, ct);
        return new([.. rows.Select(row =>
            new BoundaryFeature(row.Id, new(row.Name), JsonSerializer.Deserialize<JsonElement>(row.Boundary)))]);
    }
}

internal static class ReadBoundariesEndpoint
{
    public static void MapReadBoundaries(this RouteGroupBuilder neighborhoods) => neighborhoods
        .MapGet("/boundaries", (IMediator mediator, CancellationToken ct) => mediator.Send(new ReadBoundaries(), ct))
        .WithName("ReadBoundaries").WithSummary("Read the boundaries of all neighborhoods, as GeoJSON");
}
