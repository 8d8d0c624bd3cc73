using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Localization;
using ProblemTracker.Agency;
using ProblemTracker.Links;
using ProblemTracker.Mail;
using ProblemTracker.Neighborhoods;

namespace ProblemTracker.Concerns;

/// <summary>Who sends a report.</summary>
/// <param name="Actor">For the audit log.</param>
/// <param name="Name">The program that sent it, such as FixMyStreet; null for the public site.</param>
/// <param name="MediaUrl">The address of a photo at the sender's, kept as text.</param>
internal sealed record ConcernSender(Actor Actor, string? Name = null, string? MediaUrl = null)
{
    public static readonly ConcernSender PublicSite = new(ConcernSql.Resident);

    /// <summary>How the department heard of it; null if the reporter or a program sent it.</summary>
    public ConcernChannel? Channel { get; init; }

    /// <summary>The code of the reporter's language; null for that of the request.</summary>
    public string? Language { get; init; }

    /// <summary>The contact with residents at which the department heard of it.</summary>
    public long? EngagementId { get; init; }
}

/// <param name="AcknowledgeBy">The last day to acknowledge it.</param>
internal sealed record ReceivedConcern(long Id, string Number, DateOnly AcknowledgeBy);

/// <summary>Makes a concern of a report, by the same rules whoever sends it. The text fields are validated before.</summary>
internal sealed class ConcernIntake(
    Db db, AgencySettings agency, ConcernPlaces places, TrackerClock clock, TrackerOptions options,
    IDataProtectionProvider protection, IStringLocalizer<ConcernTexts> words)
{
    /// <summary>Concerns with one email address in 24 hours.</summary>
    private const int MostPerContact = 5;

    /// <summary>Writes the concern, and asks for the confirmation of its email address.</summary>
    /// <exception cref="RuleBroken">It is incomplete, or there were too many with its email address.</exception>
    /// <exception cref="Invalid">Its category or neighborhood can't be chosen.</exception>
    public async Task<ReceivedConcern> Receive(ConcernReport report, ConcernSender sender, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var calendar = await agency.Calendar(ct);
        var (today, times) = (calendar.DateOf(now), (await PublicSiteSql.Read(db, ct)).Clock);
        MustBeComplete(report, today);
        await MustBeHere(report, ct);
        await MustNotBeTooMany(report, now, ct);
        var language = sender.Language ?? Languages.Current.Name;
        var number = await ConcernSql.NextNumber(db, today.Year, ct);
        var acknowledgeBy = times.AcknowledgeBy(today, calendar.Holidays);
        var point = report is { Latitude: { } latitude, Longitude: { } longitude } ? await places.Of(latitude, longitude, today, ct) : null;
        var id = await db.Insert("""
            INSERT INTO Concern (Number, Status, CategoryCode, Description, Address, Latitude, Longitude, NeighborhoodId, HappenedOn,
                Frequency, TimesOfDay, ReporterName, Email, EmailKey, Phone, MayCall, MayAnswer, MayAttach, Language, ReceivedAt,
                AcknowledgeBy, DecideBy, DueOn, TouchedAt, SentBy, MediaUrl, SaysProblemId, SaysConcernId,
                Channel, EnteredBy, EngagementId)
            VALUES (@number, 'New', @CategoryCode, @Description, @Address, @Latitude, @Longitude, @NeighborhoodId, @HappenedOn,
                @Frequency, @TimesOfDay, @Name, @Email, @EmailKey, @Phone, @MayCall, @MayAnswer, @MayAttach, @Language, @now,
                @acknowledgeBy, @DecideBy, @acknowledgeBy, @now, @SentBy, @MediaUrl, @SaysProblemId, @SaysConcernId,
                @Channel, @EnteredBy, @EngagementId)
            """, new
        {
            number,
            report.CategoryCode,
            Description = report.Description!.Trim(),
            // Of a point alone, the desk and the reporter read the street.
            Address = Text(report.Address) ?? point?.Street,
            report.Latitude,
            report.Longitude,
            // The point is more exact than what was chosen.
            NeighborhoodId = point?.NeighborhoodId ?? report.NeighborhoodId,
            report.HappenedOn,
            Frequency = report.Frequency?.ToString(),
            TimesOfDay = Text(report.TimesOfDay),
            Name = Text(report.Name),
            Email = Text(report.Email),
            EmailKey = report.Email.IsBlank() ? null : SearchKey.OfEmail(report.Email),
            Phone = Text(report.Phone),
            report.MayCall,
            report.MayAnswer,
            report.MayAttach,
            Language = language,
            now,
            acknowledgeBy,
            DecideBy = times.DecideBy(today, calendar.Holidays),
            SentBy = sender.Name,
            sender.MediaUrl,
            report.SaysProblemId,
            report.SaysConcernId,
            Channel = sender.Channel?.ToString(),
            EnteredBy = sender.Actor.PersonId,
            sender.EngagementId,
        }, ct);
        await ConcernTextIndex.Keep(db, [id], ct);
        // Neither words nor contact, which can name people.
        await db.Record(sender.Actor, now, sender.Channel is null ? "concern.received" : "concern.entered", null, id, null, null,
            new { number, report.CategoryCode }, ct);
        await Confirm(id, number, report, language, now, ct);
        return new(id, number, acknowledgeBy);
    }

    private void MustBeComplete(ConcernReport report, DateOnly today)
    {
        if (!report.HasWhat) throw new RuleBroken("concern.what", words["Send.Empty"], "categoryCode");
        if (!report.HasWhere) throw new RuleBroken("concern.where", words["Where.Needed"], "address");
        if (report.HappenedOn > today) throw new Invalid("happenedOn", words["When.TooLate"]);
    }

    /// <summary>What was chosen may have ended since.</summary>
    private async Task MustBeHere(ConcernReport report, CancellationToken ct)
    {
        if ((await CategorySql.Read(db, ct)).Items.All(category => category.Code != report.CategoryCode || !category.Active))
            throw new Invalid("categoryCode", words["What.CategoryNeeded"]);
        if (report.NeighborhoodId is { } id && !await NeighborhoodSql.CanBeChosen(db, id, await agency.Today(ct), ct))
            throw new Invalid("neighborhoodId", words["Where.Ended"]);
        await places.MustBeNear(report.Latitude, report.Longitude, ct);
    }

    private async Task MustNotBeTooMany(ConcernReport report, DateTimeOffset now, CancellationToken ct)
    {
        if (report.Email.IsBlank()) return;
        var today = await db.Single<int>("SELECT COUNT(*) FROM Concern WHERE EmailKey = @Key AND ReceivedAt > @Since",
            new { Key = SearchKey.OfEmail(report.Email), Since = now.AddDays(-1) }, ct);
        if (today >= MostPerContact) throw new RuleBroken("concern.tooMany", words["Send.TooMany"], "email");
    }

    /// <summary>The first email, which asks for a confirmation. Without it nothing is sent to this address again.</summary>
    private async Task Confirm(long id, string number, ConcernReport report, string language, DateTimeOffset now,
        CancellationToken ct)
    {
        if (!report.MayAnswer || report.Email.IsBlank()) return;
        var (linkId, secret, _) = await OneTimeLinks.Make(db, protection, ConcernSql.Resident, now, LinkPurpose.Concern, id,
            OneTimeLinks.ByMail, ct, ConcernLinks.Lifetime);
        await Outbox.Queue(db, clock, ConcernEmail.Received(words, $"concern:{linkId}", report.Email.Trim(), number, secret,
            language, options), ct);
    }

    private static string? Text(string? typed) => typed.IsBlank() ? null : typed.Trim();
}
