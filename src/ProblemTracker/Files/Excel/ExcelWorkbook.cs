using System.IO.Compression;
using System.Text;
using System.Xml;
using ExcelDataReader;
using ExcelDataReader.Exceptions;

namespace ProblemTracker.Files;

/// <summary>Opens Excel workbooks, old and new, and refuses those that can't be read or would fill the memory.</summary>
internal static class ExcelWorkbook
{
    /// <summary>Bytes of everything when it is unpacked; a sheet with all rows that Excel has takes a gigabyte or two.</summary>
    private const long MostUnpacked = 4L * 1024 * 1024 * 1024;
    /// <summary>Bytes of what the reader holds in memory: texts and formats, without the sheets.</summary>
    private const long MostHeld = 512L * 1024 * 1024;
    /// <summary>Unpacked bytes for each packed byte of what is held in memory.</summary>
    private const long MostRatio = 200;
    /// <summary>Bytes that are fine at any ratio.</summary>
    private const long Small = 16L * 1024 * 1024;

    private const string TooLarge =
        "The workbook is far too large when it is unpacked. Save the sheet that you need as CSV, compress it with gzip, and import that "
            + "file.";

    static ExcelWorkbook() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <exception cref="Invalid">At <c>file</c>: protected, damaged or too large.</exception>
    public static IExcelDataReader Open(Stream seekable) => Guarded(() =>
    {
        seekable.Position = 0;
        Span<byte> head = stackalloc byte[2];
        seekable.ReadExactly(head);
        if (head[0] == 'P' && head[1] == 'K') MustFit(seekable);
        seekable.Position = 0;
        return ExcelReaderFactory.CreateReader(seekable, new() { LeaveOpen = true, FallbackEncoding = Encoding.GetEncoding(1252) });
    });

    /// <summary>Does something with a workbook, whose reader throws many kinds of errors on damaged ones.</summary>
    /// <exception cref="Invalid">At <c>file</c>.</exception>
    public static T Guarded<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (InvalidPasswordException)
        {
            throw Wrong("The workbook is protected by a password. Remove the password in Excel (File, Info, Protect Workbook), "
                + "and import it again.");
        }
        catch (Exception error) when (error is ExcelReaderException or InvalidDataException or XmlException or EndOfStreamException
            or CompoundDocumentException or HeaderException or FormatException or ArgumentException or InvalidOperationException
            or IndexOutOfRangeException or KeyNotFoundException or OverflowException or NullReferenceException or InvalidCastException
            or NotSupportedException)
        {
            throw Wrong("The workbook is damaged or incomplete, or is no Excel workbook. Open it in Excel, save it as a new .xlsx file, "
                + "and import that file.");
        }
    }

    public static Invalid Wrong(string sentence) => new("file", sentence);

    /// <summary>Unpacks what would be held in memory once, because the sizes in the archive are not to be trusted.</summary>
    private static void MustFit(Stream file)
    {
        using var archive = ZipContent.Archive(file);
        if (archive.Entries.Sum(entry => entry.Length) > MostUnpacked) throw Wrong(TooLarge);
        var buffer = new byte[128 * 1024];
        long held = 0;
        foreach (var part in archive.Entries.Where(IsHeld))
        {
            long bytes = 0;
            using var content = part.Open();
            for (int read; (read = content.Read(buffer)) > 0;)
            {
                bytes += read;
                held += read;
                if (held > MostHeld || (bytes > Small && bytes > part.CompressedLength * MostRatio)) throw Wrong(TooLarge);
            }
        }
    }

    private static bool IsHeld(ZipArchiveEntry part) =>
        part.FullName.StartsWith("xl/", StringComparison.OrdinalIgnoreCase)
            && !part.FullName.StartsWith("xl/worksheets/", StringComparison.OrdinalIgnoreCase)
            && !part.FullName.StartsWith("xl/media/", StringComparison.OrdinalIgnoreCase);
}
