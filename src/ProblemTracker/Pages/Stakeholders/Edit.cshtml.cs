using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ProblemTracker.Stakeholders;

namespace ProblemTracker.Pages.Stakeholders;

/// <summary>One entry of the directory: to change, or to read for those who don't work problems.</summary>
public sealed class EditModel(IMediator mediator, Actor actor) : PageModel
{
    [BindProperty] public StakeholderForm Form { get; set; } = new();
    [BindProperty] public int Version { get; set; }

    public StakeholderAnswer Stands { get; private set; } = null!;
    public bool Changes => actor.Might(Permission.WorkProblems);

    public async Task OnGet(long id, CancellationToken ct)
    {
        Stands = await mediator.Send(new ReadStakeholder(id), ct);
        Form = StakeholderForm.Of(Stands);
        Version = Stands.Version;
    }

    public async Task<IActionResult> OnPost(long id, CancellationToken ct)
    {
        Stands = await mediator.Send(new ReadStakeholder(id), ct);
        if (Form.Kind is null) ModelState.TryAddModelError("Form.Kind", "Choose a kind.");
        if (await this.TrySend(mediator, new ChangeStakeholder(id, Version, Form.Name, Form.Kind ?? default, Form.Phone, Form.Email, Form.Remarks), nameof(Form)) is { } saved)
        {
            TempData[Shell.Flash] = $"{saved.Name} is saved.";
            return LocalRedirect("~/stakeholders");
        }
        Version = this.StaleAt() ?? Version;
        return Page();
    }
}
