using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using ProblemTracker.Accounts;
using ProblemTracker.Pages.Shared;
using ProblemTracker.Portal;

namespace ProblemTracker.Pages.City;

/// <summary>
/// A subscription, behind the link that was mailed: confirm it, or end it with one click. A GET changes nothing, and every invalid link
/// gets the same answer.
/// </summary>
[AllowAnonymous, IgnoreAntiforgeryToken, EnableRateLimiting(RateLimits.City),
    ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public sealed class CityNewsPage(IMediator mediator) : CityPage(mediator)
{
    [FromRoute] public string Token { get; set; } = "";

    /// <summary>Null if the link is invalid.</summary>
    public SubscriptionDetails? Shown { get; private set; }

    /// <summary>Whether the reader just ended it.</summary>
    public bool IsStopped { get; private set; }

    public async Task OnGet(CancellationToken ct) => await Read(ct);

    /// <summary>The button, and what a mail program sends when its reader unsubscribes (RFC 8058).</summary>
    public Task OnPost(CancellationToken ct) => Do(new StopSubscription(Token), ct);

    public Task OnPostConfirm(CancellationToken ct) => Do(new ConfirmSubscription(Token), ct);

    private async Task Do(IRequest<Done> message, CancellationToken ct)
    {
        try
        {
            IsStopped = await this.TrySend(Mediator, message) is not null && message is StopSubscription;
        }
        catch (NotFound)
        {
            // The page says so.
        }
        if (!IsStopped) await Read(ct);
    }

    private async Task Read(CancellationToken ct)
    {
        try
        {
            Shown = await Mediator.Send(new ReadSubscription(Token), ct);
        }
        catch (NotFound)
        {
            Response.StatusCode = StatusCodes.Status404NotFound;
        }
    }
}
