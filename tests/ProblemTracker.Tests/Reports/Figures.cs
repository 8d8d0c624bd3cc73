using System.Text.Json;
using ProblemTracker.Shared;

namespace ProblemTracker.Tests.Reports;

/// <summary>Reads the figures of a report through the API.</summary>
internal static class Figures
{
    /// <summary>Every figure anywhere in the report.</summary>
    public static IEnumerable<(int Value, string List)> Of(JsonElement node) => node.ValueKind switch
    {
        JsonValueKind.Object when node.TryGetProperty("list", out var list) && node.TryGetProperty("value", out var value) =>
            [(value.GetInt32(), list.GetString()!)],
        JsonValueKind.Object => node.EnumerateObject().SelectMany(p => Of(p.Value)),
        JsonValueKind.Array => node.EnumerateArray().SelectMany(Of),
        _ => [],
    };

    /// <summary>Asserts that every figure equals the number of rows in its list.</summary>
    /// <returns>The figures checked.</returns>
    public static async Task<IReadOnlyList<(int Value, string List)>> Follow(this HttpClient client, JsonElement report)
    {
        var figures = Of(report).Distinct().ToList();
        Assert.That(figures, Is.Not.Empty);
        List<string> wrong = [];
        foreach (var (value, list) in figures)
        {
            // Only the total is needed, so one row is enough.
            var counted = $"{list}{(list.Contains('?') ? '&' : '?')}size=1";
            var found = (await (await client.GetAsync(counted)).Ok()).GetProperty("total").GetInt32();
            if (found != value) wrong.Add($"{value} in the report, {found} behind {list}");
        }
        Assert.That(wrong, Is.Empty, string.Join('\n', wrong));
        return figures;
    }

    /// <summary>A CSV's rows by header. Assumes cells without commas.</summary>
    public static async Task<IReadOnlyList<IReadOnlyDictionary<string, string>>> Csv(this HttpClient client, string path)
    {
        var reply = await client.GetAsync(path);
        Assert.That((reply.StatusCode, reply.Content.Headers.ContentType?.MediaType), Is.EqualTo((HttpStatusCode.OK, "text/csv")));
        var lines = (await reply.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(l => l.Trim('\uFEFF', '\r').Split(',')).ToList();
        return [.. lines.Skip(1).Select(cells => lines[0].Zip(cells).ToDictionary(c => c.First, c => c.Second))];
    }

    public static int Value(this JsonElement row, string name) => row.GetProperty(name).GetProperty("value").GetInt32();
}
