using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using ProblemTracker.Accounts;
using ProblemTracker.Pages.Shared;

namespace ProblemTracker.Pages.Account;

/// <summary>Makes the first account, by the link that the server printed at its start.</summary>
[AllowAnonymous, EnableRateLimiting(RateLimits.Links), ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public sealed class FirstAdministratorPage(IMediator mediator) : PageModel
{
    [FromRoute] public string Token { get; set; } = "";
    [BindProperty] public string Name { get; set; } = "";
    [BindProperty] public string Email { get; set; } = "";
    [BindProperty] public string Password { get; set; } = "";
    [BindProperty] public string Again { get; set; } = "";

    public Task OnGet(CancellationToken ct) => mediator.Send(new ReadFirstAdministratorLink(Token), ct);

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        await OnGet(ct);
        if (Password.Length > 0 && Again != Password)
            ModelState.AddModelError(nameof(Again), "The passwords don't match. Type the password again.");
        if (await this.TrySend(mediator, new CreateFirstAdministrator(Token, Email, Name, Password)) is null) return Page();
        TempData[Shell.Flash] = "Your account is ready. Sign in with it.";
        return LocalRedirect("~/sign-in");
    }
}
