using System.Text.Json;
using NetTopologySuite.Geometries;
using NetTopologySuite.Operation.Linemerge;
using NetTopologySuite.Simplify;
using ProblemTracker.Neighborhoods;
using static ProblemTracker.Neighborhoods.GeoJsonFile;

namespace ProblemTracker.Maps;

/// <summary>A street: its name, if it has one, and its course as a GeoJSON MultiLineString in WGS84.</summary>
internal sealed record StreetLine(string? Name, string Line);

/// <summary>Reads streets from a GeoJSON FeatureCollection. Stops at the first error, which names the feature.</summary>
internal static class StreetFile
{
    public const int LongestName = 200;
    /// <summary>Degrees; about a meter.</summary>
    private const double Tolerance = 0.00001;

    /// <param name="nameProperty">The property with the street's name. Segments with the same name become one street.</param>
    /// <exception cref="Invalid">At <c>file</c>: not GeoJSON, not WGS84, or a feature that can't be a street.</exception>
    public static async Task<(int Features, IReadOnlyList<StreetLine> Streets)> Read(
        Stream content, string nameProperty, CancellationToken ct)
    {
        using var document = await Parse(content, ct);
        var features = Features(document.RootElement);
        var named = new Dictionary<string, (string Name, List<Geometry> Lines)>();
        var unnamed = new List<Geometry>();
        var number = 0;
        foreach (var feature in features.EnumerateArray())
        {
            number++;
            var line = LineOf(feature, number);
            if (NameOf(feature, nameProperty, number) is not { } name) unnamed.Add(line);
            else if (named.TryGetValue(SearchKey.Of(name), out var known)) known.Lines.Add(line);
            else named.Add(SearchKey.Of(name), (name, [line]));
        }
        return (number,
            [.. named.Values.Select(street => Street(street.Name, street.Lines)), .. unnamed.Select(line => Street(null, [line]))]);
    }

    private static StreetLine Street(string? name, List<Geometry> lines)
    {
        var merger = new LineMerger();
        merger.Add(lines);
        var merged = GeoJson.Factory.BuildGeometry(merger.GetMergedLineStrings());
        var simple = DouglasPeuckerSimplifier.Simplify(merged, Tolerance);
        var course = simple is MultiLineString several ? several : GeoJson.Factory.CreateMultiLineString([(LineString)simple]);
        return new(name, GeoJson.Write(course));
    }

    private static string? NameOf(JsonElement feature, string nameProperty, int number)
    {
        if (!feature.TryGetProperty("properties", out var properties) || properties.ValueKind != JsonValueKind.Object
            || Text(properties, nameProperty) is not { } name || string.IsNullOrWhiteSpace(name)) return null;
        return name.Trim() is { Length: <= LongestName } trimmed ? trimmed
            : throw Wrong($"The name of feature {number} is longer than {LongestName} characters. Shorten it.");
    }

    private static Geometry LineOf(JsonElement feature, int number)
    {
        if (feature.ValueKind != JsonValueKind.Object || Text(feature, "type") != "Feature")
            throw Wrong($"Entry {number} of \"features\" is not a GeoJSON Feature.");
        if (!feature.TryGetProperty("geometry", out var geometry) || geometry.ValueKind != JsonValueKind.Object)
            throw Wrong($"Feature {number} has no geometry. A street must be a LineString or a MultiLineString.");
        if (Text(geometry, "type") is not ("LineString" or "MultiLineString"))
            throw Wrong($"Feature {number} is a {Text(geometry, "type") ?? "geometry without a type"}. "
                + "A street must be a LineString or a MultiLineString.");
        Geometry line;
        try
        {
            line = GeoJson.Read(geometry.GetRawText());
        }
        catch (Exception error) when (error is JsonException or ArgumentException or InvalidOperationException or FormatException
            or NotSupportedException or IndexOutOfRangeException)
        {
            throw Wrong($"The course of feature {number} can't be read: {error.Message.Split('\n')[0].TrimEnd('.', '\r')}.");
        }
        if (line.IsEmpty) throw Wrong($"Feature {number} has an empty course.");
        foreach (var place in line.Coordinates)
            if (!(Math.Abs(place.X) <= 180 && Math.Abs(place.Y) <= 90))
                throw Wrong(FormattableString.Invariant(
                    $"Feature {number} has a point at longitude {place.X}, latitude {place.Y}, which is not on Earth. ")
                    + "GeoJSON coordinates are degrees, longitude first.");
        return line;
    }
}
