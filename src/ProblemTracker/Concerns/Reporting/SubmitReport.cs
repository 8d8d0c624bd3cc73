using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Localization;
using ProblemTracker.Links;
using ProblemTracker.Mail;

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
    Db db, ConcernIntake intake, TimeProvider clock, IDataProtectionProvider protection, IStringLocalizer<ConcernTexts> words)
    : IRequestHandler<SubmitReport, ReportSubmitted>
{
    public async Task<ReportSubmitted> Handle(SubmitReport command, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (await ConcernDrafts.Take(db, command.Key, now, ct) is not { } draft)
            throw new RuleBroken("concern.empty", words["Send.Empty"], "categoryCode");
        if (draft.ConcernId is { } sent)
            return new(await db.Single<string>("SELECT Number FROM Concern WHERE Id = @sent", new { sent }, ct), await Link(sent, now, ct));
        var (id, number, _) = await intake.Receive(draft.Report, ConcernSender.PublicSite, ct);
        await db.Execute(
        [
            new("UPDATE ConcernPhoto SET ConcernId = @id, DraftId = NULL WHERE DraftId = @DraftId", new { id, DraftId = draft.Id }),
            // What was written is in the concern now.
            new("UPDATE ConcernDraft SET Body = '{}', ConcernId = @id, TouchedAt = @now WHERE Id = @DraftId",
                new { id, now, DraftId = draft.Id }),
        ], ct);
        return new(number, await Link(id, now, ct));
    }

    private async Task<string> Link(long id, DateTimeOffset now, CancellationToken ct)
    {
        var (_, secret, _) = await OneTimeLinks.Make(db, protection, ConcernSql.Resident, now, LinkPurpose.Concern, id, null, ct,
            ConcernLinks.Lifetime);
        return protection.CreateProtector(Outbox.SecretPurpose).Unprotect(secret);
    }
}
