using MediatR;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ProblemTracker.Reports;

namespace ProblemTracker.Pages.Briefings;

/// <summary>What a commander reads in two minutes and prints on two sheets.</summary>
public sealed class BriefingPage(IMediator mediator) : PageModel
{
    public Briefing Briefing { get; private set; } = null!;

    public async Task OnGet(CancellationToken ct) => Briefing = await mediator.Send(new ReadBriefing(), ct);
}
