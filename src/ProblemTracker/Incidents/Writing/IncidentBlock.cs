namespace ProblemTracker.Incidents;

/// <summary>
/// Writes the incidents of one import, a block of rows at a time. A block is sorted by time before it is written: most indexes of
/// <c>Incident</c> end in it, so rows written together change few of their pages.
/// </summary>
internal sealed class IncidentBlock(Db db, BulkLoad load, ImportRuns runs, ImportLease run)
{
    /// <summary>Rows of a block: about 50 MB of memory.</summary>
    public const int Rows = 60_000;

    /// <summary>Rows written before the indexes of keys, places and addresses are filled: their keys are about 60 MB of memory.</summary>
    private const int MostUnindexed = 500_000;

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

    private readonly IncidentIndexes _indexes = new(db, load, runs, run);

    /// <summary>Keys of this import's rows that <c>IncidentKey</c> may not have yet.</summary>
    private readonly HashSet<string> _unindexed = new(StringComparer.Ordinal);

    private long _lastId;

    /// <summary>Writes the rows whose keys are new. Of rows with one key, the first is written.</summary>
    /// <param name="rows">In the order of the file.</param>
    /// <param name="counts">The progress after this part of the rows, from 0 to 1.</param>
    /// <param name="wrote">Called after every step.</param>
    /// <param name="ct">Ends the work between two steps.</param>
    public async Task Write(IEnumerable<NewIncident> rows, Func<double, ImportCounts> counts, Action<ImportCounts> wrote,
        CancellationToken ct)
    {
        var sorted = rows.Where(row => _unindexed.Add(row.DedupeKey)).OrderBy(row => row.OccurredFrom).ToList();
        for (var done = 0; done < sorted.Count;)
        {
            var rest = load.Rest(ct);
            var step = sorted.GetRange(done, Math.Min(load.AtOnce, sorted.Count - done));
            // Before the transaction, so that other writers don't wait for it.
            var known = await Known(step, ct);
            var added = step.Where(row => !known.Contains(row.DedupeKey))
                .ToDictionary(row => row.DedupeKey, row => (Row: Values(row), Words: IncidentTexts.WordsOf(row)), StringComparer.Ordinal);
            await rest;
            var before = counts(done / (double)sorted.Count);
            (_lastId, var written) = await load.Step(async () =>
            {
                await runs.Renew(run, before, ct);
                return await Insert(added, ct);
            }, () => { }, ct);
            if (written == added.Count) load.Adjust();
            done += written == added.Count ? step.Count : step.FindIndex(row => row.DedupeKey == added.Keys.ElementAt(written));
            wrote(counts(done / (double)sorted.Count));
        }
        if (sorted.Count == 0) wrote(counts(1));
        if (_unindexed.Count >= MostUnindexed) await Index(counts(1), ct);
    }

    /// <summary>Fills the indexes of keys, places and addresses. Call it after the last block.</summary>
    public async Task Index(ImportCounts counts, CancellationToken ct)
    {
        await _indexes.Fill(counts, ct);
        _unindexed.Clear();
    }

    /// <summary>Those keys of the rows that incidents already have: of earlier imports, and of indexed blocks of this one.</summary>
    private async Task<HashSet<string>> Known(List<NewIncident> rows, CancellationToken ct)
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var keys in rows.Select(row => row.DedupeKey).Chunk(KeysAtOnce))
            known.UnionWith(await db.List<string>("SELECT DedupeKey FROM IncidentKey WHERE DedupeKey IN @keys", new { keys }, ct));
        return known;
    }

    /// <param name="rows">Values and words by key, in the order to insert.</param>
    /// <param name="ct">Ends the work.</param>
    /// <returns>The last id of the import, and how many rows were inserted: fewer if someone waits.</returns>
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
            if (load.IsAwaited) break;
        }
        return (lastId, written);
    }

    private static object?[] Values(NewIncident row) =>
    [
        row.ImportRunId, row.EventKey, row.DedupeKey, row.SourceNumber, row.OccurredFrom, row.OccurredTo, row.TimePrecision, row.LocalDate,
        row.LocalHour, row.LocalWeekday, row.CategoryCode, row.SourceCategory, row.NeighborhoodId, row.Latitude, row.Longitude, row.Address,
    ];
}
