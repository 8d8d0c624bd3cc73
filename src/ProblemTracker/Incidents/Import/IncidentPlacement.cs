using ProblemTracker.Neighborhoods;

namespace ProblemTracker.Incidents;

/// <summary>Puts incidents that are there already into the neighborhoods they lie in, after boundaries were imported.</summary>
internal sealed class IncidentPlacement(Db db, NeighborhoodMap map)
{
    /// <summary>Few enough that one chunk keeps no other writer waiting.</summary>
    private const int ChunkRows = 500;

    private sealed record Row
    {
        public long Id { get; init; }
        public double Latitude { get; init; }
        public double Longitude { get; init; }
        public long? NeighborhoodId { get; init; }
    }

    /// <param name="after">The incident after which to begin.</param>
    /// <param name="note">Hears in each chunk's transaction how far it is, and how many incidents changed their neighborhood in it.</param>
    /// <param name="ct">Ends the work.</param>
    /// <returns>How many incidents changed their neighborhood.</returns>
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
            var wrong = rows.Select(r => new
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
