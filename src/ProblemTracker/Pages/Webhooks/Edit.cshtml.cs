using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ProblemTracker.Agency;
using ProblemTracker.Pages.Shared;
using ProblemTracker.Webhooks;

namespace ProblemTracker.Pages.Webhooks;

/// <summary>A webhook: test, deliveries, changes, secret.</summary>
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public sealed class EditWebhookPage(IMediator mediator) : PageModel
{
    private AgencyDay _day = null!;

    [FromRoute] public long Id { get; set; }
    [BindProperty(SupportsGet = true)] public string? After { get; set; }
    [BindProperty] public string Name { get; set; } = "";
    [BindProperty] public string Address { get; set; } = "";
    [BindProperty] public bool Moves { get; set; }
    [BindProperty] public bool Nudges { get; set; }
    [BindProperty] public bool Active { get; set; }
    [BindProperty] public int Version { get; set; }

    public WebhookDetails Webhook { get; private set; } = null!;
    public Page<DeliveryRow> Deliveries { get; private set; } = null!;
    public WebhookTested? Tested { get; private set; }
    public WebhookSecret? Made { get; private set; }

    private string Path => $"~/settings/webhooks/{Id}";

    public Pager Pager => new(Deliveries.Items.Count, Deliveries.Total, Deliveries.TotalIsCapped,
        Deliveries.Next is { } next ? Url.Content($"{Path}?after={next}") : null, After is null ? null : Url.Content(Path));

    public string Local(DateTimeOffset at) => DateText.Time(_day.Local(at));

    public string Count(int deliveries) => deliveries == 1 ? "1 delivery" : $"{deliveries:N0} deliveries";

    public static string Event(DeliveryRow delivery) => delivery.Type == "problem.moved" ? "Move" : "Reminder";

    public string State(DeliveryRow delivery) => delivery.State switch
    {
        DeliveryState.Delivered => $"Arrived {Local(delivery.DeliveredAt!.Value)}",
        DeliveryState.Parked => $"Given up {Local(delivery.ParkedAt!.Value)}",
        _ when delivery.NextAttemptAt is { } next => $"Attempt {delivery.Attempts + 1} {Local(next)}",
        _ => "Sent within a minute",
    };

    public async Task OnGet(CancellationToken ct)
    {
        await Read(ct);
        Fill();
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        if (await this.TrySend(mediator, new ChangeWebhook(Id, Version, Name, Address, Moves, Nudges, Active)) is not null)
            return Back("The webhook is saved.");
        Version = this.StaleAt() ?? Version;
        await Read(ct);
        return Page();
    }

    public async Task OnPostTest(CancellationToken ct)
    {
        Tested = await mediator.Send(new TestWebhook(Id), ct);
        await Read(ct);
        Fill();
    }

    public async Task OnPostSecret(CancellationToken ct)
    {
        Made = await mediator.Send(new ReplaceWebhookSecret(Id), ct);
        await Read(ct);
    }

    public async Task<IActionResult> OnPostRetry(CancellationToken ct)
    {
        if (await this.TrySend(mediator, new RetryDeliveries(Id)) is { } retried)
            return Back($"{Count(retried.Count)} will be sent within a minute.");
        await OnGet(ct);
        return Page();
    }

    public async Task<IActionResult> OnPostDelete(CancellationToken ct)
    {
        if (await this.TrySend(mediator, new DeleteWebhook(Id, Version)) is not null)
        {
            TempData[Shell.Flash] = "The webhook is deleted.";
            return LocalRedirect("~/settings/webhooks");
        }
        await OnGet(ct);
        return Page();
    }

    private LocalRedirectResult Back(string sentence)
    {
        TempData[Shell.Flash] = sentence;
        return LocalRedirect(Path);
    }

    private async Task Read(CancellationToken ct)
    {
        Webhook = await mediator.Send(new ReadWebhook(Id), ct);
        Deliveries = await mediator.Send(new ListDeliveries(Id, After: After), ct);
        _day = await mediator.Send(new ReadAgencyDay(), ct);
    }

    private void Fill() => (Name, Address, Moves, Nudges, Active, Version) =
        (Webhook.Name, Webhook.Address, Webhook.Moves, Webhook.Nudges, Webhook.Active, Webhook.Version);
}
