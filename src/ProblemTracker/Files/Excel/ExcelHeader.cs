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
        public int Filled => Cells.Count(cell => cell.Length > 0);
    }

    /// <summary>Rows after a header that show how wide the table is.</summary>
    private const int RowsAfter = 20;

    /// <exception cref="Invalid">At <c>headerLine</c>: this row is blank.</exception>
    public static ExcelHeader Find(IReadOnlyList<SheetRow> rows, int? headerLine)
    {
        var header = headerLine switch
        {
            0 => null,
            { } number => rows.FirstOrDefault(row => row.Number == number) ?? throw new Invalid("headerLine",
                $"Row {number} of the sheet is blank or too far down. Enter the number of the row with the names of the columns."),
            null => rows.Index().FirstOrDefault(row => IsHeader(rows, row.Index)).Item ?? rows.MaxBy(row => row.Filled)!,
        };
        var after = rows.Where(row => row.Number > (header?.Number ?? 0)).ToList();
        var width = Math.Max(header?.Cells.Count ?? 0, after.Select(row => row.Cells.Count).DefaultIfEmpty().Max());
        var columns = Enumerable.Range(0, width).Where(at => Cell(header, at).Length > 0
            || after.Any(row => row.Filled > 1 && Cell(row, at).Length > 0)).ToList();
        return new(header?.Number ?? 0, RecordSources.Distinct([.. columns.Select(at => Name(Cell(header, at), at))]), columns);
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

    private static string Name(string cell, int at) => cell.IsBlank() ? $"Column {Letters(at)}" : OneLine(cell);

    private static string OneLine(string name) =>
        string.Join(' ', name.Split(['\r', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));

    /// <summary>A, B, …, Z, AA.</summary>
    private static string Letters(int at) => at < 26 ? $"{(char)('A' + at)}" : Letters(at / 26 - 1) + (char)('A' + at % 26);
}
