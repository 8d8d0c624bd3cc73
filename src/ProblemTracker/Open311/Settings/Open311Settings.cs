using System.Text.Json;
using ProblemTracker.Agency;

namespace ProblemTracker.Open311;

/// <summary>What an administrator sets of the Open311 server.</summary>
/// <param name="PrivateCategories">Codes of categories that are neither offered nor shown.</param>
/// <param name="JurisdictionId">Such as harbor-city.example; null if clients need not send one.</param>
/// <param name="Contact">For developers of clients: an email address or a web address; null for the agency's phone.</param>
public sealed record Open311Settings(IReadOnlyList<string> PrivateCategories, string? JurisdictionId = null, string? Contact = null)
{
    internal static readonly Open311Settings Unset = new([]);

    internal static async Task<Open311Settings> Read(Db db, CancellationToken ct) =>
        await db.Find<string>("SELECT Value FROM Setting WHERE Name = @Name", new { Name = SettingNames.Open311 }, ct) is { } text
            ? JsonSerializer.Deserialize<Open311Settings>(text, Json.Options)! : Unset;
}
