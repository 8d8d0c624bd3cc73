using ProblemTracker.Search;

namespace ProblemTracker.Problems;

/// <summary>Problems in search results.</summary>
internal sealed class SearchedProblems(Db db) : SearchedById(db, FoundKind.Problem, "p")
{
    protected override string VisibleTo(Actor actor) => ProblemSql.VisibleTo(actor);

    private sealed record Row
    {
        public long Id { get; init; }
        public string Number { get; init; } = "";
        public string Title { get; init; } = "";
        public Stage Stage { get; init; }
        public DateTimeOffset OpenedAt { get; init; }
        public string Neighborhood { get; init; } = "";
    }

    protected override async Task<IReadOnlyList<FoundRecord>> Read(IReadOnlyList<long> ids, CancellationToken ct)
    {
        var rows = await Db.List<Row>("""
            SELECT p.Id, p.Number, p.Title, p.Stage, p.OpenedAt, n.Name AS Neighborhood
            FROM Problem p JOIN Neighborhood n ON n.Id = p.NeighborhoodId WHERE p.Id IN @ids ORDER BY p.Id DESC
            """, new { ids }, ct);
        var texts = await ProblemTexts.Read(Db, ids, ct);
        return [.. rows.Select(row => new FoundRecord(
            row.Id, $"{row.Number} {row.Title}", $"{Wording.Of(row.Stage)}, {row.Neighborhood}", row.OpenedAt, texts[row.Id]))];
    }

    public override Task Keep(IReadOnlyList<long> ids, CancellationToken ct) => ProblemTexts.Keep(Db, ids, ct);
}
