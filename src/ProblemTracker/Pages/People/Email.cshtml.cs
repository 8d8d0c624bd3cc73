using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ProblemTracker.Accounts;
using ProblemTracker.Pages.Shared;

namespace ProblemTracker.Pages.People;

/// <summary>Changes somebody's email address.</summary>
public sealed class PersonEmailPage(IMediator mediator, Actor actor) : PageModel
{
    [FromRoute] public long Id { get; set; }
    [BindProperty] public string Email { get; set; } = "";
    [BindProperty] public bool OldAddressIsGone { get; set; }
    [BindProperty] public string OldAddressReason { get; set; } = "";

    public string Name { get; private set; } = "";
    public EmailDetails Details { get; private set; } = new();
    public EmailChangeView? Waiting { get; private set; }

    public async Task<IActionResult> OnGet(CancellationToken ct)
    {
        if (Id == actor.PersonId) return LocalRedirect("~/me/email");
        await Read(ct);
        return Page();
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        var request = new RequestEmailChange(Id, Email, OldAddressIsGone ? OldAddressReason : null);
        await Read(ct);
        if (!OldAddressIsGone && OldAddressReason.Length > 0)
            ModelState.AddModelError(nameof(OldAddressIsGone), "Choose this if the old address no longer works, or remove the reason.");
        if (await this.TrySend(mediator, request) is not { } requested) return Page();
        TempData[Shell.Flash] = requested.IsDone ? $"The address is changed. {Email} gets an invitation."
            : $"{Email} gets an email with a link to confirm.";
        return LocalRedirect($"~/people/{Id}");
    }

    public async Task<IActionResult> OnPostCancel(CancellationToken ct)
    {
        await Read(ct);
        ModelState.Clear();
        if (await this.TrySend(mediator, new CancelEmailChange(Id)) is null) return Page();
        TempData[Shell.Flash] = "The change is canceled. Its links no longer work.";
        return LocalRedirect($"~/people/{Id}");
    }

    private async Task Read(CancellationToken ct)
    {
        if (!actor.Might(Permission.Administer)) throw Forbidden.Needs(Permission.Administer);
        (Details, Waiting) = await mediator.EmailOf(Id, $"~/people/{Id}/email", ct);
        Name = (await mediator.Send(new ListPeople(), ct)).Items.FirstOrDefault(person => person.Id == Id)?.Name ?? throw new NotFound();
    }
}
