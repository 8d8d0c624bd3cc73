using MediatR;

namespace ProblemTracker.Webhooks;

/// <summary>All webhooks, by name.</summary>
[Needs(Permission.Administer)]
public sealed record ListWebhooks : IQuery<Page<WebhookDetails>>;

/// <summary>One webhook.</summary>
[Needs(Permission.Administer)]
public sealed record ReadWebhook(long WebhookId) : IQuery<WebhookDetails>;

internal sealed class ListWebhooksHandler(Db db, TrackerClock clock)
    : IRequestHandler<ListWebhooks, Page<WebhookDetails>>, IRequestHandler<ReadWebhook, WebhookDetails>
{
    public async Task<Page<WebhookDetails>> Handle(ListWebhooks query, CancellationToken ct)
    {
        var rows = await db.List<WebhookDetails>($"SELECT {WebhookSql.Columns} FROM Webhook w ORDER BY w.Name, w.Id", null, ct);
        return new(rows, rows.Count, false, null);
    }

    public Task<WebhookDetails> Handle(ReadWebhook query, CancellationToken ct) => WebhookSql.Find(db, clock, query.WebhookId, ct);
}

internal static class ListWebhooksEndpoint
{
    public static void MapListWebhooks(this RouteGroupBuilder webhooks)
    {
        webhooks.MapGet("/", (IMediator mediator, CancellationToken ct) => mediator.Send(new ListWebhooks(), ct))
            .WithName("ListWebhooks").WithSummary("List the webhooks");
        webhooks.MapGet("/{id:long}", (long id, IMediator mediator, CancellationToken ct) => mediator.Send(new ReadWebhook(id), ct))
            .WithName("ReadWebhook").WithSummary("Read a webhook");
    }
}
