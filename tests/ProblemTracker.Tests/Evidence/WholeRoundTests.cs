using System.IO.Compression;
using System.Text.Json;
using ProblemTracker.Domain;
using ProblemTracker.Evidence;

namespace ProblemTracker.Tests.Evidence;

/// <summary>
/// The whole round by API over real data: import, signal, problem, cited worksheets, frozen test, later data, verdict by the rule and
/// report. Counts and statistics are computed again from the lines of the file.
/// </summary>
public sealed class WholeRoundTests
{
    private const double Z95 = 1.959963984540054;

    private TrackerHost _host = null!;
    private GivenProblem _problem = null!;
    private RealRound _round = null!;
    private (double Latitude, double Longitude) _at;

    [TearDown] public void Stop() => _host?.Dispose();

    [Test]
    public async Task Burglaries_with_days_and_points_lead_from_a_signal_to_a_verdict_and_a_report()
    {
        _round = RealRound.Cincinnati;
        _host = await _round.Begin();
        await _round.Import(_host, _round.Today);
        await _host.Send(new RunSignals());
        var signal = (await Get("/api/v1/signals")).GetProperty("items").EnumerateArray().Single();
        Assert.That(Text(signal, "kind"), Is.EqualTo("NearRepeat"));
        _at = (signal.GetProperty("latitude").GetDouble(), signal.GetProperty("longitude").GetDouble());
        await Open(Text(signal, "title")!);

        await (await Officer.IfMatch(1).PostAsJsonAsync($"/api/v1/signals/{signal.GetProperty("id")}/problem",
            new { problemId = _problem.Id })).Ok();

        var day = DateOnly.Parse(Text(signal, "fromDay")!, System.Globalization.CultureInfo.InvariantCulture);
        Assert.That((await _problem.Read()).GetProperty("linkedEvents").GetInt32(),
            Is.EqualTo(Count(signal.GetProperty("radius").GetDouble(), day, _round.Today)), "Incidents of the signal");
        await Walk();
    }

    [Test]
    public async Task Disorder_of_which_only_the_month_is_known_leads_to_a_verdict_and_a_report_without_a_signal()
    {
        _round = RealRound.Northumbria;
        _host = await _round.Begin();
        await _round.Import(_host, _round.Today);
        var run = await _host.Send(new RunSignals());
        Assert.That((run.Ran, run.Through, run.Skipped.Single().Why.Contains("only the month", StringComparison.Ordinal)),
            Is.EqualTo((true, (DateOnly?)null, true)));
        _at = (54.9712, -1.6145);
        await Open("Disorder around Bigg Market");
        await (await Officer.PostAsJsonAsync($"{_problem.Url}/incidents", new { filter = Set() })).Ok();

        await Walk();

        var panels = (await Get($"{_problem.Url}/evidence")).GetProperty("panels").EnumerateArray().ToList();
        foreach (var panel in new[] { "Hours", "TimeBetween", "NearRepeats" })
            Assert.That(Text(panels.Single(one => Text(one, "panel") == panel), "none"),
                Is.EqualTo("The source gives only the month of these incidents."));
    }

    private HttpClient Officer => _host.SignIn(Role.Officer);

    private async Task<JsonElement> Get(string path) => await (await Officer.GetAsync(path)).Ok();

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();

    private int Count(double to, DateOnly first, DateOnly last, double from = -1) =>
        _round.Count(_at.Latitude, _at.Longitude, from, to, first, last);

    private object Set() =>
        new { categoryCode = _round.Category, latitude = _at.Latitude, longitude = _at.Longitude, radius = _round.Radius };

    private async Task Open(string title)
    {
        var opened = await (await Officer.PostAsJsonAsync("/api/v1/problems", new
        {
            title,
            description = "More than was to be expected.",
            categoryCode = _round.Category,
            latitude = _at.Latitude,
            longitude = _at.Longitude,
            source = "Data",
            priority = "Normal",
            confidential = false,
            leadId = _host.IdOf(Role.Officer),
        })).Ok();
        _problem = new(_host, opened.GetProperty("id").GetInt64());
    }

    private async Task Walk()
    {
        await CiteInTheWorksheets();
        var control = await PlanTheTest();
        await Freeze();
        Now(_round.End);
        await _round.Import(_host, _round.End);
        Assert.That((await _host.Send(new EvaluateTests())).Problems, Is.EqualTo(1));
        var verdict = await CheckTheResult(control);
        await Close(verdict);
        await CheckTheReport(verdict);
    }

    private void Now(DateOnly day) => _host.Until(day.Year, day.Month, day.Day);

