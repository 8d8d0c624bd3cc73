using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ProblemTracker.Accounts;
using ProblemTracker.Pages.Shared;

namespace ProblemTracker.Pages.Settings;

/// <summary>How people sign in.</summary>
public sealed class SignInSettingsPage(IMediator mediator, TrackerOptions options) : PageModel
{
    [BindProperty] public int SecondFactorGraceDays { get; set; }
    [BindProperty] public int Version { get; set; }

    public bool IsDemo => options.IsDemo;

    public async Task OnGet(CancellationToken ct)
    {
        var stands = await mediator.Send(new ReadSignInSettings(), ct);
        (SecondFactorGraceDays, Version) = (stands.Value.SecondFactorGraceDays, stands.Version);
    }

    public async Task<IActionResult> OnPost()
    {
        if (await this.TrySend(mediator, new ChangeSignInSettings(Version, SecondFactorGraceDays)) is not null)
        {
            TempData[Shell.Flash] = "The settings are saved.";
            return LocalRedirect("~/settings/sign-in");
        }
        Version = this.StaleAt() ?? Version;
        return Page();
    }
}
