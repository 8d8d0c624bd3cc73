using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using ProblemTracker.Agency;
using ProblemTracker.Engagement;
using ProblemTracker.Pages.Commitments;
using ProblemTracker.Pages.Engagement;
using ProblemTracker.Pages.Shared;

namespace ProblemTracker.Pages.Meetings;

/// <summary>One meeting: whoever planned it records or cancels it; anyone inside records what was promised.</summary>
public sealed class MeetingPage(IMediator mediator, Actor actor, TimeProvider clock) : PageModel
{
    public sealed class HeldForm
    {
        public int? People { get; set; }
        public int? Minutes { get; set; }
        public string? Heard { get; set; }
        public string? CategoryCode { get; set; }
    }

    private AgencyDay _day = null!;

    [FromRoute] public long Id { get; set; }
    [BindProperty] public int Version { get; set; }
    [BindProperty] public HeldForm Held { get; set; } = new();
    [BindProperty] public string? Reason { get; set; }
    [BindProperty] public CommitmentForm Commitment { get; set; } = new();

    public MeetingRow Shown { get; private set; } = null!;
    public CommitmentSection Commitments { get; private set; } = null!;
    /// <summary>Null until the meeting is recorded.</summary>
    public HeardConcerns? Concerns { get; private set; }
    public IReadOnlyList<SelectListItem> Themes { get; private set; } = [];
    /// <summary>Whether the reader just sent the form that cancels it, and has to correct it.</summary>
    public bool IsCanceling { get; private set; }

    public bool IsStale => this.StaleAt() is not null;
    public bool HasBegun => Shown.StartsAt <= clock.GetUtcNow();
    public bool MayChange =>
        Shown.Status is MeetingStatus.Planned or MeetingStatus.NotRecorded && MeetingSql.MayChange(actor, Shown);
    public bool MayRecord => MayChange && HasBegun;

    public async Task OnGet(CancellationToken ct)
    {
        await Read(ct);
        Held.Minutes = (int)Math.Ceiling((Shown.EndsAt - Shown.StartsAt).TotalMinutes);
    }

    public Task<IActionResult> OnPostHold(CancellationToken ct) =>
        Do(new HoldMeeting(Id, Version, Held.People, Held.Minutes, Held.Heard, Held.CategoryCode),
            "The meeting is recorded. Add what was promised.", nameof(Held), ct);

    public Task<IActionResult> OnPostCancel(CancellationToken ct)
    {
        IsCanceling = true;
        return Do(new CancelMeeting(Id, Version, Reason ?? ""), "The meeting is canceled.", "", ct);
    }

    public Task<IActionResult> OnPostCommit(CancellationToken ct) =>
        Do(new GiveCommitment(Commitment.Facts) { MeetingId = Id }, "The commitment is recorded.", nameof(Commitment), ct);

    public string Time(DateTimeOffset at) => DateText.Time(_day.Local(at));

    private async Task<IActionResult> Do<T>(IRequest<T> message, string done, string prefix, CancellationToken ct) where T : class
    {
        if (await this.TrySend(mediator, message, prefix) is not null)
        {
            TempData[Shell.Flash] = done;
            return LocalRedirect($"~/meetings/{Id}");
        }
        await Read(ct);
        return Page();
    }

    private async Task Read(CancellationToken ct)
    {
        _day = await mediator.Send(new ReadAgencyDay(), ct);
        Shown = await mediator.Send(new ReadMeeting(Id), ct);
        Themes = await mediator.Categories(retiredToo: false, ct);
        Commitment.OwnerId ??= actor.PersonId;
        var list = await mediator.Send(new ListCommitments { MeetingId = Id, Size = ProblemTracker.Shared.Page.LargestSize }, ct);
        Concerns = Shown.EngagementId is { } contact ? await HeardConcerns.Of(mediator, actor, contact, ct) : null;
        Commitments = new(list.Items, Commitment, await CommitmentForm.Owners(mediator, actor.PersonId, ct), _day.Today, !MayRecord);
    }
}
