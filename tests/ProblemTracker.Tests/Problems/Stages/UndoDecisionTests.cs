using System.Text.Json;
using System.Text.Json.Nodes;
using ProblemTracker.Domain;
using ProblemTracker.Webhooks;

namespace ProblemTracker.Tests.Problems;

/// <summary>A decision is taken back within a minute. The clock moves a few seconds between what people do.</summary>
public sealed class UndoDecisionTests
{
    private TrackerHost _host = null!;

    [SetUp] public void Start() => _host = new();
    [TearDown] public void Stop() => _host.Dispose();

    private static readonly (string Name, Gate ReadyFor, Func<TrackerHost, GivenProblem, Task> Before, bool BySupervisor,
        Func<GivenProblem, Task<HttpResponseMessage>> Decide)[] Decisions =
    [
        ("move forward", Gate.Analysis, Nothing, false, p => p.Move(Stage.Analysis)),
        ("move forward on an extended due date", Gate.Response, async (_, p) => await (await p.Extend("2026-06-01")).Ok(), false,
            p => p.Move(Stage.Response)),
        ("move that ended a hold", Gate.Response, async (_, p) => await (await p.Hold("2026-04-20")).Ok(), false,
            p => p.Move(Stage.Response)),
        ("move after a hold that someone ended the same day", Gate.Response, async (host, p) =>
        {
            await (await p.Hold("2026-04-20")).Ok();
            host.Until(2026, 4, 1);
            await (await p.Resume()).Ok();
            host.Time.Advance(TimeSpan.FromMinutes(5));
        }, false, p => p.Move(Stage.Response)),
        ("move back", Gate.Response, Nothing, false, p => p.Move(Stage.Scanning)),
        ("move back out of a started response", Gate.Assessment, Nothing, false, p => p.Move(Stage.Analysis)),
        ("move to Assessment", Gate.Assessment, Nothing, false, p => p.Move(Stage.Assessment)),
        ("move past requirements", Gate.Response, async (_, p) => await p.Save(SheetKind.Analysis, new { }), true, MovePastRequirements),
        ("closing", Gate.Closed, Nothing, false, p => p.Move(Stage.Closed, closingReason: "ObjectivesAchieved")),
        ("early closing", Gate.Analysis, Nothing, true, p => p.Move(Stage.Closed, p.Supervisor, "NotAProblem")),
        ("reopening", Gate.Closed, async (host, p) =>
        {
            await (await p.Move(Stage.Closed, closingReason: "ObjectivesAchieved")).Ok();
            host.Until(2026, 9, 20);
        }, false, p => p.Move(Stage.Analysis)),
        ("start", Gate.Start, Nothing, true, p => p.StartResponse()),
        ("extension", Gate.Response, Nothing, true, p => p.Extend("2026-06-01")),
        ("hold", Gate.Response, Nothing, true, p => p.Hold("2026-04-20")),
    ];

    private static IEnumerable<TestCaseData> EachDecision() =>
        Decisions.Select(d => new TestCaseData(d.ReadyFor, d.Before, d.BySupervisor, d.Decide).SetArgDisplayNames(d.Name));

    [TestCaseSource(nameof(EachDecision))]
    public async Task An_undone_decision_leaves_the_problem_as_it_was(Gate readyFor, Func<TrackerHost, GivenProblem, Task> prepare,
        bool bySupervisor, Func<GivenProblem, Task<HttpResponseMessage>> decide)
    {
        var problem = await _host.Problem(readyFor);
        await prepare(_host, problem);
        Later();
        var before = await State(problem);
        await (await decide(problem)).Ok();
        Assert.That(await State(problem), Is.Not.EqualTo(before));
        Later();

        await (await Undo(problem, bySupervisor ? problem.Supervisor : problem.Officer)).Ok();

        Assert.That(await State(problem), Is.EqualTo(before));
        Later();
        await (await decide(problem)).Ok();
        Assert.That(await State(problem), Is.Not.EqualTo(before), "it can be decided again");
    }

    [Test]
    public async Task A_plan_whose_start_was_undone_stays_on_record_as_withdrawn()
    {
        var problem = await _host.Problem(Gate.Start);
        var started = await (await problem.StartResponse()).Ok();
        Later();
        await (await Undo(problem, problem.Supervisor)).Ok();
        Later();
        await (await problem.StartResponse()).Ok();

        var plans = (await problem.Read()).GetProperty("plans").EnumerateArray().ToList();
        Assert.That(plans.Select(plan => (plan.GetProperty("inForce").GetBoolean(), IsWithdrawn(plan))),
            Is.EqualTo(new[] { (true, false), (false, true) }));
        Assert.That(plans[1].GetProperty("hash").GetString(), Is.EqualTo(started.GetProperty("hash").GetString()));

        static bool IsWithdrawn(JsonElement plan) => plan.GetProperty("withdrawnAt").ValueKind != JsonValueKind.Null;
    }

