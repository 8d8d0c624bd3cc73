using MediatR;
using ProblemTracker.Pages.Shared;
using ProblemTracker.Reports;

namespace ProblemTracker.Pages.Reports;

/// <summary>Quality of the work on closed problems.</summary>
public sealed class QualityPage(IMediator mediator) : ReportPage<QualityReport>(mediator)
{
    public override string Name => "quality";

    protected override IQuery<QualityReport> Message => new ReadQualityReport(Filter);

    public Chart Chart => new(ChartKind.Columns, "Closed problems by weighted team score.", "Closed problems",
        [.. Report!.Distribution.Select(band => new ChartPoint(band.InWords, band.Problems.Value))]);
}
