using MediatR;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ProblemTracker.Reports;

namespace ProblemTracker.Pages.Briefings;

/// <summary>The commander's briefing: a two-minute read that prints on two pages.</summary>
public sealed class BriefingPage(IMediator mediator) : PageModel
{
    public Briefing Briefing { get; private set; } = null!;

    public async Task OnGet(CancellationToken ct) => Briefing = await mediator.Send(new ReadBriefing(), ct);
}
