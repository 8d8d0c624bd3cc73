using System.Buffers.Binary;
using System.IO.Compression;
using NetTopologySuite.Geometries;
using ProblemTracker.Neighborhoods;
using ProblemTracker.Shared;

namespace ProblemTracker.Tests.Files;

/// <summary>Shapefiles whose parts were cut off, or say lengths that they don't have.</summary>
public sealed class DamagedShapesTests
{
    private const string Begin = "The shapefile is damaged or incomplete. ", End = " Export it again, and zip all of its files together.";
    private const int FirstRecord = 100;

    private static readonly byte[] Points = GivenShapes.Zip(new GivenShapes.Layer("calls", null,
        [.. Enumerable.Range(1, 5).Select(i =>
            GivenShapes.At(-77.5 - i / 100.0, 43.5, ("CASE", $"A{i}"), ("DAY", new DateTime(2025, 1, i))))]));

    private static readonly byte[] Beats = GivenShapes.Zip(new GivenShapes.Layer("beats", null,
        [GivenShapes.Of(new Polygon(new LinearRing([new(0, 0), new(0, 1), new(1, 1), new(1, 0), new(0, 0)])), ("NAME", "West"))]));

    /// <summary>The zip file with one of its files changed.</summary>
    private static byte[] With(byte[] zip, string ending, Func<byte[], byte[]> change)
    {
        using var made = new MemoryStream();
        using (var from = new ZipArchive(new MemoryStream(zip)))
        using (var to = new ZipArchive(made, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var entry in from.Entries)
            {
                using var content = new MemoryStream();
                using (var packed = entry.Open()) packed.CopyTo(content);
                using var copy = to.CreateEntry(entry.Name).Open();
                copy.Write(entry.Name.EndsWith(ending, StringComparison.Ordinal) ? change(content.ToArray()) : content.ToArray());
            }
        return made.ToArray();
    }

    private static Func<byte[], byte[]> Big(int at, int value) => file =>
    {
        BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(at), value);
        return file;
    };

    private static Func<byte[], byte[]> Little(int at, int value) => file =>
    {
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(at), value);
        return file;
    };

    private static async Task<int> Read(byte[] zip, ShapeKind kind)
    {
        using var layer = await ShapeLayer.Open(new MemoryStream(zip), null, kind, default);
        var count = 0;
        while (layer.Read(out _, out _)) count++;
        return count;
    }

    private static string Refusal(byte[] zip, ShapeKind kind = ShapeKind.Points) =>
        Assert.ThrowsAsync<Invalid>(() => Read(zip, kind))!.Errors["file"].Single();

    private static readonly (string Name, byte[] Zip, ShapeKind Kind, string Objection)[] All =
    [
        ("the table was cut", With(Points, ".dbf", file => file[..^60]), ShapeKind.Points, "calls.dbf says that it has 5 records, but has"),
        ("the shapes were cut", With(Points, ".shp", file => file[..^20]), ShapeKind.Points,
            "calls.shp says that it has 240 bytes, but has 220."),
        ("the table has fewer records", With(Points, ".dbf", Little(4, 3)), ShapeKind.Points,
            "calls.shp has 5 shapes, but calls.dbf has 3 records."),
        ("the table has more records than it could", With(Points, ".dbf", Little(4, -1)), ShapeKind.Points, "calls.dbf says that it has"),
        ("the table was cut within its columns", With(Points, ".dbf", file => file[..50]), ShapeKind.Points,
            "calls.dbf ends within its header."),
        ("the table has records shorter than its columns", With(Points, ".dbf", Little(10, 3)), ShapeKind.Points,
            "The columns of calls.dbf have"),
        ("a point has gigabytes", With(Points, ".shp", Big(FirstRecord + 4, 0x38000000)), ShapeKind.Points,
            "Shape 1 of calls.shp says that it has"),
        ("a point has a negative length", With(Points, ".shp", Big(FirstRecord + 4, -2)), ShapeKind.Points,
            "Shape 1 of calls.shp says that it has"),
        ("a point is of another type", With(Points, ".shp", Little(FirstRecord + 8, 5)), ShapeKind.Points,
            "Shape 1 of calls.shp is of another type"),
        ("a polygon has a billion corners", With(Beats, ".shp", Little(FirstRecord + 8 + 40, 1_000_000_000)), ShapeKind.Polygons,
            "Shape 1 of beats.shp has more corners"),
        ("a polygon has a billion parts", With(Beats, ".shp", Little(FirstRecord + 8 + 36, 1_000_000_000)), ShapeKind.Polygons,
            "Shape 1 of beats.shp has more corners"),
        ("a polygon has a negative number of parts", With(Beats, ".shp", Little(FirstRecord + 8 + 36, -1)), ShapeKind.Polygons,
            "Shape 1 of beats.shp has more corners"),
    ];

    private static IEnumerable<TestCaseData> Cases =>
        All.Select(given => new TestCaseData(given.Zip, given.Kind.ToString(), given.Objection).SetName($"Refused because {given.Name}"));

    [TestCaseSource(nameof(Cases))]
    public void Damaged_shapefile_is_refused_with_what_does_not_fit(byte[] zip, string kind, string objection)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.That(Refusal(zip, Enum.Parse<ShapeKind>(kind)), Does.StartWith(Begin + objection).And.EndsWith(End));
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(50_000_000));
    }

    [Test]
    public async Task Whole_shapefiles_are_read()
    {
        Assert.That(await Read(Points, ShapeKind.Points), Is.EqualTo(5));
        Assert.That(await Read(Beats, ShapeKind.Polygons), Is.EqualTo(1));
        Assert.That(await Read(With(Points, ".shp", file => [.. file, 0, 0]), ShapeKind.Points), Is.EqualTo(5), "bytes after the end");
    }

    [Test]
    public void Polygons_that_unpack_to_very_much_are_refused() =>
        Assert.That(Refusal(With(Beats, ".shp", file => [.. file, .. new byte[8 * 1024 * 1024]]), ShapeKind.Polygons),
            Does.Contain("when it is unpacked"));

    /// <summary>A record can be cut anywhere: never is a row with another's values read.</summary>
    [Test]
    public void No_cut_off_file_is_read()
    {
        foreach (var ending in new[] { ".shp", ".dbf" })
            for (var cut = 2; cut < 200; cut += 3)
                Assert.That(Refusal(With(Points, ending, file => file[..Math.Max(0, file.Length - cut)])), Is.Not.Empty, $"{ending} {cut}");
    }
}
