namespace ProblemTracker.Neighborhoods;

/// <summary>Distances on the ground.</summary>
internal static class Geography
{
    /// <summary>Mean radius of the Earth in meters (IUGG).</summary>
    private const double EarthRadius = 6_371_008.8;

    /// <summary>Great-circle distance in meters by the haversine formula; coordinates in degrees.</summary>
    public static double Meters(double latitude, double longitude, double otherLatitude, double otherLongitude)
    {
        var (lat1, lat2) = (double.DegreesToRadians(latitude), double.DegreesToRadians(otherLatitude));
        var dLat = Math.Sin((lat2 - lat1) / 2);
        var dLon = Math.Sin(double.DegreesToRadians(otherLongitude - longitude) / 2);
        var h = dLat * dLat + Math.Cos(lat1) * Math.Cos(lat2) * dLon * dLon;
        return 2 * EarthRadius * Math.Asin(Math.Min(1, Math.Sqrt(h)));
    }

    /// <summary>A box in degrees around every point within the distance in meters, for a query that can use an index.</summary>
    public static (double South, double North, double West, double East) Box(double latitude, double longitude, double meters)
    {
        var dLat = double.RadiansToDegrees(meters / EarthRadius);
        var narrowest = Math.Cos(double.DegreesToRadians(Math.Min(89.9, Math.Abs(latitude) + dLat)));
        var dLon = Math.Min(180, dLat / narrowest);
        return (latitude - dLat, latitude + dLat, longitude - dLon, longitude + dLon);
    }
}
