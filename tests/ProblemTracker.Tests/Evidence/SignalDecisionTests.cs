using System.Text.Json;
using ProblemTracker.Domain;
using ProblemTracker.Evidence;
using ProblemTracker.Reports;
using ProblemTracker.Tests.Incidents;
using ProblemTracker.Tests.Neighborhoods;

namespace ProblemTracker.Tests.Evidence;

/// <summary>Who hears of signals and decides about them, and what a decision writes.</summary>
public sealed class SignalDecisionTests
{
    private TrackerHost _host = null!;

    [SetUp]
    public async Task Start()
    {
        _host = new();
        await _host.Import(Boundaries.Two);
        await _host.ImportCsv(LoudBar.Year());
        await _host.Send(new RunSignals());
    }

    [TearDown] public void Stop() => _host.Dispose();

    private HttpClient Officer => _host.SignIn(Role.Officer);

    private HttpClient Supervisor => _host.SignIn(Role.Supervisor);

    private static async Task<JsonElement> List(HttpClient by, string query = "") =>
        await (await by.GetAsync($"/api/v1/signals{query}")).Ok();

    private async Task<JsonElement> Bar(HttpClient? by = null) =>
        (await List(by ?? Supervisor, "?categoryCode=noise")).GetProperty("items").EnumerateArray()
            .First(row => row.GetProperty("place").GetString() == "40 Tanner Street");

    private static Task<HttpResponseMessage> Link(HttpClient by, JsonElement signal, long problemId) =>
        by.IfMatch(signal.GetProperty("version").GetInt32())
            .PostAsJsonAsync($"/api/v1/signals/{signal.GetProperty("id")}/problem", new { problemId });

    private async Task MakeConfidential(string code)
    {
        var administrator = _host.SignIn(Role.Administrator);
        var items = (await (await administrator.GetAsync("/api/v1/settings/categories")).Ok()).GetProperty("items").EnumerateArray()
            .Select(item => new
            {
                code = item.GetProperty("code").GetString(),
                name = item.GetProperty("name").GetString(),
                active = true,
                confidential = item.GetProperty("code").GetString() == code,
            }).ToList();
        await (await administrator.IfMatch(0).PutAsJsonAsync("/api/v1/settings/categories", new { items })).Ok();
    }

    [Test]
    public async Task Signal_and_its_incidents_become_part_of_a_problem_at_once_or_not_at_all()
    {
        var problem = await _host.OpenProblem();
        await _host.Query(db => db.Write(() => db.Execute(
            "UPDATE Signal SET FilterJson = REPLACE(FilterJson, '\"problemId\":null', '\"problemId\":999')", null, default), default));

        var refused = await Link(Officer, await Bar(), problem);

        Assert.That(refused.IsSuccessStatusCode, Is.False, "Its filter names a problem that nobody can view.");
        Assert.That((await Bar()).GetProperty("state").GetString(), Is.EqualTo("Open"));
        Assert.That((await (await Officer.GetAsync($"/api/v1/problems/{problem}/scanning")).Ok()).GetProperty("howOften").ValueKind,
            Is.EqualTo(JsonValueKind.Null));

        await _host.Query(db => db.Write(() => db.Execute(
            "UPDATE Signal SET FilterJson = REPLACE(FilterJson, '\"problemId\":999', '\"problemId\":null')", null, default), default));
        await (await Link(Officer, await Bar(), problem)).Ok();
        Assert.That((await (await Officer.GetAsync($"/api/v1/problems/{problem}")).Ok()).GetProperty("linkedEvents").GetInt32(),
            Is.EqualTo(24));
    }

    [Test]
    public async Task Signal_with_more_incidents_than_can_be_linked_becomes_part_of_a_problem_without_them()
    {
        var problem = await _host.OpenProblem();
        await _host.Query(db => db.Write(() => db.Execute("UPDATE Signal SET Observed = 6000", null, default), default));
        var browser = new Browser(_host, Role.Officer);
        var number = (await (await Officer.GetAsync($"/api/v1/problems/{problem}")).Ok()).GetProperty("number").GetString()!;

        var path = $"/signals/{(await Bar()).GetProperty("id")}";
        await browser.Post($"{path}?handler=Link", new() { ["Version"] = "1", ["ProblemNumber"] = number }, redirect: path, formOn: path);

        Assert.That(await browser.Get(path), Does.Contain("It has more incidents than can be linked."));
        Assert.That(await browser.Get("/signals?state=Open"), Does.Not.Contain($"\"{path}\""));
        Assert.That(await browser.Get("/signals?state=&kind="), Does.Contain($"\"{path}\""), "The filter Any state.");
        Assert.That((await (await Officer.GetAsync($"/api/v1/problems/{problem}")).Ok()).GetProperty("linkedEvents").GetInt32(), Is.Zero);
    }

