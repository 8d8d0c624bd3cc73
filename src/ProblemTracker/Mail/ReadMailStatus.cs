using MediatR;

namespace ProblemTracker.Mail;

/// <summary>Whether email delivery works, and the settings in force. Times are real time.</summary>
[Needs(Permission.Administer)]
public sealed record ReadMailStatus : IQuery<MailStatus>;

/// <param name="Outage">Null if delivery works.</param>
/// <param name="LastSentAt">When an email was last sent; null if none was yet.</param>
/// <param name="Waiting">Emails that wait to be sent.</param>
/// <param name="Parked">Emails that the mail server refused 8 times.</param>
/// <param name="Test">The latest test email; null if there was none yet.</param>
/// <param name="From">The sender of emails, name and address.</param>
/// <param name="Server">Null if no mail server is set; emails are then saved in <paramref name="Folder"/>.</param>
/// <param name="Folder">The folder for emails without a mail server; null if one is set.</param>
public sealed record MailStatus(DeliveryOutage? Outage, DateTimeOffset? LastSentAt, int Waiting, int Parked, TestMail? Test, string From,
    MailServerSettings? Server, string? Folder);

/// <summary>The settings <c>Mail:…</c> in force, without the password.</summary>
/// <param name="User">Null if the tracker does not sign in to the mail server.</param>
/// <param name="HasPassword">Whether <c>Mail:Password</c> is set.</param>
/// <param name="TimeoutSeconds">How long to wait for each reply.</param>
/// <param name="Certificate">Subject of the certificate that is trusted in addition; null if there is none.</param>
public sealed record MailServerSettings(string Host, int Port, MailSecurity Security, string? User, bool HasPassword, int TimeoutSeconds,
    string? Certificate)
{
    internal static MailServerSettings Of(MailServer server) => new(server.Host, server.Port, server.Security, server.User,
        !string.IsNullOrEmpty(server.Password), (int)server.Timeout.TotalSeconds, server.Certificate?.Subject);
}

internal sealed class ReadMailStatusHandler(Db db, TrackerOptions options, EmailSender senders)
    : IRequestHandler<ReadMailStatus, MailStatus>
{
    private sealed record Row
    {
        public DateTimeOffset? LastSentAt { get; init; }
        public int Waiting { get; init; }
        public int Parked { get; init; }
    }

    public async Task<MailStatus> Handle(ReadMailStatus query, CancellationToken ct)
    {
        // ParkedAt > @Never instead of IS NOT NULL, so that SQLite uses its index.
        var row = await db.Single<Row>("""
            SELECT (SELECT MAX(SentAt) FROM Outbox WHERE SentAt IS NOT NULL) AS LastSentAt,
                (SELECT COUNT(*) FROM Outbox WHERE SentAt IS NULL AND ParkedAt IS NULL AND DiscardedAt IS NULL) AS Waiting,
                (SELECT COUNT(*) FROM Outbox WHERE SentAt IS NULL AND ParkedAt > @Never AND DiscardedAt IS NULL) AS Parked
            """, new { Never = DateTimeOffset.MinValue }, ct);
        return new(await DeliveryOutage.Read(db, ct), row.LastSentAt, row.Waiting, row.Parked, await TestMail.Read(db, ct),
            (await senders.Read(ct)).From.ToString(), options.MailServer is { } server ? MailServerSettings.Of(server) : null,
            options.MailServer is null ? options.MailFolder : null);
    }
}

internal static class ReadMailStatusEndpoint
{
    public static void MapReadMailStatus(this RouteGroupBuilder mail) => mail
        .MapGet("/status", (IMediator mediator, CancellationToken ct) => mediator.Send(new ReadMailStatus(), ct))
        .WithName("ReadMailStatus").WithSummary("Read the status of email delivery, and the settings in force");
}
