using MediatR;
using ProblemTracker.Pages.Shared;
using ProblemTracker.Reports;

namespace ProblemTracker.Pages.Reports;

/// <summary>Outcomes of closed problems.</summary>
public sealed class OutcomesPage(IMediator mediator) : ReportPage<OutcomesReport>(mediator)
{
    public override string Name => "outcomes";

    protected override IQuery<OutcomesReport> Message => new ReadOutcomesReport(Filter);

    /// <summary>Closed problems of each category by verdict.</summary>
    public Chart Verdicts => new(ChartKind.Bars, "Closed problems of each category by verdict.", "Closed problems",
        [.. Report!.Closings.SelectMany(row => row.Verdicts.Where(v => v.Problems.Value > 0)
            .Select(v => new ChartPoint(row.Category!, v.Problems.Value, Of(v.Verdict))))])
    {
        Series = [.. Report.AllClosings.Verdicts.Select(v => Of(v.Verdict))],
    };

    /// <summary>Only techniques with enough cases to compare.</summary>
    public Chart Techniques => new(ChartKind.Intervals, "Share of problems that improved, by technique, with 95% confidence interval.",
        "Improved, percent",
        [.. Report!.Techniques.Where(row => row.MayBeCompared)
            .Select(row => new ChartPoint(Wording.Of(row.Technique), row.Improved.Percent!.Value, null,
                row.Improved.Low, row.Improved.High))]);

    public static string Of(Verdict? verdict) => verdict is { } found ? Wording.Of(found) : "No verdict";
}
