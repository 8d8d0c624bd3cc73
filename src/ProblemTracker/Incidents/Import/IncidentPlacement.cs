using ProblemTracker.Neighborhoods;

namespace ProblemTracker.Incidents;

/// <summary>Reassigns existing incidents to the neighborhoods they lie in after boundaries were imported.</summary>
internal sealed class IncidentPlacement(Db db, NeighborhoodMap map)
{
    /// <summary>Small enough not to keep other writers waiting.</summary>
    private const int ChunkRows = 500;

    private sealed record Row
    {
        public long Id { get; init; }
        public double Latitude { get; init; }
        public double Longitude { get; init; }
        public long? NeighborhoodId { get; init; }
    }

    /// <param name="after">Id of the incident to start after; 0 for all.</param>
    /// <param name="note">Called in each chunk's transaction with the last id checked and the number of incidents moved.</param>
    /// <param name="ct">Ends the work.</param>
    /// <returns>Number of incidents whose neighborhood changed.</returns>
    public async Task<int> Refresh(long after, Func<long, int, Task>? note, CancellationToken ct)
    {
        var tree = await map.Current(db, ct);
        var moved = 0;
        while (true)
        {
            var rows = await db.List<Row>($"""
                SELECT Id, Latitude, Longitude, NeighborhoodId FROM Incident WHERE Id > @after AND Latitude IS NOT NULL
                ORDER BY Id {db.Dialect.First("@ChunkRows")}
                """, new { after, ChunkRows }, ct);
            if (rows.Count == 0) return moved;
            after = rows[^1].Id;
            var wrong = rows
                .Select(r => new
                {
                    r.Id,
                    Before = r.NeighborhoodId,
                    NeighborhoodId = NeighborhoodMap.Find(tree, r.Latitude, r.Longitude)
                })
                .Where(r => r.Before != r.NeighborhoodId).ToList();
            if (wrong.Count > 0 || note is not null)
                moved += await db.Write(async () =>
                {
                    if (note is not null) await note(after, wrong.Count);
                    return await db.Execute("UPDATE Incident SET NeighborhoodId = @NeighborhoodId WHERE Id = @Id", wrong, ct);
                }, ct);
        }
    }
}
