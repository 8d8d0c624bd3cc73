using System.Globalization;
using ProblemTracker.Neighborhoods;

namespace ProblemTracker.Incidents;

/// <summary>Proposes which columns have the place, by where the neighborhoods are, and the projection of coordinates.</summary>
internal static class PlaceColumns
{
    /// <summary>Names that agencies give the columns, most reliable first.</summary>
    private static readonly string[]
        LatitudeNames = ["pointlatitude", "latitude", "lat", "latitud", "ycoordinate", "ycoord", "coordy", "geoy", "northing", "y"],
        LongitudeNames = ["pointlongitude", "longitude", "lon", "lng", "long", "longitud", "xcoordinate", "xcoord", "coordx", "geox",
            "easting", "x"];

    /// <summary>Words within such names; the last, a letter alone, is the least reliable.</summary>
    private static readonly string[]
        LatitudeWords = ["lat", "latitude", "latitud", "lattitude", "y"],
        LongitudeWords = ["lon", "lng", "long", "longitude", "longitud", "longtitude", "x"];

    /// <summary>Pairs of coordinates from which projections are proposed.</summary>
    private const int MostPairs = 100;

    /// <summary>Marks of missing coordinates that are proposed, and characters of one.</summary>
    private const int MostMarks = 20, LongestMark = 60;

    /// <summary>Share of the rows with coordinates that need a place for its column to be preferred.</summary>
    private const double NearlyAsFull = 0.7;

    /// <summary>Proposes latitude and longitude, or northing and easting, or one column with both.</summary>
    public static void Propose(ProposedColumns columns)
    {
        var (free, context) = (columns.Free, columns.Context);
        var numbers = free.FindAll(c => c.IsPartlyNumeric
            && (c.HasDecimals || c.IsNamed(LatitudeNames) || c.IsNamed(LongitudeNames)));
        var latitude = numbers.FindAll(c => InRange(c, 90)
            && (c.IsNamed(LatitudeNames) || Says(c, LatitudeWords) || Fits(c, context, isLatitude: true)))
            .Best(LatitudeNames, c => (Fits(c, context, isLatitude: true) ? 50 : 0) + (Says(c, LatitudeWords[..^1]) ? 10 : 0));
        var longitude = numbers.FindAll(c => c != latitude && InRange(c, 180)
            && (c.IsNamed(LongitudeNames) || Says(c, LongitudeWords) || Fits(c, context, isLatitude: false)))
            .Best(LongitudeNames, c => (Fits(c, context, isLatitude: false) ? 50 : 0) + (Says(c, LongitudeWords[..^1]) ? 10 : 0));
        // Named the wrong way around: x has latitudes and y longitudes.
        if (latitude is not null && longitude is null) longitude = numbers.Find(c => c != latitude && InRange(c, 180)
            && c.IsNamed(LatitudeNames));
        if (longitude is not null && latitude is null) latitude = numbers.Find(c => c != longitude && InRange(c, 90)
            && c.IsNamed(LongitudeNames));
        if (latitude is not null && longitude is not null && AreSwapped(Middle(latitude.Numbers), Middle(longitude.Numbers), context))
            (latitude, longitude) = (longitude, latitude);
        // The column that is named as the latitude has longitudes beyond 90 degrees.
        if (latitude is null && numbers.Find(c => c != longitude && InRange(c, 180) && c.IsNamed(LatitudeNames)) is { } other
            && longitude is not null && InRange(longitude, 90)) (latitude, longitude) = (longitude, other);
        if ((latitude is null || longitude is null) && Projected(numbers, context) is var (northing, easting))
            // A place in degrees needs no projection.
            (latitude, longitude) = free.Exists(c => c.IsPlace && c.Fill > NearlyAsFull * northing.Fill) ? (null, null)
                : (northing, easting);
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
                foreach (var y in large.Where(c => c != x))
                    if (Projection.Candidates(Pairs(x, y), extent).Count > 0) return (y, x);
        return large.FindAll(c => c.Numbers.Count == c.Values.Count) is [var left, var right] ? (right, left) : null;
    }

