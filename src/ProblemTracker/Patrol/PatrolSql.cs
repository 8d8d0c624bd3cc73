namespace ProblemTracker.Patrol;

/// <summary>SQL about calls and shifts that the slices share.</summary>
internal static class PatrolSql
{
    /// <summary>Condition on <c>t</c>, a call or a shift: readers see it once its import has finished.</summary>
    public const string Visible = "(SELECT run.FinishedAt FROM ImportRun run WHERE run.Id = t.ImportRunId) IS NOT NULL";
}
