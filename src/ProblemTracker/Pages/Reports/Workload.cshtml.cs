using MediatR;
using ProblemTracker.Pages.Shared;
using ProblemTracker.Reports;

namespace ProblemTracker.Pages.Reports;

/// <summary>Open problems and actions by person.</summary>
public sealed class WorkloadPage(IMediator mediator) : ReportPage<WorkloadReport>(mediator)
{
    public override string Name => "workload";

    protected override IQuery<WorkloadReport> Message => new ReadWorkloadReport(Filter);

    /// <summary>Each lead's open problems by stage, in the order of the table.</summary>
    public Chart Chart => new(ChartKind.Bars, "Open problems of each lead by stage.", "Open problems",
        [.. Report!.People.Where(row => row.Open.Value > 0)
            .SelectMany(row =>
                row.ByStage.Select((figure, i) => new ChartPoint(Who(row), figure.Value, Wording.Of(WorkloadRow.Stages[i]))))])
    {
        Series = [.. WorkloadRow.Stages.Select(stage => Wording.Of(stage))],
    };

    public static string Who(WorkloadRow row) => row.Name is null ? "No one" : row.HasLeft ? $"{row.Name} (has left)" : row.Name;
}
