using MediatR;
using Microsoft.AspNetCore.Mvc;
using ProblemTracker.Problems;
using ProblemTracker.Settings;

namespace ProblemTracker.Pages;

public sealed class ActionPage(IMediator mediator, Agency agency) : ActionFormPage(mediator, agency)
{
    public sealed class DoneForm
    {
        public DateOnly? DoneOn { get; set; }
    }

    public sealed class DropForm
    {
        public string? DroppedBecause { get; set; }
    }

    [FromRoute]
    public long ActionId { get; set; }

    [BindProperty]
    public int Version { get; set; }

    [BindProperty]
    public DoneForm Done { get; set; } = new();

    [BindProperty]
    public DropForm Drop { get; set; } = new();

    public ActionAnswer Action { get; private set; } = new();

    public bool IsStale { get; private set; }

    public async Task OnGetAsync(CancellationToken ct)
    {
        await Read(ct);
        Version = Action.Version;
        Form = ActionForm.Of(Action);
        await Prepare(ct);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        await Read(ct);
        return await Answer(await this.TrySend(Mediator, new ChangeAction(ActionId, Version, Form.Fields(Action)), nameof(Form)), "The action is changed.", ct);
    }

    public async Task<IActionResult> OnPostDoneAsync(CancellationToken ct)
    {
        await Read(ct);
        var fields = Kept() with { Status = ActionStatus.Done, DoneOn = Done.DoneOn, DroppedBecause = null };
        return await AnswerProgress(await this.TrySend(Mediator, new ChangeAction(ActionId, Version, fields), nameof(Done)), "The action is marked as done.", ct);
    }

    public async Task<IActionResult> OnPostDropAsync(CancellationToken ct)
    {
        await Read(ct);
        var fields = Kept() with { Status = ActionStatus.Dropped, DoneOn = null, DroppedBecause = Drop.DroppedBecause };
        return await AnswerProgress(await this.TrySend(Mediator, new ChangeAction(ActionId, Version, fields), nameof(Drop)), "The action is dropped.", ct);
    }

    public async Task<IActionResult> OnPostPlannedAsync(CancellationToken ct)
    {
        await Read(ct);
        var fields = Kept() with { Status = ActionStatus.Planned, DoneOn = null, DroppedBecause = null };
        return await AnswerProgress(await this.TrySend(Mediator, new ChangeAction(ActionId, Version, fields)), "The action is planned again.", ct);
    }

    private ActionFields Kept() => ActionForm.Of(Action).Fields(Action);

    private Task<IActionResult> AnswerProgress(ActionAnswer? changed, string sentence, CancellationToken ct)
    {
        // Only how far it is was typed; the rest of the page shows what stands.
        Form = ActionForm.Of(Action);
        return Answer(changed, sentence, ct);
    }

    private async Task<IActionResult> Answer(ActionAnswer? changed, string sentence, CancellationToken ct)
    {
        if (changed is not null) return Saved(sentence, $"/problems/{Id}/actions");
        MoveOwnerErrors();
        IsStale = this.StaleAt() is not null;
        Version = this.StaleAt() ?? Version;
        await Prepare(ct);
        return Page();
    }

    private async Task Read(CancellationToken ct)
    {
        Action = await Mediator.Send(new ReadAction(ActionId), ct);
        Id = Action.ProblemId;
        await Open(ct);
    }

    private async Task Prepare(CancellationToken ct)
    {
        Done.DoneOn ??= Today;
        await OfferChoices(ct);
    }
}
