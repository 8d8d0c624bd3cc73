using MediatR;
using Microsoft.AspNetCore.DataProtection;

namespace ProblemTracker.Mail;

/// <summary>
/// Sends waiting emails in the order in which they were queued, to the configured mail server or as files to the pickup folder. Neither
/// takes part in a transaction, so this is not a command: emails are leased, sent and marked in separate steps. If the process or server
/// dies in between, an email is sent twice with the same Message-ID. A refused email waits longer after each attempt and is parked after
/// the eighth; the others go on. During an outage the run ends, no attempt is counted, and the next run starts where this one stopped.
/// </summary>
[Needs(Permission.Administer)]
public sealed record DeliverMail : IRequest<MailDelivered>;

/// <param name="Failed">Refused emails; each waits for its next attempt, or is parked after the eighth.</param>
/// <param name="Outage">Why the run ended early; null if it ran to the end.</param>
public sealed record MailDelivered(int Sent, int Failed, string? Outage = null);

internal sealed class DeliverMailHandler(Db db, TrackerClock clock, TrackerOptions options, EmailSender senders,
    IDataProtectionProvider protection) : IRequestHandler<DeliverMail, MailDelivered>
{
    private const int BatchSize = 50;
    private const int LongestError = 1000;
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(10);
    /// <summary>No email is started later than this in a lease, so that even a slow server finishes before the lease ends.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(4);

    /// <summary>Result for one email. Lost: the connection broke while sending it, twice. Outage: no connection.</summary>
    private enum DeliveryOutcome { Sent, Refused, Lost, Outage }

    private sealed record Picture
    {
        public long OutboxId { get; init; }
        public string Name { get; init; } = "";
        public byte[] Content { get; init; } = [];
    }

    /// <summary>Who the emails of this run come from.</summary>
    private SenderOfEmails _sender = null!;

    public async Task<MailDelivered> Handle(DeliverMail message, CancellationToken ct)
    {
        await using var carrier = MailCarrier.For(options);
        _sender = await senders.Read(ct);
        var run = new MailDelivered(0, 0);
        for (var goesOn = true; goesOn;)
        {
            var now = clock.Real.GetUtcNow();
            var until = now + Lease;
            var leased = await db.Write(() => LeaseBatch(now, until, ct), ct);
            goesOn = leased.Count == BatchSize;
            var waiting = leased.ToList();
            try
            {
                run = await Deliver(waiting, carrier, run, until, ct);
            }
            finally
            {
                if (waiting.Count > 0) await db.Write(() => GiveBack(waiting, until), CancellationToken.None);
            }
            if (run.Outage is { } outage)
            {
                await db.Write(() => DeliveryOutage.Remember(db, clock.Real.GetUtcNow(), outage, ct), ct);
                return run;
            }
            goesOn |= waiting.Count > 0;
        }
        if (run.Sent + run.Failed > 0) await DeliveryOutage.Forget(db, ct);
        return run;
    }

    /// <summary>Removes sent and refused emails from the list. The caller must give back the lease of the rest.</summary>
    private async Task<MailDelivered> Deliver(List<OutgoingEmail> waiting, MailCarrier carrier, MailDelivered run,
        DateTimeOffset until, CancellationToken ct)
    {
        // The email on which the connection broke. If the next email goes through, that email is at fault, otherwise the server.
        (OutgoingEmail Mail, string Error)? suspect = null;
        foreach (var mail in waiting.ToList())
        {
            // When the process is told to stop, the email in hand is finished and recorded, so that it is not sent again.
            if (ct.IsCancellationRequested || clock.Real.GetUtcNow() > until - Lease + Fresh) break;
            var (outcome, error) = await Try(mail, carrier, CancellationToken.None);
            if (outcome == DeliveryOutcome.Outage || (outcome == DeliveryOutcome.Lost && suspect is not null))
                return run with { Outage = error };
            if (outcome == DeliveryOutcome.Lost)
            {
                suspect = (mail, error!);
                continue;
            }
            if (suspect is { } other)
            {
                await RecordOutcome(waiting, other.Mail, other.Error, until);
                run = run with { Failed = run.Failed + 1 };
                suspect = null;
            }
            await RecordOutcome(waiting, mail, error, until);
            run = outcome == DeliveryOutcome.Sent ? run with { Sent = run.Sent + 1 } : run with { Failed = run.Failed + 1 };
        }
        return suspect is null ? run : run with { Outage = suspect.Value.Error };
    }

    private async Task<(DeliveryOutcome Outcome, string? Error)> Try(OutgoingEmail mail, MailCarrier carrier, CancellationToken ct)
    {
        for (var again = true; ; again = false)
        {
            try
            {
                using var message = mail.Compose(options, _sender, protection, clock.Real.GetUtcNow());
                await carrier.Carry(mail.Id, message, ct);
                return (DeliveryOutcome.Sent, null);
            }
            catch (MailOutage outage)
            {
                return (DeliveryOutcome.Outage, outage.Message);
            }
            // A server may close the connection after a number of emails: try once more on a new connection.
            catch (ConnectionLost) when (again)
            {
            }
            catch (ConnectionLost lost)
            {
                return (DeliveryOutcome.Lost, lost.Message);
            }
            // A problem with one email must not hold up the others.
            catch (Exception error) when (error is not OperationCanceledException)
            {
                return (DeliveryOutcome.Refused, error.Message.Length > LongestError ? error.Message[..LongestError] : error.Message);
            }
        }
    }

    /// <summary>The next emails in order, unless another run is active: two at once would mix up the order.</summary>
    private async Task<List<OutgoingEmail>> LeaseBatch(DateTimeOffset now, DateTimeOffset until, CancellationToken ct)
    {
        var waiting = await db.List<OutgoingEmail>($"""
            SELECT Id, Recipient, Subject, Body, Html, Secret, Unsubscribe, OneClick, Language, CreatedAt, NextAttemptAt, Attempts
            FROM Outbox
            WHERE SentAt IS NULL AND ParkedAt IS NULL AND DiscardedAt IS NULL AND NextAttemptAt <= @now AND NOT EXISTS (
                SELECT 1 FROM Outbox o WHERE o.SentAt IS NULL AND o.ParkedAt IS NULL AND o.NextAttemptAt > @now AND o.LeaseUntil > @now)
            ORDER BY CreatedAt, Id {db.Dialect.First("@BatchSize")}
            """, new { now, BatchSize }, ct);
        List<OutgoingEmail> leased = [];
        // The lease also moves the next attempt, so that no other run sees the row meanwhile, and it comes up again if this run dies.
        foreach (var mail in waiting)
            if (await db.Execute("""
                UPDATE Outbox SET LeaseUntil = @until, NextAttemptAt = @until
                WHERE Id = @Id AND SentAt IS NULL AND ParkedAt IS NULL AND DiscardedAt IS NULL AND NextAttemptAt <= @now
                """, new { mail.Id, now, until }, ct) == 1)
                leased.Add(mail);
        if (leased.Count == 0) return leased;
        var pictures = (await db.List<Picture>("SELECT OutboxId, Name, Content FROM OutboxPicture WHERE OutboxId IN @ids",
            new { ids = leased.Select(mail => mail.Id) }, ct))
            .ToLookup(picture => picture.OutboxId, picture => new EmailPicture(picture.Name, picture.Content));
        return [.. leased.Select(mail => pictures.Contains(mail.Id) ? mail with { Pictures = [.. pictures[mail.Id]] } : mail)];
    }

    private async Task<Done> GiveBack(IEnumerable<OutgoingEmail> mails, DateTimeOffset until)
    {
        foreach (var mail in mails)
            await db.Execute(
                "UPDATE Outbox SET LeaseUntil = NULL, NextAttemptAt = @NextAttemptAt "
                    + "WHERE Id = @Id AND LeaseUntil = @until AND SentAt IS NULL",
                new { mail.Id, mail.NextAttemptAt, until }, CancellationToken.None);
        return Done.Instance;
    }

    /// <param name="error">Why it was not sent; null if it was.</param>
    private async Task RecordOutcome(List<OutgoingEmail> waiting, OutgoingEmail mail, string? error, DateTimeOffset until)
    {
        var now = clock.Real.GetUtcNow();
        var attempts = mail.Attempts + 1;
        // Update only while this run still holds the lease.
        var row = new
        {
            mail.Id,
            attempts,
            now,
            error,
            until,
            Next = now + Outbox.WaitAfter(attempts),
            ParkedAt = attempts >= Outbox.ParkedAfter ? now : (DateTimeOffset?)null
        };
        await db.Write(async () => await db.Execute(error is null
            ? "UPDATE Outbox SET SentAt = @now, Attempts = @attempts, LeaseUntil = NULL, LastError = NULL, Secret = NULL "
                + "WHERE Id = @Id AND LeaseUntil = @until AND SentAt IS NULL"
            : "UPDATE Outbox SET LastError = @error, Attempts = @attempts, NextAttemptAt = @Next, ParkedAt = @ParkedAt, LeaseUntil = NULL "
                + "WHERE Id = @Id AND LeaseUntil = @until AND SentAt IS NULL",
            row, CancellationToken.None) == 1 && error is null && mail.Pictures.Count > 0
            && await db.Execute("DELETE FROM OutboxPicture WHERE OutboxId = @Id", row, CancellationToken.None) > 0, CancellationToken.None);
        waiting.Remove(mail);
    }
}
