using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using ProblemTracker.Agency;
using ProblemTracker.Engagement;
using ProblemTracker.Pages.Shared;

namespace ProblemTracker.Pages.Commitments;

/// <summary>One commitment: its owner says what came of it, gives it to someone else, or makes it an action of a problem.</summary>
public sealed class CommitmentPage(IMediator mediator, Actor actor) : PageModel
{
    private AgencyDay _day = null!;

    [FromRoute] public long Id { get; set; }
    [BindProperty] public int Version { get; set; }
    [BindProperty] public string? Outcome { get; set; }
    [BindProperty] public CommitmentForm Commitment { get; set; } = new();
    [BindProperty] public string? ProblemNumber { get; set; }
    [BindProperty] public bool Enforcement { get; set; }
    [BindProperty] public string? AmendmentReason { get; set; }

    public CommitmentRow Shown { get; private set; } = null!;
    public IReadOnlyList<SelectListItem> Owners { get; private set; } = [];
    /// <summary>Which form the reader just sent, and has to correct.</summary>
    public bool IsEditing { get; private set; }
    public bool IsActing { get; private set; }

    public DateOnly Today => _day.Today;
    public bool IsStale => this.StaleAt() is not null;
    public bool MayChange => Shown.IsOpen && CommitmentSql.MayChange(actor, Shown);
    public bool MayMakeAction => actor.Might(Permission.WorkProblems);

    public async Task OnGet(CancellationToken ct)
    {
        await Read(ct);
        Version = Shown.Version;
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        IsEditing = true;
        return await Do(new ChangeCommitment(Id, Version, Commitment.Facts), "The commitment is saved.", nameof(Commitment), ct);
    }

    public Task<IActionResult> OnPostDone(CancellationToken ct) =>
        Do(new KeepCommitment(Id, Version, Outcome ?? ""), "The commitment is done.", "", ct);

    public async Task<IActionResult> OnPostAction(CancellationToken ct)
    {
        IsActing = true;
        if (await mediator.ByNumber(ProblemNumber, ct) is not { } problemId)
        {
            ModelState.AddModelError(nameof(ProblemNumber), "Enter the number of a problem that you can view, such as P-2026-0042.");
            return await Again(ct);
        }
        return await Do(new MakeCommitmentAction(Id, Version, problemId, Enforcement, AmendmentReason),
            "The commitment is an action of the problem now.", "", ct);
    }

    public string Time(DateTimeOffset at) => DateText.Time(_day.Local(at));

    private async Task<IActionResult> Do(IRequest<CommitmentRow> message, string done, string prefix, CancellationToken ct)
    {
        if (await this.TrySend(mediator, message, prefix) is null) return await Again(ct);
        TempData[Shell.Flash] = done;
        return LocalRedirect($"~/commitments/{Id}");
    }

    private async Task<IActionResult> Again(CancellationToken ct)
    {
        await Read(ct);
        Version = this.StaleAt() ?? Version;
        return Page();
    }

    private async Task Read(CancellationToken ct)
    {
        _day = await mediator.Send(new ReadAgencyDay(), ct);
        Shown = await mediator.Send(new ReadCommitment(Id), ct);
        Owners = await CommitmentForm.Owners(mediator, actor.PersonId, ct);
        if (!IsEditing) Commitment = new() { Description = Shown.Description, OwnerId = Shown.OwnerId, DueOn = Shown.DueOn };
    }
}
