using FluentValidation;
using MediatR;
using ProblemTracker.Agency;
using ProblemTracker.Problems;

namespace ProblemTracker.Reports;

/// <summary>
/// Open, overdue, on-hold and closed problems by stage and neighborhood, for problems that the actor may see. The filter's dates are
/// opening dates.
/// </summary>
[Needs(Permission.ReadProblems)]
public sealed record ReadStatusReport(ReportFilter Filter) : IQuery<StatusReport>;

/// <param name="Today">Problems due before this day can be overdue; in the agency's time zone.</param>
/// <param name="Open">A row for each stage and neighborhood that has an open problem.</param>
/// <param name="ByStage">The same for each of the four stages in all neighborhoods.</param>
/// <param name="All">All open problems.</param>
/// <param name="Closed">A row for each neighborhood that has a closed problem.</param>
public sealed record StatusReport(
    DateTimeOffset Now, DateOnly Today, IReadOnlyList<OpenRow> Open, IReadOnlyList<OpenRow> ByStage, OpenRow All,
    IReadOnlyList<ClosedRow> Closed, ClosedRow AllClosed, StatusDefinitions Definitions) : IReport
{
    public ReportTable ToTable() => StatusTable.Of(this);
}

/// <param name="Stage">Null in the row for all stages.</param>
/// <param name="NeighborhoodId">Null in rows for all neighborhoods.</param>
/// <param name="MedianAgeDays">Median days since opening, rounded to a tenth; null if none is open.</param>
public sealed record OpenRow(
    Stage? Stage, long? NeighborhoodId, string? Neighborhood, Figure Open, Figure Overdue, Figure OnHold, double? MedianAgeDays,
    Figure Overridden, Figure EnforcementOnly);

/// <param name="NeighborhoodId">Null in the row for all neighborhoods.</param>
public sealed record ClosedRow(
    long? NeighborhoodId, string? Neighborhood, Figure Closed, Figure Improved, Figure ImprovedWithoutTest,
    Figure PartlyImproved, Figure PartlyImprovedWithoutTest, Figure Overridden);

/// <summary>Definitions of the figures, shown beside them.</summary>
public sealed record StatusDefinitions
{
    public string Dates { get; init; } = "Dates are opening dates.";
    public string Open { get; init; } = "Problems that are not closed.";
    public string Overdue { get; init; } = "Open problems whose stage was due before today, except problems on hold.";
    public string OnHold { get; init; } = "Open problems that a supervisor put on hold until a later date.";
    public string MedianAgeDays { get; init; } = "Half of the open problems were opened more than this many days ago, half more recently.";
    public string Overridden { get; init; } = "Problems that passed at least one gate because a supervisor overrode requirements.";
    public string EnforcementOnly { get; init; } = "Open problems whose plan has only enforcement actions.";
    public string Improved { get; init; } = "Closed problems with the verdict improved.";
    public string PartlyImproved { get; init; } = "Closed problems with the verdict partly improved.";
    public string WithoutTest { get; init; } =
        "Of these, those whose evaluation plan was not frozen before the response began (no pre-set test).";
}

internal sealed class ReadStatusReportValidator : AbstractValidator<ReadStatusReport>
{
    public ReadStatusReportValidator() => this.ReportRules(q => q.Filter);
}

