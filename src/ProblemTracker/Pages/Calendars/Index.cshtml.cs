using MediatR;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ProblemTracker.Accounts;
using ProblemTracker.Pages.Shared;

namespace ProblemTracker.Pages.Calendars;

/// <summary>Makes the private address of the reader's due dates, and shows it once.</summary>
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public sealed class CalendarPage(IMediator mediator, Actor actor) : PageModel
{
    public CalendarAddressDetails Now { get; private set; } = new();
    public CalendarAddressMade? Made { get; private set; }
    public bool ReadsProblems => actor.Might(Permission.ReadProblems);
    public bool IsRecent => SecondFactors.IsRecent(actor);

    public async Task OnGet(CancellationToken ct) => Now = await mediator.Send(new ReadCalendarAddress(actor.PersonId ?? 0), ct);

    public async Task OnPost(CancellationToken ct)
    {
        Made = await this.TrySend(mediator, new MakeCalendarAddress());
        if (Made is null) await OnGet(ct);
    }

    public async Task<IActionResult> OnPostAgain()
    {
        await mediator.Send(new SignOut());
        await HttpContext.SignOutAsync();
        return LocalRedirect("~/sign-in?returnUrl=%2Fme%2Fcalendar");
    }
}
