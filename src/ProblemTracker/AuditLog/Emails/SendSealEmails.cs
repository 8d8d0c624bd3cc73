using System.Globalization;
using MediatR;
using ProblemTracker.Agency;
using ProblemTracker.Mail;

namespace ProblemTracker.AuditLog;

/// <summary>
/// Queues the audit log's last seal for each address in the settings, once a day during the morning pass, so that a copy is outside the
/// reach of anyone who can write to the database.
/// </summary>
[Needs(Permission.Administer)]
public sealed record SendSealEmails : ICommand<SealEmailsSent>;

/// <param name="Emails">The number queued.</param>
public sealed record SealEmailsSent(int Emails);

internal sealed class SendSealEmailsHandler(Db db, AgencySettings agency, TrackerClock clock, TrackerOptions options)
    : IRequestHandler<SendSealEmails, SealEmailsSent>
{
    public async Task<SealEmailsSent> Handle(SendSealEmails command, CancellationToken ct)
    {
        var addresses = SealRecipients.Split(await agency.Value(SettingNames.SealRecipients, ct));
        if (addresses.Count == 0) return new(0);
        var (now, calendar) = (clock.GetUtcNow(), await agency.Calendar(ct));
        if (!clock.IsMorningPass(calendar.Zone) || await SealSql.Last(db, ct) is not { } last) return new(0);
        var emails = 0;
        foreach (var address in addresses)
            if (await Outbox.Queue(db, clock, SealEmail.Compose(address, calendar.DateOf(now), last, options.PublicUrl), ct)) emails++;
        return new(emails);
    }
}

/// <summary>The daily email with the last seal.</summary>
internal static class SealEmail
{
    public static Email Compose(string address, DateOnly day, SealRecord last, string publicUrl)
    {
        var number = last.Number.ToString("N0", CultureInfo.InvariantCulture);
        var text = new EmailText($"Audit seal {number} of {DateText.LongDate(day)}",
        [
            new Paragraph($"Sealed entries in the audit log of {publicUrl}: {number}. The last seal is:"),
            new Paragraph(last.Hash),
            new Paragraph(string.Create(CultureInfo.InvariantCulture,
                $"It was made on {last.SealedAt.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC, for entry {last.AuditEntryId}.")),
            new Paragraph("Keep this email. If someone later changes, removes or inserts an entry up to this one, the check finds it, even "
                + "if they also wrote all seals again. To check, run on the server:"),
            new Paragraph($"./scripts/run verify-audit --seal {last.Hash}"),
            new Paragraph("An administrator of the tracker chose this address under Settings and can remove it there."),
        ]);
        var key = string.Create(CultureInfo.InvariantCulture, $"seal:{address}:{day:yyyy-MM-dd}");
        return new(key, address, text.Title, text.Plain, text.Html);
    }
}
