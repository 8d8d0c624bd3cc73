using System.Text.Json;
using ProblemTracker.Domain;
using ProblemTracker.Nudges;

namespace ProblemTracker.Tests.Engagement;

/// <summary>What residents were promised has an owner and a due date, is reminded of like an action, and can become one.</summary>
public sealed class CommitmentTests
{
    private TrackerHost _host = null!;
    private long _place;

    [SetUp]
    public async Task Start()
    {
        _host = new();
        _place = await _host.Neighborhood();
        await (await Officer.PostAsJsonAsync("/api/v1/engagements",
            new { kind = "Conversation", people = 2, minutes = 5, neighborhoodId = _place })).Ok();
    }

    [TearDown] public void Stop() => _host.Dispose();

    private HttpClient Officer => _host.SignIn(Role.Officer);
    private HttpClient Supervisor => _host.SignIn(Role.Supervisor);

    private static object Body(string description = "Ask for a street light", long? ownerId = null, string? dueOn = "2026-03-12") =>
        new { description, ownerId, dueOn };

    private Task<HttpResponseMessage> Promise(object? body = null, HttpClient? by = null, string of = "engagements") =>
        (by ?? Officer).PostAsJsonAsync($"/api/v1/{of}/1/commitments", body ?? Body());

    private async Task<IReadOnlyList<string>> Reminders(HttpClient reader) =>
        [.. (await reader.Read("/api/v1/nudges")).GetProperty("items").EnumerateArray().Select(nudge =>
            $"{nudge.GetProperty("kind").GetString()}: {nudge.GetProperty("sentence").GetString()}")];

    private async Task On(int month, int day)
    {
        _host.Until(2026, month, day);
        while ((await _host.Send(new RaiseCommitmentNudges())).HasMore) { }
    }

    [Test]
    public async Task Owner_is_by_default_who_records_it_and_says_what_came_of_it()
    {
        var given = await (await Promise()).Ok();
        var kept = await (await Officer.IfMatch(1).PostAsJsonAsync("/api/v1/commitments/1/done",
            new { outcome = " It was put up. " })).Ok();
        var again = await Officer.IfMatch(2).PostAsJsonAsync("/api/v1/commitments/1/done", new { outcome = "Again" });

        Assert.Multiple(async () =>
        {
            Assert.That((given.GetProperty("ownerId").GetInt64(), given.GetProperty("dueOn").GetString(),
                given.GetProperty("neighborhood").GetString()), Is.EqualTo((_host.IdOf(Role.Officer), "2026-03-12", "Alder Hill")));
            Assert.That(kept.GetProperty("outcome").GetString(), Is.EqualTo("It was put up."));
            Assert.That(await again.ShortfallCodes(), Is.EqualTo(new[] { "commitment.kept" }));
            var audit = await (await Supervisor.GetAsync("/api/v1/audit?event=commitment.given")).Content.ReadAsStringAsync();
            Assert.That(audit, Does.Contain("commitment.given").And.Not.Contain("street light"));
        });
    }

    [Test]
    public async Task Who_recorded_it_hears_what_came_of_it_unless_they_did_it_themselves()
    {
        await (await Promise(Body(ownerId: _host.IdOf(Role.Supervisor)))).Ok();
        await (await Promise()).Ok();
        await (await Supervisor.IfMatch(1).PostAsJsonAsync("/api/v1/commitments/1/done", new { outcome = "It was put up." })).Ok();
        await (await Officer.IfMatch(1).PostAsJsonAsync("/api/v1/commitments/2/done", new { outcome = "Asked." })).Ok();
        var mails = await _host.Query(db => db.List<string>(
            "SELECT Body FROM Outbox WHERE DedupeKey LIKE 'commitment-kept:%' ORDER BY Id", null, default));
        Assert.That(mails.Single(), Does.Contain("marked this commitment as done: “Ask for a street light”").And.Contain("It was put up.")
            .And.Contain("/commitments/1"));
    }

    [Test]
    public async Task Owner_hears_by_email_when_somebody_gives_them_one_and_not_of_their_own()
    {
        await (await Promise()).Ok();
        await (await Promise(Body(ownerId: _host.IdOf(Role.Supervisor)))).Ok();
        await (await Officer.IfMatch(1).PutAsJsonAsync("/api/v1/commitments/1", Body("Ask again", _host.IdOf(Role.Supervisor)))).Ok();
        var mails = await _host.Query(db => db.List<string>(
            "SELECT Body FROM Outbox WHERE DedupeKey LIKE 'commitment-given:%' ORDER BY Id", null, default));
        Assert.That(mails, Has.Count.EqualTo(2));
        Assert.That(mails[0], Does.Contain("“Ask for a street light”").And.Contain("March 12, 2026").And.Contain("/commitments/2"));
        Assert.That(mails[1], Does.Contain("“Ask again”"));
    }

