using System.Text.Json;
using ProblemTracker.Domain;
using ProblemTracker.Evidence;
using ProblemTracker.Shared;
using ProblemTracker.Tests.Domain;
using ProblemTracker.Tests.Incidents;
using ProblemTracker.Tests.Neighborhoods;
using static ProblemTracker.Tests.Evidence.TwoPlaces;

namespace ProblemTracker.Tests.Evidence;

/// <summary>From a planned test over the frozen plan and data that arrive later to the verdict by its rule.</summary>
public sealed class EvaluationTests
{
    private TrackerHost _host = null!;

    [SetUp]
    public async Task Start()
    {
        _host = new();
        await _host.Import(Boundaries.Two);
        // Ten a month at the bar and nine at the park before, from March 2025 to February 2026.
        await _host.ImportCsv(Csv("a", new(2025, 3, 1), 12, bar: 10, park: 9));
    }

    [TearDown] public void Stop() => _host.Dispose();

    private static object Area((double Latitude, double Longitude) at, double radius = 150) =>
        new { latitude = at.Latitude, longitude = at.Longitude, radius };

    private static object Test(object? response = null, object? control = null, bool controlled = true, double? ring = 100,
        string statistic = "AgainstControl", string filter = "categoryCode=noise", object? rule = null, string after = "2026-06-01") => new
        {
            filter,
            response = response ?? Area(Bar),
            control = controlled ? control ?? Area(Park) : null,
            ring,
            before = new { from = "2025-03-01", to = "2026-02-28" },
            after = new { from = after, to = "2027-05-31" },
            rule = rule ?? new { statistic, confidence = 95, improvedBy = 20, noChangeWithin = 10 },
        };

    private static async Task<HttpResponseMessage> Plan(GivenProblem problem, object test, string? reason = null, int? version = null) =>
        await problem.Officer.IfMatch(version ?? await Version(problem))
            .PutAsJsonAsync($"{problem.Url}/evaluation/test", new { test, reason });

    private static async Task<int> Version(GivenProblem problem) => (await Read(problem)).GetProperty("version").GetInt32();

    private static async Task<JsonElement> Read(GivenProblem problem) =>
        await (await problem.Officer.GetAsync($"{problem.Url}/evaluation")).Ok();

    private static async Task<JsonElement> Evaluation(GivenProblem problem) => (await Read(problem)).GetProperty("test");

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();

    private static async Task<IEnumerable<string?>> Shortfalls(GivenProblem problem) =>
        (await problem.Read()).GetProperty("gate").GetProperty("shortfalls").EnumerateArray().Select(one => Text(one, "code"));

    private async Task<GivenProblem> Started()
    {
        var problem = await _host.Problem(Gate.Start);
        await (await Plan(problem, Test())).Ok();
        _host.Until(2026, 4, 15);
        await (await problem.StartResponse()).Ok();
        _host.Until(2026, 5, 20);
        foreach (var (id, done) in problem.Actions.Zip(Sample.DoneActions)) await problem.Change(id, done);
        await (await problem.Move(Stage.Assessment)).Ok();
        return problem;
    }

    [Test]
    public async Task Plan_says_before_the_start_what_it_could_show_and_fills_the_texts()
    {
        var problem = await _host.Problem(Gate.Start);

        await (await Plan(problem, Test())).Ok();

        var test = await Evaluation(problem);
        Assert.That(Text(test.GetProperty("test"), "counted"), Is.EqualTo("Noise"));
        var results = test.GetProperty("results");
        Assert.That(
            results.GetProperty("cells").EnumerateArray().Select(cell => (Text(cell, "cell"), cell.GetProperty("before").GetInt32())),
            Is.EqualTo(new[] { ("Response", 120), ("Control", 108), ("Ring", 0), ("ControlRing", 0) }));
        Assert.That(Text(results, "plannedPower"),
            Does.StartWith("With about 10 incidents a month over a year on each side, only a fall of"));
        Assert.That(Text(results, "sentence"), Is.EqualTo("The test begins when the response starts."));
        var plan = (await problem.Read()).GetProperty("response").GetProperty("evaluation");
        Assert.That(Text(plan, "decisionRule"), Does.StartWith("Improved: incidents in the response area, compared with the control area"));
        Assert.That(Text(plan, "design"), Is.EqualTo("BeforeAfterWithControl"));
        Assert.That(await Shortfalls(problem), Does.Not.Contain("response.evaluation"));
        var supervisor = new Browser(_host, Role.Supervisor);
        Assert.That(await supervisor.Get($"/problems/{problem.Id}/start"), Does.Not.Contain("the last action is due"));
        await (await Plan(problem, Test(after: "2026-05-10"))).Ok();
        Assert.That(await supervisor.Get($"/problems/{problem.Id}/start"),
            Does.Contain("begins on May 10, 2026, but the last action is due on May 15, 2026."));
    }

