using System.Globalization;
using System.Text.Json;
using ProblemTracker.Incidents;

namespace ProblemTracker.Tests.Reports;

/// <summary>How the reports' tests compare a report with what was counted by hand.</summary>
internal static class ByHand
{
    /// <summary>A share says what its two numbers say, and no percentage of fewer than five.</summary>
    /// <param name="share">In the report.</param>
    /// <param name="part">How many.</param>
    /// <param name="whole">Of how many.</param>
    /// <param name="of">What is counted.</param>
    /// <param name="independent">Cases where they are fewer than the whole.</param>
    public static void IsShare(this JsonElement share, int part, int whole, string of, int? independent = null)
    {
        var cases = independent ?? whole;
        Assert.That((share.Value("part"), share.Value("whole"), share.GetProperty("cases").GetInt32()),
            Is.EqualTo((part, whole, cases)), of);
        var (percent, low, high) = (Number(share, "percent"), Number(share, "low"), Number(share, "high"));
        if (cases < 5)
        {
            Assert.That((percent, low, high), Is.EqualTo(((double?)null, (double?)null, (double?)null)), of);
            return;
        }
        Assert.That(percent, Is.EqualTo(100.0 * part / whole).Within(0.051), of);
        // Wilson's ends are where the share lies 1.96 standard errors of the assumed share away from it.
        foreach (var end in new[] { low!.Value / 100, high!.Value / 100 })
            Assert.That(Math.Abs(end - (double)part / whole), Is.EqualTo(1.959964 * Math.Sqrt(end * (1 - end) / cases)).Within(0.003), of);
    }

    public static double? Number(this JsonElement row, string name) =>
        row.GetProperty(name) is { ValueKind: JsonValueKind.Number } number ? number.GetDouble() : null;

    public static string? Text(this JsonElement row, string name) => row.GetProperty(name).GetString();

    public static IEnumerable<JsonElement> Rows(this JsonElement report, string name) => report.GetProperty(name).EnumerateArray();

    /// <summary>The report's file holds each of its figures, with the same number, and no other.</summary>
    public static async Task HoldsTheSame(this HttpClient client, string name, string filter)
    {
        var json = await (await client.GetAsync($"/api/v1/reports/{name}{filter}")).Ok();
        var rows = await CsvRows.Open(await client.GetStreamAsync($"/api/v1/reports/{name}.csv{filter}"), $"{name}.csv", ',', default);
        var (value, list) = (rows.Header.ToList().IndexOf("value"), rows.Header.ToList().IndexOf("list"));
        List<(int Value, string List)> inFile = [];
        while (await rows.Next(default) is { } row)
        {
            Assert.That(row.Wrong, Is.Null);
            if (row.Fields[list].Length > 0) inFile.Add((int.Parse(row.Fields[value], CultureInfo.InvariantCulture), row.Fields[list]));
        }
        // The whole behind a share stands in the column "of", and once more as a figure of its own where it is one.
        var wholes = Wholes(json).ToHashSet();
        Assert.That(inFile, Is.Not.Empty);
        Assert.That(inFile.Except(Figures.Of(json)), Is.Empty);
        Assert.That(Figures.Of(json).Except(inFile).Except(wholes), Is.Empty);
    }

    private static IEnumerable<(int Value, string List)> Wholes(JsonElement node) => node.ValueKind switch
    {
        JsonValueKind.Object when node.TryGetProperty("whole", out var whole) => Figures.Of(whole),
        JsonValueKind.Object => node.EnumerateObject().SelectMany(p => Wholes(p.Value)),
        JsonValueKind.Array => node.EnumerateArray().SelectMany(Wholes),
        _ => [],
    };
}
