using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ProblemTracker.Pages.Shared;
using ProblemTracker.Stakeholders;

namespace ProblemTracker.Pages.Stakeholders;

/// <summary>Edits one stakeholder.</summary>
public sealed class EditStakeholderPage(IMediator mediator, Actor actor) : PageModel
{
    [BindProperty] public StakeholderForm Form { get; set; } = new();
    [BindProperty] public int Version { get; set; }

    public StakeholderDetails Stands { get; private set; } = null!;

    public async Task<IActionResult> OnGet(long id, CancellationToken ct)
    {
        if (!actor.Might(Permission.WorkProblems)) throw Forbidden.Needs(Permission.WorkProblems);
        Stands = await mediator.Send(new ReadStakeholder(id), ct);
        if (Stands.MergedIntoId is not null) return LocalRedirect($"~/stakeholders/{id}");
        Form = StakeholderForm.Of(Stands);
        Version = Stands.Version;
        return Page();
    }

    public async Task<IActionResult> OnPost(long id, CancellationToken ct)
    {
        Stands = await mediator.Send(new ReadStakeholder(id), ct);
        Form.AsksAge = !Stands.Kind.MayBePerson();
        if (Form.Kind is null) ModelState.TryAddModelError("Form.Kind", "Choose a kind.");
        if (await this.TrySend(mediator, Form.Change(id, Version), nameof(Form)) is { } saved)
        {
            TempData[Shell.Flash] = $"{saved.Name} is saved.";
            return LocalRedirect($"~/stakeholders/{id}");
        }
        Version = this.StaleAt() ?? Version;
        return Page();
    }
}
