using System.Linq.Expressions;
using FluentValidation;
using ProblemTracker.Neighborhoods;

namespace ProblemTracker.Problems;

/// <summary>Where a problem is: a neighborhood always, a point and an address if known.</summary>
internal static class Places
{
    /// <summary>A point is given whole or not at all, and lies on Earth.</summary>
    public static void PlaceRules<T>(this AbstractValidator<T> validator, Expression<Func<T, double?>> latitude,
        Expression<Func<T, double?>> longitude)
    {
        var (lat, lon) = (latitude.Compile(), longitude.Compile());
        validator.RuleFor(latitude).InclusiveBetween(-90, 90).WithMessage("A latitude lies between -90 and 90.")
            .Must((c, value) => value is not null || lon(c) is null).WithMessage("Give latitude and longitude together, or neither.");
        validator.RuleFor(longitude).InclusiveBetween(-180, 180).WithMessage("A longitude lies between -180 and 180.")
            .Must((c, value) => value is not null || lat(c) is null).WithMessage("Give latitude and longitude together, or neither.");
    }

    /// <summary>The neighborhood given, or the one around the point.</summary>
    /// <exception cref="Invalid">Neither leads to one.</exception>
    public static async Task<long> Neighborhood(Db db, NeighborhoodMap map, long? given, double? latitude,
        double? longitude, CancellationToken ct)
    {
        if (given is { } id)
            return await db.Find<long?>("SELECT Id FROM Neighborhood WHERE Id = @id", new { id }, ct)
                ?? throw new Invalid("neighborhoodId", "There is no neighborhood with this id.");
        if (latitude is not { } lat || longitude is not { } lon)
            throw new Invalid("neighborhoodId", "Choose a neighborhood, or give a point inside one.");
        return await map.Find(db, lat, lon, ct)
            ?? throw new Invalid("neighborhoodId",
                "This point lies in none of our neighborhoods. Choose the neighborhood yourself, or correct the point.");
    }

    public static async Task MustBeCategory(Db db, string code, CancellationToken ct)
    {
        // Compared once more: SQL Server's = takes NOISE for noise, and reports would count the two apart.
        if (await db.Find<string>("SELECT Code FROM Category WHERE Code = @code AND Active = 1", new { code }, ct) != code)
            throw new Invalid("categoryCode", "There is no category of this code. GET /api/v1/settings/categories lists them.");
    }
}
