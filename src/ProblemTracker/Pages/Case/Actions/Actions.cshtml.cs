using MediatR;
using ProblemTracker.Patrol;

namespace ProblemTracker.Pages.Case;

public sealed class ActionsPage(IMediator mediator) : CasePage(mediator)
{
    public IReadOnlyList<TaskDosage> Dosage { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken ct)
    {
        await Open(ct);
        Dosage = await Mediator.Send(new ReadDosage(Id), ct);
    }
}
