using System.IO.Compression;
using System.Text;
using ProblemTracker.Files;
using ProblemTracker.Shared;

namespace ProblemTracker.Tests.Files;

/// <summary>Sheets of Excel workbooks as records.</summary>
public sealed class ExcelRowsTests
{
    private static readonly object?[] Head = ["Case", "When", "Offense", "Block"];

    private static async Task<(ExcelRows Rows, List<CsvRow> Read)> Open(byte[] workbook, string? sheet = null, int? headerLine = null)
    {
        var rows = await ExcelRows.Open(new MemoryStream(workbook), sheet, headerLine, default);
        var read = new List<CsvRow>();
        while (await rows.Next(default) is { } row) read.Add(row);
        return (rows, read);
    }

    private static async Task<IReadOnlyList<string>> Values(params object?[] cells) =>
        (await Open(GivenWorkbook.Of([.. cells.Select((_, i) => $"Column of {i}")], cells))).Read.Single().Fields;

    private static string Refusal(byte[] workbook, string field = "file", string? sheet = null, int? headerLine = null) =>
        Assert.ThrowsAsync<Invalid>(() => Open(workbook, sheet, headerLine))!.Errors[field][0];

    [Test]
    public async Task Dates_come_as_ISO_text_with_a_time_where_the_cell_shows_one() =>
        Assert.That(await Values(new DateTime(2024, 3, 1, 14, 5, 0), new DateOnly(2024, 3, 1), new TimeOnly(14, 5, 7),
            new GivenWorkbook.Formatted(45352.5, "m/d/yyyy"), new GivenWorkbook.Formatted(45352.75, "[$-409]m/d/yy\\ h:mm AM/PM;@"),
            new GivenWorkbook.Formatted(1.5, "[h]:mm:ss"), new GivenWorkbook.Formatted(45352.999994, "yyyy-mm-dd hh:mm:ss")),
            Is.EqualTo(new[]
            {
                "2024-03-01T14:05:00", "2024-03-01", "14:05:07", "2024-03-01", "2024-03-01T18:00:00", "36:00:00", "2024-03-01T23:59:59",
            }));

    [Test]
    public async Task Workbooks_of_Excel_97_to_2003_are_read_alike()
    {
        var workbook = GivenOldWorkbook.Of(["Case", "When", "Latitude"], ["A-1", new DateTime(2024, 3, 1, 14, 5, 0), 43.25],
            ["A-2", new DateTime(2024, 3, 2), 43.5]);
        var opened = await FileContent.Open(new MemoryStream(workbook), "calls.csv", default);
        var (rows, read) = await Open(workbook);

        Assert.That((opened.Format, rows.Sheet), Is.EqualTo((FileFormat.OldExcel, "Calls")));
        Assert.That(rows.Header, Is.EqualTo(new[] { "Case", "When", "Latitude" }));
        Assert.That(read.Select(row => string.Join(' ', row.Fields)),
            Is.EqualTo(new[] { "A-1 2024-03-01T14:05:00 43.25", "A-2 2024-03-02T00:00:00 43.5" }));
    }

    [Test]
    public async Task Numbers_have_a_point_and_no_exponent_and_errors_are_empty() =>
        Assert.That(await Values("A-1", 202501234567890.0, 0.1 + 0.2, -84.512345678, 1e20, 0.00001, true, false,
            new GivenWorkbook.Error("#N/A"), "  Théft\t"),
            Is.EqualTo(new[]
            {
                "A-1", "202501234567890", "0.3", "-84.512345678", "100000000000000000000", "0.00001", "TRUE", "FALSE", "", "Théft",
            }));

