using System.Text.Json;
using ProblemTracker.Domain;
using ProblemTracker.Tests.Concerns;
using ProblemTracker.Tests.Domain;
using ProblemTracker.Tests.Surveys;

namespace ProblemTracker.Tests.Evidence;

/// <summary>Tests of a response by survey answers and by numbers from elsewhere.</summary>
public sealed class MeasureEvaluationTests
{
    private TrackerHost _host = null!;

    [SetUp] public void Start() => _host = new();

    [TearDown] public void Stop() => _host.Dispose();

    private static object Test(string filter, string statistic = "BeforeAfter", decimal improvedBy = 10) => new
    {
        filter,
        before = new { from = "2025-03-01", to = "2026-04-14" },
        after = new { from = "2026-06-01", to = "2027-05-31" },
        rule = new { statistic, confidence = 95, improvedBy },
    };

    private static async Task<HttpResponseMessage> Plan(GivenProblem problem, object test) =>
        await problem.Officer.IfMatch((await (await problem.Officer.GetAsync($"{problem.Url}/evaluation")).Ok())
            .GetProperty("version").GetInt32()).PutAsJsonAsync($"{problem.Url}/evaluation/test", new { test });

    private static async Task<JsonElement> Evaluation(GivenProblem problem) =>
        (await (await problem.Officer.GetAsync($"{problem.Url}/evaluation")).Ok()).GetProperty("test");

    private static async Task<JsonElement> Results(GivenProblem problem) => (await Evaluation(problem)).GetProperty("results");

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();

    private static string Numbers(int year, int month, params int[] values) => string.Join('\n', values.Select((value, i) =>
        $"{new DateOnly(year, month, 1).AddMonths(i):yyyy-MM} {value}"));

    private static async Task<long> AddSeries(GivenProblem problem, string numbers, bool moreIsBetter = false) =>
        (await (await problem.Officer.PostAsJsonAsync($"{problem.Url}/measures/series",
            new { name = "Bags of litter", source = "Parks department", moreIsBetter, numbers })).Ok()).GetProperty("id").GetInt64();

    /// <summary>Says in the Response worksheet why there is no control or buffer area.</summary>
    private static async Task Explain(GivenProblem problem, string reason)
    {
        var read = await problem.Read();
        var sheet = System.Text.Json.Nodes.JsonNode.Parse(read.GetProperty("response").GetRawText())!;
        sheet["evaluation"]!["noComparisonReason"] = reason;
        var version = (await (await problem.Officer.GetAsync($"{problem.Url}/evaluation")).Ok()).GetProperty("version").GetInt32();
        await (await problem.Officer.IfMatch(version).PutAsJsonAsync($"{problem.Url}/response", sheet)).Ok();
    }

    private async Task RunAndFinish(GivenProblem problem)
    {
        _host.Until(2026, 4, 15);
        await Explain(problem, "The whole park is one area, and nobody counts around it.");
        await (await problem.StartResponse()).Ok();
        _host.Until(2026, 5, 20);
        foreach (var (id, done) in problem.Actions.Zip(Sample.DoneActions)) await problem.Change(id, done);
        await (await problem.Move(Stage.Assessment)).Ok();
    }

