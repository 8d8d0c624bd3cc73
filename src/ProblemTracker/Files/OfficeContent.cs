using System.IO.Compression;
using System.Xml;

namespace ProblemTracker.Files;

/// <summary>
/// Recognizes Word, Excel and PowerPoint files by their list of content types, and refuses macros, controls, other files inside, templates
/// from elsewhere, and archives that unpack to far more than a document has.
/// </summary>
internal static class OfficeContent
{
    private const int MostEntries = 10_000;
    private const long MostUnpacked = 512L * 1024 * 1024;
    /// <summary>Unpacked bytes for each packed byte; text of documents stays below 100 on the whole.</summary>
    private const int MostRatio = 200;
    /// <summary>Bytes of a part that is read here.</summary>
    private const int LargestPart = 8 * 1024 * 1024;

    private const string Types = "[Content_Types].xml";
    private const string Damaged = "is damaged or incomplete. Save it again, then add it.";
    private const string Bomb = "unpacks to far more than a document has, so it can't be added.";
    private const string Macros = "has macros or controls. Save it without them as .docx, .xlsx or .pptx, then add it.";
    private const string Inside = "has other files in it. Remove them and add them by themselves.";
    private const string Template = "loads a template or content from elsewhere when it is opened. Print it to a PDF, and add that.";

    private static readonly (string Main, FileKind Kind)[] Kinds =
    [
        ("wordprocessingml.document.main+xml", FileKind.Word), ("spreadsheetml.sheet.main+xml", FileKind.Excel),
        ("presentationml.presentation.main+xml", FileKind.PowerPoint), ("presentationml.slideshow.main+xml", FileKind.PowerPoint),
    ];

    /// <summary>Relations that a program follows by itself; links wait for a click.</summary>
    private static readonly string[] Followed = ["/attachedTemplate", "/frame", "/oleObject", "/subDocument"];

    public static (FileKind? Kind, string? Fault) Look(byte[] content)
    {
        try
        {
            using var archive = new ZipArchive(new MemoryStream(content), ZipArchiveMode.Read);
            if (archive.Entries.Count > MostEntries) return (null, Bomb);
            if (archive.GetEntry(Types) is not { } types) return (null, DocumentContent.NotAllowed);
            var unpacked = archive.Entries.Sum(entry => entry.Length);
            if (unpacked > MostUnpacked || unpacked > (long)content.Length * MostRatio) return (null, Bomb);
            var declared = Attributes(types, "ContentType");
            if (declared.Any(type => Has(type, "macroEnabled") || Has(type, "vbaProject") || Has(type, "activeX"))
                || archive.Entries.Any(entry => Has(entry.Name, "vbaProject") || Has(entry.FullName, "/activeX/"))) return (null, Macros);
            // A chart keeps its numbers in a workbook inside the document.
            if (archive.Entries.Any(entry => Has(entry.FullName, "/embeddings/")
                && !entry.Name.EndsWith(".xlsx", StringComparison.OrdinalIgnoreCase))) return (null, Inside);
            foreach (var relations in archive.Entries.Where(entry => entry.FullName.EndsWith(".rels", StringComparison.OrdinalIgnoreCase)))
                if (LoadsFromElsewhere(relations)) return (null, Template);
            foreach (var (main, kind) in Kinds)
                if (declared.Any(type => type.EndsWith(main, StringComparison.OrdinalIgnoreCase))) return (kind, null);
            return (null, DocumentContent.NotAllowed);
        }
        catch (Exception error) when (error is InvalidDataException or XmlException or EndOfStreamException or ArgumentException)
        {
            return (null, Damaged);
        }
    }

    private static bool Has(string text, string part) => text.Contains(part, StringComparison.OrdinalIgnoreCase);

    private static bool LoadsFromElsewhere(ZipArchiveEntry relations)
    {
        using var reader = Reader(relations);
        while (reader.Read())
            if (reader.NodeType == XmlNodeType.Element && reader.GetAttribute("TargetMode") is "External"
                && reader.GetAttribute("Type") is { } type && Followed.Any(end => type.EndsWith(end, StringComparison.OrdinalIgnoreCase)))
                return true;
        return false;
    }

    private static List<string> Attributes(ZipArchiveEntry part, string name)
    {
        List<string> found = [];
        using var reader = Reader(part);
        while (reader.Read())
            if (reader.NodeType == XmlNodeType.Element && reader.GetAttribute(name) is { } value) found.Add(value);
        return found;
    }

    private static XmlReader Reader(ZipArchiveEntry part) => part.Length > LargestPart ? throw new InvalidDataException()
        : XmlReader.Create(part.Open(), new()
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            // The length in the archive is not to be trusted.
            MaxCharactersInDocument = LargestPart,
            CloseInput = true,
        });
}