    [Test]
    public async Task Verdict_comes_by_itself_when_the_data_arrive_and_the_gate_takes_it_over()
    {
        var problem = await Started();
        var frozen = await Evaluation(problem);
        Assert.That(Text(frozen, "planHash"), Has.Length.EqualTo(64));
        Assert.That(await Shortfalls(problem), Does.Contain("assessment.outcomes"));

        _host.Until(2026, 9, 10);
        await _host.ImportCsv(Csv("b", new(2026, 6, 1), 3, bar: 4, park: 9));
        Assert.That((await _host.Send(new EvaluateTests())).Problems, Is.EqualTo(1));
        var early = await Evaluation(problem);
        Assert.That(Text(early.GetProperty("results"), "sentence"), Does.Contain("ends on May 31, 2027").And.Contain("no verdict"));
        Assert.That(early.GetProperty("results").GetProperty("byRule").ValueKind, Is.EqualTo(JsonValueKind.Null));
        Assert.That((await _host.Send(new EvaluateTests())).Problems, Is.Zero, "Once a day.");

        _host.Until(2027, 6, 10);
        Assert.That(Text((await Evaluation(problem)).GetProperty("results"), "sentence"), Does.Contain("only through August"));
        await _host.ImportCsv(Csv("c", new(2026, 9, 1), 10, bar: 4, park: 9));
        await _host.Send(new EvaluateTests());

        var results = (await Evaluation(problem)).GetProperty("results");
        Assert.That(results.GetProperty("cells")[0].GetProperty("after").GetInt32(), Is.EqualTo(48));
        Assert.That(Text(results, "byRule"), Is.EqualTo("Improved"));
        // (48/120)/(108/108) - 1
        Assert.That(results.GetProperty("statistics")[0].GetProperty("change").GetDouble(), Is.EqualTo(-60).Within(1e-9));
        Assert.That(Text(results.GetProperty("displacement"), "sentence"), Does.Contain("too few incidents"));
        var assessment = (await problem.Read()).GetProperty("assessment");
        Assert.That(await Shortfalls(problem), Does.Contain("assessment.displacement"), "A ring without incidents shows nothing.");
        var csv = await problem.Officer.GetStringAsync($"{problem.Url}/evaluation/months.csv");
        Assert.That(csv.Trim().Split('\n'), Has.Length.EqualTo(25));
        Assert.That(assessment.ValueKind, Is.EqualTo(JsonValueKind.Object));
        var browser = new Browser(_host, Role.Officer);
        Assert.That(await browser.Get($"/problems/{problem.Id}"), Does.Contain("Verdict by the rule: improved"));
        Assert.That(await browser.Get($"/problems/{problem.Id}/assessment"), Does.Contain("By this rule: <strong>improved</strong>."));
    }

    [Test]
    public async Task Buffer_of_ones_own_counts_without_the_response_area_and_shows_as_GeoJSON()
    {
        var problem = await _host.Problem(Gate.Start);
        object Drawn(double? ring) => new
        {
            filter = "categoryCode=noise",
            response = Area(Bar),
            control = Area(Park),
            ring,
            buffer = Area(Bar, 400),
            before = new { from = "2025-03-01", to = "2026-02-28" },
            after = new { from = "2026-06-01", to = "2027-05-31" },
            rule = new { statistic = "AgainstControl", confidence = 95, improvedBy = 20 },
        };
        var refused = await Plan(problem, Drawn(100));
        Assert.That(await refused.Content.ReadAsStringAsync(), Does.Contain("\"test.ring\"").And.Contain("not both"));

        var inside = await Plan(problem, new
        {
            filter = "categoryCode=noise",
            response = Area(Bar),
            buffer = Area(Bar, 100),
            before = new { from = "2025-03-01", to = "2026-02-28" },
            after = new { from = "2026-06-01", to = "2027-05-31" },
            rule = new { statistic = "BeforeAfter", confidence = 95, improvedBy = 20 },
        });
        Assert.That(await inside.Content.ReadAsStringAsync(), Does.Contain("\"test.buffer\"").And.Contain("lies within the response area"));

        await (await Plan(problem, Drawn(null))).Ok();

        var cells = (await Evaluation(problem)).GetProperty("results").GetProperty("cells").EnumerateArray().ToList();
        Assert.That(cells.Select(cell => (Text(cell, "cell"), cell.GetProperty("before").GetInt32())),
            Is.EqualTo(new[] { ("Response", 120), ("Control", 108), ("Ring", 0) }));
        Assert.That(Text(cells[2], "name"), Does.StartWith("Buffer: "));
        var areas = await (await problem.Officer.GetAsync($"{problem.Url}/areas")).Ok();
        Assert.That(Text(areas, "type"), Is.EqualTo("FeatureCollection"));
        var features = areas.GetProperty("features").EnumerateArray().ToList();
        double Size(int at) => features[at].GetProperty("properties").GetProperty("squareMeters").GetDouble();
        Assert.That(features, Has.Count.EqualTo(3));
        Assert.That(Size(2), Is.EqualTo(Math.PI * (400 * 400 - 150 * 150)).Within(1).Percent);
        Assert.That(Text(features[2].GetProperty("geometry"), "type"), Is.EqualTo("Polygon"));
        Assert.That((await problem.Read()).GetProperty("response").GetProperty("evaluation").GetProperty("bufferArea").GetString(),
            Does.EndWith("within 400 m"));
    }

