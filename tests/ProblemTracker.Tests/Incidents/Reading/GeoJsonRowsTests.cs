using System.Text;
using ProblemTracker.Files;
using ProblemTracker.Incidents;
using ProblemTracker.Shared;

namespace ProblemTracker.Tests.Incidents;

/// <summary>Points of GeoJSON files in the coordinate systems that they name.</summary>
public sealed class GeoJsonRowsTests
{
    private static string File(string? crs, string x, string y, bool isLast = false)
    {
        var member = crs is null ? "" : $"\"crs\":{{\"type\":\"name\",\"properties\":{{\"name\":\"{crs}\"}}}}";
        var features = "\"features\":[{\"type\":\"Feature\",\"properties\":{\"id\":7},\"geometry\":"
            + $"{{\"type\":\"Point\",\"coordinates\":[{x},{y}]}}}}]";
        string[] members = isLast ? [features, member] : [member, features];
        return $"{{\"type\":\"FeatureCollection\",{string.Join(',', members.Where(text => text.Length > 0))}}}";
    }

    private static async Task<string> First(string file)
    {
        var rows = await GeoJsonRows.Open(new MemoryStream(Encoding.UTF8.GetBytes(file)), null, default);
        var row = await rows.Next(default);
        return string.Join(' ', row!.Fields.Skip(1)) + row.Wrong;
    }

    [TestCase(null, "-74.0060", "40.7128", "-74.0060 40.7128")]
    [TestCase("urn:ogc:def:crs:EPSG::4326", "-74.0060", "40.7128", "-74.0060 40.7128")]
    [TestCase("EPSG:4269", "-74.0060", "40.7128", "-74.0060 40.7128")]
    [TestCase("urn:ogc:def:crs:EPSG::2263", "982586.634", "198968.820", "-74.006 40.7128")]
    [TestCase("urn:ogc:def:crs:EPSG::2263", "-74.0060", "40.7128", "-74.0060 40.7128")]
    [TestCase("EPSG:2263", "1e30", "1e30", " The point is on no map of NAD83 / New York Long Island (ftUS) (EPSG:2263).")]
    [TestCase(null, "982586.634", "198968.820", "982586.634 198968.820")]
    public async Task Points_become_degrees_by_the_system_that_the_file_names(string? crs, string x, string y, string expected) =>
        Assert.That((await First(File(crs, x, y))).Replace("1e30", "", StringComparison.Ordinal).Trim(), Is.EqualTo(expected.Trim()));

    [Test]
    public void An_unknown_system_is_named_and_one_after_the_features_is_too_late()
    {
        string Refusal(string file) => Assert.ThrowsAsync<Invalid>(() => First(file))!.Errors["file"][0];
        Assert.That(Refusal(File("urn:x:plant-grid", "1", "2")),
            Does.StartWith("The file's coordinates are in urn:x:plant-grid, which is not known here."));
        Assert.That(Refusal(File("EPSG:2263", "1", "2", isLast: true)), Does.Contain("says so only after its features"));
    }

    [TestCase("\"geometryType\":\"esriGeometryPoint\",")]
    [TestCase("")]
    public void Esri_JSON_is_named(string member)
    {
        var file = $"{{{member}\"features\":[{{\"attributes\":{{\"id\":7}},\"geometry\":{{\"x\":-77.5,\"y\":43.5}}}}]}}";
        Assert.That(Assert.ThrowsAsync<Invalid>(() => First(file))!.Errors["file"][0],
            Does.StartWith("The file is Esri JSON. Export it as GeoJSON"));
    }
}
