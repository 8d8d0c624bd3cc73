namespace ProblemTracker.Domain;

/// <summary>Distances on the ground, on a sphere of the Earth's mean radius.</summary>
public static class Earth
{
    /// <summary>Mean radius in meters (IUGG).</summary>
    public const double Radius = 6_371_008.8;

    /// <summary>Great-circle distance in meters by the haversine formula; coordinates in degrees.</summary>
    public static double Meters(double latitude, double longitude, double otherLatitude, double otherLongitude)
    {
        var (lat1, lat2) = (double.DegreesToRadians(latitude), double.DegreesToRadians(otherLatitude));
        var dLat = Math.Sin((lat2 - lat1) / 2);
        var dLon = Math.Sin(double.DegreesToRadians(otherLongitude - longitude) / 2);
        var h = dLat * dLat + Math.Cos(lat1) * Math.Cos(lat2) * dLon * dLon;
        return 2 * Radius * Math.Asin(Math.Min(1, Math.Sqrt(h)));
    }
}
