using MediatR;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ProblemTracker.Accounts;
using ProblemTracker.Pages.Shared;

namespace ProblemTracker.Pages.Account;

[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public sealed class ChangePasswordPage(IMediator mediator, Actor actor) : PageModel
{
    [BindProperty] public string OldPassword { get; set; } = "";
    [BindProperty] public string NewPassword { get; set; } = "";
    [BindProperty] public string Again { get; set; } = "";

    public void OnGet()
    {
    }

    public async Task<IActionResult> OnPost()
    {
        if (NewPassword.Length > 0 && Again != NewPassword)
            ModelState.AddModelError(nameof(Again), "This is not the same as the new password above.");
        if (await this.TrySend(mediator, new ChangePassword(OldPassword, NewPassword)) is not { } changed) return Page();
        // The new stamp ended every session; this one goes on.
        await HttpContext.SignInAsync(Authentication.Session(actor.PersonId!.Value, changed.Stamp));
        TempData[Shell.Flash] = "Your password is changed. Everywhere else you are signed out.";
        return LocalRedirect("~/");
    }
}
