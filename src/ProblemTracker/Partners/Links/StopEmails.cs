using MediatR;
using ProblemTracker.Agency;
using ProblemTracker.Problems;
using ProblemTracker.Stakeholders;

namespace ProblemTracker.Partners;

/// <summary>
/// Withdraws consent to be contacted at the request of a link's holder, and discards their queued email. The link stays open.
/// </summary>
[AllowEveryone]
public sealed record StopEmails(string Token) : ICommand<Done>;

internal sealed class StopEmailsHandler(Db db, OwnerDesk desk, AgencySettings agency, TrackerClock clock)
    : IRequestHandler<StopEmails, Done>
{
    public async Task<Done> Handle(StopEmails command, CancellationToken ct)
    {
        var taken = await desk.TakeByLink(command.Token, ct);
        var link = (await OwnerLinks.Find(db, command.Token, clock.GetUtcNow(), ct))!;
        var row = new { link.StakeholderId, Today = await agency.Today(ct) };
        if (await db.Execute("""
            UPDATE Stakeholder SET ConsentWithdrawnOn = @Today, Version = Version + 1
            WHERE Id = @StakeholderId AND ConsentOn IS NOT NULL AND ConsentWithdrawnOn IS NULL
            """, row, ct) == 0) return Done.Instance;
        await StakeholderSql.DiscardMail(db, clock, link.StakeholderId, ct);
        // Not in the problem's timeline: compared with the date in the directory, it would reveal who is attached to the problem.
        await db.Record(taken.File.Actor, clock.GetUtcNow(), "stakeholder.consentWithdrawn", null, link.StakeholderId, null, null,
            new { ConsentWithdrawnOn = row.Today }, ct);
        await LadderMark.ResetStakeholder(db, link.StakeholderId, ct);
        return Done.Instance;
    }
}
