using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ProblemTracker.Nudges;

namespace ProblemTracker.Pages;

public sealed class NudgesModel(IMediator mediator) : PageModel
{
    [BindProperty(SupportsGet = true)] public string? After { get; set; }

    public Page<NudgeRow> List { get; private set; } = null!;

    public async Task OnGet(CancellationToken ct) => List = await mediator.Send(new ListMyNudges(After: After), ct);

    /// <param name="id">The nudge.</param>
    /// <param name="from">The page to go back to.</param>
    public async Task<IActionResult> OnPostSeen(long id, string? from, CancellationToken ct)
    {
        await mediator.Send(new SeeNudge(id), ct);
        return LocalRedirect(Url.IsLocalUrl(from) ? from! : "~/nudges");
    }
}
