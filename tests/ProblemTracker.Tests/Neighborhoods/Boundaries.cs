using System.Text;
using System.Text.Json;
using ProblemTracker.Neighborhoods;

namespace ProblemTracker.Tests.Neighborhoods;

/// <summary>Invented neighborhoods: squares of one degree.</summary>
public static class Boundaries
{
    public static string Square(double west, double south, double size = 1)
    {
        var (east, north) = (west + size, south + size);
        var ring = FormattableString.Invariant($"[{west},{south}],[{east},{south}],[{east},{north}],[{west},{north}],[{west},{south}]");
        return $"{{\"type\":\"Polygon\",\"coordinates\":[[{ring}]]}}";
    }

    public static string Feature(string name, string geometry) => Raw(JsonSerializer.Serialize(new { name }), geometry);

    public static string Raw(string properties, string geometry) =>
        $"{{\"type\":\"Feature\",\"properties\":{properties},\"geometry\":{geometry}}}";

    public static string Collection(params string[] features) =>
        $"{{\"type\":\"FeatureCollection\",\"features\":[{string.Join(',', features)}]}}";

    /// <summary>West and East, next to each other at longitude -90 to -88 and latitude 40 to 41.</summary>
    public static readonly string Two = Collection(Feature("West", Square(-90, 40)), Feature("East", Square(-89, 40)));

    public static Task<NeighborhoodsImported> Import(this TrackerHost host, string geoJson, string property = "name") =>
        host.Send(new ImportNeighborhoods("city.geojson", new MemoryStream(Encoding.UTF8.GetBytes(geoJson)), property));
}
