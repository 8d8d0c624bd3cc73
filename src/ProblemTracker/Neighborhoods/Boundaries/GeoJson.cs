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

    public static Geometry Read(JsonElement json) => json.Deserialize<Geometry>(Options)!;

    public static JsonElement Element(Geometry geometry) => JsonSerializer.SerializeToElement(geometry, Options);

    public static string Write(Geometry geometry) => JsonSerializer.Serialize(geometry, Options);

    public const string NoCollection =
        "The file is not a GeoJSON FeatureCollection. It must be an object with \"type\": \"FeatureCollection\" and a list of "
            + "\"features\".";

    /// <summary>
    /// The coordinate system that the <c>crs</c> member names, which older files may have. Without one, GeoJSON is WGS84, longitude first
    /// (RFC 7946).
    /// </summary>
    /// <returns>Null if it is null.</returns>
    public static string? NameOfCrs(JsonElement crs)
    {
        if (crs.ValueKind == JsonValueKind.Null) return null;
        if (crs.ValueKind != JsonValueKind.Object
            || GeoJsonFile.Member(crs, "properties") is not { ValueKind: JsonValueKind.Object } properties)
            return "an unnamed coordinate system";
        foreach (var name in CrsNames)
            if (GeoJsonFile.Member(properties, name) is { ValueKind: JsonValueKind.String or JsonValueKind.Number } value
                && GeoJsonFile.Decoded(value) is { Length: > 0 and < LongestCrs } text && Texts.IsPlain(text)) return text;
        return "an unnamed coordinate system";
    }

    /// <summary>Characters; longer texts are not shown in errors.</summary>
    private const int LongestCrs = 200;

    /// <summary>Where names and numbers are: of files of 2008, of others, and of links.</summary>
    private static readonly string[] CrsNames = ["name", "code", "href"];
}