    [Test]
    public async Task Series_typed_before_and_after_gives_the_verdict_of_its_rule()
    {
        var problem = await _host.Problem(Gate.Start);
        var before = Numbers(2025, 3, 20, 22, 19, 21, 20, 18, 22, 20, 21, 19, 20, 22);
        var series = await AddSeries(problem, before);
        await (await Plan(problem, Test($"seriesId={series}", improvedBy: 20))).Ok();

        var planned = await Results(problem);
        Assert.That(Text(planned, "plannedPower"), Does.StartWith("With 12 numbers before (mean 20.33) and as many after, only a fall of"));
        await RunAndFinish(problem);
        Assert.That(Text(await Results(problem), "sentence"), Does.Contain("ends on May 31, 2027"));
        _host.Until(2027, 6, 10);
        await Change(problem, series, 1, $"{before}\n{Numbers(2026, 6, 12, 11, 13)}");
        Assert.That(Text(await Results(problem), "sentence"), Does.Contain("3 of its numbers are known, through August 31, 2026"));
        await Change(problem, series, 2, $"{before}\n{Numbers(2026, 6, 12, 11, 13, 12, 10, 12, 11, 12, 13, 12, 11, 12)}");
        await (await problem.Officer.PostAsync($"{problem.Url}/evaluation", null)).Ok();

        var found = await Evaluation(problem);
        var results = found.GetProperty("results");
        var cell = results.GetProperty("measured")[0];
        Assert.That((cell.GetProperty("before").GetDouble(), cell.GetProperty("beforeOf").GetInt32()),
            Is.EqualTo((244 / 12.0, 12)));
        // 141/12 to 244/12, less 1.
        var change = results.GetProperty("statistics")[0].GetProperty("change").GetDouble();
        Assert.That(change, Is.EqualTo(100 * (141.0 / 244 - 1)).Within(1e-9));
        Assert.That((Text(results, "byRule"), results.GetProperty("values").GetArrayLength()), Is.EqualTo(("Improved", 24)));
        Assert.That(Text(results, "sentence"), Does.StartWith("Bags of litter (Parks department), compared with before: a fall of 42%"));
        var page = await new Browser(_host, Role.Officer).Get($"/problems/{problem.Id}/verdict");
        Assert.That(page, Does.Contain("11.75 (n = 12)").And.Contain("Change in percent, with the 95% interval; a fall is better"));
        var report = await (await problem.Officer.GetAsync($"{problem.Url}/report")).Content.ReadAsStringAsync();
        Assert.That(report, Does.Contain("a fall of 42%"));
        Assert.That((await (await problem.Officer.GetAsync($"{problem.Url}/audit")).Ok()).ToString(), Does.Contain("test.evaluated"));
        var csv = await problem.Officer.GetStringAsync($"{problem.Url}/evaluation/months.csv");
        Assert.That(csv, Does.Contain("2026-06-01,after,12"));
    }

    [Test]
    public async Task Site_checklist_walked_before_and_after_is_compared_in_points_and_named_in_public_by_its_kind_alone()
    {
        var problem = await _host.Problem(Gate.Start);
        foreach (var (day, first) in new[] { ("2026-03-03", "ALot"), ("2026-03-04", "Some"), ("2026-03-05", "ALot") })
            await problem.Officer.Fill(problem.Id, $"{day}T14:00:00Z", first, "ALot");
        Assert.That(await (await problem.Officer.GetAsync($"{problem.Url}/measures")).Content.ReadAsStringAsync(),
            Does.Contain("checklist=40 Tanner Street").And.Contain("Site checklist of 40 Tanner Street"));
        await (await Plan(problem, Test("checklist=40 tanner street"))).Ok();
        Assert.That(Text((await Evaluation(problem)).GetProperty("test"), "filter"), Is.EqualTo("checklist=40 Tanner Street"));
        Assert.That(Text(await Results(problem), "plannedPower"), Does.StartWith("With 3 walks before (mean "));
        await RunAndFinish(problem);
        _host.Until(2026, 9, 1);
        foreach (var (at, first) in new[] { ("2026-08-03", "None"), ("2026-08-10", "ALittle"), ("2026-08-20", "None") })
            await problem.Officer.Fill(problem.Id, $"{at}T14:00:00Z", first, "ALittle");
        _host.Until(2027, 6, 10);
        await (await problem.Officer.PostAsync($"{problem.Url}/evaluation", null)).Ok();

        var results = await Results(problem);
        var cell = results.GetProperty("measured")[0];
        var statistic = results.GetProperty("statistics")[0];
        Assert.That(statistic.GetProperty("change").GetDouble(),
            Is.EqualTo(cell.GetProperty("after").GetDouble() - cell.GetProperty("before").GetDouble()).Within(1e-9).And.LessThan(-50));
        Assert.That(Text(results, "byRule"), Is.EqualTo("Improved"));
        var report = await (await problem.Officer.GetAsync($"{problem.Url}/report")).Content.ReadAsStringAsync();
        Assert.That(report, Does.Contain("Site checklist of 40 Tanner Street: mean").And.Contain("(n = 3)"));
        var released = await (await problem.Supervisor.GetAsync($"{problem.Url}/report?variant=Public")).Content.ReadAsStringAsync();
        Assert.That(released, Does.Contain("Site checklist, compared with before: a fall of"));
        Assert.That(released, Does.Not.Contain("Site checklist of 40 Tanner Street,"));
    }

