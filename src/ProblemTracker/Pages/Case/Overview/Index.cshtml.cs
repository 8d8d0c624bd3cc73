using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using ProblemTracker.Incidents;
using ProblemTracker.Pages.MyDay;
using ProblemTracker.Pages.Shared;
using ProblemTracker.Problems;
using ProblemTracker.Retention;
using ProblemTracker.Updates;

namespace ProblemTracker.Pages.Case;

/// <summary>The overview of one problem: stage, requirements left, next step and timeline.</summary>
[Needs(Permission.ReadProblems), RequestSizeLimit(AddFiles.LargestRequest)]
public sealed class OverviewPage(IMediator mediator, Actor actor) : CasePage(mediator)
{
    private const int LinesOfTimeline = 20;
    private const int FilesRead = 100;
    private const int FilesShown = 4;
    private const int NotesOfDuplicate = 20;

    public sealed class NoteForm
    {
        public string? Text { get; set; }
        /// <summary>The name of someone who should hear of the note.</summary>
        public string? Tell { get; set; }

        /// <summary>The text, beginning with the chosen name unless it names them already.</summary>
        public string Written => string.IsNullOrWhiteSpace(Text) || string.IsNullOrWhiteSpace(Tell)
            || Text.Contains($"@{Tell}", StringComparison.OrdinalIgnoreCase) ? Text ?? "" : $"@{Tell} {Text}";
    }

    [BindProperty]
    public NoteForm Note { get; set; } = new();

    /// <summary>Cursor of the timeline's next page.</summary>
    [FromQuery]
    public string? After { get; set; }

    /// <summary>Which entries of the timeline to show; null for what people did.</summary>
    [FromQuery]
    public TimelineFilter? Show { get; set; }

    public TimelineFilter Showing => Show ?? TimelineFilter.People;

    public Page<TimelineRow> Timeline { get; private set; } = new([], 0, false, null);

    public IReadOnlyList<TimelineEntry> Entries =>
        [.. Timeline.Items.Select(row => row.Event == "note.written"
            ? new TimelineEntry(Local(row.At), "Note", row.Who, row.Summary, Of(row.NoteId))
            : new TimelineEntry(Local(row.At), row.Summary, row.Who, Added: AddedBy(row)))];

    /// <summary>The newest files.</summary>
    public Page<FileDetails> Files { get; private set; } = new([], 0, false, null);

    /// <summary>Those shown at the top.</summary>
    public Gallery Newest => new([.. Files.Items.Take(FilesShown)], Time);

    /// <summary>How large a file may be.</summary>
    public int Megabytes { get; private set; }

    /// <summary>What an entry says was added, without what was deleted since: an upload has one moment with its entry.</summary>
    private List<FileDetails> AddedBy(TimelineRow row) =>
        row.Event is "file.added" or "action.file" ? [.. Files.Items.Where(file => file.AddedAt == row.At)] : [];

    private Gallery? Of(long? noteId) =>
        Files.Items.Where(file => noteId is not null && file.NoteId == noteId).ToList() is { Count: > 0 } files ? new(files, Time) : null;

    /// <summary>Requests not decided yet.</summary>
    public IReadOnlyList<RequestDetails> Waiting { get; private set; } = [];

    /// <summary>Requests that a supervisor returned and that nobody made again since.</summary>
    public IReadOnlyList<RequestDetails> Returned { get; private set; } = [];

    /// <summary>What others did since the reader's last visit. Showing them marks them as read.</summary>
    public IReadOnlyList<UpdateRow> News { get; private set; } = [];

    /// <summary>People whom a note can name.</summary>
    public IReadOnlyList<SelectListItem> Mentionable { get; private set; } = [];

    /// <summary>Whether the reader hears of what happens here.</summary>
    public bool Watching { get; private set; }

    public UpdateList NewsList => new(News, Local, MarksAll: false, NamesProblems: false);

    /// <summary>Whether a neighborhood can be chosen for a problem that has none.</summary>
    public bool HasNeighborhoods { get; private set; }

    /// <summary>The problem's location, and what is near it.</summary>
    public WhereView Where { get; private set; } = null!;

    /// <summary>Whether the problem was opened just now: what is near it is then shown first.</summary>
    [FromQuery]
    public bool Opened { get; set; }

    private readonly Dictionary<long, IReadOnlyList<NoteDetails>> _notesOfDuplicates = [];

    /// <summary>The newest notes of a problem that was closed as a duplicate of this one.</summary>
    public IReadOnlyList<NoteDetails> NotesOf(DuplicateProblem duplicate) => _notesOfDuplicates.GetValueOrDefault(duplicate.Id, []);

    /// <summary>Standing legal holds that cover the problem.</summary>
    public IReadOnlyList<LegalHoldRow> Holds { get; private set; } = [];

    public long? Me => actor.PersonId;

    /// <summary>Requests that fit the problem's state and are not waiting already.</summary>
    public IEnumerable<RequestKind> CanAsk => NewRequestPage.Fitting(Case).Where(kind => Waiting.All(asked => asked.Kind != kind));

