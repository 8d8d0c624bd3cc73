using NetTopologySuite.Geometries;

namespace ProblemTracker.Neighborhoods;

/// <summary>Keeps the index of all boundaries in memory, rebuilt when a neighborhood in the database changes.</summary>
public sealed class NeighborhoodMap
{
    private sealed record Neighborhood
    {
        public long Id { get; init; }
        public string? Boundary { get; init; }
        public DateOnly? FirstDay { get; init; }
        public DateOnly? LastDay { get; init; }
    }

    private sealed record Earlier
    {
        public long NeighborhoodId { get; init; }
        public DateOnly LastDay { get; init; }
        public string Boundary { get; init; } = "";
    }

    private sealed record Overlap
    {
        public long WinnerId { get; init; }
        public long OtherId { get; init; }
    }

    private sealed record Snapshot(string Stamp, NeighborhoodIndex Index);

    private Snapshot? _snapshot;

    /// <summary>The neighborhood of a point on a day; null if it is in none.</summary>
    public async Task<long?> Find(Db db, double latitude, double longitude, DateOnly day, CancellationToken ct) =>
        (await Current(db, ct)).Find(latitude, longitude, day);

    /// <summary>A text that changes with every neighborhood: each change of one, or of what belongs to it, raises its version.</summary>
    internal static Task<string> Stamp(Db db, CancellationToken ct) => db.Single<string>(
        "SELECT CONCAT(COUNT(*), ':', COALESCE(SUM(CAST(Version AS BIGINT)), 0), ':', COALESCE(MAX(Id), 0)) FROM Neighborhood", null, ct);

    /// <summary>The up-to-date index, for placing many points.</summary>
    public async Task<NeighborhoodIndex> Current(Db db, CancellationToken ct)
    {
        var stamp = await Stamp(db, ct);
        var known = _snapshot;
        if (known?.Stamp == stamp) return known.Index;
        var index = await Read(db, ct);
        _snapshot = new(stamp, index);
        return index;
    }

    /// <summary>The box around all boundaries of all days: longitudes and latitudes in degrees; empty if there are none.</summary>
    public async Task<Envelope> Extent(Db db, CancellationToken ct) => (await Current(db, ct)).Extent?.Copy() ?? new();

    private static async Task<NeighborhoodIndex> Read(Db db, CancellationToken ct)
    {
        var earlier = (await db.List<Earlier>(
            "SELECT NeighborhoodId, LastDay, Boundary FROM NeighborhoodBoundary ORDER BY LastDay", null, ct))
            .ToLookup(row => row.NeighborhoodId);
        var stretches = new List<BoundaryStretch>();
        // Those that were retired before there were days have no points.
        foreach (var place in await db.List<Neighborhood>(
            "SELECT Id, Boundary, FirstDay, LastDay FROM Neighborhood WHERE Boundary IS NOT NULL AND Active = 1", null, ct))
        {
            var (first, last) = (place.FirstDay ?? DateOnly.MinValue, place.LastDay ?? DateOnly.MaxValue);
            foreach (var before in earlier[place.Id])
            {
                stretches.Add(new(place.Id, first, before.LastDay < last ? before.LastDay : last, GeoJson.Read(before.Boundary)));
                first = before.LastDay.AddDays(1);
            }
            stretches.Add(new(place.Id, first, last, GeoJson.Read(place.Boundary!)));
        }
        var chosen = await db.List<Overlap>("SELECT WinnerId, OtherId FROM NeighborhoodOverlap", null, ct);
        return new(stretches, chosen.Select(row => (row.WinnerId, row.OtherId)));
    }
}
