using NetTopologySuite.Geometries;

namespace ProblemTracker.Neighborhoods;

/// <summary>What a person chose to do with all coordinates of a file, which are degrees.</summary>
public enum CoordinateFix
{
    /// <summary>The file has the latitude first.</summary>
    Swap,
    /// <summary>The longitudes lack their minus sign, or have one too many.</summary>
    NegateLongitude,
    /// <summary>The latitudes lack their minus sign, or have one too many.</summary>
    NegateLatitude,
    /// <summary>The file has the latitude first, and longitudes with the wrong sign.</summary>
    SwapAndNegateLongitude,
}

/// <summary>Applies and proposes fixes of coordinates.</summary>
internal static class CoordinateFixes
{
    /// <summary>The share of the shapes that a fix must bring near the city to be proposed.</summary>
    private const double Most = 0.9;

    /// <param name="fix">Null leaves them as they are.</param>
    public static (double X, double Y) Of(CoordinateFix? fix, double x, double y) => fix switch
    {
        CoordinateFix.Swap => (y, x),
        CoordinateFix.NegateLongitude => (-x, y),
        CoordinateFix.NegateLatitude => (x, -y),
        CoordinateFix.SwapAndNegateLongitude => (-y, x),
        _ => (x, y),
    };

    /// <summary>The fix that brings shapes near the neighborhoods; null if some are near already, or none does.</summary>
    /// <param name="shapes">Their extents, in degrees.</param>
    /// <param name="city">The extent of the neighborhoods; empty if there are none.</param>
    public static CoordinateFix? For(IReadOnlyCollection<Envelope> shapes, Envelope city)
    {
        if (city.IsNull || shapes.Count == 0) return null;
        var near = Geography.Around(city);
        int Near(CoordinateFix? fix) => shapes.Count(shape => near.Intersects(Of(fix, shape)));
        return Near(null) > 0 ? null
            : Enum.GetValues<CoordinateFix>().Cast<CoordinateFix?>().FirstOrDefault(fix => Near(fix) >= Most * shapes.Count);
    }

    private static Envelope Of(CoordinateFix? fix, Envelope shape)
    {
        var ((x, y), (otherX, otherY)) = (Of(fix, shape.MinX, shape.MinY), Of(fix, shape.MaxX, shape.MaxY));
        return new(x, otherX, y, otherY);
    }

    /// <summary>What looks wrong, for a sentence about coordinates that lie far away.</summary>
    public static string Looks(CoordinateFix fix) => fix switch
    {
        CoordinateFix.Swap => "Latitude and longitude look swapped",
        CoordinateFix.NegateLongitude => "The minus sign of their longitudes looks missing or wrong",
        CoordinateFix.NegateLatitude => "The minus sign of their latitudes looks missing or wrong",
        _ => "Latitude and longitude look swapped, and the minus sign of the longitudes looks missing or wrong",
    };
}
