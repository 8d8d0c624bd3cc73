namespace ProblemTracker.Maps;

/// <summary>The part of the world that a map shows, in degrees (WGS84). It does not cross the date line.</summary>
public sealed record MapBox(double South, double West, double North, double East)
{
    /// <summary>The box around some points; null without points.</summary>
    internal static MapBox? Around(IEnumerable<(double Latitude, double Longitude)> points)
    {
        MapBox? box = null;
        foreach (var (latitude, longitude) in points)
            box = box is null ? new(latitude, longitude, latitude, longitude)
                : new(Math.Min(box.South, latitude), Math.Min(box.West, longitude), Math.Max(box.North, latitude),
                    Math.Max(box.East, longitude));
        return box;
    }

    internal bool Covers(double latitude, double longitude) =>
        latitude >= South && latitude <= North && longitude >= West && longitude <= East;
}
