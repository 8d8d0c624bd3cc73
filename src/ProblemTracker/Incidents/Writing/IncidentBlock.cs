namespace ProblemTracker.Incidents;

/// <summary>
/// Writes the incidents of one import, a block of rows at a time. A block is sorted by time before it is written: most indexes of
/// <c>Incident</c> end in it, so rows written together change few of their pages. The other indexes are filled after it.
/// </summary>
internal sealed class IncidentBlock(Db db, BulkLoad load, ImportRuns runs, ImportLease run) : IDisposable
{
    /// <summary>Rows of a block: filling the indexes takes about 40 MB of memory for them.</summary>
    public const int Rows = 250_000;

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

    private readonly IncidentSort _sort = new();

    private long _lastId;

    /// <summary>Adds a row to the block. Of rows with one key, the first is written.</summary>
    public void Add(NewIncident row) => _sort.Add(row);

    public void Dispose() => _sort.Dispose();

    /// <summary>Writes the rows of the block whose keys are new, and begins another.</summary>
    /// <param name="counts">The progress after this part of the rows, from 0 to 1.</param>
    /// <param name="wrote">Called after every step.</param>
    /// <param name="ct">Ends the work between two steps.</param>
    public async Task Write(Func<double, ImportCounts> counts, Action<ImportCounts> wrote, CancellationToken ct)
    {
        using var rows = _sort.Sorted().GetEnumerator();
        // Those read from the sort that are not written yet.
        List<NewIncident> next = [];
        for (var done = 0; done < _sort.Count;)
        {
            var rest = load.Rest(ct);
            while (next.Count < load.AtOnce && rows.MoveNext()) next.Add(rows.Current);
            var step = next.GetRange(0, Math.Min(load.AtOnce, next.Count));
            // Before the transaction, so that other writers don't wait for it.
            var known = await Known(step, ct);
            var added = step.Where(row => !known.Contains(row.DedupeKey))
                .ToDictionary(row => row.DedupeKey, row => (Row: Values(row), Words: IncidentTexts.WordsOf(row)), StringComparer.Ordinal);
            await rest;
            var before = counts(done / (double)_sort.Count);
            (_lastId, var written) = await load.Step(async () =>
            {
                await runs.Renew(run, before, ct);
                return await Insert(added, ct);
            }, () => { }, ct);
            if (written == added.Count) load.Adjust();
            else step = step.GetRange(0, step.FindIndex(row => row.DedupeKey == added.Keys.ElementAt(written)));
            next.RemoveRange(0, step.Count);
            done += step.Count;
            wrote(counts(done / (double)_sort.Count));
        }
        if (_sort.Count == 0) wrote(counts(1));
        _sort.Clear();
        await _indexes.Fill(counts(1), ct);
    }

    /// <summary>Those keys of the rows that incidents already have: of earlier imports, and of earlier blocks of this one.</summary>
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
