using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Localization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Localization;
using ProblemTracker.Accounts;
using ProblemTracker.Agency;
using ProblemTracker.Pages.Shared;
using ProblemTracker.Partners;

namespace ProblemTracker.Pages.Partner;

/// <summary>
/// The page behind the link in an email about one action. A GET changes nothing. The address itself is the secret, so the forms carry no
/// antiforgery token and the page works without cookies. Every invalid link gets the same answer, whatever the reason.
/// </summary>
[AllowAnonymous, IgnoreAntiforgeryToken, EnableRateLimiting(RateLimits.Links), RequestSizeLimit(AttachPhoto.LargestForm),
    ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public sealed class LinkPage(IMediator mediator) : OwnerPage
{
    [FromRoute]
    public string Token { get; set; } = "";

    /// <summary>What the holder just did: accepted, declined, reported, commented, sent photos or stopped.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Said { get; set; }

    [BindProperty(SupportsGet = true, Name = Languages.Parameter)]
    public string? ChosenLanguage { get; set; }

    public override string? Lang => ChosenLanguage;

    /// <summary>Null if the link is invalid.</summary>
    public LinkDetails? Shown { get; private set; }

    public override bool HasSession => false;

    /// <summary>Confirms what <see cref="Said"/> says. Null unless the record agrees, because anyone can type an address.</summary>
    public string? Recorded(IStringLocalizer<OwnerTexts> words) => (Said, Shown) switch
    {
        ("accepted", { OwnerAnswer: OwnerAnswer.Accepted }) => words["Recorded.Accepted"].Value,
        ("declined", { OwnerAnswer: OwnerAnswer.Declined }) => words["Recorded.Declined"].Value,
        ("reported", { ReportedDoneOn: { } day }) => words["Recorded.Reported", DateText.LongDateIn(Languages.Current, day)].Value,
        ("commented", { Comments: [.., { FromTeam: false }] }) => words["Recorded.Commented"].Value,
        ("attached", { Photos.Count: > 0 }) => words["Recorded.Attached"].Value,
        ("stopped", { HasConsent: false }) => words["Recorded.Stopped"].Value,
        _ => null,
    };

    public override string PhotoAddress(long photoId) => $"/link/{Uri.EscapeDataString(Token)}?handler=Photo&photoId={photoId}";

    public async Task<IActionResult> OnGetPhotoAsync(long photoId, CancellationToken ct)
    {
        var photo = await mediator.Send(new ReadLinkPhoto(Token, photoId), ct);
        PhotoFile.Guard(Response);
        return File(photo.Content, "image/jpeg");
    }

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        RememberLanguage();
        if (!await Read(ct)) return Nowhere();
        Version = Shown!.Version;
        return Page();
    }

    public Task<IActionResult> OnPostAcceptAsync(CancellationToken ct) =>
        Do(new AnswerByLink(Token, Version, OwnerAnswer.Accepted), "", "accepted", ct);

    public Task<IActionResult> OnPostDeclineAsync(CancellationToken ct) =>
        Do(new AnswerByLink(Token, Version, OwnerAnswer.Declined, Decline.Reason), nameof(Decline), "declined", ct);

    public async Task<IActionResult> OnPostReportAsync(CancellationToken ct) =>
        await Do(new ReportDoneByLink(Token, Version, Report.DoneOn, Report.Note, await Request.Photos(ct)), nameof(Report), "reported",
            ct);

    public async Task<IActionResult> OnPostPhotoAsync(CancellationToken ct) =>
        await Do(new AttachPhotosByLink(Token, await Request.Photos(ct), Caption), "", "attached", ct);

    public Task<IActionResult> OnPostCommentAsync(CancellationToken ct) =>
        Do(new CommentByLink(Token, Say.Text), nameof(Say), "commented", ct);

    public Task<IActionResult> OnPostStopAsync(CancellationToken ct) => Do(new StopEmails(Token), "", "stopped", ct);

    /// <summary>Who opens the link of the email again reads it in the language that they chose here.</summary>
    private void RememberLanguage()
    {
        if (Languages.All.All(language => language.Name != ChosenLanguage)) return;
        Response.Cookies.Append(Languages.Parameter,
            CookieRequestCultureProvider.MakeCookieValue(new(CultureInfo.CurrentCulture, Languages.Current)), new()
            {
                Path = "/link",
                MaxAge = TimeSpan.FromDays(365),
                HttpOnly = true,
                Secure = Request.IsHttps,
                SameSite = SameSiteMode.Lax,
            });
    }

    private async Task<IActionResult> Do(IRequest<Done> message, string prefix, string said, CancellationToken ct)
    {
        try
        {
            if (await this.TrySend(mediator, message, prefix) is not null)
                return LocalRedirect($"~/link/{Uri.EscapeDataString(Token)}?said={said}"
                    + (Lang is null ? "" : $"&{Languages.Parameter}={Uri.EscapeDataString(Lang)}"));
        }
        catch (NotFound)
        {
            return Nowhere();
        }
        if (!await Read(ct)) return Nowhere();
        Version = this.StaleAt() ?? Version;
        return Page();
    }

    private async Task<bool> Read(CancellationToken ct)
    {
        try
        {
            Shown = await mediator.Send(new ReadLink(Token), ct);
        }
        catch (NotFound)
        {
            return false;
        }
        Show((await mediator.Send(new ReadAgencyDay(), ct)).Zone, Shown.Today, Shown.Status, Shown.OwnerAnswer, Shown.OwnerAnswerReason,
            Shown.ReportedDoneOn, Shown.ReturnedReason, isClosed: false, Shown.Comments, Shown.Photos);
        return true;
    }

    private PageResult Nowhere()
    {
        Shown = null;
        ModelState.Clear();
        Response.StatusCode = StatusCodes.Status404NotFound;
        return Page();
    }
}
