using System.Text.Json;
using ProblemTracker.Domain;
using ProblemTracker.Incidents;
using ProblemTracker.Problems;
using ProblemTracker.Shared;
using ProblemTracker.Tests.Neighborhoods;

namespace ProblemTracker.Tests.Incidents;

public sealed class LinkIncidentsTests
{
    private TrackerHost _host = null!;
    private HttpClient _officer = null!;
    private long _problem;

    [SetUp]
    public async Task Start()
    {
        _host = new();
        await _host.Import(Boundaries.Two);
        // The first two rows are one incident.
        await _host.ImportCsv(
            "no,at,kind,lat,lon\n1,2026-01-05,burglary,40.5,-89.5\n1,2026-01-05,burglary,40.5001,-89.5\n"
                + "2,2026-01-06,burglary,40.5,-88.5\n3,2026-01-07,loud music,40.5,-89.5\n");
        _officer = _host.SignIn(Role.Officer);
        _problem = await Open(false);
    }

    [TearDown]
    public void Stop()
    {
        _officer.Dispose();
        _host.Dispose();
    }

    [Test]
    public async Task Links_each_id_once_and_counts_rows_of_one_incident_once()
    {
        var ids = (await _host.Send(new ListIncidents(new(CategoryCode: "burglary")))).Items.Select(r => r.Id).ToList();

        Assert.That(await Linked(new { incidentIds = ids }), Is.EqualTo((3, 3, 2)));
        Assert.That(await Linked(new { incidentIds = ids.Append(ids[0]) }), Is.EqualTo((0, 3, 2)));
        var rows = (await (await Get($"/api/v1/problems/{_problem}/incidents")).Json()).GetProperty("items");
        Assert.That(rows.GetArrayLength(), Is.EqualTo(3));
        Assert.That(rows[0].GetProperty("linkedProblems").GetInt32(), Is.EqualTo(1));
        Assert.That((await (await Get($"/api/v1/problems/{_problem}")).Json()).GetProperty("linkedEvents").GetInt32(), Is.EqualTo(2));
    }

    [Test]
    public async Task Links_the_same_rows_as_the_list_shows_for_a_filter()
    {
        Assert.That(await Linked(new { filter = new { categoryCode = "burglary", from = "2026-01-05", to = "2026-01-05" } }),
            Is.EqualTo((2, 2, 1)));
        Assert.That(await Linked(new { filter = new { latitude = 40.5, longitude = -89.5, radius = 500 } }), Is.EqualTo((1, 3, 2)));
        Assert.That(await Linked(new { filter = new { neighborhoodId = 0 } }), Is.EqualTo((0, 3, 2)));
        var other = await Open(false);
        Assert.That(
            (await (await _officer.PostAsJsonAsync($"/api/v1/problems/{other}/incidents",
                new { filter = new { problemId = _problem } })).Json())
            .GetProperty("added").GetInt32(), Is.EqualTo(3), "All incidents of another problem");
    }

    [Test]
    public async Task Removes_one_link()
    {
        var id = (await _host.Send(new ListIncidents(new()))).Items[0].Id;
        await Linked(new { incidentIds = new[] { id } });

        Assert.That((await Delete(id)).StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That((await Delete(id)).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await _host.Send(new ListIncidents(new(ProblemId: _problem)))).Total, Is.Zero);
        Assert.That(
            await _host.Query(db => db.List<string>(
                "SELECT Summary FROM AuditEntry WHERE ProblemId = @_problem AND Event LIKE 'problem.incident%' ORDER BY Id",
                new { _problem }, CancellationToken.None)),
            Is.EqualTo(new[] { "Linked 1 incident.", "Removed the link to an incident." }));
    }

