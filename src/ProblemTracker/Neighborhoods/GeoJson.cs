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
        "The file is not a GeoJSON FeatureCollection. It must be an object with \"type\": \"FeatureCollection\" and a list of "
            + "\"features\".";

    /// <summary>
    /// Checks the <c>crs</c> member that older files may have. GeoJSON is WGS84, longitude first (RFC 7946).
    /// </summary>
    /// <exception cref="Invalid">At <c>file</c>: the file names another coordinate system.</exception>
    public static void MustBeWgs84(JsonElement crs)
    {
        if (crs.ValueKind == JsonValueKind.Null) return;
        var name = crs.ValueKind == JsonValueKind.Object && crs.TryGetProperty("properties", out var properties)
            && properties.ValueKind == JsonValueKind.Object
            && properties.TryGetProperty("name", out var named) && named.ValueKind == JsonValueKind.String ? named.GetString() : null;
        if (name is null || !name.EndsWith("CRS84", StringComparison.OrdinalIgnoreCase))
            throw new Invalid("file",
                $"The file's coordinates are in {name ?? "an unnamed coordinate system"}. "
                    + "Export it in WGS84 (CRS84: longitude, latitude in degrees).");
    }
}
