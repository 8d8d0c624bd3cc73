using MediatR;

namespace ProblemTracker.Webhooks;

/// <summary>Deletes deliveries that arrived more than 30 days ago.</summary>
[Needs(Permission.Administer)]
public sealed record ForgetDeliveries : ICommand<DeliveriesForgotten>;

public sealed record DeliveriesForgotten(int Count);

internal sealed class ForgetDeliveriesHandler(Db db, TrackerClock clock) : IRequestHandler<ForgetDeliveries, DeliveriesForgotten>
{
    public async Task<DeliveriesForgotten> Handle(ForgetDeliveries command, CancellationToken ct) =>
        new(await db.Execute("DELETE FROM WebhookDelivery WHERE DeliveredAt <= @before",
            new { before = clock.Real.GetUtcNow().AddDays(-30) }, ct));
}
