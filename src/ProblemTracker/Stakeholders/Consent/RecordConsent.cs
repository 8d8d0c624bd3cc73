using FluentValidation;
using MediatR;
using ProblemTracker.Agency;
using ProblemTracker.Problems;

namespace ProblemTracker.Stakeholders;

/// <summary>Records that somebody agreed to be written to, or that they now agree to more or less than before.</summary>
/// <param name="On">Local date on which they said so.</param>
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
        if (command.On > await agency.Today(ct)) throw new Invalid("on", "This date is in the future.");
        if (command.On < before.ConsentWithdrawnOn)
            throw new RuleBroken("consent.withdrawnSince",
                $"They withdrew their consent on {before.ConsentWithdrawnOn:MMMM d, yyyy}; what they said before that does not count any "
                    + "more. Ask again, and give the date of that day.", "on");
        var changed = await db.Execute("""
            UPDATE Stakeholder SET ConsentOn = @On, ConsentScope = @Scope, ConsentWithdrawnOn = NULL, Version = Version + 1
            WHERE Id = @StakeholderId AND Version = @Version
            """, new { command.StakeholderId, command.Version, command.On, Scope = command.Scope.ToString() }, ct);
        if (changed == 0) throw new Stale(before.Version + 1);
        var after = (await StakeholderSql.Find(db, command.StakeholderId, ct))!;
        await LookAgain.AboutStakeholder(db, command.StakeholderId, ct);
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
        .WithName("RecordConsent").WithSummary("Record that a stakeholder agreed to be written to");
}
