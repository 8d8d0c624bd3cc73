namespace ProblemTracker.Agency;

/// <summary>SQL shared by the responsibility slices.</summary>
internal static class ResponsibilitySql
{
    public static async Task<Responsibility> Read(Db db, DateOnly today, CancellationToken ct) => new(
        await db.List<NeighborhoodSupervisor>(
            """
            SELECT n.Id AS NeighborhoodId, n.SupervisorId FROM Neighborhood n
            WHERE n.IsUnassigned = 0 AND ((n.Active = 1 AND (n.LastDay IS NULL OR n.LastDay >= @today))
                OR EXISTS (SELECT 1 FROM Problem p WHERE p.NeighborhoodId = n.Id AND p.Stage <> 'Closed'))
            ORDER BY n.NameKey, n.Id
            """, new { today }, ct),
        await db.List<SupervisorCommander>("""
            SELECT p.Id AS SupervisorId, p.CommanderId FROM Person p
            WHERE p.Active = 1 AND EXISTS (SELECT 1 FROM PersonRole r WHERE r.PersonId = p.Id AND r.Role = 'Supervisor')
            ORDER BY p.Name, p.Id
            """, null, ct));
}
