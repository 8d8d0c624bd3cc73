using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ProblemTracker.Stakeholders;

namespace ProblemTracker.Pages.Stakeholders;

public sealed class NewModel(IMediator mediator, Actor actor) : PageModel
{
    [BindProperty] public StakeholderForm Form { get; set; } = new();

    public void OnGet()
    {
        if (!actor.Might(Permission.WorkProblems)) throw Forbidden.Needs(Permission.WorkProblems);
    }

    public async Task<IActionResult> OnPost()
    {
        if (Form.Kind is null) ModelState.TryAddModelError("Form.Kind", "Choose a kind.");
        if (await this.TrySend(mediator, new CreateStakeholder(Form.Name, Form.Kind ?? default, Form.Phone, Form.Email, Form.Remarks), nameof(Form)) is not { } made) return Page();
        TempData[Shell.Flash] = $"{made.Name} is in the directory.";
        return LocalRedirect("~/stakeholders");
    }
}
