using System.Buffers;
using System.IO.Compression;
using System.IO.Pipelines;
using System.Text;
using System.Text.RegularExpressions;

namespace ProblemTracker.Files;

/// <summary>A file's format, detected from its content because file names are unreliable.</summary>
internal enum FileFormat
{
    // These can be read.
    Text, Json, Excel, OldExcel, Shapefile,
    // These can't, or not by themselves.
    Zip, OldOffice, Pdf, Picture, WebPage, Form, XmlSpreadsheet, Kml, Xml, RichText, Access, Database, Archive, Parquet,
}

/// <summary>A file as it can be read: not compressed, and taken out of its zip file if it was alone there.</summary>
/// <param name="Stream">Starts at the file's first byte. Seekable for Excel workbooks and shapefiles, which are whole zip files.</param>
/// <param name="Format">Text, JSON, Excel (also the old one) or Shapefile.</param>
/// <param name="FileName">The name as given, or the one inside a zip file.</param>
internal sealed record OpenedFile(Stream Stream, FileFormat Format, string FileName);

/// <summary>Detects the format of files before they are read.</summary>
internal static partial class FileContent
{
    public const string Empty = "The file is empty.";

    /// <summary>Bytes; enough to skip a byte-order mark and white space, and to see what an XML file is.</summary>
    private const int Looked = 1024;

    /// <summary>How files begin, and where their mark is.</summary>
    private static readonly (int At, byte[] Magic, FileFormat Format)[] Magics =
    [
        (0, "PK\u0003\u0004"u8.ToArray(), FileFormat.Zip), (0, "PK\u0005\u0006"u8.ToArray(), FileFormat.Zip),
        (0, [0xD0, 0xCF, 0x11, 0xE0], FileFormat.OldOffice),
        (0, "%PDF"u8.ToArray(), FileFormat.Pdf),
        (0, [0x89, (byte)'P', (byte)'N', (byte)'G'], FileFormat.Picture), (0, [0xFF, 0xD8, 0xFF], FileFormat.Picture),
        (0, "GIF8"u8.ToArray(), FileFormat.Picture), (0, "II*\0"u8.ToArray(), FileFormat.Picture),
        (0, "MM\0*"u8.ToArray(), FileFormat.Picture), (8, "WEBPVP8"u8.ToArray(), FileFormat.Picture),
        (4, "ftypheic"u8.ToArray(), FileFormat.Picture), (4, "ftypmif1"u8.ToArray(), FileFormat.Picture),
        (4, "Standard Jet DB"u8.ToArray(), FileFormat.Access), (4, "Standard ACE DB"u8.ToArray(), FileFormat.Access),
        (0, "SQLite format 3\0"u8.ToArray(), FileFormat.Database), (0, "PAR1"u8.ToArray(), FileFormat.Parquet),
        (0, "Rar!\u001A"u8.ToArray(), FileFormat.Archive), (0, "BZh"u8.ToArray(), FileFormat.Archive),
        (0, [(byte)'7', (byte)'z', 0xBC, 0xAF, 0x27, 0x1C], FileFormat.Archive),
        (0, [0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0], FileFormat.Archive), (257, "ustar"u8.ToArray(), FileFormat.Archive),
        (0, "{\\rtf"u8.ToArray(), FileFormat.RichText),
    ];

    /// <summary>What the beginnings of XML and HTML files contain, in lowercase; the first that fits counts.</summary>
    private static readonly (string Mark, FileFormat Format)[] Marks =
    [
        ("urn:schemas-microsoft-com:office:spreadsheet", FileFormat.XmlSpreadsheet), ("<kml", FileFormat.Kml),
        ("<!doctype html", FileFormat.WebPage), ("<html", FileFormat.WebPage), ("<head", FileFormat.WebPage),
        ("<body", FileFormat.WebPage), ("<table", FileFormat.WebPage), ("<meta", FileFormat.WebPage), ("<style", FileFormat.WebPage),
        ("<div", FileFormat.WebPage), ("<?xml", FileFormat.Xml),
    ];

    /// <summary>Opens a file by its content: decompressed if it is gzip, and the one table or GeoJSON file of a zip file.</summary>
    /// <exception cref="Invalid">At <c>file</c>: damaged, or a format that can't be imported; the sentence says what it is.</exception>
    public static async Task<OpenedFile> Open(Stream content, string fileName, CancellationToken ct)
    {
        var unpacked = await Unpack(content, fileName, ct);
        var (stream, format) = await Sniff(unpacked, ct);
        if (format is not (FileFormat.Zip or FileFormat.OldOffice))
            return Objection(format, fileName) is { } objection ? throw new Invalid("file", objection) : new(stream, format, fileName);
        // A packed file is read from its end, and a file of Office at random.
        if (content.CanSeek && unpacked is not GZipStream) (stream, content.Position) = (content, 0);
        else stream = await TemporaryFile.Of(stream, ct);
        return format == FileFormat.Zip ? await ZipContent.Open(stream, fileName, ct)
            : OldOfficeContent.Objection(stream, fileName) is { } other ? throw new Invalid("file", other)
            : new(stream, FileFormat.OldExcel, fileName);
    }

