using System.Text.Json;
using MediatR;
using NetTopologySuite.Coverage;
using NetTopologySuite.Geometries;
using NetTopologySuite.IO.Converters;
using ProblemTracker.Agency;
using ProblemTracker.Neighborhoods;

namespace ProblemTracker.Maps;

/// <summary>The outlines of all neighborhoods of today for drawing: simplified together, so that neighbors still meet.</summary>
[Needs(Permission.SignedIn)]
public sealed record ReadOutlines : IQuery<BoundaryCollection>;

internal sealed class ReadOutlinesHandler(Db db, OutlineMap outlines, AgencySettings agency)
    : IRequestHandler<ReadOutlines, BoundaryCollection>
{
    public async Task<BoundaryCollection> Handle(ReadOutlines query, CancellationToken ct) =>
        await outlines.Current(db, await agency.Today(ct), ct);
}

/// <summary>Keeps the simplified outlines in memory until a boundary in the database changes, or another day begins.</summary>
public sealed class OutlineMap
{
    /// <summary>Most corners of all outlines together, for at most 100 kB.</summary>
    private const int MostCorners = 3500;

    private sealed record Row
    {
        public long Id { get; init; }
        public string Name { get; init; } = "";
        public string Boundary { get; init; } = "";
    }

    private sealed record Snapshot(string Stamp, BoundaryCollection Outlines);

    // Five digits are about a meter.
    private static readonly JsonSerializerOptions Rounded = new()
    {
        Converters = { new GeoJsonConverterFactory(new GeometryFactory(new PrecisionModel(1e5), 4326)) },
    };

    private Snapshot? _snapshot;

    public async Task<BoundaryCollection> Current(Db db, DateOnly today, CancellationToken ct)
    {
        var stamp = $"{await NeighborhoodMap.Stamp(db, ct)} {today:O}";
        var known = _snapshot;
        if (known?.Stamp == stamp) return known.Outlines;
        var rows = await db.List<Row>($"""
            SELECT n.Id, n.Name, {NeighborhoodSql.BoundaryNow} AS Boundary FROM Neighborhood n
            WHERE n.Boundary IS NOT NULL AND {NeighborhoodSql.IsCurrent} ORDER BY n.NameKey
            """, new { today }, ct);
        var shapes = Simplified([.. rows.Select(row => GeoJson.Read(row.Boundary))]);
        var outlines = new BoundaryCollection([.. rows.Zip(shapes, (row, shape) =>
            new BoundaryFeature(row.Id, new(row.Name), JsonSerializer.SerializeToElement(shape, Rounded)))]);
        _snapshot = new(stamp, outlines);
        return outlines;
    }

    /// <summary>Other shapes for drawing, as GeoJSON, simplified like the outlines.</summary>
    internal static IReadOnlyList<JsonElement> Drawn(Geometry[] shapes) =>
        [.. Simplified(shapes).Select(shape => JsonSerializer.SerializeToElement(shape, Rounded))];

    /// <summary>The shapes with as many corners as a map needs. Where boundaries overlap, they may part by a few meters.</summary>
    private static Geometry[] Simplified(Geometry[] shapes)
    {
        if (shapes.Length == 0) return shapes;
        var box = new Envelope();
        foreach (var shape in shapes) box.ExpandToInclude(shape.EnvelopeInternal);
        var tolerance = Math.Max(box.Width, box.Height) / 4000;
        var simple = shapes;
        while (simple.Sum(shape => shape.NumPoints) > MostCorners)
        {
            simple = CoverageSimplifier.Simplify(shapes, tolerance);
            // Shapes that stay complex at any tolerance, such as thousands of tiny islands, are drawn as boxes.
            if (tolerance > Math.Max(box.Width, box.Height)) return [.. shapes.Select(shape => shape.Envelope)];
            tolerance *= 2;
        }
        return simple;
    }
}

internal static class ReadOutlinesEndpoint
{
    public static void MapReadOutlines(this RouteGroupBuilder maps) => maps
        .MapGet("/neighborhoods", (IMediator mediator, CancellationToken ct) => mediator.Send(new ReadOutlines(), ct))
        .WithName("ReadOutlines").WithSummary("Read simplified boundaries of all neighborhoods for drawing, as GeoJSON");
}
