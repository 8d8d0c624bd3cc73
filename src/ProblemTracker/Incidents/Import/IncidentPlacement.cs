using ProblemTracker.Neighborhoods;

namespace ProblemTracker.Incidents;

/// <summary>Reassigns existing incidents to the neighborhoods that they lay in on their day, after boundaries or days changed.</summary>
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
        public DateOnly LocalDate { get; init; }
    }

    /// <param name="within">Only incidents of this area and these days; null for all.</param>
    /// <param name="after">Id of the incident to start after; 0 for all.</param>
    /// <param name="note">Called in each chunk's transaction with the last id checked and the number of incidents moved.</param>
    /// <param name="ct">Ends the work.</param>
    /// <returns>Number of incidents whose neighborhood changed.</returns>
    public async Task<int> Refresh(PlacedAgain? within, long after, Func<long, int, Task>? note, CancellationToken ct)
    {
        var index = await map.Current(db, ct);
        var (south, north, west, east) = (within?.Box.MinY, within?.Box.MaxY, within?.Box.MinX, within?.Box.MaxX);
        var (first, last) = (within?.First, within?.Last);
        var moved = 0;
        while (true)
        {
            var rows = await db.List<Row>($"""
                SELECT Id, Latitude, Longitude, NeighborhoodId, LocalDate FROM Incident
                WHERE Id > @after AND Latitude IS NOT NULL
                    {(within is null ? "" : "AND Latitude BETWEEN @south AND @north AND Longitude BETWEEN @west AND @east "
                        + "AND LocalDate BETWEEN @first AND @last")}
                ORDER BY Id {db.Dialect.First("@ChunkRows")}
                """, new { after, ChunkRows, south, north, west, east, first, last }, ct);
            if (rows.Count == 0) return moved;
            after = rows[^1].Id;
            var wrong = rows
                .Select(r => new
                {
                    r.Id,
                    Before = r.NeighborhoodId,
                    NeighborhoodId = index.Find(r.Latitude, r.Longitude, r.LocalDate),
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
