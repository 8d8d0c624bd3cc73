using MediatR;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ProblemTracker.Partners;

namespace ProblemTracker.Pages.Partner;

/// <summary>A problem as its partners see it.</summary>
public sealed class PartnerProblemPage(IMediator mediator) : PageModel
{
    public PartnerProblemAnswer Answer { get; private set; } = null!;

    public async Task OnGetAsync(long id, CancellationToken ct) => Answer = await mediator.Send(new ReadPartnerProblem(id), ct);
}
