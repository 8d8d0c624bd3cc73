using MediatR;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ProblemTracker.Accounts;
using ProblemTracker.Pages.Shared;

namespace ProblemTracker.Pages.Account;

/// <summary>Ends the session in this browser. POST only, so that no link or image can sign anyone out.</summary>
[AllowAnonymous]
public sealed class SignOutPage(IMediator mediator, Actor actor, TrackerOptions options) : PageModel
{
    public IActionResult OnGet() => LocalRedirect("~/");

    public async Task<IActionResult> OnPost()
    {
        if (actor.IsSignedIn) await mediator.Send(new SignOut());
        TempData[Shell.Flash] = "You are signed out.";
        // Otherwise the next person at this computer would be let in again without a question.
        if (options.SignOn is not null && await SignOnSetup.CameFromProvider(HttpContext))
            return SignOut(new AuthenticationProperties { RedirectUri = "/sign-in" },
                CookieAuthenticationDefaults.AuthenticationScheme, SignOnSetup.Scheme);
        await HttpContext.SignOutAsync();
        return LocalRedirect("~/sign-in");
    }
}
