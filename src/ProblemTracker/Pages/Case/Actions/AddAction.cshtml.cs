using MediatR;
using Microsoft.AspNetCore.Mvc;
using ProblemTracker.Pages.Shared;
using ProblemTracker.Problems;

namespace ProblemTracker.Pages.Case;

public sealed class AddActionPage(IMediator mediator) : ActionFormPage(mediator)
{
    public async Task OnGetAsync(CancellationToken ct)
    {
        await Open(ct);
        MustAllow(Case.Allowed.Work, Permission.WorkProblems);
        await OfferChoices(ct);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        await Open(ct);
        if (await this.TrySend(Mediator, new AddAction(Id, Form.Fields()), nameof(Form)) is not null)
            return await SavedAndNext("Action added.", $"/problems/{Id}/actions", ct);
        MoveOwnerErrors();
        await OfferChoices(ct);
        return Page();
    }
}
