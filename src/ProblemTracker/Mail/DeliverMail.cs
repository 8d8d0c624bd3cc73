using MediatR;
using Microsoft.AspNetCore.DataProtection;

namespace ProblemTracker.Mail;

/// <summary>
/// Sends waiting mail, in the order in which it was written: to the mail server of the settings, or as files into the pickup folder.
/// Neither is part of a transaction, so this is no command: emails are leased, sent, and then marked, in steps of their own. Sent twice
/// (the process or the server died in between), an email has the same Message-ID. An email that is refused waits longer each time and is
/// parked after the eighth, while others go on; an outage is no email's fault: the run ends, nothing is counted, and the next run begins
/// where this one stopped.
/// </summary>
[Needs(Permission.Administer)]
public sealed record DeliverMail : IRequest<MailDelivered>;

/// <param name="Failed">Refused; each waits for its next attempt, or is parked after the eighth.</param>
/// <param name="Trouble">Why the run ended early; null if it did not.</param>
public sealed record MailDelivered(int Sent, int Failed, string? Trouble = null);

internal sealed class DeliverMailHandler(Db db, TrackerClock clock, TrackerOptions options, IDataProtectionProvider protection)
    : IRequestHandler<DeliverMail, MailDelivered>
{
    public const int ParkedAfter = 8;
    private const int BatchSize = 50;
    private const int LongestError = 1000;
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(10);
    /// <summary>Later than this no email is begun in a lease: the slowest server must not outlast it.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(4);

    /// <summary>How one email fared. Lost: the connection broke with it, twice. Outage: there was none.</summary>
    private enum DeliveryOutcome { Sent, Refused, Lost, Outage }

    private sealed record Picture
    {
        public long OutboxId { get; init; }
        public string Name { get; init; } = "";
        public byte[] Content { get; init; } = [];
    }

    /// <summary>5, 10, 20, … minutes: eight attempts take about ten hours.</summary>
    public static TimeSpan WaitAfter(int attempts) => TimeSpan.FromMinutes(5 * Math.Pow(2, attempts - 1));

    public async Task<MailDelivered> Handle(DeliverMail message, CancellationToken ct)
    {
        await using var carrier = MailCarrier.For(options);
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
            if (run.Trouble is { } trouble)
            {
                await db.Write(() => MailTrouble.Remember(db, clock.Real.GetUtcNow(), trouble, ct), ct);
                return run;
            }
            goesOn |= waiting.Count > 0;
        }
        if (run.Sent + run.Failed > 0) await MailTrouble.Forget(db, ct);
        return run;
    }

    /// <summary>Takes what was sent or refused out of the list; what is left in it must not wait for the end of the lease.</summary>
    private async Task<MailDelivered> Deliver(List<OutgoingEmail> waiting, MailCarrier carrier, MailDelivered run,
        DateTimeOffset until, CancellationToken ct)
    {
        // The email with which the connection broke. If the next one goes through it was the email's doing, else the server's.
        (OutgoingEmail Mail, string Error)? suspect = null;
        foreach (var mail in waiting.ToList())
        {
            if (clock.Real.GetUtcNow() > until - Lease + Fresh) break;
            var (outcome, error) = await Try(mail, carrier, ct);
            if (outcome == DeliveryOutcome.Outage || (outcome == DeliveryOutcome.Lost && suspect is not null))
                return run with { Trouble = error };
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
        return suspect is null ? run : run with { Trouble = suspect.Value.Error };
    }

    private async Task<(DeliveryOutcome Outcome, string? Error)> Try(OutgoingEmail mail, MailCarrier carrier, CancellationToken ct)
    {
        for (var again = true; ; again = false)
        {
            try
            {
                using var message = mail.Compose(options, protection, clock.Real.GetUtcNow());
                await carrier.Carry(mail.Id, message, ct);
                return (DeliveryOutcome.Sent, null);
            }
            catch (MailOutage outage)
            {
                return (DeliveryOutcome.Outage, outage.Message);
            }
            // A server may hang up after so many emails: once more, on a new connection.
            catch (ConnectionLost) when (again)
            {
            }
            catch (ConnectionLost lost)
            {
                return (DeliveryOutcome.Lost, lost.Message);
            }
            // Whatever is wrong with one email must not keep back the others.
            catch (Exception error) when (error is not OperationCanceledException)
            {
                return (DeliveryOutcome.Refused, error.Message.Length > LongestError ? error.Message[..LongestError] : error.Message);
            }
        }
    }

    /// <summary>The next emails in order, unless another run is at work: two at once would mix their order up.</summary>
    private async Task<List<OutgoingEmail>> LeaseBatch(DateTimeOffset now, DateTimeOffset until, CancellationToken ct)
    {
        var waiting = await db.List<OutgoingEmail>($"""
            SELECT Id, Recipient, Subject, Body, Html, Secret, Unsubscribe, CreatedAt, NextAttemptAt, Attempts FROM Outbox
            WHERE SentAt IS NULL AND ParkedAt IS NULL AND DiscardedAt IS NULL AND NextAttemptAt <= @now AND NOT EXISTS (
                SELECT 1 FROM Outbox o WHERE o.SentAt IS NULL AND o.ParkedAt IS NULL AND o.NextAttemptAt > @now AND o.LeaseUntil > @now)
            ORDER BY CreatedAt, Id {db.Dialect.First("@BatchSize")}
            """, new { now, BatchSize }, ct);
        List<OutgoingEmail> leased = [];
        // The lease also moves the next attempt: a row whose sender died comes up again by itself, and no other run sees it until then.
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
                "UPDATE Outbox SET LeaseUntil = NULL, NextAttemptAt = @NextAttemptAt WHERE Id = @Id AND LeaseUntil = @until "
                    + "AND SentAt IS NULL",
                new { mail.Id, mail.NextAttemptAt, until }, CancellationToken.None);
        return Done.Instance;
    }

    /// <param name="error">What was wrong with it; null if it is sent.</param>
    private async Task RecordOutcome(List<OutgoingEmail> waiting, OutgoingEmail mail, string? error, DateTimeOffset until)
    {
        var now = clock.Real.GetUtcNow();
        var attempts = mail.Attempts + 1;
        // Only by whoever holds the lease.
        var row = new
        {
            mail.Id,
            attempts,
            now,
            error,
            until,
            Next = now + WaitAfter(attempts),
            ParkedAt = attempts >= ParkedAfter ? now : (DateTimeOffset?)null
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