    [Test]
    public async Task Test_that_cannot_be_computed_does_not_keep_others_from_theirs()
    {
        var broken = await _host.OpenProblem();
        var sound = await Started();
        // Its worksheet can't be read.
        foreach (var sql in new[]
        {
            "UPDATE Problem SET Stage = 'Response' WHERE Id = @broken",
            "INSERT INTO PlanTest (ProblemId) VALUES (@broken)",
            """
            INSERT INTO FrozenPlan (ProblemId, Visit, StartedAt, StartedOn, Note, Hash, Sheet, Actions)
            SELECT @broken, 9, f.StartedAt, f.StartedOn, f.Note, f.Hash, f.Sheet, f.Actions FROM FrozenPlan f WHERE f.ProblemId = @sound
            """,
            """
            INSERT INTO Worksheet (ProblemId, Kind, Body, Version, SavedAt)
            SELECT @broken, w.Kind, SUBSTRING(w.Body, 2, 1000000), 1, w.SavedAt
            FROM Worksheet w WHERE w.ProblemId = @sound AND w.Kind = 'Response'
            """,
        })
            await _host.Query(db => db.Execute(sql, new { broken, sound = sound.Id }, default));

        var failed = Assert.ThrowsAsync<AggregateException>(() => _host.Send(new EvaluateTests()));

        Assert.That(failed!.Message, Does.StartWith("1 of 2 tests could not be computed."));
        Assert.That(await _host.Query(db => db.Find<string>("SELECT t.PlanHash FROM PlanTest t WHERE t.ProblemId = @Id",
            new { sound.Id }, default)), Has.Length.EqualTo(64));
    }

    [Test]
    public async Task Objective_without_a_baseline_takes_the_count_and_later_the_result()
    {
        var problem = await _host.Problem(Gate.Start);
        await problem.Save(SheetKind.Response, Sample.Response with
        {
            Objectives = [new() { Kind = MeasureKind.Calls }],
        });
        var half = new { statistic = "AgainstControl", confidence = 95, improvedBy = 50 };
        await (await Plan(problem, Test(rule: half))).Ok();
        await (await Plan(problem, Test())).Ok();
        var objective = (await problem.Read()).GetProperty("response").GetProperty("objectives")[0];
        Assert.That((Text(objective, "measure"), objective.GetProperty("baseline").GetInt32(), objective.GetProperty("target").GetInt32()),
            Is.EqualTo(("Noise: 40.5, -89.5, within 150 m", 120, 96)), "The target of the earlier rule, 60, goes with it.");
        Assert.That(await Shortfalls(problem), Is.Empty);
        _host.Until(2026, 4, 15);
        await (await problem.StartResponse()).Ok();
        _host.Until(2027, 6, 10);
        await _host.ImportCsv(Csv("c", new(2026, 6, 1), 12, bar: 4, park: 9) + "last,2027-06-01,loud music,1 Park Way,40.55,-89.45\n");

        await (await problem.Officer.PostAsync($"{problem.Url}/evaluation", null)).Ok();

        var outcome = (await problem.Read()).GetProperty("assessment").GetProperty("outcomes")[0];
        Assert.That(outcome.GetProperty("after").GetInt32(), Is.EqualTo(48));
        Assert.That(Text(outcome.GetProperty("counted"), "filter"), Is.EqualTo(Text(objective.GetProperty("counted"), "filter")));
        var counted = await (await problem.Officer.GetAsync("/api/v1/incidents/count?from=2026-06-01&to=2027-05-31&"
            + Text(objective.GetProperty("counted"), "filter"))).Ok();
        Assert.That(counted.GetProperty("incidents").GetInt32(), Is.EqualTo(48), "The list counts the same.");
    }

