using System.Globalization;
using MediatR;
using MimeKit;

namespace ProblemTracker.Nudges;

/// <summary>
/// Writes waiting mail as .eml files into the pickup folder. A file is not part of a transaction, so this is no command: each row is leased,
/// written, and then marked, in steps of their own. Done twice, it writes the same file with the same Message-ID.
/// </summary>
[Needs(Permission.Administer)]
public sealed record DeliverMail : IRequest<MailDelivered>;

/// <param name="Failed">Tried in vain; each waits for its next attempt, or is parked after the eighth.</param>
public sealed record MailDelivered(int Sent, int Failed);

internal sealed class DeliverMailHandler(Db db, TrackerClock clock, TrackerOptions options) : IRequestHandler<DeliverMail, MailDelivered>
{
    public const int ParkedAfter = 8;
    private const int BatchSize = 50;
    private const int LongestError = 1000;
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(10);

    private sealed record Mail
    {
        public long Id { get; init; }
        public string Recipient { get; init; } = "";
        public string Subject { get; init; } = "";
        public string Body { get; init; } = "";
        public DateTimeOffset CreatedAt { get; init; }
        public int Attempts { get; init; }
    }

    /// <summary>5, 10, 20, … minutes: eight attempts take about ten hours.</summary>
    public static TimeSpan WaitAfter(int attempts) => TimeSpan.FromMinutes(5 * Math.Pow(2, attempts - 1));

    public async Task<MailDelivered> Handle(DeliverMail message, CancellationToken ct)
    {
        var (sent, failed) = (0, 0);
        while (true)
        {
            var (leased, isLast) = await db.Write(() => LeaseBatch(ct), ct);
            foreach (var mail in leased)
            {
                var error = await Write(mail, ct);
                await db.Write(() => Mark(mail, error), CancellationToken.None);
                if (error is null) sent++;
                else failed++;
            }
            if (isLast) return new(sent, failed);
        }
    }

    private async Task<(List<Mail> Leased, bool IsLast)> LeaseBatch(CancellationToken ct)
    {
        var now = clock.Real.GetUtcNow();
        var waiting = await db.List<Mail>($"""
            SELECT Id, Recipient, Subject, Body, CreatedAt, Attempts FROM Outbox
            WHERE SentAt IS NULL AND ParkedAt IS NULL AND NextAttemptAt <= @now
            ORDER BY NextAttemptAt, Id {db.Dialect.First("@BatchSize")}
            """, new { now, BatchSize }, ct);
        List<Mail> leased = [];
        // The lease also moves the next attempt: a row whose writer died comes up again by itself, and no other run sees it until then.
        foreach (var mail in waiting)
            if (await db.Execute("""
                UPDATE Outbox SET LeaseUntil = @Until, NextAttemptAt = @Until, Attempts = Attempts + 1
                WHERE Id = @Id AND Attempts = @Attempts AND SentAt IS NULL AND ParkedAt IS NULL AND NextAttemptAt <= @now
                """, new { mail.Id, mail.Attempts, now, Until = now + Lease }, ct) == 1)
                leased.Add(mail with { Attempts = mail.Attempts + 1 });
        return (leased, waiting.Count < BatchSize);
    }

    /// <returns>What went wrong; null if the file is there.</returns>
    private async Task<string?> Write(Mail mail, CancellationToken ct)
    {
        string? half = null;
        try
        {
            Directory.CreateDirectory(options.MailFolder);
            var name = mail.Id.ToString(CultureInfo.InvariantCulture);
            // Whoever collects the folder must never see half a letter: written under another name, then moved.
            half = Path.Combine(options.MailFolder, $".{name}.{Guid.NewGuid():N}.tmp");
            using (var message = Compose(mail))
                await message.WriteToAsync(SevenBit, half, ct);
            File.Move(half, Path.Combine(options.MailFolder, $"{name}.eml"), overwrite: true);
            return null;
        }
        // Whatever is wrong with one letter must not keep back the others.
        catch (Exception error) when (error is not OperationCanceledException)
        {
            if (half is not null && File.Exists(half)) File.Delete(half);
            return error.Message.Length > LongestError ? error.Message[..LongestError] : error.Message;
        }
    }

    private static readonly FormatOptions SevenBit = new() { NewLineFormat = NewLineFormat.Dos, EnsureNewLine = true };

    private MimeMessage Compose(Mail mail)
    {
        var host = new Uri(options.PublicUrl).Host.Trim('[', ']');
        var message = new MimeMessage
        {
            Subject = mail.Subject,
            Date = clock.Real.GetUtcNow(),
            // From the row alone, so that a letter written twice is one letter to whoever receives it.
            MessageId = string.Create(CultureInfo.InvariantCulture, $"outbox.{mail.Id}.{mail.CreatedAt.UtcDateTime:yyyyMMddHHmmss}@{host.Replace(':', '-')}"),
            Body = new TextPart("plain") { Text = mail.Body },
        };
        message.From.Add(MailboxAddress.Parse(options.MailFrom));
        message.To.Add(MailboxAddress.Parse(mail.Recipient));
        message.Headers.Add(HeaderId.AutoSubmitted, "auto-generated");
        message.Prepare(EncodingConstraint.SevenBit);
        return message;
    }

    private async Task<Done> Mark(Mail mail, string? error)
    {
        var now = clock.Real.GetUtcNow();
        // Only by whoever holds the lease: the attempt number is its fence.
        var row = new { mail.Id, mail.Attempts, now, error, Next = now + WaitAfter(mail.Attempts), ParkedAt = mail.Attempts >= ParkedAfter ? now : (DateTimeOffset?)null };
        await db.Execute(error is null
            ? "UPDATE Outbox SET SentAt = @now, LeaseUntil = NULL, LastError = NULL WHERE Id = @Id AND Attempts = @Attempts AND SentAt IS NULL"
            : "UPDATE Outbox SET LastError = @error, NextAttemptAt = @Next, ParkedAt = @ParkedAt, LeaseUntil = NULL WHERE Id = @Id AND Attempts = @Attempts AND SentAt IS NULL",
            row, CancellationToken.None);
        return Done.Instance;
    }
}
