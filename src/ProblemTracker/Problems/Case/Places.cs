using System.Linq.Expressions;
using FluentValidation;
using ProblemTracker.Neighborhoods;

namespace ProblemTracker.Problems;

/// <summary>Rules for a problem's location: a neighborhood if there are any; coordinates and an address if known.</summary>
internal static class Places
{
    /// <summary>Latitude and longitude come together or not at all, and are in range.</summary>
    public static void PlaceRules<T>(this AbstractValidator<T> validator, Expression<Func<T, double?>> latitude,
        Expression<Func<T, double?>> longitude)
    {
        var (lat, lon) = (latitude.Compile(), longitude.Compile());
        validator.RuleFor(latitude).InclusiveBetween(-90, 90).WithMessage("Latitude must be between -90 and 90.")
            .Must((c, value) => value is not null || lon(c) is null).WithMessage("Give latitude and longitude together, or neither.");
        validator.RuleFor(longitude).InclusiveBetween(-180, 180).WithMessage("Longitude must be between -180 and 180.")
            .Must((c, value) => value is not null || lat(c) is null).WithMessage("Give latitude and longitude together, or neither.");
    }

    /// <summary>
    /// The given neighborhood, or else the one around the coordinates. Before the agency has neighborhoods, an address or coordinates
    /// are enough, and the problem is listed under "No neighborhood" until someone chooses one.
    /// </summary>
    /// <exception cref="Invalid">
    /// No active neighborhood has this id, none surrounds the coordinates, or nothing says where the problem is.
    /// </exception>
    public static async Task<long> Neighborhood(Db db, NeighborhoodMap map, DateOnly today, long? given, string? address,
        double? latitude, double? longitude, CancellationToken ct)
    {
        if (given is { } id)
            return await NeighborhoodSql.CanBeChosen(db, id, today, ct) ? id
                : throw new Invalid("neighborhoodId", "No active neighborhood has this id. GET /api/v1/neighborhoods lists them.");
        if (!await NeighborhoodSql.AnyToChoose(db, today, ct))
            return !address.IsBlank() || latitude is not null ? await NeighborhoodSql.UnassignedId(db, ct)
                : throw new Invalid("address", "Enter an address or the name of a place.");
        if (latitude is not { } lat || longitude is not { } lon)
            throw new Invalid("neighborhoodId", "Choose a neighborhood, or give coordinates inside one.");
        return await map.Find(db, lat, lon, today, ct)
            ?? throw new Invalid("neighborhoodId",
                "These coordinates are outside all neighborhoods. Choose a neighborhood, or correct the coordinates.");
    }

    public static async Task MustBeCategory(Db db, string code, CancellationToken ct)
    {
        // Compare again here: SQL Server's = ignores case, but reports would count NOISE and noise separately.
        if (await db.Find<string>("SELECT Code FROM Category WHERE Code = @code AND Active = 1", new { code }, ct) != code)
            throw new Invalid("categoryCode", "No category has this code. GET /api/v1/settings/categories lists them.");
    }
}
