using NetTopologySuite.Geometries;
using ProblemTracker.Agency;

namespace ProblemTracker.Incidents;

/// <summary>
/// Where the places of a file can be expected: near the neighborhoods, or else near earlier incidents, or else in the part of the world
/// that has the agency's time zone.
/// </summary>
internal sealed class LikelyPlace(ReadingContext context)
{
    /// <summary>Degrees from the middle of the neighborhoods or of earlier incidents.</summary>
    public const double Near = 5;

    /// <summary>Degrees of longitude that a time zone lies around its meridian; the western end of China is farther away.</summary>
    private const double ZoneWidth = 30;

    /// <summary>The United States from Hawaii and Alaska to Puerto Rico, in degrees.</summary>
    private static readonly Envelope UnitedStates = new(-180, -64, 17, 72);

    private static readonly HashSet<string> ZonesOfUnitedStates = [.. TimeZones.UnitedStates];

    /// <summary>Whether a place is near the neighborhoods or earlier incidents: then nobody needs to be asked.</summary>
    public bool IsKnown => context.Middle is not null;

    /// <summary>What the places are compared to, for a sentence.</summary>
    public string Whose => context.Extent is not null ? "the neighborhoods" : IsKnown ? "the incidents imported before" : "your time zone";

    public bool Is(double latitude, double longitude)
    {
        if (Math.Abs(latitude) > 90 || Math.Abs(longitude) > 180) return false;
        if (context.Middle is { } middle) return Math.Max(Math.Abs(latitude - middle.Y), Math.Abs(longitude - middle.X)) < Near;
        var zone = context.Agency;
        if (ZonesOfUnitedStates.Contains(zone.Id)) return UnitedStates.Contains(longitude, latitude);
        // UTC is used anywhere.
        if (zone.BaseUtcOffset == TimeSpan.Zero && !zone.SupportsDaylightSavingTime) return true;
        var off = Math.Abs(longitude - (15 * zone.BaseUtcOffset.TotalHours)) % 360;
        return Math.Min(off, 360 - off) <= ZoneWidth;
    }
}
