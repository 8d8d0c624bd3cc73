using System.Buffers.Binary;

namespace ProblemTracker.Neighborhoods;

/// <summary>
/// Compares what a shapefile says about its lengths with its files, before the library reads it: that believes each length, takes memory
/// for it, and reads a record that was cut off as what the memory held before. Shapes are read one after the other, so that their index
/// (.shx) isn't needed; but one that says another order or other shapes would pair them otherwise with the table.
/// </summary>
internal static class ShapeLengths
{
    private const int ShpHeader = 100, RecordHeader = 8, IndexRecord = 8, FileCode = 9994, DbfHeader = 32, DbfField = 32;
    /// <summary>Bytes of one shape among points; only a MultiPoint is longer than a point, and it is no place of an incident.</summary>
    private const int LongestOfPoints = 1024 * 1024;

    /// <param name="shp">Seekable; left at its beginning, as is the table.</param>
    /// <param name="shx">The index beside it; null if there is none. One that isn't an index of shapes doesn't count.</param>
    /// <param name="dbf">The table beside it.</param>
    /// <param name="name">Of the .shp file, for sentences.</param>
    /// <param name="kind">What the shapes are.</param>
    /// <returns>What does not fit, as a sentence; null if all does.</returns>
    public static string? Objection(Stream shp, Stream? shx, Stream dbf, string name, ShapeKind kind)
    {
        var table = Path.ChangeExtension(name, ".dbf");
        var objection = OfShapes(shp, IndexOf(shx), name, kind, out var shapes) ?? OfTable(dbf, table, out var rows)
            ?? (shapes == rows ? null : $"{name} has {Count(shapes, "shape")}, but {table} has {Count(rows, "record")}.");
        (shp.Position, dbf.Position) = (0, 0);
        return objection;
    }

    private static string? OfShapes(Stream shp, BufferedStream? index, string name, ShapeKind kind, out long shapes)
    {
        shapes = 0;
        shp.Position = 0;
        // Reading ahead, since most records are short.
        var file = new BufferedStream(shp, 64 * 1024);
        var length = shp.Length;
        Span<byte> head = stackalloc byte[ShpHeader];
        if (file.ReadAtLeast(head, ShpHeader, throwOnEndOfStream: false) < ShpHeader) return $"{name} has no header.";
        var end = BinaryPrimitives.ReadInt32BigEndian(head[24..]) * 2L;
        var type = BinaryPrimitives.ReadInt32LittleEndian(head[32..]);
        if (end > length) return $"{name} says that it has {Count(end, "byte")}, but has {length:N0}.";
        Span<byte> begin = stackalloc byte[RecordHeader + 44];
        for (long at = ShpHeader; at < end; shapes++)
        {
            var number = shapes + 1;
            file.Position = at;
            var there = begin[..(int)Math.Min(begin.Length, end - at)];
            var taken = file.ReadAtLeast(there, there.Length);
            if (taken < RecordHeader + 4) return $"{name} ends within shape {number:N0}.";
            var content = BinaryPrimitives.ReadInt32BigEndian(begin[4..]) * 2L;
            var next = at + RecordHeader + content;
            if (content < 4 || next > end)
                return $"Shape {number:N0} of {name} says that it has {Count(content, "byte")}, which it can't have.";
            var own = BinaryPrimitives.ReadInt32LittleEndian(begin[RecordHeader..]);
            if (own != 0 && own != type) return $"Shape {number:N0} of {name} is of another type than the file.";
            // Without it, a shape of no corners could say to have any number of them.
            begin[taken..].Clear();
            if (own != 0 && Least(own, begin[RecordHeader..]) is var least && (least > content || least < 0))
                return $"Shape {number:N0} of {name} has more corners than fit into its length.";
            if (kind == ShapeKind.Points && content > LongestOfPoints)
                return $"Shape {number:N0} of {name} has {Count(content, "byte")}, which no point has.";
            if (index is not null && !Agrees(index, at)) return Contradicts(name);
            at = next;
        }
        return index is null || index.ReadByte() < 0 ? null : Contradicts(name);
    }

    private static string Contradicts(string name) =>
        $"{Path.ChangeExtension(name, ".shx")} has other shapes than {name}, or has them in another order.";

    /// <summary>The index at its first record; null if there is none, or it is broken.</summary>
    private static BufferedStream? IndexOf(Stream? shx)
    {
        if (shx is null) return null;
        Span<byte> head = stackalloc byte[ShpHeader];
        shx.Position = 0;
        if (shx.ReadAtLeast(head, ShpHeader, throwOnEndOfStream: false) < ShpHeader || BinaryPrimitives.ReadInt32BigEndian(head) != FileCode
            || BinaryPrimitives.ReadInt32BigEndian(head[24..]) * 2L != shx.Length
            || (shx.Length - ShpHeader) % IndexRecord != 0) return null;
        return new(shx, 64 * 1024);
    }

    /// <summary>Whether the next record of the index says that a shape begins there.</summary>
    private static bool Agrees(BufferedStream index, long at)
    {
        Span<byte> record = stackalloc byte[IndexRecord];
        return index.ReadAtLeast(record, IndexRecord, throwOnEndOfStream: false) == IndexRecord
            && BinaryPrimitives.ReadInt32BigEndian(record) * 2L == at;
    }

    /// <summary>Bytes that a shape takes at least, by the numbers of its parts and corners; negative if these are.</summary>
    private static long Least(int type, ReadOnlySpan<byte> content)
    {
        var first = BinaryPrimitives.ReadInt32LittleEndian(content[36..]);
        var second = BinaryPrimitives.ReadInt32LittleEndian(content[40..]);
        var hasHeight = type is > 10 and < 20;
        return (type % 10) switch
        {
            1 => hasHeight ? 28 : 20,
            // Box and number of corners; heights have their range.
            8 => first < 0 ? -1 : 40 + 16L * first + (hasHeight ? 16 + 8L * first : 0),
            3 or 5 => first < 0 || second < 0 || first > second ? -1
                : 44 + 4L * first + 16L * second + (hasHeight ? 16 + 8L * second : 0),
            // The library refuses others.
            _ => 4,
        };
    }

    private static string? OfTable(Stream dbf, string name, out long rows)
    {
        rows = 0;
        dbf.Position = 0;
        Span<byte> head = stackalloc byte[DbfHeader];
        if (dbf.ReadAtLeast(head, DbfHeader, throwOnEndOfStream: false) < DbfHeader) return $"{name} has no header.";
        rows = BinaryPrimitives.ReadUInt32LittleEndian(head[4..]);
        var (begin, row) = (BinaryPrimitives.ReadUInt16LittleEndian(head[8..]), BinaryPrimitives.ReadUInt16LittleEndian(head[10..]));
        var rest = new byte[Math.Max(0, begin - DbfHeader)];
        if (dbf.ReadAtLeast(rest, rest.Length, throwOnEndOfStream: false) < rest.Length) return $"{name} ends within its header.";
        var (fields, width) = (0, 1);
        while ((fields + 1) * DbfField <= rest.Length && rest[fields * DbfField] != '\r') width += rest[fields++ * DbfField + 16];
        if (fields == 0) return $"{name} has no columns.";
        if (width > row) return $"The columns of {name} have {Count(width, "byte")}, but its records have {row:N0}.";
        var fit = Math.Max(0, dbf.Length - begin) / row;
        return rows <= fit ? null : $"{name} says that it has {Count(rows, "record")}, but has {fit:N0}.";
    }

    private static string Count(long number, string noun) => $"{number:N0} {noun}{(number == 1 ? "" : "s")}";
}
