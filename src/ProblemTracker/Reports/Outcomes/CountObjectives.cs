using FluentValidation;
using MediatR;
using ProblemTracker.Agency;
using ProblemTracker.Problems;

namespace ProblemTracker.Reports;

/// <summary>
/// Results of the objectives of closed problems, by kind of measure and neighborhood. The filter's dates are closing dates; with dates, the
/// query uses an index.
/// </summary>
[Needs(Permission.ReadProblems)]
public sealed record CountObjectives(ReportFilter Filter) : IQuery<IReadOnlyList<ObjectiveCell>>;

internal sealed class CountObjectivesValidator : AbstractValidator<CountObjectives>
{
    public CountObjectivesValidator() => this.ReportRules(q => q.Filter);
}

internal sealed class CountObjectivesHandler(Db db, Actor actor, AgencySettings agency)
    : IRequestHandler<CountObjectives, IReadOnlyList<ObjectiveCell>>
{
    public async Task<IReadOnlyList<ObjectiveCell>> Handle(CountObjectives query, CancellationToken ct) =>
        [.. (await ObjectiveCounts.Of(db, actor, query.Filter, query.Filter.Args(actor, await agency.Calendar(ct)), ct))
            .Select(row => row.Cell(query.Filter))];
}

/// <summary>Counts of the objectives of one kind in one neighborhood, and of their results.</summary>
internal sealed record ObjectiveCounts
{
    /// <summary>Null if the worksheet does not say.</summary>
    public MeasureKind? Kind { get; init; }
    /// <summary>True for the total of all kinds, where <see cref="Kind"/> is null too.</summary>
    public bool OfAllKinds { get; init; }
    public long? NeighborhoodId { get; init; }
    public string? Neighborhood { get; init; }
    public int Objectives { get; init; }
    public int Measured { get; init; }
    /// <summary>The number of problems with a measured objective.</summary>
    public int MeasuredIn { get; init; }
    public int Moved { get; init; }
    public int MovedDoubted { get; init; }
    public int Targeted { get; init; }
    public int TargetedIn { get; init; }
    public int Reached { get; init; }

    private const string Counted = $"""
        COUNT(*) AS Objectives, SUM(IIF({ObjectiveSql.Measured}, 1, 0)) AS Measured,
        COUNT(DISTINCT CASE WHEN {ObjectiveSql.Measured} THEN p.Id END) AS MeasuredIn,
        SUM(IIF({ObjectiveSql.Moved}, 1, 0)) AS Moved, SUM(IIF({ObjectiveSql.Moved} AND {ObjectiveSql.Doubted}, 1, 0)) AS MovedDoubted,
        SUM(IIF({ObjectiveSql.Targeted}, 1, 0)) AS Targeted, COUNT(DISTINCT CASE WHEN {ObjectiveSql.Targeted} THEN p.Id END) AS TargetedIn,
        SUM(IIF({ObjectiveSql.Reached}, 1, 0)) AS Reached
        """;

    public static async Task<IReadOnlyList<ObjectiveCounts>> Of(Db db, Actor actor, ReportFilter filter,
        ReportArgs args, CancellationToken ct)
    {
        var rows = await db.List<ObjectiveCounts>($"""
            SELECT o.Kind, p.NeighborhoodId, n.Name AS Neighborhood, {Counted}
            FROM Problem p JOIN ProblemObjective o ON o.ProblemId = p.Id JOIN Neighborhood n ON n.Id = p.NeighborhoodId
            {filter.Closed(actor)}
            GROUP BY o.Kind, p.NeighborhoodId, n.Name ORDER BY n.Name, p.NeighborhoodId
            """, args, ct);
        return [.. rows.OrderBy(row => row.Kind is null).ThenBy(row => row.Kind)];
    }

    /// <summary>All kinds together. Not a sum of the rows, since a problem with objectives of two kinds is one case.</summary>
    public static async Task<ObjectiveCounts> OfAll(Db db, Actor actor, ReportFilter filter, ReportArgs args, CancellationToken ct) =>
        (await db.Find<ObjectiveCounts>($"""
            SELECT {Counted} FROM Problem p JOIN ProblemObjective o ON o.ProblemId = p.Id {filter.Closed(actor)} HAVING COUNT(*) > 0
            """, args, ct) ?? new()) with { OfAllKinds = true };

    /// <summary>One kind in all neighborhoods. Cases add up, since a problem is in only one neighborhood.</summary>
    public static ObjectiveCounts Sum(IEnumerable<ObjectiveCounts> rows, MeasureKind? kind)
    {
        var added = rows.ToList();
        return new()
        {
            Kind = kind,
            Objectives = added.Sum(row => row.Objectives),
            Measured = added.Sum(row => row.Measured),
            MeasuredIn = added.Sum(row => row.MeasuredIn),
            Moved = added.Sum(row => row.Moved),
            MovedDoubted = added.Sum(row => row.MovedDoubted),
            Targeted = added.Sum(row => row.Targeted),
            TargetedIn = added.Sum(row => row.TargetedIn),
            Reached = added.Sum(row => row.Reached),
        };
    }

    public ObjectiveCell Cell(ReportFilter filter)
    {
        var there = NeighborhoodId is null ? filter : filter with { NeighborhoodId = NeighborhoodId };
        Figure Behind(int value, params (string Name, string? Value)[] more) => new(value, there.List("/objectives",
            [("closed", "true"), ("kind", Kind?.ToString()), ("kindGiven", Kind is null && !OfAllKinds ? "false" : null), .. more,
                .. filter.ClosingDates()]));
        var measured = Behind(Measured, ("measured", "true"));
        return new(Kind, NeighborhoodId, Neighborhood, Behind(Objectives), measured,
            new(Behind(Moved, ("movedAsIntended", "true")), measured, MeasuredIn),
            Behind(MovedDoubted, ("movedAsIntended", "true"), ("doubted", "true")),
            new(Behind(Reached, ("reachedTarget", "true")), Behind(Targeted, ("targeted", "true")), TargetedIn));
    }
}
