using System.Text.RegularExpressions;
using ProblemTracker.Concerns;
using ProblemTracker.Domain;

namespace ProblemTracker.Tests.Concerns;

/// <summary>
/// A concern that is part of a confidential problem, alone or merged into one that is, exists for those who can view the problem.
/// </summary>
public sealed class ConcernVisibilityTests
{
    private const string Words = "The xylophone thief";

    private TrackerHost _host = null!;
    private HttpClient _team = null!, _stranger = null!;
    private string _follow = "", _mergedFollow = "";
    private long _problem;

    /// <summary>
    /// Concern 1 is part of a confidential problem, 2 is merged into it, 3 to 5 are not; 5 says that 1 affects its reporter too.
    /// </summary>
    [SetUp]
    public async Task Start()
    {
        _host = new();
        await Resident.Open(_host);
        (_team, _stranger) = (_host.SignInAs("team", Role.Officer), _host.SignIn(Role.Officer));
        (_follow, _mergedFollow) = (await Report(Words), await Report($"{Words} again"));
        foreach (var other in new[] { "Loud music.", "Loud dogs.", "Loud cars." }) await Report(other);
        await _host.Send(new FindRepeatComplaints());
        await _host.Query(db => db.Execute("UPDATE Concern SET SaysConcernId = 1 WHERE Id = 5", null, default));
        await (await _team.IfMatch(1).PostAsJsonAsync("/api/v1/concerns/2/merge", new { intoId = 1 })).Ok();
        _problem = await _host.OpenProblem(confidential: true, led: false, by: _team);
        await (await _team.PostAsJsonAsync($"/api/v1/problems/{_problem}/concerns", new { concernIds = new[] { 1 } })).Ok();
    }

    [TearDown] public void Stop() => _host.Dispose();

    private async Task<string> Report(string description)
    {
        var resident = new Resident(_host);
        await resident.Write(description: description, address: "412 Tanner Street");
        return await resident.Send();
    }

    private static async Task<string> Text(HttpClient reader, string path) =>
        await (await reader.GetAsync(path)).Content.ReadAsStringAsync();

    [Test]
    public async Task Nobody_else_reads_lists_or_finds_it()
    {
        var supervisor = _host.SignIn(Role.Supervisor);
        foreach (var path in new[]
        {
            "/api/v1/concerns", "/api/v1/concerns?status=Linked", "/api/v1/concerns?status=Merged", "/api/v1/search?q=xylophone",
            "/api/v1/search?q=C-2026-0001", "/api/v1/concerns/map", "/api/v1/concerns/1", "/api/v1/concerns/2", "/api/v1/concerns/3",
            "/api/v1/concerns/3/similar", "/api/v1/concerns/5", "/api/v1/concerns/repeats", "/api/v1/concerns/repeats/1",
        })
            Assert.That(await Text(_stranger, path), Does.Not.Contain("xylophone").And.Not.Contain("C-2026-0001\"")
                .And.Not.Contain("C-2026-0002\""), path);
        foreach (var page in new[] { "/concerns?open=false&handler=csv", "/concerns?open=false", "/search?q=xylophone&handler=suggest" })
        {
            Assert.That(await new Browser(_host, Role.Officer).Get(page), Does.Not.Contain("thief").And.Not.Contain("C-2026-0001"),
                page);
            Assert.That(await new Browser(_host, Role.Supervisor).Get(page), Does.Contain("C-2026-0001"), page);
        }
        foreach (var path in new[] { "/api/v1/concerns", "/api/v1/search?q=xylophone", "/api/v1/concerns/1", "/api/v1/concerns/2" })
            foreach (var reader in new[] { _team, supervisor })
                Assert.That(await Text(reader, path), Does.Contain("xylophone"), path);
        Assert.That((await (await _stranger.GetAsync("/api/v1/concerns")).Json()).GetProperty("total").GetInt32(), Is.EqualTo(3));
        Assert.That((await (await supervisor.GetAsync("/api/v1/concerns")).Json()).GetProperty("total").GetInt32(), Is.EqualTo(5));
    }

