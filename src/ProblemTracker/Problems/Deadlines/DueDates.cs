namespace ProblemTracker.Problems;

/// <summary>Recomputes the due date of every open problem after deadlines, holidays or the time zone changed.</summary>
internal sealed class DueDates(Db db, Actor actor, CaseFiles files)
{
    public async Task Recompute(CancellationToken ct)
    {
        // An administrator can't view problems, and confidential ones have due dates too.
        foreach (var id in await db.List<long>("SELECT Id FROM Problem WHERE Stage <> 'Closed' ORDER BY Id", null, ct))
            await files.Save(await files.TakeUnseen(id, actor, ct), ct);
    }
}
