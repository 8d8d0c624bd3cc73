using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ProblemTracker.Pages.Shared;

namespace ProblemTracker.Pages.Account;

/// <summary>Ends the session in this browser. Only by a post, so that no link or picture can sign anybody out.</summary>
[AllowAnonymous]
public sealed class SignOutPage : PageModel
{
    public IActionResult OnGet() => LocalRedirect("~/");

    public async Task<IActionResult> OnPost()
    {
        await HttpContext.SignOutAsync();
        TempData[Shell.Flash] = "You are signed out.";
        return LocalRedirect("~/sign-in");
    }
}
