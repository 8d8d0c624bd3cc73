using MediatR;
using ProblemTracker.Pages.Shared;
using ProblemTracker.Reports;

namespace ProblemTracker.Pages.Reports;

/// <summary>Overdue problems by days overdue, lead, supervisor, and last reminder or escalation.</summary>
public sealed class OverduePage(IMediator mediator) : ReportPage<OverdueReport>(mediator)
{
    public override string Name => "overdue";

    protected override IQuery<OverdueReport> Message => new ReadOverdueReport(Filter);

    /// <summary>Each lead's overdue problems by days overdue, in the order of the table.</summary>
    public Chart Chart => new(ChartKind.Bars, "Overdue problems of each lead by days overdue.", "Overdue problems",
        [.. Report!.Leads.SelectMany(row =>
            row.ByBand.Select((figure, i) => new ChartPoint(Who(row), figure.Value, Report.Bands[i].Label)))])
    {
        Series = [.. Report.Bands.Select(band => band.Label)],
    };

    public static string Who(OverdueRow row) => row.Name is null ? "No one" : row.HasLeft ? $"{row.Name} (has left)" : row.Name;
}
