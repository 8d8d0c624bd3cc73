using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using NetTopologySuite.Geometries;
using ProblemTracker.Files;
using ProblemTracker.Incidents;
using ProblemTracker.Neighborhoods;
using ProblemTracker.Shared;
using ProblemTracker.Tests.Files;

namespace ProblemTracker.Tests.Incidents;

/// <summary>Zipped shapefiles of points as records.</summary>
public sealed class ShapeRowsTests
{
    private static readonly Polygon Square = new(new LinearRing([new(0, 0), new(0, 1), new(1, 1), new(1, 0), new(0, 0)]));

    private static async Task<(IReadOnlyList<string> Header, List<CsvRow> Rows)> Read(byte[] zip, string? layer = null,
        Projection? projection = null)
    {
        using var rows = await ShapeRows.Open(new MemoryStream(zip), layer, projection, default);
        var read = new List<CsvRow>();
        while (await rows.Next(default) is { } row) read.Add(row);
        return (rows.Header, read);
    }

    private static async Task<string?> Request(byte[] zip)
    {
        using var rows = await ShapeRows.Open(new MemoryStream(zip), null, null, default);
        return rows.ProjectionRequest;
    }

    private static Invalid Refusal(byte[] zip, string? layer = null) => Assert.ThrowsAsync<Invalid>(() => Read(zip, layer))!;

    [Test]
    public async Task Feet_of_a_state_plane_become_degrees_beside_the_columns_of_the_table()
    {
        var (header, rows) = await Read(GivenShapes.Zip(new GivenShapes.Layer("Folder/Calls", GivenShapes.LongIsland,
        [
            GivenShapes.At(982586.634, 198968.820, ("ID", 17), ("TYPE", "Théft"), ("DAY", new DateTime(2024, 3, 1)), ("N", 1.5)),
            GivenShapes.Of(Point.Empty, ("ID", 18), ("TYPE", null), ("DAY", null), ("N", null)),
        ], Encoding.Latin1, IsUpper: true)));
        Assert.That(header, Is.EqualTo(new[] { "ID", "TYPE", "DAY", "N", "point.longitude", "point.latitude" }));
        Assert.That(rows.Select(row => $"{row.Line}: {string.Join('|', row.Fields)}{row.Wrong}"),
            Is.EqualTo(new[] { "1: 17|Théft|2024-03-01|1.5|-74.006|40.7128", "2: 18|||||" }));
    }

    [Test]
    public async Task Without_a_projection_degrees_are_taken_and_others_stay_as_they_are_and_need_one()
    {
        string[] expected = ["1", "-74.006", "40.7128"];
        var degrees = GivenShapes.Zip(new GivenShapes.Layer("calls", null, [GivenShapes.At(-74.006, 40.7128, ("ID", 1))]));
        Assert.That((await Read(degrees)).Rows[0].Fields, Is.EqualTo(expected));
        var feet = GivenShapes.Zip(new GivenShapes.Layer("calls", null, [GivenShapes.At(982586.634, 198968.820, ("ID", 1))]));
        Assert.That((await Read(feet)).Rows[0].Fields, Is.EqualTo(new[] { "1", "982586.634", "198968.82" }));
        Assert.That(await Request(feet), Is.EqualTo("The shapefile has no .prj file, and its coordinates (such as "
            + "982587, 198969) are not degrees. Choose its projection, or zip it again with its .prj file."));
        Assert.That((await Read(feet, projection: Projection.Find("2263"))).Rows[0].Fields, Is.EqualTo(expected));
        var odd = GivenShapes.Zip(new GivenShapes.Layer("calls", "LOCAL_CS[\"Plant grid\"]", [GivenShapes.At(1, 2, ("ID", 1))]));
        Assert.That(await Request(odd), Does.StartWith("The shapefile's projection is not known: Plant grid."));
        Assert.That(await Request(degrees), Is.Null);
    }

    [Test]
    public async Task Degrees_stay_as_they_are_whatever_projection_is_named()
    {
        string[] expected = ["1", "-74.006", "40.7128"];
        var named = GivenShapes.Zip(new GivenShapes.Layer("calls", GivenShapes.LongIsland, [GivenShapes.At(-74.006, 40.7128, ("ID", 1))]));
        Assert.That((await Read(named)).Rows[0].Fields, Is.EqualTo(expected));
        Assert.That((await Read(named, projection: Projection.Find("2229"))).Rows[0].Fields, Is.EqualTo(expected));
    }

