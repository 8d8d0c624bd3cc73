using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ProblemTracker.Accounts;
using ProblemTracker.Pages.Shared;

namespace ProblemTracker.Pages.People;

/// <summary>A person's name, roles and access.</summary>
public sealed class EditPersonPage(IMediator mediator, Actor actor) : PageModel
{
    [BindProperty] public string Name { get; set; } = "";
    [BindProperty] public IReadOnlyList<Role> Roles { get; set; } = [];
    [BindProperty] public bool Active { get; set; }
    [BindProperty] public long? StakeholderId { get; set; }
    [BindProperty] public int Version { get; set; }

    public OrganizationChoices Organizations { get; private set; } = null!;
    public PersonDetails Stands { get; private set; } = null!;
    public bool IsMe => Stands.Id == actor.PersonId;

    public async Task OnGet(long id, CancellationToken ct)
    {
        await Read(id, ct);
        (Name, Roles, Active, StakeholderId, Version) = (Stands.Name, Stands.Roles, Stands.Active, Stands.StakeholderId, Stands.Version);
    }

    public async Task<IActionResult> OnPost(long id, CancellationToken ct)
    {
        await Read(id, ct);
        if (await this.TrySend(mediator, new ChangePerson(id, Version, Name, Roles, Active, StakeholderId)) is { } saved)
        {
            TempData[Shell.Flash] = $"{saved.Name} is saved.";
            return LocalRedirect(saved.Id == actor.PersonId && !saved.Roles.Contains(Role.Administrator) ? "~/" : "~/people");
        }
        Version = this.StaleAt() ?? Version;
        return Page();
    }

    public async Task<IActionResult> OnPostLink(long id, CancellationToken ct)
    {
        await OnGet(id, ct);
        ModelState.Clear();
        if (await this.TrySend(mediator, new SendPasswordLink(id)) is null) return Page();
        TempData[Shell.Flash] = $"{Stands.Name} gets an email with a link to choose a password.";
        return LocalRedirect($"~/people/{id}");
    }

    private async Task Read(long id, CancellationToken ct)
    {
        if (!actor.Might(Permission.Administer)) throw Forbidden.Needs(Permission.Administer);
        Stands = (await mediator.Send(new ListPeople(), ct)).Items.SingleOrDefault(p => p.Id == id) ?? throw new NotFound();
        Organizations = await mediator.Organizations(ct, Stands.StakeholderId);
    }
}
