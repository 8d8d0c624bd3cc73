using MediatR;
using Microsoft.AspNetCore.Mvc;
using ProblemTracker.Evidence;
using ProblemTracker.Pages.Shared;

namespace ProblemTracker.Pages.Case;

/// <summary>Corrects a walk, by who filled the checklist, the lead officer or a supervisor.</summary>
public sealed class CorrectChecklistPage(IMediator mediator, Actor actor) : CaseHeadPage(mediator)
{
    [FromRoute]
    public int Number { get; set; }

    [BindProperty]
    public int Version { get; set; }

    [BindProperty]
    public WalkForm Form { get; set; } = new();

    public WalkDetails Walk { get; private set; } = new();

    public async Task OnGetAsync(CancellationToken ct)
    {
        await Read(ct);
        (Form, Version) = (WalkForm.Of(Walk, Day), Walk.Version);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        await Read(ct);
        Form.Name([.. Walk.Items.Select(item => (item.ItemId, item.Item))]);
        var command = new ProblemTracker.Evidence.CorrectChecklist(Id, Number, Version, Form.Facts(Day, ModelState));
        if (await this.TrySend(Mediator, command, nameof(Form)) is not null)
            return Saved("Checklist corrected.", $"/problems/{Id}/checklists/{Number}");
        Version = this.StaleAt() ?? Version;
        return Page();
    }

    private async Task Read(CancellationToken ct)
    {
        await Open(ct);
        Walk = await Mediator.Send(new ReadChecklist(Id, Number), ct);
        MustAllow(Case.Allowed.WorkEvidence && ChecklistSql.MayCorrect(actor, Walk, Case.Lead?.Id), Permission.WorkEvidence);
    }
}
