using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using ProblemTracker.Accounts;
using ProblemTracker.Agency;
using ProblemTracker.Pages.Shared;
using ProblemTracker.Partners;

namespace ProblemTracker.Pages.Partner;

/// <summary>
/// What a one-purpose link opens. Reading changes nothing. The address is the secret, so the forms carry no token against forgery, and the
/// page works without cookies. Every link that leads nowhere, for whatever reason, looks the same.
/// </summary>
[AllowAnonymous, IgnoreAntiforgeryToken, EnableRateLimiting(RateLimits.SignIn),
    ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public sealed class LinkPage(IMediator mediator) : OwnerPage
{
    [FromRoute]
    public string Token { get; set; } = "";

    /// <summary>What was just done.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Said { get; set; }

    /// <summary>Null where the link leads nowhere.</summary>
    public LinkDetails? Shown { get; private set; }

    public override bool HasSession => false;

    /// <summary>What was recorded, if that is what stands: an address alone claims nothing.</summary>
    public string? Recorded => (Said, Shown) switch
    {
        ("accepted", { OwnerAnswer: OwnerAnswer.Accepted }) => "It is recorded that you accepted this. Thank you.",
        ("declined", { OwnerAnswer: OwnerAnswer.Declined }) => "It is recorded that you can't do this.",
        ("reported", { ReportedDoneOn: { } day }) =>
            $"It is recorded that this was done on {DateText.LongDate(day)}. Thank you; the police team will confirm it.",
        ("commented", { Comments: [.., { FromTeam: false }] }) => "Your comment is sent.",
        ("stopped", { HasConsent: false }) => "It is recorded that you do not want to be written to.",
        _ => null,
    };

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (!await Read(ct)) return Nowhere();
        Version = Shown!.Version;
        return Page();
    }

    public Task<IActionResult> OnPostAcceptAsync(CancellationToken ct) =>
        Do(new AnswerByLink(Token, Version, OwnerAnswer.Accepted), "", "accepted", ct);

    public Task<IActionResult> OnPostDeclineAsync(CancellationToken ct) =>
        Do(new AnswerByLink(Token, Version, OwnerAnswer.Declined, Decline.Reason), nameof(Decline), "declined", ct);

    public Task<IActionResult> OnPostReportAsync(CancellationToken ct) =>
        Do(new ReportDoneByLink(Token, Version, Report.DoneOn, Report.Note), nameof(Report), "reported", ct);

    public Task<IActionResult> OnPostCommentAsync(CancellationToken ct) =>
        Do(new CommentByLink(Token, Say.Text), nameof(Say), "commented", ct);

    public Task<IActionResult> OnPostStopAsync(CancellationToken ct) => Do(new StopWriting(Token), "", "stopped", ct);

    private async Task<IActionResult> Do(IRequest<Done> message, string prefix, string said, CancellationToken ct)
    {
        try
        {
            if (await this.TrySend(mediator, message, prefix) is not null)
                return LocalRedirect($"~/link/{Uri.EscapeDataString(Token)}?said={said}");
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
            Shown.ReportedDoneOn, Shown.ReturnedBecause,
            isClosed: false, Shown.Comments);
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
