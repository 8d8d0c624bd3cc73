using MediatR;
using Microsoft.AspNetCore.Mvc;
using ProblemTracker.Pages.Shared;
using ProblemTracker.Problems;

namespace ProblemTracker.Pages.Case;

/// <summary>A problem's due date with its extensions and holds, and the forms with which a supervisor grants them.</summary>
public sealed class TimePage(IMediator mediator) : CaseHeadPage(mediator)
{
    public sealed class ExtendForm
    {
        public DateOnly? DueOn { get; set; }
        public string? Reason { get; set; }
    }

    public sealed class HoldForm
    {
        public DateOnly? UntilOn { get; set; }
        public string? Reason { get; set; }
    }

    public sealed class ResumeForm
    {
        public string? Note { get; set; }
    }

    [BindProperty]
    public int Version { get; set; }

    [BindProperty]
    public ExtendForm Extend { get; set; } = new();

    [BindProperty]
    public HoldForm Hold { get; set; } = new();

    [BindProperty]
    public ResumeForm Resume { get; set; } = new();

    public GrantedTime Granted { get; private set; } = new([], []);

    public bool MayDecide => Case.Allowed.Decide && !IsClosed;

    public async Task OnGetAsync(CancellationToken ct)
    {
        await Read(ct);
        Version = Case.Version;
    }

    public async Task<IActionResult> OnPostExtendAsync(CancellationToken ct)
    {
        await Read(ct);
        if (Extend.DueOn is null && ModelState.IsValid) ModelState.AddModelError("Extend.DueOn", "Choose a new due date.");
        return Result(
            await this.TrySend(Mediator, new ExtendDeadline(Id, Version, Extend.DueOn ?? default, Extend.Reason ?? ""), nameof(Extend)));
    }

    public async Task<IActionResult> OnPostHoldAsync(CancellationToken ct)
    {
        await Read(ct);
        if (Hold.UntilOn is null && ModelState.IsValid)
            ModelState.AddModelError("Hold.UntilOn", "Choose the day when work resumes.");
        return Result(await this.TrySend(Mediator, new HoldProblem(Id, Version, Hold.UntilOn ?? default, Hold.Reason ?? ""), nameof(Hold)));
    }

    public async Task<IActionResult> OnPostResumeAsync(CancellationToken ct)
    {
        await Read(ct);
        return Result(await this.TrySend(Mediator, new ResumeProblem(Id, Version, Resume.Note ?? ""), nameof(Resume)), isUndoable: false);
    }

    private IActionResult Result(DeadlineSet? set, bool isUndoable = true)
    {
        if (set is not null)
        {
            var hold = set.OnHoldUntil is { } held ? $"On hold until {DateText.LongDate(held)}. " : "";
            var before = set.DueOn < set.OnHoldUntil ? ", before the hold ends" : "";
            var sentence = hold + (set.DueOn is { } due ? $"Due {DateText.LongDate(due)}{before}." : "No due date.");
            return isUndoable ? Decided(sentence, set.Version) : Saved(sentence);
        }
        Version = this.StaleAt() ?? Version;
        return Page();
    }

    private async Task Read(CancellationToken ct)
    {
        await Open(ct);
        Granted = await Mediator.Send(new ReadGrantedTime(Id), ct);
    }
}
