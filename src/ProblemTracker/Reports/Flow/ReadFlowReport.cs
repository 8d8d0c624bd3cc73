using Dapper;
using FluentValidation;
using MediatR;
using ProblemTracker.Agency;
using ProblemTracker.Problems;

namespace ProblemTracker.Reports;

/// <summary>
/// Problems opened and closed by month, days per stage, moves back, reopenings and overrides, for problems that the actor may see. The
/// filter's dates are those of the events; without dates the report covers the last twelve months.
/// </summary>
[Needs(Permission.ReadProblems)]
public sealed record ReadFlowReport(ReportFilter Filter) : IQuery<FlowReport>;

/// <param name="From">First day, inclusive.</param>
/// <param name="To">Last day, inclusive.</param>
/// <param name="Periods">Months, or longer periods if there would be too many months; includes periods in which nothing happened.</param>
/// <param name="All">The total of all periods.</param>
/// <param name="Stages">The four stages before Closed.</param>
/// <param name="Overrides">The requirements that were overridden, in the order of the worksheets.</param>
public sealed record FlowReport(
    DateOnly Today, DateOnly From, DateOnly To, IReadOnlyList<FlowRow> Periods, FlowRow All, IReadOnlyList<StageDays> Stages,
    IReadOnlyList<OverriddenRow> Overrides, FlowDefinitions Definitions) : IReport
{
    public ReportTable ToTable() => FlowTable.Of(this);
}

public sealed record FlowRow(ReportPeriod Period, Figure Opened, Figure Closed, Figure MovesForward, Figure MovesBack,
    Figure Reopenings, Figure Overrides);

/// <param name="Ended">Visits to the stage that ended.</param>
/// <param name="MedianDays">Their median length, rounded to a tenth; null if none ended.</param>
/// <param name="NinetiethDays">The 90th percentile of their length, rounded to a tenth; null if none ended.</param>
public sealed record StageDays(Stage Stage, Figure Ended, double? MedianDays, double? NinetiethDays)
{
    /// <summary>Too few visits for reliable figures: one more could change them a lot.</summary>
    public bool AreFew => Ended.Value < Share.FewestForPercent;
}

/// <param name="Code">The code of the requirement.</param>
/// <param name="Overrides">Gates passed by overriding it; one gate may count under several codes.</param>
public sealed record OverriddenRow(string Code, Figure Overrides);

/// <summary>Definitions of the figures, shown beside them.</summary>
public sealed record FlowDefinitions
{
    public string Dates { get; init; } =
        "Dates are local dates of the events. Neighborhood, category and lead officer are those of the problem today.";
    public string Opened { get; init; } = "Problems opened.";
    public string Closed { get; init; } = "Closings for any reason; a problem reopened and closed again counts twice.";
    public string MovesForward { get; init; } = "Moves to the next stage, not counting closings.";
    public string MovesBack { get; init; } = "Moves back to an earlier stage.";
    public string Reopenings { get; init; } = "Closed problems that were reopened.";
    public string Overrides { get; init; } = "Gates passed because a supervisor overrode one or more requirements.";
    public string Ended { get; init; } = "Times a problem left the stage: moved forward, moved back or closed.";
    public string MedianDays { get; init; } =
        "Half of these visits to the stage took more calendar days than this, half fewer; days on hold count.";
    public string NinetiethDays { get; init; } = "Nine out of ten visits took this many calendar days or fewer (nearest rank).";
    public string OverriddenCode { get; init; } =
        "Gates passed by overriding this requirement; a gate counts under each requirement overridden.";
}

internal sealed class ReadFlowReportValidator : AbstractValidator<ReadFlowReport>
{
    public ReadFlowReportValidator() => this.ReportRules(q => q.Filter);
}

internal sealed class ReadFlowReportHandler(Db db, Actor actor, AgencySettings agency) : IRequestHandler<ReadFlowReport, FlowReport>
{
    private sealed record Counts
    {
        public int Period { get; init; }
        public int Opened { get; init; }
        public int Closed { get; init; }
        public int MovesForward { get; init; }
        public int MovesBack { get; init; }
        public int Reopenings { get; init; }
        public int Overrides { get; init; }
    }

    private sealed record Days
    {
        public Stage Stage { get; init; }
        public int Ended { get; init; }
        public double? Median { get; init; }
        public double? Ninetieth { get; init; }
    }

    private sealed record Overridden
    {
        public string Code { get; init; } = "";
        public int Overrides { get; init; }
    }

