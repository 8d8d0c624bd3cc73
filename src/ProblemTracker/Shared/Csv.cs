using CsvHelper;
using Microsoft.Net.Http.Headers;

namespace ProblemTracker.Shared;

/// <summary>A CSV file for download.</summary>
/// <param name="FileName">Includes the date.</param>
/// <param name="Rows">Streamed, so that a long table isn't held in memory.</param>
public sealed record CsvFile(string FileName, IReadOnlyList<string> Header, IAsyncEnumerable<IReadOnlyList<object?>> Rows) : IResult
{
    /// <summary>The only problem that the file is about; null if its filter names none.</summary>
    public long? ProblemId { get; init; }

    public Task ExecuteAsync(HttpContext httpContext) =>
        Csv.Send(httpContext.Response, FileName, Header, Rows, httpContext.RequestAborted, ProblemId);
}

/// <summary>A filter that can name one problem. Only those who may view the problem then read of its downloads in the audit.</summary>
internal interface IOfOneProblem
{
    long? ProblemId { get; }
}

/// <summary>Writes CSV: RFC 4180 with a byte-order mark, so that spreadsheets show accented names correctly.</summary>
public static class Csv
{
    // Spreadsheets run text that begins with =, +, - or @ as a formula, so escape it with an apostrophe.
    private static readonly CsvWriterOptions Options = new() { Injection = CsvInjection.Escape, WriteByteOrderMark = true };

    /// <summary>Streams the rows as a file for the browser to save.</summary>
    public static async Task Send(HttpResponse response, string fileName, IReadOnlyList<string> header,
        IAsyncEnumerable<IReadOnlyList<object?>> rows, CancellationToken ct, long? problemId = null)
    {
        response.ContentType = "text/csv; charset=utf-8";
        response.Headers.ContentDisposition = new ContentDispositionHeaderValue("attachment") { FileName = fileName }.ToString();
        // The CSV writer is synchronous, which a response body doesn't allow, so fill a buffer and send it every few hundred rows.
        using var buffer = new MemoryStream();
        using var csv = CsvWriter.Create(buffer, Options, leaveOpen: true);
        var (written, isComplete) = (0, false);
        try
        {
            csv.WriteHeader([.. header]);
            await foreach (var row in rows.WithCancellation(ct))
            {
                foreach (var cell in row) csv.WriteField(cell);
                csv.EndRecord();
                if (++written % RowsAtOnce == 0) await HandOn();
            }
            await HandOn();
            isComplete = true;
        }
        finally
        {
            // Also record a file that broke off, since its first rows were sent.
            Accesses.OfExport(response.HttpContext, fileName, problemId, written, isComplete);
        }

        async Task HandOn()
        {
            csv.Flush();
            await response.Body.WriteAsync(buffer.GetBuffer().AsMemory(0, (int)buffer.Length), ct);
            buffer.SetLength(0);
        }
    }

    /// <summary>A short table as a file in memory, to become part of another file.</summary>
    public static byte[] Bytes(IReadOnlyList<string> header, IEnumerable<IReadOnlyList<object?>> rows)
    {
        using var buffer = new MemoryStream();
        using (var csv = CsvWriter.Create(buffer, Options, leaveOpen: true))
        {
            csv.WriteHeader([.. header]);
            foreach (var row in rows)
            {
                foreach (var cell in row) csv.WriteField(cell);
                csv.EndRecord();
            }
            csv.Flush();
        }
        return buffer.ToArray();
    }

    private const int RowsAtOnce = 500;
}