    [Test]
    public async Task Owner_is_reminded_like_that_of_an_action_until_it_is_done()
    {
        await (await Promise()).Ok();
        await On(3, 8);
        Assert.That(await Reminders(Officer), Is.Empty);
        await On(3, 9);
        Assert.That(await Reminders(Officer), Has.Exactly(1).StartsWith("CommitmentDueSoon: “Ask for a street light”"));
        await On(3, 13);
        Assert.That(await Reminders(Officer), Has.Exactly(1).StartsWith("CommitmentOverdue: “Ask for a street light”"));
        Assert.That(await Reminders(Supervisor), Is.Empty);
        var nudge = (await Officer.Read("/api/v1/nudges")).GetProperty("items")[0];
        Assert.That((nudge.GetProperty("number").GetString(), nudge.GetProperty("link").GetString(),
            nudge.GetProperty("problemId").ValueKind), Is.EqualTo(("Commitment", "/commitments/1", JsonValueKind.Null)));
        await On(3, 14);
        Assert.That(await Reminders(Officer), Has.Count.EqualTo(1), "raised once");
        await (await Officer.IfMatch(1).PostAsJsonAsync("/api/v1/commitments/1/done", new { outcome = "Done" })).Ok();
        Assert.That(await Reminders(Officer), Is.Empty);
    }

    [Test]
    public async Task Reminder_is_in_the_email_of_the_morning_and_can_be_snoozed()
    {
        await (await Promise()).Ok();
        await On(3, 13);
        await _host.Send(new SendMorningMail());
        var mail = await _host.Query(db => db.Single<string>("SELECT Body FROM Outbox WHERE DedupeKey LIKE 'digest:%'", null, default));
        Assert.That(mail, Does.Contain("YOUR COMMITMENTS TO RESIDENTS").And.Contain("“Ask for a street light”")
            .And.Contain("/commitments/1"));
        var id = (await Officer.Read("/api/v1/nudges")).GetProperty("items")[0].GetProperty("id").GetInt64();
        await (await Officer.PostAsJsonAsync($"/api/v1/nudges/{id}/snooze",
            new { until = "2026-03-16", reason = "The city answers Monday." }))
            .Ok();
        Assert.That(await Reminders(Officer), Is.Empty);
    }

    [Test]
    public async Task New_due_date_or_owner_takes_the_reminder_along()
    {
        await (await Promise()).Ok();
        await On(3, 13);
        await (await Officer.IfMatch(1).PutAsJsonAsync("/api/v1/commitments/1", Body(dueOn: "2026-03-20"))).Ok();
        Assert.That(await Reminders(Officer), Is.Empty);
        await On(3, 21);
        Assert.That(await Reminders(Officer), Has.Count.EqualTo(1));
        await (await Officer.IfMatch(2).PutAsJsonAsync("/api/v1/commitments/1",
            Body(ownerId: _host.IdOf(Role.Supervisor), dueOn: "2026-03-20"))).Ok();
        await On(3, 22);
        Assert.That(await Reminders(Officer), Is.Empty);
        Assert.That(await Reminders(Supervisor), Has.Count.EqualTo(1));
        await (await Officer.IfMatch(3).PutAsJsonAsync("/api/v1/commitments/1",
            Body(ownerId: _host.IdOf(Role.Officer), dueOn: "2026-03-20"))).Ok();
        await On(3, 23);
        Assert.That(await Reminders(Officer), Has.Count.EqualTo(1), "It comes back with the commitment.");
        Assert.That(await Reminders(Supervisor), Is.Empty);
    }

    [Test]
    public async Task Commitment_becomes_an_action_of_a_problem_with_its_words_owner_and_due_date()
    {
        await (await Promise()).Ok();
        await On(3, 13);
        var problem = await _host.OpenProblem();
        var made = await (await Officer.IfMatch(1).PostAsJsonAsync("/api/v1/commitments/1/action", new { problemId = problem })).Ok();
        var action = await Officer.Read($"/api/v1/actions/{made.GetProperty("actionId").GetInt64()}");

        Assert.Multiple(async () =>
        {
            Assert.That((action.GetProperty("problemId").GetInt64(), action.GetProperty("description").GetString(),
                action.GetProperty("ownerId").GetInt64(), action.GetProperty("dueOn").GetString()),
                Is.EqualTo((problem, "Ask for a street light", _host.IdOf(Role.Officer), "2026-03-12")));
            Assert.That(made.GetProperty("actionStatus").GetString(), Is.EqualTo("Planned"));
            Assert.That(await Reminders(Officer), Has.None.StartsWith("Commitment"));
            Assert.That(await (await Officer.IfMatch(2).PutAsJsonAsync("/api/v1/commitments/1", Body())).ShortfallCodes(),
                Is.EqualTo(new[] { "commitment.action" }));
        });
    }

