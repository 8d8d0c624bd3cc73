using ProblemTracker.Search;

namespace ProblemTracker.Concerns;

/// <summary>Makes concerns searchable for those who work at the intake desk.</summary>
internal sealed class SearchedConcerns(Db db) : SearchedById(db, FoundKind.Concern, "c")
{
    private sealed record Row
    {
        public long Id { get; init; }
        public string Number { get; init; } = "";
        public ConcernStatus Status { get; init; }
        public string Category { get; init; } = "";
        public string? Neighborhood { get; init; }
        public DateTimeOffset ReceivedAt { get; init; }
    }

    protected override string VisibleTo(Actor actor) => actor.Might(Permission.WorkConcerns) ? ConcernSql.VisibleTo(actor) : "1 = 0";

    protected override async Task<IReadOnlyList<FoundRecord>> Read(IReadOnlyList<long> ids, CancellationToken ct)
    {
        var texts = await ConcernTextIndex.Texts(Db, ids, ct);
        return [.. (await Db.List<Row>("""
            SELECT c.Id, c.Number, c.Status, k.Name AS Category, n.Name AS Neighborhood, c.ReceivedAt
            FROM Concern c JOIN Category k ON k.Code = c.CategoryCode LEFT JOIN Neighborhood n ON n.Id = c.NeighborhoodId
            WHERE c.Id IN @ids ORDER BY c.Id DESC
            """, new { ids }, ct)).Select(row => new FoundRecord(row.Id, $"{row.Number} {row.Category}",
                string.Join(", ", new[] { Wording.Of(row.Status), row.Neighborhood }.OfType<string>()), row.ReceivedAt, texts[row.Id]))];
    }

    public override Task Keep(IReadOnlyList<long> ids, CancellationToken ct) => ConcernTextIndex.Keep(Db, ids, ct);
}
