namespace ProblemTracker.Portal;

/// <summary>SQL about Subscription that the slices share.</summary>
internal static class SubscriptionSql
{
    /// <summary>Deletes subscriptions with their links and the emails that were sent for them.</summary>
    public static async Task Delete(Db db, IReadOnlyList<long> ids, CancellationToken ct)
    {
        if (ids.Count == 0) return;
        await db.Execute(
        [
            new("""
                DELETE FROM Outbox WHERE DedupeKey IN (SELECT CONCAT('news:', CAST(l.Id AS NVARCHAR(20))) FROM OneTimeLink l
                    WHERE l.Purpose = 'News' AND l.SubjectId IN @ids)
                """, new { ids }),
            new("DELETE FROM OneTimeLink WHERE Purpose = 'News' AND SubjectId IN @ids", new { ids }),
            new("DELETE FROM Subscription WHERE Id IN @ids", new { ids }),
        ], ct);
    }
}
