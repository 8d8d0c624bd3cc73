namespace ProblemTracker.Problems;

/// <summary>Works out every open problem's due date again, after deadlines, holidays or the time zone changed.</summary>
internal sealed class DueDates(Db db, Actor actor, CaseFiles files)
{
    public async Task Recompute(CancellationToken ct)
    {
        // An administrator sees no problems, and a confidential one is due like any other.
        foreach (var id in await db.List<long>("SELECT Id FROM Problem WHERE Stage <> 'Closed' ORDER BY Id", null, ct))
            await files.Save(await files.TakeUnseen(id, actor, ct), ct);
    }
}
