using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ProblemTracker.Accounts;
using ProblemTracker.Pages.Shared;

namespace ProblemTracker.Pages.Me;

[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public sealed class ChangePasswordPage(IMediator mediator, Actor actor) : PageModel
{
    [BindProperty] public string OldPassword { get; set; } = "";
    [BindProperty] public string NewPassword { get; set; } = "";
    [BindProperty] public string Again { get; set; } = "";

    /// <summary>Whether the present password is a first one that somebody else chose.</summary>
    public bool IsFirst => actor.MustChangePassword;

    public void OnGet()
    {
    }

    public async Task<IActionResult> OnPost()
    {
        if (NewPassword.Length > 0 && Again != NewPassword)
            ModelState.AddModelError(nameof(Again), "The passwords don't match. Type the new password again.");
        if (await this.TrySend(mediator, new ChangePassword(OldPassword, NewPassword)) is null) return Page();
        TempData[Shell.Flash] = "Your password is changed. You are signed out on all other devices.";
        return LocalRedirect("~/");
    }
}
