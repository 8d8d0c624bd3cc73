using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ProblemTracker.Agency;
using ProblemTracker.Nudges;
using ProblemTracker.Pages.Shared;

namespace ProblemTracker.Pages.MyDay;

public sealed class SnoozeNudgePage(IMediator mediator) : PageModel
{
    [FromRoute]
    public long Id { get; set; }

    [BindProperty]
    public DateOnly? Until { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    public NudgeRow Nudge { get; private set; } = new();

    public DateOnly Today { get; private set; }

    public async Task OnGetAsync(CancellationToken ct)
    {
        await Read(ct);
        Until = Today.AddDays(1);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        await Read(ct);
        if (await this.TrySend(mediator, new SnoozeNudge(Id, Until ?? default, Reason ?? "")) is { SnoozedUntil: { } until })
        {
            TempData[Shell.Flash] = $"Reminder snoozed until {DateText.LongDate(until)}.";
            return LocalRedirect("~/nudges");
        }
        return Page();
    }

    private async Task Read(CancellationToken ct)
    {
        Nudge = await mediator.Send(new ReadMyNudge(Id), ct);
        Today = (await mediator.Send(new ReadAgencyDay(), ct)).Today;
    }
}