    private static async Task Change(GivenProblem problem, long series, int version, string numbers) =>
        await (await problem.Officer.IfMatch(version).PutAsJsonAsync($"{problem.Url}/measures/series/{series}",
            new { name = "Bags of litter", source = "Parks department", numbers })).Ok();

    [Test]
    public async Task Survey_answers_in_both_areas_are_compared_and_other_ways_of_asking_named()
    {
        await Resident.Open(_host);
        var problem = await _host.Problem(Gate.Start);
        var survey = (await (await _host.SignIn(Role.Supervisor).PostAsJsonAsync("/api/v1/surveys",
            new { title = "Safe here?", problemId = problem.Id })).Ok()).GetProperty("id").GetInt64();
        await Wave("Before", "Response", SurveyMode.Slip, high: 40, of: 100);
        await Wave("Before", "Control", SurveyMode.Slip, high: 41, of: 100);
        await (await Plan(problem, Test($"surveyId={survey}&question=q4", "AgainstControl"))).Ok();

        var test = (await Evaluation(problem)).GetProperty("test");
        Assert.That(Text(test, "counted"), Does.EndWith("(Safe here?)"));
        Assert.That(test.GetProperty("moreIsBetter").GetBoolean());
        Assert.That(Text(await Results(problem), "plannedPower"),
            Does.Match(@"^With 100 answers before \(100 in the control area\) and as many after, only a rise of .* points"));
        var objective = (await problem.Read()).GetProperty("response").GetProperty("evaluation");
        Assert.That(Text(objective, "design"), Is.EqualTo("BeforeAfterWithControl"));
        await RunAndFinish(problem);
        _host.Until(2026, 9, 10);
        await Wave("After", "Response", SurveyMode.Tablet, high: 75, of: 100);
        _host.Until(2027, 6, 10);
        Assert.That(Text(await Results(problem), "sentence"), Does.Contain("no wave after the response in it is closed").And
            .Contain("in both areas"));
        await Wave("After", "Control", SurveyMode.Slip, high: 42, of: 100);
        Assert.That(Text(await Results(problem), "sentence"), Does.Contain("in both areas"), "It was opened too late for the period.");
        await _host.Query(db => db.Execute("UPDATE SurveyWave SET OpensOn = '2026-09-10' WHERE Phase = 'After'", null, default));

        await (await problem.Officer.PostAsync($"{problem.Url}/evaluation", null)).Ok();

        var found = await Evaluation(problem);
        var statistics = found.GetProperty("results").GetProperty("statistics");
        // (75 - 40) - (42 - 41)
        Assert.That((Text(statistics[0], "statistic"), statistics[0].GetProperty("change").GetDouble()),
            Is.EqualTo(("AgainstControl", 34.0)).Within(1e-9));
        Assert.That(statistics[1].GetProperty("change").GetDouble(), Is.EqualTo(35).Within(1e-9));
        Assert.That(Text(found.GetProperty("results"), "byRule"), Is.EqualTo("Improved"));
        Assert.That(found.GetProperty("otherExplanations").ToString(),
            Does.Contain("People were reached in other ways: before by slips, after by tablet at the door."));
        var outcome = (await problem.Read()).GetProperty("assessment").ToString();
        Assert.That(outcome, Does.Not.Contain("\"after\":75"), "Its objective had a baseline of its own.");

        async Task Wave(string phase, string area, SurveyMode mode, int high, int of)
        {
            var today = DateOnly.FromDateTime(_host.Time.GetUtcNow().UtcDateTime);
            var wave = await _host.NewWave(survey, phase, area, opensOn: $"{today:yyyy-MM-dd}", closesOn: $"{today.AddDays(9):yyyy-MM-dd}",
                by: Role.Supervisor);
            await _host.Sent(wave, mode, Enumerable.Repeat(5, high).Concat(Enumerable.Repeat(2, of - high)));
            await _host.CloseWave(survey, wave, Role.Supervisor);
        }
    }

