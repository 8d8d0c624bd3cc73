using System.Globalization;
using System.Text.Json;
using FluentValidation;
using NetTopologySuite.Geometries;
using NetTopologySuite.Operation.Valid;

namespace ProblemTracker.Neighborhoods;

/// <summary>A boundary or a line that someone drew, typed or pasted: corners as "latitude, longitude", one on a line, or GeoJSON.</summary>
internal static class BoundaryText
{
    /// <summary>Characters.</summary>
    private const int Longest = 4_000_000;

    private static readonly char[] BetweenCorners = ['\n', '\r', ';'];
    private static readonly char[] BetweenNumbers = [',', ' ', '\t'];

    /// <summary>
    /// The text of a boundary in a body, where it can also be a string that contains GeoJSON, as a cut answers it, or corners; null if it
    /// was left out. A null in the body is not a boundary.
    /// </summary>
    public static string? Of(JsonElement boundary) => boundary.ValueKind switch
    {
        JsonValueKind.Undefined => null,
        // A blank string would be no boundary at all.
        JsonValueKind.String when boundary.GetString() is { } text && !string.IsNullOrWhiteSpace(text) => text,
        _ => boundary.GetRawText(),
    };

    public static void Boundary<T>(this IRuleBuilder<T, string?> text) => text.Custom((value, context) =>
    {
        if (!string.IsNullOrWhiteSpace(value) && Parse(value, out var wrong) is null) context.AddFailure(wrong!);
    });

    /// <summary>The boundary of a validated text as a GeoJSON geometry.</summary>
    public static string Read(string text) => GeoJson.Write(Parse(text, out _)!);

    /// <param name="wrong">What is wrong with the text; null if it is a boundary.</param>
    public static Geometry? Parse(string text, out string? wrong)
    {
        Geometry? shape = null;
        if (text.Length > Longest) wrong = "This boundary has too many corners. Simplify it.";
        else if (text.TrimStart().StartsWith('{')) shape = OfGeoJson(text, out wrong);
        else if (Corners(text, out wrong) is { } corners)
        {
            if (corners.Count > 1 && corners[0].Equals2D(corners[^1])) corners.RemoveAt(corners.Count - 1);
            if (corners.Distinct().Count() < 3) wrong = "A boundary needs at least three corners.";
            else shape = GeoJson.Factory.CreatePolygon([.. corners, corners[0].Copy()]);
        }
        if (shape is null) return null;
        wrong = Wrong(shape);
        return wrong is null ? shape : null;
    }

    /// <summary>The corners of a line, in order; null if the text is none.</summary>
    public static List<Coordinate>? Corners(string text, out string? wrong)
    {
        var corners = new List<Coordinate>();
        foreach (var line in text.Split(BetweenCorners, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var numbers = line.Split(BetweenNumbers, StringSplitOptions.RemoveEmptyEntries);
            if (numbers.Length != 2 || Number(numbers[0], 90) is not { } latitude || Number(numbers[1], 180) is not { } longitude)
            {
                wrong = $"\"{(line.Length > 60 ? line[..60] : line)}\" is not a corner. Write latitude, longitude, such as 39.12, -84.51.";
                return null;
            }
            corners.Add(new(longitude, latitude));
        }
        wrong = null;
        return corners;
    }

    private static double? Number(string text, double most) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && Math.Abs(value) <= most ? value : null;

    private static Geometry? OfGeoJson(string text, out string? wrong)
    {
        wrong = null;
        try
        {
            using var document = JsonDocument.Parse(text);
            var element = document.RootElement;
            // A file with one feature, and a feature, stand for their geometry.
            if (element.TryGetProperty("features", out var features) && features is { ValueKind: JsonValueKind.Array }
                && features.GetArrayLength() == 1) element = features[0];
            if (element.ValueKind == JsonValueKind.Object && element.TryGetProperty("geometry", out var geometry)) element = geometry;
            if (element.ValueKind == JsonValueKind.Object && GeoJsonFile.Text(element, "type") is "Polygon" or "MultiPolygon")
                return GeoJson.Read(element.GetRawText());
            wrong = "This is not a boundary. Paste a GeoJSON Polygon or MultiPolygon.";
        }
        catch (Exception error) when (error is JsonException or ArgumentException or InvalidOperationException or FormatException
            or NotSupportedException or IndexOutOfRangeException)
        {
            wrong = "This GeoJSON can't be read. Paste a Polygon or MultiPolygon.";
        }
        return null;
    }

    private static string? Wrong(Geometry shape)
    {
        if (shape.IsEmpty) return "This boundary is empty.";
        // Negated so that NaN fails too.
        if (shape.Coordinates.Any(corner => !(Math.Abs(corner.X) <= 180 && Math.Abs(corner.Y) <= 90)))
            return "Latitude must be between -90 and 90, longitude between -180 and 180.";
        var check = new IsValidOp(shape);
        if (check.IsValid) return null;
        return check.ValidationError.Coordinate is { } at
            ? FormattableString.Invariant($"The sides of this boundary cross or touch each other near {at.Y:0.####}, {at.X:0.####}. ")
                + "List the corners in order around it."
            : "These corners don't form a boundary. List them in order around it.";
    }
}
