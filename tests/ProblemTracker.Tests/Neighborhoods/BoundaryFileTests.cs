using System.Text;
using NetTopologySuite.Geometries;
using ProblemTracker.Domain;
using ProblemTracker.Neighborhoods;
using ProblemTracker.Shared;
using ProblemTracker.Tests.Files;

using static ProblemTracker.Tests.Neighborhoods.Boundaries;

namespace ProblemTracker.Tests.Neighborhoods;

/// <summary>Boundaries as departments' programs write them: what is mended, joined, left out and refused, all at once.</summary>
public sealed class BoundaryFileTests
{
    private static readonly Envelope NewYork = new(-74.26, -73.70, 40.49, 40.92);

    private static async Task<BoundaryReading> Look(byte[] content, string? projection = null, Envelope? city = null)
    {
        var file = await FeatureFile.Read(new MemoryStream(content), "beats.zip", ShapeKind.Polygons, default);
        return BoundaryFile.Read(file, "name", await FeatureProjection.Of(file, projection, () => Task.FromResult(city ?? new())));
    }

    private static Task<BoundaryReading> Look(string geoJson, string? projection = null, Envelope? city = null) =>
        Look(Encoding.UTF8.GetBytes(geoJson), projection, city);

    private static string Ring(params double[] numbers) => $"[{string.Join(',', numbers.Chunk(2).Select(corner =>
        FormattableString.Invariant($"[{corner[0]},{corner[1]}]")))}]";

    private static string Polygon(params string[] rings) => $"{{\"type\":\"Polygon\",\"coordinates\":[{string.Join(',', rings)}]}}";

    private static string Crs(string file, string name) => file.Replace("\"features\"",
        $"\"crs\":{{\"type\":\"name\",\"properties\":{{\"name\":\"{name}\"}}}},\"features\"", StringComparison.Ordinal);

    private static double Area(BoundaryReading reading, int at = 0) => GeoJson.Read(reading.Boundaries[at].Boundary).Area;

    private static async Task<string> Mended(string geometry, double area)
    {
        var reading = await Look(Collection(Feature("West", geometry)));
        Assert.That(reading.Check.Faults, Is.Empty);
        Assert.That(Area(reading), Is.EqualTo(area).Within(1e-9));
        Assert.That(GeoJson.Read(reading.Boundaries[0].Boundary).IsValid);
        return string.Join(" ", reading.Check.Mended);
    }

    [Test]
    public async Task A_spike_a_bow_tie_and_parts_that_touch_are_mended_without_changing_the_area()
    {
        Assert.That(await Mended(Polygon(Ring(0, 0, 0, 2, 2, 2, 2, 0, 3, 0, 2, 0, 0, 0)), 4),
            Does.StartWith("Feature 1 (\"West\") was mended: its line crosses or touches itself near longitude").And
                .EndsWith("; its area is the same."));
        Assert.That(await Mended(Polygon(Ring(0, 0, 2, 2, 2, 0, 0, 2, 0, 0)), 2), Is.EqualTo("Feature 1 (\"West\") was mended: its line "
            + "crosses or touches itself near longitude 1, latitude 1; its area is the same."));
        Assert.That(await Mended(Polygon(Ring(0, 0, 0, 4, 4, 4, 4, 0, 2, 0, 3, 1, 1, 1, 2, 0, 0, 0)), 15),
            Does.Contain("its line crosses or touches itself near longitude 2, latitude 0; its area is the same."));
        var (one, two) = (Ring(0, 0, 1, 0, 1, 1, 0, 1, 0, 0), Ring(1, 0, 2, 0, 2, 1, 1, 1, 1, 0));
        Assert.That(await Mended($"{{\"type\":\"MultiPolygon\",\"coordinates\":[[{one}],[{two}]]}}", 2),
            Does.EndWith("; its area is the same."));
    }

    [Test]
    public async Task Repeated_corners_heights_and_open_rings_are_no_faults()
    {
        Assert.That(await Mended(Polygon("[[0,0,7],[0,0,7],[0,2,7],[2,2,7],[2,2,7],[2,0,7],[0,0,7]]"), 4), Is.Empty);
        Assert.That(await Mended(Polygon(Ring(0, 0, 0, 2, 2, 2, 2, 0)), 4),
            Is.EqualTo("Feature 1 (\"West\") was mended: a ring that was not closed now ends where it begins."));
        const string point = """{"type":"Point","coordinates":[5,5]}""";
        Assert.That(await Mended($"{{\"type\":\"GeometryCollection\",\"geometries\":[{Square(0, 0)},{point}]}}", 1), Is.Empty);
    }

    [Test]
    public async Task A_boundary_that_encloses_a_place_twice_is_refused_with_the_change_of_its_area()
    {
        // Around the square twice: inside by one reading, outside by the other.
        var reading = await Look(Collection(Feature("Good", Square(5, 5)),
            Feature("Twice", Polygon(Ring(0, 0, 0, 4, 4, 4, 4, 0, 0, 0, 1, 0, 1, 3, 3, 3, 3, 1, 0, 1, 0, 0)))));
        Assert.That(reading.Check.Faults.Single(), Does.Match(
            @"^The boundary of feature 2 \(""Twice""\) can't be mended: its line .* near longitude .*, and mending would change its "
                + @"area by \d+(\.\d+)?%\."));
    }

    [Test]
    public async Task All_faults_are_found_at_once_and_features_without_a_place_are_left_out()
    {
        var reading = await Look(Collection(
            Feature("Spot", """{"type":"Point","coordinates":[1,2]}"""), Feature("None", "null"), Feature("\u200b", Square(2, 2)),
            Feature("Far", Square(179.5, 10)), Feature("Flat", Polygon(Ring(0, 0, 1, 1))), "7", Feature("West", Square(0, 0))));
        Assert.That(reading.Check.Faults.Select(fault => fault.Split('.')[0]), Is.EqualTo(new[]
        {
            "Feature 4 (\"Far\") has a corner at longitude 180",
            "Feature 5 (\"Flat\") has an empty boundary", "Entry 6 of \"features\" is not a GeoJSON Feature",
        }));
        Assert.That(reading.Check.Skipped, Is.EqualTo(new[]
        {
            "Feature 1 (\"Spot\") is a Point, not an area, and is left out.", "Feature 2 (\"None\") has no geometry and is left out.",
            "Feature 3 has no name in \"name\" and is left out.",
        }));
    }

    [Test]
    public async Task Features_without_a_name_are_faults_if_they_are_as_many_as_those_with_one()
    {
        var reading = await Look(Collection(Raw("{\"title\":\"x\"}", Square(2, 2)), Feature("West", Square(0, 0))));
        Assert.That(reading.Check.Faults.Single(), Does.StartWith("Feature 1 has no property \"name\". It has title."));
        Assert.That(reading.Check.Skipped, Is.Empty);
    }

    [Test]
    public async Task Features_with_the_same_name_become_one_neighborhood()
    {
        var reading = await Look(Collection(Feature("Río", Square(0, 0)), Feature("B", Square(3, 3)), Feature(" rio ", Square(5, 0)),
            Feature("RIO", Square(1, 0))));
        Assert.That(reading.Boundaries.Select(b => b.Name), Is.EqualTo(new[] { "Río", "B" }));
        Assert.That(Area(reading), Is.EqualTo(3).Within(1e-9));
        Assert.That(GeoJson.Read(reading.Boundaries[0].Boundary).NumGeometries, Is.EqualTo(2), "two squares share an edge");
        Assert.That(reading.Check.Joined,
            Is.EqualTo(new[] { "Features 1, 3 and 4 are all named \"Río\" and become one neighborhood." }));
    }

    [Test]
    public async Task Files_of_points_or_lines_are_called_that_once()
    {
        const string point = """{"type":"Point","coordinates":[1,2]}""", line = """{"type":"LineString","coordinates":[[1,2],[2,3]]}""";
        Assert.That((await Look(Collection(Feature("a", point), Feature("b", point)))).Check.Faults.Single(),
            Does.StartWith("The file has 2 points, not the areas of neighborhoods. If they are incidents, import it as incidents"));
        Assert.That((await Look(Collection(Feature("a", line), Feature("b", line)))).Check.Faults.Single(),
            Does.StartWith("The file has 2 lines, not the areas of neighborhoods. If they are streets, import it as streets"));
    }

    [TestCase("urn:ogc:def:crs:EPSG::4326")]
    [TestCase("EPSG:4269")]
    [TestCase("urn:ogc:def:crs:OGC:1.3:CRS84")]
    public async Task Known_degrees_are_taken_as_they_are(string name)
    {
        var reading = await Look(Crs(Two, name));
        Assert.That((reading.Boundaries.Count, reading.Check.Projection, reading.Check.Faults.Count), Is.EqualTo((2, (string?)null, 0)));
    }

    private static readonly string Feet = Collection(Feature("Downtown", Polygon(
        Ring(980000, 198000, 980000, 200000, 983000, 200000, 983000, 198000, 980000, 198000))));

    private static void IsDowntown(BoundaryReading reading)
    {
        Assert.That(reading.Check.Faults, Is.Empty);
        var middle = GeoJson.Read(reading.Boundaries[0].Boundary).Centroid;
        Assert.That(Earth.Meters(middle.Y, middle.X, 40.7128, -74.0088), Is.LessThan(300));
    }

    [Test]
    public async Task A_known_projection_is_converted_and_an_unknown_one_named()
    {
        var reading = await Look(Crs(Feet, "urn:ogc:def:crs:EPSG::2263"));
        IsDowntown(reading);
        Assert.That((reading.Check.Projection, reading.Check.ProjectionNumber, reading.Check.IsProposed),
            Is.EqualTo(("NAD83 / New York Long Island (ftUS) (EPSG:2263)", 2263, false)));
        Assert.That((await Look(Crs(Feet, "urn:x:plant-grid"))).Check.Faults.Single(),
            Does.StartWith("The file's coordinates are in urn:x:plant-grid, which is not known here."));
        IsDowntown(await Look(Crs(Feet, "urn:x:plant-grid"), "2263"));
        Assert.That((await Look(Crs(Two, "EPSG:2263"))).Check.Projection, Is.Null, "degrees with the name of a projection");
    }

    [Test]
    public async Task Coordinates_that_are_not_degrees_propose_the_projection_of_the_neighborhoods()
    {
        var proposed = await Look(Feet, city: NewYork);
        IsDowntown(proposed);
        Assert.That((proposed.Check.ProjectionNumber, proposed.Check.IsProposed), Is.EqualTo((2263, true)));
        Assert.That((await Look(Feet)).Check.Faults.Single(),
            Does.StartWith("The file's coordinates (such as 980000, 198000) are not degrees. Choose their projection"));
        var chosen = await Look(Feet, "New York Long Island feet");
        IsDowntown(chosen);
        Assert.That(chosen.Check.IsProposed, Is.False);
        Assert.That(Assert.ThrowsAsync<Invalid>(() => Look(Feet, "nowhere"))!.Errors["projection"][0], Does.Contain("\"nowhere\""));
    }

    [Test]
    public async Task A_chosen_projection_that_cannot_be_right_is_refused()
    {
        Assert.That((await Look(Two, "2263")).Check.Faults.Single(), Does.Match(@"^The file's coordinates \(such as -?\d.*\) are degrees, "
            + @"so they can't be in NAD83 / New York Long Island \(ftUS\) \(EPSG:2263\)\. Leave the projection blank"));
        Assert.That((await Look(Feet, "2229", NewYork)).Check.Faults.Single(),
            Does.StartWith("In NAD83 / California zone 5 (ftUS) (EPSG:2229), the file lies near longitude"));
        IsDowntown(await Look(Feet, "2263", NewYork));
        var unknown = Encoding.UTF8.GetBytes(Crs(Two, "urn:x:plant-grid"));
        Assert.That(Assert.ThrowsAsync<Invalid>(() => BoundaryFile.Read(new MemoryStream(unknown), "beats.geojson", "name", "2263",
            () => Task.FromResult(NewYork), null, default))!.Errors.Keys.Single(), Is.EqualTo("projection"));
        var speck = Collection(Feature("Speck", Polygon(
            Ring(980000, 198000, 980000, 198001, 980001, 198001, 980001, 198000, 980000, 198000))));
        Assert.That((await Look(speck, "2263")).Check.Faults.Single(), Does.Contain("smaller than 1 square meter"));
        Assert.That(Assert.ThrowsAsync<Invalid>(() => Look(Feet, "central"))!.Errors["projection"][0], Does.Contain("fits several"));
    }

    [Test]
    public async Task Zipped_shapefiles_are_read_by_their_own_projection()
    {
        var ring = new LinearRing(
            [new(980000, 198000), new(980000, 200000), new(983000, 200000), new(983000, 198000), new(980000, 198000)]);
        IsDowntown(await Look(GivenShapes.Zip(new GivenShapes.Layer("Beats", GivenShapes.LongIsland,
            [GivenShapes.Of(new Polygon(ring), ("name", "Downtown"))]))));
    }

    [Test]
    public void Other_files_are_called_what_they_are()
    {
        string Refusal(string content) => Assert.ThrowsAsync<Invalid>(() => Look(content))!.Errors["file"][0];
        Assert.That(Refusal("name,area\nWest,4\n"), Does.StartWith("beats.zip is a table of text, not GeoJSON."));
        Assert.That(Refusal("{\"type\":\"Topology\"}"), Does.StartWith("The file is TopoJSON."));
        Assert.That(Refusal("{\"geometryType\":\"esriGeometryPolygon\",\"features\":[]}"), Does.StartWith("The file is Esri JSON."));
        Assert.That(Refusal(" "), Is.EqualTo("The file is empty."));
        Assert.That(Assert.ThrowsAsync<Invalid>(() => Look(GivenWorkbook.Of(["name"], ["West"])))!.Errors["file"][0],
            Does.StartWith("beats.zip is an Excel workbook, not a map."));
    }
}
