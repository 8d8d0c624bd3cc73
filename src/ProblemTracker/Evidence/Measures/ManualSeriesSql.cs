namespace ProblemTracker.Evidence;

/// <summary>Numbers from elsewhere by period.</summary>
public sealed record ManualSeries : IVersioned
{
    public long Id { get; init; }
    public string Name { get; init; } = "";
    /// <summary>Where the numbers come from.</summary>
    public string Source { get; init; } = "";
    public bool MoreIsBetter { get; init; }
    /// <summary>On each line the first day of a period and its number, such as <c>2026-01-01 12</c>.</summary>
    public string Numbers { get; init; } = "";
    public string? ChangedBy { get; init; }
    public DateTimeOffset ChangedAt { get; init; }
    public int Version { get; init; }
}

/// <summary>SQL about series that the slices share.</summary>
internal static class ManualSeriesSql
{
    public const int LongestName = 200, LongestSource = 500;

    public static Task<IReadOnlyList<ManualSeries>> List(Db db, long problemId, CancellationToken ct) => db.List<ManualSeries>("""
        SELECT n.Id, n.Name, n.Source, n.MoreIsBetter, n.Numbers, w.Name AS ChangedBy, n.ChangedAt, n.Version
        FROM ManualSeries n LEFT JOIN Person w ON w.Id = n.ChangedBy WHERE n.ProblemId = @problemId ORDER BY n.Id
        """, new { problemId }, ct);

    /// <exception cref="NotFound">The problem has no such series.</exception>
    public static async Task<ManualSeries> Find(Db db, long problemId, long seriesId, CancellationToken ct) =>
        (await List(db, problemId, ct)).FirstOrDefault(one => one.Id == seriesId) ?? throw new NotFound();
}
