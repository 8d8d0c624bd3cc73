using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using ImageMagick;

namespace ProblemTracker.Tests.Evidence;

/// <summary>The report as a Word document.</summary>
public sealed class ReportDocumentTests
{
    private TrackerHost _host = null!;
    private GivenProblem _problem = null!;

    [SetUp]
    public async Task Start()
    {
        _host = new();
        _problem = await GivenReport.Make(_host);
    }

    [TearDown] public void Stop() => _host.Dispose();

    private Task<byte[]> Download() => _problem.Officer.GetByteArrayAsync($"{_problem.Url}/report.docx");

    [Test]
    public async Task It_is_valid_and_has_every_section_table_and_picture()
    {
        // What a source's file can hold and XML can't.
        await _host.Query(db => db.Execute("UPDATE Incident SET Address = @Address WHERE Address LIKE '12 %'",
            new { Address = "12 \u0002Tanner <Street> 😀" }, default));
        var bytes = await Download();

        using var package = WordprocessingDocument.Open(new MemoryStream(bytes), false);
        Assert.That(new OpenXmlValidator(FileFormatVersions.Microsoft365).Validate(package)
            .Select(error => $"{error.Part?.Uri} {error.Path?.XPath}: {error.Description}"), Is.Empty);
        var main = package.MainDocumentPart!;
        var text = main.Document!.Body!.InnerText;
        Assert.That(text, Does.Contain("Noise behind the bar").And.Contain("Shouting, fights").And.Contain("Appendix: sources")
            .And.Contain("Fingerprint (SHA-256): ").And.Contain("12 Tanner <Street> 😀").And.Contain("6 (response started)"));
        Assert.That(main.Document.Body.Descendants<DocumentFormat.OpenXml.Wordprocessing.ParagraphStyleId>()
            .Count(style => style.Val == "Heading1"), Is.EqualTo(7), "five sections and two appendices");
        Assert.That(main.ImageParts.Select(part => part.ContentType).Order(),
            Is.EqualTo(new[] { "image/png", "image/png", "image/svg+xml", "image/svg+xml" }));
    }

    [Test]
    public async Task Its_pictures_have_a_png_that_is_not_blank_and_has_words()
    {
        using var package = WordprocessingDocument.Open(new MemoryStream(await Download()), false);
        foreach (var part in package.MainDocumentPart!.ImageParts.Where(part => part.ContentType == "image/png"))
        {
            using var stream = part.GetStream();
            using var image = new MagickImage(stream);
            Assert.That(image.Width, Is.GreaterThan(900u));
            var colors = image.Histogram().Select(color => color.Key).ToList();
            Assert.That(colors, Has.Count.GreaterThan(20), "lines and letters have soft edges");
            if (image.Width > image.Height)
                Assert.That(colors.Count(color => color.R < 60 && color.G < 60 && color.B < 60), Is.Positive, "the words of the chart");
        }
    }

    [Test]
    public async Task The_same_report_gives_the_same_bytes()
    {
        var first = await Download();
        _host.Time.Advance(TimeSpan.FromMinutes(5));
        Assert.That(await Download(), Is.EqualTo(first));
    }

    [Test]
    public async Task LibreOffice_makes_a_PDF_of_it_without_complaint()
    {
        if (LibreOffice is not { } program)
        {
            Assert.Ignore("LibreOffice Writer is not installed.");
            return;
        }
        var folder = Directory.CreateTempSubdirectory("tracker-office-");
        try
        {
            var path = Path.Combine(folder.FullName, "report.docx");
            await File.WriteAllBytesAsync(path, await Download());
            using var office = Process.Start(new ProcessStartInfo(program)
            {
                // A profile of its own, so that a running office does not answer instead.
                ArgumentList =
                {
                    $"-env:UserInstallation=file://{folder.FullName}/profile", "--headless", "--convert-to", "pdf", "--outdir",
                    folder.FullName, path,
                },
                RedirectStandardError = true,
                RedirectStandardOutput = true,
            })!;
            var (errors, output) = (office.StandardError.ReadToEndAsync(), office.StandardOutput.ReadToEndAsync());
            await office.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(2));
            Assert.That(office.ExitCode, Is.Zero, await errors);
            Assert.That(await errors, Does.Not.Contain("Error").And.Not.Contain("corrupt"), await output);
            var pdf = await File.ReadAllBytesAsync(Path.ChangeExtension(path, "pdf"));
            Assert.That(Encoding.ASCII.GetString(pdf, 0, 5), Is.EqualTo("%PDF-"));
            Assert.That(pdf, Has.Length.GreaterThan(20_000), "with its pictures");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string? LibreOffice => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .SelectMany(folder => new[] { "soffice", "libreoffice" }.Select(name => Path.Combine(folder, name))).FirstOrDefault(File.Exists);

    /// <summary>Every file within the package as text.</summary>
    internal static IEnumerable<(string Name, byte[] Content)> Unzip(byte[] package)
    {
        using var zip = new ZipArchive(new MemoryStream(package));
        foreach (var entry in zip.Entries)
        {
            using var content = new MemoryStream();
            using var packed = entry.Open();
            packed.CopyTo(content);
            yield return (entry.FullName, content.ToArray());
        }
    }
}
