using System.Text.Json;

namespace ProblemTracker.Neighborhoods;

/// <summary>SQL shared by the neighborhood slices.</summary>
internal static class NeighborhoodSql
{
    /// <summary>The name that lists and reports show for problems without a neighborhood.</summary>
    public const string Unassigned = "No neighborhood";

    private sealed record Row
    {
        public long Id { get; init; }
        public string Name { get; init; } = "";
        public string? Boundary { get; init; }
        public long? SupervisorId { get; init; }
        public string? Supervisor { get; init; }
        public DateOnly? FirstDay { get; init; }
        public DateOnly? LastDay { get; init; }
        public int? Population { get; init; }
        public bool Active { get; init; }
        public bool IsUnassigned { get; init; }
        public int Version { get; init; }
    }

    /// <summary>A condition on <c>n</c> with the parameter <c>@today</c>: it exists on that day.</summary>
    public const string IsCurrent =
        "n.Active = 1 AND (n.FirstDay IS NULL OR n.FirstDay <= @today) AND (n.LastDay IS NULL OR n.LastDay >= @today)";

    /// <summary>How much of the work with residents refers to <c>n</c>: concerns, contacts, meetings, bulletins, surveys, news.</summary>
    public const string OfResidents = """
        (SELECT COUNT(*) FROM Concern c WHERE c.NeighborhoodId = n.Id)
            + (SELECT COUNT(*) FROM Engagement e WHERE e.NeighborhoodId = n.Id)
            + (SELECT COUNT(*) FROM Meeting m WHERE m.NeighborhoodId = n.Id)
            + (SELECT COUNT(*) FROM Bulletin b WHERE b.NeighborhoodId = n.Id)
            + (SELECT COUNT(*) FROM Survey v WHERE v.NeighborhoodId = n.Id)
            + (SELECT COUNT(*) FROM Subscription s WHERE s.NeighborhoodId = n.Id)
        """;

    /// <summary>The boundary of <c>n</c> on the day <c>@today</c>.</summary>
    public const string BoundaryNow = """
        COALESCE((SELECT b.Boundary FROM NeighborhoodBoundary b WHERE b.NeighborhoodId = n.Id AND b.LastDay = (
            SELECT MIN(x.LastDay) FROM NeighborhoodBoundary x WHERE x.NeighborhoodId = n.Id AND x.LastDay >= @today)), n.Boundary)
        """;

    /// <exception cref="NotFound">No neighborhood has this id.</exception>
    public static async Task<NeighborhoodDetails> Read(Db db, long neighborhoodId, DateOnly today, CancellationToken ct)
    {
        var row = await db.Find<Row>($"""
            SELECT n.Id, n.Name, n.Boundary, n.SupervisorId, s.Name AS Supervisor, n.FirstDay, n.LastDay, n.Population,
                IIF({IsCurrent}, 1, 0) AS Active, n.IsUnassigned, n.Version
            FROM Neighborhood n LEFT JOIN Person s ON s.Id = n.SupervisorId WHERE n.Id = @neighborhoodId
            """, new { neighborhoodId, today }, ct) ?? throw new NotFound();
        return new(row.Id, row.Name, row.Boundary is null ? null : JsonSerializer.Deserialize<JsonElement>(row.Boundary), row.SupervisorId,
            row.Supervisor, row.Active, row.IsUnassigned, row.Version, row.FirstDay, row.LastDay, row.Population);
    }

    /// <summary>Whether anyone can choose a neighborhood for a problem.</summary>
    public static async Task<bool> AnyToChoose(Db db, DateOnly today, CancellationToken ct) =>
        await db.Single<int>($"SELECT COUNT(*) FROM Neighborhood n WHERE {IsCurrent} AND n.IsUnassigned = 0", new { today }, ct) > 0;

    /// <summary>Whether it can be chosen for a problem or an assignment on this day.</summary>
    public static async Task<bool> CanBeChosen(Db db, long id, DateOnly today, CancellationToken ct) => await db.Single<int>(
        $"SELECT COUNT(*) FROM Neighborhood n WHERE n.Id = @id AND {IsCurrent} AND n.IsUnassigned = 0", new { id, today }, ct) > 0;

    /// <summary>
    /// The row for problems without a neighborhood, made when the first one needs it. As a row and not as NULL, it groups, counts and
    /// links in every list and report like any other.
    /// </summary>
    public static async Task<long> UnassignedId(Db db, CancellationToken ct)
    {
        try
        {
            await db.Execute("""
                INSERT INTO Neighborhood (Name, NameKey, IsUnassigned)
                SELECT @Unassigned, '', 1 WHERE NOT EXISTS (SELECT 1 FROM Neighborhood WHERE IsUnassigned = 1)
                """, new { Unassigned }, ct);
        }
        catch (System.Data.Common.DbException error) when (db.IsDuplicate(error))
        {
            // Another process made it at the same moment.
        }
        return await db.Single<long>("SELECT Id FROM Neighborhood WHERE IsUnassigned = 1", null, ct);
    }
}
