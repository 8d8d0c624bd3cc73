using System.Diagnostics;

namespace ProblemTracker.Incidents;

/// <summary>
/// Writes the incidents of one import, a block of rows at a time. A block is sorted by time before it is written: most indexes of
/// <c>Incident</c> end in it, so rows written together change few of their pages.
/// </summary>
internal sealed class IncidentBlock(Db db, BulkLoad load, ImportRuns runs, ImportLease run, IncidentMap map, TimeZoneInfo agency)
{
    /// <summary>Rows of a block: about 50 MB of memory.</summary>
    public const int Rows = 60_000;

    private const int FewestAtOnce = 50, MostAtOnce = 5000;

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

    /// <summary>Rows of the next step; follows how long the last ones took.</summary>
    private int _atOnce = 200;

    private long _lastId;

    private readonly KnownIncidents _known = new(db, map);

    /// <summary>
    /// Writes the rows that are new, and the new content of those whose number is known. Of rows with one key, the first is written.
    /// </summary>
    /// <param name="rows">In the order of the file.</param>
    /// <param name="counts">The progress after this part of the rows, from 0 to 1.</param>
    /// <param name="wrote">Called after every step.</param>
    /// <param name="ct">Ends the work between two steps.</param>
    /// <returns>The rows to report, because their number came before with other content.</returns>
    /// <exception cref="Invalid">At <c>updates</c>: a number came before with other content, and the map doesn't say what to do</exception>
    public async Task<IReadOnlyList<ChangedIncident>> Write(IEnumerable<NewIncident> rows, Func<double, ImportCounts> counts,
        Action<ImportCounts> wrote, CancellationToken ct)
    {
        var sorted = await Sort(rows, counts(0), ct);
        if (map.Updates is null && sorted.Changed is [var first, ..])
            throw new Invalid("updates", $"Line {first.After.Line}: {ContentChange.Sentence(first, agency)} Choose what happens to such "
                + "rows: update the incident, add another one, or only report them.");
        var changes = map.Updates == UpdateRule.Update ? sorted.Changed : [];
        var whole = Math.Max(1, sorted.New.Count + changes.Count);
        await Steps([.. sorted.New.OrderBy(row => row.OccurredFrom)], some => New(some, ct), done => counts((double)done / whole), wrote,
            ct);
        await Steps(changes, some => async () =>
        {
            await IncidentUpdates.Change(db, run.Id, some, ct);
            return _lastId;
        }, done => counts((double)(sorted.New.Count + done) / whole), wrote, ct);
        if (sorted.New.Count + changes.Count == 0) wrote(counts(1));
        return map.Updates == UpdateRule.Report ? sorted.Changed : [];
    }

    private async Task<SortedRows> Sort(IEnumerable<NewIncident> rows, ImportCounts counts, CancellationToken ct)
    {
        var renewed = Stopwatch.StartNew();
        return await _known.Sort(rows.DistinctBy(row => row.DedupeKey, StringComparer.Ordinal), run.Id, async () =>
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
    /// Does what it can before the transaction of some rows, so that other writers don't wait for it; the rest returns the last id.
    /// </param>
    /// <param name="counts">The progress after so many rows.</param>
    /// <param name="wrote">Called after every step.</param>
    /// <param name="ct">Ends the work between two steps.</param>
    private async Task Steps<T>(IReadOnlyList<T> rows, Func<List<T>, Func<Task<long>>> prepare, Func<int, ImportCounts> counts,
        Action<ImportCounts> wrote, CancellationToken ct)
    {
        for (var done = 0; done < rows.Count;)
        {
            var rest = load.Rest(ct);
            var step = rows.Skip(done).Take(_atOnce).ToList();
            var write = prepare(step);
            await rest;
            done += step.Count;
            var after = counts(done);
            var watch = new Stopwatch();
            _lastId = await load.Step(async () =>
            {
                watch.Restart();
                await runs.Renew(run, after, ct);
                return await write();
            }, watch.Stop, ct);
            _atOnce = Math.Clamp((int)(_atOnce * Math.Clamp(BulkLoad.StepTime / watch.Elapsed, 0.5, 1.5)), FewestAtOnce, MostAtOnce);
            wrote(after);
        }
    }

    private Func<Task<long>> New(List<NewIncident> rows, CancellationToken ct)
    {
        var added = rows.ToDictionary(row => row.DedupeKey, row => (Row: Values(row), Words: IncidentTexts.WordsOf(row)),
            StringComparer.Ordinal);
        return () => Insert(added, ct);
    }

    /// <param name="rows">Values and words by key, in the order to insert.</param>
    /// <param name="ct">Ends the work.</param>
    /// <returns>The last id of the import.</returns>
    private async Task<long> Insert(Dictionary<string, (object?[] Row, string Words)> rows, CancellationToken ct)
    {
        await db.Insert("Incident", Columns, rows.Values.Select(row => row.Row), ct);
        var ids = await db.List<Inserted>("SELECT Id, DedupeKey FROM Incident WHERE ImportRunId = @Id AND Id > @last ORDER BY Id",
            new { run.Id, last = _lastId }, ct);
        await IncidentTexts.Add(db, ids.Select(i => (i.Id, rows[i.DedupeKey].Words)), ct);
        return ids[^1].Id;
    }

    private static object?[] Values(NewIncident row) =>
    [
        row.ImportRunId, row.EventKey, row.DedupeKey, row.SourceNumber, row.OccurredFrom, row.OccurredTo, row.TimePrecision, row.LocalDate,
        row.LocalHour, row.LocalWeekday, row.CategoryCode, row.SourceCategory, row.NeighborhoodId, row.Latitude, row.Longitude, row.Address,
    ];
}
