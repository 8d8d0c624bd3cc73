using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ProblemTracker.Accounts;
using ProblemTracker.Pages.People;
using ProblemTracker.Pages.Shared;

namespace ProblemTracker.Pages.Me;

/// <summary>Changes the signed-in person's own email address.</summary>
public sealed class MyEmailPage(IMediator mediator, Actor actor) : PageModel
{
    [BindProperty] public string Email { get; set; } = "";
    [BindProperty] public string Password { get; set; } = "";

    public EmailDetails Details { get; private set; } = new();
    public EmailChangeView? Waiting { get; private set; }
    public bool IsRecent => SecondFactors.IsRecent(actor);

    public async Task OnGet(CancellationToken ct) =>
        (Details, Waiting) = await mediator.EmailOf(actor.PersonId ?? 0, "~/me/email", ct);

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        await OnGet(ct);
        if (await this.TrySend(mediator, new RequestMyEmailChange(Email, Password)) is null) return Page();
        TempData[Shell.Flash] = $"Open the links in the emails to {Details.Email} and {Email}.";
        return LocalRedirect("~/me");
    }

    public async Task<IActionResult> OnPostCancel(CancellationToken ct)
    {
        await OnGet(ct);
        ModelState.Clear();
        if (await this.TrySend(mediator, new CancelEmailChange(actor.PersonId ?? 0)) is null) return Page();
        TempData[Shell.Flash] = "The change is canceled. Its links no longer work.";
        return LocalRedirect("~/me");
    }
}
