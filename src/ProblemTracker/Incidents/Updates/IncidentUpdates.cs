using ProblemTracker.Neighborhoods;

namespace ProblemTracker.Incidents;

/// <summary>Gives incidents other content, keeping the old one, and takes that back. Links to problems stay.</summary>
internal static class IncidentUpdates
{
    private const int IdsAtOnce = 500;

    /// <summary>What changes with an update and is kept before it. The neighborhood follows from place and day.</summary>
    private const string Content = "DedupeKey, OccurredFrom, OccurredTo, TimePrecision, LocalDate, LocalHour, LocalWeekday, CategoryCode, "
        + "SourceCategory, Latitude, Longitude, Address";

    private sealed record Kept
    {
        public long Id { get; init; }
        public long IncidentId { get; init; }
        public string DedupeKey { get; init; } = "";
        public string? SourceNumber { get; init; }
        public DateTimeOffset OccurredFrom { get; init; }
        public DateTimeOffset OccurredTo { get; init; }
        public string TimePrecision { get; init; } = "";
        public DateOnly LocalDate { get; init; }
        public int? LocalHour { get; init; }
        public int LocalWeekday { get; init; }
        public string CategoryCode { get; init; } = "";
        public string? SourceCategory { get; init; }
        public double? Latitude { get; init; }
        public double? Longitude { get; init; }
        public string? Address { get; init; }
        /// <summary>The next change of this incident by a later import.</summary>
        public long? LaterId { get; init; }
        /// <summary>Whether another incident has the key by now.</summary>
        public bool IsTaken { get; init; }
    }

    /// <param name="db">In a transaction.</param>
    /// <param name="runId">The import that brings the changes.</param>
    /// <param name="changes">At most one for each incident.</param>
    /// <param name="ct">Ends the work.</param>
    public static async Task Change(Db db, long runId, IReadOnlyList<ChangedIncident> changes, CancellationToken ct)
    {
        foreach (var ids in changes.Select(change => change.Before.Id).Chunk(IdsAtOnce))
            await db.Execute($"""
                INSERT INTO IncidentChange (ImportRunId, IncidentId, {Content}) SELECT @runId, Id, {Content} FROM Incident WHERE Id IN @ids
                """, new { runId, ids }, ct);
        await Set(db, changes.Select(change => (change.Before.Id, change.After)), ct);
    }

    /// <summary>Takes the first changes of an import back.</summary>
    /// <param name="db">In a transaction.</param>
    /// <param name="runId">The import.</param>
    /// <param name="neighborhoods">Where incidents are placed again.</param>
    /// <param name="most">Number of changes to take back at once.</param>
    /// <param name="ct">Ends the work.</param>
    /// <returns>Whether there were any.</returns>
    public static async Task<bool> Restore(Db db, long runId, NeighborhoodIndex neighborhoods, int most, CancellationToken ct)
    {
        var kept = await db.List<Kept>($"""
            SELECT c.Id, c.IncidentId, i.SourceNumber, c.DedupeKey, c.OccurredFrom, c.OccurredTo, c.TimePrecision, c.LocalDate, c.LocalHour,
                c.LocalWeekday, c.CategoryCode, c.SourceCategory, c.Latitude, c.Longitude, c.Address,
                (SELECT MIN(n.Id) FROM IncidentChange n WHERE n.IncidentId = c.IncidentId AND n.Id > c.Id) AS LaterId,
                CASE WHEN EXISTS (SELECT 1 FROM IncidentKey o WHERE o.DedupeKey = c.DedupeKey AND o.IncidentId <> c.IncidentId)
                    THEN 1 ELSE 0 END AS IsTaken
            FROM IncidentChange c JOIN Incident i ON i.Id = c.IncidentId
            WHERE c.ImportRunId = @runId ORDER BY c.Id {db.Dialect.First("@most")}
            """, new { runId, most }, ct);
        if (kept.Count == 0) return false;
        // A later import replaced this import's content: what was before it becomes what was before that one.
        await db.Execute("""
            UPDATE IncidentChange SET DedupeKey = @DedupeKey, OccurredFrom = @OccurredFrom, OccurredTo = @OccurredTo,
                TimePrecision = @TimePrecision, LocalDate = @LocalDate, LocalHour = @LocalHour, LocalWeekday = @LocalWeekday,
                CategoryCode = @CategoryCode, SourceCategory = @SourceCategory, Latitude = @Latitude, Longitude = @Longitude,
                Address = @Address
            WHERE Id = @LaterId
            """, kept.Where(row => row.LaterId is not null), ct);
        await Set(db, kept.Where(row => row.LaterId is null).Select(row => (row.IncidentId, Before(row, neighborhoods))), ct);
        await db.Execute("DELETE FROM IncidentChange WHERE Id IN @ids", new { ids = kept.Select(row => row.Id) }, ct);
        return true;
    }

    private static NewIncident Before(Kept row, NeighborhoodIndex neighborhoods) => new()
    {
        EventKey = "",
        // Two incidents can't have one key; this one then has none that a file could repeat.
        DedupeKey = row.IsTaken ? $"undone {row.Id}" : row.DedupeKey,
        SourceNumber = row.SourceNumber,
        OccurredFrom = row.OccurredFrom,
        OccurredTo = row.OccurredTo,
        TimePrecision = row.TimePrecision,
        LocalDate = row.LocalDate,
        LocalHour = row.LocalHour,
        LocalWeekday = row.LocalWeekday,
        CategoryCode = row.CategoryCode,
        SourceCategory = row.SourceCategory,
        Latitude = row.Latitude,
        Longitude = row.Longitude,
        Address = row.Address,
        NeighborhoodId = row is { Latitude: { } latitude, Longitude: { } longitude }
            ? neighborhoods.Find(latitude, longitude, row.LocalDate) : null,
    };

    /// <summary>Sets all but the number, and the words that incidents are searched by.</summary>
    private static async Task Set(Db db, IEnumerable<(long Id, NewIncident Row)> incidents, CancellationToken ct)
    {
        var rows = incidents.Select(i => new
        {
            i.Id,
            i.Row.DedupeKey,
            i.Row.OccurredFrom,
            i.Row.OccurredTo,
            i.Row.TimePrecision,
            i.Row.LocalDate,
            i.Row.LocalHour,
            i.Row.LocalWeekday,
            i.Row.CategoryCode,
            i.Row.SourceCategory,
            i.Row.NeighborhoodId,
            i.Row.Latitude,
            i.Row.Longitude,
            i.Row.Address,
            Words = IncidentTexts.WordsOf(i.Row),
        }).ToList();
        await db.Execute("""
            UPDATE Incident SET DedupeKey = @DedupeKey, OccurredFrom = @OccurredFrom, OccurredTo = @OccurredTo,
                TimePrecision = @TimePrecision, LocalDate = @LocalDate, LocalHour = @LocalHour, LocalWeekday = @LocalWeekday,
                CategoryCode = @CategoryCode, SourceCategory = @SourceCategory, NeighborhoodId = @NeighborhoodId, Latitude = @Latitude,
                Longitude = @Longitude, Address = @Address
            WHERE Id = @Id
            """, rows, ct);
        await db.Execute("UPDATE IncidentText SET Words = @Words WHERE IncidentId = @Id", rows, ct);
    }
}
