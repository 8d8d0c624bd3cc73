using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using ProblemTracker.Domain;
using ProblemTracker.Incidents;
using ProblemTracker.Shared;

namespace ProblemTracker.Tests.Incidents;

/// <summary>Incidents by month, and by weekday and hour.</summary>
public sealed class IncidentPatternsTests
{
    private TrackerHost _host = null!;

    [SetUp] public void Start() => _host = new();
    [TearDown] public void Stop() => _host.Dispose();

    private Task<JsonElement> Patterns(string query = "") => _host.SignIn(Role.Officer).Read($"/api/v1/incidents/patterns?{query}");

    private static string Months(JsonElement found) =>
        string.Join(' ',
            found.GetProperty("months").EnumerateArray().Select(m => $"{m.GetProperty("month").GetString()}:{m.GetProperty("count")}"));

    private static string Hours(JsonElement found) =>
        string.Join(' ', found.GetProperty("hours").EnumerateArray().Where(h => h.GetProperty("count").GetInt32() > 0)
        .Select(h => $"{h.GetProperty("weekday").GetString()![..3]}{h.GetProperty("hour")}:{h.GetProperty("count")}"));

    /// <summary>Every month from the first to the last, including empty ones.</summary>
    private static string ByMonth(IEnumerable<DateOnly> days)
    {
        var counts = days.CountBy(day => new DateOnly(day.Year, day.Month, 1)).ToDictionary();
        List<string> found = [];
        for (var month = counts.Keys.Min(); month <= counts.Keys.Max(); month = month.AddMonths(1))
            found.Add(string.Create(CultureInfo.InvariantCulture, $"{month:yyyy-MM}:{counts.GetValueOrDefault(month)}"));
        return string.Join(' ', found);
    }

    /// <summary>Both times are in the last hour of January by the agency's clock; in UTC, they are in February.</summary>
    [Test]
    public async Task Counts_in_local_time_never_in_UTC()
    {
        await _host.ImportCsv("no,at\n1,2026-01-31T23:30\n");
        await _host.ImportCsv("no,at\n2,2026-01-31T18:45\n", m => m with { TimeZone = "Pacific/Honolulu", Source = "b" });

        var found = await Patterns();

        Assert.That(Months(found), Is.EqualTo("2026-01:2"));
        Assert.That(Hours(found), Is.EqualTo("Sat23:2"));
        Assert.That(found.GetProperty("hours").GetArrayLength(), Is.EqualTo(7 * 24));
    }

    [Test]
    public async Task Includes_empty_months_and_counts_incidents_without_an_hour_separately()
    {
        await _host.ImportCsv("no,at,kind\n1,2025-11-05T00:00,burglary\n2,2026-02-06,burglary\n3,2026-02-07,loud music\n");

        var all = await Patterns();
        Assert.That(Months(all), Is.EqualTo("2025-11:1 2025-12:0 2026-01:0 2026-02:2"));
        Assert.That((all.GetProperty("total").GetInt32(), all.GetProperty("dayOnly").GetInt32(), Hours(all)), Is.EqualTo((3, 2, "Wed0:1")));

        var noise = await Patterns("categoryCode=noise");
        Assert.That(
            (noise.GetProperty("total").GetInt32(), noise.GetProperty("dayOnly").GetInt32(), noise.GetProperty("hours").GetArrayLength()),
            Is.EqualTo((1, 1, 0)));
        var none = await Patterns("categoryCode=racing");
        Assert.That((none.GetProperty("total").GetInt32(), none.GetProperty("months").GetArrayLength()), Is.EqualTo((0, 0)));
    }

