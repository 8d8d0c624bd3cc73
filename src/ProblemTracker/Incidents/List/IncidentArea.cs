using System.Globalization;
using System.Text.Json;
using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Prepared;
using NetTopologySuite.Operation.Valid;
using ProblemTracker.Neighborhoods;

namespace ProblemTracker.Incidents;

/// <summary>
/// An area on the map, as it was drawn or typed: its corners in the order of a walk around it, or a polygon as GeoJSON. Without holes, in
/// one piece.
/// </summary>
internal sealed class IncidentArea
{
    public const int MostCorners = 100;
    /// <summary>Characters; more than so many corners ever need.</summary>
    public const int LongestText = 20_000;

    private static readonly char[] BetweenCorners = ['\n', '\r', ';'];
    private static readonly char[] BetweenNumbers = [',', ' ', '\t'];

    private readonly IPreparedGeometry _shape;

    private IncidentArea(Coordinate[] ring)
    {
        var shape = GeoJson.Factory.CreatePolygon(ring);
        (_shape, Box) = (PreparedGeometryFactory.Prepare(shape), shape.EnvelopeInternal);
        Corners = string.Join(';',
            ring.SkipLast(1).Select(corner => FormattableString.Invariant($"{corner.Y:0.######},{corner.X:0.######}")));
    }

    /// <summary>The smallest box around it: X is longitude, Y latitude.</summary>
    public Envelope Box { get; }

    /// <summary>The corners as an address has them: <c>latitude,longitude</c>, semicolons between, no corner twice.</summary>
    public string Corners { get; }

    /// <summary>What lies on the border lies in it.</summary>
    public bool Covers(double latitude, double longitude) =>
        _shape.Covers(GeoJson.Factory.CreatePoint(new Coordinate(longitude, latitude)));

    /// <summary>The area of a filter that is sound; null where it has none.</summary>
    public static IncidentArea? Of(IncidentFilter filter) => filter.Area is null ? null : Read(filter.Area, out _);

    /// <param name="text">Corners, <c>latitude, longitude</c>, one a line or with semicolons between; or GeoJSON, which has the longitude
    /// first.</param>
    /// <param name="wrong">A sentence where it is no area.</param>
    /// <returns>Null where it is no area.</returns>
    public static IncidentArea? Read(string text, out string? wrong)
    {
        List<Coordinate>? corners = null;
        wrong = text.Length > LongestText ? $"This is longer than an area with {MostCorners} corners can be. Simplify it." : null;
        if (wrong is null) corners = text.AsSpan().TrimStart().StartsWith("{") ? OfGeoJson(text, out wrong) : OfLines(text, out wrong);
        if (corners is null) return null;
        if (corners.Count > 1 && corners[0].Equals2D(corners[^1])) corners.RemoveAt(corners.Count - 1);
        wrong = Wrong(corners);
        if (wrong is not null) return null;
        Coordinate[] ring = [.. corners, corners[0].Copy()];
        var check = new IsValidOp(GeoJson.Factory.CreatePolygon(ring));
        if (check.IsValid) return new(ring);
        wrong = check.ValidationError.Coordinate is { } at
            ? FormattableString.Invariant(
                $"The sides of this area cross or touch each other near {at.Y:0.####}, {at.X:0.####}. Give the corners in the order of a walk around it.")
            : "This is no area. Give the corners in the order of a walk around it.";
        return null;
    }

    private static string? Wrong(List<Coordinate> corners)
    {
        for (var i = 0; i < corners.Count; i++)
            // Written so that a NaN is wrong too.
            if (!(Math.Abs(corners[i].Y) <= 90 && Math.Abs(corners[i].X) <= 180))
                return FormattableString.Invariant(
                    $"Corner {i + 1} has the latitude {corners[i].Y} and the longitude {corners[i].X}, which is not on Earth. Latitudes lie between -90 and 90, longitudes between -180 and 180.");
        if (corners.Count > MostCorners) return $"An area has at most {MostCorners} corners; this one has {corners.Count:N0}. Simplify it.";
        return corners.Distinct().Count() < 3 ? "An area has at least three corners." : null;
    }

    private static List<Coordinate>? OfLines(string text, out string? wrong)
    {
        wrong = null;
        var corners = new List<Coordinate>();
        foreach (var line in text.Split(BetweenCorners, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var numbers = line.Split(BetweenNumbers, StringSplitOptions.RemoveEmptyEntries);
            if (numbers.Length != 2 || !Number(numbers[0], out var latitude) || !Number(numbers[1], out var longitude))
            {
                wrong =
                    $"\"{(line.Length > 40 ? line[..40] + "…" : line)}\" is no corner. Write latitude, longitude in degrees, one corner a "
                        + "line, such as 39.1031, -84.5120.";
                return null;
            }
            corners.Add(new(longitude, latitude));
        }
        return corners;
    }

    private static bool Number(string text, out double number) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number);

    private static List<Coordinate>? OfGeoJson(string text, out string? wrong)
    {
        wrong = null;
        try
        {
            using var document = JsonDocument.Parse(text);
            var element = document.RootElement;
            if (Type(element) is "FeatureCollection")
            {
                if (!element.TryGetProperty("features", out var features) || features.ValueKind != JsonValueKind.Array
                    || features.GetArrayLength() != 1)
                {
                    wrong = "Give one polygon; this holds none or several.";
                    return null;
                }
                element = features[0];
            }
            if (Type(element) is "Feature" && element.TryGetProperty("geometry", out var geometry)) element = geometry;
            switch (Type(element) is "Polygon" or "MultiPolygon" ? GeoJson.Read(element.GetRawText()) : null)
            {
                case Polygon { NumInteriorRings: 0, IsEmpty: false } one:
                    return [.. one.ExteriorRing.Coordinates];
                case MultiPolygon { NumGeometries: 1 } parts when parts[0] is Polygon { NumInteriorRings: 0, IsEmpty: false } one:
                    return [.. one.ExteriorRing.Coordinates];
                case null:
                    wrong = $"This GeoJSON is {(Type(element) is { } type ? $"a {type}" : "of no type")}; give a Polygon.";
                    return null;
                default:
                    wrong = "This polygon has holes or several parts. Give one in one piece and without holes.";
                    return null;
            }
        }
        catch (Exception error) when (error is JsonException or ArgumentException or InvalidOperationException or FormatException
            or NotSupportedException or IndexOutOfRangeException)
        {
            wrong = "This GeoJSON can't be read. Copy it again from where it comes from, or write the corners, one a line.";
            return null;
        }
    }

    private static string? Type(JsonElement element) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String
            ? type.GetString() : null;
}
