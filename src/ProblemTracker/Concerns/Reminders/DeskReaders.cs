namespace ProblemTracker.Concerns;

/// <summary>
/// Who hears of the concerns of each neighborhood: those who are assigned to it and may work on concerns, and its supervisor.
/// </summary>
internal sealed class DeskReaders
{
    private readonly ILookup<long, long> _officers;
    private readonly Dictionary<long, long> _supervisors;
    private readonly IReadOnlyList<long> _allSupervisors;

    private sealed record Row
    {
        public long PersonId { get; init; }
        public Role Role { get; init; }
    }

    private sealed record Place
    {
        public long Id { get; init; }
        public long PersonId { get; init; }
    }

    private DeskReaders(IReadOnlyList<Row> roles, IReadOnlyList<Place> assigned, IReadOnlyList<Place> supervised)
    {
        var people = roles.GroupBy(row => row.PersonId).ToDictionary(of => of.Key, of => of.Select(row => row.Role).ToHashSet());
        _allSupervisors = [.. people.Where(one => one.Value.Contains(Role.Supervisor)).Select(one => one.Key).Order()];
        _officers = assigned.Where(row => people.TryGetValue(row.PersonId, out var has)
                && Permissions.MightAllow(has, Permission.WorkConcerns) && !has.Contains(Role.Supervisor))
            .ToLookup(row => row.Id, row => row.PersonId);
        _supervisors = supervised.Where(row => _allSupervisors.Contains(row.PersonId)).ToDictionary(row => row.Id, row => row.PersonId);
    }

    public static async Task<DeskReaders> Read(Db db, DateOnly today, CancellationToken ct)
    {
        string[] statements =
        [
            "SELECT w.Id AS PersonId, r.Role FROM Person w JOIN PersonRole r ON r.PersonId = w.Id WHERE w.Active = 1 ORDER BY w.Id",
            """
            SELECT a.NeighborhoodId AS Id, a.PersonId FROM Assignment a
            WHERE a.NeighborhoodId IS NOT NULL AND a.FromOn <= @today AND (a.ToOn IS NULL OR a.ToOn >= @today)
            """,
            "SELECT n.Id, n.SupervisorId AS PersonId FROM Neighborhood n WHERE n.SupervisorId IS NOT NULL",
        ];
        return await db.Read(statements, new { today }, async results => new DeskReaders([.. await results.ReadAsync<Row>()],
            [.. await results.ReadAsync<Place>()], [.. await results.ReadAsync<Place>()]), ct);
    }

    /// <param name="neighborhoodId">Null for a concern in no known neighborhood, of which all supervisors hear.</param>
    public ConcernReaders Of(long? neighborhoodId) => new(
        neighborhoodId is { } id ? [.. _officers[id].Distinct()] : [],
        neighborhoodId is { } place && _supervisors.TryGetValue(place, out var supervisor) ? [supervisor] : _allSupervisors);
}