    [Test]
    public async Task Signals_of_a_confidential_category_are_seen_by_those_who_see_confidential_problems_until_they_belong_to_one()
    {
        var id = (await Bar()).GetProperty("id").GetInt64();
        await MakeConfidential("noise");

        foreach (var by in new[] { Officer, _host.SignIn(Role.Command) })
        {
            Assert.That((await List(by, "?categoryCode=noise")).GetProperty("total").GetInt32(), Is.Zero);
            foreach (var path in new[] { "", "/weeks.csv" })
                Assert.That((await by.GetAsync($"/api/v1/signals/{id}{path}")).StatusCode, Is.EqualTo(HttpStatusCode.NotFound), path);
        }
        Assert.That((await Officer.IfMatch(1).PostAsJsonAsync($"/api/v1/signals/{id}/dismiss",
            new { until = "2026-06-01", reason = "No." })).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await Bar(_host.SignIn(Role.Analyst))).GetProperty("isConfidential").GetBoolean());
        var supervisor = new Browser(_host, Role.Supervisor);
        Assert.That(await supervisor.Get($"/signals/{id}"), Does.Contain("Only supervisors and analysts"));
        Assert.That(await supervisor.Get($"/problems/open?SignalId={id}"),
            Does.Match("checked=\"checked\"[^>]*name=\"Form.Confidential\""));

        var problem = await _host.OpenProblem(confidential: true, by: Supervisor);
        await (await Link(Supervisor, await Bar(), problem)).Ok();
        Assert.That((await Officer.GetAsync($"/api/v1/signals/{id}")).StatusCode, Is.EqualTo(HttpStatusCode.OK), "The lead sees it.");
        Assert.That((await _host.SignInAs("outsider", Role.Officer).GetAsync($"/api/v1/signals/{id}")).StatusCode,
            Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task Incidents_of_a_confidential_category_do_not_count_for_all_categories_together()
    {
        var night = new Night(new DateOnly(2026, 3, 1));
        night.Add(1, new DateOnly(2026, 3, 1), "noise", 1, 40.5, -89.5, "1 Elm Street", null);
        night.Add(2, new DateOnly(2026, 3, 1), "drugs", 1, 40.5, -89.5, "1 Elm Street", null, isConfidential: true);

        Assert.That(night.IsFirst, Is.EqualTo(new[] { true, false }));
        Assert.That(night.Categories, Is.EqualTo(new[] { "noise", "drugs" }));
        await MakeConfidential("noise");
        Assert.That((await _host.Send(new RunSignals(Again: true))).Ran);
    }

    [Test]
    public async Task My_day_says_how_many_wait_to_those_who_decide()
    {
        var open = (await List(Officer, "?state=Open")).GetProperty("total").GetInt32();
        Assert.That(open, Is.GreaterThan(0));
        var line = $"{open} {(open == 1 ? "signal waits" : "signals wait")} for a decision";

        foreach (var role in new[] { Role.Officer, Role.Supervisor })
            Assert.That(OneLine(await new Browser(_host, role).Get("/")), Does.Contain(line), $"{role}");
        Assert.That(await new Browser(_host, Role.Command).Get("/"), Does.Not.Contain("for a decision</a>"));

        var all = (await List(Officer, "?state=Open&size=200")).GetProperty("items").EnumerateArray().ToList();
        foreach (var signal in all)
            await (await Officer.IfMatch(signal.GetProperty("version").GetInt32()).PostAsJsonAsync(
                $"/api/v1/signals/{signal.GetProperty("id")}/dismiss", new { until = "2026-06-01", reason = "Known." })).Ok();
        Assert.That(await new Browser(_host, Role.Officer).Get("/"), Does.Not.Contain("for a decision</a>"));
    }

    [Test]
    public async Task Briefing_counts_new_waiting_and_decided_signals_as_their_list_does()
    {
        await (await Link(Officer, await Bar(), await _host.OpenProblem())).Ok();

        var signals = (await (await _host.SignIn(Role.Command).GetAsync("/api/v1/reports/briefing")).Ok()).GetProperty("signals");

        foreach (var (name, least) in new[] { ("new", 1), ("waiting", 0), ("problems", 1) })
        {
            var figure = signals.GetProperty(name);
            Assert.That(figure.GetProperty("value").GetInt32(), Is.GreaterThanOrEqualTo(least), name);
            var listed = await List(_host.SignIn(Role.Command), figure.GetProperty("list").GetString()!["/api/v1/signals".Length..]);
            Assert.That(listed.GetProperty("total").GetInt32(), Is.EqualTo(figure.GetProperty("value").GetInt32()), name);
        }
        var command = new Browser(_host, Role.Command);
        Assert.That(await command.Get("/briefing"), Does.Contain("made part of a problem in the last 7 days"));
        Assert.That(await command.Get(signals.GetProperty("problems").GetProperty("list").GetString()!["/api/v1".Length..]),
            Does.Contain("Decided "));
        _host.Time.Advance(TimeSpan.FromDays(7));
        await _host.Query(db => db.Write(() => db.Execute("UPDATE Person SET WeeklyBriefing = 1 WHERE Id = @Id",
            new { Id = _host.IdOf(Role.Command) }, default), default));
        await _host.Send(new SendBriefings());
        Assert.That(await _host.Query(db => db.Single<string>(
                "SELECT o.Body FROM Outbox o WHERE o.DedupeKey LIKE 'briefing:%'", null, default)),
            Does.Contain("1 made part of a problem that week"));
    }

    private static string OneLine(string html) => System.Text.RegularExpressions.Regex.Replace(html, "\\s+", " ");
}
