using System.Globalization;
using System.Text;
using System.Text.Json;
using ProblemTracker.Domain;
using ProblemTracker.Incidents;
using ProblemTracker.Tests.Incidents;

namespace ProblemTracker.Tests.Evidence;

/// <summary>The sample case with its assessment and with incidents at a few places, six a month before the start and three since.</summary>
public static class GivenReport
{
    public static async Task<GivenProblem> Make(TrackerHost host)
    {
        var problem = await host.Problem(Gate.Closed);
        await host.ImportCsv(Csv());
        await host.Send(new LinkIncidents(problem.Id, Filter: new(CategoryCode: "noise")));
        return problem;
    }

    public static string Csv()
    {
        var csv = new StringBuilder("no,at,kind,where,lat,lon\n");
        for (var month = new DateOnly(2025, 9, 1); month < new DateOnly(2026, 9, 1); month = month.AddMonths(1))
            for (var i = 0; i < (month < new DateOnly(2026, 5, 1) ? 6 : 3); i++)
                csv.Append(CultureInfo.InvariantCulture,
                    $"{month:yyMM}{i},{month.AddDays(i):yyyy-MM-dd},loud music,{12 + 100 * (i % 3)} Tanner Street,"
                        + $"{43.52 + i % 3 * 0.004:0.0000},-77.5300\n");
        return csv.ToString();
    }

    public static async Task<JsonElement> Report(this GivenProblem problem, HttpClient? by = null, string query = "") =>
        await (await (by ?? problem.Officer).GetAsync($"{problem.Url}/report{query}")).Ok();

    public static JsonElement Section(this JsonElement report, ReportSection section) => report.GetProperty("sections").EnumerateArray()
        .Single(part => part.GetProperty("section").GetString() == section.ToString());

    public static string Text(this JsonElement part) => part.GetProperty("text").GetString()!;

    public static Task<HttpResponseMessage> Edit(this GivenProblem problem, ReportSection section, string? text, int version = 0,
        HttpClient? by = null) => (by ?? problem.Officer).IfMatch(version).PutAsJsonAsync($"{problem.Url}/report",
            new { section = section.ToString(), text });

    /// <summary>The rows of a table of the report, as lines.</summary>
    public static IReadOnlyList<string> Rows(this JsonElement table) => [.. table.GetProperty("rows").EnumerateArray()
        .Select(row => string.Join(" | ", row.EnumerateArray().Select(cell => cell.GetString())))];

    public static JsonElement Table(this JsonElement part, string title) => part.GetProperty("tables").EnumerateArray()
        .Single(table => table.GetProperty("title").GetString() == title);
}
