using System.Globalization;
using System.Text.RegularExpressions;

namespace ProblemTracker.Agency;

/// <summary>Time zones by their IANA names.</summary>
internal static partial class TimeZones
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

    /// <summary>Those of the United States, without its islands in the far Pacific.</summary>
    public static IEnumerable<string> UnitedStates => American.Select(zone => zone.Id)
        .Where(id => id is not ("Pacific/Guam" or "Pacific/Pago_Pago"));

    /// <summary>Zones without a place. They have one offset all year, so that in summer their clock differs from a city's.</summary>
    private static readonly HashSet<string> WithoutPlace = new(StringComparer.OrdinalIgnoreCase)
    {
        "EST", "MST", "HST", "UTC", "UCT", "GMT", "GMT0", "GMT+0", "GMT-0", "Universal", "Zulu", "Greenwich", "Factory",
    };

    /// <summary>By hours from UTC: the zone whose clocks change, and the one whose clocks don't.</summary>
    private static readonly Dictionary<int, (string? Changing, string? Same)> Places = new()
    {
        [-4] = ("America/Halifax", "America/Puerto_Rico"),
        [-5] = ("America/New_York", "America/Panama"),
        [-6] = ("America/Chicago", "America/Regina"),
        [-7] = ("America/Denver", "America/Phoenix"),
        [-8] = ("America/Los_Angeles", null),
        [-9] = ("America/Anchorage", null),
        [-10] = ("America/Adak", "Pacific/Honolulu"),
        [-11] = (null, "Pacific/Pago_Pago"),
        [10] = (null, "Pacific/Guam"),
    };

    /// <summary>Names of the United States' times that are no IANA names, by hours from UTC in winter.</summary>
    private static readonly Dictionary<string, int> Times = new(StringComparer.OrdinalIgnoreCase)
    {
        ["AST"] = -4,
        ["ADT"] = -4,
        ["Atlantic"] = -4,
        ["EDT"] = -5,
        ["ET"] = -5,
        ["Eastern"] = -5,
        ["US Eastern"] = -5,
        ["CST"] = -6,
        ["CDT"] = -6,
        ["CT"] = -6,
        ["Central"] = -6,
        ["MDT"] = -7,
        ["MT"] = -7,
        ["Mountain"] = -7,
        ["US Mountain"] = -7,
        ["PST"] = -8,
        ["PDT"] = -8,
        ["PT"] = -8,
        ["Pacific"] = -8,
        ["AKST"] = -9,
        ["AKDT"] = -9,
        ["Alaska"] = -9,
        ["Alaskan"] = -9,
        ["HDT"] = -10,
        ["Hawaii"] = -10,
        ["Hawaiian"] = -10,
        ["SST"] = -11,
        ["Samoa"] = -11,
        ["ChST"] = 10,
        ["Chamorro"] = 10,
    };

    /// <summary>UTC-5, UTC−05:00 or GMT+10.</summary>
    [GeneratedRegex(@"^(?:UTC|GMT)\s*(?<sign>[-−+])\s*0?(?<hours>\d{1,2})(?::?00)?$", RegexOptions.IgnoreCase)]
    private static partial Regex OfUtc();

    /// <summary>"Standard Time", as Windows calls its zones, and the like.</summary>
    [GeneratedRegex(@"\s+((Standard|Daylight)\s+)?Time$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Ending();

    /// <summary>The place to enter for a name that is no IANA name of a place; null if nobody can tell.</summary>
    private static string? Offer(string zone)
    {
        var name = zone.Trim();
        if (OfUtc().Match(name) is { Success: true } found)
        {
            var hours = int.Parse(found.Groups["hours"].Value, CultureInfo.InvariantCulture) * (found.Groups["sign"].Value == "+" ? 1 : -1);
            return Offer($"{zone} is an offset, which says nothing about daylight saving time. ", hours);
        }
        var other = $"{zone} is not the IANA name of a time zone. ";
        if (Times.TryGetValue(Ending().Replace(name, ""), out var winter)) return Offer(other, winter);
        // Windows has names of its own for others.
        return TimeZoneInfo.TryConvertWindowsIdToIanaId(name, out var id) && id is not null && Objection(id) is null
            ? $"{other}Enter {id}." : null;
    }

    private static string? Offer(string fault, int hours) => Places.GetValueOrDefault(hours) switch
    {
        (null, null) => null,
        (null, { } same) => $"{fault}Enter {same}.",
        ({ } changing, null) => $"{fault}Enter {changing}.",
        var (changing, same) => $"{fault}Enter {changing}, or {same} if clocks don't change.",
    };

    /// <exception cref="Invalid">The name is not the IANA name of a place's time zone.</exception>
    public static void MustBeKnown(string zone, string field)
    {
        if (Objection(zone) is { } objection) throw new Invalid(field, objection);
    }

    /// <summary>
    /// Why the clock of an agency, or of the program that exported a file, can't be this one; null if it can. A zone with one offset all
    /// year is refused, and the zones of places with that offset are offered.
    /// </summary>
    /// <param name="takesUtc">Whether UTC itself will do, as it does for a file.</param>
    public static string? Objection(string zone, bool takesUtc = false)
    {
        const string ask = "Enter the IANA name of a time zone, for example America/New_York.";
        if (zone.Length > 100 || IsOfMachine(zone)) return ask;
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found) || !found.HasIanaId) return Offer(zone) ?? ask;
        if (!HasOneOffset(zone) || (takesUtc && zone is "UTC" or "Etc/UTC")) return null;
        var hours = found.BaseUtcOffset.Hours;
        var (changing, same) = found.BaseUtcOffset.Minutes == 0 ? Places.GetValueOrDefault(hours) : default;
        var offset = hours == 0 ? "UTC" : string.Create(CultureInfo.InvariantCulture, $"UTC{(hours < 0 ? "−" : "+")}{Math.Abs(hours)}");
        return $"{zone} is {offset} all year, without daylight saving time. " + (changing, same) switch
        {
            (null, null) => "Enter the time zone of your city, for example America/New_York.",
            (null, _) => $"Enter {same}.",
            (_, null) => $"Enter {changing}.",
            _ => $"Enter {changing}, or {same} if clocks don't change.",
        };
    }

    /// <summary>Whether a name stands for the zone of this machine, or is a copy of the files that zones are read from.</summary>
    private static bool IsOfMachine(string zone) => zone.Equals("localtime", StringComparison.OrdinalIgnoreCase)
        || zone.StartsWith("posix", StringComparison.OrdinalIgnoreCase) || zone.StartsWith("right", StringComparison.OrdinalIgnoreCase);

    private static bool HasOneOffset(string zone) => WithoutPlace.Contains(zone)
        || zone.StartsWith("Etc/", StringComparison.OrdinalIgnoreCase)
        || zone.StartsWith("UTC", StringComparison.OrdinalIgnoreCase) || zone.StartsWith("GMT", StringComparison.OrdinalIgnoreCase);

    /// <summary>Every time zone of this machine: those of the United States by region, then all others by name.</summary>
    /// <param name="now">Determines the offsets shown.</param>
    /// <param name="present">The zone in force, which is always an option.</param>
    public static IReadOnlyList<TimeZoneRow> Choices(DateTimeOffset now, string present)
    {
        var known = American.Select(zone => zone.Id).ToHashSet(StringComparer.Ordinal);
        var others = TimeZoneInfo.GetSystemTimeZones()
            .Where(zone => zone.HasIanaId && zone.Id.Contains('/', StringComparison.Ordinal) && !HasOneOffset(zone.Id))
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
