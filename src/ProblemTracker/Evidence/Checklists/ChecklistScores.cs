namespace ProblemTracker.Evidence;

/// <summary>The score of one walk over a site.</summary>
/// <param name="Number">Of the walk, among those of the problem.</param>
/// <param name="Score">0 is the best, 100 the worst; null if no item applies.</param>
internal sealed record ChecklistScore(int Number, DateOnly WalkedOn, string Site, double? Score);

/// <summary>The scores of a problem's site checklists as a measure over time.</summary>
internal static class ChecklistScores
{
    /// <summary>
    /// The scores of all walks that were not withdrawn, in the order in which they were walked. Does not check who may view the problem.
    /// </summary>
    public static async Task<IReadOnlyList<ChecklistScore>> Of(Db db, long problemId, CancellationToken ct) =>
        [.. (await ChecklistSql.Walks(db, problemId, ct)).Where(walk => !walk.IsWithdrawn)
            .Select(walk => new ChecklistScore(walk.Number, walk.WalkedOn, walk.Site, walk.Score))];
}
