using FluentValidation;
using MediatR;

namespace ProblemTracker.Webhooks;

/// <summary>Changes a webhook, or turns it off and on. Its waiting deliveries wait until it is on again.</summary>
[Needs(Permission.Administer)]
public sealed record ChangeWebhook(long WebhookId, int Version, string Name, string Address, bool Moves, bool Nudges, bool Active)
    : ICommand<WebhookDetails>;

internal sealed class ChangeWebhookValidator : AbstractValidator<ChangeWebhook>
{
    public ChangeWebhookValidator(TrackerOptions options) =>
        this.WebhookRules(options, c => c.Name, c => c.Address, c => c.Moves, c => c.Nudges);
}

internal sealed class ChangeWebhookHandler(Db db, Actor actor, TrackerClock clock) : IRequestHandler<ChangeWebhook, WebhookDetails>
{
    public async Task<WebhookDetails> Handle(ChangeWebhook command, CancellationToken ct)
    {
        var before = await WebhookSql.Find(db, clock, command.WebhookId, ct);
        if (await db.Execute("""
            UPDATE Webhook SET Name = @Name, Address = @Address, Moves = @Moves, Nudges = @Nudges, Active = @Active, Version = Version + 1
            WHERE Id = @WebhookId AND Version = @Version
            """, command with { Name = command.Name.Trim(), Address = command.Address.Trim() }, ct) == 0) throw new Stale(before.Version);
        var after = await WebhookSql.Find(db, clock, command.WebhookId, ct);
        await db.Record(actor, clock.GetUtcNow(), "webhook.changed", null, after.Id, null, WebhookSql.Audited(before),
            WebhookSql.Audited(after), ct);
        return after;
    }
}

internal static class ChangeWebhookEndpoint
{
    public sealed record Body(string Name, string Address, bool Moves, bool Nudges, bool Active);

    public static void MapChangeWebhook(this RouteGroupBuilder webhooks) => webhooks
        .MapPut("/{id:long}", (long id, IfMatch version, Body body, IMediator mediator, CancellationToken ct) =>
            mediator.Send(new ChangeWebhook(id, version, body.Name, body.Address, body.Moves, body.Nudges, body.Active), ct))
        .WithName("ChangeWebhook").WithSummary("Change a webhook, or turn it off and on");
}
