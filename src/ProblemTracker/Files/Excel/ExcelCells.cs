using System.Globalization;
using ExcelDataReader;

namespace ProblemTracker.Files;

/// <summary>Cells of Excel workbooks as text that does not depend on how a workbook shows them.</summary>
internal static class ExcelCells
{
    /// <summary>Dates before this are times of day: Excel's day zero.</summary>
    private const int FirstYear = 1900;

    /// <summary>The cells of a row up to its last one that isn't empty, trimmed.</summary>
    public static List<string> Of(IExcelDataReader row)
    {
        var cells = new List<string>(row.FieldCount);
        var filled = 0;
        for (var i = 0; i < row.FieldCount; i++)
        {
            var text = Text(row, i);
            cells.Add(text);
            if (text.Length > 0) filled = i + 1;
        }
        cells.RemoveRange(filled, cells.Count - filled);
        return cells;
    }

    /// <summary>Whether a cell is a text that is no number, as names of columns are.</summary>
    public static bool IsName(IExcelDataReader row, int at) =>
        row.GetValue(at) is string text && text.Trim() is { Length: > 0 } name
            && !double.TryParse(name, CultureInfo.InvariantCulture, out _);

    private static string Text(IExcelDataReader row, int at) => row.GetValue(at) switch
    {
        null => "",
        string text => text.Trim(),
        bool yes => yes ? "TRUE" : "FALSE",
        DateTime date => Date(date, row.GetNumberFormatString(at) ?? ""),
        TimeSpan time => $"{(int)time.TotalHours:00}:{time.Minutes:00}:{time.Seconds:00}",
        double number => Number(number),
        int number => number.ToString(CultureInfo.InvariantCulture),
        var other => System.Convert.ToString(other, CultureInfo.InvariantCulture)?.Trim() ?? "",
    };

    private static string Date(DateTime date, string format)
    {
        // Excel counts in days, so that a second is off by some microseconds.
        var at = new DateTime((date.Ticks + TimeSpan.TicksPerSecond / 2) / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond);
        return at.Year < FirstYear ? $"{at:HH:mm:ss}" : HasTime(format) ? $"{at:yyyy-MM-dd'T'HH:mm:ss}" : $"{at:yyyy-MM-dd}";
    }

    /// <summary>Whether a number format shows hours, without its texts in quotes or brackets.</summary>
    private static bool HasTime(string format)
    {
        var (isQuoted, isBracketed) = (false, false);
        foreach (var letter in format)
            if (letter == '"') isQuoted = !isQuoted;
            else if (isQuoted) continue;
            else if (letter is '[' or ']') isBracketed = letter == '[';
            else if (!isBracketed && letter is 'h' or 'H' or 's' or 'S') return true;
        return false;
    }

    /// <summary>The 15 digits that Excel has, without an exponent.</summary>
    private static string Number(double number) => Math.Abs(number) < (double)decimal.MaxValue
        ? ((decimal)number).ToString("0.############################", CultureInfo.InvariantCulture)
        : number.ToString("R", CultureInfo.InvariantCulture);
}
