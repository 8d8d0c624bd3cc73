using System.Diagnostics;
using ProblemTracker.Agency;
using ProblemTracker.Files;
using ProblemTracker.Neighborhoods;

namespace ProblemTracker.Incidents;

/// <summary>A file of incidents, read up to its header and checked against its map.</summary>
/// <param name="Zone">Time zone of the times in the file.</param>
internal sealed record OpenedFile(IRecordSource Rows, IncidentReader Reader, TimeZoneInfo Zone, CountedStream Bytes) : IAsyncDisposable
{
    public ValueTask DisposeAsync() => Bytes.DisposeAsync();
}

/// <summary>Reads a file of incidents and writes them in many short transactions. Shared by the verb and the job for uploads.</summary>
internal sealed class IncidentCopy(Db db, AgencySettings agency, NeighborhoodMap neighborhoods, ImportRuns runs)
{
    /// <summary>Rows read before they are written.</summary>
    private const int Batch = 2000;
    /// <summary>Rows written between two checks of the time.</summary>
    private const int Slice = 25;

    private const string Insert = """
        INSERT INTO Incident (ImportRunId, EventKey, DedupeKey, SourceNumber, OccurredFrom, OccurredTo, TimePrecision, LocalDate, LocalHour,
            LocalWeekday, CategoryCode, SourceCategory, NeighborhoodId, Latitude, Longitude, Address)
        SELECT @ImportRunId, @EventKey, @DedupeKey, @SourceNumber, @OccurredFrom, @OccurredTo, @TimePrecision, @LocalDate, @LocalHour,
            @LocalWeekday, @CategoryCode, @SourceCategory, @NeighborhoodId, @Latitude, @Longitude, @Address
        WHERE NOT EXISTS (SELECT 1 FROM Incident WHERE DedupeKey = @DedupeKey)
        """;

    private const string Reject = "INSERT INTO ImportRejection (ImportRunId, Line, Reason) VALUES (@ImportRunId, @Line, @Reason)";

    /// <exception cref="Invalid">The file can't be read, or the map does not fit it.</exception>
    public async Task<OpenedFile> Open(Stream content, string fileName, IncidentMap map, CancellationToken ct)
    {
        await MustBeCategories(map, ct);
        var counted = new CountedStream(content);
        var rows = await IncidentFile.Open(counted, fileName, map.Delimiter, ct);
        var zone = map.TimeZone is { } name ? TimeZoneInfo.FindSystemTimeZoneById(name) : (await agency.Calendar(ct)).Zone;
        return new(rows, new(map, rows.Header, zone, await neighborhoods.Current(db, ct)), zone, counted);
    }

    /// <summary>Copies the whole file and finishes the run. After an exception, the caller clears the rows written so far.</summary>
    public async Task<IncidentsImported> Run(OpenedFile file, ImportLease run, Action<ImportProgress>? progress, CancellationToken ct)
    {
        var (read, rejected, rejections) = await Copy(file, run, progress, ct);
        var added = await db.Single<int>("SELECT COUNT(*) FROM Incident WHERE ImportRunId = @Id", new { run.Id }, ct);
        var unplaced = await db.Single<int>("SELECT COUNT(*) FROM Incident WHERE ImportRunId = @Id AND NeighborhoodId IS NULL",
            new { run.Id }, ct);
        var finished = new IncidentsImported(run.Id, read, added, read - rejected - added, rejected, unplaced, rejections);
        await runs.Finish(run, new(file.Bytes.BytesRead, read, rejected),
            new { finished.RunId, finished.RowsRead, finished.Added, finished.Repeats, finished.Rejected, finished.Unplaced }, ct);
        await db.Write(() => db.Execute(db.Dialect.RefreshStatistics, null, ct), ct);
        return finished;
    }

    private async Task<(int Read, int Rejected, List<RejectedRow> Rejections)> Copy(OpenedFile file, ImportLease run,
        Action<ImportProgress>? progress, CancellationToken ct)
    {
        var (read, rejected, isEnd) = (0, 0, false);
        var rejections = new List<RejectedRow>();
        List<object> ready = new(Batch), refused = [];
        while (!isEnd)
        {
            ready.Clear();
            refused.Clear();
            // Counts rejected rows too, so that the lease is renewed during a long stretch of them.
            for (var row = 0; row < Batch && !isEnd; row++)
            {
                if (await file.Rows.Next(ct) is not { } next)
                {
                    isEnd = true;
                    break;
                }
                read++;
                var wrong = next.Wrong;
                if (wrong is null && file.Reader.Read(next.Fields, out wrong) is { } incident)
                    ready.Add(incident with { ImportRunId = run.Id });
                if (wrong is null) continue;
                rejected++;
                if (rejected <= IncidentsImported.MostKept) refused.Add(new { ImportRunId = run.Id, next.Line, Reason = wrong });
                if (rejections.Count < IncidentsImported.MostRejections) rejections.Add(new(next.Line, wrong));
            }
            var counts = new ImportCounts(file.Bytes.BytesRead, read, rejected);
            await Write(Insert, ready, run, counts, ct);
            if (refused.Count > 0) await Write(Reject, refused, run, counts, ct);
            progress?.Invoke(new(counts.BytesRead, read));
        }
        return (read, rejected, rejections);
    }

    private async Task Write(string sql, List<object> rows, ImportLease run, ImportCounts counts, CancellationToken ct)
    {
        var written = 0;
        do
        {
            written = await db.Write(async () =>
            {
                var watch = Stopwatch.StartNew();
                await runs.Renew(run, counts, ct);
                var done = written;
                while (done < rows.Count && watch.Elapsed < ImportRuns.ChunkTime)
                {
                    var slice = rows.GetRange(done, Math.Min(Slice, rows.Count - done));
                    await db.Execute(sql, slice, ct);
                    await IncidentTexts.Add(db, slice.OfType<NewIncident>(), ct);
                    done += slice.Count;
                }
                return done;
            }, ct);
            await runs.Rest(ct);
        }
        while (written < rows.Count);
    }

    private async Task MustBeCategories(IncidentMap map, CancellationToken ct)
    {
        var known = (await db.List<string>("SELECT Code FROM Category", null, ct)).ToHashSet(StringComparer.Ordinal);
        var unknown = map.Categories.Values.Append(map.CategoryDefault).Where(code => !known.Contains(code)).Distinct().ToList();
        if (unknown.Count > 0)
            throw new Invalid("category",
                $"There is no category with the code {string.Join(", ", unknown.Select(c => $"\"{c}\""))}. "
                    + $"Codes are {string.Join(", ", known.Order(StringComparer.Ordinal))}.");
    }
}

/// <summary>Counts the bytes read from a file, to report progress. Leaves the file open.</summary>
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
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }
    public override void Flush() { }
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
