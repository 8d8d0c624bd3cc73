using MediatR;
using ProblemTracker.Agency;

namespace ProblemTracker.Pages.Case;

public sealed class ActionsPage(IMediator mediator, AgencySettings agency) : CasePage(mediator, agency)
{
    public Task OnGetAsync(CancellationToken ct) => Open(ct);
}