internal sealed class ReadStatusReportHandler(Db db, Actor actor, AgencySettings agency, TimeProvider clock)
    : IRequestHandler<ReadStatusReport, StatusReport>
{
    private sealed record OpenCounts
    {
        public Stage? Stage { get; init; }
        public long? NeighborhoodId { get; init; }
        public string? Neighborhood { get; init; }
        public int OpenCount { get; init; }
        public int Overdue { get; init; }
        public int OnHold { get; init; }
        public double? MedianAge { get; init; }
        public int Overridden { get; init; }
        public int EnforcementOnly { get; init; }
    }

    private sealed record ClosedCounts
    {
        public long? NeighborhoodId { get; init; }
        public string? Neighborhood { get; init; }
        public int ClosedCount { get; init; }
        public int Improved { get; init; }
        public int ImprovedWithoutTest { get; init; }
        public int PartlyImproved { get; init; }
        public int PartlyImprovedWithoutTest { get; init; }
        public int Overridden { get; init; }
    }

    public async Task<StatusReport> Handle(ReadStatusReport query, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var today = await agency.Today(ct);
        var filter = query.Filter;
        var visible = filter.Problems(actor)
            .When(filter.From is not null, "p.OpenedAt >= @FromAt")
            .When(filter.To is not null, "p.OpenedAt < @ToAt");
        var args = filter.Args(actor, await agency.Calendar(ct)) with { Now = now, Today = today };

        // Medians do not add up, so query each level separately.
        var cells = await db.List<OpenCounts>(
            $"{OpenBy("p.Stage, p.NeighborhoodId", "g.Stage, g.NeighborhoodId", visible)} ORDER BY n.Name, n.Id", args, ct);
        var stages = (await db.List<OpenCounts>(OpenBy("p.Stage", "g.Stage", visible), args, ct)).ToDictionary(s => s.Stage!.Value);
        var all = (await db.List<OpenCounts>(OpenBy("", "", visible), args, ct)).SingleOrDefault() ?? new();
        var closed = await db.List<ClosedCounts>($"""
            SELECT p.NeighborhoodId, n.Name AS Neighborhood, COUNT(*) AS ClosedCount,
                SUM(IIF(p.Verdict = 'Improved', 1, 0)) AS Improved,
                SUM(IIF(p.Verdict = 'Improved' AND p.PresetTest = 0, 1, 0)) AS ImprovedWithoutTest,
                SUM(IIF(p.Verdict = 'PartlyImproved', 1, 0)) AS PartlyImproved,
                SUM(IIF(p.Verdict = 'PartlyImproved' AND p.PresetTest = 0, 1, 0)) AS PartlyImprovedWithoutTest,
                SUM(IIF(p.Overrides > 0, 1, 0)) AS Overridden
            FROM Problem p JOIN Neighborhood n ON n.Id = p.NeighborhoodId
            {visible.When(true, "p.Stage = 'Closed'")}
            GROUP BY p.NeighborhoodId, n.Name ORDER BY n.Name, p.NeighborhoodId
            """, args, ct);

        return new(now, today,
            [.. cells.OrderBy(c => c.Stage).Select(c => Row(c, filter))],
            [.. Enum.GetValues<Stage>().Where(s => s != Stage.Closed)
                .Select(s => Row(stages.GetValueOrDefault(s) ?? new() { Stage = s }, filter))],
            Row(all, filter),
            [.. closed.Select(c => Row(c, filter))],
            Row(Sum(closed), filter),
            new());
    }

    /// <param name="by">Constant column names of <c>p</c>; empty for a single total row.</param>
    /// <param name="of">The same columns of the derived table <c>g</c>.</param>
    private string OpenBy(string by, string of, Predicates visible)
    {
        var isByPlace = by.Contains("NeighborhoodId", StringComparison.Ordinal);
        var partition = by.Length == 0 ? "" : $"PARTITION BY {by}";
        var columns = by.Length == 0 ? "" : $"{by}, ";
        var grouped = of.Length == 0 ? "" : $"{of}, ";
        var name = isByPlace ? ", n.Name, n.Id" : "";
        return $"""
            SELECT {grouped}{(isByPlace ? "n.Name AS Neighborhood, " : "")}COUNT(*) AS OpenCount, SUM(g.IsOverdue) AS Overdue,
                SUM(g.IsOnHold) AS OnHold, SUM(g.IsOverridden) AS Overridden,
                SUM(g.IsEnforcementOnly) AS EnforcementOnly,
                AVG(CASE WHEN g.Place IN ((g.Among + 1) / 2, (g.Among + 2) / 2) THEN g.Age END) AS MedianAge
            FROM (
                SELECT {columns}IIF({ProblemSql.Overdue}, 1, 0) AS IsOverdue, IIF(p.OnHoldUntil > @Today, 1, 0) AS IsOnHold,
                    IIF(p.Overrides > 0, 1, 0) AS IsOverridden, IIF(p.EnforcementOnly = 1, 1, 0) AS IsEnforcementOnly,
                    {db.Dialect.DaysBetween("p.OpenedAt", "@Now")} AS Age,
                    ROW_NUMBER() OVER ({partition} ORDER BY p.OpenedAt, p.Id) AS Place, COUNT(*) OVER ({partition}) AS Among
                FROM Problem p
                {visible.When(true, "p.Stage IN ('Scanning', 'Analysis', 'Response', 'Assessment')")}
            ) g
            {(isByPlace ? "JOIN Neighborhood n ON n.Id = g.NeighborhoodId" : "")}
            {(of.Length == 0 ? "" : $"GROUP BY {of}{name}")}
            """;
    }

    private static OpenRow Row(OpenCounts counts, ReportFilter filter)
    {
        Figure Behind(int value, params (string Name, string? Value)[] more) =>
            new(value, List(filter, counts.NeighborhoodId, [("stage", counts.Stage?.ToString()), ("open", "true"), .. more]));
        return new(counts.Stage, counts.NeighborhoodId, counts.Neighborhood,
            Behind(counts.OpenCount), Behind(counts.Overdue, ("overdue", "true")), Behind(counts.OnHold, ("onHold", "true")),
            counts.MedianAge is { } age ? Math.Round(age, 1) : null,
            Behind(counts.Overridden, ("overridden", "true")), Behind(counts.EnforcementOnly, ("enforcementOnly", "true")));
    }

    private static ClosedRow Row(ClosedCounts counts, ReportFilter filter)
    {
        Figure Behind(int value, params (string Name, string? Value)[] more) =>
            new(value, List(filter, counts.NeighborhoodId, [("stage", "Closed"), .. more]));
        return new(counts.NeighborhoodId, counts.Neighborhood, Behind(counts.ClosedCount),
            Behind(counts.Improved, ("verdict", "Improved")),
            Behind(counts.ImprovedWithoutTest, ("verdict", "Improved"), ("presetTest", "false")),
            Behind(counts.PartlyImproved, ("verdict", "PartlyImproved")),
            Behind(counts.PartlyImprovedWithoutTest, ("verdict", "PartlyImproved"), ("presetTest", "false")),
            Behind(counts.Overridden, ("overridden", "true")));
    }

    private static ClosedCounts Sum(IReadOnlyList<ClosedCounts> rows) => new()
    {
        ClosedCount = rows.Sum(r => r.ClosedCount),
        Improved = rows.Sum(r => r.Improved),
        ImprovedWithoutTest = rows.Sum(r => r.ImprovedWithoutTest),
        PartlyImproved = rows.Sum(r => r.PartlyImproved),
        PartlyImprovedWithoutTest = rows.Sum(r => r.PartlyImprovedWithoutTest),
        Overridden = rows.Sum(r => r.Overridden),
    };

    private static string List(ReportFilter filter, long? place, IEnumerable<(string Name, string? Value)> more) =>
        (place is null ? filter : filter with { NeighborhoodId = place }).List("/problems",
            [.. more, ("openedFrom", ReportFilter.Day(filter.From)), ("openedTo", ReportFilter.Day(filter.To))]);
}

internal static class ReadStatusReportEndpoint
{
    public static void MapReadStatusReport(this RouteGroupBuilder reports) =>
        reports.MapReport("status", "Open, overdue, on-hold and closed problems by stage and neighborhood",
            filter => new ReadStatusReport(filter));
}
