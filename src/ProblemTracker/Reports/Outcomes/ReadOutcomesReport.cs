using FluentValidation;
using MediatR;
using ProblemTracker.Agency;
using ProblemTracker.Problems;

namespace ProblemTracker.Reports;

/// <summary>What became of closed problems: verdicts and reasons, objectives, techniques, and whether it held.</summary>
[Needs(Permission.ReadProblems)]
public sealed record ReadOutcomesReport(ReportFilter Filter) : IQuery<OutcomesReport>;

internal sealed class ReadOutcomesReportValidator : AbstractValidator<ReadOutcomesReport>
{
    public ReadOutcomesReportValidator() => this.ReportRules(q => q.Filter);
}

internal sealed class ReadOutcomesReportHandler(Db db, Actor actor, AgencySettings agency) : IRequestHandler<ReadOutcomesReport, OutcomesReport>
{
    private sealed record ClosedCount
    {
        public string CategoryCode { get; init; } = "";
        public string Category { get; init; } = "";
        public Verdict? Verdict { get; init; }
        public ClosingReason? ClosingReason { get; init; }
        public int Problems { get; init; }
        public int WithoutTest { get; init; }
    }

    private sealed record TechniqueCount
    {
        public Technique Technique { get; init; }
        public int Used { get; init; }
        public int Improved { get; init; }
        public int ImprovedWithoutTest { get; init; }
        public int PartlyImproved { get; init; }
    }

    private sealed record DurabilityCount
    {
        public string? CategoryCode { get; init; }
        public string? Category { get; init; }
        public int Held { get; init; }
        public int Returned { get; init; }
        public int Unknown { get; init; }
        public int Waiting { get; init; }
        public int NotYetDue { get; init; }
    }

    public async Task<OutcomesReport> Handle(ReadOutcomesReport query, CancellationToken ct)
    {
        var filter = query.Filter;
        var calendar = await agency.Calendar(ct);
        var today = await agency.Today(ct);
        var closed = filter.Closed(actor);
        var args = filter.Args(actor, calendar) with { DurabilityDueBefore = calendar.EndOf(Durability.LastClosingDue(today)) };

        var closings = await db.List<ClosedCount>($"""
            SELECT p.CategoryCode, c.Name AS Category, p.Verdict, p.ClosingReason, COUNT(*) AS Problems, SUM(IIF(p.PresetTest = 0, 1, 0)) AS WithoutTest
            FROM Problem p JOIN Category c ON c.Code = p.CategoryCode
            {closed}
            GROUP BY p.CategoryCode, c.Name, p.Verdict, p.ClosingReason ORDER BY c.Name, p.CategoryCode
            """, args, ct);
        var techniques = await db.List<TechniqueCount>($"""
            SELECT a.Technique, COUNT(DISTINCT p.Id) AS Used, COUNT(DISTINCT CASE WHEN p.Verdict = 'Improved' THEN p.Id END) AS Improved,
                COUNT(DISTINCT CASE WHEN p.Verdict = 'Improved' AND p.PresetTest = 0 THEN p.Id END) AS ImprovedWithoutTest,
                COUNT(DISTINCT CASE WHEN p.Verdict = 'PartlyImproved' THEN p.Id END) AS PartlyImproved
            FROM Problem p JOIN ProblemAction a ON a.ProblemId = p.Id
            {closed.When(true, "p.Verdict IS NOT NULL AND a.Technique IS NOT NULL AND a.Interim = 0 AND a.Status <> 'Dropped'")}
            GROUP BY a.Technique
            """, args, ct);
        var durability = await db.List<DurabilityCount>($"""
            SELECT p.CategoryCode, c.Name AS Category, SUM(IIF(d.Finding = 'Held', 1, 0)) AS Held, SUM(IIF(d.Finding = 'Returned', 1, 0)) AS Returned,
                SUM(IIF(d.Finding = 'Unknown', 1, 0)) AS Unknown, SUM(IIF(d.Finding IS NULL AND p.ClosedAt < @DurabilityDueBefore, 1, 0)) AS Waiting,
                SUM(IIF(d.Finding IS NULL AND p.ClosedAt >= @DurabilityDueBefore, 1, 0)) AS NotYetDue
            FROM Problem p JOIN Category c ON c.Code = p.CategoryCode
            LEFT JOIN DurabilityCheck d ON d.ProblemId = p.Id AND d.Visit = p.Visit
            {closed.When(true, ProblemSql.CanHold)}
            GROUP BY p.CategoryCode, c.Name ORDER BY c.Name, p.CategoryCode
            """, args, ct);
        var objectives = await ObjectiveCounts.Of(db, actor, filter, args, ct);

        return new(today,
            [.. closings.GroupBy(c => (c.CategoryCode, c.Category)).Select(group => Row([.. group], group.Key.CategoryCode, group.Key.Category, filter))],
            Row(closings, null, null, filter),
            [.. objectives.Select(cell => cell.Cell(filter))],
            [.. objectives.GroupBy(cell => cell.Kind).Select(group => ObjectiveCounts.Sum(group, group.Key).Cell(filter))],
            (await ObjectiveCounts.OfAll(db, actor, filter, args, ct)).Cell(filter),
            InOrder(techniques.Select(count => Row(count, filter))),
            [.. durability.Select(count => Row(count, filter))],
            Row(Sum(durability), filter),
            new());
    }

