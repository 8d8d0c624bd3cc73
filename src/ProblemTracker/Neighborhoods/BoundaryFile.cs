using System.Text.Json;
using NetTopologySuite.Geometries;
using NetTopologySuite.Operation.Valid;
using static ProblemTracker.Neighborhoods.GeoJsonFile;

namespace ProblemTracker.Neighborhoods;

/// <summary>A neighborhood in a file: its name, its search key, and its boundary as a GeoJSON geometry in WGS84.</summary>
internal sealed record NamedBoundary(string Name, string Key, string Boundary);

/// <summary>
/// Reads boundaries from a GeoJSON FeatureCollection. Stops at the first error, which names the feature.
/// </summary>
internal static class BoundaryFile
{
    public const int LongestName = 200;

    /// <param name="nameProperty">The property of each feature that holds the neighborhood's name.</param>
    /// <exception cref="Invalid">At <c>file</c>: not GeoJSON, not WGS84, or a feature that can't be a neighborhood.</exception>
    public static async Task<IReadOnlyList<NamedBoundary>> Read(Stream content, string nameProperty, CancellationToken ct)
    {
        using var document = await Parse(content, ct);
        var features = Features(document.RootElement);
        var boundaries = new List<NamedBoundary>();
        var seen = new Dictionary<string, int>();
        var number = 0;
        foreach (var feature in features.EnumerateArray())
        {
            number++;
            var name = NameOf(feature, nameProperty, number);
            var key = SearchKey.Of(name);
            if (!seen.TryAdd(key, number))
                throw Wrong($"Features {seen[key]} and {number} are both named \"{name}\". Give each neighborhood its own name.");
            boundaries.Add(new(name, key, GeoJson.Write(BoundaryOf(feature, $"Feature {number} (\"{name}\")"))));
        }
        return boundaries;
    }

    /// <summary>The properties of the features and their values as text, for choosing the property that contains the names.</summary>
    /// <exception cref="Invalid">At <c>file</c>: not GeoJSON, or not WGS84.</exception>
    public static async Task<(IReadOnlyList<string> Properties, IReadOnlyList<IReadOnlyList<string>> Rows)> Table(Stream content,
        CancellationToken ct)
    {
        using var document = await Parse(content, ct);
        var features = Features(document.RootElement).EnumerateArray().Select(PropertiesOf).ToList();
        var names = features.SelectMany(f => f.Keys).Distinct().ToList();
        return (names, [.. features.Select(f => (IReadOnlyList<string>)[.. names.Select(name => f.GetValueOrDefault(name) ?? "")])]);
    }

    private static Dictionary<string, string> PropertiesOf(JsonElement feature)
    {
        var values = new Dictionary<string, string>();
        if (feature.ValueKind == JsonValueKind.Object && feature.TryGetProperty("properties", out var properties)
            && properties.ValueKind == JsonValueKind.Object)
            foreach (var property in properties.EnumerateObject())
                values[property.Name] = property.Value.ValueKind == JsonValueKind.Null ? "" : property.Value.ToString();
        return values;
    }

    private static string NameOf(JsonElement feature, string nameProperty, int number)
    {
        if (feature.ValueKind != JsonValueKind.Object || Text(feature, "type") != "Feature")
            throw Wrong($"Entry {number} of \"features\" is not a GeoJSON Feature.");
        JsonElement value = default;
        var has = feature.TryGetProperty("properties", out var properties) && properties.ValueKind == JsonValueKind.Object
            && properties.TryGetProperty(nameProperty, out value);
        // Accept numbers, since districts are often numbered.
        var name = value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!,
            JsonValueKind.Number => value.GetRawText(),
            _ => ""
        };
        if (string.IsNullOrWhiteSpace(name))
        {
            var others = properties.ValueKind == JsonValueKind.Object
                ? string.Join(", ", properties.EnumerateObject().Select(p => p.Name)) : "";
            throw Wrong(has
                ? $"Feature {number} has no name: its property \"{nameProperty}\" is blank or not text."
                : $"Feature {number} has no property \"{nameProperty}\". It has {(others.Length > 0 ? others : "none")}. "
                    + "Choose the property that contains the name (--name-property on the command line).");
        }
        return name.Trim() is { Length: <= LongestName } trimmed ? trimmed
            : throw Wrong($"The name of feature {number} is longer than {LongestName} characters. Shorten it.");
    }

    private static Geometry BoundaryOf(JsonElement feature, string which)
    {
        if (!feature.TryGetProperty("geometry", out var geometry) || geometry.ValueKind != JsonValueKind.Object)
            throw Wrong($"{which} has no geometry. A neighborhood must be a Polygon or a MultiPolygon.");
        if (Text(geometry, "type") is not ("Polygon" or "MultiPolygon"))
            throw Wrong($"{which} is a {Text(geometry, "type") ?? "geometry without a type"}. "
                + "A neighborhood must be a Polygon or a MultiPolygon.");
        var shape = Shape(geometry, which);
        if (shape.IsEmpty) throw Wrong($"{which} has an empty boundary.");
        foreach (var place in shape.Coordinates)
            if (!(Math.Abs(place.X) <= 180 && Math.Abs(place.Y) <= 90))
                throw Wrong(
                    FormattableString.Invariant($"{which} has a corner at longitude {place.X}, latitude {place.Y}, which is not on Earth. ")
                        + "GeoJSON coordinates are degrees, longitude first.");
        var check = new IsValidOp(shape);
        if (check.IsValid) return shape;
        var where = check.ValidationError.Coordinate is { } at
            ? FormattableString.Invariant($" at longitude {at.X}, latitude {at.Y}") : "";
        throw Wrong($"The boundary of {Lower(which)} is invalid: {check.ValidationError.Message}{where}. Repair it and import again.");
    }

    private static Geometry Shape(JsonElement geometry, string which)
    {
        try
        {
            return GeoJson.Read(geometry.GetRawText());
        }
        catch (Exception error) when (error is JsonException or ArgumentException or InvalidOperationException or FormatException
            or NotSupportedException or IndexOutOfRangeException)
        {
            throw Wrong($"The boundary of {Lower(which)} can't be read: {error.Message.Split('\n')[0].TrimEnd('.', '\r')}.");
        }
    }

    private static string Lower(string which) => string.Concat("f", which.AsSpan(1));
}
