using NetTopologySuite.Geometries;

namespace ProblemTracker.Neighborhoods;

/// <summary>Boxes, areas and their distances on the ground.</summary>
internal static class Geography
{
    /// <summary>About the distance in meters between two boxes in degrees; 0 if they meet.</summary>
    public static double Meters(Envelope one, Envelope other)
    {
        var (latitude, otherLatitude) = Nearest(one.MinY, one.MaxY, other.MinY, other.MaxY);
        // The other box can also be nearer the other way round the Earth.
        return new[] { -360, 0, 360 }.Select(turn => Nearest(one.MinX, one.MaxX, other.MinX + turn, other.MaxX + turn))
            .Min(pair => Earth.Meters(latitude, pair.One, otherLatitude, pair.Other));
    }

    /// <summary>The nearest values of two ranges: the middle of what they share, if they do.</summary>
    private static (double One, double Other) Nearest(double min, double max, double otherMin, double otherMax) =>
        max < otherMin ? (max, otherMin) : otherMax < min ? (min, otherMax)
            : ((Math.Max(min, otherMin) + Math.Min(max, otherMax)) / 2, (Math.Max(min, otherMin) + Math.Min(max, otherMax)) / 2);

    /// <summary>A box in degrees around every point within the distance in meters, for a query that can use an index.</summary>
    public static (double South, double North, double West, double East) Box(double latitude, double longitude, double meters)
    {
        var dLat = double.RadiansToDegrees(meters / Earth.Radius);
        var narrowest = Math.Cos(double.DegreesToRadians(Math.Min(89.9, Math.Abs(latitude) + dLat)));
        var dLon = Math.Min(180, dLat / narrowest);
        return (latitude - dLat, latitude + dLat, longitude - dLon, longitude + dLon);
    }

    /// <summary>Degrees around a city, about 100 km.</summary>
    private const double Surroundings = 1;

    /// <summary>The box around a city outside of which a place is a mistake, not in a neighboring town; all in degrees.</summary>
    /// <param name="extent">Of the neighborhoods; a box without a point stays one.</param>
    public static Envelope Around(Envelope extent)
    {
        var near = extent.Copy();
        near.ExpandBy(Math.Max(Surroundings, 2 * extent.Width), Math.Max(Surroundings, 2 * extent.Height));
        return near;
    }

    /// <summary>
    /// Area in square meters of polygons in degrees. On the sinusoidal projection, which keeps areas, so that near the size of a city it is
    /// off by less than the sphere differs from the Earth (0.5%).
    /// </summary>
    public static double SquareMeters(Geometry shape)
    {
        var sum = 0.0;
        for (var i = 0; i < shape.NumGeometries; i++)
            if (shape.GetGeometryN(i) is Polygon polygon)
                sum += OfRing(polygon.ExteriorRing) - polygon.InteriorRings.Sum(OfRing);
        return sum;
    }

    private static double OfRing(LineString ring)
    {
        var corners = ring.CoordinateSequence;
        if (corners.Count == 0) return 0;
        var (sum, west) = (0.0, corners.GetX(0));
        for (var i = 1; i < corners.Count; i++)
        {
            var (x1, y1) = Flat(corners.GetX(i - 1) - west, corners.GetY(i - 1));
            var (x2, y2) = Flat(corners.GetX(i) - west, corners.GetY(i));
            sum += x1 * y2 - x2 * y1;
        }
        return Math.Abs(sum) / 2;
    }

    private static (double X, double Y) Flat(double longitude, double latitude)
    {
        var y = double.DegreesToRadians(latitude);
        return (Earth.Radius * double.DegreesToRadians(longitude) * Math.Cos(y), Earth.Radius * y);
    }
}
