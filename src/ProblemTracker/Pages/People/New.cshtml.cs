using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ProblemTracker.Accounts;
using ProblemTracker.Pages.Shared;

namespace ProblemTracker.Pages.People;

public sealed class NewPersonPage(IMediator mediator) : PageModel
{
    [BindProperty] public string Name { get; set; } = "";
    [BindProperty] public string Email { get; set; } = "";
    [BindProperty] public IReadOnlyList<Role> Roles { get; set; } = [];
    [BindProperty] public string? Password { get; set; }
    /// <summary>A link on the page of an organization fills it in.</summary>
    [BindProperty(SupportsGet = true)] public long? StakeholderId { get; set; }

    public OrganizationChoices Organizations { get; private set; } = null!;

    public async Task OnGet(CancellationToken ct)
    {
        Organizations = await mediator.Organizations(ct, StakeholderId);
        if (StakeholderId is not null) Roles = [Role.Partner];
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        Organizations = await mediator.Organizations(ct, StakeholderId);
        if (await this.TrySend(mediator, new CreatePerson(Email, Name, Roles, Password, StakeholderId)) is not { } made) return Page();
        TempData[Shell.Flash] = string.IsNullOrEmpty(Password) ? $"{made.Name} gets an email with a link to choose a password."
            : $"{made.Name} can sign in now, and then chooses a new password.";
        return LocalRedirect("~/people");
    }
}