    [Test]
    public async Task Titles_blank_rows_and_blank_columns_are_skipped_and_rows_keep_the_numbers_of_Excel()
    {
        var (rows, read) = await Open(GivenWorkbook.Of(
            ["Calls for service, March 2024"], ["Printed", new DateOnly(2024, 4, 1)], null,
            ["Case", null, "When", "Offense\nas reported", "Block"],
            ["A-1", null, new DateTime(2024, 3, 1, 14, 5, 0), "THEFT", "100 Elm"], null, ["A-2", null, new DateTime(2024, 3, 2, 9, 0, 0)]));

        Assert.That(rows.Header, Is.EqualTo(new[] { "Case", "When", "Offense as reported", "Block" }));
        Assert.That(rows.HeaderLine, Is.EqualTo(4));
        Assert.That(read.Select(row => $"{row.Line}: {string.Join('|', row.Fields)}"),
            Is.EqualTo(new[] { "5: A-1|2024-03-01T14:05:00|THEFT|100 Elm", "7: A-2|2024-03-02T09:00:00||" }));
        Assert.That(read.Select(row => row.Wrong), Is.All.Null);
    }

    [Test]
    public async Task Notes_and_totals_are_no_records()
    {
        var (_, read) = await Open(GivenWorkbook.Of(Head, ["A-1", 45352, "THEFT", "100 Elm"], ["Total", 1], [null, null, null, null, "x"],
            ["Source: records system, all beats of the city and of the campus police together"]));
        Assert.That(read.Select(row => row.Wrong), Is.EqualTo(new[]
        {
            null, "The row is a total (\"Total\"), not a record.", "The row has nothing under the header, only \"x\" beside it.",
            "The row has only one cell, \"Source: records system, all beats of the city and of the cam…\". "
                + "It is a note or a title, not a record.",
        }));
    }

    [Test]
    public async Task The_fullest_sheet_is_read_unless_another_is_chosen()
    {
        var workbook = GivenWorkbook.Of(("Notes", true, [["Read me"]]), ("Codes", false, [["Code"], ["1"], ["2"], ["3"], ["4"]]),
            ("Calls", true, [Head, ["A-1"], ["A-2"]]), ("Sheet4", true, []));
        var (rows, _) = await Open(workbook);
        Assert.That(rows.Sheets, Is.EqualTo(new[] { "Notes", "Calls", "Codes" }), "hidden ones last, empty ones left out");
        Assert.That(rows.Sheet, Is.EqualTo("Calls"));
        Assert.That((await Open(workbook, "codes")).Read.Select(row => row.Fields[0]), Is.EqualTo(new[] { "1", "2", "3", "4" }));
        Assert.That(Refusal(workbook, "sheet", "May"),
            Is.EqualTo("The workbook has no sheet \"May\" with rows. Choose one of: Notes, Calls, Codes."));
    }

    [Test]
    public async Task A_person_can_say_where_the_header_is_or_that_there_is_none()
    {
        var workbook = GivenWorkbook.Of(Head, ["number", "time", "text", "place"], ["A-1", 45352, "THEFT", "100 Elm"]);
        Assert.That((await Open(workbook, headerLine: 2)).Rows.Header, Is.EqualTo(new[] { "number", "time", "text", "place" }));
        var (rows, read) = await Open(workbook, headerLine: 0);
        Assert.That(rows.Header, Is.EqualTo(new[] { "Column 1", "Column 2", "Column 3", "Column 4" }));
        Assert.That(read, Has.Count.EqualTo(3));
        Assert.That(Refusal(workbook, "headerLine", headerLine: 9), Does.StartWith("Row 9 of the sheet is blank or too far down."));
    }

    [Test]
    public async Task Sheet_without_a_header_keeps_its_first_row()
    {
        object?[]?[] records = [.. Enumerable.Range(0, 60).Select(i =>
            (object?[])[$"A{1000 + i}", new DateOnly(2025, 1, 1).AddDays(i), "NOISE", i % 2 == 0 ? $"{i} OAK ST" : null])];
        var (rows, read) = await Open(GivenWorkbook.Of(records));
        Assert.That((rows.HeaderLine, rows.Header), Is.EqualTo((0, new[] { "Column 1", "Column 2", "Column 3", "Column 4" })));
        Assert.That(read, Has.Count.EqualTo(60));
        Assert.That(read[0].Fields, Is.EqualTo(new[] { "A1000", "2025-01-01", "NOISE", "0 OAK ST" }));
        var texts = GivenWorkbook.Of(["A1", "2025-01-01", "NOISE", "OAK", "x"], ["A2", "2025-01-02", "NOISE", "OAK", "x"]);
        Assert.That((await Open(texts)).Read, Has.Count.EqualTo(2), "dates as texts");
    }

