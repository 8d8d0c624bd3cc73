using System.Text.Json;

namespace ProblemTracker.Tests.Evidence;

/// <summary>Fills site checklists through the API.</summary>
internal static class GivenWalks
{
    public static string Of(long problem) => $"/api/v1/problems/{problem}/checklists";

    /// <summary>The ids of the items that are asked.</summary>
    public static async Task<long[]> Items(this HttpClient client) =>
        [.. (await client.Read("/api/v1/settings/checklist-items")).GetProperty("items").EnumerateArray()
            .Where(item => item.GetProperty("active").GetBoolean()).Select(item => item.GetProperty("id").GetInt64())];

    /// <summary>A walk with the first answer for the first item and so on; the rest get the last one.</summary>
    public static async Task<object> Walk(this HttpClient client, string site, string? at, params string[] answers) => new
    {
        site,
        walkedAt = at,
        residents = 3,
        note = "The corner is dark.",
        items = (await client.Items()).Select((id, i) => new { itemId = id, extent = answers[Math.Min(i, answers.Length - 1)] }),
    };

    public static async Task<JsonElement> Fill(this HttpClient client, long problem, string? at, params string[] answers) =>
        await (await client.PostAsJsonAsync(Of(problem), await client.Walk("40 Tanner Street", at, answers))).Ok();
}
