using System.IO.Compression;
using System.Security;
using System.Text;
using DocumentFormat.OpenXml.Packaging;
using A = DocumentFormat.OpenXml.Drawing;
using P = DocumentFormat.OpenXml.Drawing.Pictures;
using Placed = DocumentFormat.OpenXml.Drawing.Wordprocessing;
using Svg = DocumentFormat.OpenXml.Office2019.Drawing.SVG;
using W = DocumentFormat.OpenXml.Wordprocessing;

namespace ProblemTracker.Evidence;

/// <summary>The parts of a Word document beside its text: properties, styles, list, footer.</summary>
internal static class ReportDocumentParts
{
    public const string Footer = "rIdFooter";

    private const string Main = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

    public static void AddProperties(WordprocessingDocument package, ProblemReport report)
    {
        var part = package.AddNewPart<CoreFilePropertiesPart>("application/vnd.openxmlformats-package.core-properties+xml", "rId2");
        Feed(part, $"""
            <cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
                xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"
                xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
                <dc:title>{SecurityElement.Escape($"{report.Number} {report.Title}")}</dc:title>
                <dcterms:created xsi:type="dcterms:W3CDTF">{report.AsOf:yyyy-MM-dd}T00:00:00Z</dcterms:created>
            </cp:coreProperties>
            """);
    }

    public static void AddStyles(MainDocumentPart main)
    {
        using var styles = typeof(ReportDocumentParts).Assembly.GetManifestResourceStream("evidence/report-styles.xml")!;
        main.AddNewPart<StyleDefinitionsPart>("rIdStyles").FeedData(styles);
        Feed(main.AddNewPart<NumberingDefinitionsPart>("rIdNumbering"), $"""
            <w:numbering xmlns:w="{Main}"><w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="singleLevel"/>
                <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/><w:lvlJc w:val="left"/>
                <w:pPr><w:ind w:left="360" w:hanging="260"/></w:pPr></w:lvl></w:abstractNum>
                <w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>
            """);
    }

    public static void AddFooter(MainDocumentPart main, string title) =>
        Feed(main.AddNewPart<FooterPart>(Footer), $"""
            <w:ftr xmlns:w="{Main}"><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr>
                <w:r><w:t>{SecurityElement.Escape(title)}</w:t></w:r><w:r><w:tab/></w:r><w:r><w:t xml:space="preserve">Page </w:t></w:r>
                <w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple></w:p></w:ftr>
            """);

    /// <summary>The same package with its entries in one order and with one date, so that the same report gives the same bytes.</summary>
    public static byte[] Repacked(byte[] package, DateOnly date)
    {
        using var to = new MemoryStream();
        using (var written = new ZipArchive(to, ZipArchiveMode.Create, leaveOpen: true))
        using (var read = new ZipArchive(new MemoryStream(package)))
            // Readers look for the list of contents first.
            foreach (var entry in read.Entries.OrderBy(entry => entry.FullName != "[Content_Types].xml")
                .ThenBy(entry => entry.FullName, StringComparer.Ordinal))
            {
                var copy = written.CreateEntry(entry.FullName);
                copy.LastWriteTime = new(date.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
                using var source = entry.Open();
                using var target = copy.Open();
                source.CopyTo(target);
            }
        return to.ToArray();
    }

    private static void Feed(OpenXmlPart part, string xml)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(xml));
        part.FeedData(stream);
    }
}

/// <summary>The pictures of a Word document: SVG, which Word has shown since 2016, with a PNG for everything else.</summary>
internal sealed class ReportDocumentPictures(MainDocumentPart main)
{
    private const long EmusOfInch = 914400;
    private const double WidestInches = 6.5, TallestInches = 4.6;

    /// <summary>Of the PNG.</summary>
    private const double PixelsOfInch = 200;

    private uint _count;

    public W.Run Add(ReportFigure figure)
    {
        var (number, drawing) = (++_count, figure.Drawing);
        var inches = Math.Min(WidestInches, TallestInches * drawing.Width / drawing.Height);
        var png = main.AddImagePart(ImagePartType.Png, $"rIdPng{number}");
        using (var content = new MemoryStream(drawing.ToPng(inches * PixelsOfInch / drawing.Width))) png.FeedData(content);
        var svg = main.AddImagePart(ImagePartType.Svg, $"rIdSvg{number}");
        using (var content = new MemoryStream(Encoding.UTF8.GetBytes(figure.Svg))) svg.FeedData(content);
        var (width, height) = ((long)(inches * EmusOfInch), (long)(inches * EmusOfInch * drawing.Height / drawing.Width));
        var picture = new P.Picture(
            new P.NonVisualPictureProperties(new P.NonVisualDrawingProperties { Id = number, Name = figure.Title },
                new P.NonVisualPictureDrawingProperties()),
            new P.BlipFill(
                new A.Blip(new A.BlipExtensionList(new A.BlipExtension(new Svg.SVGBlip { Embed = $"rIdSvg{number}" })
                {
                    Uri = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}",
                }))
                {
                    Embed = $"rIdPng{number}",
                },
                new A.Stretch(new A.FillRectangle())),
            new P.ShapeProperties(new A.Transform2D(new A.Offset { X = 0, Y = 0 }, new A.Extents { Cx = width, Cy = height }),
                new A.PresetGeometry(new A.AdjustValueList()) { Preset = A.ShapeTypeValues.Rectangle }));
        return new(new W.Drawing(new Placed.Inline(
            new Placed.Extent { Cx = width, Cy = height },
            new Placed.DocProperties { Id = number, Name = figure.Title, Description = $"{figure.Title}: see the table below." },
            new Placed.NonVisualGraphicFrameDrawingProperties(new A.GraphicFrameLocks { NoChangeAspect = true }),
            new A.Graphic(new A.GraphicData(picture) { Uri = "http://schemas.openxmlformats.org/drawingml/2006/picture" }))
        {
            DistanceFromTop = 0,
            DistanceFromBottom = 0,
            DistanceFromLeft = 0,
            DistanceFromRight = 0,
        }));
    }
}
