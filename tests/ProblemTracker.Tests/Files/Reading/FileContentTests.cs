using System.IO.Compression;
using System.Text;
using ProblemTracker.Files;
using ProblemTracker.Shared;

namespace ProblemTracker.Tests.Files;

/// <summary>Files are what their content says, whatever their names are.</summary>
public sealed class FileContentTests
{
    private static byte[] Zip(params (string Name, string Content)[] entries) => Zip([.. entries.Select(e => (e.Name, Bytes(e.Content)))]);

    private static byte[] Zip(params (string Name, byte[] Content)[] entries)
    {
        using var file = new MemoryStream();
        using (var archive = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var (name, content) in entries)
            {
                using var entry = archive.CreateEntry(name).Open();
                entry.Write(content);
            }
        return file.ToArray();
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static byte[] Gzip(byte[] content)
    {
        using var file = new MemoryStream();
        using (var packed = new GZipStream(file, CompressionMode.Compress)) packed.Write(content);
        return file.ToArray();
    }

    /// <summary>A container of old Office files with one stream of this name in its directory.</summary>
    private static byte[] OldOffice(string name)
    {
        var file = new byte[1024];
        new byte[] { 0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1 }.CopyTo(file, 0);
        Encoding.Unicode.GetBytes(name).CopyTo(file, 512);
        file[512 + 64] = (byte)(name.Length * 2 + 2);
        return file;
    }

    private static Task<OpenedFile> Open(byte[] content, string name = "export.csv") =>
        FileContent.Open(new MemoryStream(content), name, default);

    private static string Refusal(byte[] content, string name = "export.xls") =>
        Assert.ThrowsAsync<Invalid>(() => Open(content, name))!.Errors["file"][0];

    private static readonly byte[] Workbook = GivenWorkbook.Of(["Case", "When"], ["A-1", 45352]);

    [Test]
    public async Task Each_format_is_recognized_plain_gzipped_and_alone_in_a_zip_file()
    {
        (byte[] Content, FileFormat Format)[] files =
        [
            (Bytes("Case,When\nA-1,2024\n"), FileFormat.Text), (Bytes("\uFEFF {\"type\":1}"), FileFormat.Json),
            (Bytes("<5 years,>5 years\n1,2\n"), FileFormat.Text), (Workbook, FileFormat.Excel),
            (OldOffice("Workbook"), FileFormat.OldExcel),
        ];
        foreach (var (content, format) in files)
        {
            var name = format is FileFormat.Excel or FileFormat.OldExcel ? "inner.xlsx" : "inner.csv";
            foreach (var packed in new[] { content, Gzip(content), Zip(("a folder/", []), ("__MACOSX/._inner.csv", []), (name, content)) })
            {
                var opened = await Open(packed);
                using var read = new MemoryStream();
                await opened.Stream.CopyToAsync(read);
                Assert.That((opened.Format, read.ToArray()), Is.EqualTo((format, content)));
            }
        }
        Assert.That((await Open(Zip(("folder/calls.csv", "a,b\n1,2\n"), ("readme.txt", "x")))).FileName, Is.EqualTo("calls.csv"));
    }

    [Test]
    public async Task A_zip_file_with_shapes_is_a_shapefile_and_stays_whole()
    {
        var zip = Zip(("Beats/Beats.SHP", "x"), ("Beats/Beats.dbf", "x"), ("notes.csv", "x"));
        var opened = await Open(zip, "beats.zip");
        Assert.That((opened.Format, opened.Stream.Length, opened.Stream.Position), Is.EqualTo((FileFormat.Shapefile, zip.LongLength, 0L)));
    }

    [Test]
    public void Other_zip_files_are_refused_by_what_is_in_them()
    {
        Assert.That(Refusal(Zip(("may.csv", "x"), ("june.csv", "x")), "calls.zip"), Is.EqualTo(
            "calls.zip has 2 files to choose from: may.csv, june.csv. Unpack it and import each file by itself."));
        Assert.That(Refusal(Zip(("report.docx", "x"), ("photo.jpg", "x")), "calls.zip"), Does.StartWith(
            "calls.zip has no table, GeoJSON file or shapefile in it, but report.docx, photo.jpg."));
        Assert.That(Refusal(Zip(Array.Empty<(string, string)>()), "calls.zip"), Is.EqualTo("calls.zip is an empty zip file."));
        Assert.That(Refusal(Zip(("word/document.xml", "x"))), Does.StartWith("export.xls is a Word or PowerPoint file."));
        Assert.That(Refusal(Zip(("doc.kml", "x")), "beats.kmz"), Does.StartWith("beats.kmz is a map of Google Earth (KML)."));
        Assert.That(Refusal(Zip(("inner.csv", Zip(("deep.csv", Bytes("x"))))), "calls.zip"), Does.Contain("inner.csv has no table"));
        Assert.That(Refusal(Zip(("a.csv", "x"))[..^30]), Does.StartWith("The zip file is damaged or was cut off."));
    }

    [TestCase("<html><body><table><tr><th>Case</th></tr></table></body></html>", "export.xls is a web page")]
    [TestCase("\r\n<!DOCTYPE HTML PUBLIC \"x\">", "export.xls is a web page")]
    [TestCase("<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\">",
        "export.xls is an XML spreadsheet of 2003")]
    [TestCase("<?xml version=\"1.0\"?><kml xmlns=\"http://www.opengis.net/kml/2.2\">", "export.xls is a map of Google Earth (KML).")]
    [TestCase("<?xml version=\"1.0\"?><rows/>", "export.xls is an XML file.")]
    [TestCase("MIME-Version: 1.0\r\nX-Document-Type: Workbook\r\nContent-Type: multipart/related; boundary=\"--x\"\r\n\r\n----x\r\n",
        "export.xls is a web page, whatever its name says")]
    [TestCase("From: <Saved by Blink>\nSubject: Calls\nMIME-Version: 1.0\nContent-Type: multipart/related;\n", "export.xls is a web page")]
    [TestCase("--------f8\r\nContent-Disposition: form-data; name=\"file\"; filename=\"export.xls\"\r\n\r\nid,when\r\n1,2026-01-01\r\n",
        "export.xls is inside a form. Send the file itself as the body")]
    public void Pages_and_XML_named_like_a_workbook_are_called_what_they_are(string content, string sentence)
    {
        Assert.That(Refusal(Bytes(content)), Does.StartWith(sentence));
        Assert.That(Refusal([0xFF, 0xFE, .. Encoding.Unicode.GetBytes(content)]), Does.StartWith(sentence), "UTF-16");
    }

    private static readonly (byte[] Head, string Sentence)[] Others =
    [
        (Bytes("%PDF-1.7"), "is a PDF. Ask its author"), (Bytes("{\\rtf1\\ansi"), "is a text document (RTF). Copy its table to Excel"),
        ([0, 1, 0, 0, .. "Standard Jet DB\0"u8], "is an Access database. Open it in Access"),
        ([0, 1, 0, 0, .. "Standard ACE DB\0"u8], "is an Access database. Open it in Access"),
        (Bytes("SQLite format 3\0"), "is an SQLite database, such as a GeoPackage. Export its table"),
        (Bytes("PAR1\u0015"), "is a Parquet file. Export the table as CSV"), (Bytes("II*\0"), "is a picture. Ask for the table"),
        (Bytes("RIFF\u0001\u0001\u0001\u0001WEBPVP8 "), "is a picture. Ask"), ([0, 0, 0, 24, .. "ftypheic"u8], "is a picture. Ask"),
        (Bytes("Rar!\u001A\u0007"), "is a compressed archive that can't be read. Unpack it"),
        ([.. "7z"u8, 0xBC, 0xAF, 0x27, 0x1C], "is a compressed archive"), ([.. new byte[257], .. "ustar\0"u8], "is a compressed archive"),
        (Zip(("mimetype", "x"), ("META-INF/manifest.xml", "x"), ("content.xml", "x")), "is an OpenDocument file"),
        (Zip(("Index/Document.iwa", "x")), "is a file of Numbers"), (Zip(("Beats.gdb/a0001.gdbtable", "x")), "is a file geodatabase"),
        (Zip(("word/document.xml", "x")), "is a Word or PowerPoint file. Copy its table to Excel"),
    ];

    [Test]
    public void Files_of_other_programs_are_called_what_they_are_with_what_to_do()
    {
        foreach (var (head, sentence) in Others) Assert.That(Refusal(head, "export.csv"), Does.StartWith($"export.csv {sentence}"));
    }

    [TestCase("MIME-Version: is no header of a mail,x\nContent,Type\n")]
    [TestCase("Subject,Content-Type: text/html,Number\n")]
    [TestCase("PARCEL,BZ\n")]
    [TestCase("II,MM\n")]
    public async Task Tables_that_begin_almost_like_other_files_are_tables(string content) =>
        Assert.That((await Open(Bytes(content))).Format, Is.EqualTo(FileFormat.Text));

    [Test]
    public void Old_files_of_Office_that_are_no_workbooks_are_refused()
    {
        Assert.That(Refusal(OldOffice("WordDocument")), Does.StartWith("export.xls is an old Word, Outlook or other Office file"));
        Assert.That(Refusal(OldOffice("EncryptedPackage")), Does.StartWith("export.xls is protected by a password."));
    }

    [Test]
    public async Task Temporary_files_are_deleted_when_they_are_closed()
    {
        var before = Directory.GetFiles(Path.GetTempPath(), "*.import").Length;
        await using (var file = await TemporaryFile.Of(new MemoryStream([1, 2, 3]), default))
            Assert.That((file.Length, file.Position), Is.EqualTo((3L, 0L)));
        Assert.That(Directory.GetFiles(Path.GetTempPath(), "*.import"), Has.Length.LessThanOrEqualTo(before));
        Assert.ThrowsAsync<Invalid>(() => TemporaryFile.Of(new MemoryStream(new byte[9]), default, most: 8));
    }
}
