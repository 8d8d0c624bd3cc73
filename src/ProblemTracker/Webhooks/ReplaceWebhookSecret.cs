using MediatR;

namespace ProblemTracker.Webhooks;

/// <summary>
/// Gives a webhook a new secret, shown once. The one before signs too for a day, so that the receiver can change without a gap; a second
/// replacement ends it at once.
/// </summary>
[Needs(Permission.Administer), SecretResult]
public sealed record ReplaceWebhookSecret(long WebhookId) : ICommand<WebhookSecret>;

internal sealed class ReplaceWebhookSecretHandler(Db db, Actor actor, TrackerClock clock, WebhookSender sender)
    : IRequestHandler<ReplaceWebhookSecret, WebhookSecret>
{
    private static readonly TimeSpan Overlap = TimeSpan.FromDays(1);

    public async Task<WebhookSecret> Handle(ReplaceWebhookSecret command, CancellationToken ct)
    {
        var (shown, stored) = sender.NewSecret();
        var until = clock.Real.GetUtcNow() + Overlap;
        if (await db.Execute("""
            UPDATE Webhook SET SecretBefore = Secret, SecretBeforeUntil = @until, Secret = @stored, Version = Version + 1
            WHERE Id = @WebhookId
            """, new { command.WebhookId, stored, until }, ct) == 0) throw new NotFound();
        await db.Record(actor, clock.GetUtcNow(), "webhook.secretReplaced", null, command.WebhookId, null, null, null, ct);
        return new(command.WebhookId, shown);
    }
}

internal static class ReplaceWebhookSecretEndpoint
{
    public static void MapReplaceWebhookSecret(this RouteGroupBuilder webhooks) => webhooks
        .MapPost("/{id:long}/secret", (long id, IMediator mediator, CancellationToken ct) =>
            mediator.Send(new ReplaceWebhookSecret(id), ct))
        .WithName("ReplaceWebhookSecret").WithSummary("Replace a webhook's secret. The one before signs too for 24 hours");
}
