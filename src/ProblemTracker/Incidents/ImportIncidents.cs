using System.Diagnostics;
using FluentValidation;
using MediatR;
using ProblemTracker.Neighborhoods;
using ProblemTracker.Search;
using ProblemTracker.Settings;

namespace ProblemTracker.Incidents;

/// <summary>
/// Takes over the incidents of a file, delimiter-separated text, plain or gzipped. Its rows exist for readers once all of them are written;
/// a row that is there already (by the map's key) is counted as a repeat and not added.
/// It is no <see cref="ICommand{T}"/>: the file is streamed, and written in many short transactions instead of a long one.
/// </summary>
/// <param name="Content">The file; read to its end, not disposed.</param>
/// <param name="Progress">Hears of every chunk.</param>
[Needs(Permission.Import)]
public sealed record ImportIncidents(string FileName, Stream Content, IncidentMap Map, Action<ImportProgress>? Progress = null) : IRequest<IncidentsImported>;

/// <param name="BytesRead">Of the file as it is stored, compressed if it is.</param>
/// <param name="Sentence">What it is waiting for or clearing; null while it reads.</param>
public sealed record ImportProgress(long BytesRead, long RowsRead, string? Sentence = null);

/// <param name="RowsRead">Without the header and blank lines.</param>
/// <param name="Repeats">Rows that were there already, or stood in the file before.</param>
/// <param name="Unplaced">Rows added that have no point, or one outside every neighborhood.</param>
/// <param name="Rejections">The first <see cref="MostRejections"/> of them.</param>
public sealed record IncidentsImported(
    long RunId, int RowsRead, int Added, int Repeats, int Rejected, int Unplaced, IReadOnlyList<RejectedRow> Rejections)
{
    public const int MostRejections = 10_000;
}

public sealed record RejectedRow(long Line, string Reason);

internal sealed class ImportIncidentsValidator : AbstractValidator<ImportIncidents>
{
    public ImportIncidentsValidator()
    {
        RuleFor(c => c.FileName).NotEmpty().MaximumLength(260);
        RuleFor(c => c).Custom((command, context) =>
        {
            foreach (var error in new IncidentMapValidator().Validate(command.Map).Errors)
                context.AddFailure(error.PropertyName.StartsWith("map", StringComparison.Ordinal) ? "map" : error.PropertyName, error.ErrorMessage);
        });
    }
}

internal sealed class ImportIncidentsHandler(Db db, Agency agency, NeighborhoodMap neighborhoods, ImportRuns runs) : IRequestHandler<ImportIncidents, IncidentsImported>
{
    /// <summary>Rows read ahead of the writing.</summary>
    private const int Batch = 2000;
    /// <summary>Rows between two looks at the clock.</summary>
    private const int Slice = 25;

    private const string Insert = """
        INSERT INTO Incident (ImportRunId, EventKey, DedupeKey, SourceNumber, OccurredFrom, OccurredTo, TimePrecision, LocalDate, LocalHour, LocalWeekday,
            CategoryCode, SourceCategory, NeighborhoodId, Latitude, Longitude, Address)
        SELECT @ImportRunId, @EventKey, @DedupeKey, @SourceNumber, @OccurredFrom, @OccurredTo, @TimePrecision, @LocalDate, @LocalHour, @LocalWeekday,
            @CategoryCode, @SourceCategory, @NeighborhoodId, @Latitude, @Longitude, @Address
        WHERE NOT EXISTS (SELECT 1 FROM Incident WHERE DedupeKey = @DedupeKey)
        """;

