using System.Text.Json;
using ProblemTracker.Domain;
using ProblemTracker.Shared;

namespace ProblemTracker.Tests.Problems;

public sealed class ChangeProblemTests
{
    private TrackerHost _host = null!;
    private long _problem;

    [SetUp]
    public async Task Start()
    {
        _host = new();
        _problem = await _host.OpenProblem(led: false);
    }

    [TearDown] public void Stop() => _host.Dispose();

    private string Url => $"/api/v1/problems/{_problem}";
    private HttpClient Officer => _host.SignIn(Role.Officer);

    private async Task<HttpResponseMessage> Patch(string body, HttpClient? by = null, int? version = null) =>
        await (by ?? Officer).IfMatch(version ?? await _host.VersionOf(_problem))
            .PatchAsync(Url, new StringContent(body, null, "application/json"));

    [Test]
    public async Task Absent_fields_stay_unchanged()
    {
        var before = await Officer.Read(Url);
        var reply = await (await Patch("""{"title":" Fights behind the bar "}""")).Ok();
        var after = await Officer.Read(Url);

        Assert.Multiple(() =>
        {
            Assert.That(reply.GetProperty("version").GetInt32(), Is.EqualTo(2));
            Assert.That(after.GetProperty("title").GetString(), Is.EqualTo("Fights behind the bar"));
            foreach (var field in new[] { "description", "categoryCode", "neighborhoodId", "address", "latitude", "source",
                "priority", "confidential", "lastActivityAt" })
                Assert.That(after.GetProperty(field).ToString(), Is.EqualTo(before.GetProperty(field).ToString()), field);
        });
    }

    [Test]
    public async Task The_new_title_can_be_found_and_the_change_history_has_both()
    {
        await (await Patch("""{"title":"Fights at the Café","priority":"High","confidential":false}""")).Ok();

        var found = await Officer.Read("/api/v1/problems?text=fights%20at%20the%20cafe");
        var audit = (await Officer.Read($"{Url}/audit")).GetProperty("items")[0];
        var line = (await Officer.Read($"{Url}/timeline")).Each("summary").First();
        Assert.Multiple(() =>
        {
            Assert.That(found.GetProperty("total").GetInt32(), Is.EqualTo(1));
            Assert.That(audit.GetProperty("before").ToString(), Is.EqualTo("""{"title":"Noise behind the bar","priority":"Normal"}"""));
            Assert.That(audit.GetProperty("after").GetProperty("priority").GetString(), Is.EqualTo("High"));
            Assert.That(line, Is.EqualTo("Changed title, priority. Priority: Normal → High."));
        });
    }

    [Test]
    public async Task Null_clears_the_address_and_coordinates()
    {
        var alder = await _host.Square("Alder Square");
        await (await Patch("""{"address":"12 Alder Street","latitude":39.105,"longitude":-84.495}""")).Ok();
        var set = await Officer.Read(Url);
        await (await Patch("""{"address":null,"latitude":null,"longitude":null}""")).Ok();
        var cleared = await Officer.Read(Url);

        Assert.Multiple(() =>
        {
            Assert.That(set.GetProperty("address").GetString(), Is.EqualTo("12 Alder Street"));
            Assert.That(set.GetProperty("latitude").GetDouble(), Is.EqualTo(39.105));
            Assert.That(set.GetProperty("neighborhoodId").GetInt64(), Is.EqualTo(alder),
                "new coordinates move the problem to the neighborhood around them");
            Assert.That(cleared.GetProperty("address").ValueKind, Is.EqualTo(JsonValueKind.Null));
            Assert.That(cleared.GetProperty("latitude").ValueKind, Is.EqualTo(JsonValueKind.Null));
            Assert.That(cleared.GetProperty("longitude").ValueKind, Is.EqualTo(JsonValueKind.Null));
            Assert.That(cleared.GetProperty("neighborhoodId").GetInt64(), Is.EqualTo(alder), "a problem always has a neighborhood");
        });
    }

