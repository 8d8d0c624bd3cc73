using MediatR;
using Microsoft.AspNetCore.Mvc;
using ProblemTracker.Pages.Shared;
using ProblemTracker.Problems;

namespace ProblemTracker.Pages.Case;

/// <summary>The problem at a glance: where it stands, what is missing, what comes next, and everything that happened.</summary>
public sealed class OverviewPage(IMediator mediator, Actor actor) : CasePage(mediator)
{
    private const int LinesOfTimeline = 20;

    public sealed class NoteForm
    {
        public string? Text { get; set; }
    }

    [BindProperty]
    public NoteForm Note { get; set; } = new();

    /// <summary>Where the timeline goes on.</summary>
    [FromQuery]
    public string? After { get; set; }

    public Page<TimelineRow> Timeline { get; private set; } = new([], 0, false, null);

    public IReadOnlyList<TimelineEntry> Entries =>
        [.. Timeline.Items.Select(row => row.Deed == "note.written"
            ? new TimelineEntry(Local(row.At), "Note", row.Who, row.Summary) : new TimelineEntry(Local(row.At), row.Summary, row.Who))];

    /// <summary>What was asked and is not decided yet.</summary>
    public IReadOnlyList<ApprovalDetails> Waiting { get; private set; } = [];

    public long? Me => actor.PersonId;

    /// <summary>What somebody who may not decide can ask for now, and has not asked yet.</summary>
    public IEnumerable<ApprovalKind> CanAsk => AskPage.Fitting(Case).Where(kind => Waiting.All(asked => asked.Kind != kind));

    public bool MayStart => Case.Gate.Next == Gate.Start && Case.Allowed.Decide;

    public IEnumerable<(SheetKind Kind, SheetSaved? Saved)> Sheets =>
        Enum.GetValues<SheetKind>().Select(kind => (kind, Case.SheetsSaved.FirstOrDefault(saved => saved.Kind == kind)));

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        await Read(ct);
        return Page();
    }

    public async Task<IActionResult> OnPostNoteAsync(CancellationToken ct)
    {
        if (await this.TrySend(Mediator, new WriteNote(Id, Note.Text ?? ""), nameof(Note)) is not null)
            return Saved("The note is added.", $"/problems/{Id}#timeline");
        await Read(ct);
        return Page();
    }

    public async Task<IActionResult> OnPostWithdrawAsync(long request, int version, CancellationToken ct)
    {
        if (await this.TrySend(Mediator, new WithdrawRequest(request, version)) is not null) return Saved("The request is withdrawn.");
        await Read(ct);
        return Page();
    }

    private async Task Read(CancellationToken ct)
    {
        await Open(ct);
        Waiting = IsClosed ? [] : (await Mediator.Send(new ListProblemApprovals(Id, ApprovalStatus.Waiting), ct)).Items;
        Timeline = await Mediator.Send(new ReadTimeline(Id, After, LinesOfTimeline), ct);
    }
}
