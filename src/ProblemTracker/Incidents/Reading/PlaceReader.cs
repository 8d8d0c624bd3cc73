using System.Globalization;
using System.Text.RegularExpressions;
using NetTopologySuite.Geometries;
using ProblemTracker.Neighborhoods;

namespace ProblemTracker.Incidents;

/// <summary>Reads the coordinates of incidents, in degrees.</summary>
/// <param name="extent">Extent of the neighborhoods, in degrees; null if there are none.</param>
/// <param name="map">How the source writes coordinates; null: as they are.</param>
internal sealed partial class PlaceReader(Envelope? extent, IncidentMap? map = null)
{
    /// <summary>Degrees; placeholders for an unknown place are this close to (0, 0) or (-1, -1).</summary>
    private const double PlaceholderSize = 0.01;

    /// <summary>Degrees around the neighborhoods, about 100 km: a point beyond is a mistake, not a neighboring town.</summary>
    private const double Near = 1;

    // The points of GeoJSON and shapefiles are converted where they are read.
    private readonly Projection? _projection = map?.Projection is { } named && Projection.Find(named) is { IsDegrees: false } found
        && !GeoJsonRows.HasPoints(map) ? found : null;
    private readonly Envelope? _near = extent is null ? null : Around(extent);

    /// <summary>Reads latitude and longitude from two texts.</summary>
    /// <returns>Null, with a fault if there was something to read.</returns>
    public Coordinate? Read(string? latitude, string? longitude, out RowFault? wrong)
    {
        wrong = null;
        if (latitude is null && longitude is null) return null;
        if (latitude is null || longitude is null)
            wrong = new(FaultKind.UnreadablePlace,
                $"The row has a {(latitude is null ? "longitude without a latitude" : "latitude without a longitude")}.");
        else if (Number(latitude) is not { } y || (_projection is null && Math.Abs(y) > 90))
            wrong = new(FaultKind.UnreadablePlace, _projection is null ? $"\"{latitude}\" is not a latitude from -90 to 90."
                : $"\"{latitude}\" is not a number.");
        else if (Number(longitude) is not { } x || (_projection is null && Math.Abs(x) > 180))
            wrong = new(FaultKind.UnreadablePlace, _projection is null ? $"\"{longitude}\" is not a longitude from -180 to 180."
                : $"\"{longitude}\" is not a number.");
        else return Checked(y, x, out wrong);
        return null;
    }

    /// <summary>Reads "(latitude, longitude)" at the end of a text, or "POINT (longitude latitude)".</summary>
    /// <inheritdoc cref="Read(string, string, out RowFault)"/>
    public Coordinate? Read(string? place, out RowFault? wrong)
    {
        wrong = null;
        if (place is null) return null;
        if (Pair(place, map is { SwapPlace: true }) is var (lat, lon)
            && (_projection is not null || (Math.Abs(lat) <= 90 && Math.Abs(lon) <= 180)))
            return Checked(lat, lon, out wrong);
        wrong = new(FaultKind.UnreadablePlace, $"\"{(place.Length > 60 ? Texts.Cut(place, 60) + "…" : place)}\" has no coordinates.");
        return null;
    }

    /// <summary>Latitude and longitude in a text, not yet checked; null if there are none.</summary>
    /// <param name="place">The text.</param>
    /// <param name="isSwapped">Whether it has them the other way around.</param>
    public static (double Latitude, double Longitude)? Pair(string place, bool isSwapped) =>
        Pair(place) is var (latitude, longitude) ? isSwapped ? (longitude, latitude) : (latitude, longitude) : null;

    /// <summary>The same, where the latitude comes first, or the longitude as in "POINT (longitude latitude)".</summary>
    public static (double Latitude, double Longitude)? Pair(string place)
    {
        if (Point().Match(place) is { Success: true } point && Number(point.Groups[1].Value) is { } x
            && Number(point.Groups[2].Value) is { } y)
            return (y, x);
        return Parentheses().Match(place) is { Success: true } pair && Number(pair.Groups[1].Value) is { } first
            && Number(pair.Groups[2].Value) is { } second ? (first, second) : null;
    }

    /// <summary>A number with a decimal point or comma, thousands separators, a degree sign or a letter for the hemisphere.</summary>
    public static double? Number(string text)
    {
        var bare = text.Trim().TrimEnd('°', ' ');
        var sign = 1;
        if (bare.Length > 1 && char.ToUpperInvariant(bare[^1]) is 'N' or 'E' or 'S' or 'W')
        {
            sign = char.ToUpperInvariant(bare[^1]) is 'S' or 'W' ? -1 : 1;
            bare = bare[..^1].TrimEnd('°', ' ');
        }
        if (!bare.Contains('.', StringComparison.Ordinal) && bare.Count(c => c == ',') == 1) bare = bare.Replace(',', '.');
        return double.TryParse(bare, NumberStyles.Float | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var value)
            && double.IsFinite(value) ? sign * value : null;
    }

    /// <summary>Whether coordinates stand for an unknown place.</summary>
    public static bool IsPlaceholder(double latitude, double longitude) =>
        (Math.Abs(latitude) < PlaceholderSize && Math.Abs(longitude) < PlaceholderSize)
        || (Math.Abs(latitude + 1) < PlaceholderSize && Math.Abs(longitude + 1) < PlaceholderSize);

    /// <summary>Whether a point is near the neighborhoods; without any, every point is.</summary>
    public bool IsNear(double latitude, double longitude) => _near?.Contains(longitude, latitude)
        ?? (Math.Abs(latitude) <= 90 && Math.Abs(longitude) <= 180);

    private Coordinate? Checked(double latitude, double longitude, out RowFault? wrong)
    {
        // From zero, since -0 is not what the file says.
        if (map is { NegateLatitude: true }) latitude = 0 - latitude;
        if (map is { NegateLongitude: true }) longitude = 0 - longitude;
        var isPlaceholder = IsPlaceholder(latitude, longitude);
        if (_projection is not null && !isPlaceholder) (latitude, longitude) = _projection.ToDegrees(longitude, latitude);
        wrong = isPlaceholder
            ? new(FaultKind.NoPlace, FormattableString.Invariant($"({latitude}, {longitude}) stands for an unknown place."))
            : !IsNear(latitude, longitude)
                ? new(FaultKind.FarPlace, FormattableString.Invariant($"({latitude}, {longitude}) is far from every neighborhood."))
                : null;
        return wrong is null ? new(longitude, latitude) : null;
    }

    private static Envelope Around(Envelope extent)
    {
        var near = extent.Copy();
        near.ExpandBy(Math.Max(Near, 2 * extent.Width), Math.Max(Near, 2 * extent.Height));
        return near;
    }

    [GeneratedRegex(@"POINT\s*Z?\s*\(\s*(\S+)\s+([^\s)]+)", RegexOptions.IgnoreCase)]
    private static partial Regex Point();

    [GeneratedRegex(@"\(?\s*([-+]?\d+(?:\.\d+)?)\s*[,;]\s*([-+]?\d+(?:\.\d+)?)\s*\)?\s*$")]
    private static partial Regex Parentheses();
}
