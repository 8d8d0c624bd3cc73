using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using ProblemTracker.Accounts;
using ProblemTracker.Pages.Shared;

namespace ProblemTracker.Pages.Account;

/// <summary>Sets a password by the link in an email. A GET changes nothing, since programs open links to check them.</summary>
[AllowAnonymous, EnableRateLimiting(RateLimits.Links), ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public sealed class PasswordPage(IMediator mediator) : PageModel
{
    [FromRoute] public string Token { get; set; } = "";
    [BindProperty] public string NewPassword { get; set; } = "";
    [BindProperty] public string Again { get; set; } = "";

    public string Email { get; private set; } = "";

    public async Task OnGet(CancellationToken ct) => Email = (await mediator.Send(new ReadPasswordLink(Token), ct)).Email;

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        await OnGet(ct);
        if (NewPassword.Length > 0 && Again != NewPassword)
            ModelState.AddModelError(nameof(Again), "The passwords don't match. Type the new password again.");
        if (await this.TrySend(mediator, new SetPassword(Token, NewPassword)) is null) return Page();
        TempData[Shell.Flash] = "Your password is saved. Sign in with it.";
        return LocalRedirect("~/sign-in");
    }
}
