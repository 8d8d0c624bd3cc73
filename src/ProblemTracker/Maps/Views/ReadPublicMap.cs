using MediatR;
using NetTopologySuite.Geometries;
using ProblemTracker.Agency;
using ProblemTracker.Neighborhoods;

namespace ProblemTracker.Maps;

/// <summary>What maps of the public site are drawn on: the neighborhoods of today and the agency's streets.</summary>
/// <param name="Latitude">Of the middle, in degrees; null for the whole city.</param>
/// <param name="Longitude">Of the middle, in degrees.</param>
/// <param name="Closer">How often to look closer.</param>
/// <param name="NeighborhoodId">Looks at this neighborhood instead of the whole city.</param>
[AllowEveryone]
public sealed record ReadPublicMap(double? Latitude = null, double? Longitude = null, int Closer = 0, long? NeighborhoodId = null)
    : IQuery<PublicMap>;

/// <param name="Square">What it shows; null if the agency has no boundaries.</param>
/// <param name="Closer">How often it was looked at closer.</param>
public sealed record PublicMap(MapSquare? Square, int Closer, IReadOnlyList<DrawnPlace> Neighborhoods, MapStreets Streets)
{
    public static readonly PublicMap None = new(null, 0, [], new(0, [], []));
}

/// <summary>A neighborhood of today, simplified for drawing.</summary>
public sealed record DrawnPlace(long Id, string Name, Geometry Shape);

internal sealed class ReadPublicMapHandler(Db db, OutlineMap outlines, StreetMap streets, AgencySettings agency)
    : IRequestHandler<ReadPublicMap, PublicMap>
{
    public async Task<PublicMap> Handle(ReadPublicMap query, CancellationToken ct)
    {
        var drawn = (await outlines.Current(db, await agency.Today(ct), ct)).Features
            .Select(place => new DrawnPlace(place.Id, place.Properties.Name, GeoJson.Read(place.Geometry))).ToList();
        if (drawn.Count == 0) return PublicMap.None;
        // A neighborhood without a boundary is somewhere in the city.
        var looked = drawn.Exists(place => place.Id == query.NeighborhoodId) ? query.NeighborhoodId : null;
        var shown = new Envelope();
        foreach (var place in drawn.Where(place => looked is null || place.Id == looked))
            shown.ExpandToInclude(place.Shape.EnvelopeInternal);
        var square = MapSquare.Around(shown.MinY, shown.MinX, shown.MaxY, shown.MaxX);
        var closer = 0;
        if (query is { Latitude: { } latitude, Longitude: { } longitude })
            square = square.At(latitude, longitude, closer = Math.Clamp(query.Closer, 0, square.Steps));
        return new(square, closer, drawn, await streets.In(db, new(square.South, square.West, square.North, square.East), ct));
    }
}
