using System.Diagnostics;

namespace ProblemTracker.Incidents;

/// <summary>
/// Writes the incidents of one import, a block of rows at a time. A block is sorted by time before it is written: most indexes of
/// <c>Incident</c> end in it, so rows written together change few of their pages.
/// </summary>
internal sealed class IncidentBlock(Db db, BulkLoad load, ImportRuns runs, ImportLease run)
{
    /// <summary>Rows of a block: about 50 MB of memory.</summary>
    public const int Rows = 60_000;

    private const int FewestAtOnce = 50, MostAtOnce = 5000;

    /// <summary>Keys looked up in one query; SQL Server allows 2,100 parameters.</summary>
    private const int KeysAtOnce = 500;

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

    /// <summary>Writes the rows whose keys are new. Of rows with one key, the first is written.</summary>
    /// <param name="rows">In the order of the file.</param>
    /// <param name="counts">The progress after this part of the rows, from 0 to 1.</param>
    /// <param name="wrote">Called after every step.</param>
    /// <param name="ct">Ends the work between two steps.</param>
    public async Task Write(IEnumerable<NewIncident> rows, Func<double, ImportCounts> counts, Action<ImportCounts> wrote,
        CancellationToken ct)
    {
        var sorted = rows.DistinctBy(row => row.DedupeKey, StringComparer.Ordinal).OrderBy(row => row.OccurredFrom).ToList();
        for (var done = 0; done < sorted.Count;)
        {
            var rest = load.Rest(ct);
            var step = sorted.GetRange(done, Math.Min(_atOnce, sorted.Count - done));
            // Before the transaction, so that other writers don't wait for it.
            var known = await Known(step, ct);
            var added = step.Where(row => !known.Contains(row.DedupeKey))
                .ToDictionary(row => row.DedupeKey, row => (Row: Values(row), Words: IncidentTexts.WordsOf(row)), StringComparer.Ordinal);
            await rest;
            done += step.Count;
            var after = counts(done / (double)sorted.Count);
            var watch = new Stopwatch();
            _lastId = await load.Step(async () =>
            {
                watch.Restart();
                await runs.Renew(run, after, ct);
                return await Insert(added, ct);
            }, watch.Stop, ct);
            _atOnce = Math.Clamp((int)(_atOnce * Math.Clamp(BulkLoad.StepTime / watch.Elapsed, 0.5, 1.5)), FewestAtOnce, MostAtOnce);
            wrote(after);
        }
    }

    /// <summary>Those keys of the rows that incidents already have: of earlier imports, and of earlier blocks of this one.</summary>
    private async Task<HashSet<string>> Known(List<NewIncident> rows, CancellationToken ct)
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var keys in rows.Select(row => row.DedupeKey).Chunk(KeysAtOnce))
            known.UnionWith(await db.List<string>("SELECT DedupeKey FROM Incident WHERE DedupeKey IN @keys", new { keys }, ct));
        return known;
    }

    /// <param name="rows">Values and words by key, in the order to insert.</param>
    /// <param name="ct">Ends the work.</param>
    /// <returns>The last id of the import.</returns>
    private async Task<long> Insert(Dictionary<string, (object?[] Row, string Words)> rows, CancellationToken ct)
    {
        if (rows.Count == 0) return _lastId;
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
