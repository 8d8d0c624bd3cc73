using MediatR;
using Microsoft.AspNetCore.Mvc;
using ProblemTracker.Agency;
using ProblemTracker.Pages.Shared;
using ProblemTracker.Partners;

namespace ProblemTracker.Pages.Partner;

/// <summary>One of the partner's own actions.</summary>
[Needs(Permission.ActAsPartner), RequestSizeLimit(AttachPhoto.LargestForm)]
public sealed class PartnerActionPage(IMediator mediator) : OwnerPage
{
    [FromRoute]
    public long Id { get; set; }

    public PartnerActionDetails Shown { get; private set; } = null!;

    public override bool HasSession => true;

    public override string PhotoAddress(long photoId) => $"/partner/actions/{Id}?handler=Photo&photoId={photoId}";

    public async Task OnGetAsync(CancellationToken ct)
    {
        await Read(ct);
        Version = Shown.Version;
    }

    public async Task<IActionResult> OnGetPhotoAsync(long photoId, CancellationToken ct)
    {
        var photo = await mediator.Send(new ReadPartnerPhoto(Id, photoId), ct);
        PhotoFile.Guard(Response);
        return File(photo.Content, "image/jpeg");
    }

    public async Task<IActionResult> OnPostAcceptAsync(CancellationToken ct) =>
        await Answered(await this.TrySend(mediator, new AnswerAction(Id, Version, OwnerAnswer.Accepted)),
            "You accepted this action. Thank you.", ct);

    public async Task<IActionResult> OnPostDeclineAsync(CancellationToken ct) =>
        await Answered(await this.TrySend(mediator, new AnswerAction(Id, Version, OwnerAnswer.Declined, Decline.Reason), nameof(Decline)),
            "You declined this action. The police team can see why.", ct);

    public async Task<IActionResult> OnPostReportAsync(CancellationToken ct) =>
        await Answered(await this.TrySend(mediator,
                new ReportActionDone(Id, Version, Report.DoneOn, Report.Note, await Request.Photos(ct)), nameof(Report)),
            "Thank you. The police team will confirm it.", ct);

    public async Task<IActionResult> OnPostCommentAsync(CancellationToken ct) =>
        await Answered(await this.TrySend(mediator, new CommentOnAction(Id, Say.Text), nameof(Say)), "Your comment was sent.", ct);

    public async Task<IActionResult> OnPostPhotoAsync(CancellationToken ct)
    {
        var added = await this.TrySend(mediator, new AttachPhoto(Id, await Request.Photos(ct), Caption));
        return await Answered(added, added?.Photos.Count > 1 ? "The photos were added." : "The photo was added.", ct);
    }

    private async Task<IActionResult> Answered(object? done, string sentence, CancellationToken ct)
    {
        if (done is not null)
        {
            TempData[Shell.Flash] = sentence;
            return LocalRedirect($"~/partner/actions/{Id}");
        }
        await Read(ct);
        Version = this.StaleAt() ?? Version;
        return Page();
    }

    private async Task Read(CancellationToken ct)
    {
        Shown = await mediator.Send(new ReadPartnerAction(Id), ct);
        var day = await mediator.Send(new ReadAgencyDay(), ct);
        var action = Shown.Action;
        Show(day.Zone, day.Today, action.Status, action.OwnerAnswer, action.OwnerAnswerReason, action.ReportedDoneOn,
            action.ReturnedReason, action.Stage == Stage.Closed, Shown.Comments, Shown.Photos);
    }
}
