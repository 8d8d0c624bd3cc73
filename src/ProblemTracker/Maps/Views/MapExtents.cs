using Dapper;
using ProblemTracker.Neighborhoods;

namespace ProblemTracker.Maps;

/// <summary>The box around the bulk of some points, without those that lie so far away that nothing else could be seen.</summary>
/// <param name="Box">Null without points.</param>
/// <param name="Region">Beyond it, points lie far away; null if none does.</param>
/// <param name="Far">Number of points beyond it.</param>
internal sealed record MapExtent(MapBox? Box, MapBox? Region, int Far)
{
    /// <summary>What a map says about points that lie far away.</summary>
    /// <param name="labels">Labels by id.</param>
    public MapFar? Told(IReadOnlyList<MapPlace> some, Func<long, string?> labels) => Far == 0 ? null
        : new(Far, [.. some.Select(place => new MapFarPoint(place.Id, place.Latitude, place.Longitude,
            MapData.Label(labels(place.Id) ?? "")))]);
}

/// <summary>
/// Decides which points lie far away: beyond the neighborhoods' extent, widened by its own size on each side, or, where the neighborhoods
/// don't have the bulk of the points or there are none, beyond what the middle half of the points lets expect. A wrong sign, swapped
/// columns or (0, 0) then don't hide a city.
/// </summary>
internal sealed class MapExtents(Db db, NeighborhoodMap neighborhoods)
{
    /// <summary>Degrees by which a region is widened at least, so that a small town has surroundings: about 25 km.</summary>
    private const double LeastMargin = 0.25;
    /// <summary>Widths of the middle half, beyond which a point is far from it.</summary>
    private const double MiddleHalves = 10;
    /// <summary>The most points from which the middle half is read.</summary>
    internal const int MostRead = 2000;
    /// <summary>The most points listed.</summary>
    public const int MostListed = 20;

    private sealed record Sides
    {
        public int Total { get; init; }
        public double? South { get; init; }
        public double? West { get; init; }
        public double? North { get; init; }
        public double? East { get; init; }

        public MapBox? Box => new MapView(South, West, North, East).Box;
    }

    /// <param name="alias">The table with the columns Latitude and Longitude.</param>
    /// <param name="from">FROM clause without the word.</param>
    /// <param name="where">Which rows.</param>
    /// <param name="args">Values of its parameters.</param>
    /// <param name="ct">Cancels reading.</param>
    public async Task<MapExtent> Of(string alias, string from, Predicates where, DynamicParameters args, CancellationToken ct)
    {
        var all = await Read(alias, from, where, args, ct);
        if (all.Box is not { } box) return new(null, null, 0);
        if (await Neighborhoods(ct) is { } city)
        {
            if (Contains(city, box)) return new(box, null, 0);
            var inCity = await Read(alias, from, Inside(alias, where), With(args, city), ct);
            if (inCity.Box is { } bulk && 2 * inCity.Total >= all.Total) return new(bulk, city, all.Total - inCity.Total);
        }
        // A map of up to the size of a metropolitan area needs no second look.
        if (box.North - box.South <= 2 * LeastMargin && box.East - box.West <= 2 * LeastMargin) return new(box, null, 0);
        var points = await Some(all.Total, alias, from, where, args, ct);
        var region = Around([.. points.Select(point => point.Latitude)], [.. points.Select(point => point.Longitude)]);
        if (Contains(region, box)) return new(box, null, 0);
        var near = await Read(alias, from, Inside(alias, where), With(args, region), ct);
        return new(near.Box, region, all.Total - near.Total);
    }

    /// <summary>All points, or of very many some that are spread over all of them.</summary>
    private Task<IReadOnlyList<MapPlace>> Some(
        int total, string alias, string from, Predicates where, DynamicParameters args, CancellationToken ct)
    {
        var given = new DynamicParameters(args);
        given.Add("Every", 1 + ((total - 1) / MostRead));
        return db.List<MapPlace>($"""
            SELECT s.Latitude, s.Longitude FROM (
                SELECT {alias}.Latitude, {alias}.Longitude, ROW_NUMBER() OVER (ORDER BY {alias}.Id) AS Number
                FROM {from} {Placed(alias, where)}) s
            WHERE s.Number % @Every = 0
            """, given, ct);
    }

    /// <summary>The newest of the points that lie far away.</summary>
    public Task<IReadOnlyList<MapPlace>> FarOnes(
        MapExtent extent, string alias, string from, Predicates where, DynamicParameters args, CancellationToken ct)
    {
        if (extent.Region is not { } region) return Task.FromResult<IReadOnlyList<MapPlace>>([]);
        var given = With(args, region);
        given.Add("MostListed", MostListed);
        return db.List<MapPlace>($"""
            SELECT {alias}.Id, {alias}.Latitude, {alias}.Longitude FROM {from}
            {where.When(true, $"({alias}.Latitude NOT BETWEEN @RegionSouth AND @RegionNorth "
                + $"OR {alias}.Longitude NOT BETWEEN @RegionWest AND @RegionEast)")}
            ORDER BY {alias}.Id DESC {db.Dialect.First("@MostListed")}
            """, given, ct);
    }

    /// <summary>The region of a set of points. Not empty: at least half of each coordinate lies in it.</summary>
    internal static MapBox Around(double[] latitudes, double[] longitudes)
    {
        var (south, north) = Fence(latitudes);
        var (west, east) = Fence(longitudes);
        return new(Math.Max(-90, south), Math.Max(-180, west), Math.Min(90, north), Math.Min(180, east));
    }

    private static (double From, double To) Fence(double[] values)
    {
        Array.Sort(values);
        var (low, high) = (values[(values.Length - 1) / 4], values[values.Length - 1 - (values.Length - 1) / 4]);
        var margin = Math.Max(LeastMargin, MiddleHalves * (high - low));
        return (low - margin, high + margin);
    }

    private async Task<MapBox?> Neighborhoods(CancellationToken ct)
    {
        var city = await neighborhoods.Extent(db, ct);
        if (city.IsNull) return null;
        city.ExpandBy(Math.Max(LeastMargin, city.Width), Math.Max(LeastMargin, city.Height));
        return new(Math.Max(-90, city.MinY), Math.Max(-180, city.MinX), Math.Min(90, city.MaxY), Math.Min(180, city.MaxX));
    }

    private Task<Sides> Read(string alias, string from, Predicates where, DynamicParameters args, CancellationToken ct) =>
        db.Single<Sides>($"""
            SELECT COUNT(*) AS Total, MIN({alias}.Latitude) AS South, MIN({alias}.Longitude) AS West, MAX({alias}.Latitude) AS North,
                MAX({alias}.Longitude) AS East
            FROM {from} {Placed(alias, where)}
            """, args, ct);

    private static Predicates Placed(string alias, Predicates where) => where.When(true, $"{alias}.Latitude IS NOT NULL");

    private static Predicates Inside(string alias, Predicates where) => where.When(true,
        $"{alias}.Latitude BETWEEN @RegionSouth AND @RegionNorth AND {alias}.Longitude BETWEEN @RegionWest AND @RegionEast");

    private static DynamicParameters With(DynamicParameters args, MapBox region)
    {
        var all = new DynamicParameters(args);
        all.Add("RegionSouth", region.South);
        all.Add("RegionNorth", region.North);
        all.Add("RegionWest", region.West);
        all.Add("RegionEast", region.East);
        return all;
    }

    private static bool Contains(MapBox outer, MapBox inner) =>
        outer.Covers(inner.South, inner.West) && outer.Covers(inner.North, inner.East);
}
