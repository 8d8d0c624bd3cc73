using System.Text.Json;

namespace ProblemTracker.Incidents;

/// <summary>The content of an incident that the database has.</summary>
internal sealed record StoredIncident : IIncidentContent
{
    public long Id { get; init; }
    public string EventKey { get; init; } = "";
    public string DedupeKey { get; init; } = "";
    public DateTimeOffset OccurredFrom { get; init; }
    public DateTimeOffset OccurredTo { get; init; }
    public string TimePrecision { get; init; } = "";
    public string CategoryCode { get; init; } = "";
    public string? SourceCategory { get; init; }
    public long? NeighborhoodId { get; init; }
    public double? Latitude { get; init; }
    public double? Longitude { get; init; }
    public string? Address { get; init; }
    /// <summary>Added or changed by the import that asks.</summary>
    public bool IsOurs { get; init; }
}

/// <summary>A row whose number was imported before with other content.</summary>
/// <param name="After">The row; fields that the map doesn't have are as before.</param>
internal sealed record ChangedIncident(StoredIncident Before, NewIncident After);

/// <param name="New">Rows to add.</param>
/// <param name="Changed">
/// Rows whose number came before with other content; under <see cref="UpdateRule.Add"/>, those with the key of an incident, which can't be
/// added.
/// </param>
/// <param name="Repeats">Number of rows that were imported before.</param>
internal sealed record SortedRows(IReadOnlyList<NewIncident> New, IReadOnlyList<ChangedIncident> Changed, int Repeats);

/// <summary>
/// Compares rows of a file with the incidents that earlier imports added. A row with the key of an incident repeats it. If its number is
/// known, it stands for one of the incidents with that number: those that other rows repeat are out, then the most similar is taken.
/// </summary>
internal sealed class KnownIncidents(Db db, IncidentMap map)
{
    /// <summary>Keys looked up in one query.</summary>
    private const int KeysAtOnce = 500;

    /// <summary>A number with more rows is none, for example 0 or N/A.</summary>
    private const int MostOfOneNumber = 20;

    private readonly bool _compares = map.Columns.ContainsKey(IncidentMap.Number);
    private readonly bool _adds = map.Updates == UpdateRule.Add;
    private readonly RowFields _mapped =
        (map.Columns.ContainsKey(IncidentMap.OccurredTo) || map.RangeSeparator is not null ? RowFields.End : RowFields.None)
        | (map.Columns.ContainsKey(IncidentMap.Category) ? RowFields.Category : RowFields.None)
        | (map.Columns.ContainsKey(IncidentMap.Address) ? RowFields.Address : RowFields.None)
        | (map.HasPlace ? RowFields.Place : RowFields.None);

    /// <summary>
    /// Whether rows of the file have ranges of hours: then a row with a single hour says that there is no other end. A file that has only
    /// starts doesn't say so.
    /// </summary>
    public bool HasRanges { get; set; }

    /// <param name="rows">Rows with different keys; those of one number should come together.</param>
    /// <param name="run">The import that asks: what it added or changed stays as it is; 0 for none.</param>
    /// <param name="between">Called after every query.</param>
    /// <param name="ct">Ends the work.</param>
    public async Task<SortedRows> Sort(IEnumerable<NewIncident> rows, long run, Func<Task> between, CancellationToken ct)
    {
        var sorting = new Sorting(this);
        foreach (var some in rows.Chunk(KeysAtOnce))
        {
            if (_compares) sorting.ByKey(some, await WithKeys([.. some.Select(row => row.DedupeKey)], run, ct));
            else sorting.ByKey(some, await Keys([.. some.Select(row => row.DedupeKey)], ct));
            await between();
        }
        if (!_compares) return sorting.Result();
        foreach (var events in sorting.Numbers().Chunk(KeysAtOnce))
        {
            sorting.ByNumber(events, await OfEvents([.. events.Select(rows => rows.Key)], run, ct));
            await between();
        }
        return sorting.Result();
    }

    private async Task<HashSet<string>> Keys(string[] keys, CancellationToken ct) =>
        (await db.List<string>($"SELECT DedupeKey FROM IncidentKey WHERE DedupeKey IN {db.Dialect.Texts("@keys")}",
            new { keys = JsonSerializer.Serialize(keys) }, ct))
            .ToHashSet(StringComparer.Ordinal);

    private const string Columns = """
        i.Id, i.EventKey, i.DedupeKey, i.OccurredFrom, i.OccurredTo, i.TimePrecision, i.CategoryCode, i.SourceCategory, i.NeighborhoodId,
        i.Latitude, i.Longitude, i.Address, CASE WHEN i.ImportRunId = @run OR EXISTS (
            SELECT 1 FROM IncidentChange c WHERE c.IncidentId = i.Id AND c.ImportRunId = @run) THEN 1 ELSE 0 END AS IsOurs
        """;

    private async Task<Dictionary<string, StoredIncident>> WithKeys(string[] keys, long run, CancellationToken ct) =>
        (await db.List<StoredIncident>($"""
            SELECT {Columns} FROM IncidentKey k JOIN Incident i ON i.Id = k.IncidentId WHERE k.DedupeKey IN {db.Dialect.Texts("@keys")}
            """, new { keys = JsonSerializer.Serialize(keys), run }, ct))
            .ToDictionary(stored => stored.DedupeKey, StringComparer.Ordinal);

