using MediatR;

namespace ProblemTracker.Webhooks;

/// <summary>Sends a webhook's waiting and parked deliveries at the next run, and counts their attempts from the beginning.</summary>
[Needs(Permission.Administer)]
public sealed record RetryDeliveries(long WebhookId) : ICommand<DeliveriesRetried>;

public sealed record DeliveriesRetried(int Count);

internal sealed class RetryDeliveriesHandler(Db db, Actor actor, TrackerClock clock) : IRequestHandler<RetryDeliveries, DeliveriesRetried>
{
    public async Task<DeliveriesRetried> Handle(RetryDeliveries command, CancellationToken ct)
    {
        var webhook = await WebhookSql.Find(db, clock, command.WebhookId, ct);
        if (!webhook.Active) throw new RuleBroken("webhook.off", "This webhook is off. Turn it on first.", "active");
        var count = await db.Execute("""
            UPDATE WebhookDelivery SET ParkedAt = NULL, Attempts = 0, NextAttemptAt = NULL
            WHERE WebhookId = @WebhookId AND DeliveredAt IS NULL
            """, command, ct);
        await db.Record(actor, clock.GetUtcNow(), "webhook.retried", null, webhook.Id, null, null, new { count }, ct);
        return new(count);
    }
}

internal static class RetryDeliveriesEndpoint
{
    public static void MapRetryDeliveries(this RouteGroupBuilder webhooks) => webhooks
        .MapPost("/{id:long}/retry", (long id, IMediator mediator, CancellationToken ct) => mediator.Send(new RetryDeliveries(id), ct))
        .WithName("RetryDeliveries").WithSummary("Send a webhook's waiting and parked deliveries at the next run");
}
