namespace ProblemTracker.Incidents;

/// <summary>
/// Fills the indexes whose order has nothing to do with time, sorted, so that each of their pages is written once. While an import runs,
/// the triggers on <c>Incident</c> leave its rows to this.
/// </summary>
internal sealed class IncidentIndexes(Db db, BulkLoad load, ImportRuns runs, ImportLease run)
{
    private long _lastId;

    private sealed record Entry
    {
        public long Id { get; init; }
        public string Text { get; init; } = "";
        public double Latitude { get; init; }
        public double Longitude { get; init; }
    }

    /// <summary>Adds the import's incidents that are not in the indexes yet. Keys come last: who has one there is in all of them.</summary>
    /// <param name="counts">The progress so far.</param>
    /// <param name="ct">Ends the work between two steps.</param>
    public async Task Fill(ImportCounts counts, CancellationToken ct)
    {
        var last = await db.Single<long>("SELECT COALESCE(MAX(Id), 0) FROM Incident WHERE ImportRunId = @Id", new { run.Id }, ct);
        var text = Comparer<Entry>.Create((a, b) =>
            string.CompareOrdinal(a.Text, b.Text) is not 0 and var order ? order : a.Id.CompareTo(b.Id));
        await Fill("IncidentPlace", ["Latitude", "Longitude", "IncidentId"], await Entries("""
            SELECT Id, Latitude, Longitude FROM Incident
            WHERE ImportRunId = @Id AND Id > @_lastId AND Latitude IS NOT NULL AND Longitude IS NOT NULL
            """, Comparer<Entry>.Create((a, b) => (a.Latitude, a.Longitude, a.Id).CompareTo((b.Latitude, b.Longitude, b.Id))), ct),
            entry => [entry.Latitude, entry.Longitude, entry.Id], counts, ct);
        await Fill("IncidentAddress", ["Address", "IncidentId"], await Entries(
            "SELECT Id, Address AS Text FROM Incident WHERE ImportRunId = @Id AND Id > @_lastId AND Address IS NOT NULL", text, ct),
            entry => [entry.Text, entry.Id], counts, ct);
        await Fill("IncidentEvent", ["EventKey", "IncidentId"], await Entries("""
            SELECT Id, EventKey AS Text FROM Incident WHERE ImportRunId = @Id AND Id > @_lastId AND SourceNumber IS NOT NULL
            """, text, ct), entry => [entry.Text, entry.Id], counts, ct);
        await Fill("IncidentKey", ["DedupeKey", "IncidentId"], await Entries(
            "SELECT Id, DedupeKey AS Text FROM Incident WHERE ImportRunId = @Id AND Id > @_lastId", text, ct),
            entry => [entry.Text, entry.Id], counts, ct);
        _lastId = last;
    }

    private async Task<List<Entry>> Entries(string sql, Comparer<Entry> order, CancellationToken ct)
    {
        var entries = new List<Entry>();
        await foreach (var entry in db.Stream<Entry>(sql, new { run.Id, _lastId }, ct)) entries.Add(entry);
        entries.Sort(order);
        return entries;
    }

    private Task Fill(string table, string[] columns, List<Entry> entries, Func<Entry, object?[]> values, ImportCounts counts,
        CancellationToken ct) =>
        load.Write(entries, values, some => db.Insert(table, columns, some, ct), _ => runs.Renew(run, counts, ct), _ => { }, ct);
}
