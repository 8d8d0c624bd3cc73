using ProblemTracker.Domain;
using ProblemTracker.Tests.Domain;

namespace ProblemTracker.Tests.Problems;

public sealed class ActionTests
{
    private TrackerHost _host = null!;

    [SetUp] public void Start() => _host = new();
    [TearDown] public void Stop() => _host.Dispose();

    [Test]
    public async Task An_urgent_safety_measure_can_start_in_any_stage_and_needs_a_reason()
    {
        var problem = new GivenProblem(_host, await _host.OpenProblem());

        await (await problem.TryAdd(Sample.PlannedActions[2])).Ok();
        var withoutReason = await problem.Officer.PostAsJsonAsync($"{problem.Url}/actions",
            new { description = "Patrol", enforcement = true, urgentSafetyMeasure = true });

        Assert.That(await withoutReason.WrongFields(), Is.EqualTo(new[] { "urgentSafetyReason" }));
    }

    [TestCase("analyst", Role.Analyst, true)]
    [TestCase("ben", Role.Officer, false)]
    [TestCase("chief", Role.Command, false)]
    public async Task Action_on_a_confidential_problem_goes_only_to_someone_who_can_view_it(string name, Role role, bool fits)
    {
        var problem = new GivenProblem(_host, await _host.OpenProblem(confidential: true));
        var owner = _host.IdOf(name, role);

        var reply = await problem.Officer.PostAsJsonAsync($"{problem.Url}/actions",
            new { description = "Ask around", enforcement = false, ownerId = owner });

        if (fits) await reply.Ok();
        else Assert.That(await reply.WrongFields(), Is.EqualTo(new[] { "ownerId" }));
    }

    [Test]
    public async Task Action_does_not_go_to_someone_who_sees_no_problems_at_all()
    {
        var problem = new GivenProblem(_host, await _host.OpenProblem());
        var reply = await problem.Officer.PostAsJsonAsync($"{problem.Url}/actions",
            new { description = "Ask around", enforcement = false, ownerId = _host.IdOf(Role.Administrator) });

        Assert.That(await reply.WrongFields(), Is.EqualTo(new[] { "ownerId" }));
    }

    [Test]
    public async Task Validation_names_the_invalid_field()
    {
        var problem = new GivenProblem(_host, await _host.OpenProblem());

        Assert.That(await Wrong(new { description = "", enforcement = false }), Is.EqualTo(new[] { "description" }));
        Assert.That(await Wrong(new { description = "x", enforcement = false, ownerId = 4711 }), Is.EqualTo(new[] { "ownerId" }));
        Assert.That(await Wrong(new { description = "x", enforcement = false, ownerAttachmentId = 4711 }),
            Is.EqualTo(new[] { "ownerAttachmentId" }));
        Assert.That(await Wrong(new { description = "x", enforcement = false, ownerId = 1, ownerAttachmentId = 1 }),
            Is.EqualTo(new[] { "ownerAttachmentId" }));
        Assert.That(await Wrong(new { description = "x", enforcement = false, status = "Done" }), Is.EqualTo(new[] { "doneOn" }));
        Assert.That(await Wrong(new { description = "x", enforcement = false, status = "Done", doneOn = "2026-03-03" }),
            Is.EqualTo(new[] { "doneOn" }), "tomorrow");
        Assert.That(await Wrong(new { description = "x", enforcement = false, status = "Dropped" }),
            Is.EqualTo(new[] { "droppedReason" }));
        Assert.That(await Wrong(new { description = "x", enforcement = false, dueOn = "0001-01-01" }), Is.EqualTo(new[] { "dueOn" }));
        Assert.That(await Wrong(new { description = "x", enforcement = false, technique = "Shouting" }), Is.EqualTo(new[] { "technique" }));
        Assert.That(await Wrong(new { description = "x" }), Is.EqualTo(new[] { "enforcement" }));

        async Task<IReadOnlyList<string>> Wrong(object body) =>
            await (await problem.Officer.PostAsJsonAsync($"{problem.Url}/actions", body)).WrongFields();
    }

    [Test]
    public async Task Last_action_due_date_sets_the_due_date_of_Response()
    {
        var problem = await _host.Problem(readyFor: Gate.Response);
        await (await problem.Move(Stage.Response)).Ok();
        var version = await problem.Version();
        var first = (await problem.Read()).GetProperty("dueOn").GetString();
        Assert.That(first, Is.EqualTo("2026-05-29"), "60 days from March 30");

        await problem.Add(Sample.PlannedActions[0] with { DueOn = new(2026, 5, 1) });

        var read = await problem.Read();
        Assert.Multiple(() =>
        {
            Assert.That(read.GetProperty("dueOn").GetString(), Is.EqualTo("2026-05-15"), "14 days after May 1");
            Assert.That(read.GetProperty("firstDueOn").GetString(), Is.EqualTo(first), "the first due date is kept");
            Assert.That(read.GetProperty("version").GetInt32(), Is.EqualTo(version), "recomputing the due date doesn't change the version");
        });
    }

    [Test]
    public async Task An_enforcement_only_plan_is_flagged()
    {
        var problem = new GivenProblem(_host, await _host.OpenProblem());
        await problem.Add(Sample.PlannedActions[1] with { Enforcement = true });
        Assert.That((await problem.Read()).GetProperty("enforcementOnly").GetBoolean(), Is.True);

        await problem.Add(Sample.PlannedActions[1]);

        Assert.That((await problem.Read()).GetProperty("enforcementOnly").GetBoolean(), Is.False);
    }

    [Test]
    public async Task A_change_based_on_an_old_version_is_rejected()
    {
        var problem = new GivenProblem(_host, await _host.OpenProblem());
        var id = await problem.Add(Sample.PlannedActions[1]);
        await problem.Change(id, Sample.PlannedActions[1] with { Description = "Keep the alley lit all night" });

        var late = await problem.Officer.IfMatch(1)
            .PutAsJsonAsync($"/api/v1/actions/{id}", new { description = "Too late", enforcement = false });

        Assert.That(late.StatusCode, Is.EqualTo(HttpStatusCode.PreconditionFailed));
    }

    [Test]
    public async Task An_owner_who_left_can_stay_on_record()
    {
        var problem = new GivenProblem(_host, await _host.OpenProblem());
        var leaver = _host.IdOf("leaver", Role.Officer);
        var reply = await problem.Officer.PostAsJsonAsync($"{problem.Url}/actions",
            new { description = "Ask around", enforcement = false, ownerId = leaver });
        var id = (await reply.Ok()).GetProperty("id").GetInt64();
        await _host.Query(db => db.Write(() => db.Execute("UPDATE Person SET Active = 0 WHERE Id = @leaver", new { leaver }, default),
            default));

        var done = await problem.Officer.IfMatch(1).PutAsJsonAsync($"/api/v1/actions/{id}",
            new { description = "Ask around", enforcement = false, ownerId = leaver, status = "Done", doneOn = "2026-03-02" });

        Assert.That(done.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }
}
