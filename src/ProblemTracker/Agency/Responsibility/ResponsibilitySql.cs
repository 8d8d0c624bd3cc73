namespace ProblemTracker.Agency;

/// <summary>SQL shared by the responsibility slices.</summary>
internal static class ResponsibilitySql
{
    public static async Task<Responsibility> Read(Db db, CancellationToken ct) => new(
        await db.List<NeighborhoodSupervisor>(
            """
            SELECT n.Id AS NeighborhoodId, n.SupervisorId FROM Neighborhood n WHERE n.Active = 1 AND n.IsUnassigned = 0
            ORDER BY n.NameKey, n.Id
            """, null, ct),
        await db.List<SupervisorCommander>("""
            SELECT p.Id AS SupervisorId, p.CommanderId FROM Person p
            WHERE p.Active = 1 AND EXISTS (SELECT 1 FROM PersonRole r WHERE r.PersonId = p.Id AND r.Role = 'Supervisor')
            ORDER BY p.Name, p.Id
            """, null, ct));
}
