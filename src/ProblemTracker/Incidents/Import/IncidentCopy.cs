using System.Diagnostics;
using ProblemTracker.Agency;
using ProblemTracker.Files;
using ProblemTracker.Neighborhoods;

namespace ProblemTracker.Incidents;

/// <summary>A file of incidents, read up to its header and checked against its map.</summary>
/// <param name="Zone">Time zone of the times in the file.</param>
/// <param name="Agency">Time zone of the agency.</param>
internal sealed record OpenedFile(IRecordSource Rows, IncidentReader Reader, IncidentMap Map, TimeZoneInfo Zone, TimeZoneInfo Agency,
    CountedStream Bytes)
    : IAsyncDisposable
{
    public ValueTask DisposeAsync()
    {
        Rows.Dispose();
        return Bytes.DisposeAsync();
    }
}

/// <summary>Reads a file of incidents and writes them in many short transactions. Shared by the verb and the job for uploads.</summary>
internal sealed class IncidentCopy(Db db, AgencySettings agency, NeighborhoodMap neighborhoods, ImportRuns runs, TimeProvider clock)
{
    /// <summary>Rows read before the lease is renewed or rows are written.</summary>
    private const int Batch = 2000;

    /// <summary>Rows, a multiple of <see cref="Batch"/>, after which the file's size says how many there are.</summary>
    private const int Sample = 20_000;

    /// <summary>A file that is packed can't claim more rows than this.</summary>
    private const int MostExpected = 3_000_000;

    /// <summary>Between two renewals of the lease while rows are read; writing rows renews it too.</summary>
    private static readonly TimeSpan Renewal = TimeSpan.FromSeconds(1);

    private const string Reject =
        "INSERT INTO ImportRejection (ImportRunId, Line, Kind, Reason) VALUES (@ImportRunId, @Line, @Kind, @Reason)";

    /// <exception cref="Invalid">The file can't be read, or the map does not fit it.</exception>
    public async Task<OpenedFile> Open(Stream content, string fileName, IncidentMap map, CancellationToken ct)
    {
        var categories = (await CategorySql.Read(db, ct)).Items;
        MustBeCategories(map, categories);
        var counted = new CountedStream(content);
        var rows = await IncidentFile.Open(counted, fileName, map, ct);
        if (IncidentFile.ProjectionRequest(rows, map) is { } request)
        {
            rows.Dispose();
            throw new Invalid("projection", request);
        }
        var context = new ReadingContext((await agency.Calendar(ct)).Zone, clock.GetUtcNow(), await neighborhoods.Current(db, ct),
            categories);
        return new(rows, new(map, rows.Header, context), map, context.ZoneOf(map), context.Agency, counted);
    }

    /// <summary>Copies the whole file and finishes the run. After an exception, the caller clears the rows written so far.</summary>
    public async Task<IncidentsImported> Run(OpenedFile file, ImportLease run, Action<ImportProgress>? progress, CancellationToken ct)
    {
        var (read, rejected, rejections, outcome) = await db.Load(load => Copy(file, run, load, progress, ct), ct);
        var added = await db.Single<int>("SELECT COUNT(*) FROM Incident WHERE ImportRunId = @Id", new { run.Id }, ct);
        var unplaced = await db.Single<int>("SELECT COUNT(*) FROM Incident WHERE ImportRunId = @Id AND NeighborhoodId IS NULL",
            new { run.Id }, ct);
        var changed = await db.Single<int>("SELECT COUNT(*) FROM IncidentChange WHERE ImportRunId = @Id", new { run.Id }, ct);
        var finished = new IncidentsImported(run.Id, read, added, changed, read - rejected - added - changed, rejected, unplaced,
            rejections, outcome);
        await runs.Finish(run, new(file.Bytes.BytesRead, read, rejected),
            new(read, added, changed, finished.Repeats, rejected, unplaced), outcome, ct);
        // One by one, so that nobody waits for all of them.
        foreach (var table in IncidentIndexes.Tables)
            await db.Write(() => db.Execute(db.Dialect.RefreshStatistics(table), null, ct), ct);
        return finished;
    }

