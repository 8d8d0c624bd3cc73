using ExcelDataReader;

namespace ProblemTracker.Files;

/// <summary>
/// Reads a sheet of an Excel workbook, .xlsx or .xls, as records with only one row in memory at a time. Dates are ISO 8601, numbers have a
/// decimal point and no exponent, cells with an error are empty. Titles above the header are skipped, and so are blank rows and columns.
/// Rows of notes and totals are records that can't be read.
/// </summary>
internal sealed class ExcelRows : IRecordSource
{
    /// <summary>Rows from which header, columns and the fullest sheet are found.</summary>
    private const int RowsToCheck = 1000;
    /// <summary>Rows among which the header is.</summary>
    private const int Titles = 50;
    /// <summary>
    /// Cells of all sheets as the reader goes through them: blank ones count, up to the last row and column that have anything. A million
    /// rows can have 500 columns.
    /// </summary>
    private const long MostCells = 500_000_000;

    private static readonly string[] TotalWords = ["total", "totals", "grand total", "subtotal", "sum", "count", "average"];
    private const int LongestQuoted = 60;

    private readonly IExcelDataReader _reader;
    /// <summary>Where the columns of the header are in the sheet.</summary>
    private readonly IReadOnlyList<int> _columns;
    private long _row;

    private ExcelRows(IExcelDataReader reader, IReadOnlyList<string> sheets, string sheet, ExcelHeader header)
    {
        (_reader, Sheets, Sheet, Header, _columns) = (reader, sheets, sheet, header.Names, header.Columns);
        HeaderLine = header.Row;
    }

    /// <summary>Names of the sheets that have rows, in order; hidden ones last.</summary>
    public IReadOnlyList<string> Sheets { get; }

    /// <summary>The sheet that is read.</summary>
    public string Sheet { get; }

    /// <summary>The header's row as Excel numbers it; 0 if there is none.</summary>
    public int HeaderLine { get; }

    public IReadOnlyList<string> Header { get; }

    /// <param name="seekable">The workbook; stays open.</param>
    /// <param name="sheet">Name of the sheet; null reads the one with the most filled rows.</param>
    /// <param name="headerLine">Row of the header as Excel numbers it; 0 means that there is none. Null finds it.</param>
    /// <param name="ct">Ends reading.</param>
    /// <exception cref="Invalid">
    /// At <c>file</c>: protected, damaged, too large or without rows. At <c>sheet</c>: no such sheet. At <c>headerLine</c>: blank.
    /// </exception>
    public static Task<ExcelRows> Open(Stream seekable, string? sheet, int? headerLine, CancellationToken ct)
    {
        var reader = ExcelWorkbook.Open(seekable);
        var sheets = Look(reader, ct);
        if (sheets.Count == 0) throw ExcelWorkbook.Wrong("The workbook has no rows, so there is nothing to import.");
        var chosen = sheet is null ? sheets.Where(s => s.IsVisible == sheets[0].IsVisible).MaxBy(s => s.Filled)!
            : sheets.Find(s => string.Equals(s.Name, sheet.Trim(), StringComparison.OrdinalIgnoreCase))
                ?? throw new Invalid("sheet",
                    $"The workbook has no sheet \"{sheet}\" with rows. Choose one of: {string.Join(", ", sheets.Select(s => s.Name))}.");
        var header = ExcelHeader.Find(chosen.First, headerLine);
        ExcelWorkbook.Guarded(() =>
        {
            reader.Reset();
            while (reader.Name != chosen.Name && reader.NextResult()) { }
            return true;
        });
        var rows = new ExcelRows(reader, [.. sheets.Select(s => s.Name)], chosen.Name, header);
        while (rows._row < header.Row) rows.Read();
        return Task.FromResult(rows);
    }

    public Task<CsvRow?> Take(CancellationToken ct)
    {
        while (Read())
        {
            ct.ThrowIfCancellationRequested();
            var cells = ExcelWorkbook.Guarded(() => ExcelCells.Of(_reader));
            if (cells.Count == 0) continue;
            var fields = _columns.Select(at => at < cells.Count ? cells[at] : "").ToList();
            return Task.FromResult<CsvRow?>(new(_row, fields, Wrong(fields, cells)));
        }
        return Task.FromResult<CsvRow?>(null);
    }

    private bool Read()
    {
        if (!ExcelWorkbook.Guarded(_reader.Read)) return false;
        _row++;
        return true;
    }

    private string? Wrong(List<string> fields, List<string> cells)
    {
        var filled = fields.Count(field => field.Length > 0);
        var first = (filled > 0 ? fields : cells).First(field => field.Length > 0);
        var quoted = first.Length <= LongestQuoted ? first : Texts.Cut(first, LongestQuoted) + "…";
        if (filled == 0) return $"The row has nothing under the header, only \"{quoted}\" beside it.";
        if (filled == 1 && Header.Count > 2) return $"The row has only one cell, \"{quoted}\". It is a note or a title, not a record.";
        return filled * 2 <= Header.Count && TotalWords.Contains(first.TrimEnd(':', ' ').ToLowerInvariant())
            ? $"The row is a total (\"{quoted}\"), not a record." : null;
    }

    private sealed record Seen(string Name, bool IsVisible, int Filled, IReadOnlyList<ExcelHeader.SheetRow> First);

    private static List<Seen> Look(IExcelDataReader reader, CancellationToken ct) => ExcelWorkbook.Guarded(() =>
    {
        var seen = new List<Seen>();
        var cellsOfAll = 0L;
        do
        {
            cellsOfAll += Math.Max(1L, reader.RowCount) * Math.Max(1, reader.FieldCount);
            if (cellsOfAll > MostCells)
                throw ExcelWorkbook.Wrong($"The sheet {reader.Name} goes down to row {reader.RowCount:N0} and across to column "
                    + $"{reader.FieldCount:N0}, which is too much to read. Delete the rows and columns beside the table, blank ones too, "
                    + "save the workbook, and import it again.");
            var first = new List<ExcelHeader.SheetRow>();
            for (var row = 1; first.Count < RowsToCheck && reader.Read(); row++)
            {
                ct.ThrowIfCancellationRequested();
                var cells = ExcelCells.Of(reader);
                if (cells.Count == 0) continue;
                first.Add(new(row, cells, [.. cells.Select((_, at) => row <= Titles && ExcelCells.IsName(reader, at))]));
            }
            // A sheet with more rows than were read counts with all that it says to have.
            var filled = first.Count < RowsToCheck ? first.Count : Math.Max(first.Count, reader.RowCount);
            if (filled > 0) seen.Add(new(reader.Name, reader.VisibleState == "visible", filled, first));
        }
        while (reader.NextResult());
        return seen.OrderBy(sheet => !sheet.IsVisible).ToList();
    });
}
