using MediatR;
using Microsoft.AspNetCore.Mvc;
using ProblemTracker.Pages.Shared;
using ProblemTracker.Problems;
using ProblemTracker.Retention;

namespace ProblemTracker.Pages.Case;

/// <summary>The overview of one problem: stage, requirements left, next step and timeline.</summary>
public sealed class OverviewPage(IMediator mediator, Actor actor) : CasePage(mediator)
{
    private const int LinesOfTimeline = 20;

    public sealed class NoteForm
    {
        public string? Text { get; set; }
    }

    [BindProperty]
    public NoteForm Note { get; set; } = new();

    /// <summary>Cursor of the timeline's next page.</summary>
    [FromQuery]
    public string? After { get; set; }

    public Page<TimelineRow> Timeline { get; private set; } = new([], 0, false, null);

    public IReadOnlyList<TimelineEntry> Entries =>
        [.. Timeline.Items.Select(row => row.Event == "note.written"
            ? new TimelineEntry(Local(row.At), "Note", row.Who, row.Summary) : new TimelineEntry(Local(row.At), row.Summary, row.Who))];

    /// <summary>Requests not decided yet.</summary>
    public IReadOnlyList<RequestDetails> Waiting { get; private set; } = [];

    /// <summary>Whether a neighborhood can be chosen for a problem that has none.</summary>
    public bool HasNeighborhoods { get; private set; }

    /// <summary>Standing legal holds that cover the problem.</summary>
    public IReadOnlyList<LegalHoldRow> Holds { get; private set; } = [];

    public long? Me => actor.PersonId;

    /// <summary>Requests that fit the problem's state and are not waiting already.</summary>
    public IEnumerable<RequestKind> CanAsk => NewRequestPage.Fitting(Case).Where(kind => Waiting.All(asked => asked.Kind != kind));

    public bool MayHold => actor.Might(Permission.ManageRetention);

    public bool MayStart => Case.Gate.Next == Gate.Start && Case.Allowed.Decide;

    public IEnumerable<(SheetKind Kind, SheetSaved? Saved)> Sheets =>
        Enum.GetValues<SheetKind>().Select(kind => (kind, Case.WorksheetsSaved.FirstOrDefault(saved => saved.Kind == kind)));

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        await Read(ct);
        RecentProblems.Note(HttpContext, actor, Id);
        return Page();
    }

    public async Task<IActionResult> OnPostNoteAsync(CancellationToken ct)
    {
        if (await this.TrySend(Mediator, new WriteNote(Id, Note.Text ?? ""), nameof(Note)) is not null)
            return Saved("Note added.", $"/problems/{Id}#timeline");
        await Read(ct);
        return Page();
    }

    public async Task<IActionResult> OnPostWithdrawAsync(long request, int version, CancellationToken ct)
    {
        if (await this.TrySend(Mediator, new WithdrawRequest(request, version)) is not null) return Saved("Request withdrawn.");
        await Read(ct);
        return Page();
    }

    private async Task Read(CancellationToken ct)
    {
        await Open(ct);
        Holds = (await Mediator.Send(new ReadHoldsOnProblem(Id), ct)).Items;
        Waiting = IsClosed ? [] : (await Mediator.Send(new ListProblemRequests(Id, RequestStatus.Waiting), ct)).Items;
        HasNeighborhoods = !Case.HasNeighborhood && (await Mediator.NeighborhoodsToChoose(ct)).Count > 0;
        Timeline = await Mediator.Send(new ReadTimeline(Id, After, LinesOfTimeline), ct);
    }
}
