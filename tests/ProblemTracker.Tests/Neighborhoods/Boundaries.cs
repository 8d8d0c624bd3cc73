using System.Text;
using System.Text.Json;
using ProblemTracker.Neighborhoods;

namespace ProblemTracker.Tests.Neighborhoods;

/// <summary>Invented neighborhoods: squares of one degree.</summary>
public static class Boundaries
{
    public static string Square(double west, double south, double size = 1) => FormattableString.Invariant(
        $"{{\"type\":\"Polygon\",\"coordinates\":[[[{west},{south}],[{west + size},{south}],[{west + size},{south + size}],[{west},{south + size}],[{west},{south}]]]}}");

    public static string Feature(string name, string geometry) => Raw(JsonSerializer.Serialize(new { name }), geometry);

    public static string Raw(string properties, string geometry) =>
        $"{{\"type\":\"Feature\",\"properties\":{properties},\"geometry\":{geometry}}}";

    public static string Collection(params string[] features) =>
        $"{{\"type\":\"FeatureCollection\",\"features\":[{string.Join(',', features)}]}}";

    /// <summary>West and East, side by side at longitude -90…-88, latitude 40…41.</summary>
    public static readonly string Two = Collection(Feature("West", Square(-90, 40)), Feature("East", Square(-89, 40)));

    public static Task<NeighborhoodsImported> Import(this TrackerHost host, string geoJson, string property = "name") =>
        host.Send(new ImportNeighborhoods("city.geojson", new MemoryStream(Encoding.UTF8.GetBytes(geoJson)), property));
}
