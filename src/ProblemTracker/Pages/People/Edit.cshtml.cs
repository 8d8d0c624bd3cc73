using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ProblemTracker.Accounts;
using ProblemTracker.Agency;
using ProblemTracker.Assignments;
using ProblemTracker.Pages.Assignments;
using ProblemTracker.Pages.Shared;

namespace ProblemTracker.Pages.People;

/// <summary>A person's name, roles and access.</summary>
public sealed class EditPersonPage(IMediator mediator, Actor actor, TrackerOptions options) : PageModel
{
    [BindProperty] public string Name { get; set; } = "";
    [BindProperty] public IReadOnlyList<Role> Roles { get; set; } = [];
    [BindProperty] public bool Active { get; set; }
    [BindProperty] public long? StakeholderId { get; set; }
    [BindProperty] public int Version { get; set; }

    public OrganizationChoices Organizations { get; private set; } = null!;
    public PersonDetails Stands { get; private set; } = null!;
    public SecondFactorDetails Factors { get; private set; } = new();
    /// <summary>Null without single sign-on.</summary>
    public SignOnDetails? SignOn { get; private set; }
    /// <summary>The day from which a second factor is required of this person, who has none.</summary>
    public string? Due { get; private set; }
    /// <summary>Null if no change of the address waits for confirmation.</summary>
    public EmailChangeView? EmailChange { get; private set; }
    /// <summary>Current and coming ones, latest start first; empty for partners.</summary>
    public IReadOnlyList<AssignmentRow> Assignments { get; private set; } = [];
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

    public async Task<IActionResult> OnPostReset(long id, CancellationToken ct)
    {
        await OnGet(id, ct);
        ModelState.Clear();
        if (await this.TrySend(mediator, new ResetSecondFactors(id)) is null) return Page();
        TempData[Shell.Flash] = $"{Stands.Name} adds a new second factor at the next sign-in.";
        return LocalRedirect($"~/people/{id}");
    }

    public async Task<IActionResult> OnPostUnlink(long id, CancellationToken ct)
    {
        await OnGet(id, ct);
        ModelState.Clear();
        if (await this.TrySend(mediator, new UnlinkSignOn(id)) is null) return Page();
        TempData[Shell.Flash] = $"The login of {Stands.Name} is unlinked. The next one with the same email address is linked.";
        return LocalRedirect($"~/people/{id}");
    }

    /// <summary>What the person has, for example <c>2 passkeys and an authenticator app</c>.</summary>
    public string InWords()
    {
        var passkeys = Factors.Passkeys.Count switch
        {
            0 => null,
            1 => "1 passkey",
            var several => $"{several} passkeys",
        };
        var app = Factors.AppAddedAt is null ? null : passkeys is null ? "An authenticator app" : "an authenticator app";
        return string.Join(" and ", new[] { passkeys, app }.OfType<string>());
    }

    private async Task Read(long id, CancellationToken ct)
    {
        if (!actor.Might(Permission.Administer)) throw Forbidden.Needs(Permission.Administer);
        Stands = (await mediator.Send(new ListPeople(), ct)).Items.SingleOrDefault(p => p.Id == id) ?? throw new NotFound();
        SignOn = options.SignOn is null ? null : await mediator.Send(new ReadSignOn(id), ct);
        Factors = await mediator.Send(new ReadSecondFactors(id), ct);
        EmailChange = (await mediator.EmailOf(id, $"~/people/{id}/email", ct)).Waiting;
        var today = (await mediator.Send(new ReadAgencyDay(), ct)).Today;
        Assignments = [.. (await mediator.AssignmentsOf(id, ct)).Where(row => !(row.To < today))];
        Due = Factors.DueAt is { } due ? DateText.Date((await mediator.Send(new ReadAgencyDay(), ct)).DateOf(due)) : null;
        Organizations = await mediator.Organizations(ct, Stands.StakeholderId);
    }
}
