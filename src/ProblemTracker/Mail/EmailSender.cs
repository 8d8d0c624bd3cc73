using MimeKit;
using ProblemTracker.Agency;

namespace ProblemTracker.Mail;

/// <summary>Who emails come from: the page /settings/agency decides, and the setting MailFrom where the page is blank.</summary>
/// <param name="From">Name and address.</param>
/// <param name="Letterhead">What each email begins and ends with.</param>
internal sealed record SenderOfEmails(MailboxAddress From, EmailLetterhead Letterhead);

internal sealed class EmailSender(Db db, TrackerOptions options)
{
    public async Task<SenderOfEmails> Read(CancellationToken ct)
    {
        var agency = await AgencySql.Read(db, ct);
        var file = MailboxAddress.Parse(options.MailFrom);
        var letterhead = await LetterheadSql.Read(db, ct);
        return new(new(agency.SenderName ?? file.Name, agency.SenderAddress ?? file.Address),
            new(letterhead, letterhead.Logo is null ? null : (await LetterheadSql.Logo(db, ct))?.Content));
    }
}
