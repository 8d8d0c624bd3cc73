using MediatR;
using Microsoft.AspNetCore.Mvc;
using ProblemTracker.Evidence;
using ProblemTracker.Pages.Engagement;
using ProblemTracker.Pages.Shared;

namespace ProblemTracker.Pages.Case;

/// <summary>Fills the site checklist, on a phone while walking.</summary>
public sealed class NewChecklistPage(IMediator mediator, TimeProvider clock) : CaseHeadPage(mediator)
{
    [BindProperty]
    public WalkForm Form { get; set; } = new();

    public async Task OnGetAsync(CancellationToken ct)
    {
        await Read(ct);
        var walks = await Mediator.Send(new ListChecklists(Id), ct);
        Form.Site = walks.LastOrDefault(walk => !walk.IsWithdrawn)?.Site ?? Case.Address;
        Form.WalkedAt = LocalTime.Of(clock.GetUtcNow(), Day);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (!await Read(ct))
        {
            // What was sent under the old positions must not be shown beside other items.
            ModelState.Clear();
            ModelState.AddModelError("",
                "The checklist was changed while you filled it in. Answer the items that have no answer, then save.");
            return Page();
        }
        return await this.TrySend(Mediator, new FillChecklist(Id, Form.Facts(Day, ModelState)), nameof(Form)) is { } walk
            ? Saved("Checklist saved. Add photos here if you took some.", $"/problems/{Id}/checklists/{walk.Number}") : Page();
    }

    /// <returns>False if the form was sent with other items than the checklist has now.</returns>
    private async Task<bool> Read(CancellationToken ct)
    {
        await Open(ct);
        MustAllow(Case.Allowed.WorkEvidence, Permission.WorkEvidence);
        var items = (await Mediator.Send(new ReadChecklistItems(), ct)).Value.Items.Where(item => item.Active);
        return Form.Name([.. items.Select(item => (item.Id!.Value, item.Name))]);
    }
}
