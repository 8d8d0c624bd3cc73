using MediatR;
using ProblemTracker.Problems;

namespace ProblemTracker.Pages.Case;

/// <summary>The full case file in reading order, for printing.</summary>
public sealed class PrintPage(IMediator mediator) : CasePage(mediator)
{
    private const int MostOfTimeline = 200;

    public Page<TimelineRow> Timeline { get; private set; } = new([], 0, false, null);

    public async Task OnGetAsync(CancellationToken ct)
    {
        await Open(ct);
        Timeline = await Mediator.Send(new ReadTimeline(Id, Size: MostOfTimeline), ct);
    }
}
