using System.Text;
using CsvHelper;

namespace ProblemTracker.Shared;

/// <summary>CSV for every table on screen: RFC 4180 with a byte-order mark, so that spreadsheets read names right.</summary>
public static class Csv
{
    // A text that begins with =, +, - or @ would be run as a formula; it gets an apostrophe.
    private static readonly CsvWriterOptions Options = new() { Injection = CsvInjection.Escape, WriteByteOrderMark = true };

    public static string Write(IReadOnlyList<string> header, IEnumerable<IReadOnlyList<object?>> rows)
    {
        using var bytes = new MemoryStream();
        using (var csv = CsvWriter.Create(bytes, Options, leaveOpen: true))
        {
            csv.WriteHeader([.. header]);
            foreach (var row in rows)
            {
                foreach (var cell in row) csv.WriteField(cell);
                csv.EndRecord();
            }
        }
        return Encoding.UTF8.GetString(bytes.ToArray());
    }
}