    [Test]
    public async Task Measure_that_the_problem_does_not_offer_and_areas_that_it_does_not_need_are_refused()
    {
        var problem = await _host.Problem(Gate.Start);
        var series = await AddSeries(problem, "2026-01 3");

        foreach (var (test, field) in new[]
        {
            (Test("seriesId=99"), "test.filter"),
            (Test("surveyId=1&question=q4"), "test.filter"),
            (Test($"seriesId={series}", "LevelChange"), "test.rule.statistic"),
            (Test($"seriesId={series}", "AgainstControl"), "test.rule.statistic"),
        })
            await Refused(await Plan(problem, test), field);
        await Refused(await Plan(problem, new
        {
            filter = $"seriesId={series}",
            ring = 100,
            response = new { latitude = 40.5, longitude = -89.5, radius = 100 },
            before = new { from = "2025-03-01", to = "2026-02-28" },
            after = new { from = "2026-06-01", to = "2027-05-31" },
            rule = new { statistic = "BeforeAfter", confidence = 95, improvedBy = 20 },
        }), "test.ring");

        static async Task Refused(HttpResponseMessage answer, string field)
        {
            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.UnprocessableEntity).Or.EqualTo(HttpStatusCode.BadRequest));
            Assert.That(await answer.Content.ReadAsStringAsync(), Does.Contain($"\"{field}\""));
        }
    }

    [Test]
    public async Task Measures_are_listed_by_kind_and_a_series_in_use_stays()
    {
        var problem = await _host.Problem(Gate.Start);
        var series = await AddSeries(problem, "2026-01 3\n2026-02 4", moreIsBetter: true);
        var unused = await AddSeries(problem, "2026-01 3");

        var measures = await (await problem.Officer.GetAsync($"{problem.Url}/measures")).Ok();
        var items = measures.GetProperty("items").EnumerateArray().ToList();
        Assert.That(Text(items[0], "measure"), Is.EqualTo("Incidents"));
        Assert.That(items.Last(one => Text(one, "filter") == $"seriesId={series}").GetProperty("moreIsBetter").GetBoolean());
        Assert.That(measures.GetProperty("series")[0].GetProperty("numbers").GetString(), Is.EqualTo("2026-01-01 3\n2026-02-01 4"));
        await (await Plan(problem, Test($"seriesId={series}"))).Ok();
        var refused = await problem.Officer.IfMatch(1).DeleteAsync($"{problem.Url}/measures/series/{series}");
        Assert.That(await refused.Content.ReadAsStringAsync(), Does.Contain("series.inUse"));
        Assert.That((await problem.Officer.IfMatch(1).DeleteAsync($"{problem.Url}/measures/series/{unused}")).StatusCode,
            Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That((await problem.Officer.IfMatch(9).PutAsJsonAsync($"{problem.Url}/measures/series/{series}",
            new { name = "Bags", source = "Parks", numbers = "2026-01 3" })).StatusCode, Is.EqualTo(HttpStatusCode.PreconditionFailed));
    }

    [Test]
    public async Task Another_measure_in_the_draft_takes_the_baseline_along_and_changed_numbers_are_named_beside_the_verdict()
    {
        var problem = await _host.Problem(Gate.Start);
        var sheet = System.Text.Json.Nodes.JsonNode.Parse((await problem.Read()).GetProperty("response").GetRawText())!;
        sheet["objectives"]![0]!["baseline"] = null;
        sheet["objectives"]![0]!["baselineKey"] = null;
        await (await problem.TrySave(SheetKind.Response, sheet)).Ok();
        var (first, second) = (await AddSeries(problem, Numbers(2025, 3, 5, 6, 7)), await AddSeries(problem, Numbers(2025, 3, 8, 9, 10)));
        await (await Plan(problem, Test($"seriesId={first}"))).Ok();
        await (await Plan(problem, Test($"seriesId={second}"))).Ok();
        async Task<JsonElement> Objective() => (await problem.Read()).GetProperty("response").GetProperty("objectives")[0];
        Assert.That(((await Objective()).GetProperty("baseline").GetDecimal(), Text((await Objective()).GetProperty("counted"), "filter")),
            Is.EqualTo((9m, $"seriesId={second}")));

        await RunAndFinish(problem);
        _host.Until(2027, 6, 10);
        await Change(problem, second, 1, $"{Numbers(2025, 3, 4, 5, 6)}\n{Numbers(2026, 6, 2, 3, 2, 3, 2, 3, 2, 3, 2, 3, 2, 3)}");

        Assert.That((await Evaluation(problem)).GetProperty("otherExplanations").ToString(),
            Does.Contain("changed after the plan was frozen: 9 then, 5 now."));
    }

    [Test]
    public async Task Pages_plan_a_test_by_a_series_without_scripts()
    {
        var problem = await _host.Problem(Gate.Start);
        var officer = new Browser(_host, Role.Officer);
        var (tests, page) = ($"/problems/{problem.Id}/test", $"/problems/{problem.Id}/series");
        Assert.That(await officer.Get($"{tests}?by=Numbers"), Does.Contain("Add a series of numbers"));
        Assert.That(await officer.Get($"{tests}?by=Survey"), Does.Contain("Create a survey"));

        var refused = await officer.Post(page, new() { ["Input.Name"] = "Bags", ["Input.Numbers"] = "2026-01 x" });
        Assert.That(refused, Does.Contain("Line 1 must be").And.Contain("Say where the numbers come from.")
            .And.Contain("2026-01 x"));
        await officer.Post(page, new()
        {
            ["Input.Name"] = "Bags",
            ["Input.Source"] = "Parks",
            ["Input.Numbers"] = "2025-12 4\n2026-01 5\n2026-02 6",
        }, redirect: page);
        Assert.That(await officer.Get(page), Does.Contain("3, Dec 1, 2025 to Feb 1, 2026"));
        Assert.That(await officer.Get($"{page}?series=1"), Does.Contain("2025-12-01 4"));
        await officer.Post(tests, new()
        {
            ["Version"] = Version(await officer.Get($"{tests}?by=Numbers")),
            ["By"] = "Numbers",
            ["Test.Filter"] = "seriesId=1",
            ["Test.Before.From"] = "2025-12-01",
            ["Test.Before.To"] = "2026-02-28",
            ["Test.After.From"] = "2026-06-01",
            ["Test.After.To"] = "2026-08-31",
            ["Test.Rule.Statistic"] = "BeforeAfter",
            ["Test.Rule.ImprovedBy"] = "20",
            ["Test.Rule.Confidence"] = "95",
        }, redirect: tests, formOn: $"{tests}?by=Numbers");
        Assert.That(await officer.Get(tests), Does.Contain("With 3 numbers before").And.Contain("5 (n = 3)"));
        Assert.That(await officer.Post($"{page}?handler=Remove&series=1", new() { ["Version"] = "1" }, formOn: $"{page}?series=1"),
            Does.Contain("The test of the response measures this series."));

        static string Version(string html) =>
            System.Text.RegularExpressions.Regex.Match(html, "name=\"Version\" value=\"(\\d+)\"").Groups[1].Value;
    }
}
