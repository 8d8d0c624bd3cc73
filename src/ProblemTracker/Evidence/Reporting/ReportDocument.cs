using System.Globalization;
using System.Xml;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using ProblemTracker.Agency;
using W = DocumentFormat.OpenXml.Wordprocessing;

namespace ProblemTracker.Evidence;

/// <summary>A report as a Word document. The same report always gives the same bytes.</summary>
internal sealed class ReportDocument
{
    public const string ContentType = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

    private const string Body =
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml";

    /// <summary>Twentieths of a point: letter paper with margins of an inch.</summary>
    private const uint PaperWidth = 12240, PaperHeight = 15840;
    private const int Margin = 1440;

    /// <summary>Letters that a column of a table has room for.</summary>
    private const int FewestLetters = 10, MostLetters = 45;

    private readonly List<OpenXmlElement> _body = [];
    private readonly ReportDocumentPictures _pictures;

    private ReportDocument(MainDocumentPart main) => _pictures = new(main);

    public static string FileName(ProblemReport report) => $"{report.Number}-report{(report.IsPublic ? "-public" : "")}.docx";

    public static byte[] Write(ProblemReport report, Letterhead letterhead)
    {
        using var file = new MemoryStream();
        using (var package = WordprocessingDocument.Create(file, WordprocessingDocumentType.Document))
        {
            // Every relationship has a name of ours: the library would make up another one each time.
            var main = package.AddNewPart<MainDocumentPart>(Body, "rId1");
            ReportDocumentParts.AddProperties(package, report);
            ReportDocumentParts.AddStyles(main);
            ReportDocumentParts.AddFooter(main, $"{report.Number} {report.Title}");
            var document = new ReportDocument(main);
            document.Add(report, letterhead);
            main.Document = new(new W.Body([.. document._body, Paper()]));
        }
        return ReportDocumentParts.Repacked(file.ToArray(), report.AsOf);
    }

    private static W.SectionProperties Paper() => new(
        new W.FooterReference { Type = W.HeaderFooterValues.Default, Id = ReportDocumentParts.Footer },
        new W.PageSize { Width = PaperWidth, Height = PaperHeight },
        new W.PageMargin { Top = Margin, Bottom = Margin, Left = Margin, Right = Margin, Header = 720, Footer = 720, Gutter = 0 });

    private void Add(ProblemReport report, Letterhead letterhead)
    {
        foreach (var line in letterhead.Contact.Prepend(letterhead.Name).Where(line => !line.IsBlank())) Paragraph(line!, "Letterhead");
        Paragraph($"{report.Number} {report.Title}", "Title");
        Paragraph($"Report as of {DateText.LongDate(report.AsOf)}."
            + (report.IsPublic ? $" {ProblemReportWords.PublicVersion}" : ""), "Normal");
        Facts(report.Facts);
        foreach (var part in report.Sections)
        {
            Paragraph(Wording.Of(part.Section), "Heading1");
            Text(part);
            foreach (var figure in part.Figures) Figure(figure);
            foreach (var table in part.Tables) Titled(table);
        }
        Paragraph("Appendix: sources", "Heading1");
        if (report.Sources.Rows.Count == 0) Paragraph("No sources are recorded.", "Normal");
        else Add(report.Sources);
        Paragraph("Appendix: evaluation plan", "Heading1");
        if (report.Plans.Count == 0) Paragraph("No evaluation plan is frozen.", "Normal");
        foreach (var plan in report.Plans)
        {
            Paragraph(plan.Title, "Heading2");
            if (plan.Hash is { } hash) Paragraph($"Fingerprint (SHA-256): {hash}", "Caption");
            Facts(plan.Facts);
            foreach (var table in plan.Tables) Titled(table);
        }
    }

    private void Text(ReportPart part)
    {
        var blocks = ReportWords.Blocks(part.Text);
        foreach (var block in blocks)
            foreach (var line in block.Lines) Paragraph(line, block.IsList ? "ListBullet" : "Normal");
        foreach (var statement in part.Statements) Paragraph(statement, "Normal");
        if (blocks.Count + part.Statements.Count == 0) Paragraph(ProblemReportWords.Nothing, "Normal");
    }

