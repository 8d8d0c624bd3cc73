namespace ProblemTracker.Evidence;

/// <summary>Whether a figure speaks for a hypothesis or against it.</summary>
public enum Stance { For, Against }

/// <summary>A possible explanation of a problem.</summary>
public sealed record HypothesisDetails : IVersioned
{
    public long Id { get; init; }
    public string Statement { get; init; } = "";
    public string? WrittenBy { get; init; }
    public DateTimeOffset WrittenAt { get; init; }
    public int Version { get; init; }
    /// <summary>The cited figures that were weighed.</summary>
    public IReadOnlyList<WeighedFigure> Evidence { get; init; } = [];
}

/// <param name="Sentence">As it is in its worksheet.</param>
public sealed record WeighedFigure(long CitationId, Stance Stance, string Sentence);

/// <summary>SQL about hypotheses that the slices share.</summary>
internal static class HypothesisSql
{
    public const int LongestStatement = 2000;

    private sealed record Row
    {
        public long HypothesisId { get; init; }
        public long CitationId { get; init; }
        public Stance Stance { get; init; }
        public string Sentence { get; init; } = "";
    }

    public static async Task<IReadOnlyList<HypothesisDetails>> List(Db db, long problemId, CancellationToken ct)
    {
        string[] statements =
        [
            """
            SELECT h.Id, h.Statement, w.Name AS WrittenBy, h.WrittenAt, h.Version
            FROM Hypothesis h LEFT JOIN Person w ON w.Id = h.WrittenBy WHERE h.ProblemId = @problemId ORDER BY h.Id
            """,
            """
            SELECT e.HypothesisId, e.CitationId, e.Stance, c.Sentence
            FROM Hypothesis h JOIN HypothesisEvidence e ON e.HypothesisId = h.Id JOIN Citation c ON c.Id = e.CitationId
            WHERE h.ProblemId = @problemId ORDER BY c.Id
            """,
        ];
        return await db.Read<IReadOnlyList<HypothesisDetails>>(statements, new { problemId }, async results =>
        {
            var hypotheses = (await results.ReadAsync<HypothesisDetails>()).ToList();
            var evidence = (await results.ReadAsync<Row>()).ToLookup(row => row.HypothesisId);
            return [.. hypotheses.Select(one => one with
            {
                Evidence = [.. evidence[one.Id].Select(row => new WeighedFigure(row.CitationId, row.Stance, row.Sentence))],
            })];
        }, ct);
    }

    /// <exception cref="NotFound">The problem has no such hypothesis.</exception>
    public static async Task<HypothesisDetails> Find(Db db, long problemId, long hypothesisId, CancellationToken ct) =>
        (await List(db, problemId, ct)).FirstOrDefault(one => one.Id == hypothesisId) ?? throw new NotFound();
}
