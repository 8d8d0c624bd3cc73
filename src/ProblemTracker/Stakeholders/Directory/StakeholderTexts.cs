using ProblemTracker.Search;

namespace ProblemTracker.Stakeholders;

/// <summary>
/// The searchable text of a directory entry: everything the directory shows except the instructions for safe contact, which must be read
/// on the entry's page and not in a list of results. An entry is also found by what entries that were merged into it say.
/// </summary>
internal static class StakeholderTexts
{
    public static IReadOnlyList<string?> Of(StakeholderDetails entry) =>
        [entry.Name, entry.PostalAddress, entry.Phone, entry.Email, entry.Language, entry.Shareable, entry.Remarks];

    /// <summary>The entries that were merged into these, oldest first.</summary>
    public static async Task<ILookup<long, StakeholderDetails>> MergedInto(Db db, IReadOnlyList<long> ids, CancellationToken ct) =>
        (await db.List<StakeholderDetails>($"SELECT {StakeholderSql.Columns} FROM Stakeholder s WHERE s.MergedIntoId IN @ids",
            new { ids }, ct)).OrderBy(entry => entry.Id).ToLookup(entry => entry.MergedIntoId!.Value);

    /// <summary>
    /// Updates the searchable text. Call it in every transaction that changes one of these fields, or merges something into the entry.
    /// </summary>
    public static async Task Keep(Db db, StakeholderDetails entry, CancellationToken ct)
    {
        var merged = (await MergedInto(db, [entry.Id], ct))[entry.Id];
        var row = new { entry.Id, Words = TextWords.Of([.. Of(entry), .. merged.SelectMany(Of)]) };
        if (await db.Execute("UPDATE StakeholderText SET Words = @Words WHERE StakeholderId = @Id", row, ct) == 0)
            await db.Execute("INSERT INTO StakeholderText (StakeholderId, Words) VALUES (@Id, @Words)", row, ct);
    }
}
