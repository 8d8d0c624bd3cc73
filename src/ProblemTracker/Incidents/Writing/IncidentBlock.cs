using System.Diagnostics;

namespace ProblemTracker.Incidents;

/// <summary>
/// Writes the incidents of one import, a block of rows at a time. A block is sorted by time before it is written: most indexes of
/// <c>Incident</c> end in it, so rows written together change few of their pages. The other indexes are filled after it.
/// </summary>
internal sealed class IncidentBlock(Db db, BulkLoad load, ImportRuns runs, ImportLease run, IncidentMap map, TimeZoneInfo agency)
    : IDisposable
{
    /// <summary>Rows of a block: filling the indexes takes about 40 MB of memory for them.</summary>
    public const int Rows = 250_000;

    /// <summary>Rows that are compared with the database at once.</summary>
    private const int Compared = 10_000;

    /// <summary>Between two renewals of the lease while rows are compared.</summary>
    private static readonly TimeSpan Renewal = TimeSpan.FromSeconds(1);

    private static readonly string[] Columns =
    [
        "ImportRunId", "EventKey", "DedupeKey", "SourceNumber", "OccurredFrom", "OccurredTo", "TimePrecision", "LocalDate", "LocalHour",
        "LocalWeekday", "CategoryCode", "SourceCategory", "NeighborhoodId", "Latitude", "Longitude", "Address",
    ];

    private sealed record Inserted
    {
        public long Id { get; init; }
        public string DedupeKey { get; init; } = "";
    }

    private readonly IncidentIndexes _indexes = new(db, load, runs, run);

    private readonly IncidentSort _sort = new();

    private long _lastId;

    private readonly KnownIncidents _known = new(db, map);

    /// <summary>Adds a row to the block. Of rows with one key, the first is written.</summary>
    public void Add(NewIncident row) => _sort.Add(row);

    public void Dispose() => _sort.Dispose();

    /// <summary>
    /// Writes the rows of the block that are new, and the new content of those whose number is known, and begins another block.
    /// </summary>
    /// <param name="counts">The progress after this part of the rows, from 0 to 1.</param>
    /// <param name="wrote">Called after every step.</param>
    /// <param name="report">Takes the rows to report, because their number came before with other content.</param>
    /// <param name="ct">Ends the work between two steps.</param>
    /// <exception cref="Invalid">At <c>updates</c>: a number came before with other content; the map doesn't say what to do.</exception>
    public async Task Write(Func<double, ImportCounts> counts, Action<ImportCounts> wrote, Action<ChangedIncident> report,
        CancellationToken ct)
    {
        var (whole, done) = (Math.Max(1, _sort.Count), 0);
        foreach (var rows in _sort.Sorted().Chunk(Compared))
        {
            var sorted = await Sort(rows, counts((double)done / whole), ct);
            if (map.Updates is null && sorted.Changed is [var first, ..])
                throw new Invalid("updates", $"Line {first.After.Line}: {ContentChange.Sentence(first, agency)} Choose what happens to "
                    + "such rows: update the incident, add another one, or only report them.");
            var before = done;
            await Steps([.. sorted.New.OrderBy(row => row.OccurredFrom)], some => New(some, ct),
                written => counts((double)(before + written) / whole), wrote, ct);
            if (map.Updates == UpdateRule.Update)
                await Steps(sorted.Changed, some => () => Change(some, ct),
                    written => counts((double)(before + sorted.New.Count + written) / whole), wrote, ct);
            else
                foreach (var row in sorted.Changed) report(row);
            done += rows.Length;
            if (sorted.New.Count == 0) wrote(counts((double)done / whole));
        }
        if (done == 0) wrote(counts(1));
        _sort.Clear();
        await _indexes.Fill(counts(1), ct);
    }

    private async Task<SortedRows> Sort(IEnumerable<NewIncident> rows, ImportCounts counts, CancellationToken ct)
    {
        var renewed = Stopwatch.StartNew();
        return await _known.Sort(rows, run.Id, async () =>
        {
            if (renewed.Elapsed < Renewal) return;
            await db.Write(async () =>
            {
                await runs.Renew(run, counts, ct);
                return Done.Instance;
            }, ct);
            renewed.Restart();
        }, ct);
    }

    /// <param name="rows">In the order to write.</param>
    /// <param name="prepare">
    /// Does what it can before the transaction of some rows, so that other writers don't wait for it; the rest returns the last id of the
    /// import and how many rows it wrote: fewer if someone waits.
    /// </param>
    /// <param name="counts">The progress after so many rows.</param>
    /// <param name="wrote">Called after every step.</param>
    /// <param name="ct">Ends the work between two steps.</param>
    private async Task Steps<T>(IReadOnlyList<T> rows, Func<List<T>, Func<Task<(long LastId, int Written)>>> prepare,
        Func<int, ImportCounts> counts, Action<ImportCounts> wrote, CancellationToken ct)
    {
        for (var done = 0; done < rows.Count;)
        {
            var rest = load.Rest(ct);
            var step = rows.Skip(done).Take(load.AtOnce).ToList();
            var write = prepare(step);
            await rest;
            var before = counts(done);
            (_lastId, var written) = await load.Step(async () =>
            {
                await runs.Renew(run, before, ct);
                return await write();
            }, ct);
            if (written == step.Count) load.Adjust();
            done += written;
            wrote(counts(done));
        }
    }

    private Func<Task<(long LastId, int Written)>> New(List<NewIncident> rows, CancellationToken ct)
    {
        var added = rows.ToDictionary(row => row.DedupeKey, row => (Row: Values(row), Words: IncidentTexts.WordsOf(row)),
            StringComparer.Ordinal);
        return () => Insert(added, ct);
    }

    /// <param name="rows">Values and words by key, in the order to insert.</param>
    /// <param name="ct">Ends the work.</param>
    private async Task<(long LastId, int Written)> Insert(Dictionary<string, (object?[] Row, string Words)> rows, CancellationToken ct)
    {
        var (lastId, written) = (_lastId, 0);
        foreach (var some in rows.Values.Chunk(load.Uninterrupted))
        {
            await db.Insert("Incident", Columns, some.Select(row => row.Row), ct);
            var ids = await db.List<Inserted>("SELECT Id, DedupeKey FROM Incident WHERE ImportRunId = @Id AND Id > @lastId ORDER BY Id",
                new { run.Id, lastId }, ct);
            await IncidentTexts.Add(db, ids.Select(i => (i.Id, rows[i.DedupeKey].Words)), ct);
            (lastId, written) = (ids[^1].Id, written + some.Length);
            if (db.IsAwaited) break;
        }
        return (lastId, written);
    }

    private async Task<(long LastId, int Written)> Change(List<ChangedIncident> rows, CancellationToken ct)
    {
        var written = 0;
        foreach (var some in rows.Chunk(load.Uninterrupted))
        {
            await IncidentUpdates.Change(db, run.Id, some, ct);
            written += some.Length;
            if (db.IsAwaited) break;
        }
        return (_lastId, written);
    }

    private static object?[] Values(NewIncident row) =>
    [
        row.ImportRunId, row.EventKey, row.DedupeKey, row.SourceNumber, row.OccurredFrom, row.OccurredTo, row.TimePrecision, row.LocalDate,
        row.LocalHour, row.LocalWeekday, row.CategoryCode, row.SourceCategory, row.NeighborhoodId, row.Latitude, row.Longitude, row.Address,
    ];
}