    [Test]
    public async Task The_layer_with_points_is_read_unless_another_is_chosen()
    {
        var zip = GivenShapes.Zip(
            new GivenShapes.Layer("Beats", null, [GivenShapes.Of(Square, ("NAME", "West"))]),
            new GivenShapes.Layer("May", null, [GivenShapes.At(1, 2, ("ID", 5))]),
            new GivenShapes.Layer("June", null, [GivenShapes.At(1, 2, ("ID", 6))]));
        Assert.That((await Read(zip)).Rows[0].Fields[0], Is.EqualTo("5"));
        Assert.That((await Read(zip, "june")).Rows[0].Fields[0], Is.EqualTo("6"));
        Assert.That(Refusal(zip, "July").Errors["layer"][0],
            Is.EqualTo("The file has no layer \"July\". Choose one of: Beats, May, June."));
        Assert.That(Refusal(zip, "Beats").Errors["file"][0],
            Is.EqualTo("The layer Beats has shapes, not places. "
                + "If they are neighborhoods, an administrator can import it under Neighborhoods."));
    }

    private static byte[] WithIndex(Func<byte[], byte[]?> change)
    {
        using var file = new MemoryStream();
        file.Write(GivenShapes.Zip(new GivenShapes.Layer("calls", null,
            [GivenShapes.At(1, 2, ("ID", 1)), GivenShapes.At(3, 4, ("ID", 2))])));
        using (var archive = new ZipArchive(file, ZipArchiveMode.Update, leaveOpen: true))
        {
            var entry = archive.GetEntry("calls.shx")!;
            using var index = new MemoryStream();
            using (var old = entry.Open()) old.CopyTo(index);
            entry.Delete();
            if (change(index.ToArray()) is { } changed)
            {
                using var written = archive.CreateEntry("calls.shx").Open();
                written.Write(changed);
            }
        }
        return file.ToArray();
    }

    private static readonly Func<byte[], byte[]?>[] Unused =
        [index => index, _ => null, _ => [], index => index[..50], index => [.. index[..^3]], index => [0, .. index[1..]]];

    private static readonly Func<byte[], byte[]?>[] Contradicting =
    [
        // The two shapes in the other order, one of them twice, one of them alone, and one more.
        index => [.. index[..100], .. index[108..], .. index[100..108]], index => [.. index[..108], .. index[100..108]],
        index => Sized([.. index[..108]]), index => Sized([.. index, .. index[100..108]]),
    ];

    private static byte[] Sized(byte[] index)
    {
        BinaryPrimitives.WriteInt32BigEndian(index.AsSpan(24), index.Length / 2);
        return index;
    }

    [Test]
    public async Task Shapes_are_read_without_an_index_or_with_a_broken_one()
    {
        foreach (var change in Unused)
            Assert.That((await Read(WithIndex(change))).Rows.Select(row => string.Join(' ', row.Fields)),
                Is.EqualTo(new[] { "1 1 2", "2 3 4" }));
    }

    [Test]
    public void Shapes_that_an_index_pairs_otherwise_with_the_table_are_refused()
    {
        foreach (var change in Contradicting)
            Assert.That(Refusal(WithIndex(change)).Errors["file"][0], Is.EqualTo("The shapefile is damaged or incomplete. calls.shx has "
                + "other shapes than calls.shp, or has them in another order. Export it again, and zip all of its files together."));
    }

    [Test]
    public void Incomplete_and_damaged_files_are_refused()
    {
        Assert.That(Refusal(GivenShapes.Zip([], ("calls.csv", "a"))).Errors["file"][0],
            Does.StartWith("The zip file has no shapefile in it"));
        Assert.That(Refusal(GivenShapes.Zip([], ("calls.shp", "short"))).Errors["file"][0],
            Is.EqualTo("The layer calls has no shapes. Import a shapefile of points."));
        var lonely = GivenShapes.Zip([], ("calls.shp", $"{new string('\0', 32)}\u0001{new string('\0', 90)}"));
        Assert.That(Refusal(lonely).Errors["file"][0], Does.StartWith("calls.shp has no .dbf file beside it"));
        var damaged = GivenShapes.Zip([], ("calls.shp", $"{new string('\0', 32)}\u0001{new string('\0', 90)}"),
            ("calls.dbf", "short"));
        Assert.That(Refusal(damaged).Errors["file"][0], Does.StartWith("The shapefile is damaged or incomplete."));
    }
}
