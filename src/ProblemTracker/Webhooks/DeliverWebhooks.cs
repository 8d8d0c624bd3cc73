using MediatR;
using ProblemTracker.Mail;

namespace ProblemTracker.Webhooks;

/// <summary>
/// Sends waiting deliveries; a move waits until it can no longer be undone. Not a command, because a request to another program takes
/// part in no transaction: a webhook is leased, its deliveries are sent and marked one by one. If the process dies in between, a delivery
/// is sent twice with the same <c>webhook-id</c>. A delivery that fails waits longer after each attempt and is parked after the eighth,
/// about ten hours later; others may overtake it. When a receiver doesn't answer, the run leaves its other deliveries alone.
/// </summary>
[Needs(Permission.Administer)]
public sealed record DeliverWebhooks : IRequest<WebhooksDelivered>;

/// <param name="Failed">Each waits for its next attempt, or is parked.</param>
public sealed record WebhooksDelivered(int Delivered, int Failed);

internal sealed class DeliverWebhooksHandler(Db db, TrackerClock clock, TrackerOptions options, WebhookSender sender)
    : IRequestHandler<DeliverWebhooks, WebhooksDelivered>
{
    private const int BatchSize = 50;
    private const int LongestError = 1000;
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(10);
    /// <summary>Nothing is started later than this in a lease, so that even a slow receiver answers before it ends.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(5);

    private const string Ready = """
        d.DeliveredAt IS NULL AND d.ParkedAt IS NULL AND (d.NextAttemptAt IS NULL OR d.NextAttemptAt <= @now)
            AND (d.Type <> 'problem.moved' OR d.OccurredAt <= @Settled)
        """;

    private DateTimeOffset Settled => clock.GetUtcNow() - UndoRules.SettledAfter;

    public async Task<WebhooksDelivered> Handle(DeliverWebhooks message, CancellationToken ct)
    {
        var now = clock.Real.GetUtcNow();
        var receivers = await db.List<Receiver>($"""
            SELECT w.Id, w.Name, w.Address, w.Secret, w.SecretBefore, w.SecretBeforeUntil, w.WarnedAt FROM Webhook w
            WHERE w.Active = 1 AND (w.LeaseUntil IS NULL OR w.LeaseUntil <= @now) AND EXISTS (
                SELECT 1 FROM WebhookDelivery d WHERE d.WebhookId = w.Id AND {Ready})
            ORDER BY w.Id
            """, new { now, Settled }, ct);
        var run = new WebhooksDelivered(0, 0);
        foreach (var receiver in receivers)
        {
            if (ct.IsCancellationRequested) break;
            run = await DeliverTo(receiver, run, ct);
        }
        return run;
    }

    private async Task<WebhooksDelivered> DeliverTo(Receiver receiver, WebhooksDelivered run, CancellationToken ct)
    {
        var now = clock.Real.GetUtcNow();
        var lease = new { receiver.Id, now, until = now + Lease };
        if (await db.Write(() => db.Execute(
            "UPDATE Webhook SET LeaseUntil = @until WHERE Id = @Id AND (LeaseUntil IS NULL OR LeaseUntil <= @now)", lease, ct), ct) == 0)
            return run;
        try
        {
            var waiting = await db.List<OutgoingDelivery>($"""
                SELECT d.Id, d.MessageId, d.Type, d.ProblemId, d.OccurredAt, d.Data, d.Attempts FROM WebhookDelivery d
                WHERE d.WebhookId = @Id AND {Ready}
                ORDER BY d.Id {db.Dialect.First("@BatchSize")}
                """, new { receiver.Id, now, Settled, BatchSize }, ct);
            foreach (var delivery in waiting)
            {
                // When the process is told to stop, the delivery in hand is finished and recorded.
                if (ct.IsCancellationRequested || clock.Real.GetUtcNow() > now + Fresh) break;
                var outcome = await sender.Send(receiver, delivery, CancellationToken.None);
                await RecordOutcome(receiver, delivery, outcome);
                run = outcome.Error is null ? run with { Delivered = run.Delivered + 1 } : run with { Failed = run.Failed + 1 };
                if (outcome.IsOutage) break;
            }
            return run;
        }
        finally
        {
            await db.Write(() => db.Execute("UPDATE Webhook SET LeaseUntil = NULL WHERE Id = @Id AND LeaseUntil = @until", lease,
                CancellationToken.None), CancellationToken.None);
        }
    }

    private async Task RecordOutcome(Receiver receiver, OutgoingDelivery delivery, SendOutcome outcome)
    {
        var now = clock.Real.GetUtcNow();
        var attempts = delivery.Attempts + 1;
        var isParked = outcome.Error is not null && attempts >= Outbox.ParkedAfter;
        var row = new
        {
            delivery.Id,
            attempts,
            now,
            Error = outcome.Error is { Length: > LongestError } ? outcome.Error[..LongestError] : outcome.Error,
            Next = now + Outbox.WaitAfter(attempts),
            ParkedAt = isParked ? now : (DateTimeOffset?)null,
            WebhookId = receiver.Id,
        };
        await db.Write(async () =>
        {
            await db.Execute(outcome.Error is null
                ? "UPDATE WebhookDelivery SET DeliveredAt = @now, Attempts = @attempts, NextAttemptAt = NULL, LastError = NULL "
                    + "WHERE Id = @Id"
                : "UPDATE WebhookDelivery SET LastError = @Error, Attempts = @attempts, NextAttemptAt = @Next, ParkedAt = @ParkedAt "
                    + "WHERE Id = @Id", row, CancellationToken.None);
            if (outcome.Error is null && receiver.WarnedAt is not null)
                await db.Execute("UPDATE Webhook SET WarnedAt = NULL WHERE Id = @WebhookId", row, CancellationToken.None);
            if (isParked && await db.Execute("UPDATE Webhook SET WarnedAt = @now WHERE Id = @WebhookId AND WarnedAt IS NULL", row,
                CancellationToken.None) == 1)
                await Warn(receiver, now, outcome.Error!);
            return Done.Instance;
        }, CancellationToken.None);
    }

    /// <summary>Tells the administrators once, until a delivery arrives again.</summary>
    private async Task Warn(Receiver receiver, DateTimeOffset now, string error)
    {
        var text = new EmailText($"The webhook {receiver.Name} does not work",
        [
            new Paragraph($"A delivery to {receiver.Name} was given up after {Outbox.ParkedAfter} attempts. {error}"),
            new Paragraph("It is kept, and so are later ones. Fix the receiver or its address, and then send them again."),
            new LinkParagraph("Open the webhook", $"{options.PublicUrl}/settings/webhooks/{receiver.Id}"),
        ]);
        foreach (var person in await db.List<(long Id, string Email)>("""
            SELECT p.Id, p.Email FROM Person p JOIN PersonRole r ON r.PersonId = p.Id WHERE p.Active = 1 AND r.Role = 'Administrator'
            """, null, CancellationToken.None))
        {
            var key = $"webhook:{receiver.Id}:{now.UtcTicks}:{person.Id}";
            var email = new Email(key, person.Email, text.Title, text.Plain, text.Html) { PersonId = person.Id };
            await Outbox.Queue(db, clock, email, CancellationToken.None);
        }
    }
}
