using System.IO.Compression;
using System.Text;
using System.Text.Unicode;
using NetTopologySuite.Geometries;
using NetTopologySuite.IO.Esri;
using NetTopologySuite.IO.Esri.Shapefiles.Readers;
using ProblemTracker.Files;

namespace ProblemTracker.Neighborhoods;

/// <summary>What the shapes of a layer are.</summary>
internal enum ShapeKind { Points, Lines, Polygons }

/// <summary>
/// One layer of a zipped shapefile: geometries as in the file, and the fields beside them as text. Folders in the zip file and names in
/// any case are fine. The layer is unpacked to temporary files, which <see cref="Dispose"/> deletes.
/// </summary>
internal sealed class ShapeLayer : IDisposable
{
    /// <summary>Bytes of the small files beside a layer that are read as a whole.</summary>
    private const int LargestText = 64 * 1024;
    /// <summary>
    /// Bytes of lines or polygons when they are unpacked, and of the table beside them, since they are read into memory: a byte of a file
    /// takes two or three there.
    /// </summary>
    private const long MostShapes = 128L * 1024 * 1024, MostTable = 512L * 1024 * 1024;
    /// <summary>Bytes of the index beside a layer: eight for each of its shapes, of which none is shorter.</summary>
    private const long MostIndex = Uploads.Largest;
    /// <summary>Unpacked bytes of lines and polygons for each packed one; coordinates hardly get shorter by packing.</summary>
    private const long MostRatio = 100;
    /// <summary>Unpacked bytes that are fine at any ratio.</summary>
    private const long Small = 4L * 1024 * 1024;
    /// <summary>Bytes in which the encoding is looked for.</summary>
    private const int Looked = 1024 * 1024;

    private readonly List<IDisposable> _open;
    private readonly ShapefileReader _reader;

    private ShapeLayer(string name, IReadOnlyList<string> layers, ShapefileReader reader, List<IDisposable> open)
    {
        (Name, Layers, _reader, _open) = (name, layers, reader, open);
        Fields = [.. Enumerable.Range(0, reader.Fields.Count).Select(at => reader.Fields[at].Name)];
    }

    public string Name { get; }

    /// <summary>All layers in the file, in its order.</summary>
    public IReadOnlyList<string> Layers { get; }

    /// <summary>Names of the columns in the .dbf file.</summary>
    public IReadOnlyList<string> Fields { get; }

    /// <summary>Content of the .prj file; null if there is none.</summary>
    public string? Prj { get; private init; }

    /// <summary>The corners of all shapes, in the file's coordinates.</summary>
    public Envelope Extent => _reader.BoundingBox;

    /// <param name="zip">Seekable; stays open, and isn't needed after that.</param>
    /// <param name="layer">Name of the layer; null takes the first of the kind.</param>
    /// <param name="kind">What its shapes must be.</param>
    /// <param name="ct">Ends reading.</param>
    /// <exception cref="Invalid">
    /// At <c>file</c>: damaged, incomplete, or no layer of this kind. At <c>layer</c>: no such layer.
    /// </exception>
    public static async Task<ShapeLayer> Open(Stream zip, string? layer, ShapeKind kind, CancellationToken ct)
    {
        using var archive = ZipContent.Archive(zip);
        var layers = archive.Entries.Where(entry => ZipContent.IsFile(entry) && Ends(entry, ".shp")).ToList();
        if (layers.Count == 0) throw Wrong("The zip file has no shapefile in it (.shp). Zip all files of the shapefile together.");
        var names = layers.ConvertAll(entry => Path.GetFileNameWithoutExtension(entry.Name));
        var kinds = layers.ConvertAll(KindOf);
        int at;
        if (layer is not null)
        {
            at = names.FindIndex(name => string.Equals(name, layer.Trim(), StringComparison.OrdinalIgnoreCase));
            if (at < 0) throw new Invalid("layer", $"The file has no layer \"{layer}\". Choose one of: {string.Join(", ", names)}.");
        }
        else at = Math.Max(0, kinds.FindIndex(found => found == kind));
        if (kinds[at] != kind)
            throw Wrong((kind, kinds[at]) == (ShapeKind.Points, ShapeKind.Polygons)
                ? $"The layer {names[at]} has shapes, not places. If they are neighborhoods, an administrator can import it under "
                    + "Neighborhoods."
                : $"The layer {names[at]} has {(kinds[at] is { } other ? Words(other) : "no shapes")}. "
                    + $"Import a shapefile of {Words(kind)}.");
        return await Open(archive, layers[at], kind, names, ct);
    }

    /// <returns>False at the end. A record without a shape has an empty geometry; deleted ones are left out.</returns>
    /// <exception cref="Invalid">At <c>file</c>: the rest can't be read.</exception>
    public bool Read(out Geometry shape, out IReadOnlyList<string> values)
    {
        (shape, values) = (Point.Empty, []);
        try
        {
            bool isDeleted;
            do
                if (!_reader.Read(out isDeleted)) return false;
            while (isDeleted);
            shape = _reader.Geometry ?? Point.Empty;
            values = [.. Enumerable.Range(0, _reader.Fields.Count).Select(at => Text(_reader.Fields[at].Value))];
            return true;
        }
        catch (Exception error) when (IsDamage(error))
        {
            throw Wrong(Damaged);
        }
    }

    public void Dispose()
    {
        _reader.Dispose();
        foreach (var stream in _open) stream.Dispose();
    }

    private const string Incomplete = "The shapefile is damaged or incomplete.";
    private const string Again = "Export it again, and zip all of its files together.";
    private const string Damaged = $"{Incomplete} {Again}";

