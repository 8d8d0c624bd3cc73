using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using ProblemTracker.Pages.Shared;
using ProblemTracker.Problems;

namespace ProblemTracker.Pages.Case;

/// <summary>Moves a problem forward or back, closes it early, or reopens it.</summary>
public sealed class MovePage(IMediator mediator) : CasePage(mediator)
{
    public sealed class ForwardForm : GateForm
    {
        /// <summary>Set only if the next stage is Closed.</summary>
        public ClosingReason? ClosingReason { get; set; }
    }

    public sealed class BackForm
    {
        public Stage? To { get; set; }
        public string? Note { get; set; }
    }

    public sealed class CloseForm
    {
        public ClosingReason? ClosingReason { get; set; }
        /// <summary>The number of the problem that this one duplicates, such as P-2026-0042.</summary>
        public string? RelatedProblemId { get; set; }
        public string? Note { get; set; }
    }

    [BindProperty]
    public int Version { get; set; }

    [BindProperty]
    public ForwardForm Forward { get; set; } = new();

    [BindProperty]
    public BackForm Back { get; set; } = new();

    [BindProperty]
    public CloseForm Close { get; set; } = new();

    public Stage Next => IsClosed ? Stage.Closed : Case.Stage + 1;

    /// <summary>The gate ahead; Closed if there is none.</summary>
    public Gate NextGate => Case.Gate.Next ?? Gate.Closed;

    public bool IsReady => Case.Gate.Shortfalls.Count == 0 && NextGate != Gate.Start;

    public bool MayOverride => Case.Allowed.Decide && NextGate != Gate.Start && !IsClosed;

    public bool MayMove => IsClosed ? Case.Allowed.Reopen : Case.Allowed.Work;

    public IReadOnlyList<SelectListItem> StagesBack =>
        [.. Sara.MovesBack(Case.Stage).Select(stage => new SelectListItem(Wording.Of(stage), stage.ToString()))];

    public IReadOnlyList<SelectListItem> Reasons =>
        [.. Sara.ClosingReasons(Case.Stage).Select(reason => new SelectListItem(Wording.Of(reason), reason.ToString()))];

    public bool Failed(string form) =>
        ModelState.Any(entry => entry.Key.StartsWith(form + ".", StringComparison.OrdinalIgnoreCase) && entry.Value!.Errors.Count > 0);

    public async Task OnGetAsync(CancellationToken ct)
    {
        await Open(ct);
        Version = Case.Version;
    }

    public async Task<IActionResult> OnPostForwardAsync(CancellationToken ct)
    {
        await Open(ct);
        return await Result(await this.TrySend(Mediator,
            new AdvanceStage(Id, Version, Next, Forward.Note ?? "", Forward.ClosingReason, null, Forward.ToOverride), nameof(Forward)),
            nameof(Forward), ct);
    }

    public async Task<IActionResult> OnPostBackAsync(CancellationToken ct)
    {
        await Open(ct);
        if (Back.To is null) ModelState.AddModelError("Back.To", "Choose the stage to go back to.");
        var moved = await this.TrySend(Mediator,
            new AdvanceStage(Id, Version, Back.To ?? Stage.Scanning, Back.Note ?? ""), nameof(Back));
        return await Result(moved, nameof(Back), ct);
    }

    public async Task<IActionResult> OnPostCloseAsync(CancellationToken ct)
    {
        await Open(ct);
        var related = Close.ClosingReason == ClosingReason.Duplicate ? await Related(ct) : null;
        var moved = await this.TrySend(Mediator,
            new AdvanceStage(Id, Version, Stage.Closed, Close.Note ?? "", Close.ClosingReason, related), nameof(Close));
        return await Result(moved, nameof(Close), ct);
    }

    /// <summary>The id of the problem whose number was entered, or null. Adds an error if the reader can't find it.</summary>
    private async Task<long?> Related(CancellationToken ct)
    {
        if (await Mediator.ByNumber(Close.RelatedProblemId, ct) is { } id) return id;
        if (!string.IsNullOrWhiteSpace(Close.RelatedProblemId))
            ModelState.AddModelError("Close.RelatedProblemId",
                $"Problem {Close.RelatedProblemId.Trim()} does not exist, or you don't have access to it. "
                    + "Enter a number such as P-2026-0042.");
        return null;
    }

    private async Task<IActionResult> Result(StageMoved? moved, string form, CancellationToken ct)
    {
        if (moved is { Stage: Stage.Closed }) return Decided("The problem is closed.", moved.Version);
        if (moved is not null)
        {
            var due = moved.DueOn is { } on ? $", due {DateText.LongDate(on)}" : "";
            return await DecidedAndNext($"The problem is now in {Wording.Of(moved.Stage)}{due}.", moved.Version, ct);
        }
        Version = this.StaleAt() ?? Version;
        // The page lists the requirements with links, so one error stands for them all.
        var missing = Case.Gate.Shortfalls.Select(s => $"{form}.{s.Field}").Where(key => ModelState.Remove(key)).ToList();
        if (missing.Count > 0) ModelState.AddModelError("", "This problem can't move yet. Complete the requirements below.");
        return Page();
    }
}