    public async Task<FlowReport> Handle(ReadFlowReport query, CancellationToken ct)
    {
        var today = await agency.Today(ct);
        var calendar = await agency.Calendar(ct);
        var (from, to) = Periods.Covered(query.Filter, today);
        var filter = query.Filter with { From = from, To = to };
        var periods = Periods.Of(from, to);
        var visible = filter.Problems(actor);
        var args = new DynamicParameters(filter.Args(actor, calendar));
        for (var i = 0; i < periods.Count; i++)
        {
            args.Add($"From{i}", calendar.StartOf(periods[i].From));
            args.Add($"To{i}", calendar.EndOf(periods[i].To));
        }
        // Pass local months as ranges of instants, so that each query can use its index on event time.
        var bounds = string.Join(" UNION ALL ", periods.Select((_, i) => $"SELECT {i} AS Period, @From{i} AS FromAt, @To{i} AS ToAt"));

        var opened = await db.List<Counts>($"""
            SELECT b.Period, COUNT(*) AS Opened
            FROM ({bounds}) b JOIN Problem p ON p.OpenedAt >= b.FromAt AND p.OpenedAt < b.ToAt
            {visible} GROUP BY b.Period
            """, args, ct);
        var moved = await db.List<Counts>($"""
            SELECT b.Period, SUM(IIF({MoveSql.IsClosing}, 1, 0)) AS Closed, SUM(IIF({MoveSql.IsForward}, 1, 0)) AS MovesForward,
                SUM(IIF({MoveSql.IsBack}, 1, 0)) AS MovesBack, SUM(IIF({MoveSql.IsReopening}, 1, 0)) AS Reopenings
            FROM ({bounds}) b JOIN StageMove m ON m.MovedAt >= b.FromAt AND m.MovedAt < b.ToAt JOIN Problem p ON p.Id = m.ProblemId
            {visible} GROUP BY b.Period
            """, args, ct);
        var overridden = await db.List<Counts>($"""
            SELECT b.Period, COUNT(*) AS Overrides
            FROM ({bounds}) b JOIN GateOverride o ON o.At >= b.FromAt AND o.At < b.ToAt JOIN Problem p ON p.Id = o.ProblemId
            {visible} GROUP BY b.Period
            """, args, ct);
        // The nth move of a problem ends its nth visit.
        var days = await db.List<Days>($"""
            SELECT g.Stage, COUNT(*) AS Ended,
                AVG(CASE WHEN g.Place IN ((g.Among + 1) / 2, (g.Among + 2) / 2) THEN g.Lasted END) AS Median,
                MAX(CASE WHEN g.Place = (9 * g.Among + 9) / 10 THEN g.Lasted END) AS Ninetieth
            FROM (
                SELECT v.Stage, v.Lasted, ROW_NUMBER() OVER (PARTITION BY v.Stage ORDER BY v.Lasted) AS Place,
                    COUNT(*) OVER (PARTITION BY v.Stage) AS Among
                FROM (
                    SELECT m.FromStage AS Stage, {db.Dialect.DaysBetween("s.EnteredAt", "m.MovedAt")} AS Lasted
                    FROM StageMove m
                    JOIN Problem p ON p.Id = m.ProblemId
                    JOIN StageVisit s ON s.ProblemId = m.ProblemId
                        AND s.Visit = (SELECT COUNT(*) FROM StageMove e WHERE e.ProblemId = m.ProblemId AND e.Id <= m.Id)
                    {visible} AND m.MovedAt >= @FromAt AND m.MovedAt < @ToAt AND m.FromStage <> 'Closed'
                ) v
            ) g
            GROUP BY g.Stage
            """, args, ct);
        var byRequirement = await db.List<Overridden>($"""
            SELECT w.Code, COUNT(*) AS Overrides
            FROM GateOverride o JOIN WaivedCode w ON w.GateOverrideId = o.Id JOIN Problem p ON p.Id = o.ProblemId
            {visible} AND o.At >= @FromAt AND o.At < @ToAt
            GROUP BY w.Code
            """, args, ct);

        List<Counts> counted = [.. opened, .. moved, .. overridden];
        var byPeriod = counted.ToLookup(c => c.Period);
        var byStage = days.ToDictionary(d => d.Stage);
        var byCode = byRequirement.ToDictionary(w => w.Code, w => w.Overrides);
        return new(today, from, to,
            [.. periods.Select((period, i) => Row(filter, period, byPeriod[i]))],
            Row(filter, new(from, to, "All"), counted),
            [.. Enum.GetValues<Stage>().Where(s => s != Stage.Closed)
                .Select(stage => Row(filter, byStage.GetValueOrDefault(stage) ?? new() { Stage = stage }))],
            [.. Sara.Codes.Where(byCode.ContainsKey)
                .Select(code => new OverriddenRow(code, new(byCode[code], List(filter, "/overrides", ("code", code)))))],
            new());
    }

    private static FlowRow Row(ReportFilter filter, ReportPeriod period, IEnumerable<Counts> of)
    {
        var counts = of.ToList();
        var narrowed = filter with { From = period.From, To = period.To };
        Figure Moves(int value, MoveKind kind) => new(value, List(narrowed, "/problems/moves", ("kind", kind.ToString())));
        return new(period,
            new(counts.Sum(c => c.Opened),
                filter.List("/problems",
                    [("openedFrom", ReportFilter.Day(period.From)), ("openedTo", ReportFilter.Day(period.To)),
                        ("sort", nameof(ProblemSort.Newest))])),
            Moves(counts.Sum(c => c.Closed), MoveKind.Closing), Moves(counts.Sum(c => c.MovesForward), MoveKind.Forward),
            Moves(counts.Sum(c => c.MovesBack), MoveKind.Back), Moves(counts.Sum(c => c.Reopenings), MoveKind.Reopening),
            new(counts.Sum(c => c.Overrides), List(narrowed, "/overrides")));
    }

    private static StageDays Row(ReportFilter filter, Days days) => new(days.Stage,
        new(days.Ended, List(filter, "/problems/moves", ("fromStage", days.Stage.ToString()))), Tenth(days.Median), Tenth(days.Ninetieth));

    private static double? Tenth(double? days) => days is { } some ? Math.Round(some, 1) : null;

    private static string List(ReportFilter filter, string path, params IEnumerable<(string Name, string? Value)> which) =>
        filter.List(path, [.. which, ("from", ReportFilter.Day(filter.From)), ("to", ReportFilter.Day(filter.To))]);
}

internal static class ReadFlowReportEndpoint
{
    public static void MapReadFlowReport(this RouteGroupBuilder reports) =>
        reports.MapReport("flow", "Problems opened and closed by month, days per stage, moves back, reopenings and overrides",
            filter => new ReadFlowReport(filter));
}