    private static async Task<ShapeLayer> Open(ZipArchive archive, ZipArchiveEntry shapes, ShapeKind kind, List<string> names,
        CancellationToken ct)
    {
        if (Beside(archive, shapes, ".dbf") is not { } table)
            throw Wrong($"{shapes.Name} has no .dbf file beside it, so its shapes have no names. "
                + "Zip all files of the shapefile together.");
        var open = new List<IDisposable>();
        try
        {
            var isHeld = kind != ShapeKind.Points;
            var shp = await Unpack(shapes, open, isHeld ? Math.Min(MostShapes, Math.Max(Small, shapes.CompressedLength * MostRatio))
                : Uploads.Largest, ct);
            var dbf = await Unpack(table, open, isHeld ? MostTable : Uploads.Largest, ct);
            var shx = Beside(archive, shapes, ".shx") is { } index ? await Unpack(index, open, MostIndex, ct) : null;
            if (ShapeLengths.Objection(shp, shx, dbf, shapes.Name, kind) is { } objection) throw Wrong($"{Incomplete} {objection} {Again}");
            var encoding = await Encode(Beside(archive, shapes, ".cpg") is { } page ? await TextOf(page, ct) : null, dbf, ct);
            var reader = Shapefile.OpenRead(shp, dbf,
                new() { Encoding = encoding, GeometryBuilderMode = GeometryBuilderMode.IgnoreInvalidShapes });
            return new(Path.GetFileNameWithoutExtension(shapes.Name), names, reader, open)
            {
                Prj = Beside(archive, shapes, ".prj") is { } prj ? await TextOf(prj, ct) : null,
            };
        }
        catch (Exception error) when (IsDamage(error) || error is Invalid)
        {
            foreach (var stream in open) stream.Dispose();
            throw error is Invalid ? error : Wrong(Damaged);
        }
    }

    private static async Task<Stream> Unpack(ZipArchiveEntry entry, List<IDisposable> open, long most, CancellationToken ct)
    {
        await using var packed = entry.Open();
        var stream = await TemporaryFile.Of(packed, ct, most);
        open.Add(stream);
        return stream;
    }

    /// <summary>
    /// The encoding that the .cpg file names or the table's header has; else UTF-8 if all of it is that, else Windows-1252.
    /// </summary>
    private static async Task<Encoding?> Encode(string? page, Stream dbf, CancellationToken ct)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        if (page is not null && Named(page) is { } named) return named;
        var head = new byte[Looked];
        var read = await dbf.ReadAtLeastAsync(head, Looked, throwOnEndOfStream: false, ct);
        dbf.Position = 0;
        // The language of dBase, which the reader knows.
        if (read > 29 && head[29] != 0) return null;
        // The last character may be cut.
        var whole = read < Looked ? read : read - 4;
        return Utf8.IsValid(head.AsSpan(Math.Min(32, whole), Math.Max(0, whole - 32))) ? Encoding.UTF8 : Encoding.GetEncoding(1252);
    }

    private static Encoding? Named(string page)
    {
        var name = page.Trim().Replace("ANSI ", "", StringComparison.OrdinalIgnoreCase);
        if (name.StartsWith("88591", StringComparison.Ordinal)) name = "iso-8859-1";
        try
        {
            return int.TryParse(name, out var number) ? Encoding.GetEncoding(number) : Encoding.GetEncoding(name);
        }
        catch (Exception error) when (error is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    private static async Task<string> TextOf(ZipArchiveEntry entry, CancellationToken ct)
    {
        if (entry.Length > LargestText) throw Wrong(Damaged);
        using var reader = new StreamReader(entry.Open());
        var buffer = new char[LargestText];
        return new(buffer, 0, await reader.ReadBlockAsync(buffer, ct));
    }

    private static ShapeKind? KindOf(ZipArchiveEntry shapes)
    {
        // Bytes 32 to 35 of the header.
        Span<byte> header = stackalloc byte[36];
        using var content = shapes.Open();
        if (content.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) < header.Length) return null;
        return (header[32] % 10) switch
        {
            1 or 8 => ShapeKind.Points,
            3 => ShapeKind.Lines,
            5 => ShapeKind.Polygons,
            _ => null,
        };
    }

    /// <summary>The file with the same name and another ending, in the same folder.</summary>
    private static ZipArchiveEntry? Beside(ZipArchive archive, ZipArchiveEntry shapes, string ending) =>
        archive.Entries.FirstOrDefault(entry =>
            string.Equals(entry.FullName, shapes.FullName[..^4] + ending, StringComparison.OrdinalIgnoreCase));

    private static string Text(object? value) => value switch
    {
        null => "",
        DateTime date => $"{date:yyyy-MM-dd}",
        bool yes => yes ? "TRUE" : "FALSE",
        double number => Math.Abs(number) < 1e28 ? FormattableString.Invariant($"{(decimal)number:0.############################}") : "",
        IFormattable other => other.ToString(null, System.Globalization.CultureInfo.InvariantCulture),
        _ => value.ToString()?.Trim().Trim('\0') ?? "",
    };

    private static string Words(ShapeKind kind) => kind switch
    {
        ShapeKind.Points => "points",
        ShapeKind.Lines => "lines",
        _ => "polygons",
    };

    private static bool Ends(ZipArchiveEntry entry, string ending) => entry.Name.EndsWith(ending, StringComparison.OrdinalIgnoreCase);

    private static bool IsDamage(Exception error) => error is ShapefileException or InvalidDataException or IOException or ArgumentException
        or FormatException or InvalidOperationException or IndexOutOfRangeException or OverflowException or NotSupportedException
        or NullReferenceException;

    private static Invalid Wrong(string sentence) => new("file", sentence);
}
