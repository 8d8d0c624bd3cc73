using System.IO.Compression;
using System.Text;

namespace ProblemTracker.Tests.Files;

/// <summary>Small documents as real programs write them.</summary>
internal static class GivenFiles
{
    public const string Word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml";
    public const string WordWithMacros = "application/vnd.ms-word.document.macroEnabled.main+xml";
    public const string Excel = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml";
    public const string PowerPoint = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml";

    /// <summary>An Office file whose main part has this content type, with other parts.</summary>
    public static byte[] Office(string main, params (string Name, string Content)[] others)
    {
        using var file = new MemoryStream();
        using (var archive = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add(archive, "[Content_Types].xml", $"""
                <?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
                <Default Extension="xml" ContentType="application/xml"/><Override PartName="/main.xml" ContentType="{main}"/></Types>
                """);
            Add(archive, "main.xml", "<document>Plan of the lot</document>");
            foreach (var (name, content) in others) Add(archive, name, content);
        }
        return file.ToArray();
    }

    public static string External(string type) => $"""
        <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" TargetMode="External"
        Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{type}" Target="https://elsewhere.example/x"/>
        </Relationships>
        """;

    /// <summary>A PDF with these objects.</summary>
    public static byte[] Pdf(params string[] objects)
    {
        var numbered = objects.Select((text, i) => $"{i + 1} 0 obj\n{text}\nendobj");
        return Encoding.Latin1.GetBytes($"%PDF-1.7\n{string.Join('\n', numbered)}\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n");
    }

    /// <summary>An object stream of a PDF, compressed.</summary>
    public static string ObjectStream(string objects, string type = "/ObjStm")
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true)) zlib.Write(Encoding.Latin1.GetBytes(objects));
        return $"<< /Type {type} /N 1 /First 4 /Filter /FlateDecode /Length {packed.Length} >>\nstream\n"
            + $"{Encoding.Latin1.GetString(packed.ToArray())}\nendstream";
    }

    private static void Add(ZipArchive archive, string name, string content)
    {
        using var entry = archive.CreateEntry(name).Open();
        entry.Write(Encoding.UTF8.GetBytes(content));
    }
}
