using ProblemTracker.Agency;

namespace ProblemTracker.Retention;

/// <summary>Keeps what a legal hold covers from being deleted.</summary>
internal static class LegalHolds
{
    /// <summary>
    /// Waits for holds being set, and makes them wait, until the caller's transaction ends. Otherwise a hold could be set between the
    /// check and the deletion where several processes write at once.
    /// </summary>
    public static Task Lock(Db db, DateTimeOffset now, CancellationToken ct) =>
        SettingSql.Put(db, SettingNames.LastHold, TypeHandlers.Text(now), ct);

    /// <summary>Refuses to delete something while a legal hold covers it. Call it in the transaction that deletes.</summary>
    /// <exception cref="RuleBroken"><c>hold.stands</c></exception>
    public static async Task MustNotCover(Db db, RecordKind kind, long id, DateTimeOffset now, CancellationToken ct)
    {
        await Lock(db, now, ct);
        if (await db.Single<int>($"SELECT COUNT(*) FROM {kind.From} WHERE {kind.Id} = @id AND {kind.IsHeld}", new { id }, ct) > 0)
            throw new RuleBroken("hold.stands",
                "A legal hold covers this, so nothing of it can be deleted until command staff or an administrator ends the hold.",
                "hold");
    }
}
