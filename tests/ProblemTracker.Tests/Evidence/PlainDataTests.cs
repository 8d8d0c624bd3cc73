using ProblemTracker.Domain;
using ProblemTracker.Evidence;
using ProblemTracker.Incidents;
using ProblemTracker.Tests.Domain;
using ProblemTracker.Tests.Incidents;
using ProblemTracker.Tests.Neighborhoods;
using ProblemTracker.Tests.Reports;
using static ProblemTracker.Tests.Evidence.TwoPlaces;

namespace ProblemTracker.Tests.Evidence;

/// <summary>Data with months instead of days, with points but no addresses, and with several rows of one incident.</summary>
public sealed class PlainDataTests
{
    private TrackerHost _host = null!;

    [SetUp]
    public async Task Start()
    {
        _host = new();
        await _host.Import(Boundaries.Two);
        await Import(Csv("a", new(2025, 3, 1), 12, bar: 10, park: 9));
    }

    [TearDown] public void Stop() => _host.Dispose();

    /// <summary>Imports each incident in two rows, some meters from each other.</summary>
    private Task<IncidentsImported> Import(string csv)
    {
        var rows = csv.TrimEnd().Split('\n');
        var again = rows.Skip(1).Select(row => string.Create(System.Globalization.CultureInfo.InvariantCulture,
            $"{row[..row.LastIndexOf(',')]}0001,{row[(row.LastIndexOf(',') + 1)..]}"));
        return _host.ImportCsv(string.Join('\n', [.. rows, .. again]), map => map with
        {
            Columns = map.Columns.Where(column => column.Key != IncidentMap.Address).ToDictionary(),
            Key = ["no", "lat", "lon"],
            MonthsOnly = true,
        });
    }

    private static async Task Plan(GivenProblem problem, string statistic, object? control, string from = "2025-03-01")
    {
        var version = (await (await problem.Officer.GetAsync($"{problem.Url}/evaluation")).Ok()).GetProperty("version").GetInt32();
        await (await problem.Officer.IfMatch(version).PutAsJsonAsync($"{problem.Url}/evaluation/test", new
        {
            test = new
            {
                filter = "categoryCode=noise",
                response = new { latitude = Bar.Latitude, longitude = Bar.Longitude, radius = 150 },
                control,
                ring = 100,
                before = new { from, to = "2026-02-28" },
                after = new { from = "2026-06-01", to = "2027-05-31" },
                rule = new { statistic, confidence = 95, improvedBy = 20, noChangeWithin = 10 },
            },
        })).Ok();
    }

    [Test]
    public async Task They_lead_to_a_control_area_a_verdict_and_a_report_that_counts_each_incident_once()
    {
        var problem = await _host.Problem(Gate.Start);
        await problem.Save(SheetKind.Response, Sample.Response with { Objectives = [new() { Kind = MeasureKind.Calls }] });
        await Plan(problem, "BeforeAfter", null);
        var control = (await (await problem.Officer.GetAsync($"{problem.Url}/evaluation/controls")).Ok()).GetProperty("items")[0];
        Assert.That((control.GetProperty("name").GetString(), control.GetProperty("before").GetInt32()), Is.EqualTo(((string?)null, 108)));
        Assert.That(await new Browser(_host, Role.Officer).Get($"/problems/{problem.Id}/test?controls=true"),
            Does.Contain("Place 1 (40.5"));
        await Plan(problem, "AgainstControl", new
        {
            latitude = control.GetProperty("latitude").GetDouble(),
            longitude = control.GetProperty("longitude").GetDouble(),
            radius = 150,
        });
        _host.Until(2026, 4, 15);
        await (await problem.StartResponse()).Ok();
        Assert.That(await new Browser(_host, Role.Officer).Get($"/problems/{problem.Id}/verdict"),
            Does.Not.Contain("Early look").And.Contain("Feb 2026").And.Not.Contain("Feb 1, 2026"));

        _host.Until(2027, 5, 20);
        await Import(Csv("c", new(2026, 6, 1), 12, bar: 4, park: 9));
        Assert.That((await Evaluated(problem)).GetProperty("through").GetString(), Is.EqualTo("2027-04-30"), "May goes on.");
        _host.Until(2027, 6, 10);
        var test = await Evaluated(problem);

        Assert.That(test.GetProperty("through").GetString(), Is.EqualTo("2027-05-31"));
        Assert.That(test.GetProperty("results").GetProperty("cells")[0].GetProperty("after").GetInt32(), Is.EqualTo(48));
        Assert.That(test.GetProperty("results").GetProperty("byRule").GetString(), Is.EqualTo("Improved"));
        Assert.That(test.GetProperty("otherExplanations").GetArrayLength(), Is.Zero, "No day is missing.");
        var statements = (await problem.Report()).Section(ReportSection.Assessment).GetProperty("statements").EnumerateArray()
            .Select(one => one.GetString());
        Assert.That(statements, Has.Some.Contains(": 120 in 13 months").And.Some.Contains(", 48 in 13 months"));
    }

