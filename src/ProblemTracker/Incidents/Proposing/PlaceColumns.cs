using System.Globalization;
using NetTopologySuite.Geometries;
using ProblemTracker.Neighborhoods;

namespace ProblemTracker.Incidents;

/// <summary>Proposes which columns have the place, by where the neighborhoods are, and the projection of coordinates.</summary>
internal static class PlaceColumns
{
    /// <summary>Names that agencies give the columns, most reliable first.</summary>
    private static readonly string[]
        LatitudeNames = ["pointlatitude", "latitude", "lat", "ycoordinate", "ycoord", "coordy", "geoy", "northing", "y"],
        LongitudeNames = ["pointlongitude", "longitude", "lon", "lng", "long", "xcoordinate", "xcoord", "coordx", "geox", "easting",
            "x"];

    /// <summary>Degrees; a column out of the range of the neighborhoods by more than this is no coordinate of theirs.</summary>
    private const double Near = 5;

    /// <summary>Pairs of coordinates from which projections are proposed.</summary>
    private const int MostPairs = 100;

    /// <summary>Proposes latitude and longitude, or northing and easting, or one column with both.</summary>
    public static void Propose(ProposedColumns columns)
    {
        var (free, context) = (columns.Free, columns.Context);
        var numbers = free.FindAll(c => c is { IsNumeric: true, Numbers.Count: > 0 } && (c.HasFractions || c.IsNamed(LatitudeNames)
            || c.IsNamed(LongitudeNames)) && c.Numbers.Count == c.Values.Count);
        var latitude = numbers.FindAll(c => InRange(c, 90) && (c.IsNamed(LatitudeNames) || Fits(c, context, isLatitude: true)))
            .Best(LatitudeNames, c => Fits(c, context, isLatitude: true) ? 50 : 0);
        var longitude = numbers.FindAll(c => c != latitude && InRange(c, 180)
            && (c.IsNamed(LongitudeNames) || Fits(c, context, isLatitude: false)))
            .Best(LongitudeNames, c => Fits(c, context, isLatitude: false) ? 50 : 0);
        // Named the wrong way around: x has latitudes and y longitudes.
        if (latitude is not null && longitude is null) longitude = numbers.Find(c => c != latitude && InRange(c, 180)
            && c.IsNamed(LatitudeNames));
        if (longitude is not null && latitude is null) latitude = numbers.Find(c => c != longitude && InRange(c, 90)
            && c.IsNamed(LongitudeNames));
        if (latitude is not null && longitude is not null && AreSwapped(latitude, longitude, context))
            (latitude, longitude) = (longitude, latitude);
        if ((latitude is null || longitude is null) && Projected(numbers, context) is var (northing, easting))
            (latitude, longitude) = (northing, easting);
        if (latitude is not null && longitude is not null)
        {
            columns.Take(IncidentMap.Latitude, latitude);
            columns.Take(IncidentMap.Longitude, longitude);
            free.RemoveAll(c => c is { IsPlace: true, HasStreets: false });
        }
        else if (free.Find(c => c.IsPlace) is { } place)
        {
            columns.ByField[IncidentMap.Place] = place.Name;
            if (!place.HasStreets) free.Remove(place);
        }
    }

    /// <summary>
    /// Two columns that are coordinates of a projection: named so, or fitting one used where the neighborhoods are, or the only two large
    /// numbers with fractions.
    /// </summary>
    private static (ColumnProfile Northing, ColumnProfile Easting)? Projected(List<ColumnProfile> numbers, ReadingContext context)
    {
        var large = numbers.FindAll(c => !InRange(c, 180));
        var named = (large.Find(c => c.IsNamed(LatitudeNames)), large.Find(c => c.IsNamed(LongitudeNames)));
        if (named is ({ } northing, { } easting)) return (northing, easting);
        if (context.Extent is { } extent)
            foreach (var x in large)
                foreach (var y in large.Where(c => c != x && c.Numbers.Count == x.Numbers.Count))
                    if (Projection.Candidates([.. x.Numbers.Zip(y.Numbers).Take(MostPairs)], extent).Count > 0) return (y, x);
        return large is [var left, var right] ? (right, left) : null;
    }

    /// <summary>EPSG number of the likeliest projection of columns that are no degrees.</summary>
    public static string? ProjectionOf(ProposedColumns columns)
    {
        if (columns.Context.Extent is not { } extent || !columns.ByField.TryGetValue(IncidentMap.Longitude, out var easting)) return null;
        var x = columns.All.First(c => c.Name == easting);
        var y = columns.All.First(c => c.Name == columns.ByField[IncidentMap.Latitude]);
        return InRange(x, 180) && InRange(y, 90) ? null
            : Projection.Candidates([.. x.Numbers.Zip(y.Numbers).Take(MostPairs)], extent) is [var best, ..]
                ? best.Number.ToString(CultureInfo.InvariantCulture) : null;
    }

    private static bool InRange(ColumnProfile column, double most) =>
        column.Numbers.Count(n => Math.Abs(n) <= most) > 0.8 * column.Numbers.Count;

    private static double Middle(ColumnProfile column) =>
        column.Numbers.Where(n => Math.Abs(n) > 1.5).Order().ToList() is { Count: > 0 } far ? far[far.Count / 2] : 0;

    private static bool Fits(ColumnProfile column, ReadingContext context, bool isLatitude) => column.HasFractions
        && context.Extent is { } extent && Math.Abs(Middle(column) - (isLatitude ? extent.Centre.Y : extent.Centre.X)) < Near;

    private static bool AreSwapped(ColumnProfile latitude, ColumnProfile longitude, ReadingContext context)
    {
        var (lat, lon) = (Middle(latitude), Middle(longitude));
        if (Math.Abs(lat) > 90) return Math.Abs(lon) <= 90;
        if (Math.Abs(lon) > 90 || context.Extent is not { } extent) return false;
        static double Off(double y, double x, Envelope e) =>
            Math.Max(Math.Abs(y - e.Centre.Y), Math.Abs(x - e.Centre.X));
        return Off(lon, lat, extent) < Near && Off(lat, lon, extent) > Near;
    }
}