    public bool MayReadConcerns => actor.Might(Permission.WorkConcerns);

    public bool MayHold => actor.Might(Permission.ManageRetention);

    public NextStep? Next => NextStep.Of(Case, Waiting);

    /// <summary>How incidents go on, by month.</summary>
    public MonthsView Months { get; private set; } = null!;

    /// <summary>When the response started first or, if there is a plan in force, when that started.</summary>
    public DateOnly? StartedOn => Case.Plans.FirstOrDefault(plan => plan.WithdrawnAt is null)?.StartedOn;

    public IEnumerable<(SheetKind Kind, SheetSaved? Saved)> Sheets =>
        Enum.GetValues<SheetKind>().Select(kind => (kind, Case.WorksheetsSaved.FirstOrDefault(saved => saved.Kind == kind)));

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        await Read(ct);
        if (News.Count > 0) await Mediator.Send(new SeeUpdates(News.Max(update => update.Id), Id), ct);
        RecentProblems.Note(HttpContext, actor, Id);
        return Page();
    }

    public async Task<IActionResult> OnPostWatchAsync(bool watching, CancellationToken ct)
    {
        await Mediator.Send(new WatchProblem(Id, watching), ct);
        return Saved(watching ? "You hear of what happens here."
            : "You no longer hear of what happens here, except what is meant for you.");
    }

    public async Task<IActionResult> OnPostNoteAsync(CancellationToken ct)
    {
        if (await this.TrySend(Mediator, new WriteNote(Id, Note.Written, Request.Uploads()), nameof(Note)) is not null)
            return Saved("Note added.", $"/problems/{Id}#timeline");
        await Read(ct);
        return Page();
    }

    /// <summary>Links the incidents of a duplicate.</summary>
    public async Task<IActionResult> OnPostDuplicateAsync(long duplicate, CancellationToken ct)
    {
        if (await this.TrySend(Mediator, new LinkIncidents(Id, Filter: new(ProblemId: duplicate))) is { } linked)
            return Saved(linked.Added == 1 ? "1 incident linked." : $"{linked.Added:N0} incidents linked.");
        await Read(ct);
        return Page();
    }

    public async Task<IActionResult> OnPostWithdrawAsync(long request, int version, CancellationToken ct)
    {
        if (await this.TrySend(Mediator, new WithdrawRequest(request, version)) is not null) return Saved("Request withdrawn.");
        await Read(ct);
        return Page();
    }

    public async Task<IActionResult> OnPostUndoAsync([FromQuery] int version, CancellationToken ct)
    {
        var undone = await this.TrySend(Mediator, new UndoDecision(Id, version));
        await Read(ct);
        if (undone is null) return Page();
        var state = Steps.State is { } running ? $", {running}" : "";
        var due = Case.DueOn is { } on ? $", due {DateText.LongDate(on)}" : "";
        return Saved($"Undone. The problem is in {Wording.Of(Case.Stage)}{state}{due}.");
    }

    private async Task Read(CancellationToken ct)
    {
        await Open(ct);
        Where = new(Case, await Mediator.Send(new ReadProblemPlace(Id), ct));
        Holds = (await Mediator.Send(new ReadHoldsOnProblem(Id), ct)).Items;
        var requests = IsClosed ? [] : (await Mediator.Send(new ListProblemRequests(Id), ct)).Items;
        Waiting = [.. requests.Where(request => request.Status == RequestStatus.Waiting)];
        Returned = [.. NewRequestPage.StillReturned(requests, Case)];
        var until = Case.ClosedAt is { } closed ? DateOnly.FromDateTime(Local(closed).DateTime) : Today;
        Months = await MonthsView.Read(Mediator, Case, Where.Place, until, StartedOn, ct);
        News = (await Mediator.Send(new ListMyUpdates(New: true, ProblemId: Id), ct)).Items;
        if (Case.Allowed.WriteNotes)
            Mentionable = [.. (await Mediator.Send(new ListMentionable(Id), ct)).Items.Select(p => new SelectListItem(p.Name, p.Name))];
        Files = await Mediator.Send(new ListFiles(Id, Size: FilesRead), ct);
        Megabytes = (await Mediator.Send(new ReadFileLimits(), ct)).Value.MegabytesPerFile;
        Watching = (await Mediator.Send(new ReadWatch(Id), ct)).Watching;
        HasNeighborhoods = !Case.HasNeighborhood && (await Mediator.NeighborhoodsToChoose(ct)).Count > 0;
        Timeline = await Mediator.Send(new ReadTimeline(Id, Showing, After, LinesOfTimeline), ct);
        foreach (var duplicate in Case.Duplicates.Where(other => other.Notes > 0))
            _notesOfDuplicates[duplicate.Id] = (await Mediator.Send(new ListNotes(duplicate.Id, Size: NotesOfDuplicate), ct)).Items;
    }
}