    /// <summary>By share of improved problems, but only where there are cases enough for an order; the rest follow by name.</summary>
    internal static IReadOnlyList<TechniqueRow> InOrder(IEnumerable<TechniqueRow> rows) =>
    [
        .. rows.OrderByDescending(row => row.MayBeCompared)
            .ThenByDescending(row => row.MayBeCompared ? (double)row.Improved.Part.Value / row.Improved.Whole.Value : 0)
            .ThenBy(row => Wording.Of(row.Technique), StringComparer.Ordinal),
    ];

    private static ClosingRow Row(IReadOnlyList<ClosedCount> counts, string? category, string? name, ReportFilter filter)
    {
        var there = category is null ? filter : filter with { CategoryCode = category };
        return new(category, name, there.Closed(counts.Sum(c => c.Problems)),
            [
                .. Enum.GetValues<Verdict>().Select(verdict => Count(verdict, [.. counts.Where(c => c.Verdict == verdict)], there)),
                new(null, there.Closed(counts.Where(c => c.Verdict is null).Sum(c => c.Problems), ("judged", "false")), null),
            ],
            [.. Enum.GetValues<ClosingReason>().Select(reason =>
                new ReasonCount(reason, there.Closed(counts.Where(c => c.ClosingReason == reason).Sum(c => c.Problems), ("closingReason", reason.ToString()))))]);
    }

    private static VerdictCount Count(Verdict verdict, IReadOnlyList<ClosedCount> counts, ReportFilter there) =>
        new(verdict, there.Closed(counts.Sum(c => c.Problems), ("verdict", verdict.ToString())),
            verdict is Verdict.Improved or Verdict.PartlyImproved ? there.Closed(counts.Sum(c => c.WithoutTest), ("verdict", verdict.ToString()), ("presetTest", "false")) : null);

    private static TechniqueRow Row(TechniqueCount count, ReportFilter filter)
    {
        Figure Behind(int value, Verdict? verdict, string? presetTest = null) => filter.Closed(value,
            ("technique", count.Technique.ToString()), ("verdict", verdict?.ToString()), ("judged", verdict is null ? "true" : null), ("presetTest", presetTest));
        var improved = new Share(Behind(count.Improved, Verdict.Improved), Behind(count.Used, null));
        return new(count.Technique, improved, Behind(count.ImprovedWithoutTest, Verdict.Improved, presetTest: "false"), Behind(count.PartlyImproved, Verdict.PartlyImproved), improved.MayBeRanked);
    }

    private static DurabilityRow Row(DurabilityCount count, ReportFilter filter)
    {
        var there = count.CategoryCode is null ? filter : filter with { CategoryCode = count.CategoryCode };
        Figure Found(int value, DurabilityFinding finding) => there.Closed(value, ("durability", finding.ToString()));
        Figure At(int value, DurabilityStep step) => there.Closed(value, ("durabilityStep", step.ToString()));
        return new(count.CategoryCode, count.Category,
            new(Found(count.Held, DurabilityFinding.Held), At(count.Held + count.Returned + count.Unknown, DurabilityStep.LookedAt)),
            Found(count.Returned, DurabilityFinding.Returned), Found(count.Unknown, DurabilityFinding.Unknown),
            At(count.Waiting, DurabilityStep.Waiting), At(count.NotYetDue, DurabilityStep.NotYetDue));
    }

    private static DurabilityCount Sum(IReadOnlyList<DurabilityCount> rows) => new()
    {
        Held = rows.Sum(r => r.Held),
        Returned = rows.Sum(r => r.Returned),
        Unknown = rows.Sum(r => r.Unknown),
        Waiting = rows.Sum(r => r.Waiting),
        NotYetDue = rows.Sum(r => r.NotYetDue),
    };
}

internal static class ReadOutcomesReportEndpoint
{
    public static void MapReadOutcomesReport(this RouteGroupBuilder reports) =>
        reports.MapReport("outcomes", "Verdicts, objectives, techniques and durability of closed problems", filter => new ReadOutcomesReport(filter));
}
