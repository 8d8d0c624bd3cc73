using MediatR;
using ProblemTracker.Settings;

namespace ProblemTracker.Pages;

public sealed class ActionsPage(IMediator mediator, Agency agency) : CasePage(mediator, agency)
{
    public Task OnGetAsync(CancellationToken ct) => Open(ct);
}