    private async Task<IReadOnlyList<StoredIncident>> OfEvents(string[] events, long run, CancellationToken ct)
    {
        // Counts first, from the index alone: a placeholder could have all incidents.
        var keys = await db.List<string>($"""
            SELECT EventKey FROM IncidentEvent WHERE EventKey IN {db.Dialect.Texts("@events")}
            GROUP BY EventKey HAVING COUNT(*) <= @MostOfOneNumber
            """, new { events = JsonSerializer.Serialize(events), MostOfOneNumber }, ct);
        return keys.Count == 0 ? [] : await db.List<StoredIncident>($"""
            SELECT {Columns} FROM IncidentEvent e JOIN Incident i ON i.Id = e.IncidentId WHERE e.EventKey IN {db.Dialect.Texts("@keys")}
            ORDER BY i.Id
            """, new { keys = JsonSerializer.Serialize(keys), run }, ct);
    }

    /// <summary>The row with what the map doesn't have or can't read as before; null if it then is as before.</summary>
    private ChangedIncident? Compare(StoredIncident before, NewIncident row)
    {
        if (before.IsOurs || row.SourceNumber is null || before.EventKey != row.EventKey) return null;
        bool Has(RowFields field) => _mapped.HasFlag(field) && !row.Unread.HasFlag(field);
        // Of a range of hours, the end is in the column of the start.
        var hasEnd = Has(RowFields.End) || (row.TimePrecision == nameof(TimePrecision.Minute)
            && (HasRanges ? !row.Unread.HasFlag(RowFields.End) : row.OccurredTo > row.OccurredFrom));
        var (hasCategory, hasPlace) = (Has(RowFields.Category), Has(RowFields.Place));
        var after = row with
        {
            OccurredTo = !hasEnd && row.OccurredFrom == before.OccurredFrom ? before.OccurredTo : row.OccurredTo,
            CategoryCode = hasCategory ? row.CategoryCode : before.CategoryCode,
            SourceCategory = hasCategory ? row.SourceCategory : before.SourceCategory,
            Address = Has(RowFields.Address) ? row.Address : before.Address,
            Latitude = hasPlace ? row.Latitude : before.Latitude,
            Longitude = hasPlace ? row.Longitude : before.Longitude,
            NeighborhoodId = hasPlace ? row.NeighborhoodId : before.NeighborhoodId,
        };
        return Changes(before, after).Any() ? new(before, after) : null;
    }

    private static IEnumerable<ContentChange> Changes(StoredIncident before, NewIncident after) =>
        ContentChange.Of(before, after, TimeZoneInfo.Utc);

    private sealed class Sorting(KnownIncidents known)
    {
        private readonly List<NewIncident> _new = [], _numbered = [];
        private readonly List<ChangedIncident> _changed = [];
        private readonly HashSet<long> _taken = [];
        private int _repeats;

        public SortedRows Result() => new([.. _new, .. _numbered], _changed, _repeats);

        public void ByKey(IEnumerable<NewIncident> rows, HashSet<string> keys)
        {
            foreach (var row in rows)
                if (keys.Contains(row.DedupeKey)) _repeats++;
                else _new.Add(row);
        }

        public void ByKey(IEnumerable<NewIncident> rows, Dictionary<string, StoredIncident> stored)
        {
            foreach (var row in rows)
                if (!stored.TryGetValue(row.DedupeKey, out var before))
                    (row.SourceNumber is null ? _new : _numbered).Add(row);
                else Match(before, known.Compare(before, row));
        }

        /// <summary>The rows whose key is unknown, by number.</summary>
        public List<IGrouping<string, NewIncident>> Numbers()
        {
            var groups = _numbered.GroupBy(row => row.EventKey, StringComparer.Ordinal).ToList();
            _numbered.Clear();
            return groups;
        }

        public void ByNumber(IEnumerable<IGrouping<string, NewIncident>> events, IReadOnlyList<StoredIncident> stored)
        {
            var free = stored.Where(s => !s.IsOurs && !_taken.Contains(s.Id)).ToLookup(s => s.EventKey, StringComparer.Ordinal);
            foreach (var rows in events)
                if (free.Contains(rows.Key) && rows.Count() <= MostOfOneNumber) Pair([.. rows], free[rows.Key]);
                else _numbered.AddRange(rows);
        }

        private void Pair(List<NewIncident> rows, IEnumerable<StoredIncident> stored)
        {
            var pairs = rows.SelectMany(row => stored.Select(before => (row, before, change: known.Compare(before, row))))
                .OrderBy(pair => pair.change is null ? 0 : Changes(pair.before, pair.change.After).Count());
            foreach (var (row, before, change) in pairs)
            {
                // With other content, it is another incident.
                if (known._adds && change is not null) continue;
                if (_taken.Contains(before.Id) || !rows.Remove(row)) continue;
                Match(before, change);
            }
            _numbered.AddRange(rows);
        }

        private void Match(StoredIncident before, ChangedIncident? change)
        {
            _taken.Add(before.Id);
            if (change is null) _repeats++;
            else _changed.Add(change);
        }
    }
}
