namespace ProblemTracker.Domain;

/// <summary>When several concerns about one place need a decision about the place.</summary>
/// <param name="Concerns">Concerns that raise it.</param>
/// <param name="Months">Months up to the latest of them.</param>
public sealed record RepeatRule(int Concerns, int Months)
{
    public static readonly RepeatRule Standard = new(3, 6);

    /// <summary>Months within which a concern is made after the last day on which it happened; one made later doesn't qualify.</summary>
    public const int MonthsToReport = 1;

    /// <summary>Meters within which two points are one place.</summary>
    public const double OnePlace = 100;
}

/// <summary>What was decided about repeat complaints.</summary>
public enum RepeatDecision
{
    /// <summary>A problem covers them.</summary>
    Problem,

    /// <summary>They need no problem, for a reason that is recorded.</summary>
    NoCase,
}

/// <summary>What is compared of a concern.</summary>
/// <param name="PlaceKey">From <see cref="RepeatComplaints.PlaceOf"/>, in one spelling; null without an address.</param>
/// <param name="Latitude">Degrees; null without a point.</param>
/// <param name="Longitude">Degrees; null without a point.</param>
/// <param name="ReceivedOn">The local day on which it was made.</param>
/// <param name="HappenedOn">The last local day on which it happened; null if not said.</param>
/// <param name="NeighborhoodId">Null if not known.</param>
public sealed record PlacedConcern(long Id, string? PlaceKey, double? Latitude, double? Longitude, DateOnly ReceivedOn,
    DateOnly? HappenedOn, long? NeighborhoodId = null);

/// <summary>The repeat-complaint trigger: several qualifying concerns about one place within a few months.</summary>
public static class RepeatComplaints
{
    /// <summary>
    /// The place of an address, for comparison: the block of a street, such as <c>400 block of Tanner Street</c>, if a house number or a
    /// block is given; otherwise the address as written.
    /// </summary>
    /// <returns>Null if there is no address.</returns>
    public static string? PlaceOf(string? address) => string.IsNullOrWhiteSpace(address) ? null
        : PublicPlace.Read(address) is { Block: not null } street ? street.In(street.Name) : address.Trim();

    /// <summary>Whether a concern counts: it was made within a month of what it tells of. One that names no day counts.</summary>
    public static bool Qualifies(PlacedConcern concern) => concern.HappenedOn is not { } happened
        || happened > DateOnly.MaxValue.AddMonths(-RepeatRule.MonthsToReport)
        || concern.ReceivedOn <= happened.AddMonths(RepeatRule.MonthsToReport);

    /// <summary>
    /// Whether two concerns are about one place: the same block or address, as far as known in one neighborhood, since several have a
    /// "park"; or points near each other.
    /// </summary>
    public static bool SamePlace(PlacedConcern one, PlacedConcern other) =>
        (one.PlaceKey is not null && one.PlaceKey == other.PlaceKey
            && (one.NeighborhoodId is null || other.NeighborhoodId is null || one.NeighborhoodId == other.NeighborhoodId))
        || (one is { Latitude: { } latitude, Longitude: { } longitude }
            && other is { Latitude: { } itsLatitude, Longitude: { } itsLongitude }
            && Earth.Meters(latitude, longitude, itsLatitude, itsLongitude) <= RepeatRule.OnePlace);

    /// <summary>The qualifying concerns about the place of the latest one in the months up to it, with itself.</summary>
    /// <param name="latest">The concern that may raise it.</param>
    /// <param name="others">Other concerns, in any order.</param>
    /// <returns>By id; empty if there are too few.</returns>
    public static IReadOnlyList<PlacedConcern> Raised(PlacedConcern latest, IEnumerable<PlacedConcern> others, RepeatRule rule)
    {
        if (!Qualifies(latest)) return [];
        var first = Earlier(latest.ReceivedOn, rule.Months);
        var together = others
            .Where(other => other.Id != latest.Id && other.ReceivedOn >= first && other.ReceivedOn <= latest.ReceivedOn
                && Qualifies(other) && SamePlace(latest, other))
            .Append(latest).DistinctBy(concern => concern.Id).OrderBy(concern => concern.Id).ToList();
        return together.Count >= rule.Concerns ? together : [];
    }

    /// <summary>The first day of the months up to a day.</summary>
    public static DateOnly Earlier(DateOnly day, int months) =>
        day < DateOnly.MinValue.AddMonths(months) ? DateOnly.MinValue : day.AddMonths(-months);
}
