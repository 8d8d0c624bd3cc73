namespace ProblemTracker.Problems;

/// <summary>The teams' own scores of closed problems, as conditions on <c>p</c>.</summary>
internal static class ScoreSql
{
    /// <summary>
    /// The weighted score times the sum of its weights, so that it is a whole number. The same as <see cref="SelfScores.Weighted"/>.
    /// </summary>
    public const string Sixths = "(p.ScanningScore + 2 * p.AnalysisScore + p.ResponseScore + 2 * p.AssessmentScore)";
}
