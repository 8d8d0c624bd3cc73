using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Prepared;
using NetTopologySuite.Index.Strtree;

namespace ProblemTracker.Neighborhoods;

/// <summary>Finds the neighborhood of a point with an in-memory index, rebuilt when the boundaries in the database change.</summary>
public sealed class NeighborhoodMap
{
    private sealed record Row
    {
        public long Id { get; init; }
        public string Boundary { get; init; } = "";
    }

    private sealed record Snapshot(string Stamp, STRtree<(long Id, IPreparedGeometry Shape)> Tree);

    private Snapshot? _snapshot;

    /// <param name="latitude">Degrees, WGS84.</param>
    /// <param name="longitude">Degrees, WGS84.</param>
    /// <returns>The neighborhood's id, the lowest if boundaries overlap; null if the point is in none.</returns>
    public static long? Find(STRtree<(long Id, IPreparedGeometry Shape)> tree, double latitude, double longitude)
    {
        var point = GeoJson.Factory.CreatePoint(new Coordinate(longitude, latitude));
        long? found = null;
        foreach (var (id, shape) in tree.Query(point.EnvelopeInternal))
            if ((found is null || id < found) && shape.Covers(point)) found = id;
        return found;
    }

    public async Task<long?> Find(Db db, double latitude, double longitude, CancellationToken ct) =>
        Find(await Current(db, ct), latitude, longitude);

    /// <summary>A text that changes with every boundary.</summary>
    internal static Task<string> Stamp(Db db, CancellationToken ct) => db.Single<string>("""
        SELECT CONCAT(COUNT(*), ':', COALESCE(SUM(CAST(Version AS BIGINT)), 0), ':', COALESCE(MAX(Id), 0)) FROM Neighborhood
        WHERE Boundary IS NOT NULL AND Active = 1
        """, null, ct);

    /// <summary>The up-to-date index, for assigning many points.</summary>
    public async Task<STRtree<(long Id, IPreparedGeometry Shape)>> Current(Db db, CancellationToken ct)
    {
        var stamp = await Stamp(db, ct);
        var known = _snapshot;
        if (known?.Stamp == stamp) return known.Tree;
        var tree = new STRtree<(long, IPreparedGeometry)>();
        foreach (var row in await db.List<Row>("SELECT Id, Boundary FROM Neighborhood WHERE Boundary IS NOT NULL AND Active = 1", null, ct))
        {
            var shape = GeoJson.Read(row.Boundary);
            tree.Insert(shape.EnvelopeInternal, (row.Id, PreparedGeometryFactory.Prepare(shape)));
        }
        tree.Build();
        _snapshot = new(stamp, tree);
        return tree;
    }
}
