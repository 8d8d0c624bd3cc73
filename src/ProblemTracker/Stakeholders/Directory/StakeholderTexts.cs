using ProblemTracker.Search;

namespace ProblemTracker.Stakeholders;

/// <summary>
/// What is searched of an entry of the directory: what the directory shows of it to everybody who may read it, but for the advice on safe
/// contact, which is to be read with its entry and not in a list.
/// </summary>
internal static class StakeholderTexts
{
    public static IReadOnlyList<string?> Of(StakeholderDetails entry) =>
        [entry.Name, entry.PostalAddress, entry.Phone, entry.Email, entry.Language, entry.Shareable, entry.Remarks];

    /// <summary>To be called by whatever changes one of them, in its transaction.</summary>
    public static async Task Keep(Db db, StakeholderDetails entry, CancellationToken ct)
    {
        var row = new { entry.Id, Words = TextWords.Of(Of(entry)) };
        if (await db.Execute("UPDATE StakeholderText SET Words = @Words WHERE StakeholderId = @Id", row, ct) == 0)
            await db.Execute("INSERT INTO StakeholderText (StakeholderId, Words) VALUES (@Id, @Words)", row, ct);
    }
}
