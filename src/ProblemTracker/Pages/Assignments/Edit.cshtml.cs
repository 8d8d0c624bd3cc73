using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ProblemTracker.Assignments;
using ProblemTracker.Pages.Shared;

namespace ProblemTracker.Pages.Assignments;

/// <summary>Corrects, ends or removes an assignment.</summary>
public sealed class EditAssignmentPage(IMediator mediator, Actor actor) : PageModel
{
    [FromRoute] public long Id { get; set; }
    [FromRoute] public long AssignmentId { get; set; }
    [BindProperty] public DateOnly? From { get; set; }
    [BindProperty] public DateOnly? To { get; set; }
    [BindProperty] public int Version { get; set; }

    public AssignmentRow Stands { get; private set; } = new();

    public async Task OnGet(CancellationToken ct)
    {
        await Read(ct);
        (From, To, Version) = (Stands.From, Stands.To, Stands.Version);
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        await Read(ct);
        if (From is null && ModelState.IsValid) ModelState.AddModelError(nameof(From), "Enter the first day.");
        if (await this.TrySend(mediator, new ChangeAssignment(AssignmentId, Version, From ?? Stands.From, To)) is not null)
            return Done("The assignment is saved.");
        Version = this.StaleAt() ?? Version;
        return Page();
    }

    public async Task<IActionResult> OnPostRemove(CancellationToken ct)
    {
        var version = Version;
        await OnGet(ct);
        ModelState.Clear();
        return await this.TrySend(mediator, new RemoveAssignment(AssignmentId, version)) is null ? Page()
            : Done("The assignment is removed.");
    }

    private LocalRedirectResult Done(string sentence)
    {
        TempData[Shell.Flash] = sentence;
        return LocalRedirect($"~/people/{Id}/assignments");
    }

    private async Task Read(CancellationToken ct)
    {
        if (!actor.Might(Permission.Administer)) throw Forbidden.Needs(Permission.Administer);
        Stands = (await mediator.AssignmentsOf(Id, ct)).FirstOrDefault(row => row.Id == AssignmentId) ?? throw new NotFound();
    }
}
