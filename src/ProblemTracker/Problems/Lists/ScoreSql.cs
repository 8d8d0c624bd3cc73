namespace ProblemTracker.Problems;

/// <summary>The teams' own scores of closed problems, as conditions on <c>p</c>.</summary>
internal static class ScoreSql
{
    /// <summary>The weighted score times the sum of its weights, so that it is a whole number. The same as <see cref="SelfScores.Weighted"/>.</summary>
    public const string Sixths = "(p.ScanningScore + 2 * p.AnalysisScore + p.ResponseScore + 2 * p.AssessmentScore)";

    /// <summary>The closed problems that a list's filters let through.</summary>
    public static Predicates Matching(ListScores query, Actor actor) => ProblemSql.Of(actor, query.NeighborhoodId, query.CategoryCode, query.LeadId)
        .When(true, "p.Stage = 'Closed'")
        .When(true, ProblemSql.Scored)
        .When(query.ClosedFrom is not null, "p.ClosedAt >= @ClosedFrom")
        .When(query.ClosedTo is not null, "p.ClosedAt < @ClosedTo")
        .When(query.AtLeast is not null, $"{Sixths} >= @AtLeastSixths")
        .When(query.Below is not null, $"{Sixths} < @BelowSixths");

    public const string Rows = """
        SELECT p.Id AS ProblemId, p.Number, p.Title, p.Confidential, p.NeighborhoodId, n.Name AS Neighborhood, p.CategoryCode, c.Name AS Category, p.ClosedAt, w.Body
        FROM Problem p
        JOIN Neighborhood n ON n.Id = p.NeighborhoodId
        JOIN Category c ON c.Code = p.CategoryCode
        JOIN Worksheet w ON w.ProblemId = p.Id AND w.Kind = 'Assessment'
        """;
}
