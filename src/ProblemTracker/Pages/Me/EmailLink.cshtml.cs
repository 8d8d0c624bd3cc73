using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using ProblemTracker.Accounts;
using ProblemTracker.Agency;
using ProblemTracker.Pages.Shared;

namespace ProblemTracker.Pages.Me;

/// <summary>
/// Confirms a change of email address by the link in an email, or refuses it at the old address. A GET changes nothing, since programs open
/// links to check them.
/// </summary>
[AllowAnonymous, EnableRateLimiting(RateLimits.Links), ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public sealed class EmailLinkPage(IMediator mediator) : PageModel
{
    [FromRoute] public string Token { get; set; } = "";

    public EmailLinkDetails Link { get; private set; } = new(null, "");
    public bool IsDone { get; private set; }
    public bool IsRefused { get; private set; }
    /// <summary>Until when the other address can be confirmed; null if it need not be, or this one is not confirmed.</summary>
    public string? Until { get; private set; }

    public async Task OnGet(CancellationToken ct) => Link = await mediator.Send(new ReadEmailLink(Token), ct);

    public async Task OnPost(CancellationToken ct)
    {
        await OnGet(ct);
        if (await this.TrySend(mediator, new ConfirmEmail(Token)) is not { } confirmed) return;
        IsDone = confirmed.IsDone;
        if (!IsDone) Until = DateText.Time((await mediator.Send(new ReadAgencyDay(), ct)).Local(confirmed.ExpiresAt));
    }

    public async Task OnPostRefuse(CancellationToken ct)
    {
        await OnGet(ct);
        IsRefused = await this.TrySend(mediator, new RefuseEmailChange(Token)) is not null;
    }
}
