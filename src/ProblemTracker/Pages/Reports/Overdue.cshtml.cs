using MediatR;
using ProblemTracker.Pages.Shared;
using ProblemTracker.Reports;

namespace ProblemTracker.Pages.Reports;

/// <summary>What is overdue, by how much, who was told, who leads and supervises it.</summary>
public sealed class OverduePage(IMediator mediator) : ReportPage<OverdueReport>(mediator)
{
    public override string Name => "overdue";

    protected override IQuery<OverdueReport> Message => new ReadOverdueReport(Filter);

    /// <summary>Each lead's overdue problems by how long they are over, in the order of the table.</summary>
    public Chart Chart => new(ChartKind.Bars, "Overdue problems of each lead by the number of days over.", "Overdue problems",
        [
            .. Report!.Leads.SelectMany(row =>
                row.ByBand.Select((figure, i) => new ChartPoint(Who(row), figure.Value, Report.Bands[i].Label)))])
    {
        Series = [.. Report.Bands.Select(band => band.Label)],
    };

    public static string Who(OverdueRow row) => row.Name is null ? "Nobody" : row.HasLeft ? $"{row.Name} (has left)" : row.Name;
}
