using MediatR;
using ProblemTracker.Reports;

namespace ProblemTracker.Pages.Reports;

/// <summary>What is open, late, on hold and closed, by stage and neighborhood.</summary>
public sealed class StatusModel(IMediator mediator) : ReportPage<StatusReport>(mediator)
{
    public override string Name => "status";

    protected override IQuery<StatusReport> Message => new ReadStatusReport(Filter);

    /// <summary>Open problems of each neighborhood, by stage, most first.</summary>
    public Chart Chart => new(ChartKind.Bars, "Open problems of each neighborhood by stage.", "Open problems",
        [.. Report!.Open.GroupBy(row => row.Neighborhood!).OrderByDescending(place => place.Sum(row => row.Open.Value)).ThenBy(place => place.Key)
            .SelectMany(place => place.Select(row => new ChartPoint(place.Key, row.Open.Value, Wording.Of(row.Stage!.Value))))])
    {
        Series = [.. Report.ByStage.Select(row => Wording.Of(row.Stage!.Value))],
    };
}
