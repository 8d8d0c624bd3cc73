using MediatR;
using ProblemTracker.Agency;
using ProblemTracker.Problems;

namespace ProblemTracker.Stakeholders;

/// <summary>
/// Records that a stakeholder does not want to be contacted, discards their queued email and withdraws the links emailed to them, all in
/// one transaction. Neither the response nor the problems' timelines mention the emails and links, since that would reveal to readers of
/// the directory who is attached to which problem. Idempotent.
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
        await LadderMark.ResetStakeholder(db, command.StakeholderId, ct);
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
        .WithSummary("Record that a stakeholder does not want to be contacted; discards queued email and withdraws links");
}
