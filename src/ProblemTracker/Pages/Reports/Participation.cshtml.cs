using MediatR;
using ProblemTracker.Pages.Shared;
using ProblemTracker.Reports;

namespace ProblemTracker.Pages.Reports;

/// <summary>What police, partners and residents agreed to do, and what they did.</summary>
public sealed class ParticipationPage(IMediator mediator) : ReportPage<ParticipationReport>(mediator)
{
    public override string Name => "participation";

    protected override IQuery<ParticipationReport> Message => new ReadParticipationReport(Filter);

    public Chart Chart => new(ChartKind.Columns, "Actions of police, partners and residents: agreed, done, and done on time.", "Actions",
        [.. Report!.Owners.Where(row => row.Agreed.Value > 0).SelectMany(row => new ChartPoint[]
        {
            new(Wording.Of(row.Owner!.Value), row.Agreed.Value, "Agreed"), new(Wording.Of(row.Owner.Value), row.Done.Part.Value, "Done"),
            new(Wording.Of(row.Owner.Value), row.OnTime.Part.Value, "On time"),
        })])
    {
        Series = ["Agreed", "Done", "On time"],
    };
}
