namespace ProblemTracker.Agency;

/// <summary>Time zones by their IANA names.</summary>
internal static class TimeZones
{
    /// <exception cref="Invalid">The name is not the IANA name of a time zone.</exception>
    public static void MustBeKnown(string zone, string field)
    {
        if (zone.Length > 100 || !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found) || !found.HasIanaId)
            throw new Invalid(field, "Enter the IANA name of a time zone, for example America/New_York.");
    }
}
