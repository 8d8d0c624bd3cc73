using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ProblemTracker.Nudges;

namespace ProblemTracker.Pages.MyDay;

public sealed class NudgesPage(IMediator mediator) : PageModel
{
    [BindProperty(SupportsGet = true)] public NudgeFilter? Show { get; set; }
    [BindProperty(SupportsGet = true)] public string? After { get; set; }

    public NudgeFilter Showing => Show ?? NudgeFilter.Open;

    public Page<NudgeRow> List { get; private set; } = null!;

    public async Task OnGet(CancellationToken ct) => List = await mediator.Send(new ListMyNudges(Showing, After), ct);

    /// <param name="id">Id of the nudge.</param>
    /// <param name="from">Address of the page to return to; only a local one is followed.</param>
    public async Task<IActionResult> OnPostSeen(long id, string? from, CancellationToken ct)
    {
        await mediator.Send(new SeeNudge(id), ct);
        return BackTo(from);
    }

    public async Task<IActionResult> OnPostDone(long id, string? from, CancellationToken ct)
    {
        await mediator.Send(new FinishNudge(id), ct);
        return BackTo(from);
    }

    public async Task<IActionResult> OnPostUnsnooze(long id, string? from, CancellationToken ct)
    {
        await mediator.Send(new UnsnoozeNudge(id), ct);
        return BackTo(from);
    }

    private LocalRedirectResult BackTo(string? from) => LocalRedirect(Url.IsLocalUrl(from) ? from! : "~/nudges");
}