    [Test]
    public async Task Hides_patterns_of_a_problem_the_reader_cannot_see()
    {
        var id = await _host.OpenProblem(confidential: true);
        Assert.That((await _host.SignInAs("stranger", Role.Officer).GetAsync($"/api/v1/incidents/patterns?problemId={id}")).StatusCode,
            Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await Patterns($"problemId={id}")).GetProperty("total").GetInt32(), Is.Zero);
    }

    /// <summary>Compares with counts made directly from the file.</summary>
    [Test]
    public Task Counts_burglaries_of_Cincinnati() => BurglariesByMonthAndHour(RealData.File("cincinnati_burglary.csv.gz"));

    [Test]
    public Task Counts_burglaries_of_a_made_up_city() => BurglariesByMonthAndHour(MadeData.File("cincinnati_burglary.csv.gz"));

    private async Task BurglariesByMonthAndHour(string path)
    {
        await using (var file = File.OpenRead(path)) await _host.Send(new ImportIncidents("burglaries.csv.gz", file, Imports.Cincinnati));
        var lines = new List<string[]>();
        using (var reader = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress)))
        {
            await reader.ReadLineAsync();
            while (await reader.ReadLineAsync() is { } line) lines.Add([.. line.Split(',').Select(cell => cell.Trim('"'))]);
        }
        // Rows with the same number and coordinates are imported once.
        var rows = lines.DistinctBy(cells => (cells[0], cells[3], cells[4]))
            .Select(cells => DateTime.Parse(cells[1].TrimEnd('Z'), CultureInfo.InvariantCulture)).ToList();

        var found = await Patterns();
        Assert.That(found.GetProperty("total").GetInt32(), Is.EqualTo(rows.Count));
        Assert.That(found.GetProperty("dayOnly").GetInt32(), Is.Zero);
        Assert.That(Months(found), Is.EqualTo(ByMonth(rows.Select(r => DateOnly.FromDateTime(r)))));
        Assert.That(Hours(found),
            Is.EqualTo(
                string.Join(' ',
                    rows.GroupBy(r => (r.DayOfWeek, r.Hour)).OrderBy(g => g.Key)
                        .Select(g => $"{g.Key.DayOfWeek.ToString()[..3]}{g.Key.Hour}:{g.Count()}"))));

        var summer = await Patterns("from=2017-06-01&to=2017-08-31");
        Assert.That(summer.GetProperty("total").GetInt32(), Is.EqualTo(rows.Count(r => r.Year == 2017 && r.Month is >= 6 and <= 8)));
    }

    /// <summary>
    /// Compares with counts made directly from the file. Its dates are months, so no row has an hour; equal rows are separate incidents.
    /// </summary>
    [Test, Category("Soak")]
    public Task Counts_anti_social_behavior_of_Northumbria_by_month_without_hours() =>
        ByMonthAndWithoutHours(RealData.File("northumbria_asb.tab.gz"));

    [Test]
    public Task Counts_anti_social_behavior_of_a_made_up_region_by_month_without_hours() =>
        ByMonthAndWithoutHours(MadeData.File("northumbria_asb.tab.gz"));

    private async Task ByMonthAndWithoutHours(string path)
    {
        await using (var file = File.OpenRead(path))
            await _host.Send(new ImportIncidents("northumbria_asb.tab.gz", file, new()
            {
                Columns = new Dictionary<string, string>
                {
                    ["occurred"] = "month",
                    ["longitude"] = "longitude",
                    ["latitude"] = "latitude",
                    ["address"] = "location"
                },
                TimeZone = "Europe/London",
                MonthsOnly = true,
                KeepEqualRows = true,
                CategoryDefault = "disorder",
            }));
        var months = new List<DateOnly>();
        using (var reader = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress)))
        {
            await reader.ReadLineAsync();
            while (await reader.ReadLineAsync() is { } line) months.Add(DateOnly.Parse(line[..10], CultureInfo.InvariantCulture));
        }

        var found = await Patterns();
        Assert.That(found.GetProperty("total").GetInt32(), Is.EqualTo(months.Count));
        Assert.That(Months(found), Is.EqualTo(ByMonth(months)));
        Assert.That((found.GetProperty("dayOnly").GetInt32(), Hours(found)), Is.EqualTo((months.Count, "")));
    }
}
