using System.Globalization;
using System.Text.Json;
using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Prepared;
using NetTopologySuite.Operation.Valid;
using ProblemTracker.Neighborhoods;

namespace ProblemTracker.Incidents;

/// <summary>
/// An area on the map, drawn or typed: its corners in order around it, or a GeoJSON polygon. In one piece, without holes.
/// </summary>
internal sealed class IncidentArea
{
    public const int MostCorners = 100;
    /// <summary>Characters; enough for <see cref="MostCorners"/> corners in any notation.</summary>
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

    /// <summary>Bounding box: X is longitude, Y is latitude, in degrees.</summary>
    public Envelope Box { get; }

    /// <summary>The corners for an address: <c>latitude,longitude</c>, separated by semicolons; the first is not repeated.</summary>
    public string Corners { get; }

    /// <summary>Whether a point lies in the area or on its border.</summary>
    public bool Covers(double latitude, double longitude) =>
        _shape.Covers(GeoJson.Factory.CreatePoint(new Coordinate(longitude, latitude)));

    /// <summary>The area of a validated filter; null if it has none.</summary>
    public static IncidentArea? Of(IncidentFilter filter) => filter.Area is null ? null : Read(filter.Area, out _);

    /// <param name="text">Corners as <c>latitude, longitude</c>, on separate lines or with semicolons; or GeoJSON.</param>
    /// <param name="wrong">What is wrong with the text; null if it is an area.</param>
    /// <returns>Null if the text is not an area.</returns>
    public static IncidentArea? Read(string text, out string? wrong)
    {
        List<Coordinate>? corners = null;
        wrong = text.Length > LongestText ? $"This text is too long for an area with {MostCorners} corners. Simplify the area." : null;
        if (wrong is null) corners = text.AsSpan().TrimStart().StartsWith("{") ? OfGeoJson(text, out wrong) : OfLines(text, out wrong);
        if (corners is null) return null;
        if (corners.Count > 1 && corners[0].Equals2D(corners[^1])) corners.RemoveAt(corners.Count - 1);
        wrong = Wrong(corners);
        if (wrong is not null) return null;
        Coordinate[] ring = [.. corners, corners[0].Copy()];
        var check = new IsValidOp(GeoJson.Factory.CreatePolygon(ring));
        if (check.IsValid) return new(ring);
        wrong = check.ValidationError.Coordinate is { } at
            ? FormattableString.Invariant($"The sides of this area cross or touch each other near {at.Y:0.####}, {at.X:0.####}. ")
                + "List the corners in order around the area."
            : "These corners don't form an area. List them in order around it.";
        return null;
    }

    private static string? Wrong(List<Coordinate> corners)
    {
        for (var i = 0; i < corners.Count; i++)
            // Negated so that NaN fails too.
            if (!(Math.Abs(corners[i].Y) <= 90 && Math.Abs(corners[i].X) <= 180))
                return FormattableString.Invariant($"Corner {i + 1} ({corners[i].Y}, {corners[i].X}) is out of range. ")
                    + "Latitude must be between -90 and 90, longitude between -180 and 180.";
        if (corners.Count > MostCorners)
            return $"An area can have at most {MostCorners} corners; this one has {corners.Count:N0}. Simplify the area.";
        return corners.Distinct().Count() < 3 ? "An area needs at least three corners." : null;
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
                wrong = $"\"{(line.Length > 40 ? Texts.Cut(line, 40) + "…" : line)}\" is not a corner. "
                    + "Write latitude, longitude in degrees, one corner per line, such as 39.1031, -84.5120.";
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
                    wrong = "This GeoJSON has no feature or several. Give exactly one polygon.";
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
                    wrong = $"This GeoJSON {(Type(element) is { } type ? $"is a {type}" : "has no type")}; give a Polygon.";
                    return null;
                default:
                    wrong = "This polygon has holes or several parts. Give a polygon in one piece without holes.";
                    return null;
            }
        }
        catch (Exception error) when (error is JsonException or ArgumentException or InvalidOperationException or FormatException
            or NotSupportedException or IndexOutOfRangeException)
        {
            wrong = "This GeoJSON can't be read. Copy it again from its source, or list the corners, one per line.";
            return null;
        }
    }

    private static string? Type(JsonElement element) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String
            ? type.GetString() : null;
}