    /// <summary>Returns the file's content, decompressed if it is gzip regardless of its name.</summary>
    /// <exception cref="Invalid">At <c>file</c>: the name ends in .gz but the content is not gzip.</exception>
    public static async Task<Stream> Unpack(Stream content, string fileName, CancellationToken ct)
    {
        var (stream, head) = await Peek(content, 2, ct);
        if (head is [0x1F, 0x8B]) return new GZipStream(stream, CompressionMode.Decompress);
        return !fileName.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? stream
            : throw new Invalid("file",
                head.Length == 0 ? Empty
                    : $"{fileName} is not a gzip file, although its name ends in .gz. Rename it, or compress it again.");
    }

    /// <summary>Returns the format by the first bytes of a decompressed file, and a stream that starts at its first byte.</summary>
    /// <exception cref="Invalid">At <c>file</c>: it can't be decompressed.</exception>
    public static async Task<(Stream Stream, FileFormat Format)> Sniff(Stream unpacked, CancellationToken ct)
    {
        try
        {
            var (stream, head) = await Peek(unpacked, Looked, ct);
            return (stream, FormatOf(head));
        }
        catch (InvalidDataException)
        {
            throw new Invalid("file", "The file is damaged and can't be decompressed. Compress it again, then import it.");
        }
    }

    /// <summary>The error message for a format that can't be imported; null for the others.</summary>
    public static string? Objection(FileFormat format, string fileName) => format switch
    {
        FileFormat.Zip => $"{fileName} is an Excel workbook or a zip file. Save it as CSV and import the CSV file.",
        FileFormat.OldOffice => $"{fileName} is an old Excel workbook (.xls). Save it as CSV and import the CSV file.",
        FileFormat.Pdf => $"{fileName} is a PDF. Ask its author for the table as a CSV file or an Excel workbook.",
        FileFormat.Picture => $"{fileName} is a picture. Ask for the table as a CSV file or an Excel workbook, and import that file.",
        FileFormat.RichText => $"{fileName} is a text document (RTF). Copy its table to Excel, save it as .xlsx or CSV, and import that "
            + "file.",
        FileFormat.Access => $"{fileName} is an Access database. Open it in Access, export the table with the incidents to Excel (.xlsx) "
            + "or text (CSV), and import that file.",
        FileFormat.Database => $"{fileName} is an SQLite database, such as a GeoPackage. Export its table as CSV, GeoJSON or a shapefile, "
            + "and import that file.",
        FileFormat.Archive => $"{fileName} is a compressed archive that can't be read. Unpack it, and import the file in it, or zip that.",
        FileFormat.Parquet => $"{fileName} is a Parquet file. Export the table as CSV, and import that file.",
        FileFormat.WebPage => $"{fileName} is a web page, whatever its name says; some programs export tables that way. Open it in Excel, "
            + "save it as an Excel workbook (.xlsx) or CSV, and import that file.",
        FileFormat.Form => $"{fileName} is inside a form. Send the file itself as the body, for example with curl --data-binary @FILE.",
        FileFormat.XmlSpreadsheet => $"{fileName} is an XML spreadsheet of 2003, whatever its name says. Open it in Excel, save it as an "
            + "Excel workbook (.xlsx) or CSV, and import that file.",
        FileFormat.Kml => $"{fileName} is a map of Google Earth (KML). Export it as GeoJSON or as a shapefile, and import that file.",
        FileFormat.Xml => $"{fileName} is an XML file. Export the data as CSV, Excel (.xlsx) or GeoJSON, and import that file.",
        _ => null,
    };

    /// <summary>Returns the first bytes of a stream, and a stream that still starts with them.</summary>
    public static async Task<(Stream Stream, byte[] Head)> Peek(Stream stream, int count, CancellationToken ct)
    {
        var pipe = PipeReader.Create(stream, new(bufferSize: 64 * 1024, leaveOpen: true));
        var read = await pipe.ReadAtLeastAsync(count, ct);
        var head = new byte[Math.Min(count, read.Buffer.Length)];
        read.Buffer.Slice(0, head.Length).CopyTo(head);
        pipe.AdvanceTo(read.Buffer.Start);
        return (pipe.AsStream(), head);
    }

    private static FileFormat FormatOf(byte[] head)
    {
        foreach (var (at, magic, format) in Magics)
            if (head.Length > at && head.AsSpan(at).StartsWith(magic)) return format;
        var text = head.AsSpan();
        if (text.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF])) text = text[3..];
        text = text.TrimStart(" \t\r\n"u8);
        if (text.Length > 0 && text[0] is (byte)'{' or (byte)'[') return FileFormat.Json;
        // Browsers and Excel write UTF-16, too.
        var isWide = head is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..];
        var words = (isWide ? Encoding.Latin1.GetString(head.Where(b => b is > 0 and < 0x80).ToArray()) : Encoding.Latin1.GetString(text))
            .TrimStart().ToLowerInvariant();
        // A web page with its pictures in one file (MHTML), as browsers and Excel save it.
        if (words.Contains("mime-version:", StringComparison.Ordinal) && MailHeader().IsMatch(words)) return FileFormat.WebPage;
        if (words.StartsWith("--", StringComparison.Ordinal) && FormHeader().IsMatch(words)) return FileFormat.Form;
        return words.StartsWith('<')
            ? Marks.Where(mark => words.Contains(mark.Mark, StringComparison.Ordinal)).Select(mark => mark.Format)
                .FirstOrDefault(FileFormat.Text)
            : FileFormat.Text;
    }

    [GeneratedRegex(@"\A[a-z-]+:.*^content-type:\s*(multipart/related|text/html)", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex MailHeader();

    [GeneratedRegex(@"\A--[^\r\n]+\r\ncontent-[a-z]+:")]
    private static partial Regex FormHeader();
}
