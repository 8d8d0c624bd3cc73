using FluentValidation;
using MediatR;
using ProblemTracker.Agency;
using ProblemTracker.Analysis;
using ProblemTracker.Problems;

namespace ProblemTracker.Reports;

/// <summary>Quality of work on closed problems: teams' own scores, overrides, plans frozen before work began. Ranks no one.</summary>
[Needs(Permission.ReadProblems)]
public sealed record ReadQualityReport(ReportFilter Filter) : IQuery<QualityReport>;

internal sealed class ReadQualityReportValidator : AbstractValidator<ReadQualityReport>
{
    public ReadQualityReportValidator() => this.ReportRules(q => q.Filter);
}

internal sealed class ReadQualityReportHandler(Db db, Actor actor, AgencySettings agency)
    : IRequestHandler<ReadQualityReport, QualityReport>
{
    private const int BandWidth = 2;

    private sealed record Totals
    {
        public int ClosedCount { get; init; }
        public int Overridden { get; init; }
        public int Responded { get; init; }
        public int Frozen { get; init; }
    }

    /// <summary>The number of problems with one weighted score, and the sums of their stage scores.</summary>
    private sealed record ScoreCount
    {
        public int Sixths { get; init; }
        public int Problems { get; init; }
        public int Scanning { get; init; }
        public int Analysis { get; init; }
        public int Response { get; init; }
        public int Assessment { get; init; }
    }

    private sealed record OverriddenCount
    {
        public Gate Gate { get; init; }
        public string Code { get; init; } = "";
        public int Problems { get; init; }
    }

    public async Task<QualityReport> Handle(ReadQualityReport query, CancellationToken ct)
    {
        var filter = query.Filter;
        var closed = filter.Closed(actor);
        var args = filter.Args(actor, await agency.Calendar(ct));

        var totals = await db.Single<Totals>($"""
            SELECT COUNT(*) AS ClosedCount, SUM(q.IsOverridden) AS Overridden, SUM(q.HasResponded) AS Responded,
                SUM(q.HasResponded * q.IsFrozen) AS Frozen
            FROM (
                SELECT IIF(p.Overrides > 0, 1, 0) AS IsOverridden, IIF({ProblemSql.Responded}, 1, 0) AS HasResponded,
                    IIF(p.PresetTest = 1, 1, 0) AS IsFrozen
                FROM Problem p {closed}
            ) q
            """, args, ct);
        var scores = await db.List<ScoreCount>($"""
            SELECT q.Sixths, COUNT(*) AS Problems, SUM(q.ScanningScore) AS Scanning, SUM(q.AnalysisScore) AS Analysis,
                SUM(q.ResponseScore) AS Response, SUM(q.AssessmentScore) AS Assessment
            FROM (
                SELECT {ScoreSql.Sixths} AS Sixths, p.ScanningScore, p.AnalysisScore, p.ResponseScore, p.AssessmentScore
                FROM Problem p {closed.When(true, ProblemSql.Scored)}
            ) q
            GROUP BY q.Sixths
            """, args, ct);
        var gates = await db.List<OverriddenCount>($"""
            SELECT o.Gate, COUNT(DISTINCT o.ProblemId) AS Problems FROM Problem p JOIN GateOverride o ON o.ProblemId = p.Id {closed}
            GROUP BY o.Gate
            """, args, ct);
        var codes = await db.List<OverriddenCount>($"""
            SELECT w.Code, COUNT(DISTINCT o.ProblemId) AS Problems
            FROM Problem p JOIN GateOverride o ON o.ProblemId = p.Id JOIN WaivedCode w ON w.GateOverrideId = o.Id {closed}
            GROUP BY w.Code
            """, args, ct);

        var scored = scores.Sum(s => s.Problems);
        List<(double Value, int Count)> weighted = [.. scores.Select(s => (s.Sixths / SelfScores.Weights, s.Problems))];
        StageMean Mean(Stage stage, int weight, Func<ScoreCount, int> sum) =>
            new(stage, weight, scored == 0 ? null : Rounded((double)scores.Sum(sum) / scored));
        return new(await agency.Today(ct),
            new(Behind(filter, scored), filter.Closed(totals.ClosedCount)), Rounded(Frequencies.Mean(weighted)),
            Rounded(Frequencies.Median(weighted)),
            [Mean(Stage.Scanning, 1, s => s.Scanning), Mean(Stage.Analysis, 2, s => s.Analysis), Mean(Stage.Response, 1, s => s.Response),
                Mean(Stage.Assessment, 2, s => s.Assessment)],
            [.. Bands(scores, filter)],
            new(filter.Closed(totals.Overridden, ("overridden", "true")), filter.Closed(totals.ClosedCount)),
            [.. Enum.GetValues<Gate>()
                .Select(gate => new GateCount(gate,
                    filter.Closed(gates.Where(g => g.Gate == gate).Sum(g => g.Problems), ("overriddenGate", gate.ToString()))))],
            [.. Sara.Codes.SelectMany(code => codes.Where(c => c.Code == code))
                .Select(c => new CodeCount(c.Code, filter.Closed(c.Problems, ("overriddenCode", c.Code))))],
            new(filter.Closed(totals.Frozen, ("responded", "true"), ("presetTest", "true")),
                filter.Closed(totals.Responded, ("responded", "true"))),
            await VerdictOrigins.Of(db, closed, args, (value, more) => filter.Closed(value, more), ct),
            new());
    }

    private static IEnumerable<ScoreBand> Bands(IReadOnlyList<ScoreCount> scores, ReportFilter filter)
    {
        for (var from = SelfScores.Lowest; from < SelfScores.Highest; from += BandWidth)
        {
            var (atLeast, below, isLast) = (from, from + BandWidth, from + BandWidth == SelfScores.Highest);
            var problems = scores.Where(s => s.Sixths >= atLeast * SelfScores.Weights && (isLast || s.Sixths < below * SelfScores.Weights))
                .Sum(s => s.Problems);
            yield return new(atLeast, below, Behind(filter, problems, ("atLeast", $"{atLeast}"), ("below", isLast ? null : $"{below}")));
        }
    }

    private static Figure Behind(ReportFilter filter, int value, params IEnumerable<(string Name, string? Value)> more) =>
        new(value, filter.List("/scores", [.. more, .. filter.ClosingDates()]));

    private static double? Rounded(double? number) => number is { } given ? Math.Round(given, 2) : null;
}

internal static class ReadQualityReportEndpoint
{
    public static void MapReadQualityReport(this RouteGroupBuilder reports) =>
        reports.MapReport("quality", "Teams' own scores, overrides, and plans frozen before work began, for closed problems",
            filter => new ReadQualityReport(filter));
}
