using ProblemTracker.Domain;

namespace ProblemTracker.Analysis;

/// <summary>Events on the plane of a <see cref="Ground"/>.</summary>
/// <param name="East">Meters east of the center.</param>
/// <param name="North">Meters north of the center.</param>
/// <param name="Index">Which of the given events each one is.</param>
/// <param name="LeftOut">How many have no place on this plane: not on Earth, at 0°/0° (a place that is not known), or far away.</param>
public sealed record PlacedEvents(double[] East, double[] North, int[] Index, int LeftOut);

/// <summary>
/// A plane around a center, in meters: the transverse Mercator projection on the sphere of <see cref="Earth"/> (Snyder 1987, <i>Map
/// Projections</i>, USGS paper 1395, equations 8-1 to 8-7). Angles are true; distances are too long by (east/R)²/2: 0.003% at 50 km, 0.3%
/// at the edge. It has no seam at the 180th meridian.
/// </summary>
public sealed class Ground(double latitude, double longitude)
{
    /// <summary>Meters from the center beyond which events are left out.</summary>
    public const double Edge = 500_000;

    /// <summary>A center given by the events is rounded to so many parts of a degree, so that it stays while events are added.</summary>
    private const double Parts = 10;

    public double Latitude => latitude;

    public double Longitude => longitude;

    /// <summary>The plane around the median of events, rounded to a tenth of a degree; null if none has a place.</summary>
    public static Ground? Around(IEnumerable<(double Latitude, double Longitude)> events)
    {
        var known = events.Where(one => IsKnown(one.Latitude, one.Longitude)).ToList();
        if (known.Count == 0) return null;
        // The mean direction, so that the longitudes on both sides of the 180th meridian are near each other.
        var (sine, cosine) = (known.Sum(one => Math.Sin(double.DegreesToRadians(one.Longitude))),
            known.Sum(one => Math.Cos(double.DegreesToRadians(one.Longitude))));
        var mean = double.RadiansToDegrees(Math.Atan2(sine, cosine));
        var east = Median([.. known.Select(one => Turn(one.Longitude - mean))]);
        return new(Math.Round(Median([.. known.Select(one => one.Latitude)]) * Parts) / Parts,
            Turn(Math.Round((mean + east) * Parts) / Parts));
    }

    /// <summary>Meters east and north; null for what is not on Earth, at 0°/0°, or beyond <see cref="Edge"/>.</summary>
    public (double East, double North)? Project(double latitude, double longitude)
    {
        if (!IsKnown(latitude, longitude) || Earth.Meters(Latitude, Longitude, latitude, longitude) > Edge) return null;
        var (lat, aside) = (double.DegreesToRadians(latitude), double.DegreesToRadians(Turn(longitude - Longitude)));
        return (Earth.Radius * Math.Atanh(Math.Cos(lat) * Math.Sin(aside)),
            Earth.Radius * (Math.Atan2(Math.Sin(lat), Math.Cos(lat) * Math.Cos(aside)) - double.DegreesToRadians(Latitude)));
    }

    /// <summary>Back to degrees, for maps; longitudes from -180 to 180.</summary>
    public (double Latitude, double Longitude) Degrees(double east, double north)
    {
        var (x, y) = (east / Earth.Radius, north / Earth.Radius + double.DegreesToRadians(Latitude));
        return (double.RadiansToDegrees(Math.Asin(Math.Clamp(Math.Sin(y) / Math.Cosh(x), -1, 1))),
            Turn(Longitude + double.RadiansToDegrees(Math.Atan2(Math.Sinh(x), Math.Cos(y)))));
    }

    public PlacedEvents Place(IReadOnlyCollection<(double Latitude, double Longitude)> events)
    {
        var (east, north, index, n, i) = (new double[events.Count], new double[events.Count], new int[events.Count], 0, 0);
        foreach (var (itsLatitude, itsLongitude) in events)
        {
            if (Project(itsLatitude, itsLongitude) is var (x, y)) (east[n], north[n], index[n++]) = (x, y, i);
            i++;
        }
        return new(east[..n], north[..n], index[..n], i - n);
    }

    private static bool IsKnown(double latitude, double longitude) =>
        latitude is >= -90 and <= 90 && longitude is >= -180 and <= 180 && (latitude != 0 || longitude != 0);

    private static double Turn(double degrees) => degrees - 360 * Math.Floor((degrees + 180) / 360);

    private static double Median(double[] values)
    {
        Array.Sort(values);
        return values[values.Length / 2];
    }
}
