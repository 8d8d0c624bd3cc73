using System.Text.Json;
using ProblemTracker.Domain;
using ProblemTracker.Problems;
using ProblemTracker.Shared;
using ProblemTracker.Tests.Domain;

namespace ProblemTracker.Tests.Problems;

public sealed class HandoverTests
{
    private TrackerHost _host = null!;
    private long _from, _to;

    [SetUp]
    public void Start()
    {
        _host = new();
        (_from, _to) = (_host.IdOf(Role.Officer), _host.IdOf("ben", Role.Officer));
    }

    [TearDown] public void Stop() => _host.Dispose();

    [Test]
    public async Task A_handover_moves_open_problems_and_planned_actions()
    {
        var started = await _host.Problem(readyFor: Gate.Start);
        var secret = new GivenProblem(_host, await _host.OpenProblem("Drugs at the school gate", confidential: true));
        var closed = new GivenProblem(_host, await _host.OpenProblem("Not one"));
        await (await closed.Move(Stage.Closed, by: closed.Supervisor, closingReason: "NotAProblem")).Ok();
        var elsewhere = new GivenProblem(_host, await _host.OpenProblem("Led by someone else", led: false));
        await elsewhere.Add(new() { Description = "Check on it daily", OwnerId = 1 });
        var before = await started.Version();
        var caseload = await _host.SignIn(Role.Supervisor).Read($"/api/v1/people/{_from}/caseload");
        var owned = Sample.PlannedActions.Count(a => a.OwnerId is not null) + 1;
        Assert.That((caseload.GetProperty("problems").GetInt32(), caseload.GetProperty("actions").GetInt32()), Is.EqualTo((2, owned)));

        var reply = await (await HandOver()).Ok();

        Assert.That((reply.GetProperty("problems").GetInt32(), reply.GetProperty("actions").GetInt32()), Is.EqualTo((2, owned)));
        foreach (var problem in new[] { started, secret })
        {
            var read = await problem.Read();
            Assert.That(read.GetProperty("lead").GetProperty("id").GetInt64(), Is.EqualTo(_to));
            Assert.That(read.GetProperty("team").EnumerateArray().Select(p => p.GetProperty("id").GetInt64()), Does.Contain(_to));
        }
        Assert.That(await started.Version(), Is.EqualTo(before + 1));
        Assert.That(
            (await started.Read()).GetProperty("actions").EnumerateArray().Select(a => a.GetProperty("ownerId"))
                .Where(o => o.ValueKind == JsonValueKind.Number).Select(o => o.GetInt64()), Has.All.EqualTo(_to));
        Assert.That((await closed.Read()).GetProperty("lead").GetProperty("id").GetInt64(), Is.EqualTo(_from));
        var other = await elsewhere.Read();
        Assert.That(other.GetProperty("lead").ValueKind, Is.EqualTo(JsonValueKind.Null));
        Assert.That(other.GetProperty("actions")[0].GetProperty("ownerId").GetInt64(), Is.EqualTo(_to));
        Assert.That((await secret.Supervisor.Read($"{secret.Url}/timeline")).Each("summary").First(),
            Is.EqualTo("Lead: officer → ben. Transfer to the harbor."));
        Assert.That((await elsewhere.Supervisor.Read($"{elsewhere.Url}/timeline")).Each("summary").First(),
            Is.EqualTo("Handed over 1 action: officer → ben. Transfer to the harbor."));
        Assert.That((await _host.SignInAs("ben").GetAsync(secret.Url)).StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task A_handover_amends_frozen_plans_with_its_reason()
    {
        var problem = await _host.Problem(readyFor: Gate.Start);
        await (await problem.StartResponse()).Ok();

        await (await HandOver(by: _host.SignIn(Role.Administrator))).Ok();

        var amendments = (await problem.Read()).GetProperty("plans")[0].GetProperty("amendments").EnumerateArray().ToList();
        Assert.That(amendments, Is.Not.Empty);
        Assert.That(amendments.Select(a => a.GetProperty("reason").GetString()), Has.All.EqualTo("Transfer to the harbor."));
        Assert.That(amendments.Select(a => a.GetProperty("by").GetString()), Has.All.EqualTo("administrator"));
    }

    [Test]
    public async Task The_ladder_rechecks_handed_over_problems()
    {
        var id = await _host.OpenProblem();
        await _host.Query(db => db.Execute("UPDATE Problem SET LookOn = '2027-01-01'", null, default));

        await (await HandOver()).Ok();

        Assert.That(await _host.Query(db => db.Single<DateOnly>("SELECT LookOn FROM Problem WHERE Id = @id", new { id }, default)),
            Is.EqualTo(new DateOnly(1900, 1, 1)));
    }

    [TestCase(Role.Officer)]
    [TestCase(Role.Analyst)]
    [TestCase(Role.Command)]
    public async Task Only_supervisors_and_administrators_can_hand_over(Role role)
    {
        await _host.OpenProblem();

        Assert.That((await HandOver(by: _host.SignIn(role))).StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That((await _host.SignIn(role).GetAsync($"/api/v1/people/{_from}/caseload")).StatusCode,
            Is.EqualTo(HttpStatusCode.Forbidden));
    }

    [Test]
    public async Task A_handover_needs_another_person_who_can_lead_a_reason_and_open_work()
    {
        Assert.That(await (await HandOver()).ShortfallCodes(), Is.EqualTo(new[] { "handover.nothing" }));
        await _host.OpenProblem();
        Assert.That(await (await HandOver(to: _from, reason: " ")).WrongFields(), Is.EquivalentTo(new[] { "toPersonId", "reason" }));
        Assert.That(await (await HandOver(to: _host.IdOf(Role.Command))).WrongFields(), Is.EqualTo(new[] { "toPersonId" }));
        Assert.That(
            (await _host.SignIn(Role.Supervisor)
                .PostAsJsonAsync("/api/v1/people/99999/handover", new { toPersonId = _to, reason = "x" })).StatusCode,
            Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await _host.SignIn(Role.Supervisor).GetAsync("/api/v1/people/99999/caseload")).StatusCode,
            Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task Supervisors_see_the_problems_of_a_lead_who_left()
    {
        var left = new GivenProblem(_host, await _host.OpenProblem());
        await _host.OpenProblem("Without a lead", led: false);
        var closed = new GivenProblem(_host, await _host.OpenProblem("Closed"));
        await (await closed.Move(Stage.Closed, by: closed.Supervisor, closingReason: "NotAProblem")).Ok();
        Assert.That((await left.Read()).GetProperty("leadHasLeft").GetBoolean(), Is.False);
        await _host.Deactivate(_from);

        Assert.That((await left.Read()).GetProperty("leadHasLeft").GetBoolean());
        var list = await left.Supervisor.Read("/api/v1/problems?leadActive=false&open=true");
        Assert.That(list.Each("id"), Is.EqualTo(new[] { $"{left.Id}" }));
        Assert.That(list.Each("leadHasLeft"), Is.EqualTo(new[] { "True" }));
        Assert.That((await left.Supervisor.Read("/api/v1/problems?leadActive=true")).GetProperty("total").GetInt32(), Is.Zero);
        var day = await _host.SendAs(_host.IdOf(Role.Supervisor), [Role.Supervisor], new ReadMyDay());
        Assert.That(day.Oversight!.LeadHasLeft.Items.Select(p => p.Id), Is.EqualTo(new[] { left.Id }));
    }

    private async Task<HttpResponseMessage> HandOver(long? to = null, string reason = "Transfer to the harbor.", HttpClient? by = null) =>
        await (by ?? _host.SignIn(Role.Supervisor)).PostAsJsonAsync($"/api/v1/people/{_from}/handover",
            new { toPersonId = to ?? _to, reason });
}
