using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ProblemTracker.Partners;

namespace ProblemTracker.Pages.Partner;

/// <summary>A partner's actions and problems.</summary>
public sealed class PartnerIndexPage(IMediator mediator) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    public IReadOnlyList<PartnerAction> Actions { get; private set; } = [];

    public Page<PartnerProblem> Problems { get; private set; } = null!;

    public async Task OnGetAsync(CancellationToken ct)
    {
        Actions = (await mediator.Send(new ListPartnerActions(), ct)).Items;
        Problems = await mediator.Send(new ListPartnerProblems(After), ct);
    }
}
