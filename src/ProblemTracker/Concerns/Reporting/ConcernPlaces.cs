using Microsoft.Extensions.Localization;
using ProblemTracker.Maps;
using ProblemTracker.Neighborhoods;

namespace ProblemTracker.Concerns;

/// <summary>Where a point of a report is.</summary>
/// <param name="NeighborhoodId">Null if it is in none.</param>
/// <param name="Street">The nearest street; null if none is near.</param>
public sealed record PointPlace(long? NeighborhoodId, string? Street);

/// <summary>Finds where a point that a reporter gave is.</summary>
internal sealed class ConcernPlaces(Db db, NeighborhoodMap neighborhoods, StreetMap streets, IStringLocalizer<ConcernTexts> words)
{
    /// <summary>Meters from a point to the street that it is told by.</summary>
    private const double NearStreet = 120;

    public async Task<PointPlace> Of(double latitude, double longitude, DateOnly today, CancellationToken ct) => new(
        await neighborhoods.Find(db, latitude, longitude, today, ct), await streets.Near(db, latitude, longitude, NearStreet, ct));

    /// <summary>Refuses a point that a phone far from the city, or a slip of digits, gave.</summary>
    /// <exception cref="Invalid">It is too far from every neighborhood.</exception>
    public async Task MustBeNear(double? latitude, double? longitude, CancellationToken ct)
    {
        if (latitude is not { } north || longitude is not { } east) return;
        var city = await neighborhoods.Extent(db, ct);
        if (!city.IsNull && !Geography.Around(city).Contains(east, north)) throw new Invalid("latitude", words["Where.Far"]);
    }
}
