using System.Text.Json;
using NetTopologySuite;
using NetTopologySuite.Geometries;
using NetTopologySuite.IO.Converters;

namespace ProblemTracker.Neighborhoods;

/// <summary>Boundaries as GeoJSON geometries in WGS84.</summary>
internal static class GeoJson
{
    public static readonly GeometryFactory Factory = NtsGeometryServices.Instance.CreateGeometryFactory(srid: 4326);

    public static readonly JsonSerializerOptions Options = new() { Converters = { new GeoJsonConverterFactory(Factory) } };

    public static Geometry Read(string json) => JsonSerializer.Deserialize<Geometry>(json, Options)!;

    public static string Write(Geometry geometry) => JsonSerializer.Serialize(geometry, Options);

    public const string NoCollection =
        "This is not a GeoJSON FeatureCollection: the file must be an object with \"type\": \"FeatureCollection\" and a list of "
            + "\"features\".";

    /// <summary>GeoJSON is WGS84, longitude first (RFC 7946); older files may say so in a crs member, or say otherwise.</summary>
    /// <exception cref="Invalid">At <c>file</c>: it says otherwise.</exception>
    public static void MustBeWgs84(JsonElement crs)
    {
        if (crs.ValueKind == JsonValueKind.Null) return;
        var name = crs.ValueKind == JsonValueKind.Object && crs.TryGetProperty("properties", out var properties)
            && properties.ValueKind == JsonValueKind.Object
            && properties.TryGetProperty("name", out var named) && named.ValueKind == JsonValueKind.String ? named.GetString() : null;
        if (name is null || !name.EndsWith("CRS84", StringComparison.OrdinalIgnoreCase))
            throw new Invalid("file",
                $"The file's coordinates are in {name ?? "a system it does not name"}. Export it in WGS84 (CRS84: longitude, latitude in "
                    + "degrees).");
    }
}
