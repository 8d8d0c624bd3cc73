using MediatR;

namespace ProblemTracker.Webhooks;

/// <summary>
/// Sends a webhook a test past the queue, and says what the receiver answered. Like <see cref="DeliverWebhooks"/> not a command: a request
/// to another program takes part in no transaction.
/// </summary>
[Needs(Permission.Administer)]
public sealed record TestWebhook(long WebhookId) : IRequest<WebhookTested>;

/// <param name="Arrived">Whether the receiver accepted it.</param>
/// <param name="Sentence">What happened.</param>
public sealed record WebhookTested(bool Arrived, string Sentence);

internal sealed class TestWebhookHandler(Db db, Actor actor, TrackerClock clock, WebhookSender sender)
    : IRequestHandler<TestWebhook, WebhookTested>
{
    public async Task<WebhookTested> Handle(TestWebhook message, CancellationToken ct)
    {
        var receiver = await db.Find<Receiver>(
            "SELECT Id, Name, Address, Secret, SecretBefore, SecretBeforeUntil FROM Webhook WHERE Id = @WebhookId",
            new { message.WebhookId }, ct) ?? throw new NotFound();
        var test = new OutgoingDelivery
        {
            MessageId = WebhookOutbox.NewMessageId(),
            Type = WebhookOutbox.TypeOf(WebhookEvent.Test),
            OccurredAt = clock.GetUtcNow(),
        };
        var outcome = await sender.Send(receiver, test, ct);
        await db.Write(async () =>
        {
            var arrived = outcome.Error is null;
            await db.Record(actor, clock.GetUtcNow(), "webhook.tested", null, receiver.Id, null, null, new { arrived }, ct);
            return Done.Instance;
        }, ct);
        return new(outcome.Error is null, outcome.Error ?? "The receiver accepted the test.");
    }
}

internal static class TestWebhookEndpoint
{
    public static void MapTestWebhook(this RouteGroupBuilder webhooks) => webhooks
        .MapPost("/{id:long}/test", (long id, IMediator mediator, CancellationToken ct) => mediator.Send(new TestWebhook(id), ct))
        .WithName("TestWebhook").WithSummary("Send a webhook a test, and read what the receiver answered");
}