    private async Task<(int Read, int Rejected, List<RejectedRow> Rejections, ImportOutcome Outcome)> Copy(OpenedFile file,
        ImportLease run, BulkLoad load, Action<ImportProgress>? progress, CancellationToken ct)
    {
        // A row counts half when it is read, and half when it is written.
        var written = default(ImportCounts);
        var renewed = Stopwatch.StartNew();
        var (read, rejected, isEnd) = (0, 0, false);
        var outcome = new OutcomeCount(file.Map, file.Rows.Header);
        var wrong = new WrongRows(run.Id);
        async Task Keep(ImportCounts counts)
        {
            foreach (var some in wrong.Next.Chunk(Batch).DefaultIfEmpty([]))
                await load.Step(async () =>
                {
                    await runs.Renew(run, counts, ct);
                    return await db.Execute(Reject, some, ct);
                }, ct);
            renewed.Restart();
            wrong.Next.Clear();
            progress?.Invoke(new(counts.BytesRead, counts.RowsRead));
        }
        using var block = new IncidentBlock(db, load, runs, run, file.Map, file.Agency)
        {
            // Only a row that is written loses a field.
            Wrote = row =>
            {
                outcome.Write(row);
                foreach (var fault in row.Faults) wrong.Add(row.Line, fault.Kind, fault.Sentence);
            },
            Between = counts => wrong.Next.Count > 0 ? Keep(counts) : Task.CompletedTask,
        };
        while (!isEnd)
        {
            // Counts rejected rows too, so that the lease is renewed during a long stretch of them.
            for (var row = 0; row < Batch && !isEnd; row++)
            {
                if (await file.Rows.Next(ct) is not { } next)
                {
                    isEnd = true;
                    break;
                }
                read++;
                var made = file.Reader.Read(next);
                outcome.Read(next, made);
                if (made.Incident is { } incident)
                {
                    block.Add(incident with { ImportRunId = run.Id });
                    continue;
                }
                rejected++;
                foreach (var fault in made.Faults) wrong.Add(next.Line, fault.Kind, fault.Sentence);
            }
            if (read == Sample) file.Reader.Expect((int)Math.Min(MostExpected, 1.05 * read * file.Bytes.Length / file.Bytes.BytesRead));
            var (before, counts) = (written, new ImportCounts(file.Bytes.BytesRead, read, rejected));
            var half = ImportCounts.Between(before, counts, 0.5);
            if (wrong.Next.Count > 0 || renewed.Elapsed > Renewal) await Keep(half);
            if (read - written.RowsRead + Batch <= IncidentBlock.Rows && !isEnd) continue;
            block.HasRanges = file.Reader.HasRanges;
            await block.Write(part => ImportCounts.Between(half, counts, part),
                after => progress?.Invoke(new(after.BytesRead, after.RowsRead)), row =>
                {
                    outcome.Add(FaultKind.OtherContent);
                    wrong.Add(row.After.Line, FaultKind.OtherContent, ContentChange.Sentence(row, file.Agency));
                    rejected++;
                }, ct);
            written = counts with { Rejected = rejected };
            if (wrong.Next.Count > 0) await Keep(written);
        }
        progress?.Invoke(new(written.BytesRead, read));
        return (read, rejected, wrong.Rejected, outcome.Result());
    }

    /// <summary>Rows with something wrong: those to store next, and the first rejected ones.</summary>
    private sealed class WrongRows(long runId)
    {
        private int _count;

        public List<object> Next { get; } = [];
        public List<RejectedRow> Rejected { get; } = [];

        public void Add(long line, FaultKind kind, string sentence)
        {
            if (++_count <= IncidentsImported.MostKept)
                Next.Add(new { ImportRunId = runId, Line = line, Kind = kind.ToString(), Reason = sentence });
            if (kind.Rejects() && Rejected.Count < IncidentsImported.MostRejections) Rejected.Add(new(line, sentence, kind));
        }
    }

    private static void MustBeCategories(IncidentMap map, IReadOnlyList<CategoryItem> categories)
    {
        var known = categories.Select(c => c.Code).ToHashSet(StringComparer.Ordinal);
        var unknown = map.Categories.Values.Append(map.CategoryDefault).Where(code => !known.Contains(code)).Distinct().ToList();
        if (unknown.Count > 0)
            throw new Invalid("category",
                $"There is no category with the code {string.Join(", ", unknown.Select(c => $"\"{c}\""))}. "
                    + $"Codes are {string.Join(", ", known.Order(StringComparer.Ordinal))}.");
    }
}

/// <summary>Counts the bytes read from a seekable file, to report progress. Leaves the file open.</summary>
internal sealed class CountedStream(Stream inner) : Stream
{
    public long BytesRead { get; private set; }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await inner.ReadAsync(buffer, cancellationToken);
        BytesRead += read;
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        var read = inner.Read(buffer, offset, count);
        BytesRead += read;
        return read;
    }

    public override bool CanRead => true;
    public override bool CanSeek => true;
    public override bool CanWrite => false;
    public override long Length => inner.Length;
    public override long Position
    {
        get => inner.Position;
        set => (inner.Position, BytesRead) = (value, value);
    }
    public override void Flush() { }
    public override long Seek(long offset, SeekOrigin origin) => BytesRead = inner.Seek(offset, origin);
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
