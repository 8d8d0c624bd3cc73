using MediatR;
using Microsoft.AspNetCore.Mvc;
using ProblemTracker.Pages.Shared;
using ProblemTracker.Partners;
using ProblemTracker.Problems;

namespace ProblemTracker.Pages.Case;

[Needs(Permission.ReadProblems), RequestSizeLimit(AddFiles.LargestRequest)]
public sealed class ActionPage(IMediator mediator) : ActionFormPage(mediator)
{
    private const int MostFiles = 100;

    public sealed class DoneForm
    {
        public DateOnly? DoneOn { get; set; }
    }

    public sealed class DropForm
    {
        public string? DroppedReason { get; set; }
    }

    public sealed class ReturnForm
    {
        public string? Reason { get; set; }
    }

    public sealed class SayForm
    {
        public string Text { get; set; } = "";
    }

    public sealed class SendForm
    {
        public string? Note { get; set; }
        public string? PublicTitle { get; set; }
    }

    [FromRoute]
    public long ActionId { get; set; }

    [BindProperty]
    public int Version { get; set; }

    [BindProperty]
    public DoneForm Done { get; set; } = new();

    [BindProperty]
    public DropForm Drop { get; set; } = new();

    [BindProperty]
    public ReturnForm Return { get; set; } = new();

    [BindProperty]
    public SayForm Say { get; set; } = new();

    [BindProperty]
    public SendForm Send { get; set; } = new();

    /// <summary>Comments and photos exchanged with outside owners, earlier owners included.</summary>
    public Conversation Said { get; private set; } = new([], []);

    public ActionDetails Action { get; private set; } = new();

    [BindProperty]
    public string? Caption { get; set; }

    /// <summary>What the department added. Owners outside don't see it.</summary>
    public Page<FileDetails> Files { get; private set; } = new([], 0, false, null);

    public int Megabytes { get; private set; }

    /// <summary>Whether the owner outside would see the problem's number only.</summary>
    public bool AsksForTitle { get; private set; }

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
        return await Result(await this.TrySend(Mediator, new ChangeAction(ActionId, Version, Form.Fields(Action)), nameof(Form)),
            "Action saved.", ct);
    }

    public async Task<IActionResult> OnPostDoneAsync(CancellationToken ct)
    {
        await Read(ct);
        var fields = Kept() with { Status = ActionStatus.Done, DoneOn = Done.DoneOn, DroppedReason = null };
        return await AnswerProgress(await this.TrySend(Mediator, new ChangeAction(ActionId, Version, fields), nameof(Done)),
            "Action marked as done.", ct);
    }

    public async Task<IActionResult> OnPostDropAsync(CancellationToken ct)
    {
        await Read(ct);
        var fields = Kept() with { Status = ActionStatus.Dropped, DoneOn = null, DroppedReason = Drop.DroppedReason };
        return await AnswerProgress(await this.TrySend(Mediator, new ChangeAction(ActionId, Version, fields), nameof(Drop)),
            "Action dropped.", ct);
    }

    public async Task<IActionResult> OnPostPlannedAsync(CancellationToken ct)
    {
        await Read(ct);
        var fields = Kept() with { Status = ActionStatus.Planned, DoneOn = null, DroppedReason = null };
        return await AnswerProgress(await this.TrySend(Mediator, new ChangeAction(ActionId, Version, fields)),
            "Action changed back to planned.", ct);
    }

    public async Task<IActionResult> OnGetPhotoAsync(long photoId, CancellationToken ct)
    {
        var photo = await Mediator.Send(new ReadActionPhoto(ActionId, photoId), ct);
        PhotoFile.Guard(Response);
        return File(photo.Content, "image/jpeg");
    }

    public async Task<IActionResult> OnPostConfirmAsync(CancellationToken ct)
    {
        await Read(ct);
        return await AnswerOwner(await this.TrySend(Mediator, new ConfirmAction(ActionId, Version)),
            "Action confirmed as done.", ct);
    }

    public async Task<IActionResult> OnPostReturnAsync(CancellationToken ct)
    {
        await Read(ct);
        return await AnswerOwner(await this.TrySend(Mediator, new ReturnAction(ActionId, Version, Return.Reason ?? ""), nameof(Return)),
            "Action returned to its owner.", ct);
    }

    public async Task<IActionResult> OnPostSayAsync(CancellationToken ct)
    {
        await Read(ct);
        return await AnswerOwner(await this.TrySend(Mediator, new CommentToOwner(ActionId, Say.Text), nameof(Say)),
            "Comment posted. The owner can read it now.", ct);
    }

    public async Task<IActionResult> OnPostLinkAsync(CancellationToken ct)
    {
        await Read(ct);
        return await AnswerOwner(await this.TrySend(Mediator, new SendActionLink(ActionId, Send.Note, Send.PublicTitle), nameof(Send)),
            "The owner will get the link by email.", ct);
    }

    public async Task<IActionResult> OnPostWithdrawAsync(CancellationToken ct)
    {
        await Read(ct);
        return await AnswerOwner(await this.TrySend(Mediator, new WithdrawActionLinks(ActionId)),
            "All links to this action are canceled.", ct);
    }

    public async Task<IActionResult> OnPostFilesAsync(CancellationToken ct)
    {
        await Read(ct);
        return await AnswerOwner(await this.TrySend(Mediator, new AddFiles(Id, Request.Uploads(), Caption, ActionId: ActionId)),
            "Files added.", ct);
    }

    private async Task<IActionResult> AnswerOwner(object? done, string sentence, CancellationToken ct)
    {
        if (done is not null) return Saved(sentence, $"/actions/{ActionId}");
        Form = ActionForm.Of(Action);
        IsStale = this.StaleAt() is not null;
        Version = this.StaleAt() ?? Action.Version;
        await Prepare(ct);
        return Page();
    }

    private ActionFields Kept() => ActionForm.Of(Action).Fields(Action);

    private Task<IActionResult> AnswerProgress(ActionDetails? changed, string sentence, CancellationToken ct)
    {
        // These forms send only the status; fill the main form from the saved action.
        Form = ActionForm.Of(Action);
        return Result(changed, sentence, ct);
    }

    private async Task<IActionResult> Result(ActionDetails? changed, string sentence, CancellationToken ct)
    {
        if (changed is not null) return await SavedAndNext(sentence, $"/problems/{Id}/actions", ct);
        MoveOwnerErrors();
        IsStale = this.StaleAt() is not null;
        Version = this.StaleAt() ?? Version;
        await Prepare(ct);
        return Page();
    }

    private async Task Read(CancellationToken ct)
    {
        Action = await Mediator.Send(new ReadAction(ActionId), ct);
        Said = await Mediator.Send(new ReadConversation(ActionId), ct);
        Id = Action.ProblemId;
        await Open(ct);
        Files = await Mediator.Send(new ListFiles(Id, ActionId, Size: MostFiles), ct);
        Megabytes = (await Mediator.Send(new ReadFileLimits(), ct)).Value.MegabytesPerFile;
    }

    private async Task Prepare(CancellationToken ct)
    {
        Done.DoneOn ??= Today;
        await OfferChoices(ct);
        AsksForTitle = Case.Allowed.Work && Action.OwnerAttachmentId is not null
            && (await Mediator.Send(new ReadPartners(Id), ct)).PublicTitle is null;
    }
}
