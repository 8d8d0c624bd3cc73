using System.Text.Json;

namespace ProblemTracker.Neighborhoods;

/// <summary>What readers of GeoJSON files share: the file as JSON, its features, and the error at <c>file</c>.</summary>
internal static class GeoJsonFile
{
    /// <summary>The features of a FeatureCollection.</summary>
    /// <exception cref="Invalid">At <c>file</c>: no such collection, or none in it.</exception>
    public static JsonElement Features(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object || Text(root, "type") != "FeatureCollection"
            || !root.TryGetProperty("features", out var features) || features.ValueKind != JsonValueKind.Array)
            throw Wrong(Other(root) ?? GeoJson.NoCollection);
        return features.GetArrayLength() > 0 ? features : throw Wrong("The file has no features to import.");
    }

    /// <summary>What other JSON is called; null if nobody knows.</summary>
    private static string? Other(JsonElement root) => root.ValueKind != JsonValueKind.Object ? null
        : Text(root, "type") == "Topology" ? "The file is TopoJSON. Export it as GeoJSON, or as a shapefile."
        : root.TryGetProperty("geometryType", out _)
            ? "The file is Esri JSON. Export it as GeoJSON (in the address of a service: f=geojson), or as a shapefile." : null;

    /// <exception cref="Invalid">At <c>file</c>: not JSON.</exception>
    public static async Task<JsonDocument> Parse(Stream content, CancellationToken ct)
    {
        try
        {
            return await JsonDocument.ParseAsync(content, cancellationToken: ct);
        }
        catch (JsonException error) when (error.Message.Contains("any JSON tokens", StringComparison.Ordinal))
        {
            throw Wrong("The file is empty.");
        }
        catch (JsonException error)
        {
            throw Wrong($"The file is not valid JSON. Check line {error.LineNumber + 1}, byte {error.BytePositionInLine + 1}.");
        }
    }

    public static string? Text(JsonElement element, string property) =>
        element.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    public static Invalid Wrong(string sentence) => new("file", sentence);
}
