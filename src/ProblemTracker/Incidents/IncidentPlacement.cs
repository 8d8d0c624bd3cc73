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

    /// <returns>How many incidents changed their neighborhood.</returns>
    public async Task<int> Refresh(CancellationToken ct)
    {
        var tree = await map.Current(db, ct);
        var moved = 0;
        for (long after = 0; ;)
        {
            var rows = await db.List<Row>($"""
                SELECT Id, Latitude, Longitude, NeighborhoodId FROM Incident WHERE Id > @after AND Latitude IS NOT NULL ORDER BY Id {db.Dialect.First("@ChunkRows")}
                """, new { after, ChunkRows }, ct);
            if (rows.Count == 0) return moved;
            after = rows[^1].Id;
            var wrong = rows.Select(r => new { r.Id, Before = r.NeighborhoodId, NeighborhoodId = NeighborhoodMap.Find(tree, r.Latitude, r.Longitude) })
                .Where(r => r.Before != r.NeighborhoodId).ToList();
            if (wrong.Count > 0)
                moved += await db.Write(() => db.Execute("UPDATE Incident SET NeighborhoodId = @NeighborhoodId WHERE Id = @Id", wrong, ct), ct);
        }
    }
}