    private void Figure(ReportFigure figure)
    {
        Paragraph(figure.Title, "Heading2");
        _body.Add(new W.Paragraph(new W.ParagraphProperties(new W.ParagraphStyleId { Val = "Normal" }, new W.KeepNext()),
            _pictures.Add(figure)));
        Paragraph(figure.Caption, "Caption");
        Add(figure.Numbers);
    }

    private void Titled(ReportTable table)
    {
        Paragraph(table.Title, "Heading2");
        Add(table);
    }

    private void Facts(IReadOnlyList<ReportFact> facts)
    {
        foreach (var fact in facts)
            _body.Add(new W.Paragraph(new W.ParagraphProperties(new W.SpacingBetweenLines { After = "40" }),
                Run($"{fact.Label}: ", isBold: true), Run(fact.Value)));
    }

    private void Paragraph(string text, string style) => _body.Add(Styled(text, style));

    private void Add(ReportTable table)
    {
        var widths = Widths(table);
        var heads = new W.TableRow([new W.TableRowProperties(new W.CantSplit(), new W.TableHeader()),
            .. table.Columns.Select((column, i) => Cell(column.Name, column, widths[i]))]);
        var rows = table.Rows.Select(row => new W.TableRow([new W.TableRowProperties(new W.CantSplit()),
            .. row.Select((cell, i) => Cell(cell, table.Columns[i], widths[i]))]));
        _body.Add(new W.Table([
            new W.TableProperties(new W.TableStyle { Val = "ReportTable" },
                new W.TableWidth { Width = "5000", Type = W.TableWidthUnitValues.Pct },
                new W.TableLook { Val = "0420", FirstRow = true, LastRow = false, FirstColumn = false, LastColumn = false,
                    NoHorizontalBand = false, NoVerticalBand = true }),
            new W.TableGrid(widths.Select(width => new W.GridColumn { Width = width })), heads, .. rows]));
        // Word joins tables that follow each other.
        _body.Add(Styled("", "Caption"));
    }

    /// <summary>Columns as wide as their texts ask for, within bounds, together as wide as the page.</summary>
    private static IReadOnlyList<string> Widths(ReportTable table)
    {
        var asked = table.Columns.Select((column, i) =>
            Math.Clamp(table.Rows.Select(row => row[i].Length).Append(column.Name.Length).Max(), FewestLetters, MostLetters)).ToList();
        return [.. asked.Select(letters => ((PaperWidth - 2 * Margin) * letters / asked.Sum()).ToString(CultureInfo.InvariantCulture))];
    }

    private static W.TableCell Cell(string text, ReportColumn column, string width)
    {
        var paragraph = Styled(text, "TableText");
        if (column.IsNumber) paragraph.ParagraphProperties!.AppendChild(new W.Justification { Val = W.JustificationValues.Right });
        return new(new W.TableCellProperties(new W.TableCellWidth { Type = W.TableWidthUnitValues.Dxa, Width = width }), paragraph);
    }

    private static W.Paragraph Styled(string text, string style) =>
        new(new W.ParagraphProperties(new W.ParagraphStyleId { Val = style }), Run(text));

    private static W.Run Run(string text, bool isBold = false)
    {
        var run = new W.Run();
        if (isBold) run.AppendChild(new W.RunProperties(new W.Bold()));
        foreach (var (i, line) in text.ReplaceLineEndings("\n").Split('\n').Index())
        {
            if (i > 0) run.AppendChild(new W.Break());
            run.AppendChild(new W.Text(Sound(line)) { Space = SpaceProcessingModeValues.Preserve });
        }
        return run;
    }

    /// <summary>Without what XML can't hold, which a source's addresses can have.</summary>
    private static string Sound(string text) => string.Concat(text.EnumerateRunes()
        .Where(rune => rune.Value > char.MaxValue || XmlConvert.IsXmlChar((char)rune.Value)));
}
