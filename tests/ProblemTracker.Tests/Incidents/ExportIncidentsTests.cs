using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using ProblemTracker.Domain;
using ProblemTracker.Incidents;
using ProblemTracker.Shared;

namespace ProblemTracker.Tests.Incidents;

/// <summary>Export of incidents as CSV.</summary>
public sealed class ExportIncidentsTests
{
    /// <summary>The CSV file that the page sends for a filter.</summary>
    internal static async Task<string> Csv(TrackerHost host, IncidentFilter filter)
    {
        var query = new QueryBuilder(ProblemTracker.Pages.Incidents.IncidentPage.Set(filter).Append(new("handler", "csv")));
        return await new Browser(host, Role.Officer).Get($"/incidents{query}");
    }

    [Test]
    public async Task File_has_the_rows_and_order_of_the_list()
    {
        using var host = new TrackerHost();
        await host.ImportCsv(
            "no,at,kind,where,lat,lon\na,2026-01-05T10:30,burglary,\"1 Elm Street, rear\",40.5,-89.5\nb,2026-01-07,burglary,,,\n"
                + "c,2026-01-06T23:00,loud music,2 Elm Street,,\n");

        var csv = await Csv(host, new(Text: "elm"));

        Assert.That(csv.TrimStart('\ufeff').Split("\r\n"), Is.EqualTo(new[]
        {
            "sourceNumber,localDate,localHour,occurredFrom,occurredTo,timePrecision,category,sourceCategory,neighborhood,address,latitude,"
                + "longitude,linkedProblems,updates",
            "c,2026-01-06,23,2026-01-07T04:00:00Z,2026-01-07T04:00:00Z,Minute,Noise,loud music,,2 Elm Street,,,0,0",
            "a,2026-01-05,10,2026-01-05T15:30:00Z,2026-01-05T15:30:00Z,Minute,Burglary,burglary,,\"1 Elm Street, rear\",40.5,-89.5,0,0", "",
        }));
    }

    /// <summary>A spreadsheet would run the formula.</summary>
    [TestCase("=1+1")]
    [TestCase("+1")]
    [TestCase("-1+1")]
    [TestCase("@SUM(A1)")]
    public async Task Cells_that_start_like_a_formula_get_an_apostrophe(string address)
    {
        using var host = new TrackerHost();
        await host.ImportCsv($"no,at,where\n{address},2026-01-05,{address}\n");

        var row = (await Csv(host, new(From: new(2026, 1, 1)))).Split("\r\n")[1].Split(',');

        Assert.That(row[0].Trim('"'), Is.EqualTo($"'{address}"));
        Assert.That(row[9].Trim('"'), Is.EqualTo($"'{address}"));
    }

    [Test]
    public async Task Streams_a_million_rows()
    {
        var (taken, written, largest) = (0, 0L, 0);
        var accesses = new AccessLog(NullLogger<AccessLog>.Instance);
        await using var services = new ServiceCollection().AddSingleton(accesses).AddSingleton(TimeProvider.System)
            .AddSingleton(Actor.System("test")).BuildServiceProvider();
        var context = new DefaultHttpContext { RequestServices = services };
        context.Response.Body = new Sink((bytes) =>
        {
            (written, largest) = (written + bytes, Math.Max(largest, bytes));
            Assert.That(taken % 500 is 0 || taken == Million, $"{taken} rows were read before any were sent");
        });

        await ProblemTracker.Shared.Csv.Send(context.Response, "many.csv", ["number", "address"], Rows(), default);

        Assert.That(taken, Is.EqualTo(Million));
        Assert.That(accesses.Unwritten, Is.EqualTo(1));
        Assert.That(written, Is.GreaterThan(20 * Million));
        Assert.That(largest, Is.LessThan(100_000), "Buffers only a few hundred rows at a time");

        async IAsyncEnumerable<IReadOnlyList<object?>> Rows([EnumeratorCancellation] CancellationToken ct = default)
        {
            await Task.CompletedTask;
            for (var i = 1; i <= Million; i++)
            {
                taken = i;
                yield return [i, "1 Elm Street, rear"];
            }
        }
    }

    private const int Million = 1_000_000;

    /// <summary>The query has more rows than fit in memory: reading it whole would never return.</summary>
    [Test]
    public async Task Reads_the_database_row_by_row()
    {
        using var host = new TrackerHost();
        var seen = await host.Query(async db =>
        {
            var rows = new List<long>();
            await foreach (var row in db.Stream<long>(
                "WITH n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000000000) SELECT i FROM n", null, default))
            {
                rows.Add(row);
                if (rows.Count == 3) break;
            }
            return rows;
        });
        Assert.That(seen, Is.EqualTo(new[] { 1, 2, 3 }));
    }

    private sealed class Sink(Action<int> write) : Stream
    {
        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            write(buffer.Length);
            return ValueTask.CompletedTask;
        }

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
        public override bool CanRead => false;
        public override bool CanSeek => false;
        public override bool CanWrite => true;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }
        public override void Flush() { }
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