    [Test]
    public void Sheet_that_reaches_to_the_end_of_Excel_is_refused()
    {
        using var file = new MemoryStream();
        file.Write(GivenWorkbook.Of(Head));
        using (var archive = new ZipArchive(file, ZipArchiveMode.Update, leaveOpen: true))
        {
            archive.GetEntry("xl/worksheets/sheet1.xml")!.Delete();
            using var part = new StreamWriter(archive.CreateEntry("xl/worksheets/sheet1.xml").Open());
            part.Write("""
                <worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>
                <row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>
                """);
        }
        Assert.That(Refusal(file.ToArray()), Does.StartWith("The sheet Calls goes down to row 1,048,576 and across to column 16,384"));
    }

    [Test]
    public void Sheet_with_thousands_of_columns_is_refused() =>
        Assert.That(Refusal(GivenWorkbook.Of([.. Enumerable.Range(0, 1001).Select(i => (object?)$"Name {i}x")], ["1"])),
            Does.StartWith("The sheet has 1,001 columns; a table can have 1,000."));

    [Test]
    public async Task A_column_without_a_name_is_called_by_its_number()
    {
        var (rows, read) = await Open(GivenWorkbook.Of(["Case", null, "Offense"], ["A-1", "north", "THEFT"]));
        Assert.That(rows.Header, Is.EqualTo(new[] { "Case", "Column 2", "Offense" }));
        Assert.That(read[0].Fields, Is.EqualTo(new[] { "A-1", "north", "THEFT" }));
    }

    [Test]
    public void Workbooks_that_cannot_be_read_are_refused_with_a_way_out()
    {
        Assert.That(Refusal(GivenWorkbook.Of(("Empty", true, []))), Is.EqualTo("The workbook has no rows, so there is nothing to import."));
        Assert.That(Refusal(GivenWorkbook.Of([Head])[..^200]), Does.StartWith("The zip file is damaged or was cut off."));
        Assert.That(Refusal(GivenFiles.Office(GivenFiles.Excel)), Does.StartWith("The workbook is damaged or incomplete"));
        Assert.That(Refusal(Encoding.UTF8.GetBytes("Case,When\n1,2\n")), Does.StartWith("The workbook is damaged or incomplete"));
    }

    [Test]
    public void A_small_file_that_would_fill_the_memory_is_refused()
    {
        var bomb = GivenFiles.Office(GivenFiles.Excel, ("xl/sharedStrings.xml", new string(' ', 40_000_000)));
        Assert.That(Refusal(bomb), Does.StartWith("The workbook is far too large when it is unpacked."));
    }

    [Test]
    public async Task Old_workbooks_are_read_too()
    {
        var (rows, read) = await Open(OldWorkbook());
        Assert.That(rows.Header, Is.EqualTo(new[] { "Case", "Offense" }));
        Assert.That(read.Select(row => $"{row.Line}: {string.Join('|', row.Fields)}"), Is.EqualTo(new[] { "2: 1001|Théft" }));
    }

    /// <summary>The oldest kind that Excel and the library still read: records without a container.</summary>
    private static byte[] OldWorkbook()
    {
        using var file = new MemoryStream();
        using var writer = new BinaryWriter(file);
        void Record(ushort kind, ushort row, ushort column, params byte[] rest)
        {
            writer.Write(kind);
            writer.Write((ushort)(rest.Length + 7));
            writer.Write(row);
            writer.Write(column);
            writer.Write(new byte[3]);
            writer.Write(rest);
        }
        void Label(ushort row, ushort column, string text) =>
            Record(4, row, column, [(byte)text.Length, .. Encoding.Latin1.GetBytes(text)]);
        writer.Write([9, 0, 4, 0, 2, 0, 0x10, 0]);
        Label(0, 0, "Case");
        Label(0, 1, "Offense");
        Record(3, 1, 0, BitConverter.GetBytes(1001.0));
        Label(1, 1, "Théft");
        writer.Write([10, 0, 0, 0]);
        return file.ToArray();
    }
}
