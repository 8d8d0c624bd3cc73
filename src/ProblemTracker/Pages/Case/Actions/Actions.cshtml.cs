using MediatR;

namespace ProblemTracker.Pages.Case;

public sealed class ActionsPage(IMediator mediator) : CasePage(mediator)
{
    public Task OnGetAsync(CancellationToken ct) => Open(ct);
}