    [Test]
    public async Task Errors_name_the_field()
    {
        foreach (var (body, field) in new[]
        {
            ("{}", "incidentIds"),
            ("""{"incidentIds":[1],"filter":{"categoryCode":"noise"}}""", "incidentIds"),
            ("""{"incidentIds":[]}""", "incidentIds"),
            ("""{"incidentIds":["1"]}""", "incidentIds[0]"),
            ("""{"filter":{}}""", "filter"),
            ("""{"filter":{"radius":5}}""", "filter.latitude"),
            ("""{"filter":{"from":"2026-02-01","to":"2026-01-01"}}""", "filter.to"),
            ("""{"filter":{"from":"soon"}}""", "filter.from"),
        })
        {
            using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
            var reply = await _officer.PostAsync(new Uri($"/api/v1/problems/{_problem}/incidents", UriKind.Relative), content);
            Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest), body);
            Assert.That(await reply.WrongFields(), Is.EqualTo(new[] { field }), body);
        }
    }

    [Test]
    public async Task Lists_unknown_ids_including_those_of_an_unfinished_import()
    {
        var hidden = (await _host.Send(new ListIncidents(new()))).Items[0].Id;
        await Execute("UPDATE ImportRun SET FinishedAt = NULL");
        var reply = await Post(new { incidentIds = new[] { hidden, 9999 } });

        Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That((await reply.Json()).GetProperty("errors").GetProperty("incidentIds")[0].GetString(),
            Is.EqualTo($"There are no incidents with the ids {hidden}, 9999."));
        Assert.That(await Linked(new { filter = new { categoryCode = "burglary" } }), Is.EqualTo((0, 0, 0)));
    }

    [Test]
    public async Task Rejects_a_filter_that_finds_too_many_incidents()
    {
        await _host.ImportCsv("no,at,lat,lon\n" + string.Concat(Enumerable.Range(0, 5001).Select(i => $"many{i},2025-01-05,40.1,-89.1\n")));

        foreach (var filter in new object[] { new { to = "2025-12-31" }, new { latitude = 40.1, longitude = -89.1, radius = 10 } })
        {
            var reply = await Post(new { filter });
            Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
            Assert.That(await reply.ShortfallCodes(), Is.EqualTo(new[] { "incidents.tooMany" }));
        }
        Assert.That((await _host.Send(new ListIncidents(new(ProblemId: _problem)))).Total, Is.Zero);
    }

    [Test]
    public async Task Links_of_a_closed_problem_cannot_change()
    {
        var id = (await _host.Send(new ListIncidents(new()))).Items[0].Id;
        await Linked(new { incidentIds = new[] { id } });
        await _host.Send(new AdvanceStage(_problem, 1, Stage.Closed, "Nothing to it.", ClosingReason.NotAProblem));

        foreach (var reply in new[] { await Post(new { filter = new { categoryCode = "noise" } }), await Delete(id) })
        {
            Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
            Assert.That(await reply.ShortfallCodes(), Is.EqualTo(new[] { "problem.closed" }));
        }
    }

    [Test]
    public async Task Only_the_team_analysts_and_supervisors_can_link()
    {
        var body = new { filter = new { categoryCode = "noise" } };
        foreach (var (client, expected) in new[]
        {
            (_host.SignInAs("stranger", Role.Officer), HttpStatusCode.Forbidden), (_host.SignIn(Role.Command), HttpStatusCode.Forbidden),
            (_host.SignIn(Role.Administrator), HttpStatusCode.Forbidden), (_host.SignIn(Role.Analyst), HttpStatusCode.OK),
            (_host.SignIn(Role.Supervisor), HttpStatusCode.OK),
        })
            Assert.That((await client.PostAsJsonAsync($"/api/v1/problems/{_problem}/incidents", body)).StatusCode, Is.EqualTo(expected));
    }

    [Test]
    public async Task Others_see_no_links_and_no_count_of_a_confidential_problem()
    {
        var secret = await Open(true);
        await _officer.PostAsJsonAsync($"/api/v1/problems/{secret}/incidents", new { filter = new { categoryCode = "noise" } });
        var stranger = _host.SignInAs("stranger", Role.Officer);

        foreach (var address in new[] { $"/api/v1/problems/{secret}/incidents", $"/api/v1/incidents?problemId={secret}" })
            Assert.That((await stranger.GetAsync(new Uri(address, UriKind.Relative))).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(
            (await stranger.PostAsJsonAsync($"/api/v1/problems/{secret}/incidents",
                new { filter = new { categoryCode = "noise" } })).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(await Count(stranger), Is.Zero);
        Assert.That(await Count(_officer), Is.EqualTo(1));

        static async Task<int> Count(HttpClient client) =>
            (await (await client.GetAsync(new Uri("/api/v1/incidents?categoryCode=noise", UriKind.Relative))).Json()).GetProperty(
                "items")[0].GetProperty("linkedProblems").GetInt32();
    }

    private async Task<long> Open(bool confidential)
    {
        var reply = await _officer.PostAsJsonAsync("/api/v1/problems", new
        {
            title = "Burglaries",
            description = "Again and again.",
            categoryCode = "burglary",
            source = "Data",
            priority = "Normal",
            confidential,
            latitude = 40.5,
            longitude = -89.5,
        });
        return (await reply.Json()).GetProperty("id").GetInt64();
    }

    private async Task<(int Added, int Linked, int Events)> Linked(object body)
    {
        var reply = await Post(body);
        Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.OK), await reply.Content.ReadAsStringAsync());
        JsonElement json = await reply.Json();
        return (json.GetProperty("added").GetInt32(), json.GetProperty("linked").GetInt32(), json.GetProperty("events").GetInt32());
    }

    private Task<HttpResponseMessage> Post(object body) => _officer.PostAsJsonAsync($"/api/v1/problems/{_problem}/incidents", body);

    private Task<HttpResponseMessage> Get(string address) => _officer.GetAsync(new Uri(address, UriKind.Relative));

    private Task<HttpResponseMessage> Delete(long id) =>
        _officer.DeleteAsync(new Uri($"/api/v1/problems/{_problem}/incidents/{id}", UriKind.Relative));

    private Task<int> Execute(string sql) => _host.Query(db => db.Execute(sql, null, CancellationToken.None));
}
