using MediatR;
using ProblemTracker.Pages.Shared;
using ProblemTracker.Reports;

namespace ProblemTracker.Pages.Reports;

/// <summary>Open, overdue, on-hold and closed problems by stage and neighborhood.</summary>
public sealed class StatusReportPage(IMediator mediator) : ReportPage<StatusReport>(mediator)
{
    public override string Name => "status";

    protected override IQuery<StatusReport> Message => new ReadStatusReport(Filter);

    /// <summary>Open problems of each neighborhood by stage. In order of name, because most counts are too small to rank.</summary>
    public Chart Chart => new(ChartKind.Bars, "Open problems of each neighborhood by stage.", "Open problems",
        [.. Report!.Open.GroupBy(row => row.Neighborhood!).OrderBy(place => place.Key, StringComparer.Ordinal)
            .SelectMany(place => place.Select(row => new ChartPoint(place.Key, row.Open.Value, Wording.Of(row.Stage!.Value))))])
    {
        Series = [.. Report.ByStage.Select(row => Wording.Of(row.Stage!.Value))],
    };
}
