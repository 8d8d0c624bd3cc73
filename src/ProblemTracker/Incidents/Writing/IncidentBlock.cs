using System.Diagnostics;

namespace ProblemTracker.Incidents;

/// <summary>
/// Writes the incidents of one import, a block of rows at a time. A block is sorted by time before it is written: most indexes of
/// <c>Incident</c> end in it, so rows written together change few of their pages. The other indexes are filled after it.
/// </summary>
internal sealed class IncidentBlock(Db db, BulkLoad load, ImportRuns runs, ImportLease run, IncidentMap map, TimeZoneInfo agency)
    : IDisposable
{
    /// <summary>Rows of a block; fewer would change each page of the other indexes more often.</summary>
    public const int Rows = 250_000;

    /// <summary>Rows that are compared with the database at once.</summary>
    private const int Compared = 5_000;

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

    /// <summary>Takes each row that was written: added, or the new content of a known incident.</summary>
    public Action<NewIncident>? Wrote { get; init; }

    /// <summary>Called after every few thousand rows, outside a step.</summary>
    public Func<ImportCounts, Task>? Between { get; init; }

    /// <inheritdoc cref="KnownIncidents.HasRanges"/>
    public bool HasRanges { get => _known.HasRanges; set => _known.HasRanges = value; }

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
                    + "such rows: update the incident, add another one, or only report them. If the file is of another source, name the "
                    + "source instead.");
            var before = done;
            ImportCounts Counts(int written) => counts((double)(before + written) / whole);
            await load.Write(sorted.New.OrderBy(row => row.OccurredFrom).ToAsyncEnumerable(),
                row => (row, Values(row), IncidentTexts.WordsOf(row)), some => Insert(some, ct),
                written => runs.Renew(run, Counts(written), ct), written => wrote(Counts(written)), ct);
            foreach (var row in sorted.New) Wrote?.Invoke(row);
            before += sorted.New.Count;
            if (map.Updates == UpdateRule.Update)
            {
                await load.Write(sorted.Changed.ToAsyncEnumerable(), row => row, some => IncidentUpdates.Change(db, run.Id, some, ct),
                    written => runs.Renew(run, Counts(written), ct), written => wrote(Counts(written)), ct);
                foreach (var row in sorted.Changed) Wrote?.Invoke(row.After);
            }
            else
                foreach (var row in sorted.Changed) report(row);
            done += rows.Length;
            if (sorted.New.Count == 0) wrote(counts((double)done / whole));
            if (Between is { } between) await between(counts((double)done / whole));
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

    private async Task Insert(IReadOnlyList<(NewIncident Row, object?[] Values, string Words)> rows, CancellationToken ct)
    {
        await db.Insert("Incident", Columns, rows.Select(row => row.Values), ct);
        var ids = (await db.List<Inserted>("SELECT Id, DedupeKey FROM Incident WHERE ImportRunId = @Id AND Id > @_lastId",
            new { run.Id, _lastId }, ct)).ToDictionary(i => i.DedupeKey, i => i.Id, StringComparer.Ordinal);
        await IncidentTexts.Add(db, rows.Select(row => (ids[row.Row.DedupeKey], row.Words)), ct);
        _lastId = ids.Values.Max();
    }

    private static object?[] Values(NewIncident row) =>
    [
        row.ImportRunId, row.EventKey, row.DedupeKey, row.SourceNumber, row.OccurredFrom, row.OccurredTo, row.TimePrecision, row.LocalDate,
        row.LocalHour, row.LocalWeekday, row.CategoryCode, row.SourceCategory, row.NeighborhoodId, row.Latitude, row.Longitude, row.Address,
    ];
}
