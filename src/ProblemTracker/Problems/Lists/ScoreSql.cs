namespace ProblemTracker.Problems;

/// <summary>Teams' scores of their own closed problems, as SQL on <c>p</c>.</summary>
internal static class ScoreSql
{
    /// <summary><see cref="SelfScores.Weighted"/> times 6, the sum of its weights, which makes it an integer.</summary>
    public const string Sixths = "(p.ScanningScore + 2 * p.AnalysisScore + p.ResponseScore + 2 * p.AssessmentScore)";
}
