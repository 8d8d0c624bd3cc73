using System.Text.Json;
using ProblemTracker.Domain;
using ProblemTracker.Tests.Domain;

namespace ProblemTracker.Tests.Problems;

public sealed class StartResponseTests
{
    private TrackerHost _host = null!;

    [SetUp] public void Start() => _host = new();
    [TearDown] public void Stop() => _host.Dispose();

    [Test]
    public async Task The_next_gate_after_entering_Response_is_the_start()
    {
        var problem = await _host.Problem(readyFor: Gate.Start);
        Assert.That(Next(await problem.Read()), Is.EqualTo("Start"));

        await (await problem.StartResponse()).Ok();

        Assert.That(Next(await problem.Read()), Is.EqualTo("Assessment"));
    }

    [Test]
    public async Task A_lead_can_t_start_their_own_response()
    {
        var problem = await _host.Problem(readyFor: Gate.Start);

        var reply = await problem.StartResponse(by: problem.Officer);

        Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That((await reply.Json()).GetProperty("title").GetString(), Does.Contain("supervisor who does not lead"));
    }

    [Test]
    public async Task Lists_the_shortfalls_of_an_empty_plan()
    {
        var problem = await _host.Problem(readyFor: Gate.Response);
        await (await problem.Move(Stage.Response)).Ok();

        var reply = await problem.StartResponse();

        Assert.That((await reply.ShortfallCodes()).Distinct(), Is.EquivalentTo(new[]
        {
            "response.objectives", "response.alternatives", "response.owners", "response.technique", "response.combined",
                "response.evaluation",
        }));
    }

    [Test]
    public async Task Starting_freezes_the_plan_with_a_date_and_a_hash()
    {
        var problem = await _host.Problem(readyFor: Gate.Start);
        _host.Until(2026, 4, 15);

        var started = await (await problem.StartResponse()).Ok();

        var plan = (await problem.Read()).GetProperty("plans")[0];
        Assert.Multiple(() =>
        {
            Assert.That(plan.GetProperty("startedOn").GetString(), Is.EqualTo("2026-04-15"));
            Assert.That(plan.GetProperty("hash").GetString(), Is.EqualTo(started.GetProperty("hash").GetString()).And.Length.EqualTo(64));
            Assert.That(plan.GetProperty("inForce").GetBoolean(), Is.True);
            Assert.That(plan.GetProperty("actions").GetArrayLength(), Is.EqualTo(2), "the urgent safety measure is not part of the plan");
        });
    }

    [Test]
    public async Task After_the_start_the_worksheet_can_only_be_amended()
    {
        var problem = await _host.Problem(readyFor: Gate.Assessment);
        var changed = Sample.Response with { NoOutsideActionReason = "Changed my mind." };

        Assert.That(await (await problem.TrySave(SheetKind.Response, changed)).ShortfallCodes(), Is.EqualTo(new[] { "response.frozen" }));
        var before = (await problem.Read()).GetProperty("plans")[0].GetProperty("hash").GetString();
        await (await Amend(problem, changed, "The owner backed out.")).Ok();

        var read = await problem.Read();
        Assert.That(read.GetProperty("response").GetProperty("noOutsideActionReason").GetString(), Is.EqualTo("Changed my mind."));
        var plan = read.GetProperty("plans")[0];
        Assert.That(plan.GetProperty("hash").GetString(), Is.EqualTo(before), "the frozen plan stays unchanged");
        Assert.That(plan.GetProperty("amendments")[0].GetProperty("reason").GetString(), Is.EqualTo("The owner backed out."));
    }

    [Test]
    public async Task An_amendment_needs_a_reason()
    {
        var problem = await _host.Problem(readyFor: Gate.Assessment);

        Assert.That(await (await Amend(problem, Sample.Response, " ")).WrongFields(), Is.EqualTo(new[] { "reason" }));
    }

    [Test]
    public async Task A_draft_can_t_be_amended()
    {
        var problem = await _host.Problem(readyFor: Gate.Start);

        Assert.That(await (await Amend(problem, Sample.Response, "Too early.")).ShortfallCodes(),
            Is.EqualTo(new[] { "response.notStarted" }));
    }

