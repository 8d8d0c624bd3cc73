using System.Globalization;
using System.IO.Compression;
using System.Security;
using System.Text;

namespace ProblemTracker.Tests.Files;

/// <summary>Small Excel workbooks, as zipped parts.</summary>
internal static class GivenWorkbook
{
    /// <summary>A cell with an error, such as #N/A.</summary>
    public sealed record Error(string Code);

    /// <summary>A number with the format of this code.</summary>
    public sealed record Formatted(double Value, string Code);

    public static byte[] Of(params object?[]?[] rows) => Of([("Calls", true, rows)]);

    /// <param name="sheets">Name, whether it is shown, and rows; a row that is null is left out of the file.</param>
    public static byte[] Of(params (string Name, bool IsShown, object?[]?[] Rows)[] sheets)
    {
        var codes = sheets.SelectMany(s => s.Rows).OfType<object?[]>().SelectMany(row => row).OfType<Formatted>()
            .Select(cell => cell.Code).Distinct().ToList();
        using var file = new MemoryStream();
        using (var archive = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add(archive, "[Content_Types].xml", """
                <Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
                <Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
                <Default Extension="xml" ContentType="application/xml"/></Types>
                """);
            Add(archive, "_rels/.rels", """
                <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1"
                Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/>
                </Relationships>
                """);
            Add(archive, "xl/workbook.xml", $"""
                <workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"
                xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>{string.Concat(sheets.Select((s, i) =>
                    $"<sheet name=\"{SecurityElement.Escape(s.Name)}\" sheetId=\"{i + 1}\" r:id=\"r{i}\" "
                        + $"state=\"{(s.IsShown ? "visible" : "hidden")}\"/>"))}</sheets></workbook>
                """);
            Add(archive, "xl/_rels/workbook.xml.rels", $"""
                <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{string.Concat(sheets.Select((_, i) =>
                    $"<Relationship Id=\"r{i}\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" "
                        + $"Target=\"worksheets/sheet{i + 1}.xml\"/>"))}<Relationship Id="styles"
                Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>
                """);
            Add(archive, "xl/styles.xml", $"""
                <styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts>{string.Concat(codes.Select((c, i) =>
                    $"<numFmt numFmtId=\"{200 + i}\" formatCode=\"{SecurityElement.Escape(c)}\"/>"))}</numFmts>
                <cellXfs><xf numFmtId="0"/><xf numFmtId="22"/><xf numFmtId="14"/><xf numFmtId="20"/>{string.Concat(codes.Select((_, i) =>
                    $"<xf numFmtId=\"{200 + i}\"/>"))}</cellXfs></styleSheet>
                """);
            foreach (var (i, sheet) in sheets.Index()) Add(archive, $"xl/worksheets/sheet{i + 1}.xml", Sheet(sheet.Rows, codes));
        }
        return file.ToArray();
    }

    private static string Sheet(object?[]?[] rows, List<string> codes) => $"""
        <worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{string.Concat(rows.Select((row, i) =>
            row is null ? "" : Row(row, i + 1, codes)))}</sheetData></worksheet>
        """;

    private static string Row(object?[] cells, int number, List<string> codes) =>
        $"<row r=\"{number}\">{string.Concat(cells.Select((cell, at) => Cell($"{(char)('A' + at)}{number}", cell, codes)))}</row>";

    private static string Cell(string at, object? cell, List<string> codes) => cell switch
    {
        null => "",
        string text => $"<c r=\"{at}\" t=\"inlineStr\"><is><t>{SecurityElement.Escape(text)}</t></is></c>",
        bool yes => $"<c r=\"{at}\" t=\"b\"><v>{(yes ? 1 : 0)}</v></c>",
        Error error => $"<c r=\"{at}\" t=\"e\"><v>{error.Code}</v></c>",
        DateTime date => Number(at, date.ToOADate(), 1),
        DateOnly day => Number(at, day.ToDateTime(default).ToOADate(), 2),
        TimeOnly time => Number(at, time.ToTimeSpan().TotalDays, 3),
        Formatted number => Number(at, number.Value, 4 + codes.IndexOf(number.Code)),
        _ => Number(at, System.Convert.ToDouble(cell, CultureInfo.InvariantCulture), 0),
    };

    private static string Number(string at, double value, int style) =>
        FormattableString.Invariant($"<c r=\"{at}\" s=\"{style}\"><v>{value:R}</v></c>");

    private static void Add(ZipArchive archive, string name, string content)
    {
        using var entry = archive.CreateEntry(name).Open();
        entry.Write(Encoding.UTF8.GetBytes(content));
    }
}
