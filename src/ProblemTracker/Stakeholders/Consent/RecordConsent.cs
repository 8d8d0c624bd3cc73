using FluentValidation;
using MediatR;
using ProblemTracker.Agency;
using ProblemTracker.Problems;

namespace ProblemTracker.Stakeholders;

/// <summary>Records a stakeholder's consent to be contacted, or a change of its scope.</summary>
/// <param name="On">Local date on which they agreed.</param>
[Needs(Permission.WorkProblems)]
public sealed record RecordConsent(long StakeholderId, int Version, DateOnly On, ConsentScope Scope) : ICommand<StakeholderDetails>;

internal sealed class RecordConsentValidator : AbstractValidator<RecordConsent>
{
    public RecordConsentValidator()
    {
        RuleFor(c => (DateOnly?)c.On).PlausibleDate().OverridePropertyName(nameof(RecordConsent.On));
        RuleFor(c => c.Scope).IsInEnum();
    }
}

internal sealed class RecordConsentHandler(Db db, Actor actor, AgencySettings agency, TimeProvider clock)
    : IRequestHandler<RecordConsent, StakeholderDetails>
{
    public async Task<StakeholderDetails> Handle(RecordConsent command, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var before = await StakeholderSql.FindToChange(db, command.StakeholderId, command.Version, ct);
        if (command.On > await agency.Today(ct))
            throw new Invalid("on", "This date is in the future. Enter today's date or an earlier one.");
        if (command.On < before.ConsentWithdrawnOn)
            throw new RuleBroken("consent.withdrawnSince",
                $"They withdrew their consent on {before.ConsentWithdrawnOn:MMMM d, yyyy}, so earlier consent no longer counts. "
                    + "Ask them again, and enter the date they agreed.", "on");
        var changed = await db.Execute("""
            UPDATE Stakeholder SET ConsentOn = @On, ConsentScope = @Scope, ConsentWithdrawnOn = NULL, Version = Version + 1
            WHERE Id = @StakeholderId AND Version = @Version
            """, new { command.StakeholderId, command.Version, command.On, Scope = command.Scope.ToString() }, ct);
        if (changed == 0) throw new Stale(before.Version + 1);
        var after = (await StakeholderSql.Find(db, command.StakeholderId, ct))!;
        await LadderMark.ResetStakeholder(db, command.StakeholderId, ct);
        await db.Record(actor, now, "stakeholder.consentRecorded", null, command.StakeholderId, null, before.Consent, after.Consent, ct);
        return after;
    }
}

internal static class RecordConsentEndpoint
{
    public sealed record Body(DateOnly On, ConsentScope Scope);

    public static void MapRecordConsent(this RouteGroupBuilder stakeholders) => stakeholders
        .MapPut("/{id:long}/consent", (long id, IfMatch version, Body body, IMediator mediator, CancellationToken ct) =>
            mediator.Send(new RecordConsent(id, version, body.On, body.Scope), ct))
        .WithName("RecordConsent").WithSummary("Record that a stakeholder agreed to be contacted");
}