    private async Task CiteInTheWorksheets()
    {
        var all = Count(_round.Radius, new(2000, 1, 1), _round.Today.AddDays(-1));
        Assert.That((await (await Officer.PostAsJsonAsync($"{_problem.Url}/evidence/set", Set())).Ok()).GetProperty("incidents").GetInt32(),
            Is.EqualTo(all));
        foreach (var panel in new[] { "Total", "Months", "TopPlaces" })
            await (await Officer.PostAsJsonAsync($"{_problem.Url}/evidence/citations", new { panel })).Ok();
        Assert.That((string?)(await _problem.FillScanning())["cheers"]!["recurring"]!["evidence"],
            Does.Contain($"{all:N0} incidents in ").And.Contain("counted "));
        await (await _problem.Move(Stage.Analysis)).Ok();
        var residents = await _host.Attach(_problem.Id, "Residents of the block", "Affected");
        _problem.BarOwner = await _host.Attach(_problem.Id, "Owner of the houses", "PlaceManager");
        var analysis = await _problem.FillAnalysis(residents, _round.Today);
        Assert.That((int?)analysis["baselines"]![0]!["value"], Is.EqualTo(all), "Total became a baseline.");
        Assert.That((string?)analysis["triangle"]!["place"]!["found"], Does.Contain("incidents with a place"));
        await (await _problem.Move(Stage.Response)).Ok();
    }

    /// <returns>The center of the control area that the program ranks first.</returns>
    private async Task<(double Latitude, double Longitude)> PlanTheTest()
    {
        await _problem.FillResponse();
        await Plan("BeforeAfter", null);
        var first = (await Get($"{_problem.Url}/evaluation/controls")).GetProperty("items")[0];
        var control = (Latitude: first.GetProperty("latitude").GetDouble(), Longitude: first.GetProperty("longitude").GetDouble());
        Assert.That(first.GetProperty("before").GetInt32(), Is.EqualTo(Cell(control, 0, _round.Radius, _round.Before)), "Control area");
        await Plan("AgainstControl",
            new { name = Text(first, "name"), latitude = control.Latitude, longitude = control.Longitude, radius = _round.Radius });
        Assert.That((await _problem.Read()).GetProperty("response").GetProperty("objectives")[0].GetProperty("baseline").GetInt32(),
            Is.EqualTo(Cell(_at, 0, _round.Radius, _round.Before)));
        return control;
    }

    private async Task Plan(string statistic, object? control) => await (await Officer
        .IfMatch((await Get($"{_problem.Url}/evaluation")).GetProperty("version").GetInt32())
        .PutAsJsonAsync($"{_problem.Url}/evaluation/test", new
        {
            test = new
            {
                filter = $"categoryCode={_round.Category}",
                response = new { latitude = _at.Latitude, longitude = _at.Longitude, radius = _round.Radius },
                control,
                ring = _round.Ring,
                before = _round.Before,
                after = _round.After,
                rule = new { statistic, confidence = 95, improvedBy = 20, noChangeWithin = 10 },
            },
        }, ProblemTracker.Shared.Json.Options)).Ok();

    private Task Freeze() => _problem.Act(_host, _round.Start, async () =>
    {
        await (await _problem.StartResponse()).Ok();
        Assert.That(Text((await Get($"{_problem.Url}/evaluation")).GetProperty("test"), "planHash"), Has.Length.EqualTo(64));
    });

    private int Cell((double Latitude, double Longitude) at, double from, double to, Period period) =>
        _round.Count(at.Latitude, at.Longitude, from == 0 ? -1 : from, to, period.From!.Value, period.To!.Value);

