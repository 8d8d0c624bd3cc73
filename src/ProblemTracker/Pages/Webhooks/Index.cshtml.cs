using MediatR;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ProblemTracker.Agency;
using ProblemTracker.Webhooks;

namespace ProblemTracker.Pages.Webhooks;

/// <summary>The list of webhooks.</summary>
public sealed class WebhooksPage(IMediator mediator) : PageModel
{
    private AgencyDay _day = null!;

    public IReadOnlyList<WebhookDetails> Webhooks { get; private set; } = [];

    public string Local(DateTimeOffset at) => DateText.Time(_day.Local(at));

    public static string Sends(WebhookDetails webhook) =>
        webhook is { Moves: true, Nudges: true } ? "Moves and reminders" : webhook.Moves ? "Moves" : "Reminders";

    public async Task OnGet(CancellationToken ct)
    {
        Webhooks = (await mediator.Send(new ListWebhooks(), ct)).Items;
        _day = await mediator.Send(new ReadAgencyDay(), ct);
    }
}
