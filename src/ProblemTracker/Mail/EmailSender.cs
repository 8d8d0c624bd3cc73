using MimeKit;
using ProblemTracker.Agency;

namespace ProblemTracker.Mail;

/// <summary>Who emails come from: the page /settings/agency decides, and the setting MailFrom where the page is blank.</summary>
/// <param name="From">Name and address.</param>
/// <param name="Signature">The agency's name and phone, for the end of each email; null if unknown.</param>
internal sealed record SenderOfEmails(MailboxAddress From, string? Signature);

internal sealed class EmailSender(Db db, TrackerOptions options)
{
    public async Task<SenderOfEmails> Read(CancellationToken ct)
    {
        var agency = await AgencySql.Read(db, ct);
        var file = MailboxAddress.Parse(options.MailFrom);
        return new(new(agency.SenderName ?? file.Name, agency.SenderAddress ?? file.Address), agency.Signature);
    }
}
