using MediatR;
using ProblemTracker.Pages.Shared;
using ProblemTracker.Reports;

namespace ProblemTracker.Pages.Reports;

/// <summary>Problems opened, closed and moved by period, days in each stage, and overridden requirements.</summary>
public sealed class FlowPage(IMediator mediator) : ReportPage<FlowReport>(mediator)
{
    public override string Name => "flow";

    protected override IQuery<FlowReport> Message => new ReadFlowReport(Filter);

    public Chart Chart => new(ChartKind.Columns, "Problems opened and closed in each period.", "Problems",
        [.. Report!.Periods.SelectMany(row => new ChartPoint[]
        {
            new(row.Period.Label, row.Opened.Value, "Opened"), new(row.Period.Label, row.Closed.Value, "Closed"),
        })])
    {
        Series = ["Opened", "Closed"],
    };

    /// <summary>A dot at the median and a line from there to the 90th percentile.</summary>
    public Chart Days => new(ChartKind.Intervals, "Days in each stage: a dot at the median, a line to the 90th percentile.", "Days",
        [.. Report!.Stages.Where(row => row.MedianDays is not null && !row.AreFew)
            .Select(row => new ChartPoint(Wording.Of(row.Stage), row.MedianDays!.Value, Low: row.MedianDays, High: row.NinetiethDays))])
    {
        Most = null,
    };
}
