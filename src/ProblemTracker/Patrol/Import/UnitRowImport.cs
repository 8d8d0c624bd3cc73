using ProblemTracker.Agency;
using ProblemTracker.Files;
using ProblemTracker.Incidents;
using ProblemTracker.Neighborhoods;

namespace ProblemTracker.Patrol;

/// <summary>Imports files of calls for service with the times of their units, and of shifts.</summary>
internal sealed class UnitRowImport(Db db, AgencySettings agency, NeighborhoodMap neighborhoods, ImportRuns runs, TimeProvider clock)
    : IRowImport
{
    /// <summary>Rows written in one transaction.</summary>
    private const int Batch = 2000;

    /// <summary>Rows from which a map is proposed.</summary>
    private const int SampleRows = 2000;

    private const int MostSamples = 3, MostShown = 10;

    private const string Reject =
        "INSERT INTO ImportRejection (ImportRunId, Line, Kind, Reason) VALUES (@ImportRunId, @Line, @Kind, @Reason)";

    public bool Takes(ImportKind kind) => kind is ImportKind.Calls or ImportKind.Shifts;

    public async Task<ImportPreview> Look(StoredImport import, Stream content, IncidentMap? map, int mostRows, Action<long>? progress,
        CancellationToken ct)
    {
        var context = await Context(ct);
        content.Position = 0;
        using var source = await IncidentFile.Open(content, import.FileName, map, ct);
        List<CsvRow> sample = [];
        while (sample.Count < Math.Min(SampleRows, mostRows) && await source.Next(ct) is { } row) sample.Add(row);
        var good = sample.Where(row => row.Wrong is null).Select(row => row.Fields).ToList();
        var tried = map ?? UnitColumnsProposal.For(import.Kind, source.Header, good, context);
        var objection = MapFields.Missing(import.Kind, tried.Columns);
        var faults = new Dictionary<FaultKind, int>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        List<RejectedRow> rejections = [];
        var (read, rejected, equal, isWhole) = (0, 0, 0, false);
        try
        {
            var reader = objection is null ? Reader(tried, source.Header, context) : null;
            foreach (var row in sample) Count(reader, row);
            while (!isWhole && read < mostRows)
            {
                if (await source.Next(ct) is not { } row) isWhole = true;
                else Count(reader, row);
                if (read % SampleRows == 0) progress?.Invoke(read);
            }
        }
        catch (Invalid columns)
        {
            objection = string.Join(' ', columns.Errors.SelectMany(error => error.Value));
        }
        return new(import.Id, import.Kind, import.FileName, source.Header, [.. good.Take(PreviewImport.Shown)], read, isWhole, tried,
            objection is null ? Times(tried, source.Header, sample, context) : [], [], rejected, rejections, equal, null,
            objection is null ? [] : [objection])
        {
            Layout = IncidentFile.LayoutOf(source),
            Faults = [.. faults.OrderBy(fault => fault.Key).Select(fault => new FaultCount(fault.Key, fault.Value))],
        };

        void Count(IUnitReader? reader, CsvRow row)
        {
            read++;
            if (reader is null) return;
            if (reader.Read(row, out var wrong) is not { } made)
            {
                rejected++;
                faults[wrong!.Kind] = faults.GetValueOrDefault(wrong.Kind) + 1;
                if (rejections.Count < MostShown) rejections.Add(new(row.Line, wrong.Sentence, wrong.Kind));
            }
            else if (!seen.Add(made.DedupeKey)) equal++;
            else
                foreach (var fault in made.Faults) faults[fault.Kind] = faults.GetValueOrDefault(fault.Kind) + 1;
        }
    }

    public async Task<IncidentMap> Check(Stream content, string fileName, IncidentMap map, CancellationToken ct)
    {
        var context = await Context(ct);
        using var source = await IncidentFile.Open(content, fileName, map, ct);
        _ = Reader(map, source.Header, context);
        return map with { TimeZone = context.ZoneOf(map).Id, SeenColumns = [.. source.Header] };
    }

    public async Task<RowsImported> Run(Stream content, string fileName, IncidentMap map, ImportLease run,
        Action<ImportProgress>? progress, CancellationToken ct)
    {
        var context = await Context(ct);
        var counted = new CountedStream(content);
        using var source = await IncidentFile.Open(counted, fileName, map, ct);
        var reader = Reader(map, source.Header, context);
        var writer = new UnitRowWriter(db, reader, run.Id);
        db.OnRetry(writer.Forget);
        var faults = new Dictionary<FaultKind, int>();
        var (read, added, rejected, kept, isEnd) = (0, 0, 0, 0, false);
        while (!isEnd)
        {
            List<UnitRow> rows = [];
            List<object> wrong = [];
            for (var row = 0; row < Batch && !isEnd; row++)
            {
                if (await source.Next(ct) is not { } next)
                {
                    isEnd = true;
                    break;
                }
                read++;
                if (reader.Read(next, out var reject) is { } made) rows.Add(made);
                else
                {
                    rejected++;
                    Note(wrong, next.Line, reject!);
                }
            }
            var counts = new ImportCounts(counted.BytesRead, read, rejected);
            var written = await db.Write(async () =>
            {
                await runs.Renew(run, counts, ct);
                var some = await writer.Add(rows, ct);
                List<object> lines =
                    [.. wrong, .. some.SelectMany(row => row.Faults.Where(IsListed).Select(fault => Line(row.Line, fault)))];
                await db.Execute(lines.Take(IncidentsImported.MostKept - kept).Select(line => new PendingWrite(Reject, line)), ct);
                return (Added: some, Lines: lines.Count);
            }, ct);
            added += written.Added.Count;
            kept = Math.Min(IncidentsImported.MostKept, kept + written.Lines);
            foreach (var fault in written.Added.SelectMany(row => row.Faults)) Tally(fault.Kind);
            progress?.Invoke(new(counted.BytesRead, read));
        }
        if (added > 0 && await writer.Overlaps(ct) is > 0 and var overlaps) faults[FaultKind.Overlap] = overlaps;
        var outcome = new ImportOutcome([.. faults.OrderBy(fault => fault.Key).Select(fault => new FaultCount(fault.Key, fault.Value))], [],
            0, Written: added);
        var result = new RowsImported(run.Id, read, added, read - rejected - added, rejected, outcome);
        await runs.Finish(run, new(counted.BytesRead, read, rejected), new(read, added, 0, result.Repeats, rejected, 0), outcome, ct);
        await db.Write(() => db.Execute(db.Dialect.RefreshStatistics(reader.RowTable), null, ct), ct);
        return result;

        // Every night has such calls: they are counted, but not listed.
        static bool IsListed(RowFault fault) => fault.Kind != FaultKind.OverMidnight;

        void Note(List<object> wrong, long line, RowFault fault)
        {
            Tally(fault.Kind);
            wrong.Add(Line(line, fault));
        }

        void Tally(FaultKind kind) => faults[kind] = faults.GetValueOrDefault(kind) + 1;

        object Line(long line, RowFault fault) =>
            new { ImportRunId = run.Id, Line = line, Kind = fault.Kind.ToString(), Reason = fault.Sentence };
    }

    private async Task<ReadingContext> Context(CancellationToken ct) =>
        new((await agency.Calendar(ct)).Zone, clock.GetUtcNow(), await neighborhoods.Current(db, ct), []);

    private static IUnitReader Reader(IncidentMap map, IReadOnlyList<string> header, ReadingContext context) =>
        map.Kind == ImportKind.Calls ? new CallReader(map, header, context) : new ShiftReader(map, header, context);

    private static List<TimeSample> Times(IncidentMap map, IReadOnlyList<string> header, List<CsvRow> rows, ReadingContext context)
    {
        var column = ColumnPattern.Of(map.Columns[map.Kind == ImportKind.Calls ? MapFields.Created : MapFields.From], header);
        var time = new SourceTime(map, context.ZoneOf(map), context.Agency, context.Now.AddYears(1));
        var missing = map.Missing.ToHashSet(StringComparer.Ordinal);
        return [.. rows.Where(row => row.Wrong is null).Select(row => (row.Line, Text: column.Read(row.Fields, missing)))
            .Where(row => row.Text is not null).DistinctBy(row => row.Text).Take(MostSamples)
            .Select(row => time.Read(row.Text!, out var wrong) is { } moment
                ? new TimeSample(row.Line, row.Text!, $"{moment.Local:yyyy-MM-dd'T'HH:mm:ss}", moment.Instant, moment.Precision, null)
                : new TimeSample(row.Line, row.Text!, null, null, null, wrong!.Sentence))];
    }
}
