using System.Buffers;
using System.IO.Compression;
using System.IO.Pipelines;

namespace ProblemTracker.Files;

/// <summary>A file's format, detected from its first bytes because file names are unreliable.</summary>
internal enum FileFormat { Text, Json, Spreadsheet, OldSpreadsheet, Pdf, Picture }

/// <summary>Detects the format of files before they are read.</summary>
internal static class FileContent
{
    public const string Empty = "The file is empty.";

    /// <summary>Bytes; enough to skip a byte-order mark and white space.</summary>
    private const int Looked = 512;

    private static readonly (byte[] Magic, FileFormat Format)[] Magics =
    [
        ("PK\u0003\u0004"u8.ToArray(), FileFormat.Spreadsheet), ([0xD0, 0xCF, 0x11, 0xE0], FileFormat.OldSpreadsheet),
        ("%PDF"u8.ToArray(), FileFormat.Pdf),
        ([0x89, (byte)'P', (byte)'N', (byte)'G'], FileFormat.Picture), ([0xFF, 0xD8, 0xFF], FileFormat.Picture),
        ("GIF8"u8.ToArray(), FileFormat.Picture),
    ];

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

    /// <summary>Returns the format of a decompressed file, and a stream that starts at its first byte.</summary>
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

    /// <summary>The error message for a format that can't be imported; null for text and JSON.</summary>
    public static string? Objection(FileFormat format, string fileName) => format switch
    {
        FileFormat.Spreadsheet => $"{fileName} is an Excel workbook or a zip file. Save it as CSV and import the CSV file.",
        FileFormat.OldSpreadsheet => $"{fileName} is an old Excel workbook (.xls). Save it as CSV and import the CSV file.",
        FileFormat.Pdf => $"{fileName} is a PDF. Ask its author for the table as a CSV file.",
        FileFormat.Picture => $"{fileName} is a picture. Import a CSV or JSON file.",
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
        foreach (var (magic, format) in Magics)
            if (head.AsSpan().StartsWith(magic)) return format;
        var text = head.AsSpan();
        if (text.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF])) text = text[3..];
        text = text.TrimStart(" \t\r\n"u8);
        return text.Length > 0 && text[0] is (byte)'{' or (byte)'[' ? FileFormat.Json : FileFormat.Text;
    }
}
