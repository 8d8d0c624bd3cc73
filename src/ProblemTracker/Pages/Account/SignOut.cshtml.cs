using MediatR;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ProblemTracker.Accounts;
using ProblemTracker.Pages.Shared;

namespace ProblemTracker.Pages.Account;

/// <summary>Ends the session in this browser. POST only, so that no link or image can sign anyone out.</summary>
[AllowAnonymous]
public sealed class SignOutPage(IMediator mediator, Actor actor) : PageModel
{
    public IActionResult OnGet() => LocalRedirect("~/");

    public async Task<IActionResult> OnPost()
    {
        if (actor.IsSignedIn) await mediator.Send(new SignOut());
        await HttpContext.SignOutAsync();
        TempData[Shell.Flash] = "You are signed out.";
        return LocalRedirect("~/sign-in");
    }
}
