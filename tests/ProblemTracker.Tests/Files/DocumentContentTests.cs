using System.IO.Compression;
using System.Text;
using ImageMagick;
using ProblemTracker.Domain;
using ProblemTracker.Files;
using ProblemTracker.Tests.Partners;
using static ProblemTracker.Tests.Files.GivenFiles;

namespace ProblemTracker.Tests.Files;

/// <summary>What a file is, and whether it can be added, depends on its content alone.</summary>
public sealed class DocumentContentTests
{
    private static string? Fault(byte[] content) => DocumentContent.Look(content).Fault;

    [Test]
    public void Pictures_PDF_and_Office_files_are_recognized_by_content()
    {
        (byte[], FileKind)[] files =
        [
            (PhotoTests.Make(MagickFormat.Jpeg), FileKind.Picture), (PhotoTests.Png(), FileKind.Picture),
            (PhotoTests.Make(MagickFormat.WebP), FileKind.Picture), (Pdf("<< /Type /Catalog >>"), FileKind.Pdf),
            (Office(Word), FileKind.Word), (Office(Excel), FileKind.Excel), (Office(PowerPoint), FileKind.PowerPoint),
        ];
        foreach (var (content, kind) in files)
            Assert.That(DocumentContent.Look(content), Is.EqualTo(((FileKind?)kind, (string?)null)), kind.ToString());
    }

    [Test]
    public void Programs_pages_scripts_and_archives_are_refused()
    {
        using var zip = new MemoryStream();
        using (var archive = new ZipArchive(zip, ZipArchiveMode.Create, leaveOpen: true)) archive.CreateEntry("run.exe");
        foreach (var content in new[] { "MZ\u0090\0\u0003"u8.ToArray(), "<html><script>alert(1)</script>"u8.ToArray(),
            "#!/bin/sh"u8.ToArray(), "<svg xmlns='http://www.w3.org/2000/svg'/>"u8.ToArray(), "GIF89a"u8.ToArray(), zip.ToArray(),
            "PK\u0003\u0004"u8.ToArray() })
            Assert.That(Fault(content), Does.StartWith("is not a file that can be added.").Or.StartWith("is damaged"));
        Assert.That(Fault([]), Is.EqualTo("is empty."));
        Assert.That(Fault([0xD0, 0xCF, 0x11, 0xE0, 0xA1]), Does.StartWith("is an old or an encrypted Office file."));
    }

    [Test]
    public void Macros_controls_and_files_in_an_Office_file_are_refused()
    {
        foreach (var macro in new[]
        {
            Office(WordWithMacros), Office(Word, ("word/vbaProject.bin", "x")), Office(Word, ("word/activeX/activeX1.xml", "<x/>")),
        })
            Assert.That(Fault(macro), Does.StartWith("has macros or controls."));
        Assert.That(Fault(Office(Word, ("word/embeddings/oleObject1.bin", "x"))), Does.StartWith("has other files in it."));
        Assert.That(Fault(Office(Word, ("word/embeddings/Microsoft_Excel_Sheet1.xlsx", "x"))), Is.Null, "the numbers of a chart");
    }

    [Test]
    public void Office_file_that_loads_something_when_opened_is_refused_but_links_are_not()
    {
        Assert.That(Fault(Office(Word, ("word/_rels/settings.xml.rels", External("attachedTemplate")))),
            Does.StartWith("loads a template"));
        Assert.That(Fault(Office(Word, ("word/_rels/main.xml.rels", External("hyperlink")))), Is.Null);
    }

    [Test]
    public void Zip_bomb_and_damaged_Office_files_are_refused()
    {
        Assert.That(Fault(Office(Word, ("word/big.xml", new string(' ', 30_000_000)))), Does.StartWith("unpacks to far more"));
        var whole = Office(Word);
        Assert.That(Fault(whole[..(whole.Length / 2)]), Does.StartWith("is damaged"));
        Assert.That(Fault(Office("x\"/><!DOCTYPE")), Does.StartWith("is damaged"));
    }

    [TestCase("<< /OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >> >>")]
    [TestCase("<< /OpenAction << /S /J#61vaScript >> >>")]
    [TestCase("<< /AA << /O << /S /Launch /F (cmd.exe) >> >> >>")]
    [TestCase("<< /Names << /EmbeddedFiles 3 0 R >> >>")]
    [TestCase("<< /AcroForm << /XFA 3 0 R >> >>")]
    public void PDF_that_can_act_is_refused_in_the_open_and_in_compressed_objects(string text)
    {
        Assert.That(Fault(Pdf("<< /Type /Catalog >>", text)), Does.StartWith("is a PDF with a script"));
        Assert.That(Fault(Pdf("<< /Type /Catalog >>", ObjectStream(text))), Does.StartWith("is a PDF with a script"));
    }

    [Test]
    public void Names_in_the_text_of_a_PDF_are_no_reason_to_refuse_it() =>
        Assert.That(Fault(Pdf("<< /Type /Catalog /JSomething 1 /OpenAction [3 0 R /Fit] >>",
            ObjectStream("BT (/JavaScript) Tj ET", "/XObject"))), Is.Null);

    [Test]
    public void Truncated_PDF_and_one_that_unpacks_too_far_are_refused()
    {
        var whole = Pdf("<< /Type /Catalog >>");
        Assert.That(Fault(whole[..(whole.Length / 2)]), Does.StartWith("is a PDF that is damaged"));
        Assert.That(Fault(Pdf("<< /Type /Catalog >>", ObjectStream(new string(' ', 80_000_000)))), Does.StartWith("is a PDF that unpacks"));
    }

    [TestCase("C:\\Users\\Ann\\IMG 1.HEIC", FileKind.Picture, "IMG 1.jpg")]
    [TestCase("../../etc/passwd", FileKind.Pdf, "passwd.pdf")]
    [TestCase("plan.exe", FileKind.Word, "plan.docx")]
    [TestCase(".docx", FileKind.Word, "docx.docx")]
    [TestCase("a\"b\r\nc?.pdf", FileKind.Pdf, "abc.pdf")]
    [TestCase("", FileKind.Excel, "file.xlsx")]
    public void Name_has_no_path_and_the_ending_of_the_content(string given, FileKind kind, string expected) =>
        Assert.That(DocumentContent.NameOf(given, kind), Is.EqualTo(expected));

    [Test]
    public void Long_name_is_cut() =>
        Assert.That(DocumentContent.NameOf(new StringBuilder().Insert(0, "é", 300) + ".pdf", FileKind.Pdf), Has.Length.EqualTo(154));
}
