using ProblemTracker.Domain;
using ProblemTracker.Shared;

namespace ProblemTracker.Tests.Problems;

public sealed class AssignProblemTests
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
    private HttpClient Supervisor => _host.SignIn(Role.Supervisor);
    private long OfficerId => _host.IdOf(Role.Officer);
    private long Ben => _host.IdOf("ben", Role.Officer);

    private async Task<HttpResponseMessage> Assign(HttpClient client, object body, int? version = null) =>
        await client.IfMatch(version ?? await _host.VersionOf(_problem)).PostAsJsonAsync($"{Url}/assignment", body);

    private async Task<string?> LastLine() => (await Officer.Read($"{Url}/timeline")).Each("summary").First();

    [Test]
    public async Task A_team_member_can_take_a_vacant_lead_without_a_reason()
    {
        var reply = await (await Assign(Officer, new { leadId = OfficerId })).Ok();

        Assert.That(reply.GetProperty("lead").GetProperty("id").GetInt64(), Is.EqualTo(OfficerId));
        Assert.That(reply.GetProperty("version").GetInt32(), Is.EqualTo(2));
        Assert.That(await LastLine(), Is.EqualTo("Lead: none → officer."));
    }

    [Test]
    public async Task An_analyst_on_the_team_can_take_a_vacant_lead()
    {
        var analyst = _host.SignIn(Role.Analyst);
        await _host.Join(_problem, _host.IdOf(Role.Analyst));

        await (await Assign(analyst, new { leadId = _host.IdOf(Role.Analyst) })).Ok();
    }

    [Test]
    public async Task Someone_who_is_not_on_the_team_can_t_take_a_vacant_lead()
    {
        var reply = await Assign(_host.SignInAs("ben", Role.Officer), new { leadId = Ben, reason = "I know the bar." });

        Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That((await reply.Json()).GetProperty("title").GetString(), Does.Contain("A supervisor who does not lead this problem"));
    }

    [Test]
    public async Task A_team_member_can_t_assign_or_drop_the_lead_or_take_it_from_someone()
    {
        await _host.Join(_problem, Ben);
        var given = await Assign(Officer, new { leadId = Ben, reason = "He knows the bar." });
        await (await Assign(Officer, new { leadId = OfficerId })).Ok();
        var taken = await Assign(_host.SignInAs("ben", Role.Officer), new { leadId = Ben, reason = "I know the bar." });
        var dropped = await Assign(Officer, new { leadId = (long?)null, reason = "No time." });

        Assert.That(new[] { given, taken, dropped }.Select(r => r.StatusCode), Has.All.EqualTo(HttpStatusCode.Forbidden));
    }

    [Test]
    public async Task A_supervisor_needs_a_reason_to_reassign_and_the_new_lead_joins_the_team()
    {
        await (await Assign(Officer, new { leadId = OfficerId })).Ok();

        var blank = await Assign(Supervisor, new { leadId = Ben, reason = " " });
        var reply = await (await Assign(Supervisor, new { leadId = Ben, reason = "Knows the bar." })).Ok();

        Assert.That(await blank.WrongFields(), Is.EqualTo(new[] { "reason" }));
        Assert.That(reply.GetProperty("team").EnumerateArray().Select(p => p.GetProperty("id").GetInt64()),
            Is.EquivalentTo(new[] { OfficerId, Ben }));
        Assert.That(await LastLine(), Is.EqualTo("Lead: officer → ben. Knows the bar."));
    }

    [Test]
    public async Task A_supervisor_who_leads_can_t_assign_the_lead()
    {
        var lead = _host.IdOf(Role.Supervisor);
        await _host.Join(_problem, lead);
        await (await Assign(Supervisor, new { leadId = lead })).Ok();

        Assert.That(await (await Assign(Supervisor, new { leadId = Ben, reason = "Busy." })).ShortfallCodes(),
            Is.EqualTo(new[] { "request.ownProblem" }));
        await (await Assign(_host.SignInAs("chief", Role.Supervisor), new { leadId = (long?)null, reason = "On leave." })).Ok();
        Assert.That(await LastLine(), Is.EqualTo("Lead: supervisor → none. On leave."));
    }

    [Test]
    public async Task Team_members_can_add_and_remove_members()
    {
        await (await Assign(Officer, new { leadId = (long?)null, addToTeam = new[] { Ben, Ben } })).Ok();
        var added = await LastLine();
        // The officer leaves the team, and so loses the right to change it.
        var removed = await (await Assign(Officer, new { leadId = (long?)null, removeFromTeam = new[] { OfficerId, 999 } })).Ok();
        var after = await Assign(Officer, new { leadId = (long?)null, removeFromTeam = new[] { Ben } });

        Assert.That(added, Is.EqualTo("Joined the team: ben."));
        Assert.That(removed.GetProperty("team").EnumerateArray().Select(p => p.GetProperty("name").GetString()),
            Is.EqualTo(new[] { "ben" }));
        Assert.That(after.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
    }

    [Test]
    public async Task Leaving_the_team_of_a_confidential_problem_ends_access_to_it()
    {
        var problem = await _host.OpenProblem(confidential: true, led: false);

        var reply = await Officer.IfMatch(1)
            .PostAsJsonAsync($"/api/v1/problems/{problem}/assignment", new { leadId = (long?)null, removeFromTeam = new[] { OfficerId } });

        Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((await Officer.GetAsync($"/api/v1/problems/{problem}")).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task The_lead_can_t_leave_the_team()
    {
        await (await Assign(Officer, new { leadId = OfficerId })).Ok();
        var reply = await Assign(Officer, new { leadId = OfficerId, removeFromTeam = new[] { OfficerId } });

        Assert.That(await reply.ShortfallCodes(), Is.EqualTo(new[] { "team.lead" }));
    }

    [Test]
    public async Task Only_active_officers_supervisors_and_analysts_can_lead_or_join()
    {
        var command = _host.IdOf(Role.Command);
        await _host.Query(db => db.Execute("UPDATE Person SET Active = 0 WHERE Id = @Ben", new { Ben }, default));

        var lead = await Assign(Supervisor, new { leadId = command, reason = "Why not." });
        var member = await Assign(Officer, new { leadId = (long?)null, addToTeam = new[] { OfficerId, Ben } });
        var nobody = await Assign(Supervisor, new { leadId = 999, reason = "Why not." });

        Assert.That(await lead.WrongFields(), Is.EqualTo(new[] { "leadId" }));
        Assert.That(await member.WrongFields(), Is.EqualTo(new[] { "addToTeam[1]" }));
        Assert.That(await nobody.WrongFields(), Is.EqualTo(new[] { "leadId" }));
    }

    [Test]
    public async Task A_person_can_t_be_both_added_and_removed()
    {
        var reply = await Assign(Officer, new { leadId = (long?)null, addToTeam = new[] { Ben }, removeFromTeam = new[] { Ben } });

        Assert.That(await reply.WrongFields(), Is.EqualTo(new[] { "removeFromTeam" }));
    }

    [Test]
    public async Task A_request_without_changes_keeps_the_version_and_adds_no_timeline_line()
    {
        var before = await LastLine();
        var reply = await (await Assign(Officer, new { leadId = (long?)null, addToTeam = new[] { OfficerId } })).Ok();

        Assert.That(reply.GetProperty("version").GetInt32(), Is.EqualTo(1));
        Assert.That(await LastLine(), Is.EqualTo(before));
    }

    [Test]
    public async Task Only_the_first_of_two_people_gets_the_lead()
    {
        await _host.Join(_problem, Ben);
        await (await Assign(Officer, new { leadId = OfficerId }, version: 1)).Ok();
        var second = await Assign(_host.SignInAs("ben", Role.Officer), new { leadId = Ben }, version: 1);

        Assert.That(second.StatusCode, Is.EqualTo(HttpStatusCode.PreconditionFailed));
    }

    [Test]
    public async Task An_assignment_needs_a_lead_field_and_a_version()
    {
        var silent = await Assign(Officer, new { addToTeam = new[] { Ben } });
        var blind = await Officer.PostAsJsonAsync($"{Url}/assignment", new { leadId = OfficerId });

        Assert.That(await silent.WrongFields(), Is.EqualTo(new[] { "leadId" }));
        Assert.That((int)blind.StatusCode, Is.EqualTo(428));
    }

    [Test]
    public async Task Assigning_does_not_count_as_activity_and_needs_an_open_problem()
    {
        _host.Time.Advance(TimeSpan.FromDays(1));
        await (await Assign(Officer, new { leadId = OfficerId })).Ok();
        Assert.That((await Officer.Read(Url)).GetProperty("lastActivityAt").GetDateTimeOffset(), Is.EqualTo(TrackerHost.Start));

        await _host.Put(_problem, Stage.Closed);
        Assert.That(await (await Assign(Supervisor, new { leadId = Ben, reason = "Follow-up." })).ShortfallCodes(),
            Is.EqualTo(new[] { "problem.closed" }));
    }
}
