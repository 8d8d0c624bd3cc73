using MediatR;
using ProblemTracker.Agency;
using ProblemTracker.Problems;
using ProblemTracker.Stakeholders;

namespace ProblemTracker.Partners;

/// <summary>
/// The holder of a link does not want to be written to any more: consent is withdrawn, and what waits to be sent is not sent. The link
/// stays open.
/// </summary>
[AllowEveryone]
public sealed record StopWriting(string Token) : ICommand<Done>;

internal sealed class StopWritingHandler(Db db, OwnerDesk desk, AgencySettings agency, TrackerClock clock)
    : IRequestHandler<StopWriting, Done>
{
    public async Task<Done> Handle(StopWriting command, CancellationToken ct)
    {
        var taken = await desk.TakeByLink(command.Token, ct);
        var link = (await OwnerLinks.Find(db, command.Token, clock.GetUtcNow(), ct))!;
        var row = new { link.StakeholderId, Today = await agency.Today(ct) };
        if (await db.Execute("""
            UPDATE Stakeholder SET ConsentWithdrawnOn = @Today, Version = Version + 1
            WHERE Id = @StakeholderId AND ConsentOn IS NOT NULL AND ConsentWithdrawnOn IS NULL
            """, row, ct) == 0) return Done.Instance;
        await StakeholderSql.DiscardMail(db, clock, link.StakeholderId, ct);
        // Not in the problem's timeline: beside the directory's date it would tell who has to do with the problem.
        await db.Record(taken.File.Actor, clock.GetUtcNow(), "stakeholder.consentWithdrawn", null, link.StakeholderId, null, null,
            new { ConsentWithdrawnOn = row.Today }, ct);
        await LookAgain.AboutStakeholder(db, link.StakeholderId, ct);
        return Done.Instance;
    }
}
