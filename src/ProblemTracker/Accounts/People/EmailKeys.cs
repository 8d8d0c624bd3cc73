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
    /// Corrects those that an earlier version wrote, which left accents out. At each start, since a year's accounts are read in a moment.
    /// </summary>
    public static async Task Correct(Db db, CancellationToken ct)
    {
        var wrong = (await db.List<Row>("SELECT Id, Email, EmailKey FROM Person", null, ct))
            .Select(row => new { row.Id, row.EmailKey, Key = SearchKey.OfEmail(row.Email) }).Where(row => row.Key != row.EmailKey).ToList();
        if (wrong.Count == 0) return;
        await db.Write(async () =>
        {
            foreach (var row in wrong) await db.Execute("UPDATE Person SET EmailKey = @Key WHERE Id = @Id", new { row.Id, row.Key }, ct);
            return wrong.Count;
        }, ct);
    }
}
