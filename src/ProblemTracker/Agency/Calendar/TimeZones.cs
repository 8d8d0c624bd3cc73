using System.Globalization;

namespace ProblemTracker.Agency;

/// <summary>Time zones by their IANA names.</summary>
internal static class TimeZones
{
    private static readonly (string Id, string Name)[] American =
    [
        ("America/New_York", "Eastern Time, New York"), ("America/Detroit", "Eastern Time, Detroit"),
        ("America/Indiana/Indianapolis", "Eastern Time, Indianapolis"), ("America/Kentucky/Louisville", "Eastern Time, Louisville"),
        ("America/Chicago", "Central Time, Chicago"), ("America/Denver", "Mountain Time, Denver"),
        ("America/Boise", "Mountain Time, Boise"), ("America/Phoenix", "Mountain Time all year, Phoenix"),
        ("America/Los_Angeles", "Pacific Time, Los Angeles"), ("America/Anchorage", "Alaska Time, Anchorage"),
        ("Pacific/Honolulu", "Hawaii Time, Honolulu"), ("America/Puerto_Rico", "Atlantic Time, Puerto Rico"),
        ("Pacific/Guam", "Chamorro Time, Guam"), ("Pacific/Pago_Pago", "Samoa Time, Pago Pago"),
    ];

    /// <exception cref="Invalid">The name is not the IANA name of a time zone.</exception>
    public static void MustBeKnown(string zone, string field)
    {
        if (zone.Length > 100 || !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found) || !found.HasIanaId)
            throw new Invalid(field, "Enter the IANA name of a time zone, for example America/New_York.");
    }

    /// <summary>Every time zone of this machine: those of the United States by region, then all others by name.</summary>
    /// <param name="now">Determines the offsets shown.</param>
    /// <param name="present">The zone in force, which is always an option.</param>
    public static IReadOnlyList<TimeZoneRow> Choices(DateTimeOffset now, string present)
    {
        var known = American.Select(zone => zone.Id).ToHashSet(StringComparer.Ordinal);
        var others = TimeZoneInfo.GetSystemTimeZones().Where(zone => zone.HasIanaId && zone.Id.Contains('/', StringComparison.Ordinal))
            .Select(zone => zone.Id).Append(present).Where(id => !known.Contains(id)).Distinct().Order(StringComparer.Ordinal);
        return
        [
            .. American.Where(zone => TimeZoneInfo.TryFindSystemTimeZoneById(zone.Id, out _))
                .Select(zone => new TimeZoneRow(zone.Id, $"{zone.Name} ({Offset(zone.Id, now)})", IsAmerican: true)),
            .. others.Select(id => new TimeZoneRow(id, $"{id.Replace('_', ' ')} ({Offset(id, now)})", IsAmerican: false)),
        ];
    }

    private static string Offset(string id, DateTimeOffset now)
    {
        var offset = TimeZoneInfo.FindSystemTimeZoneById(id).GetUtcOffset(now);
        var sign = offset < TimeSpan.Zero ? "−" : "+";
        var minutes = offset.Minutes == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $":{Math.Abs(offset.Minutes):00}");
        return offset == TimeSpan.Zero ? "UTC" : string.Create(CultureInfo.InvariantCulture, $"UTC{sign}{Math.Abs(offset.Hours)}{minutes}");
    }
}