    /// <summary>EPSG number of the likeliest projection of columns that are no degrees.</summary>
    public static string? ProjectionOf(ProposedColumns columns)
    {
        if (columns.Context.Extent is not { } extent || !columns.ByField.TryGetValue(IncidentMap.Longitude, out var easting)) return null;
        var x = columns.All.First(c => c.Name == easting);
        var y = columns.All.First(c => c.Name == columns.ByField[IncidentMap.Latitude]);
        return InRange(x, 180) && InRange(y, 90) ? null
            : Projection.Candidates(Pairs(x, y), extent) is [var best, ..]
                ? best.Number.ToString(CultureInfo.InvariantCulture) : null;
    }

    /// <summary>Whether the place has the longitude first, by where the neighborhoods are.</summary>
    public static bool IsSwapped(ProposedColumns columns)
    {
        if (!columns.ByField.TryGetValue(IncidentMap.Place, out var place)) return false;
        var pairs = columns.All.First(c => c.Name == place).Pairs();
        return AreSwapped(Middle(pairs.Select(p => p.Latitude)), Middle(pairs.Select(p => p.Longitude)), columns.Context);
    }

    /// <summary>Whether a map takes the latitude from a column that is named as a longitude, or the other way around.</summary>
    public static bool AreNamedOtherwise(IncidentMap map) =>
        map.Columns.TryGetValue(IncidentMap.Latitude, out var latitude) && map.Columns.TryGetValue(IncidentMap.Longitude, out var longitude)
            && ColumnNames.IsNamed(latitude, LongitudeNames) && ColumnNames.IsNamed(longitude, LatitudeNames);

    /// <summary>Texts without digits or commas that stand instead of coordinates several times, such as "Withheld".</summary>
    public static IEnumerable<string> Marks(ProposedColumns columns)
    {
        // The column of the category has words, whatever they are.
        var words = Values(columns, IncidentMap.Category).ToHashSet(StringComparer.Ordinal);
        return new[] { IncidentMap.Latitude, IncidentMap.Longitude, IncidentMap.Place }.SelectMany(field => Values(columns, field))
            .Where(text => text.Length <= LongestMark && !text.Any(c => char.IsDigit(c) || c == ',') && !words.Contains(text))
            .CountBy(text => text).Where(mark => mark.Value > 1).OrderByDescending(mark => mark.Value).Take(MostMarks)
            .Select(mark => mark.Key);
    }

    private static IEnumerable<string> Values(ProposedColumns columns, string field) =>
        columns.All.Where(c => columns.ByField.GetValueOrDefault(field) == c.Name && !(field == IncidentMap.Place && c.HasStreets))
            .SelectMany(c => c.Values);

    private static List<(double X, double Y)> Pairs(ColumnProfile x, ColumnProfile y) =>
        [.. x.Cells.Zip(y.Cells).Where(p => p.First is not null && p.Second is not null).Take(MostPairs)
            .Select(p => (p.First!.Value, p.Second!.Value))];

    /// <summary>Whether a column of numbers with decimals has one of the words in its name, as in "Reporting Area Lat".</summary>
    private static bool Says(ColumnProfile column, string[] words) => column.HasDecimals && column.HasWord(words);

    private static bool InRange(ColumnProfile column, double most) =>
        column.Numbers.Count(n => Math.Abs(n) <= most) > 0.8 * column.Numbers.Count;

    /// <summary>The median; 0 if there are none but zeros and other placeholders.</summary>
    public static double Middle(IEnumerable<double> numbers) =>
        numbers.Where(n => Math.Abs(n) > 1.5).Order().ToList() is { Count: > 0 } far ? far[far.Count / 2] : 0;

    private static bool Fits(ColumnProfile column, ReadingContext context, bool isLatitude) => column.HasDecimals
        && context.Middle is { } middle && Math.Abs(Middle(column.Numbers) - (isLatitude ? middle.Y : middle.X)) < LikelyPlace.Near;

    private static bool AreSwapped(double lat, double lon, ReadingContext context)
    {
        if (Math.Abs(lat) > 90) return Math.Abs(lon) <= 90;
        var likely = new LikelyPlace(context);
        return likely.Is(lon, lat) && !likely.Is(lat, lon);
    }
}
