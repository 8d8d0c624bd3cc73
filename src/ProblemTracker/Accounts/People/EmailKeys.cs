using ProblemTracker.Agency;

namespace ProblemTracker.Accounts;

/// <summary>The keys by which accounts are found.</summary>
internal static class EmailKeys
{
    private sealed record Row
    {
        public long Id { get; init; }
        public string Email { get; init; } = "";
        public string EmailKey { get; init; } = "";
    }

    /// <summary>
    /// Corrects those that an earlier version wrote, which left accents out: once in the life of a database, since SQL can't do it in a
    /// migration.
    /// </summary>
    public static async Task Correct(Db db, CancellationToken ct)
    {
        if (await db.Find<string>("SELECT Value FROM Setting WHERE Name = @Name", new { Name = SettingNames.EmailKeys }, ct) is not null)
            return;
        var wrong = (await db.List<Row>("SELECT Id, Email, EmailKey FROM Person", null, ct))
            .Select(row => new { row.Id, row.EmailKey, Key = SearchKey.OfEmail(row.Email) }).Where(row => row.Key != row.EmailKey).ToList();
        await db.Write(async () =>
        {
            await SettingSql.Put(db, SettingNames.EmailKeys, "exact", ct);
            foreach (var row in wrong) await db.Execute("UPDATE Person SET EmailKey = @Key WHERE Id = @Id", new { row.Id, row.Key }, ct);
            return wrong.Count;
        }, ct);
    }
}
