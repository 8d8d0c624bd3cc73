using CsvHelper;
using Microsoft.Net.Http.Headers;

namespace ProblemTracker.Shared;

/// <summary>A table as a file, which a browser saves under its name.</summary>
/// <param name="FileName">Carries the date.</param>
/// <param name="Rows">Read while they are written out, so that a long table needs no memory.</param>
public sealed record CsvFile(string FileName, IReadOnlyList<string> Header, IAsyncEnumerable<IReadOnlyList<object?>> Rows) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext) => Csv.Send(httpContext.Response, FileName, Header, Rows, httpContext.RequestAborted);
}

/// <summary>CSV for every table on screen: RFC 4180 with a byte-order mark, so that spreadsheets read names right.</summary>
public static class Csv
{
    // A text that begins with =, +, - or @ would be run as a formula; it gets an apostrophe.
    private static readonly CsvWriterOptions Options = new() { Injection = CsvInjection.Escape, WriteByteOrderMark = true };

    /// <summary>Sends a file that the browser saves, row by row as the rows come.</summary>
    public static async Task Send(HttpResponse response, string fileName, IReadOnlyList<string> header,
        IAsyncEnumerable<IReadOnlyList<object?>> rows, CancellationToken ct)
    {
        response.ContentType = "text/csv; charset=utf-8";
        response.Headers.ContentDisposition = new ContentDispositionHeaderValue("attachment") { FileName = fileName }.ToString();
        // The writer only writes synchronously, which an answer does not take: hence a buffer that is handed on whenever it has some size.
        using var buffer = new MemoryStream();
        using var csv = CsvWriter.Create(buffer, Options, leaveOpen: true);
        var waiting = 0;
        csv.WriteHeader([.. header]);
        await foreach (var row in rows.WithCancellation(ct))
        {
            foreach (var cell in row) csv.WriteField(cell);
            csv.EndRecord();
            if (++waiting % RowsAtOnce == 0) await HandOn();
        }
        await HandOn();

        async Task HandOn()
        {
            csv.Flush();
            await response.Body.WriteAsync(buffer.GetBuffer().AsMemory(0, (int)buffer.Length), ct);
            buffer.SetLength(0);
        }
    }

    private const int RowsAtOnce = 500;
}
