using System.Text.Json;
using ProblemTracker.Domain;
using ProblemTracker.Evidence;
using ProblemTracker.Tests.Incidents;
using ProblemTracker.Tests.Neighborhoods;

namespace ProblemTracker.Tests.Evidence;

/// <summary>From imported incidents to signals, decisions about them, and problems.</summary>
public sealed class SignalTests
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

    private async Task<JsonElement> List(string query = "", HttpClient? by = null) =>
        await (await (by ?? Officer).GetAsync($"/api/v1/signals{query}")).Ok();

    private async Task<JsonElement> Bar(HttpClient? by = null)
    {
        var id = (await List("?categoryCode=noise", by)).GetProperty("items").EnumerateArray()
            .Single(row => row.GetProperty("place").GetString() == "40 Tanner Street").GetProperty("id").GetInt64();
        return await (await (by ?? Officer).GetAsync($"/api/v1/signals/{id}")).Ok();
    }

    private Task<HttpResponseMessage> Dismiss(JsonElement signal, string? until, string? reason = "The road is torn up.",
        HttpClient? by = null) =>
        (by ?? Officer).IfMatch(signal.GetProperty("version").GetInt32())
            .PostAsJsonAsync($"/api/v1/signals/{signal.GetProperty("id")}/dismiss", new { until, reason });

    private async Task RunNextNight(string? import = null)
    {
        _host.Time.Advance(TimeSpan.FromDays(1));
        if (import is not null) await _host.ImportCsv($"no,at,kind,where,lat,lon\n{import}");
        Assert.That((await _host.Send(new RunSignals())).Ran);
    }

    [Test]
    public async Task Loud_bar_is_one_signal_in_a_sentence_with_the_table_behind_it()
    {
        var bar = await Bar();

        Assert.That(bar.GetProperty("sentence").GetString(), Does.Contain("40 Tanner Street: 24 incidents in 13 weeks, "));
        Assert.That(bar.GetProperty("strengthInWords").GetString(), Does.Contain("95% interval"));
        Assert.That(bar.GetProperty("state").GetString(), Is.EqualTo("Open"));
        Assert.That(bar.GetProperty("details").GetProperty("rows").GetArrayLength(), Is.GreaterThan(1));
        Assert.That(bar.GetProperty("details").GetProperty("weeks").EnumerateArray().Sum(week => week.GetInt32()), Is.EqualTo(24));
        Assert.That(bar.GetProperty("also").GetArrayLength(), Is.GreaterThan(0), "Other kinds found the same.");
        var filter = bar.GetProperty("filter");
        Assert.That(filter.GetProperty("from").GetString(), Is.EqualTo("2025-11-28"));
        var csv = await Officer.GetStringAsync($"/api/v1/signals/{bar.GetProperty("id")}/weeks.csv");
        Assert.That(csv.Trim().Split('\n'), Has.Length.EqualTo(66));
    }

    [Test]
    public async Task Run_is_done_once_a_day_after_three_and_again_after_an_import()
    {
        Assert.That((await _host.Send(new RunSignals())).Ran, Is.False);
        Assert.That((await _host.Send(new RunSignals(Again: true))).Ran);
        _host.Time.Advance(TimeSpan.FromHours(2));
        Assert.That((await _host.Send(new RunSignals())).Ran, Is.False);
        await _host.ImportCsv($"no,at,kind,where,lat,lon\n{LoudBar.Rows(24, 26)}");
        Assert.That((await _host.Send(new RunSignals())).Ran, "An import ended since.");
        // Eight hours later it is one in the morning in New York.
        _host.Time.Advance(TimeSpan.FromHours(13));
        Assert.That((await _host.Send(new RunSignals())).Ran, Is.False, "The night is not over.");
        _host.Time.Advance(TimeSpan.FromHours(3));
        Assert.That((await _host.Send(new RunSignals())).Ran);
        var run = await (await Officer.GetAsync("/api/v1/signals/run")).Ok();
        Assert.That(run.GetProperty("last").GetProperty("incidents").GetInt32(), Is.EqualTo(1826));
        Assert.That(run.GetProperty("last").GetProperty("throughDay").GetString(), Is.EqualTo("2026-02-26"));
    }

    [Test]
    public async Task Dismissed_signal_stays_away_until_its_day_unless_it_grows_by_half()
    {
        await (await Dismiss(await Bar(), "2026-06-01")).Ok();
        Assert.That((await Bar()).GetProperty("state").GetString(), Is.EqualTo("Dismissed"));

        await RunNextNight(LoudBar.Rows(24, 35));
        Assert.That((await Bar()).GetProperty("state").GetString(), Is.EqualTo("Dismissed"), "35 is less than half as many again as 24.");
        await RunNextNight(LoudBar.Rows(35, 36));
        var back = await Bar();
        Assert.That(back.GetProperty("state").GetString(), Is.EqualTo("Open"), "36 is.");
        Assert.That(back.GetProperty("reason").GetString(), Is.EqualTo("The road is torn up."), "What was decided stays readable.");

        await (await Dismiss(back, "2026-03-05")).Ok();
        await RunNextNight();
        Assert.That((await Bar()).GetProperty("state").GetString(), Is.EqualTo("Dismissed"), "March 5 is the last day.");
        await RunNextNight();
        Assert.That((await Bar()).GetProperty("state").GetString(), Is.EqualTo("Open"), "March 5 is over.");
    }

    [Test]
    public async Task Signal_that_is_not_found_for_a_week_is_gone()
    {
        var id = (await Bar()).GetProperty("id");
        await _host.Query(db => db.Write(() => db.Execute("""
            UPDATE Incident SET Address = CONCAT(CAST(Id AS NVARCHAR(20)), ' Oak Street'), Latitude = NULL, Longitude = NULL
            WHERE Address = '40 Tanner Street'
            """, null, default), default));
        await RunNextNight();
        Assert.That((await (await Officer.GetAsync($"/api/v1/signals/{id}")).Ok()).GetProperty("state").GetString(), Is.EqualTo("Open"));
        _host.Time.Advance(TimeSpan.FromDays(7));
        await RunNextNight();
        Assert.That((await (await Officer.GetAsync($"/api/v1/signals/{id}")).Ok()).GetProperty("state").GetString(), Is.EqualTo("Gone"));
    }

    [Test]
    public async Task Problem_of_a_signal_has_its_incidents_and_cites_it_in_scanning()
    {
        var bar = await Bar();
        var problemId = await _host.OpenProblem();
        var linked = await (await Officer.IfMatch(1).PostAsJsonAsync($"/api/v1/signals/{bar.GetProperty("id")}/problem",
            new { problemId })).Ok();

        Assert.That(linked.GetProperty("state").GetString(), Is.EqualTo("Problem"));
        Assert.That(linked.GetProperty("problemId").GetInt64(), Is.EqualTo(problemId));
        var problem = $"/api/v1/problems/{problemId}";
        Assert.That((await (await Officer.GetAsync(problem)).Ok()).GetProperty("linkedEvents").GetInt32(), Is.EqualTo(24));
        var sheet = await (await Officer.GetAsync($"{problem}/scanning")).Ok();
        var cheers = sheet.GetProperty("cheers");
        foreach (var text in new[]
        {
            sheet.GetProperty("howOften").GetString(), cheers.GetProperty("recurring").GetProperty("evidence").GetString(),
        })
            Assert.That(text,
                Does.Contain("24 incidents in 13 weeks").And.Contain($"Source: signal {bar.GetProperty("id")}, incidents of "));
        Assert.That(cheers.GetProperty("similarity").GetProperty("evidence").GetString(), Does.Contain("40 Tanner Street"));
        var again = await Officer.IfMatch(2).PostAsJsonAsync($"/api/v1/signals/{bar.GetProperty("id")}/problem", new { problemId = 1 });
        Assert.That(again.StatusCode, Is.EqualTo(HttpStatusCode.UnprocessableEntity), "It is decided.");
    }

    [Test]
    public async Task Signal_whose_incidents_belong_to_an_open_problem_is_known_to_those_who_can_view_it()
    {
        var problem = await _host.OpenProblem(confidential: true, by: Supervisor);
        await (await Supervisor.PostAsJsonAsync($"/api/v1/problems/{problem}/incidents",
            new { filter = new { address = "40 Tanner Street" } })).Ok();
        await RunNextNight();

        var outsider = _host.SignInAs("outsider", Role.Officer);
        Assert.That((await Bar(Supervisor)).GetProperty("state").GetString(), Is.EqualTo("Known"));
        Assert.That((await Bar(Supervisor)).GetProperty("knownProblemId").GetInt64(), Is.EqualTo(problem));
        var seen = await Bar(outsider);
        Assert.That(seen.GetProperty("state").GetString(), Is.EqualTo("Open"));
        Assert.That(seen.GetProperty("knownProblemId").ValueKind, Is.EqualTo(JsonValueKind.Null));

        await (await Supervisor.IfMatch(seen.GetProperty("version").GetInt32())
            .PostAsJsonAsync($"/api/v1/signals/{seen.GetProperty("id")}/problem", new { problemId = problem })).Ok();
        Assert.That((await outsider.GetAsync($"/api/v1/signals/{seen.GetProperty("id")}")).StatusCode, Is.EqualTo(HttpStatusCode.NotFound),
            "Part of a confidential problem.");
        Assert.That((await List("", outsider)).GetProperty("items").EnumerateArray().Select(row => row.GetProperty("id").GetInt64()),
            Does.Not.Contain(seen.GetProperty("id").GetInt64()));
        Assert.That((await Bar(Supervisor)).GetProperty("problemId").GetInt64(), Is.EqualTo(problem));
    }

    [Test]
    public async Task Refusals_name_the_field_and_who_decides()
    {
        var bar = await Bar();
        Assert.That(await (await Dismiss(bar, null)).WrongFields(), Is.EqualTo(new[] { "until" }));
        Assert.That(await (await Dismiss(bar, "2026-06-01", " ")).WrongFields(), Is.EqualTo(new[] { "reason" }));
        foreach (var day in new[] { "2026-03-02", "2027-03-03" })
            Assert.That((await Dismiss(bar, day)).StatusCode, Is.EqualTo(HttpStatusCode.UnprocessableEntity), day);
        Assert.That((await Dismiss(bar, "2026-06-01", by: _host.SignIn(Role.Command))).StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That((await _host.SignIn(Role.Command).GetAsync("/api/v1/signals")).StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((await Officer.GetAsync("/api/v1/signals/999")).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await Officer.GetAsync("/api/v1/signals?state=Sometime")).StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That((await Officer.IfMatch(1).PostAsJsonAsync($"/api/v1/signals/{bar.GetProperty("id")}/problem", new { })).StatusCode,
            Is.EqualTo(HttpStatusCode.BadRequest));
        await (await Dismiss(bar, "2026-06-01")).Ok();
        Assert.That((await Dismiss(bar, "2026-06-01")).StatusCode, Is.EqualTo(HttpStatusCode.PreconditionFailed));
    }

    [Test]
    public async Task Pages_list_show_and_decide()
    {
        var officer = new Browser(_host, Role.Officer);
        var bar = (await Bar()).GetProperty("id").GetInt64();
        Assert.That(await officer.Get("/signals?state=Open"),
            Does.Contain("24 incidents in 13 weeks").And.Contain("1,824 incidents through"));
        Assert.That(await officer.Get($"/signals/{bar}"), Does.Contain("Open a problem from this").And.Contain("Comparison"));
        Assert.That(await officer.Get($"/signals/{bar}?handler=csv"), Does.StartWith("weekFrom,incidents"));
        Assert.That(await officer.Get("/signals?handler=csv"), Does.Contain("40 Tanner Street"));
        Assert.That(await officer.Get($"/problems/open?SignalId={bar}"), Does.Contain("40 Tanner Street").And.Contain("will cite it"));
        Assert.That(await officer.Get("/problems/open?SignalId=999"), Does.Not.Contain("will cite it"));
        Assert.That(await new Browser(_host, Role.Command).Get($"/signals/{bar}"), Does.Not.Contain("Open a problem from this"));
    }
}
