using MediatR;

namespace ProblemTracker.Webhooks;

/// <summary>Deletes a webhook with all its deliveries, sent or not.</summary>
[Needs(Permission.Administer)]
public sealed record DeleteWebhook(long WebhookId, int Version) : ICommand<Done>;

internal sealed class DeleteWebhookHandler(Db db, Actor actor, TrackerClock clock) : IRequestHandler<DeleteWebhook, Done>
{
    public async Task<Done> Handle(DeleteWebhook command, CancellationToken ct)
    {
        var before = await WebhookSql.Find(db, clock, command.WebhookId, ct);
        if (before.Version != command.Version) throw new Stale(before.Version);
        await db.Execute("DELETE FROM WebhookDelivery WHERE WebhookId = @WebhookId", command, ct);
        if (await db.Execute("DELETE FROM Webhook WHERE Id = @WebhookId AND Version = @Version", command, ct) == 0)
            throw new Stale(before.Version + 1);
        await db.Record(actor, clock.GetUtcNow(), "webhook.deleted", null, before.Id, null, WebhookSql.Audited(before), null, ct);
        return Done.Instance;
    }
}

internal static class DeleteWebhookEndpoint
{
    public static void MapDeleteWebhook(this RouteGroupBuilder webhooks) => webhooks
        .MapDelete("/{id:long}", async (long id, IfMatch version, IMediator mediator, CancellationToken ct) =>
        {
            await mediator.Send(new DeleteWebhook(id, version), ct);
            return TypedResults.NoContent();
        })
        .WithName("DeleteWebhook").WithSummary("Delete a webhook with its deliveries");
}
