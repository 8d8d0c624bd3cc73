using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using ProblemTracker.Accounts;
using ProblemTracker.Pages.Shared;

namespace ProblemTracker.Pages.Account;

/// <summary>Asks for a link by email. The answer is the same whether or not there is an account.</summary>
[AllowAnonymous, EnableRateLimiting(RateLimits.SignIn), ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public sealed class ForgotPasswordPage(IMediator mediator) : PageModel
{
    [BindProperty] public string Email { get; set; } = "";

    public void OnGet()
    {
    }

    public async Task<IActionResult> OnPost()
    {
        if (await this.TrySend(mediator, new RequestPasswordLink(Email)) is null) return Page();
        TempData[Shell.Flash] = $"If {Email.Trim()} has an account, an email with a link is on its way. It can take a few minutes.";
        return LocalRedirect("~/sign-in");
    }
}