    [Test]
    public async Task Answer_is_that_of_a_concern_that_does_not_exist()
    {
        foreach (var path in new[] { "", "/similar", "/photos/1" })
            Assert.That(await Answer(HttpMethod.Get, $"1{path}"), Is.EqualTo(await Answer(HttpMethod.Get, $"999{path}")), path);
        foreach (var (path, body) in new (string, object)[]
        {
            ("/acknowledge", new { }), ("/messages", new { text = "Who?" }), ("/close", new { reason = "No." }), ("/reopen", new { }),
            ("/merge", new { intoId = 3 }), ("/referral", new { agency = "Water" }),
            ("/referral/answer", new { answer = "Yes.", settles = true }),
        })
            foreach (var hidden in new[] { 1, 2 })
                Assert.That(await Answer(HttpMethod.Post, $"{hidden}{path}", body),
                    Is.EqualTo(await Answer(HttpMethod.Post, $"999{path}", body)), path);
        var other = await _host.OpenProblem(by: _stranger);
        foreach (var hidden in new[] { 1, 2 })
            Assert.That(await Link(hidden), Is.EqualTo((await Link(999)).Replace("999", $"{hidden}")));
        Assert.That(await Failure("/api/v1/concerns/3/merge", new { intoId = 1 }),
            Is.EqualTo(await Failure("/api/v1/concerns/3/merge", new { intoId = 999 })));

        async Task<string> Answer(HttpMethod method, string path, object? body = null)
        {
            using var request = new HttpRequestMessage(method, $"/api/v1/concerns/{path}");
            if (body is not null) request.Content = JsonContent.Create(body);
            using var reply = await _stranger.IfMatch(2).SendAsync(request);
            Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.NotFound), path);
            return Regex.Replace(await reply.Content.ReadAsStringAsync(), "\"(traceId|instance)\":\"[^\"]*\"", "");
        }

        Task<string> Link(int id) => Failure($"/api/v1/problems/{other}/concerns", new { concernIds = new[] { id } });

        async Task<string> Failure(string path, object body)
        {
            using var reply = await _stranger.IfMatch(1).PostAsJsonAsync(path, body);
            Assert.That((int)reply.StatusCode, Is.EqualTo(400), path);
            return Regex.Replace(await reply.Content.ReadAsStringAsync(), "\"(traceId|instance)\":\"[^\"]*\"", "");
        }
    }

    [TestCase(Role.Command, "345")]
    [TestCase(Role.Supervisor, "12345")]
    public async Task Change_history_of_everything_leaves_its_entries_out(Role role, string concerns)
    {
        Assert.That(await Entries("concern.received"), Is.EqualTo(concerns));
        Assert.That(await Entries("concern.merged"), Is.EqualTo(concerns.Contains('2') ? "2" : ""));

        async Task<string> Entries(string name) => string.Concat(
            (await (await _host.SignIn(role).GetAsync($"/api/v1/audit?event={name}&size=50")).Json()).GetProperty("items")
                .EnumerateArray().Select(entry => entry.GetProperty("subjectId").GetString()).Order());
    }

    [Test]
    public async Task Reports_count_it_for_those_who_can_view_it()
    {
        Assert.That(await Received(_stranger), Is.EqualTo(3));
        Assert.That(await Received(_host.SignIn(Role.Command)), Is.EqualTo(3));
        Assert.That(await Received(_team), Is.EqualTo(5));
        Assert.That(await Received(_host.SignIn(Role.Supervisor)), Is.EqualTo(5));

        static async Task<int> Received(HttpClient reader) =>
            (await (await reader.GetAsync("/api/v1/reports/concerns")).Json()).GetProperty("all").GetProperty("received").GetInt32();
    }

    [Test]
    public async Task Reporters_still_follow_and_write()
    {
        foreach (var (page, words) in new[] { (_follow, Words), (_mergedFollow, $"{Words} again") })
        {
            var resident = new Resident(_host);
            Assert.That(await resident.Get(page), Does.Contain(words));
            await resident.Post($"{page}?handler=reply", ("Text", "He was here last night."));
            Assert.That(await resident.Get(page), Does.Contain("He was here last night."));
        }
        // What waits for an answer is counted for those who can give it.
        Assert.That(await Waits("officer"), Is.False);
        Assert.That(await Waits("team"), Is.True);

        async Task<bool> Waits(string name) =>
            (await _host.SendAs(_host.IdOf(name), [Role.Officer], new ProblemTracker.Nudges.CountWaiting())).Residents > 0;
    }

    [Test]
    public async Task Once_the_problem_is_no_longer_confidential_every_officer_reads_it()
    {
        await _host.Query(db => db.Execute("UPDATE Problem SET Confidential = 0", null, default));
        foreach (var id in new[] { 1, 2 }) Assert.That(await Text(_stranger, $"/api/v1/concerns/{id}"), Does.Contain("xylophone"));
    }
}
