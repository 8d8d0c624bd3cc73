using MediatR;
using ProblemTracker.Agency;
using ProblemTracker.Mail;

namespace ProblemTracker.Nudges;

/// <summary>
/// Queues an email to each administrator who wants daily emails when the list of holidays runs out: once for a list that ends on a day,
/// during the morning pass. My day keeps saying it.
/// </summary>
[Needs(Permission.Administer)]
public sealed record SendHolidayWarnings : ICommand<HolidayWarningsSent>;

/// <param name="Emails">The number queued.</param>
public sealed record HolidayWarningsSent(int Emails);

internal sealed class SendHolidayWarningsHandler(Db db, AgencySettings agency, TrackerClock clock, TrackerOptions options)
    : IRequestHandler<SendHolidayWarnings, HolidayWarningsSent>
{
    private sealed record PersonRow
    {
        public long Id { get; init; }
        public string Email { get; init; } = "";
    }

    public async Task<HolidayWarningsSent> Handle(SendHolidayWarnings command, CancellationToken ct)
    {
        var calendar = await agency.Calendar(ct);
        var today = calendar.DateOf(clock.GetUtcNow());
        if (!clock.IsMorningPass(calendar.Zone)
            || HolidayCoverage.Of(calendar.Holidays, today) is not { IsRunningOut: true, LastOn: { } last }) return new(0);
        // The emails themselves are deleted some time after they were sent, so they can't say that there was one.
        var end = FormattableString.Invariant($"{last:yyyy-MM-dd}");
        if (await agency.Value(SettingNames.HolidayWarning, ct) == end) return new(0);
        await SettingSql.Put(db, SettingNames.HolidayWarning, end, ct);
        var people = await db.List<PersonRow>("""
            SELECT w.Id, w.Email FROM Person w JOIN PersonRole r ON r.PersonId = w.Id
            WHERE w.Active = 1 AND r.Role = 'Administrator' AND w.EmailChoice = 'Digest' ORDER BY w.Id
            """, null, ct);
        var emails = 0;
        foreach (var person in people)
            if (await Outbox.Queue(db, clock, Compose(person.Id, person.Email, last, today), ct)) emails++;
        return new(emails);
    }

    private Email Compose(long personId, string address, DateOnly last, DateOnly today)
    {
        var ends = last < today ? "ended" : "ends";
        var text = new EmailText($"The list of holidays {ends} on {DateText.LongDate(last)}",
        [
            new Paragraph("Due dates after that day can fall on a holiday. Add the holidays of the next year: one button adds the US "
                + "federal holidays."),
            new LinkParagraph("Add holidays", $"{options.PublicUrl}/settings/holidays"),
            new Paragraph("You get this email once."),
            new LinkParagraph("Choose which emails you get", options.PublicUrl + MorningEmails.Settings),
        ]);
        var key = FormattableString.Invariant($"holidays:{last:yyyy-MM-dd}:{personId}");
        return new(key, address, text.Title, text.Plain, text.Html) { PersonId = personId, Unsubscribe = MorningEmails.Settings };
    }
}
