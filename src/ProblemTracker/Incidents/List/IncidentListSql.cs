using ProblemTracker.Problems;

namespace ProblemTracker.Incidents;

/// <summary>SQL of the list of incidents, shared with export, search and linking.</summary>
internal static class IncidentListSql
{
    /// <summary>One page, read in index order.</summary>
    public static string Page(Dialect dialect, Actor actor, IncidentFilter filter, bool isFollowing) => $"""
        {Select(actor, IncidentSql.Source(dialect, filter))}
        {IncidentSql.Where(filter).When(isFollowing, IncidentSql.NewestFirst.Beyond)}
        ORDER BY {IncidentSql.NewestFirst.Sql} {dialect.First("@Take")}
        """;

    /// <summary>Counts up to <c>@CountTo</c>, beyond which totals are not exact.</summary>
    public static string Count(Dialect dialect, IncidentFilter filter) => $"""
        SELECT COUNT(*) FROM (
            SELECT 1 AS One FROM {IncidentSql.Source(dialect, filter)} {IncidentSql.Where(filter)} {dialect.AtMost("@CountTo")}) counted
        """;

    public static string Select(Actor actor, string source) => $"""
        SELECT i.Id, i.SourceNumber, i.OccurredFrom, i.OccurredTo, i.TimePrecision, i.LocalDate, i.LocalHour, i.CategoryCode,
            c.Name AS Category, i.SourceCategory, i.NeighborhoodId, n.Name AS Neighborhood, i.Address, i.Latitude, i.Longitude,
            (SELECT COUNT(*) FROM IncidentChange h WHERE h.IncidentId = i.Id) AS Updates,
            (SELECT COUNT(*) FROM ProblemIncident k JOIN Problem p ON p.Id = k.ProblemId
            WHERE k.IncidentId = i.Id AND {ProblemSql.VisibleTo(actor)}) AS LinkedProblems
        FROM {source}
        LEFT JOIN Category c ON c.Code = i.CategoryCode
        LEFT JOIN Neighborhood n ON n.Id = i.NeighborhoodId
        """;
}