    [Test]
    public async Task Amended_test_does_not_change_what_was_frozen()
    {
        var problem = await Started();
        var hash = Text(await Evaluation(problem), "planHash");

        await (await Plan(problem, Test(ring: null))).Refused(400, "reason");
        await (await Plan(problem, Test(ring: null), "The ring is a lake.")).Ok();

        var test = await Evaluation(problem);
        Assert.That((Text(test, "planHash"), test.GetProperty("isAmended").GetBoolean()), Is.EqualTo((hash, true)));
        Assert.That(test.GetProperty("test").GetProperty("ring").GetDouble(), Is.EqualTo(100));
        Assert.That(await new Browser(_host, Role.Officer).Get($"/problems/{problem.Id}/test"),
            Does.Contain("Amend the test").And.Not.Contain("Find places like"));
    }

    [Test]
    public async Task After_the_start_it_is_too_late_for_a_first_test()
    {
        var problem = await _host.Problem(Gate.Start);
        _host.Until(2026, 4, 15);
        await (await problem.StartResponse()).Ok();

        await (await Plan(problem, Test(), "We forgot.")).Refused(422, "test");

        Assert.That((await Read(problem)).GetProperty("test").ValueKind, Is.EqualTo(JsonValueKind.Null));
        var page = await new Browser(_host, Role.Officer).Get($"/problems/{problem.Id}/test");
        Assert.That(page, Does.Contain("has started without a test"));
        Assert.That(page, Does.Not.Contain("Save test"));
    }

    [Test]
    public async Task Saved_worksheet_keeps_its_test_and_refuses_another()
    {
        var problem = await _host.Problem(Gate.Start);
        await (await Plan(problem, Test())).Ok();

        await problem.Save(SheetKind.Response, Sample.Response);

        var kept = (await problem.Read()).GetProperty("response").GetProperty("evaluation");
        Assert.That(kept.GetProperty("test").ValueKind, Is.EqualTo(JsonValueKind.Object));
        Assert.That(Text(kept, "decisionRule"), Does.StartWith("Improved: incidents"));
        var other = Sample.Response with
        {
            Evaluation = Sample.Response.Evaluation with { Test = new() { Filter = "categoryCode=graffiti" } },
        };
        await (await problem.TrySave(SheetKind.Response, other)).Refused(400, "evaluation.test");
    }

    [Test]
    public async Task Draft_is_looked_at_once_a_day_although_an_earlier_plan_was_frozen()
    {
        var problem = await Started();
        await (await problem.Move(Stage.Response)).Ok();

        Assert.That((await _host.Send(new EvaluateTests())).Problems, Is.EqualTo(1));
        Assert.That((await _host.Send(new EvaluateTests())).Problems, Is.Zero);
        Assert.That((await Evaluation(problem)).GetProperty("planHash").ValueKind, Is.EqualTo(JsonValueKind.Null));
    }

    [Test]
    public async Task Places_like_the_response_area_are_found_apart_from_it()
    {
        var problem = await _host.Problem(Gate.Start);
        await (await Plan(problem, Test(statistic: "BeforeAfter"))).Ok();

        var found = await (await problem.Officer.GetAsync($"{problem.Url}/evaluation/controls")).Ok();

        var best = found.GetProperty("items")[0];
        Assert.That((Text(best, "name"), best.GetProperty("before").GetInt32()), Is.EqualTo(("1 Park Way", 108)));
        Assert.That(found.GetProperty("response").EnumerateArray().Sum(month => month.GetInt32()), Is.EqualTo(120));
        Assert.That(found.GetProperty("items").EnumerateArray().Select(one => Text(one, "name")), Does.Not.Contain("40 Tanner Street"));
        Assert.That(best.GetProperty("unlikeness").GetDouble(), Is.EqualTo(Math.Log(120.5 / 108.5)).Within(0.05));
    }

