using MediatR;
using ProblemTracker.Agency;
using ProblemTracker.Problems;

namespace ProblemTracker.Stakeholders;

/// <summary>
/// Somebody does not want to be written to any more, or never did. Mail to them that waits is discarded and links that were mailed open
/// nothing any more, in this transaction. The answer and the problems' timelines say nothing of it: whoever reads the directory could learn
/// from them who has to do with which problem. Twice is the same as once.
/// </summary>
[Needs(Permission.WorkProblems)]
public sealed record WithdrawConsent(long StakeholderId, int Version) : ICommand<StakeholderDetails>;

internal sealed class WithdrawConsentHandler(Db db, Actor actor, AgencySettings agency, TrackerClock clock)
    : IRequestHandler<WithdrawConsent, StakeholderDetails>
{
    public async Task<StakeholderDetails> Handle(WithdrawConsent command, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var before = await StakeholderSql.FindToChange(db, command.StakeholderId, command.Version, ct);
        if (before.ConsentWithdrawnOn is not null) return before;
        var changed = await db.Execute("""
            UPDATE Stakeholder SET ConsentWithdrawnOn = @Today, Version = Version + 1 WHERE Id = @StakeholderId AND Version = @Version
            """, new { command.StakeholderId, command.Version, Today = await agency.Today(ct) }, ct);
        if (changed == 0) throw new Stale(before.Version + 1);
        await StakeholderSql.DiscardMail(db, clock, command.StakeholderId, ct);
        await StakeholderSql.WithdrawLinks(db, command.StakeholderId, now, ct);
        var after = (await StakeholderSql.Find(db, command.StakeholderId, ct))!;
        await LookAgain.AboutStakeholder(db, command.StakeholderId, ct);
        await db.Record(actor, now, "stakeholder.consentWithdrawn", null, command.StakeholderId, null, before.Consent, after.Consent, ct);
        return after;
    }
}

internal static class WithdrawConsentEndpoint
{
    public static void MapWithdrawConsent(this RouteGroupBuilder stakeholders) => stakeholders
        .MapDelete("/{id:long}/consent", (long id, IfMatch version, IMediator mediator, CancellationToken ct) =>
            mediator.Send(new WithdrawConsent(id, version), ct))
        .WithName("WithdrawConsent")
        .WithSummary("Record that a stakeholder does not want to be written to; queued mail is discarded, links are withdrawn");
}