    [Test]
    public async Task Changing_an_action_of_the_frozen_plan_needs_a_reason()
    {
        var problem = await _host.Problem(readyFor: Gate.Assessment);
        var later = Sample.DoneActions[0] with { Description = "Close the rear exit after 10 p.m." };

        Assert.That(await (await problem.TryChange(problem.Actions[0], later)).WrongFields(), Is.EqualTo(new[] { "amendmentReason" }));
        Assert.That(await (await problem.TryAdd(Sample.PlannedActions[1])).WrongFields(), Is.EqualTo(new[] { "amendmentReason" }));
        await (await problem.TryChange(problem.Actions[0], later, "Trouble began earlier.")).Ok();

        var amendment = (await problem.Read()).GetProperty("plans")[0].GetProperty("amendments")[0];
        Assert.That(amendment.GetProperty("actionId").GetInt64(), Is.EqualTo(problem.Actions[0]));
    }

    [Test]
    public async Task Completing_an_action_is_not_an_amendment()
    {
        var problem = await _host.Problem(readyFor: Gate.Assessment);

        Assert.That((await problem.Read()).GetProperty("plans")[0].GetProperty("amendments").GetArrayLength(), Is.Zero);
    }

    [Test]
    public async Task Moving_back_keeps_the_frozen_plan_on_record_and_needs_a_new_start()
    {
        var problem = await _host.Problem(readyFor: Gate.Assessment);
        var hash = (await problem.Read()).GetProperty("plans")[0].GetProperty("hash").GetString();

        await (await problem.Move(Stage.Analysis)).Ok();
        await (await problem.Move(Stage.Response)).Ok();

        var read = await problem.Read();
        Assert.That(Next(read), Is.EqualTo("Start"));
        Assert.That(read.GetProperty("response").GetProperty("objectives").GetArrayLength(), Is.EqualTo(2),
            "the draft keeps the objectives of the plan");
        Assert.That(read.GetProperty("plans")[0].GetProperty("hash").GetString(), Is.EqualTo(hash));
        Assert.That(read.GetProperty("plans")[0].GetProperty("inForce").GetBoolean(), Is.False);
        await (await problem.StartResponse()).Ok();
        Assert.That((await problem.Read()).GetProperty("plans").GetArrayLength(), Is.EqualTo(2));
    }

    [Test]
    public async Task A_response_can_start_only_once()
    {
        var problem = await _host.Problem(readyFor: Gate.Assessment);

        Assert.That(await (await problem.StartResponse()).ShortfallCodes(), Is.EqualTo(new[] { "stage.notAllowed" }));
    }

    [Test]
    public async Task An_action_done_before_the_start_leaves_no_pre_set_test()
    {
        var problem = await _host.Problem(readyFor: Gate.Start);
        await problem.Change(problem.Actions[0], Sample.PlannedActions[0] with { Status = ActionStatus.Done, DoneOn = new(2026, 3, 20) });
        await problem.Save(SheetKind.Assessment, Sample.Assessment with { Process = [], Outcomes = [] });
        _host.Until(2026, 4, 15);

        await (await problem.StartResponse()).Ok();
        var missing = await (await problem.Move(Stage.Assessment)).ShortfallCodes();
        await (await problem.Move(Stage.Assessment, problem.Supervisor, overriding: [.. missing])).Ok();

        Assert.That((await problem.Read()).GetProperty("verdictText").GetString(), Is.EqualTo("Improved (no pre-set test)"));
    }

    [Test]
    public async Task An_overridden_start_freezes_an_incomplete_plan()
    {
        var problem = await _host.Problem(readyFor: Gate.Response);
        await (await problem.Move(Stage.Response)).Ok();
        string[] overriding = ["response.objectives", "response.alternatives", "response.owners", "response.technique",
            "response.combined", "response.evaluation"];

        await (await problem.StartResponse(overriding: overriding)).Ok();

        var record = (await problem.Read()).GetProperty("overrides")[0];
        Assert.That(record.GetProperty("gate").GetString(), Is.EqualTo("Start"));
        Assert.That(record.GetProperty("codes").GetArrayLength(), Is.EqualTo(6));
    }

    private static string? Next(JsonElement problem) => problem.GetProperty("gate").GetProperty("next").GetString();

    private static async Task<HttpResponseMessage> Amend(GivenProblem problem, ResponseSheet sheet, string reason)
    {
        var version = (await problem.Read()).GetProperty("worksheetVersions").GetProperty("response").GetInt32();
        return await problem.Officer.IfMatch(version)
            .PostAsJsonAsync($"{problem.Url}/response/amendments", new { reason, sheet }, Shared.Json.Options);
    }
}
