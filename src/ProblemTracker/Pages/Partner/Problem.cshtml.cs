using MediatR;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ProblemTracker.Partners;

namespace ProblemTracker.Pages.Partner;

/// <summary>A problem as its partners see it.</summary>
public sealed class PartnerProblemPage(IMediator mediator) : PageModel
{
    public PartnerProblemDetails Details { get; private set; } = null!;

    public async Task OnGetAsync(long id, CancellationToken ct) => Details = await mediator.Send(new ReadPartnerProblem(id), ct);
}