    [Test]
    public async Task Coordinates_outside_every_neighborhood_need_a_named_one()
    {
        var here = (await Officer.Read(Url)).GetProperty("neighborhoodId").GetInt64();
        var lost = await Patch("""{"latitude":0,"longitude":0}""");
        var named = await Patch($$"""{"latitude":0,"longitude":0,"neighborhoodId":{{here}}}""");

        Assert.That(await lost.WrongFields(), Is.EqualTo(new[] { "neighborhoodId" }));
        Assert.That(named.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [TestCase("""{"title":null}""", "title")]
    [TestCase("""{"title":" "}""", "title")]
    [TestCase("""{"description":null}""", "description")]
    [TestCase("""{"categoryCode":null}""", "categoryCode")]
    [TestCase("""{"categoryCode":"witchcraft"}""", "categoryCode")]
    [TestCase("""{"neighborhoodId":null}""", "neighborhoodId")]
    [TestCase("""{"neighborhoodId":999}""", "neighborhoodId")]
    [TestCase("""{"source":null}""", "source")]
    [TestCase("""{"priority":null}""", "priority")]
    [TestCase("""{"priority":2}""", "priority")]
    [TestCase("""{"priority":"Extreme"}""", "priority")]
    [TestCase("""{"confidential":null}""", "confidential")]
    [TestCase("""{"confidential":"yes"}""", "confidential")]
    [TestCase("""{"latitude":39.105}""", "longitude")]
    [TestCase("""{"longitude":null}""", "latitude")]
    [TestCase("""{"latitude":39.105,"longitude":null}""", "longitude")]
    [TestCase("""{"latitude":91,"longitude":0}""", "latitude")]
    [TestCase("""{"stage":"Closed"}""", "stage")]
    [TestCase("""{"hasAddress":true}""", "hasAddress")]
    [TestCase("""{"title":"A","title":"B"}""", "title")]
    public async Task Invalid_input_is_rejected_by_field(string body, string field)
    {
        var reply = await Patch(body);

        Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest), await reply.Content.ReadAsStringAsync());
        Assert.That(await reply.WrongFields(), Has.Member(field));
        Assert.That(await _host.VersionOf(_problem), Is.EqualTo(1));
    }

    [Test]
    public async Task A_title_of_one_megabyte_is_rejected()
    {
        var reply = await Patch($$"""{"title":"{{new string('x', 1_000_000)}}"}""");

        Assert.That(await reply.WrongFields(), Is.EqualTo(new[] { "title" }));
    }

    [Test]
    public async Task A_request_without_changes_keeps_the_version()
    {
        Assert.That((await (await Patch("{}")).Ok()).GetProperty("version").GetInt32(), Is.EqualTo(1));
        Assert.That((await (await Patch("""{"title":"Noise behind the bar"}""")).Ok()).GetProperty("version").GetInt32(), Is.EqualTo(1));
    }

    [Test]
    public async Task A_retired_category_can_stay_but_can_t_be_chosen()
    {
        await _host.Query(db => db.Execute("UPDATE Category SET Active = 0 WHERE Code IN ('noise', 'drugs')", null, default));

        Assert.That((await Patch("""{"categoryCode":"noise","priority":"Low"}""")).StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await (await Patch("""{"categoryCode":"drugs"}""")).WrongFields(), Is.EqualTo(new[] { "categoryCode" }));
    }

    [Test]
    public async Task Only_the_team_and_supervisors_can_change_a_problem()
    {
        var stranger = await Patch("""{"confidential":true}""", _host.SignInAs("other", Role.Officer));
        var analyst = await Patch("""{"confidential":true}""", _host.SignIn(Role.Analyst));
        var team = await Patch("""{"confidential":true}""");
        var supervisor = await Patch("""{"confidential":false}""", _host.SignIn(Role.Supervisor));

        Assert.That(new[] { stranger, analyst }.Select(r => r.StatusCode), Has.All.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(new[] { team, supervisor }.Select(r => r.StatusCode), Has.All.EqualTo(HttpStatusCode.OK));
        Assert.That((await Officer.Read($"{Url}/timeline")).Each("summary"), Has.Some.Contain("Now confidential."));
    }

    [Test]
    public async Task A_change_needs_an_open_problem_and_its_current_version()
    {
        var blind = await Officer.PatchAsync(Url, new StringContent("{}", null, "application/json"));
        var stale = await Patch("""{"title":"A"}""", version: 7);
        await _host.Put(_problem, Stage.Closed);
        var closed = await Patch("""{"title":"A"}""");

        Assert.That((int)blind.StatusCode, Is.EqualTo(428));
        Assert.That(stale.StatusCode, Is.EqualTo(HttpStatusCode.PreconditionFailed));
        Assert.That(await closed.ShortfallCodes(), Is.EqualTo(new[] { "problem.closed" }));
    }
}
