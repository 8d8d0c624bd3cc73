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
}
