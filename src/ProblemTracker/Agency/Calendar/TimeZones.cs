namespace ProblemTracker.Agency;

/// <summary>Time zones by their IANA names.</summary>
internal static class TimeZones
{
    /// <exception cref="Invalid">This is not the IANA name of a time zone.</exception>
    public static void MustBeKnown(string zone, string field)
    {
        if (zone.Length > 100 || !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found) || !found.HasIanaId)
            throw new Invalid(field, "This is not the IANA name of a time zone, such as America/New_York.");
    }
}