    [Test]
    public async Task Action_of_a_confidential_problem_is_not_named_to_who_cannot_view_it()
    {
        await (await Promise(by: Supervisor)).Ok();
        var problem = await _host.OpenProblem(confidential: true, by: Supervisor, led: false);
        await (await Supervisor.IfMatch(1).PostAsJsonAsync("/api/v1/commitments/1/action", new { problemId = problem })).Ok();
        var other = _host.SignInAs("other", Role.Officer);
        foreach (var row in new[] { await other.Read("/api/v1/commitments/1"),
            (await other.Read("/api/v1/commitments")).GetProperty("items")[0] })
            Assert.That((row.GetProperty("isAction").GetBoolean(), row.GetProperty("actionId").ValueKind,
                row.GetProperty("actionStatus").ValueKind), Is.EqualTo((true, JsonValueKind.Null, JsonValueKind.Null)));
        Assert.That((await Supervisor.Read("/api/v1/commitments/1")).GetProperty("actionId").ValueKind, Is.EqualTo(JsonValueKind.Number));
        Assert.That(await (await other.GetAsync("/api/v1/commitments")).Content.ReadAsStringAsync(), Does.Not.Contain("\"problemId\""));
    }

    [Test]
    public async Task Action_needs_a_problem_that_the_actor_works_on_and_makes_nothing_without()
    {
        await (await Promise()).Ok();
        Assert.That((await Officer.IfMatch(1).PostAsJsonAsync("/api/v1/commitments/1/action", new { problemId = 9 })).StatusCode,
            Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await _host.SignIn(Role.Command).IfMatch(1).PostAsJsonAsync("/api/v1/commitments/1/action",
            new { problemId = await _host.OpenProblem() })).StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That((await Officer.Read("/api/v1/commitments/1")).GetProperty("version").GetInt32(), Is.EqualTo(1));
    }

    [Test]
    public async Task Bad_input_is_refused_at_its_field()
    {
        foreach (var (body, field) in new (object, string)[]
        {
            (Body(""), "description"), (Body(new('x', 1001)), "description"), (Body(dueOn: null), "dueOn"),
            (Body(dueOn: "0001-01-01"), "dueOn"),
            (Body(ownerId: 99), "ownerId"), (Body(ownerId: _host.IdOf(Role.Administrator)), "ownerId"),
        })
            Assert.That(await (await Promise(body)).WrongFields(), Is.EqualTo(new[] { field }), JsonSerializer.Serialize(body));
        Assert.That((await Promise(of: "meetings")).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        await (await Promise()).Ok();
        Assert.That(await (await Officer.IfMatch(1).PostAsJsonAsync("/api/v1/commitments/1/done", new { outcome = "" })).WrongFields(),
            Is.EqualTo(new[] { "outcome" }));
    }

    [Test]
    public async Task Owner_giver_and_supervisors_change_it_and_nobody_else()
    {
        await (await Promise(Body(ownerId: _host.IdOf(Role.Analyst)))).Ok();
        var other = _host.SignInAs("other", Role.Officer);
        Assert.That((await other.IfMatch(1).PutAsJsonAsync("/api/v1/commitments/1", Body())).StatusCode,
            Is.EqualTo(HttpStatusCode.Forbidden));
        await (await _host.SignIn(Role.Analyst).IfMatch(1).PutAsJsonAsync("/api/v1/commitments/1", Body("Call the city"))).Ok();
        await (await Supervisor.IfMatch(2).PutAsJsonAsync("/api/v1/commitments/1", Body())).Ok();
        Assert.That((await Officer.IfMatch(2).PutAsJsonAsync("/api/v1/commitments/1", Body())).StatusCode,
            Is.EqualTo(HttpStatusCode.PreconditionFailed));
        Assert.That((await Officer.IfMatch(1).PutAsJsonAsync("/api/v1/commitments/9", Body())).StatusCode,
            Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task Contact_with_a_commitment_is_not_deleted()
    {
        await (await Promise()).Ok();
        Assert.That(await (await Officer.IfMatch(1).DeleteAsync("/api/v1/engagements/1")).ShortfallCodes(),
            Is.EqualTo(new[] { "engagement.commitments" }));
    }

    [Test]
    public async Task List_is_filtered_and_comes_by_due_date()
    {
        await (await Promise(Body(dueOn: "2026-03-20"))).Ok();
        await (await Promise(Body(dueOn: "2026-02-20", ownerId: _host.IdOf(Role.Supervisor)))).Ok();
        await (await Promise(Body(dueOn: "2026-03-01"))).Ok();
        await (await Officer.IfMatch(1).PostAsJsonAsync("/api/v1/commitments/3/done", new { outcome = "Done" })).Ok();

        Assert.Multiple(async () =>
        {
            Assert.That(await Ids(""), Is.EqualTo(new[] { 2, 3, 1 }));
            Assert.That(await Ids("open=true"), Is.EqualTo(new[] { 2, 1 }));
            Assert.That(await Ids("open=false"), Is.EqualTo(new[] { 3 }));
            Assert.That(await Ids("overdue=true"), Is.EqualTo(new[] { 2 }));
            Assert.That(await Ids($"ownerId={_host.IdOf(Role.Officer)}"), Is.EqualTo(new[] { 3, 1 }));
            Assert.That(await Ids($"engagementId=1&neighborhoodId={_place}"), Is.EqualTo(new[] { 2, 3, 1 }));
            Assert.That(await Ids("meetingId=1"), Is.Empty);
        });

        async Task<IEnumerable<int>> Ids(string query) => (await Officer.Read($"/api/v1/commitments?{query}")).GetProperty("items")
            .EnumerateArray().Select(row => row.GetProperty("id").GetInt32());
    }
}
