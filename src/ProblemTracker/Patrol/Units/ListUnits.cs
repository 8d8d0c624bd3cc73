using System.Text.Json.Serialization;
using MediatR;

namespace ProblemTracker.Patrol;

/// <summary>All units, by name, with who rides in them and what they can do.</summary>
[Needs(Permission.ReadProblems)]
public sealed record ListUnits : IQuery<IReadOnlyList<UnitDetails>>;

public sealed record UnitDetails : IVersioned
{
    public long Id { get; init; }
    public string Name { get; init; } = "";
    /// <summary>A unit of community officers, whose whole shift can be planned but for meetings and other duties.</summary>
    public bool TakesNoCalls { get; init; }
    public IReadOnlyList<string> Qualifications =>
        [.. Listed.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
    public IReadOnlyList<UnitPerson> Members { get; init; } = [];
    public int Version { get; init; }
    [JsonIgnore] public string Listed { get; init; } = "";
}

public sealed record UnitPerson
{
    public long PersonId { get; init; }
    public string Name { get; init; } = "";
    [JsonIgnore] public long UnitId { get; init; }
}

internal static class UnitSql
{
    public static async Task<IReadOnlyList<UnitDetails>> All(Db db, CancellationToken ct)
    {
        var units = await db.List<UnitDetails>("""
            SELECT u.Id, u.Name, u.TakesNoCalls, u.Qualifications AS Listed, u.Version FROM PatrolUnit u ORDER BY u.NameKey
            """, null, ct);
        var members = (await db.List<UnitPerson>("""
            SELECT m.UnitId, w.Id AS PersonId, w.Name FROM UnitMember m JOIN Person w ON w.Id = m.PersonId ORDER BY w.Name, w.Id
            """, null, ct)).ToLookup(member => member.UnitId);
        return [.. units.Select(unit => unit with { Members = [.. members[unit.Id]] })];
    }

    /// <exception cref="NotFound">There is no such unit.</exception>
    public static async Task<UnitDetails> Read(Db db, long id, CancellationToken ct) =>
        (await All(db, ct)).FirstOrDefault(unit => unit.Id == id) ?? throw new NotFound();
}

internal sealed class ListUnitsHandler(Db db) : IRequestHandler<ListUnits, IReadOnlyList<UnitDetails>>
{
    public Task<IReadOnlyList<UnitDetails>> Handle(ListUnits query, CancellationToken ct) => UnitSql.All(db, ct);
}

internal static class ListUnitsEndpoint
{
    public static void MapListUnits(this RouteGroupBuilder patrol) => patrol
        .MapGet("/units", (IMediator mediator, CancellationToken ct) => mediator.Send(new ListUnits(), ct))
        .WithName("ListUnits").WithSummary("List patrol units with their members and qualifications");
}
