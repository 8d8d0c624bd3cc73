using MediatR;
using ProblemTracker.Agency;
using ProblemTracker.Neighborhoods;

namespace ProblemTracker.Portal;

/// <summary>The neighborhoods of today by name, for the public site.</summary>
[AllowEveryone]
public sealed record ReadPublicNeighborhoods : IQuery<PublicNeighborhoods>;

/// <param name="Bulletins">The latest for the whole city.</param>
public sealed record PublicNeighborhoods(IReadOnlyList<NamedNeighborhood> Items, IReadOnlyList<PublicBulletin> Bulletins);

public sealed record NamedNeighborhood
{
    public long Id { get; init; }
    public string Name { get; init; } = "";
}

internal sealed class ReadPublicNeighborhoodsHandler(Db db, AgencySettings agency)
    : IRequestHandler<ReadPublicNeighborhoods, PublicNeighborhoods>
{
    private sealed record Bulletin
    {
        public long Id { get; init; }
        public string Texts { get; init; } = "";
        public DateTimeOffset NewsAt { get; init; }
    }

    public async Task<PublicNeighborhoods> Handle(ReadPublicNeighborhoods query, CancellationToken ct)
    {
        string[] statements =
        [
            $"SELECT n.Id, n.Name FROM Neighborhood n WHERE {NeighborhoodSql.IsCurrent} AND n.IsUnassigned = 0 ORDER BY n.Name",
            $"""
            SELECT b.Id, b.Texts, b.NewsAt FROM Bulletin b WHERE b.NeighborhoodId IS NULL AND {BulletinSql.IsPublic}
            ORDER BY b.NewsAt DESC, b.Id DESC {db.Dialect.First("@Most")}
            """,
        ];
        return await db.Read(statements, new { today = await agency.Today(ct), Most = ReadPublicNeighborhood.MostBulletins },
            async results => new PublicNeighborhoods([.. await results.ReadAsync<NamedNeighborhood>()],
                [.. (await results.ReadAsync<Bulletin>()).Select(row =>
                    new PublicBulletin(row.Id, PublicTexts.Read<BulletinText>(row.Texts).Chosen(), row.NewsAt))]), ct);
    }
}
