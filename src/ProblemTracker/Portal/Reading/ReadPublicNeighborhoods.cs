using MediatR;
using ProblemTracker.Agency;
using ProblemTracker.Neighborhoods;

namespace ProblemTracker.Portal;

/// <summary>The neighborhoods of today by name, for the public site.</summary>
[AllowEveryone]
public sealed record ReadPublicNeighborhoods : IQuery<PublicNeighborhoods>;

public sealed record PublicNeighborhoods(IReadOnlyList<NamedNeighborhood> Items);

public sealed record NamedNeighborhood
{
    public long Id { get; init; }
    public string Name { get; init; } = "";
}

internal sealed class ReadPublicNeighborhoodsHandler(Db db, AgencySettings agency)
    : IRequestHandler<ReadPublicNeighborhoods, PublicNeighborhoods>
{
    public async Task<PublicNeighborhoods> Handle(ReadPublicNeighborhoods query, CancellationToken ct) => new(
        await db.List<NamedNeighborhood>($"""
            SELECT n.Id, n.Name FROM Neighborhood n WHERE {NeighborhoodSql.IsCurrent} AND n.IsUnassigned = 0 ORDER BY n.Name
            """, new { today = await agency.Today(ct) }, ct));
}