    public async Task<IncidentsImported> Handle(ImportIncidents message, CancellationToken ct)
    {
        var map = message.Map;
        await MustBeCategories(map, ct);
        await using var counted = new CountedStream(message.Content);
        // Everything that can be wrong with the file as a whole and is known from its beginning is said before anything is written.
        var rows = await CsvRows.Open(counted, message.FileName, map.Delimiter, ct);
        var zone = map.TimeZone is { } name ? TimeZoneInfo.FindSystemTimeZoneById(name) : (await agency.Calendar(ct)).Zone;
        var reader = new IncidentReader(map, rows.Header, zone, await neighborhoods.Current(db, ct));

        var runId = await runs.Begin(message.FileName, new { message.FileName, map.Source, map.Columns, map.Key, Zone = zone.Id },
            sentence => message.Progress?.Invoke(new(0, 0, sentence)), ct);
        IncidentsImported finished;
        try
        {
            var (read, rejected, rejections) = await Copy(rows, reader, runId, counted, message.Progress, ct);
            finished = await Count(runId, read, rejected, rejections, ct);
            await runs.Finish(runId, new { finished.RunId, finished.RowsRead, finished.Added, finished.Repeats, finished.Rejected, finished.Unplaced }, ct);
        }
        catch (Exception error) when (error is not Conflict { Code: "import.lost" })
        {
            // If even this is interrupted, the next import clears the rest.
            await runs.Clear(runId, isOurs: true, CancellationToken.None);
            throw;
        }
        await db.Write(() => db.Execute(db.Dialect.RefreshStatistics, null, ct), ct);
        return finished;
    }

    private async Task<(int Read, int Rejected, List<RejectedRow> Rejections)> Copy(
        CsvRows rows, IncidentReader reader, long runId, CountedStream counted, Action<ImportProgress>? progress, CancellationToken ct)
    {
        var (read, rejected, isEnd) = (0, 0, false);
        var rejections = new List<RejectedRow>();
        var ready = new List<NewIncident>(Batch);
        while (!isEnd)
        {
            ready.Clear();
            // Also after a long stretch of rejected rows the lease is renewed.
            for (var row = 0; row < Batch && !isEnd; row++)
            {
                if (await rows.Next(ct) is not { } next)
                {
                    isEnd = true;
                    break;
                }
                read++;
                var wrong = next.Wrong;
                if (wrong is null && reader.Read(next.Fields, out wrong) is { } incident) ready.Add(incident with { ImportRunId = runId });
                if (wrong is null) continue;
                rejected++;
                if (rejections.Count < IncidentsImported.MostRejections) rejections.Add(new(next.Line, wrong));
            }
            await Write(ready, runId, ct);
            progress?.Invoke(new(counted.BytesRead, read));
        }
        return (read, rejected, rejections);
    }

    private async Task Write(List<NewIncident> ready, long runId, CancellationToken ct)
    {
        var written = 0;
        do
        {
            written = await db.Write(async () =>
            {
                var watch = Stopwatch.StartNew();
                await runs.Renew(runId, ct);
                var done = written;
                while (done < ready.Count && watch.Elapsed < ImportRuns.ChunkTime)
                {
                    var slice = ready.GetRange(done, Math.Min(Slice, ready.Count - done));
                    await db.Execute(Insert, slice, ct);
                    await IncidentTexts.Add(db, slice, ct);
                    done += slice.Count;
                }
                return done;
            }, ct);
            await runs.Rest(ct);
        }
        while (written < ready.Count);
    }

    private async Task<IncidentsImported> Count(long runId, int read, int rejected, IReadOnlyList<RejectedRow> rejections, CancellationToken ct)
    {
        var added = await db.Single<int>("SELECT COUNT(*) FROM Incident WHERE ImportRunId = @runId", new { runId }, ct);
        var unplaced = await db.Single<int>("SELECT COUNT(*) FROM Incident WHERE ImportRunId = @runId AND NeighborhoodId IS NULL", new { runId }, ct);
        return new(runId, read, added, read - rejected - added, rejected, unplaced, rejections);
    }

    private async Task MustBeCategories(IncidentMap map, CancellationToken ct)
    {
        var known = (await db.List<string>("SELECT Code FROM Category", null, ct)).ToHashSet(StringComparer.Ordinal);
        var unknown = map.Categories.Values.Append(map.CategoryDefault).Where(code => !known.Contains(code)).Distinct().ToList();
        if (unknown.Count > 0)
            throw new Invalid("category", $"There is no category of the code {string.Join(", ", unknown.Select(c => $"\"{c}\""))}. Codes are {string.Join(", ", known.Order(StringComparer.Ordinal))}.");
    }

    /// <summary>Counts what is read of the file, for the progress bar. Leaves the file open.</summary>
    private sealed class CountedStream(Stream inner) : Stream
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
}
