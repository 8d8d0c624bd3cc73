using System.Globalization;
using System.Text.Json;
using ProblemTracker.Files;

namespace ProblemTracker.Tests.Reports;

/// <summary>Assertions that compare a report with counts made independently from the rows.</summary>
internal static class CountedAssertions
{
    /// <summary>Asserts a share's numbers, percentage and interval; with fewer than five cases, no percentage.</summary>
    /// <param name="share">The share in the report.</param>
    /// <param name="part">The expected numerator.</param>
    /// <param name="whole">The expected denominator.</param>
    /// <param name="of">What is counted, for the failure message.</param>
    /// <param name="independent">The number of independent cases, if fewer than the whole.</param>
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
        // Each end of a Wilson interval is 1.96 standard errors, computed at that end, from the share.
        foreach (var end in new[] { low!.Value / 100, high!.Value / 100 })
            Assert.That(Math.Abs(end - (double)part / whole), Is.EqualTo(1.959964 * Math.Sqrt(end * (1 - end) / cases)).Within(0.003), of);
    }

    public static double? Number(this JsonElement row, string name) =>
        row.GetProperty(name) is { ValueKind: JsonValueKind.Number } number ? number.GetDouble() : null;

    public static string? Text(this JsonElement row, string name) => row.GetProperty(name).GetString();

    public static IEnumerable<JsonElement> Rows(this JsonElement report, string name) => report.GetProperty(name).EnumerateArray();

    /// <summary>Asserts that the report's CSV has exactly the same figures.</summary>
    public static async Task HoldsTheSame(this HttpClient client, string name, string filter)
    {
        var json = await (await client.GetAsync($"/api/v1/reports/{name}{filter}")).Ok();
        var rows = await CsvRows.Open(await client.GetStreamAsync($"/api/v1/reports/{name}.csv{filter}"), $"{name}.csv",
            new(Delimiter: ',', HeaderLine: 1), default);
        var (value, list) = (rows.Header.ToList().IndexOf("value"), rows.Header.ToList().IndexOf("list"));
        List<(int Value, string List)> inFile = [];
        while (await rows.Next(default) is { } row)
        {
            Assert.That(row.Wrong, Is.Null);
            if (row.Fields[list].Length > 0) inFile.Add((int.Parse(row.Fields[value], CultureInfo.InvariantCulture), row.Fields[list]));
        }
        // The whole of a share is in the column "of". It has its own row only if it is also a figure.
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
