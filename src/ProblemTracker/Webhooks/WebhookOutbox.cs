using System.Text.Json;

namespace ProblemTracker.Webhooks;

/// <summary>What other programs can be told about. <see cref="Test"/> goes to one webhook, when an administrator asks for it.</summary>
public enum WebhookEvent { Move, Nudge, Test }

/// <summary>
/// The queue of deliveries: filled in the transaction that causes them, sent later by <see cref="DeliverWebhooks"/>. What is queued has
/// ids, dates and codes only, never a name or a text that someone typed; the receiver reads the rest by API, with a token of its own.
/// </summary>
internal static class WebhookOutbox
{
    /// <summary>The event's name as receivers know it.</summary>
    public static string TypeOf(WebhookEvent happened) => happened switch
    {
        WebhookEvent.Move => "problem.moved",
        WebhookEvent.Nudge => "nudge.raised",
        _ => "webhook.test",
    };

    /// <summary>Queues an event for every active webhook that asks for it.</summary>
    /// <param name="happened">A move or a nudge.</param>
    /// <param name="problemId">The problem that it is about. Confidential problems are never sent; the caller knows.</param>
    /// <param name="at">When it happened.</param>
    /// <param name="data">Its members. The problem's address is added on sending.</param>
    public static PendingWrite Queue(WebhookEvent happened, long problemId, DateTimeOffset at, object data) => new($"""
        INSERT INTO WebhookDelivery (WebhookId, MessageId, Type, ProblemId, OccurredAt, Data)
        SELECT w.Id, @MessageId, @Type, @problemId, @at, @Data FROM Webhook w
        WHERE {Wants(happened)}
        """, new
    {
        MessageId = NewMessageId(),
        Type = TypeOf(happened),
        problemId,
        at,
        Data = JsonSerializer.Serialize(data, Json.Options),
    });

    /// <summary>Takes back what was queued about a problem at a moment, if nobody was told yet.</summary>
    public static PendingWrite Forget(long problemId, DateTimeOffset at) => new("""
        DELETE FROM WebhookDelivery WHERE ProblemId = @problemId AND OccurredAt = @at AND Attempts = 0 AND DeliveredAt IS NULL
        """, new { problemId, at });

    /// <summary>Whether any webhook asks for the event, to spare many writes that would queue nothing.</summary>
    public static async Task<bool> AnyWants(Db db, WebhookEvent happened, CancellationToken ct) =>
        await db.Find<long?>($"SELECT MIN(w.Id) FROM Webhook w WHERE {Wants(happened)}", null, ct) is not null;

    private static string Wants(WebhookEvent happened) =>
        happened == WebhookEvent.Move ? "w.Active = 1 AND w.Moves = 1" : "w.Active = 1 AND w.Nudges = 1";

    public static string NewMessageId() => $"msg_{Guid.NewGuid():N}";
}
