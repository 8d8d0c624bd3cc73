using FluentValidation;
using MediatR;
using ProblemTracker.Agency;

namespace ProblemTracker.Webhooks;

/// <summary>Waiting: to be sent. Parked: given up after the last attempt.</summary>
public enum DeliveryState { Waiting, Parked, Delivered }

/// <summary>The deliveries of a webhook, newest first. Delivered ones are kept for 30 days.</summary>
/// <param name="State">Null for all.</param>
[Needs(Permission.Administer)]
public sealed record ListDeliveries(long WebhookId, DeliveryState? State = null, string? After = null, int? Size = null)
    : IQuery<Page<DeliveryRow>>, IPaged;

/// <summary>One event for one webhook. Times of attempts are real time.</summary>
public sealed record DeliveryRow
{
    public long Id { get; init; }
    /// <summary>The header <c>webhook-id</c>.</summary>
    public string MessageId { get; init; } = "";
    public string Type { get; init; } = "";
    public long? ProblemId { get; init; }
    public string? ProblemNumber { get; init; }
    public DateTimeOffset OccurredAt { get; init; }
    public DeliveryState State => DeliveredAt is not null ? DeliveryState.Delivered
        : ParkedAt is not null ? DeliveryState.Parked : DeliveryState.Waiting;
    public int Attempts { get; init; }
    /// <summary>Null for the next run of the job, and once it is delivered or parked.</summary>
    public DateTimeOffset? NextAttemptAt { get; init; }
    public DateTimeOffset? DeliveredAt { get; init; }
    public DateTimeOffset? ParkedAt { get; init; }
    /// <summary>The error of the last attempt.</summary>
    public string? LastError { get; init; }
}

internal sealed class ListDeliveriesValidator : AbstractValidator<ListDeliveries>
{
    public ListDeliveriesValidator() => RuleFor(q => q.State).IsInEnum();
}

internal sealed class ListDeliveriesHandler(Db db, ListReader lists) : IRequestHandler<ListDeliveries, Page<DeliveryRow>>
{
    private static readonly ListOrder<DeliveryRow> Newest = new(descending: true) { { "d.Id", row => row.Id } };

    private static readonly Listing<ListDeliveries, DeliveryRow> Deliveries = new()
    {
        Columns = """
            d.Id, d.MessageId, d.Type, d.ProblemId, p.Number AS ProblemNumber, d.OccurredAt, d.Attempts, d.NextAttemptAt, d.DeliveredAt,
            d.ParkedAt, d.LastError
            """,
        From = "WebhookDelivery d",
        Names = "LEFT JOIN Problem p ON p.Id = d.ProblemId",
        Filters = new Filters<ListDeliveries>()
            .Is(q => (long?)q.WebhookId, "d.WebhookId = @WebhookId")
            .Is(q => q.State, state => state switch
            {
                DeliveryState.Waiting => "d.DeliveredAt IS NULL AND d.ParkedAt IS NULL",
                DeliveryState.Parked => "d.DeliveredAt IS NULL AND d.ParkedAt IS NOT NULL",
                _ => "d.DeliveredAt IS NOT NULL",
            }),
        Order = _ => Newest,
    };

    public async Task<Page<DeliveryRow>> Handle(ListDeliveries query, CancellationToken ct) =>
        await db.Find<long?>("SELECT Id FROM Webhook WHERE Id = @WebhookId", new { query.WebhookId }, ct) is null ? throw new NotFound()
            : await lists.Page(Deliveries, query, ct);
}

internal static class ListDeliveriesEndpoint
{
    public static void MapListDeliveries(this RouteGroupBuilder webhooks) => webhooks
        .MapGet("/{id:long}/deliveries",
            (long id, DeliveryState? state, string? after, int? size, IMediator mediator, CancellationToken ct) =>
                mediator.Send(new ListDeliveries(id, state, after, size), ct))
        .WithName("ListDeliveries").WithSummary("List a webhook's deliveries, newest first");
}