    [Test]
    public async Task An_approved_request_waits_again_and_so_do_those_that_lapsed()
    {
        var problem = await _host.Problem(Gate.Analysis);
        await (await problem.Ask(new { kind = "Hold", untilOn = "2026-03-12", reason = "The bar is closed." })).Ok();
        var closing = await (await problem.Ask(new { kind = "Closing", closingReason = "NotAProblem", reason = "It stopped." })).Ok();
        Later();
        var path = $"/api/v1/requests/{closing.GetProperty("id").GetInt64()}/approve";
        await (await problem.Supervisor.IfMatch(1).PostAsJsonAsync(path, new { note = "Agreed." })).Ok();
        Later();

        await (await Undo(problem, problem.Supervisor)).Ok();

        var requests = (await (await problem.Supervisor.GetAsync($"{problem.Url}/requests")).Ok()).GetProperty("items");
        Assert.That(requests.EnumerateArray().Select(r => (r.GetProperty("status").GetString(), r.GetProperty("decisionNote").GetString())),
            Is.EqualTo(new (string?, string?)[] { ("Waiting", null), ("Waiting", null) }));
        await (await problem.Supervisor.IfMatch(3).PostAsJsonAsync(path, new { })).Ok();
    }

    [Test]
    public async Task After_a_minute_it_is_too_late()
    {
        var problem = await _host.Problem(Gate.Analysis);
        await (await problem.Move(Stage.Analysis)).Ok();
        _host.Time.Advance(UndoRules.Time + TimeSpan.FromSeconds(1));

        Assert.That(await (await Undo(problem, problem.Officer)).ShortfallCodes(), Is.EqualTo(new[] { "undo.late" }));
    }

    [Test]
    public async Task Only_who_decided_can_undo_it()
    {
        var problem = await _host.Problem(Gate.Analysis);
        await (await problem.Move(Stage.Analysis)).Ok();

        Assert.That(await (await Undo(problem, problem.Supervisor)).ShortfallCodes(), Is.EqualTo(new[] { "undo.notYours" }));
    }

    [Test]
    public async Task It_is_refused_once_anyone_has_built_on_it()
    {
        var problem = await _host.Problem(Gate.Analysis);
        await (await problem.Move(Stage.Analysis)).Ok();
        Later();
        await (await problem.Supervisor.PostAsJsonAsync($"{problem.Url}/notes", new { text = "Good." })).Ok();

        var refused = await Undo(problem, problem.Officer);

        Assert.That(((int)refused.StatusCode, (await refused.Json()).GetProperty("code").GetString()), Is.EqualTo((409, "undo.builtOn")));
    }

    [Test]
    public async Task Reading_and_watching_build_on_nothing()
    {
        var problem = await _host.Problem(Gate.Analysis);
        await (await problem.Move(Stage.Analysis)).Ok();
        Later();
        await (await problem.Supervisor.PostAsync($"{problem.Url}/watch", null)).Ok();

        await (await Undo(problem, problem.Officer)).Ok();
    }

    [Test]
    public async Task A_second_undo_finds_nothing_and_neither_does_one_without_a_decision()
    {
        var problem = await _host.Problem(Gate.Analysis);
        Assert.That(await (await Undo(problem, problem.Officer)).ShortfallCodes(), Is.EqualTo(new[] { "undo.nothing" }));
        await (await problem.Move(Stage.Analysis)).Ok();
        Later();
        await (await Undo(problem, problem.Officer)).Ok();

        Assert.That(await (await Undo(problem, problem.Officer)).ShortfallCodes(), Is.EqualTo(new[] { "undo.nothing" }));
    }

    [Test]
    public async Task It_is_refused_with_an_earlier_version()
    {
        var problem = await _host.Problem(Gate.Analysis);
        var version = await problem.Version();
        await (await problem.Move(Stage.Analysis)).Ok();

        var refused = await problem.Officer.IfMatch(version).PostAsync($"{problem.Url}/undo", null);

        Assert.That((int)refused.StatusCode, Is.EqualTo(412));
    }

