using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Prepared;
using NetTopologySuite.Index.Strtree;

namespace ProblemTracker.Neighborhoods;

/// <summary>A boundary of a neighborhood and the days on which it is the neighborhood's, both inclusive.</summary>
public sealed record BoundaryStretch(long NeighborhoodId, DateOnly First, DateOnly Last, Geometry Shape);

/// <summary>
/// Finds the neighborhood of a point on a day. Where boundaries of a day overlap, the point belongs to the one that an administrator chose
/// for the pair, or else to the one with the smaller area.
/// </summary>
public sealed class NeighborhoodIndex
{
    private sealed record Entry(long Id, DateOnly First, DateOnly Last, double Area, IPreparedGeometry Shape);

    public static readonly NeighborhoodIndex Empty = new([], []);

    private readonly STRtree<Entry> _tree = new();
    private readonly List<Entry> _entries = [];
    private readonly HashSet<(long Winner, long Other)> _chosen;

    /// <param name="stretches">The boundaries.</param>
    /// <param name="chosen">Pairs of neighborhoods of which the first gets the points that lie in both.</param>
    public NeighborhoodIndex(IEnumerable<BoundaryStretch> stretches, IEnumerable<(long Winner, long Other)> chosen)
    {
        foreach (var (id, first, last, shape) in stretches)
            if (first <= last)
            {
                var entry = new Entry(id, first, last, Geography.SquareMeters(shape), PreparedGeometryFactory.Prepare(shape));
                _tree.Insert(shape.EnvelopeInternal, entry);
                _entries.Add(entry);
            }
        _tree.Build();
        _chosen = [.. chosen];
    }

    /// <summary>The box around all boundaries, in degrees; null if there are none.</summary>
    public Envelope? Extent => _tree.Count == 0 ? null : _tree.Root.Bounds;

    /// <summary>All boundaries with their days.</summary>
    internal IEnumerable<BoundaryStretch> Stretches =>
        _entries.Select(entry => new BoundaryStretch(entry.Id, entry.First, entry.Last, entry.Shape.Geometry));

    /// <summary>
    /// The days on which the points of a neighborhood may have changed: those on which its own boundary began to hold or no longer held, or
    /// one that shares an area with it. In order.
    /// </summary>
    public IEnumerable<DateOnly> ChangesOf(long id)
    {
        var own = _entries.FindAll(entry => entry.Id == id);
        return _entries.Where(entry => own.Exists(one => one == entry || SharesArea(one.Shape, entry.Shape)))
            .SelectMany(entry => new[] { entry.First, entry.Last == DateOnly.MaxValue ? entry.Last : entry.Last.AddDays(1) })
            .Where(day => day > DateOnly.MinValue && day < DateOnly.MaxValue).Distinct().Order();
    }

    /// <param name="latitude">Degrees, WGS84.</param>
    /// <param name="longitude">Degrees, WGS84.</param>
    /// <param name="day">The local day.</param>
    /// <returns>The neighborhood's id; null if the point is in none.</returns>
    public long? Find(double latitude, double longitude, DateOnly day)
    {
        var point = GeoJson.Factory.CreatePoint(new Coordinate(longitude, latitude));
        Entry? one = null;
        List<Entry>? several = null;
        foreach (var entry in _tree.Query(point.EnvelopeInternal))
            if (entry.First <= day && day <= entry.Last && entry.Shape.Covers(point))
                if (one is null) one = entry;
                else (several ??= [one]).Add(entry);
        return (several is null ? one : Best(several))?.Id;
    }

    /// <summary>Neighbors only share a border.</summary>
    private static bool SharesArea(IPreparedGeometry one, IPreparedGeometry other) =>
        one.Intersects(other.Geometry) && !one.Touches(other.Geometry);

    /// <summary>The smallest that nobody chose another one over; after a circle of choices, the smallest.</summary>
    private Entry Best(List<Entry> several)
    {
        // Equal areas, such as the same boundary twice, need some order: the newer neighborhood is the one that was drawn last.
        var smallest = several.OrderBy(entry => entry.Area).ThenByDescending(entry => entry.Id).ToList();
        return smallest.Find(entry => !several.Exists(other => _chosen.Contains((other.Id, entry.Id)))) ?? smallest[0];
    }
}