    [Test]
    public async Task Address_and_neighborhood_become_places_of_the_plan()
    {
        var problem = await _host.Problem(Gate.Start);
        var west = (await (await problem.Officer.GetAsync("/api/v1/neighborhoods")).Ok()).GetProperty("items").EnumerateArray()
            .First(one => one.GetProperty("hasBoundary").GetBoolean());

        var saved = await (await Plan(problem, Test(response: new { name = "40 Tanner Street", radius = 120 }, statistic: "BeforeAfter")))
            .Ok();
        Assert.That(saved.GetProperty("response").GetProperty("latitude").GetDouble(), Is.EqualTo(40.5));
        await (await Plan(problem, Test(response: new { name = "No such street", radius = 120 }))).Refused(400, "test.response.name");

        saved = await (await Plan(problem, Test(response: new { neighborhoodId = west.GetProperty("id").GetInt64() }, ring: null,
            controlled: false, statistic: "BeforeAfter"))).Ok();
        Assert.That(Text(saved.GetProperty("response"), "corners"), Does.Contain(";"));
        Assert.That(Text(saved.GetProperty("response"), "name"), Is.EqualTo(Text(west, "name")));
    }

    [Test]
    public async Task Impossible_tests_are_refused_with_their_field()
    {
        var problem = await _host.Problem(Gate.Start);
        await (await Plan(problem, Test(filter: "neighborhoodId=1"))).Refused(400, "test.filter");
        await (await Plan(problem, Test(filter: "categoryCode=nothing"))).Refused(400, "test.filter");
        await (await Plan(problem, Test(response: new { }))).Refused(400, "test.response.name");
        await (await Plan(problem, Test(response: Area((91, 0))))).Refused(400, "test.response.latitude");
        await (await Plan(problem, Test(response: Area(Bar, 9)))).Refused(400, "test.response.radius");
        await (await Plan(problem, Test(response: new { corners = "40.5,-89.5;40.6,-89.5" }))).Refused(400, "test.response.corners");
        await (await Plan(problem, Test(response: new { neighborhoodId = 999 }))).Refused(400, "test.response.neighborhoodId");
        await (await Plan(problem, Test(ring: 1e9))).Refused(400, "test.ring");
        await (await Plan(problem, Test(after: "2026-02-01"))).Refused(400, "test.after");
        await (await Plan(problem, Test(control: Area((40.501, -89.5))))).Refused(400, "test.control");
        await (await Plan(problem, Test(ring: null, statistic: "Displacement"))).Refused(400, "test.rule.statistic");
        await (await Plan(problem, Test(rule: new { statistic = "BeforeAfter", confidence = 94, improvedBy = 20 })))
            .Refused(400, "test.rule.confidence");
        await (await Plan(problem, Test(rule: new { statistic = "BeforeAfter", confidence = 95, improvedBy = 0 })))
            .Refused(400, "test.rule.improvedBy");
        await (await Plan(problem, Test(rule: new { statistic = "BeforeAfter", confidence = 95, improvedBy = 10, noChangeWithin = 20 })))
            .Refused(400, "test.rule.noChangeWithin");
        await (await Plan(problem, Test(), version: 999)).Refused(412);
        await (await problem.Officer.PostAsync($"{problem.Url}/evaluation", null)).Refused(422, "test");
        Assert.That((await Read(problem)).GetProperty("test").ValueKind, Is.EqualTo(JsonValueKind.Null), "Nothing was saved.");
    }

    [Test]
    public async Task Other_explanations_are_found_in_the_data()
    {
        var problem = await Started();
        _host.Until(2027, 6, 10);
        // No data for two months, and another word of the source at the bar.
        foreach (var csv in new[] { Csv("c", new(2026, 6, 1), 4, bar: 4, park: 9), Csv("d", new(2026, 12, 1), 7, bar: 4, park: 9) })
            await _host.ImportCsv(csv.Replace("loud music", "loud party", StringComparison.Ordinal),
                map => map with { Categories = new Dictionary<string, string> { ["LOUD PARTY"] = "noise" } });

        var found = (await Evaluation(problem)).GetProperty("otherExplanations").EnumerateArray().Select(one => one.GetString()).ToList();

        Assert.That(found, Has.Some.Contains("Data may be missing in the period after"));
        Assert.That(found, Has.Some.Contains("loud party"));
    }
}

file static class Replies
{
    /// <summary>Asserts that a request was refused for one field.</summary>
    public static async Task Refused(this HttpResponseMessage reply, int status, string? field = null)
    {
        Assert.That((int)reply.StatusCode, Is.EqualTo(status), await reply.Content.ReadAsStringAsync());
        if (status == 400) Assert.That(await reply.WrongFields(), Is.EqualTo(new[] { field }));
        else if (field is not null) Assert.That(await reply.Content.ReadAsStringAsync(), Does.Contain($"\"{field}\""));
    }
}
