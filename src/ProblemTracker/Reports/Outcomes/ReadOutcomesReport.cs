using FluentValidation;
using MediatR;
using ProblemTracker.Agency;
using ProblemTracker.Problems;

namespace ProblemTracker.Reports;

/// <summary>Results of closed problems: verdicts, closing reasons, objectives, techniques and follow-ups.</summary>
[Needs(Permission.ReadProblems)]
public sealed record ReadOutcomesReport(ReportFilter Filter) : IQuery<OutcomesReport>;

internal sealed class ReadOutcomesReportValidator : AbstractValidator<ReadOutcomesReport>
{
    public ReadOutcomesReportValidator() => this.ReportRules(q => q.Filter);
}

internal sealed class ReadOutcomesReportHandler(Db db, Actor actor, AgencySettings agency)
    : IRequestHandler<ReadOutcomesReport, OutcomesReport>
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

    private sealed record FollowUpCount
    {
        public string? CategoryCode { get; init; }
        public string? Category { get; init; }
        public int Sustained { get; init; }
        public int Recurred { get; init; }
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
        var args = filter.Args(actor, calendar) with { FollowUpDueBefore = calendar.EndOf(FollowUp.LastClosingDue(today)) };

        var closings = await db.List<ClosedCount>($"""
            SELECT p.CategoryCode, c.Name AS Category, p.Verdict, p.ClosingReason, COUNT(*) AS Problems,
                SUM(IIF(p.PresetTest = 0, 1, 0)) AS WithoutTest
            FROM Problem p JOIN Category c ON c.Code = p.CategoryCode
            {closed}
            GROUP BY p.CategoryCode, c.Name, p.Verdict, p.ClosingReason ORDER BY c.Name, p.CategoryCode
            """, args, ct);
        var techniques = await db.List<TechniqueCount>($"""
            SELECT a.Technique, COUNT(DISTINCT p.Id) AS Used, COUNT(DISTINCT CASE WHEN p.Verdict = 'Improved' THEN p.Id END) AS Improved,
                COUNT(DISTINCT CASE WHEN p.Verdict = 'Improved' AND p.PresetTest = 0 THEN p.Id END) AS ImprovedWithoutTest,
                COUNT(DISTINCT CASE WHEN p.Verdict = 'PartlyImproved' THEN p.Id END) AS PartlyImproved
            FROM Problem p JOIN ProblemAction a ON a.ProblemId = p.Id
            {closed.When(true, "p.Verdict IS NOT NULL AND a.Technique IS NOT NULL AND a.UrgentSafetyMeasure = 0 AND a.Status <> 'Dropped'")}
            GROUP BY a.Technique
            """, args, ct);
        var followUp = await db.List<FollowUpCount>($"""
            SELECT p.CategoryCode, c.Name AS Category, SUM(IIF(d.Finding = 'Sustained', 1, 0)) AS Sustained,
                SUM(IIF(d.Finding = 'Recurred', 1, 0)) AS Recurred, SUM(IIF(d.Finding = 'Unknown', 1, 0)) AS Unknown,
                SUM(IIF(d.Finding IS NULL AND p.ClosedAt < @FollowUpDueBefore, 1, 0)) AS Waiting,
                SUM(IIF(d.Finding IS NULL AND p.ClosedAt >= @FollowUpDueBefore, 1, 0)) AS NotYetDue
            FROM Problem p JOIN Category c ON c.Code = p.CategoryCode
            LEFT JOIN DurabilityCheck d ON d.ProblemId = p.Id AND d.Visit = p.Visit
            {closed.When(true, ProblemSql.NeedsFollowUp)}
            GROUP BY p.CategoryCode, c.Name ORDER BY c.Name, p.CategoryCode
            """, args, ct);
        var objectives = await ObjectiveCounts.Of(db, actor, filter, args, ct);

        return new(today,
            [.. closings.GroupBy(c => (c.CategoryCode, c.Category))
                .Select(group => Row([.. group], group.Key.CategoryCode, group.Key.Category, filter))],
            Row(closings, null, null, filter),
            [.. objectives.Select(cell => cell.Cell(filter))],
            [.. objectives.GroupBy(cell => cell.Kind).Select(group => ObjectiveCounts.Sum(group, group.Key).Cell(filter))],
            (await ObjectiveCounts.OfAll(db, actor, filter, args, ct)).Cell(filter),
            InOrder(techniques.Select(count => Row(count, filter))),
            [.. followUp.Select(count => Row(count, filter))],
            Row(Sum(followUp), filter),
            await VerdictOrigins.Of(db, closed, args, (value, more) => filter.Closed(value, more), ct),
            new());
    }

    /// <summary>Techniques with enough cases by share of improved problems, then the rest by name.</summary>
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
                new(null, there.Closed(counts.Where(c => c.Verdict is null).Sum(c => c.Problems), ("hasVerdict", "false")), null),
            ],
            [.. Enum.GetValues<ClosingReason>().Select(reason =>
                new ReasonCount(reason,
                    there.Closed(counts.Where(c => c.ClosingReason == reason).Sum(c => c.Problems),
                        ("closingReason", reason.ToString()))))]);
    }

    private static VerdictCount Count(Verdict verdict, IReadOnlyList<ClosedCount> counts, ReportFilter there) =>
        new(verdict, there.Closed(counts.Sum(c => c.Problems), ("verdict", verdict.ToString())),
            verdict is Verdict.Improved or Verdict.PartlyImproved
                ? there.Closed(counts.Sum(c => c.WithoutTest), ("verdict", verdict.ToString()), ("presetTest", "false")) : null);

    private static TechniqueRow Row(TechniqueCount count, ReportFilter filter)
    {
        Figure Behind(int value, Verdict? verdict, string? presetTest = null) => filter.Closed(value,
            ("technique", count.Technique.ToString()), ("verdict", verdict?.ToString()), ("hasVerdict", verdict is null ? "true" : null),
            ("presetTest", presetTest));
        var improved = new Share(Behind(count.Improved, Verdict.Improved), Behind(count.Used, null));
        return new(count.Technique, improved, Behind(count.ImprovedWithoutTest, Verdict.Improved, presetTest: "false"),
            Behind(count.PartlyImproved, Verdict.PartlyImproved), improved.MayBeRanked);
    }

    private static FollowUpRow Row(FollowUpCount count, ReportFilter filter)
    {
        var there = count.CategoryCode is null ? filter : filter with { CategoryCode = count.CategoryCode };
        Figure Found(int value, FollowUpFinding finding) => there.Closed(value, ("followUp", finding.ToString()));
        Figure At(int value, FollowUpStep step) => there.Closed(value, ("followUpStep", step.ToString()));
        return new(count.CategoryCode, count.Category,
            new(Found(count.Sustained, FollowUpFinding.Sustained),
                At(count.Sustained + count.Recurred + count.Unknown, FollowUpStep.Recorded)),
            Found(count.Recurred, FollowUpFinding.Recurred), Found(count.Unknown, FollowUpFinding.Unknown),
            At(count.Waiting, FollowUpStep.Waiting), At(count.NotYetDue, FollowUpStep.NotYetDue));
    }

    private static FollowUpCount Sum(IReadOnlyList<FollowUpCount> rows) => new()
    {
        Sustained = rows.Sum(r => r.Sustained),
        Recurred = rows.Sum(r => r.Recurred),
        Unknown = rows.Sum(r => r.Unknown),
        Waiting = rows.Sum(r => r.Waiting),
        NotYetDue = rows.Sum(r => r.NotYetDue),
    };
}

internal static class ReadOutcomesReportEndpoint
{
    public static void MapReadOutcomesReport(this RouteGroupBuilder reports) =>
        reports.MapReport("outcomes", "Verdicts, objectives, techniques and follow-ups of closed problems",
            filter => new ReadOutcomesReport(filter));
}
