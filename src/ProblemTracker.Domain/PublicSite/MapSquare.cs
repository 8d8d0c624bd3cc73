namespace ProblemTracker.Domain;

/// <summary>
/// A square piece of a city as a map shows it, drawn with east to west shortened by the cosine of its middle's latitude, which at the size
/// of a city is true to scale within a fraction of a percent.
/// </summary>
/// <param name="Latitude">Of its middle, in degrees.</param>
/// <param name="Longitude">Of its middle, in degrees.</param>
/// <param name="Meters">From side to side.</param>
public sealed record MapSquare(double Latitude, double Longitude, double Meters)
{
    /// <summary>Of a degree of latitude: 1/360 of a great circle.</summary>
    private const double MetersPerDegree = Earth.Radius * Math.PI / 180;

    /// <summary>The smallest square from side to side: a block and its neighbors.</summary>
    public const double Smallest = 500;

    /// <summary>As often as any square can be looked at closer: the whole Earth.</summary>
    public const int Closest = 9;

    /// <summary>How often this square can be looked at closer, each time at a quarter of the side.</summary>
    public int Steps => Meters <= Smallest ? 0 : (int)Math.Ceiling(Math.Log(Meters / Smallest, 4));

    public double South => Latitude - HalfHeight;
    public double North => Latitude + HalfHeight;
    public double West => Longitude - HalfWidth;
    public double East => Longitude + HalfWidth;

    private double HalfHeight => Meters / 2 / MetersPerDegree;
    private double HalfWidth => Meters / 2 / MetersPerDegreeEast;
    private double MetersPerDegreeEast => MetersPerDegree * Math.Max(0.01, Math.Cos(double.DegreesToRadians(Latitude)));

    /// <summary>The square around a box in degrees, with a margin of a twentieth on each side.</summary>
    public static MapSquare Around(double south, double west, double north, double east)
    {
        var middle = new MapSquare((south + north) / 2, (west + east) / 2, 0);
        return middle with
        {
            Meters = Math.Max(Smallest,
                1.1 * Math.Max((north - south) * MetersPerDegree, (east - west) * middle.MetersPerDegreeEast)),
        };
    }

    /// <summary>A part of this square around a point.</summary>
    /// <param name="times">How often to look closer, 0 to <see cref="Steps"/>; 0 is this square.</param>
    public MapSquare At(double latitude, double longitude, int times) =>
        times == 0 ? this : new(latitude, longitude, Math.Max(Smallest, Meters / Math.Pow(4, times)));

    /// <summary>Where a point in degrees is drawn: parts of the side from left and top, beyond 0 to 1 if it is outside.</summary>
    public (double X, double Y) Place(double latitude, double longitude) =>
        (0.5 + (longitude - Longitude) * MetersPerDegreeEast / Meters, 0.5 - (latitude - Latitude) * MetersPerDegree / Meters);

    /// <summary>The point in degrees that is drawn there, to five digits, about a meter.</summary>
    /// <param name="x">Part of the side from the left, 0 to 1.</param>
    /// <param name="y">Part of the side from the top, 0 to 1.</param>
    public (double Latitude, double Longitude) Point(double x, double y) =>
        (Math.Round(Latitude + (0.5 - y) * Meters / MetersPerDegree, 5),
            Math.Round(Longitude + (x - 0.5) * Meters / MetersPerDegreeEast, 5));
}
