using ProblemTracker.Search;

namespace ProblemTracker.Stakeholders;

/// <summary>
/// The searchable text of a directory entry: everything the directory shows except the instructions for safe contact, which must be read
/// on the entry's page and not in a list of results.
/// </summary>
internal static class StakeholderTexts
{
    public static IReadOnlyList<string?> Of(StakeholderDetails entry) =>
        [entry.Name, entry.PostalAddress, entry.Phone, entry.Email, entry.Language, entry.Shareable, entry.Remarks];

    /// <summary>Updates the searchable text. Call it in every transaction that changes one of these fields.</summary>
    public static async Task Keep(Db db, StakeholderDetails entry, CancellationToken ct)
    {
        var row = new { entry.Id, Words = TextWords.Of(Of(entry)) };
        if (await db.Execute("UPDATE StakeholderText SET Words = @Words WHERE StakeholderId = @Id", row, ct) == 0)
            await db.Execute("INSERT INTO StakeholderText (StakeholderId, Words) VALUES (@Id, @Words)", row, ct);
    }
}
