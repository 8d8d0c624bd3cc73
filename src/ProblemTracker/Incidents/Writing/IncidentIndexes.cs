namespace ProblemTracker.Incidents;

/// <summary>
/// Fills the indexes whose order has nothing to do with time, sorted, so that each of their pages is written once. While an import runs,
/// the triggers on <c>Incident</c> leave its rows to this.
/// </summary>
internal sealed class IncidentIndexes(Db db, BulkLoad load, ImportRuns runs, ImportLease run)
{
    /// <summary>The tables whose sizes an import changes most.</summary>
    public static readonly string[] Tables = ["Incident", "IncidentPlace", "IncidentAddress", "IncidentEvent", "IncidentKey"];

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
        await Fill("IncidentPlace", ["Latitude", "Longitude", "IncidentId"], """
            SELECT Id, Latitude, Longitude FROM Incident
            WHERE ImportRunId = @Id AND Id > @_lastId AND Latitude IS NOT NULL AND Longitude IS NOT NULL ORDER BY Latitude, Longitude, Id
            """, entry => [entry.Latitude, entry.Longitude, entry.Id], counts, ct);
        await Fill("IncidentAddress", ["Address", "IncidentId"], """
            SELECT Id, Address AS Text FROM Incident WHERE ImportRunId = @Id AND Id > @_lastId AND Address IS NOT NULL ORDER BY Address, Id
            """, entry => [entry.Text, entry.Id], counts, ct);
        await Fill("IncidentEvent", ["EventKey", "IncidentId"], """
            SELECT Id, EventKey AS Text FROM Incident
            WHERE ImportRunId = @Id AND Id > @_lastId AND SourceNumber IS NOT NULL ORDER BY EventKey, Id
            """, entry => [entry.Text, entry.Id], counts, ct);
        await Fill("IncidentKey", ["DedupeKey", "IncidentId"], """
            SELECT Id, DedupeKey AS Text FROM Incident WHERE ImportRunId = @Id AND Id > @_lastId ORDER BY DedupeKey
            """, entry => [entry.Text, entry.Id], counts, ct);
        _lastId = last;
    }

    private async Task Fill(string table, string[] columns, string sql, Func<Entry, object?[]> values, ImportCounts counts,
        CancellationToken ct)
    {
        await using var reader = db.Beside();
        var entries = reader.Stream<Entry>(sql, new { run.Id, _lastId }, ct);
        await load.Write(entries, values, some => db.Insert(table, columns, some, ct), _ => runs.Renew(run, counts, ct), _ => { }, ct);
    }
}
