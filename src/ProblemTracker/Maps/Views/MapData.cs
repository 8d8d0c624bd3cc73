namespace ProblemTracker.Maps;

/// <summary>
/// What a map shows of a view: its points, or the number of points in each hexagon if there are more than <see cref="MostPoints"/>.
/// Columns instead of rows keep it below 100 kB for any view.
/// </summary>
/// <param name="Total">Number of points in the view.</param>
/// <param name="Box">The view: as asked for, otherwise the box around everything but what lies far away; null if there is nothing.</param>
/// <param name="Points">Null if there are hexagons instead.</param>
/// <param name="Cells">Null if there are points instead.</param>
public sealed record MapData(int Total, MapBox? Box, MapPoints? Points, MapCells? Cells)
{
    public const int MostPoints = 2000;
    /// <summary>Most points that come with their labels.</summary>
    public const int MostLabels = 500;
    /// <summary>Characters; longer labels are cut.</summary>
    public const int LongestLabel = 80;

    /// <summary>The addresses with the most points in the view, most first; empty if the points have labels or no addresses.</summary>
    public IReadOnlyList<MapAddress> Addresses { get; init; } = [];

    /// <summary>What lies far away from the rest; null if nothing does, or if that was not asked for.</summary>
    public MapFar? Far { get; init; }

    internal static string Label(string text) => text.Length <= LongestLabel ? text : $"{text[..(LongestLabel - 1)]}…";
}

/// <param name="Latitudes">Degrees, one for each id.</param>
/// <param name="Longitudes">Degrees, one for each id.</param>
/// <param name="Kinds">The names of the kinds that occur.</param>
/// <param name="KindOf">An index in <paramref name="Kinds"/> for each id.</param>
/// <param name="Labels">One for each id; empty if there are more than <see cref="MapData.MostLabels"/> points.</param>
public sealed record MapPoints(
    IReadOnlyList<long> Ids, IReadOnlyList<double> Latitudes, IReadOnlyList<double> Longitudes, IReadOnlyList<string> Kinds,
    IReadOnlyList<int> KindOf, IReadOnlyList<string> Labels)
{
    /// <param name="places">The points in the order of the list beside the map.</param>
    /// <param name="kindOf">The kind of a point by its id.</param>
    /// <param name="labels">Labels by id; null if there are too many points for labels.</param>
    internal static MapPoints Of(
        IReadOnlyList<MapPlace> places, Func<long, string> kindOf, IReadOnlyDictionary<long, string>? labels)
    {
        var kinds = places.Select(place => kindOf(place.Id)).Distinct().Order(StringComparer.Ordinal).ToList();
        return new([.. places.Select(place => place.Id)], [.. places.Select(place => Math.Round(place.Latitude, 5))],
            [.. places.Select(place => Math.Round(place.Longitude, 5))], kinds,
            [.. places.Select(place => kinds.IndexOf(kindOf(place.Id)))],
            labels is null ? [] : [.. places.Select(place => MapData.Label(labels.GetValueOrDefault(place.Id) ?? ""))]);
    }
}

/// <summary>Points counted in hexagons of one size.</summary>
/// <param name="Width">From side to side, as a share of the width of the world on a Web Mercator map.</param>
/// <param name="Latitudes">The centers, in degrees.</param>
/// <param name="Longitudes">The centers, in degrees.</param>
/// <param name="Counts">Number of points in each hexagon.</param>
public sealed record MapCells(
    double Width, IReadOnlyList<double> Latitudes, IReadOnlyList<double> Longitudes, IReadOnlyList<int> Counts);

/// <param name="Count">Number of points in the view with exactly this address.</param>
public sealed record MapAddress(string Address, int Count);

/// <summary>Points that lie far away from all others, usually because their coordinates are wrong.</summary>
/// <param name="Total">How many there are.</param>
/// <param name="Points">The newest of them.</param>
public sealed record MapFar(int Total, IReadOnlyList<MapFarPoint> Points);

/// <param name="Latitude">Degrees.</param>
/// <param name="Longitude">Degrees.</param>
public sealed record MapFarPoint(long Id, double Latitude, double Longitude, string Label);

/// <summary>A point of a map, as read from the database.</summary>
internal sealed record MapPlace
{
    public long Id { get; init; }
    public double Latitude { get; init; }
    public double Longitude { get; init; }
}
