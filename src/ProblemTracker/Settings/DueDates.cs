using ProblemTracker.Problems;

namespace ProblemTracker.Settings;

/// <summary>Works out every open problem's due date again, after deadlines, holidays or the time zone changed.</summary>
internal sealed class DueDates(Db db, Dossiers dossiers)
{
    public async Task Recompute(CancellationToken ct)
    {
        foreach (var id in await db.List<long>("SELECT Id FROM Problem WHERE Stage <> 'Closed' ORDER BY Id", null, ct))
            await dossiers.Settle(id, isActivity: false, ct);
    }
}
