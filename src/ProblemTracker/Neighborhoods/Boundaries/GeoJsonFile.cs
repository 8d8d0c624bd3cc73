using System.Text.Json;
using ProblemTracker.Files;

namespace ProblemTracker.Neighborhoods;

/// <summary>What readers of GeoJSON files share: the file as JSON, its features, and the error at <c>file</c>.</summary>
internal static class GeoJsonFile
{
    /// <summary>The features of a FeatureCollection.</summary>
    /// <exception cref="Invalid">At <c>file</c>: no such collection, or none in it.</exception>
    public static JsonElement Features(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object || Text(root, "type") != "FeatureCollection"
            || Member(root, "features") is not { ValueKind: JsonValueKind.Array } features)
            throw Wrong(Other(root) ?? GeoJson.NoCollection);
        return features.GetArrayLength() > 0 ? features : throw Wrong("The file has no features to import.");
    }

    /// <summary>Refuses the JSON of ArcGIS services, which has features too.</summary>
    public const string EsriJson =
        "The file is Esri JSON. Export it as GeoJSON (in the address of a service: f=geojson), or as a shapefile.";

    /// <summary>What other JSON is called; null if nobody knows.</summary>
    private static string? Other(JsonElement root) => root.ValueKind != JsonValueKind.Object ? null
        : Text(root, "type") == "Topology" ? "The file is TopoJSON. Export it as GeoJSON, or as a shapefile."
        : Member(root, "geometryType") is not null ? EsriJson : null;

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
        Member(element, property) is { ValueKind: JsonValueKind.String } value ? Decoded(value) : null;

    /// <summary>What a text that can't be decoded is: JSON is read without looking into its texts.</summary>
    public const string NotText = "text that is not UTF-8, or half of a character";

    /// <summary>A member of an object; null if there is none, or another one's name can't be decoded.</summary>
    public static JsonElement? Member(JsonElement element, string name)
    {
        try
        {
            return element.TryGetProperty(name, out var value) ? value : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>A value as text; <see cref="RecordSources.Undecodable"/> stands for one that can't be decoded.</summary>
    public static string Decoded(JsonElement value)
    {
        try
        {
            return value.ToString();
        }
        catch (InvalidOperationException)
        {
            return $"{RecordSources.Undecodable}";
        }
    }

    /// <inheritdoc cref="Decoded"/>
    public static string NameOf(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException)
        {
            return $"{RecordSources.Undecodable}";
        }
    }

    public static Invalid Wrong(string sentence) => new("file", sentence);
}