    private async Task<string> CheckTheResult((double Latitude, double Longitude) control)
    {
        var test = (await Get($"{_problem.Url}/evaluation")).GetProperty("test");
        Assert.That(test.GetProperty("isFinal").GetBoolean());
        Assert.That(test.GetProperty("otherExplanations").GetArrayLength(), Is.Zero, $"{test.GetProperty("otherExplanations")}");
        var results = test.GetProperty("results");
        var outer = _round.Radius + _round.Ring;
        var cells = results.GetProperty("cells").EnumerateArray()
            .Select(cell => (Text(cell, "cell"), cell.GetProperty("before").GetInt32(), cell.GetProperty("after").GetInt32())).ToList();
        (string?, int, int) ByHand(string name, (double, double) at, double from, double to) =>
            (name, Cell(at, from, to, _round.Before), Cell(at, from, to, _round.After));
        Assert.That(cells, Is.EqualTo(new[]
        {
            ByHand("Response", _at, 0, _round.Radius), ByHand("Control", control, 0, _round.Radius),
            ByHand("Ring", _at, _round.Radius, outer), ByHand("ControlRing", control, _round.Radius, outer),
        }));
        double[] before = [.. cells.Select(cell => (double)cell.Item2)], after = [.. cells.Select(cell => (double)cell.Item3)];

        // Percent of (Ra / Rb) / (Ca / Cb), with the interval of a ratio of ratios of Poisson counts.
        double Percent(double ratio) => 100 * (ratio - 1);
        (double Low, double Middle, double High) Ratio(int here, int there)
        {
            var ratio = after[here] / before[here] / (after[there] / before[there]);
            var error = Math.Sqrt(1 / after[here] + 1 / before[here] + 1 / after[there] + 1 / before[there]);
            return (Percent(ratio * Math.Exp(-Z95 * error)), Percent(ratio), Percent(ratio * Math.Exp(Z95 * error)));
        }
        var (low, middle, high) = Ratio(0, 1);
        MustBe(Statistic(results, "AgainstControl"), low, middle, high);

        // Weighted displacement difference [Wheeler and Ratcliffe 2018], after divided by the length of its period in periods before.
        var weight = (double)_round.After.Days / _round.Before.Days;
        double Change(int cell) => after[cell] / weight - before[cell];
        var difference = Change(0) - Change(1) + Change(2) - Change(3);
        var deviation = Math.Sqrt(before.Sum() + after.Sum() / (weight * weight));
        double OfBefore(double incidents) => 100 * incidents / before[0];
        MustBe(Statistic(results, "Displacement"), OfBefore(difference - Z95 * deviation), OfBefore(difference),
            OfBefore(difference + Z95 * deviation));
        var moved = results.GetProperty("displacement");
        var ring = Ratio(2, 3);
        Assert.That(moved.GetProperty("change").GetDouble(), Is.EqualTo(ring.Middle).Within(1e-6));

        var verdict = middle <= -20 && high < 0 ? "Improved" : high < 0 ? "PartlyImproved" : low > -10 && high < 10 ? "NoChange"
            : low > 0 ? "Worse" : "CannotTell";
        Assert.That(Text(results, "byRule"), Is.EqualTo(verdict));
        return verdict;
    }

    private static JsonElement Statistic(JsonElement results, string name) =>
        results.GetProperty("statistics").EnumerateArray().Single(one => Text(one, "statistic") == name);

    private static void MustBe(JsonElement statistic, double low, double middle, double high)
    {
        Assert.That(statistic.GetProperty("change").GetDouble(), Is.EqualTo(middle).Within(1e-6));
        Assert.That(statistic.GetProperty("low").GetDouble(), Is.EqualTo(low).Within(1e-6));
        Assert.That(statistic.GetProperty("high").GetDouble(), Is.EqualTo(high).Within(1e-6));
    }

    private async Task Close(string verdict)
    {
        var before = await _problem.FillAssessment(verdict, _round.End);
        Assert.That((int?)before["outcomes"]![0]!["after"], Is.EqualTo(Cell(_at, 0, _round.Radius, _round.After)));
        Assert.That((await _problem.Read()).GetProperty("gate").GetProperty("shortfalls").GetArrayLength(), Is.Zero);
        await (await _problem.Move(Stage.Closed, _problem.Supervisor, closingReason: "FurtherEffortUnlikelyToHelp")).Ok();
    }

    private async Task CheckTheReport(string verdict)
    {
        var sentence = Text((await Get($"{_problem.Url}/evaluation")).GetProperty("test").GetProperty("results"), "sentence")!;
        var assessment = (await _problem.Report()).Section(ReportSection.Assessment).GetProperty("statements").EnumerateArray()
            .Select(one => one.GetString()!).ToList();
        Assert.That(assessment, Does.Contain(sentence));
        Assert.That(assessment[0], Does.StartWith($"Verdict: {Wording.Of(Enum.Parse<Verdict>(verdict))}"));
        var start = new DateOnly(_round.Start.Year, _round.Start.Month, 1);
        var (earlier, later) = (Count(_round.Radius, new(2000, 1, 1), start.AddDays(-1)),
            Count(_round.Radius, start.AddMonths(1), new DateOnly(_round.End.Year, _round.End.Month, 1).AddDays(-1)));
        Assert.That(assessment.Single(one => one.Contains("before the month of the start", StringComparison.Ordinal)),
            Does.Contain($": {earlier:N0} in ").And.Contain($", {later:N0} in "), "An incident in several rows counts once.");

        var page = await new Browser(_host, Role.Officer).Get($"/problems/{_problem.Id}/report");
        Assert.That(WebUtility.HtmlDecode(page), Does.Contain(sentence).And.Contain("<svg"));
        await using var word = await Officer.GetStreamAsync($"{_problem.Url}/report.docx");
        using var zip = new ZipArchive(word);
        using var document = new StreamReader(zip.GetEntry("word/document.xml")!.Open());
        Assert.That(WebUtility.HtmlDecode(await document.ReadToEndAsync()), Does.Contain(sentence));
        Assert.That(zip.Entries.Select(entry => entry.Name), Has.Some.EndsWith(".svg").And.Some.EndsWith(".png"));
    }
}
