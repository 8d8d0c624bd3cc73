using ProblemTracker.Agency;

namespace ProblemTracker.Problems;

/// <summary>Works out every open problem's due date again, after deadlines, holidays or the time zone changed.</summary>
internal sealed class DueDates(Db db, Actor actor, AgencySettings agency, TimeProvider clock)
{
    public async Task Recompute(CancellationToken ct)
    {
        // An administrator sees no problems, and a confidential one is due like any other: the system does this.
        var dossiers = new Dossiers(db, Actor.System(actor.Origin), agency, clock);
        foreach (var id in await db.List<long>("SELECT Id FROM Problem WHERE Stage <> 'Closed' ORDER BY Id", null, ct))
            await dossiers.Settle(id, isActivity: false, ct);
    }
}
