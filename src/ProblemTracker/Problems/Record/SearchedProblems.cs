using ProblemTracker.Search;

namespace ProblemTracker.Problems;

/// <summary>Problems in search results.</summary>
internal sealed class SearchedProblems(Db db, Actor actor) : SearchedById(db, FoundKind.Problem, "p")
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
        public long? OriginalId { get; init; }
        public string? OriginalNumber { get; init; }
        public string? OriginalTitle { get; init; }

        public string About => OriginalId is null ? $"{Wording.Of(Stage)}, {Neighborhood}"
            : $"Closed as a duplicate of {OriginalNumber}, {Neighborhood}";
    }

    protected override async Task<IReadOnlyList<FoundRecord>> Read(IReadOnlyList<long> ids, CancellationToken ct)
    {
        var rows = await Db.List<Row>($"""
            SELECT p.Id, p.Number, p.Title, p.Stage, p.OpenedAt, n.Name AS Neighborhood, o.Id AS OriginalId,
                o.Number AS OriginalNumber, o.Title AS OriginalTitle
            FROM Problem p JOIN Neighborhood n ON n.Id = p.NeighborhoodId
            LEFT JOIN ({OriginalSql.Visible(actor)}) o ON o.Id = p.RelatedProblemId AND p.ClosingReason = 'Duplicate'
            WHERE p.Id IN @ids ORDER BY p.Id DESC
            """, new { ids, ActorId = actor.PersonId }, ct);
        var texts = await ProblemTexts.Read(Db, ids, ct);
        return [.. rows.Select(row => new FoundRecord(
            row.Id, $"{row.Number} {row.Title}", row.About, row.OpenedAt, texts[row.Id])
        {
            Original = row.OriginalId is { } id ? new(id, $"{row.OriginalNumber} {row.OriginalTitle}") : null,
        })];
    }

    public override Task Keep(IReadOnlyList<long> ids, CancellationToken ct) => ProblemTexts.Keep(Db, ids, ct);
}
