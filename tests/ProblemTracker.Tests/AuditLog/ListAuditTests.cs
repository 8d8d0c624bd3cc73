using System.Text.Json;
using ProblemTracker.Domain;
using ProblemTracker.Problems;

namespace ProblemTracker.Tests.AuditLog;

public sealed class ListAuditTests
{
    private TrackerHost _host = null!;

    [SetUp] public void Start() => _host = new();
    [TearDown] public void Stop() => _host.Dispose();

    [TestCase(Role.Officer, HttpStatusCode.Forbidden)]
    [TestCase(Role.Analyst, HttpStatusCode.Forbidden)]
    [TestCase(Role.Supervisor, HttpStatusCode.OK)]
    [TestCase(Role.Command, HttpStatusCode.OK)]
    [TestCase(Role.Administrator, HttpStatusCode.OK)]
    public async Task Supervisors_command_staff_and_administrators_read_the_audit(Role role, HttpStatusCode expected)
    {
        Assert.That((await _host.SignIn(role).GetAsync("/api/v1/audit")).StatusCode, Is.EqualTo(expected));
        using var page = await new Browser(_host, role).Reply("/audit");
        Assert.That(page.StatusCode, Is.EqualTo(expected));
    }

    [Test]
    public async Task Nobody_learns_of_a_confidential_problem_from_the_audit()
    {
        var secret = await _host.OpenProblem("Drugs at the school gate", confidential: true);
        var open = await _host.OpenProblem("Noise behind the bar");

        Assert.That(await Problems(Role.Supervisor), Is.EquivalentTo([secret, open]));
        Assert.That(await Problems(Role.Command), Is.EqualTo([open]));
        Assert.That(await Problems(Role.Administrator), Is.Empty);
        Assert.That(await Problems(Role.Administrator, Role.Analyst), Is.EquivalentTo([secret, open]));
        foreach (var address in new[] { "/audit", "/audit?handler=csv" })
            Assert.That(await new Browser(_host, Role.Command).Get(address), Does.Not.Contain("school gate"), address);
    }

    [Test]
    public async Task Only_supervisors_read_entries_about_stakeholders_and_partners_sign_ins()
    {
        var supervisor = _host.SignIn(Role.Supervisor);
        var stakeholder = await _host.SignIn(Role.Officer).Stakeholder("Maria Jones", StakeholderKind.Agency);
        var partner = _host.SignInPartner(stakeholder, "partner");
        await (await partner.PutAsJsonAsync("/api/v1/me/settings", new { emailChoice = "InAppOnly" })).Ok();
        var id = _host.IdOf("partner");

        Assert.That(await supervisor.GetStringAsync("/api/v1/audit"), Does.Contain("Maria Jones").And.Contain("person.mail"));
        foreach (var role in new[] { Role.Command, Role.Administrator })
            Assert.That(await _host.SignIn(role).GetStringAsync("/api/v1/audit"), Does.Not.Contain("Maria Jones"), $"{role}");
        // Someone who reads problems could compare the times with what a partner did there.
        foreach (var reader in new[] { _host.SignIn(Role.Command), _host.SignIn(Role.Administrator, Role.Officer) })
        {
            Assert.That(await reader.GetStringAsync("/api/v1/audit"), Does.Not.Contain("person.mail"));
            Assert.That((await Items(reader, $"?aboutPersonId={id}")), Is.Empty);
        }
        Assert.That(await Items(supervisor, $"?personId={id}"), Is.Empty, "a filter by a partner would name them");
        Assert.That(await supervisor.GetStringAsync("/api/v1/audit?event=person.mail"), Does.Contain("A partner"));
    }

    [Test]
    public async Task Origin_is_for_supervisors_and_of_other_entries_for_administrators()
    {
        await _host.OpenProblem();
        var admin = _host.SignIn(Role.Administrator);
        await _host.Write(1);

        Assert.That((await Items(admin, "?event=test.event"))[0].GetProperty("origin").GetString(), Is.EqualTo("10.0.0.1"));
        Assert.That((await Items(_host.SignIn(Role.Command), "?event=test.event"))[0].GetProperty("origin").ValueKind,
            Is.EqualTo(JsonValueKind.Null));
        Assert.That(await Items(_host.SignIn(Role.Command), "?origin=10.0.0.1"), Is.Empty);
        Assert.That(await Items(admin, "?origin=10.0.0.1"), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Filters_narrow_the_list_and_its_file()
    {
        var problem = await _host.OpenProblem();
        var supervisor = _host.SignIn(Role.Supervisor);
        var number = (await (await supervisor.GetAsync($"/api/v1/problems/{problem}")).Json()).GetProperty("number").GetString();
        await _host.Write(3);
        var person = _host.IdOf(Role.Supervisor);

        Assert.That(await Items(supervisor, "?event=test.event&from=2026-03-02&to=2026-03-02"), Has.Count.EqualTo(3));
        Assert.That(await Items(supervisor, "?event=test.event&to=2026-03-01"), Is.Empty);
        Assert.That(await Items(supervisor, "?event=test.event&subjectId=2"), Has.Count.EqualTo(1));
        Assert.That((await Items(supervisor, $"?problemNumber={number}")).Select(item => item.GetProperty("problemId").GetInt64()),
            Is.Not.Empty.And.All.EqualTo(problem));
        Assert.That((await Items(supervisor, $"?aboutPersonId={person}")).Select(item => item.GetProperty("event").GetString()),
            Does.Contain("person.created"));
        Assert.That((await Items(supervisor, "?event=test.event")).Select(item => item.GetProperty("subjectId").GetString()),
            Is.EqualTo(["3", "2", "1"]), "newest first");
        var browser = new Browser(_host, Role.Supervisor);
        Assert.That(await browser.Get($"/audit?aboutPersonId={person}"), Does.Contain("account of supervisor"));
        var lines = (await browser.Get("/audit?event=test.event&handler=csv")).Trim().Split('\n');
        Assert.That(lines, Has.Length.EqualTo(4));
        Assert.That(lines[0], Does.Contain("at,who,origin,event,problemNumber"));
        Assert.That(await (await supervisor.GetAsync("/api/v1/audit?from=2026-03-03&to=2026-03-02")).WrongFields(), Is.EqualTo(["to"]));
        Assert.That(await browser.Get("/audit?from=2026-03-03&to=2026-03-02"), Does.Contain("Swap them"));
    }

    private static async Task<IReadOnlyList<JsonElement>> Items(HttpClient client, string query) =>
        [.. (await (await client.GetAsync($"/api/v1/audit{query}")).Json()).GetProperty("items").EnumerateArray()];

    private async Task<IReadOnlyList<long>> Problems(params Role[] roles)
    {
        var page = await _host.SendAs(_host.IdOf(string.Join('-', roles).ToLowerInvariant(), roles), roles, new ListAudit { Size = 200 });
        return [.. page.Items.Select(item => item.ProblemId).OfType<long>().Distinct()];
    }
}
