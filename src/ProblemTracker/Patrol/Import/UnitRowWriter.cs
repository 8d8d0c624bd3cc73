namespace ProblemTracker.Patrol;

/// <summary>Writes rows of calls or shifts, with units and beats that they name for the first time.</summary>
internal sealed class UnitRowWriter(Db db, IUnitReader reader, long runId)
{
    /// <summary>SQL Server allows 2,100 parameters.</summary>
    private const int Slice = 900;

    private readonly Dictionary<string, long> _units = [], _beats = [];

    /// <summary>Forgets the names added by a transaction that the database rolled back.</summary>
    public void Forget()
    {
        _units.Clear();
        _beats.Clear();
    }

    private sealed record Named
    {
        public long Id { get; init; }
        public string NameKey { get; init; } = "";
    }

    /// <summary>Adds the rows that are not there yet. Within a transaction.</summary>
    /// <returns>Those that were added.</returns>
    public async Task<IReadOnlyList<UnitRow>> Add(IReadOnlyList<UnitRow> rows, CancellationToken ct)
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var keys in rows.Select(row => row.DedupeKey).Chunk(Slice))
            known.UnionWith(await db.List<string>($"SELECT t.DedupeKey FROM {reader.RowTable} t WHERE t.DedupeKey IN @keys",
                new { keys }, ct));
        List<UnitRow> added = [.. rows.Where(row => known.Add(row.DedupeKey))];
        await Name("PatrolUnit", _units, added.Select(row => row.Unit), ct);
        await Name("Beat", _beats, added.Select(row => row.Beat), ct);
        await db.Insert(reader.RowTable, ["ImportRunId", "DedupeKey", "UnitId", .. reader.Columns], added.Select(row => new object?[]
        {
            runId, row.DedupeKey, IdOf(_units, row.Unit),
        }.Concat(row.Values(IdOf(_beats, row.Beat))).ToArray()), ct);
        return added;
    }

    /// <summary>Number of the run's rows that begin while the unit is still on another call or shift.</summary>
    public async Task<int> Overlaps(CancellationToken ct)
    {
        var (from, to) = reader.Span;
        var (overlaps, unit, until, isOurs) = (0, 0L, DateTimeOffset.MinValue, false);
        await foreach (var row in db.Stream<Stretch>($"""
            SELECT t.UnitId, t.{from} AS FromAt, t.{to} AS ToAt, IIF(t.ImportRunId = @runId, 1, 0) AS IsOurs FROM {reader.RowTable} t
            WHERE t.{from} >= (SELECT MIN(o.{from}) FROM {reader.RowTable} o WHERE o.ImportRunId = @runId)
                AND t.{from} <= (SELECT MAX(o.{to}) FROM {reader.RowTable} o WHERE o.ImportRunId = @runId)
            ORDER BY t.UnitId, t.{from}, t.Id
            """, new { runId }, ct))
        {
            if (row.UnitId == unit && row.FromAt < until && (row.IsOurs || isOurs)) overlaps++;
            if (row.UnitId == unit && row.ToAt <= until) continue;
            (unit, until, isOurs) = (row.UnitId, row.ToAt, row.IsOurs);
        }
        return overlaps;
    }

    private sealed record Stretch
    {
        public long UnitId { get; init; }
        public DateTimeOffset FromAt { get; init; }
        public DateTimeOffset ToAt { get; init; }
        public bool IsOurs { get; init; }
    }

    private static long? IdOf(Dictionary<string, long> ids, string? name) => name is null ? null : ids[SearchKey.Of(name)];

    /// <summary>Finds or adds names in a table.</summary>
    private async Task Name(string table, Dictionary<string, long> ids, IEnumerable<string?> names, CancellationToken ct)
    {
        var wanted = names.OfType<string>().DistinctBy(SearchKey.Of).Where(name => !ids.ContainsKey(SearchKey.Of(name))).ToList();
        foreach (var slice in wanted.Select(SearchKey.Of).Chunk(Slice))
            foreach (var one in await db.List<Named>($"SELECT t.Id, t.NameKey FROM {table} t WHERE t.NameKey IN @slice", new { slice }, ct))
                ids[one.NameKey] = one.Id;
        foreach (var name in wanted.Where(name => !ids.ContainsKey(SearchKey.Of(name))))
            ids[SearchKey.Of(name)] = await db.Insert($"INSERT INTO {table} (Name, NameKey) VALUES (@name, @Key)",
                new { name, Key = SearchKey.Of(name) }, ct);
    }
}