    [Test]
    public async Task Other_programs_hear_of_a_move_after_the_minute_and_of_an_undone_one_never()
    {
        await _host.Query(db => db.Write(() => db.Insert("""
            INSERT INTO Webhook (Name, Address, Secret, Active, Moves, Nudges, CreatedAt)
            VALUES ('Desk', 'http://127.0.0.1:9/', 'secret', 1, 1, 0, @now)
            """, new { now = _host.Time.GetUtcNow() }, default), default));
        var problem = await _host.Problem(Gate.Analysis);
        await (await problem.Move(Stage.Analysis)).Ok();
        Later();
        Assert.That(await _host.Send(new DeliverWebhooks()), Is.EqualTo(new WebhooksDelivered(0, 0)));

        await (await Undo(problem, problem.Officer)).Ok();

        Assert.That(await _host.Query(db => db.Single<long>("SELECT COUNT(*) FROM WebhookDelivery", null, default)), Is.Zero);
    }

    [Test]
    public async Task Whoever_was_told_of_the_decision_hears_of_the_undo_in_its_place_whether_or_not_they_read_it()
    {
        var problem = await _host.Problem(Gate.Start);
        await problem.Officer.PostAsJsonAsync("/api/v1/updates/seen", new { });
        for (var isRead = 0; isRead <= 1; isRead++)
        {
            Later();
            await (await problem.StartResponse()).Ok();
            Assert.That(await News(problem.Officer), Has.One.StartsWith("Response started; plan frozen."));
            if (isRead == 1) await problem.Officer.PostAsJsonAsync("/api/v1/updates/seen", new { });
            Later();
            await (await Undo(problem, problem.Supervisor)).Ok();

            Assert.That(await News(problem.Officer), Has.One.StartsWith("Undone: Response started; plan frozen."));
            Assert.That(await News(problem.Officer), Has.Count.EqualTo(1));
            await problem.Officer.PostAsJsonAsync("/api/v1/updates/seen", new { });
        }
    }

    [Test]
    public async Task Both_stay_in_the_timeline_and_neither_is_a_move_in_lists()
    {
        var problem = await _host.Problem(Gate.Analysis);
        await (await problem.Move(Stage.Analysis)).Ok();
        Later();
        await (await Undo(problem, problem.Officer)).Ok();

        var timeline = (await (await problem.Officer.GetAsync($"{problem.Url}/timeline?show=Moves")).Ok()).GetProperty("items");
        Assert.That(timeline.EnumerateArray().Take(2).Select(row => row.GetProperty("summary").GetString()), Is.EqualTo(new[]
        {
            "Undone: Moved from Scanning to Analysis. The team agrees.", "Moved from Scanning to Analysis. The team agrees.",
        }));
        var moves = (await (await problem.Officer.GetAsync("/api/v1/problems/moves")).Ok()).GetProperty("items");
        Assert.That(moves.GetArrayLength(), Is.Zero);
    }

    private void Later() => _host.Time.Advance(TimeSpan.FromSeconds(20));

    private static Task Nothing(TrackerHost host, GivenProblem problem) => Task.CompletedTask;

    private static async Task<HttpResponseMessage> MovePastRequirements(GivenProblem problem)
    {
        var codes = (await problem.Read()).GetProperty("gate").GetProperty("shortfalls").EnumerateArray()
            .Select(s => s.GetProperty("code").GetString()!).Distinct().ToArray();
        return await problem.Move(Stage.Response, problem.Supervisor, overriding: codes);
    }

    private static async Task<HttpResponseMessage> Undo(GivenProblem problem, HttpClient by) =>
        await by.IfMatch(await problem.Version()).PostAsync($"{problem.Url}/undo", null);

    private static async Task<IReadOnlyList<string?>> News(HttpClient reader) =>
        [.. (await (await reader.GetAsync("/api/v1/updates?new=true")).Ok()).GetProperty("items").EnumerateArray()
            .Select(update => update.GetProperty("sentence").GetString())];

    /// <summary>Everything of the problem that a decision changes, with the due date that the stage had first.</summary>
    private async Task<string> State(GivenProblem problem)
    {
        var read = JsonNode.Parse((await problem.Read()).GetRawText())!.AsObject();
        read.Remove("version");
        read.Remove("lastActivityAt");
        var plans = read["plans"]!.AsArray();
        foreach (var withdrawn in plans.Where(plan => plan!["withdrawnAt"] is not null).ToList()) plans.Remove(withdrawn);
        var visits = await _host.Query(db => db.List<(int, string, string?, string?)>("""
            SELECT Visit, Stage, LeftAt, FirstDueOn FROM StageVisit WHERE ProblemId = @Id ORDER BY Visit
            """, new { problem.Id }, default));
        return $"{read.ToJsonString()} {string.Join(' ', visits)}";
    }
}
