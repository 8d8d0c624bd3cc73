namespace ProblemTracker.Files;

/// <summary>Finds the names of the columns in the first rows of a sheet.</summary>
/// <param name="Row">As Excel numbers it; 0 if there is none.</param>
/// <param name="Names">Those of the columns that have a name or a value.</param>
/// <param name="Columns">Their places in the sheet, from 0.</param>
internal sealed record ExcelHeader(int Row, IReadOnlyList<string> Names, IReadOnlyList<int> Columns)
{
    /// <summary>A row that isn't blank.</summary>
    /// <param name="Number">As Excel numbers it.</param>
    /// <param name="Cells">Its texts.</param>
    /// <param name="IsName">Whether each could be a column's name.</param>
    internal sealed record SheetRow(int Number, IReadOnlyList<string> Cells, IReadOnlyList<bool> IsName)
    {
        public int Filled { get; } = Cells.Count(cell => cell.Length > 0);
    }

    /// <summary>Rows after a header that show how wide the table is.</summary>
    private const int RowsAfter = 20;
    /// <summary>Rows after a header that show whether it is one of them.</summary>
    private const int RowsLikeIt = 100;
    /// <summary>Columns that a table can have.</summary>
    private const int MostColumns = 1000;

    /// <exception cref="Invalid">At <c>headerLine</c>: this row is blank. At <c>file</c>: too many columns.</exception>
    public static ExcelHeader Find(IReadOnlyList<SheetRow> rows, int? headerLine)
    {
        var header = headerLine switch
        {
            0 => null,
            { } number => rows.FirstOrDefault(row => row.Number == number) ?? throw new Invalid("headerLine",
                $"Row {number} of the sheet is blank or too far down. Enter the number of the row with the names of the columns."),
            null => Likeliest(rows),
        };
        var after = rows.Where(row => row.Number > (header?.Number ?? 0)).ToList();
        var width = Math.Max(header?.Cells.Count ?? 0, after.Select(row => row.Cells.Count).DefaultIfEmpty().Max());
        var columns = Enumerable.Range(0, width).Where(at => Cell(header, at).Length > 0
            || after.Any(row => row.Filled > 1 && Cell(row, at).Length > 0)).ToList();
        return columns.Count <= MostColumns
            ? new(header?.Number ?? 0, RecordSources.Distinct([.. columns.Select(at => Name(Cell(header, at), at))]), columns)
            : throw ExcelWorkbook.Wrong($"The sheet has {columns.Count:N0} columns; a table can have {MostColumns:N0}. "
                + "Delete those that you don't need, and import it again.");
    }

    /// <returns>Null if the row that is filled like a header is a record like those after it.</returns>
    private static SheetRow? Likeliest(IReadOnlyList<SheetRow> rows)
    {
        var found = rows.Index().FirstOrDefault(row => IsHeader(rows, row.Index)).Item ?? Widest(rows);
        var width = found.Cells.Count;
        // A row's blank cells at its end are not among its cells.
        var after = rows.Where(row => row.Number > found.Number && row.Filled > 1).Take(RowsLikeIt)
            .Select(row => Enumerable.Range(0, width).Select(at => Cell(row, at)).ToList());
        return CsvHead.IsData([found.Cells, .. after], 0) ? null : found;
    }

    /// <summary>The row with most cells; of few rows without a header, the last can be it.</summary>
    private static SheetRow Widest(IReadOnlyList<SheetRow> rows)
    {
        var widest = rows.MaxBy(row => row.Filled)!;
        return rows.Count > 1 && widest == rows[^1] ? rows.SkipLast(1).MaxBy(row => row.Filled)! : widest;
    }

    /// <summary>Most columns have a text, and the rows after it are as wide.</summary>
    private static bool IsHeader(IReadOnlyList<SheetRow> rows, int at)
    {
        var row = rows[at];
        var names = row.IsName.Count(isName => isName);
        var after = rows.Skip(at + 1).Take(RowsAfter).Select(later => later.Cells.Count).Order().ToList();
        var width = after.Count > 0 ? after[after.Count / 2] : row.Cells.Count;
        return names * 5 >= row.Filled * 4 && row.Filled * 5 >= width * 3 && names > 0;
    }

    private static string Cell(SheetRow? row, int at) => row is not null && at < row.Cells.Count ? row.Cells[at] : "";

    private static string Name(string cell, int at) => cell.IsBlank() ? $"Column {at + 1}" : OneLine(cell);

    private static string OneLine(string name) =>
        string.Join(' ', name.Split(['\r', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
