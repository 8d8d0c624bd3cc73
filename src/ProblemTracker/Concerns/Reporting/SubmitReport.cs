using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Localization;
using ProblemTracker.Agency;
using ProblemTracker.Links;
using ProblemTracker.Mail;
using ProblemTracker.Neighborhoods;

namespace ProblemTracker.Concerns;

/// <summary>Sends a report that was written step by step. Sent again, for example after a lost connection, it stays one concern.</summary>
/// <param name="Website">A field that people don't see; programs that fill in every field do.</param>
[AllowEveryone, SecretResult]
public sealed record SubmitReport(string Key, string? Website = null) : ICommand<ReportSubmitted>, IReportStep;

/// <param name="Token">Of the private link to follow the concern.</param>
public sealed record ReportSubmitted(string Number, string Token);

internal sealed class SubmitReportValidator : ReportStepRules<SubmitReport>
{
    public SubmitReportValidator(IStringLocalizer<ConcernTexts> words) =>
        // An error and not a silent loss: a password manager fills in fields too.
        RuleFor(c => c.Website).Empty().WithMessage(_ => words["Send.Website"]);
}

internal sealed class SubmitReportHandler(
    Db db, AgencySettings agency, NeighborhoodMap map, TrackerClock clock, TrackerOptions options,
    IDataProtectionProvider protection, IStringLocalizer<ConcernTexts> words) : IRequestHandler<SubmitReport, ReportSubmitted>
{
    /// <summary>Concerns with one email address in 24 hours.</summary>
    private const int MostPerContact = 5;

    public async Task<ReportSubmitted> Handle(SubmitReport command, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (await ConcernDrafts.Take(db, command.Key, now, ct) is not { } draft)
            throw new RuleBroken("concern.empty", words["Send.Empty"], "categoryCode");
        if (draft.ConcernId is { } sent)
            return new(await db.Single<string>("SELECT Number FROM Concern WHERE Id = @sent", new { sent }, ct), await Link(sent, now, ct));
        var report = draft.Report;
        MustBeComplete(report);
        await Places(report, ct);
        await MustNotBeTooMany(report, now, ct);

        var calendar = await agency.Calendar(ct);
        var (today, times) = (calendar.DateOf(now), (await PublicSiteSql.Read(db, ct)).Clock);
        var number = await ConcernSql.NextNumber(db, today.Year, ct);
        var acknowledgeBy = times.AcknowledgeBy(today, calendar.Holidays);
        var id = await db.Insert("""
            INSERT INTO Concern (Number, Status, CategoryCode, Description, Address, Latitude, Longitude, NeighborhoodId, HappenedOn,
                Frequency, TimesOfDay, ReporterName, Email, EmailKey, Phone, MayCall, MayAnswer, MayAttach, Language, ReceivedAt,
                AcknowledgeBy, DecideBy, DueOn, TouchedAt, SaysProblemId, SaysConcernId)
            VALUES (@number, 'New', @CategoryCode, @Description, @Address, @Latitude, @Longitude, @NeighborhoodId, @HappenedOn,
                @Frequency, @TimesOfDay, @Name, @Email, @EmailKey, @Phone, @MayCall, @MayAnswer, @MayAttach, @Language, @now,
                @acknowledgeBy, @DecideBy, @acknowledgeBy, @now, @SaysProblemId, @SaysConcernId)
            """, new
        {
            number,
            report.CategoryCode,
            Description = report.Description!.Trim(),
            Address = Text(report.Address),
            report.Latitude,
            report.Longitude,
            NeighborhoodId = report.NeighborhoodId ?? await Around(report, today, ct),
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
            Language = Languages.Current.Name,
            now,
            acknowledgeBy,
            DecideBy = times.DecideBy(today, calendar.Holidays),
            report.SaysProblemId,
            report.SaysConcernId,
        }, ct);
        await db.Execute(
        [
            new("UPDATE ConcernPhoto SET ConcernId = @id, DraftId = NULL WHERE DraftId = @DraftId", new { id, DraftId = draft.Id }),
            // What was written is in the concern now.
            new("UPDATE ConcernDraft SET Body = '{}', ConcernId = @id, TouchedAt = @now WHERE Id = @DraftId",
                new { id, now, DraftId = draft.Id }),
            // Neither words nor contact, which can name people.
            Audit.Entry(ConcernSql.Resident, now, "concern.received", null, id, null, null, new { number, report.CategoryCode }),
        ], ct);
        await Confirm(id, number, report, now, ct);
        return new(number, await Link(id, now, ct));
    }

    private void MustBeComplete(ConcernReport report)
    {
        if (!report.HasWhat) throw new RuleBroken("concern.what", words["Send.Empty"], "categoryCode");
        if (!report.HasWhere) throw new RuleBroken("concern.where", words["Where.Needed"], "address");
    }

    /// <summary>What was chosen may have ended since.</summary>
    private async Task Places(ConcernReport report, CancellationToken ct)
    {
        if ((await CategorySql.Read(db, ct)).Items.All(category => category.Code != report.CategoryCode || !category.Active))
            throw new Invalid("categoryCode", words["What.CategoryNeeded"]);
        if (report.NeighborhoodId is { } id && !await NeighborhoodSql.CanBeChosen(db, id, await agency.Today(ct), ct))
            throw new Invalid("neighborhoodId", words["Where.Ended"]);
    }

    private async Task MustNotBeTooMany(ConcernReport report, DateTimeOffset now, CancellationToken ct)
    {
        if (report.Email.IsBlank()) return;
        var today = await db.Single<int>("SELECT COUNT(*) FROM Concern WHERE EmailKey = @Key AND ReceivedAt > @Since",
            new { Key = SearchKey.OfEmail(report.Email), Since = now.AddDays(-1) }, ct);
        if (today >= MostPerContact) throw new RuleBroken("concern.tooMany", words["Send.TooMany"], "email");
    }

    private async Task<long?> Around(ConcernReport report, DateOnly today, CancellationToken ct) =>
        report is { Latitude: { } latitude, Longitude: { } longitude } ? await map.Find(db, latitude, longitude, today, ct) : null;

    /// <summary>The first email, which asks for a confirmation. Without it nothing is sent to this address again.</summary>
    private async Task Confirm(long id, string number, ConcernReport report, DateTimeOffset now, CancellationToken ct)
    {
        if (!report.MayAnswer || report.Email.IsBlank()) return;
        var (linkId, secret, _) = await OneTimeLinks.Make(db, protection, ConcernSql.Resident, now, LinkPurpose.Concern, id,
            OneTimeLinks.ByMail, ct, ConcernLinks.Lifetime);
        await Outbox.Queue(db, clock, ConcernEmail.Received(words, $"concern:{linkId}", report.Email.Trim(), number, secret,
            Languages.Current.Name, options), ct);
    }

    private async Task<string> Link(long id, DateTimeOffset now, CancellationToken ct)
    {
        var (_, secret, _) = await OneTimeLinks.Make(db, protection, ConcernSql.Resident, now, LinkPurpose.Concern, id, null, ct,
            ConcernLinks.Lifetime);
        return protection.CreateProtector(Outbox.SecretPurpose).Unprotect(secret);
    }

    private static string? Text(string? typed) => typed.IsBlank() ? null : typed.Trim();
}