    [Test]
    public async Task A_test_begins_with_months_that_have_data_and_others_are_doubted()
    {
        var page = await new Browser(_host, Role.Officer).Get($"/problems/{await _host.OpenProblem()}/test");
        foreach (var (field, day) in new[] { ("Before_From", "2025-03-01"), ("Before_To", "2026-02-28"), ("After_From", "2026-04-01"),
            ("After_To", "2027-03-31") })
            Assert.That(page, Does.Match($"id=\"Test_{field}\"[^>]*value=\"{day}\""));

        var problem = await _host.Problem(Gate.Start);
        await Plan(problem, "BeforeAfter", null);
        Assert.That(await Doubts(problem), Is.Empty);
        await Plan(problem, "BeforeAfter", null, from: "2025-02-15");
        string[] doubts =
        [
            "The period before begins earlier than the first incident in the data, March 2025. If the data begin then, begin the period "
                + "then too: days without data count as days without incidents.",
            "The source gives only the month of these incidents. Begin both periods on the first day of a month and end them on the last "
                + "day of one.",
        ];
        Assert.That(await Doubts(problem), Is.EqualTo(doubts));
        foreach (var path in new[] { "test", "start" })
            Assert.That(await new Browser(_host, Role.Supervisor).Get($"/problems/{problem.Id}/{path}"),
                Does.Contain(doubts[0]).And.Contain(doubts[1]), path);
    }

    private static async Task<IEnumerable<string?>> Doubts(GivenProblem problem) =>
        (await (await problem.Officer.GetAsync($"{problem.Url}/evaluation")).Ok()).GetProperty("test").GetProperty("doubts")
            .EnumerateArray().Select(one => one.GetString());

    [Test]
    public async Task Lists_and_reports_know_them_by_whole_months()
    {
        Assert.That(await new Browser(_host, Role.Officer).Get("/incidents"),
            Does.Match("<span class=\"usa-sr-only\">Noise, Feb 2026, [^<]+</span>"));
        Assert.That($"{await _host.Life()}", Does.Contain("in Dec 2025 to Feb 2026").And.Not.Contain("not all imported"));
    }

    private async Task<System.Text.Json.JsonElement> Evaluated(GivenProblem problem)
    {
        await _host.Send(new EvaluateTests());
        return (await (await problem.Officer.GetAsync($"{problem.Url}/evaluation")).Ok()).GetProperty("test");
    }

    [Test]
    public async Task Signals_say_that_months_can_not_be_compared()
    {
        Assert.That((await _host.Send(new RunSignals())).Ran);

        var page = await new Browser(_host, Role.Officer).Get("/signals?state=Open");

        Assert.That(page, Does.Contain("no incidents could be compared").And.Contain("gives only the month of these incidents"));
    }
}
