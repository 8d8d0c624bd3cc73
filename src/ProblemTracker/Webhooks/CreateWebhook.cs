using FluentValidation;
using MediatR;

namespace ProblemTracker.Webhooks;

/// <summary>Adds a webhook. Its secret is shown once.</summary>
[Needs(Permission.Administer), SecretResult]
public sealed record CreateWebhook(string Name, string Address, bool Moves, bool Nudges) : ICommand<WebhookSecret>
{
    /// <summary>The largest number of webhooks, since every event is queued for each.</summary>
    public const int Most = 20;
}

internal sealed class CreateWebhookValidator : AbstractValidator<CreateWebhook>
{
    public CreateWebhookValidator(TrackerOptions options) =>
        this.WebhookRules(options, c => c.Name, c => c.Address, c => c.Moves, c => c.Nudges);
}

internal sealed class CreateWebhookHandler(Db db, Actor actor, TrackerClock clock, WebhookSender sender)
    : IRequestHandler<CreateWebhook, WebhookSecret>
{
    public async Task<WebhookSecret> Handle(CreateWebhook command, CancellationToken ct)
    {
        if (await db.Single<int>("SELECT COUNT(*) FROM Webhook", null, ct) >= CreateWebhook.Most)
            throw new RuleBroken("webhook.most", $"There are already {CreateWebhook.Most} webhooks. Delete one first.", "name");
        var (shown, stored) = sender.NewSecret();
        var now = clock.GetUtcNow();
        var row = new { Name = command.Name.Trim(), Address = command.Address.Trim(), command.Moves, command.Nudges };
        var id = await db.Insert("""
            INSERT INTO Webhook (Name, Address, Moves, Nudges, Secret, CreatedAt)
            VALUES (@Name, @Address, @Moves, @Nudges, @stored, @now)
            """, new { row.Name, row.Address, row.Moves, row.Nudges, stored, now }, ct);
        await db.Record(actor, now, "webhook.created", null, id, null, null, row, ct);
        return new(id, shown);
    }
}

internal static class CreateWebhookEndpoint
{
    public static void MapCreateWebhook(this RouteGroupBuilder webhooks) => webhooks
        .MapPost("/", async (CreateWebhook body, IMediator mediator, CancellationToken ct) =>
        {
            var made = await mediator.Send(body, ct);
            return TypedResults.Created($"/api/v1/webhooks/{made.Id}", made);
        })
        .WithName("CreateWebhook").WithSummary("Add a webhook. The answer has its secret, which is not shown again");
}
