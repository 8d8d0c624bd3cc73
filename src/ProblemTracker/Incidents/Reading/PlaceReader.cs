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

    // The points of GeoJSON and shapefiles are converted where they are read.
    private readonly Projection? _projection = map?.Projection is { } named && Projection.Find(named) is { IsDegrees: false } found
        && !GeoJsonRows.HasPoints(map) ? found : null;
    private readonly Envelope? _near = extent is null ? null : Geography.Around(extent);

    /// <summary>Reads latitude and longitude from two texts.</summary>
    /// <returns>Null, with a fault if there was something to read.</returns>
    public Coordinate? Read(string? latitude, string? longitude, out RowFault? wrong)
    {
        wrong = null;
        if (latitude is null && longitude is null) return null;
        if (latitude is null || longitude is null)
            wrong = new(FaultKind.UnreadablePlace,
                $"The row has a {(latitude is null ? "longitude without a latitude" : "latitude without a longitude")}.");
        else if (Number(latitude) is not { } y) wrong = NoDegrees(latitude, "latitude", 90);
        else if (Number(longitude) is not { } x) wrong = NoDegrees(longitude, "longitude", 180);
        else if (_projection is null && !AreDegrees(y, x))
            wrong = Mistaken(y, x) ?? (Math.Abs(y) > 90 ? NoDegrees(latitude, "latitude", 90) : NoDegrees(longitude, "longitude", 180));
        else return Checked(y, x, out wrong);
        return null;
    }

    /// <summary>Reads "(latitude, longitude)" at the end of a text, or "POINT (longitude latitude)".</summary>
    /// <inheritdoc cref="Read(string, string, out RowFault)"/>
    public Coordinate? Read(string? place, out RowFault? wrong)
    {
        wrong = null;
        if (place is null) return null;
        if (Pair(place, map is { SwapPlace: true }) is not var (lat, lon)) wrong = NoPlace(place);
        else if (_projection is null && !AreDegrees(lat, lon)) wrong = Mistaken(lat, lon) ?? NoPlace(place);
        else return Checked(lat, lon, out wrong);
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
    public bool IsNear(double latitude, double longitude) => _near?.Contains(longitude, latitude) ?? AreDegrees(latitude, longitude);

    private static bool AreDegrees(double latitude, double longitude) => Math.Abs(latitude) <= 90 && Math.Abs(longitude) <= 180;

    private Coordinate? Checked(double latitude, double longitude, out RowFault? wrong)
    {
        var (y, x) = Signed(latitude, longitude);
        var isPlaceholder = IsPlaceholder(y, x);
        if (_projection is not null && !isPlaceholder) (y, x) = _projection.ToDegrees(x, y);
        wrong = isPlaceholder
            ? new(FaultKind.NoPlace, FormattableString.Invariant($"({y:0.##########}, {x:0.##########}) stands for an unknown place."))
            : !IsNear(y, x)
                ? Mistaken(latitude, longitude)
                    ?? new(FaultKind.FarPlace, FormattableString.Invariant($"({y}, {x}) is far from every neighborhood."))
                : null;
        return wrong is null ? new(x, y) : null;
    }

    /// <summary>From zero, since -0 is not what the file says.</summary>
    private (double Latitude, double Longitude) Signed(double latitude, double longitude) =>
        (map is { NegateLatitude: true } ? 0 - latitude : latitude, map is { NegateLongitude: true } ? 0 - longitude : longitude);

    /// <summary>The fault of coordinates that lie near the neighborhoods only without a mistake; null without one.</summary>
    /// <param name="latitude">As in the file.</param>
    /// <param name="longitude">As in the file.</param>
    private RowFault? Mistaken(double latitude, double longitude)
    {
        if (_near is null) return null;
        foreach (var mistake in PlaceMistakes.All)
        {
            if (mistake != PlaceMistake.Swapped && _projection is not null) break;
            var (y, x) = mistake == PlaceMistake.Swapped ? Signed(longitude, latitude)
                : Signed(latitude, longitude) is var (lat, lon) ? mistake.Mended(lat, lon) : default;
            if (_projection is not null) (y, x) = _projection.ToDegrees(x, y);
            if (IsNear(y, x))
                return mistake == PlaceMistake.Swapped
                    ? new(FaultKind.SwappedPlace, FormattableString.Invariant(
                        $"({latitude}, {longitude}) is far from every neighborhood. Latitude and longitude look swapped."))
                    : new(FaultKind.UnsignedPlace, FormattableString.Invariant(
                        $"({latitude}, {longitude}) is far from every neighborhood. A minus sign looks missing or wrong."));
        }
        return null;
    }

    private RowFault NoDegrees(string text, string what, int most) => new(FaultKind.UnreadablePlace,
        _projection is null ? $"\"{text}\" is not a {what} from -{most} to {most}." : $"\"{text}\" is not a number.");

    private static RowFault NoPlace(string place) =>
        new(FaultKind.UnreadablePlace, $"\"{(place.Length > 60 ? Texts.Cut(place, 60) + "…" : place)}\" has no coordinates.");

    [GeneratedRegex(@"POINT\s*Z?\s*\(\s*(\S+)\s+([^\s)]+)", RegexOptions.IgnoreCase)]
    private static partial Regex Point();

    [GeneratedRegex(@"\(?\s*([-+]?\d+(?:\.\d+)?)\s*[,;]\s*([-+]?\d+(?:\.\d+)?)\s*\)?\s*$")]
    private static partial Regex Parentheses();
}

/// <summary>A mistake in coordinates that can be recognized by where the neighborhoods are.</summary>
internal enum PlaceMistake { Swapped, LongitudeSign, LatitudeSign, BothSigns }

internal static class PlaceMistakes
{
    /// <summary>The likeliest first.</summary>
    public static readonly IReadOnlyList<PlaceMistake> All = Enum.GetValues<PlaceMistake>();

    /// <summary>Degrees without the mistake.</summary>
    public static (double Latitude, double Longitude) Mended(this PlaceMistake mistake, double latitude, double longitude) => mistake switch
    {
        PlaceMistake.Swapped => (longitude, latitude),
        PlaceMistake.LongitudeSign => (latitude, -longitude),
        PlaceMistake.LatitudeSign => (-latitude, longitude),
        _ => (-latitude, -longitude),
    };
}
