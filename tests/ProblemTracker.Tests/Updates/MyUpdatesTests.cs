using System.Text.Json;
using ProblemTracker.Domain;
using ProblemTracker.Nudges;
using ProblemTracker.Shared;

namespace ProblemTracker.Tests.Updates;

/// <summary>Officer Reyes leads a problem in Response that is ready to start.</summary>
public sealed class MyUpdatesTests
{
    private TrackerHost _host = null!;
    private GivenProblem _problem = null!;

    private HttpClient Officer => _host.SignIn(Role.Officer);
    private HttpClient Supervisor => _host.SignIn(Role.Supervisor);

    [SetUp]
    public async Task Start()
    {
        _host = new();
        _problem = await _host.Problem(Gate.Start);
        foreach (var role in new[] { Role.Officer, Role.Supervisor }) await Seen(_host.SignIn(role));
    }

    [TearDown] public void Stop() => _host.Dispose();

    [Test]
    public async Task Returned_request_reaches_who_made_it_with_the_note()
    {
        var request = await Request();
        await (await Supervisor.IfMatch(1).PostAsJsonAsync($"/api/v1/requests/{request}/return",
            new { note = "Name who checks the lights." })).Ok();

        var update = (await New(Officer)).Single();
        Assert.That(update.GetProperty("kind").GetString(), Is.EqualTo("RequestAnswered"));
        Assert.That(update.GetProperty("sentence").GetString(), Does.Contain("Returned").And.Contain("Name who checks the lights."));
        Assert.That(update.GetProperty("who").GetString(), Is.EqualTo("supervisor"));
        Assert.That(update.GetProperty("link").GetString(), Is.EqualTo($"/problems/{_problem.Id}"));
        Assert.That(await New(Supervisor), Is.Empty, "who did it does not hear of it");
    }

    [Test]
    public async Task Approved_request_is_one_update_for_who_made_it_and_its_step_one_for_the_rest_of_the_team()
    {
        var other = _host.IdOf("other", Role.Officer);
        await (await Supervisor.IfMatch(await _problem.Version()).PostAsJsonAsync($"{_problem.Url}/assignment",
            new { leadId = _host.IdOf(Role.Officer), addToTeam = new[] { other }, reason = "Two shifts." })).Ok();
        var colleague = _host.SignInAs("other", Role.Officer);
        foreach (var one in new[] { Officer, colleague }) await Seen(one);

        await (await Supervisor.IfMatch(1).PostAsJsonAsync($"/api/v1/requests/{await Request()}/approve", new { })).Ok();

        Assert.That(await Each(Officer, "kind"), Is.EqualTo(new[] { "RequestAnswered" }));
        Assert.That(await Each(colleague, "kind"), Is.EqualTo(new[] { "Moved" }));
    }

    [Test]
    public async Task Undone_approval_is_no_news_once_the_request_is_approved_again()
    {
        var request = await Request();
        await (await Supervisor.IfMatch(1).PostAsJsonAsync($"/api/v1/requests/{request}/approve", new { })).Ok();
        await (await Supervisor.IfMatch(await _problem.Version()).PostAsync($"{_problem.Url}/undo", null)).Ok();
        Assert.That((await New(Officer)).Single().GetProperty("sentence").GetString(), Does.StartWith("Undone"));

        await (await Supervisor.IfMatch(3).PostAsJsonAsync($"/api/v1/requests/{request}/approve", new { })).Ok();

        Assert.That((await New(Officer)).Single().GetProperty("sentence").GetString(), Does.StartWith("Approved the request"));
    }

    [Test]
    public async Task Start_without_a_word_on_the_request_for_it_is_one_update_too()
    {
        await Request();

        await (await Supervisor.IfMatch(await _problem.Version())
            .PostAsJsonAsync($"{_problem.Url}/response/start", new { note = "Go." })).Ok();

        Assert.That(await Each(Officer, "kind"), Is.EqualTo(new[] { "RequestAnswered" }));
    }

    [Test]
    public async Task New_request_reaches_who_may_decide_until_it_is_decided()
    {
        var request = await Request();

        var update = (await New(Supervisor)).Single();
        Assert.That((update.GetProperty("kind").GetString(), update.GetProperty("link").GetString()),
            Is.EqualTo(("RequestMade", $"/requests#request-{request}")));

        await (await Officer.IfMatch(1).PostAsync($"/api/v1/requests/{request}/withdraw", null)).Ok();
        Assert.That(await New(Supervisor), Is.Empty);
    }

    [Test]
    public async Task Requests_go_to_the_supervisor_of_the_neighborhood_if_there_is_one()
    {
        _ = _host.IdOf("other", Role.Supervisor);
        await _host.AssignResponsibility(supervisor: true);
        await Request();

        Assert.That(await New(Supervisor), Has.Count.EqualTo(1));
        Assert.That(await New(_host.SignInAs("other", Role.Supervisor)), Is.Empty);
    }

    [Test]
    public async Task New_lead_and_the_one_before_hear_of_it()
    {
        var next = _host.IdOf("next", Role.Officer);
        await (await Supervisor.IfMatch(await _problem.Version()).PostAsJsonAsync($"{_problem.Url}/assignment",
            new { leadId = next, reason = "Reyes is on leave." })).Ok();

        foreach (var one in new[] { Officer, _host.SignInAs("next", Role.Officer) })
            Assert.That(await Each(one, "kind"), Is.EqualTo(new[] { "Assigned" }));
    }

    [Test]
    public async Task Person_named_in_a_note_hears_of_it()
    {
        _ = _host.IdOf("Ann", Role.Analyst);
        _ = _host.IdOf("Annabel", Role.Analyst);
        await Note("Thanks @ann, and write to x@Annabel for more.", Officer);

        Assert.That(await Each(_host.SignInAs("Ann", Role.Analyst), "kind"), Is.EqualTo(new[] { "Mentioned" }));
        Assert.That(await New(_host.SignInAs("Annabel", Role.Analyst)), Is.Empty);
    }

    [Test]
    public async Task Who_watches_hears_what_the_team_hears()
    {
        var analyst = _host.SignIn(Role.Analyst);
        await Note("First.", Officer);
        Assert.That(await New(analyst), Is.Empty);

        Assert.That((await (await analyst.PostAsync($"{_problem.Url}/watch", null)).Ok()).GetProperty("watching").GetBoolean(), Is.True);
        await Note("Second.", Officer);
        Assert.That(await Each(analyst, "sentence"), Is.EqualTo(new[] { "Second." }));

        await (await analyst.DeleteAsync($"{_problem.Url}/watch")).Ok();
        await Note("Third.", Officer);
        Assert.That(await New(analyst), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Who_stopped_watching_hears_only_what_is_meant_for_them()
    {
        await (await Officer.DeleteAsync($"{_problem.Url}/watch")).Ok();
        Assert.That((await Officer.Read($"{_problem.Url}/watch")).GetProperty("watching").GetBoolean(), Is.False);
        await Note("Nothing new.", Supervisor);
        await (await _problem.StartResponse(Supervisor)).Ok();
        var action = new ResponseAction { Description = "Check the lights", OwnerId = _host.IdOf(Role.Officer), DueOn = new(2026, 4, 1) };
        await (await _problem.TryAdd(action, "One more.", Supervisor)).Ok();

        Assert.That(await Each(Officer, "kind"), Is.EqualTo(new[] { "MyAction" }));
    }

    [Test]
    public async Task Saving_a_worksheet_again_replaces_the_update_that_was_not_read()
    {
        for (var time = 0; time < 2; time++)
            await (await _problem.TrySave(SheetKind.Assessment, new AssessmentSheet(), Supervisor)).Ok();

        Assert.That(await Each(Officer, "kind"), Is.EqualTo(new[] { "SheetSaved" }));
    }

    [Test]
    public async Task Update_about_a_problem_that_became_invisible_is_hidden()
    {
        var command = _host.SignIn(Role.Command);
        await (await command.PostAsync($"{_problem.Url}/watch", null)).Ok();
        await Note("Seen.", Officer);
        Assert.That(await New(command), Has.Count.EqualTo(1));

        await _host.Query(db => db.Execute("UPDATE Problem SET Confidential = 1", null, default));

        Assert.That(await New(command), Is.Empty);
        Assert.That((await _host.SendAs(_host.IdOf(Role.Command), [Role.Command], new CountWaiting())).Updates, Is.Zero);
    }

    [Test]
    public async Task Reading_marks_only_what_was_shown()
    {
        await Note("First.", Supervisor);
        var shown = (await New(Officer)).Single().GetProperty("id").GetInt64();
        await Note("Second.", Supervisor);

        await (await Officer.PostAsJsonAsync("/api/v1/updates/seen", new { upTo = shown })).Ok();

        Assert.That(await Each(Officer, "sentence"), Is.EqualTo(new[] { "Second." }));
        Assert.That((await Officer.Read("/api/v1/updates")).GetProperty("items").GetArrayLength(), Is.GreaterThanOrEqualTo(2));
        await (await Officer.PostAsJsonAsync("/api/v1/updates/seen", new { problemId = _problem.Id })).Ok();
        Assert.That((await _host.SendAs(_host.IdOf(Role.Officer), [Role.Officer], new CountWaiting())).Updates, Is.Zero);
    }

    [Test]
    public async Task Partner_hears_of_their_own_actions_in_words_meant_for_them()
    {
        var stakeholder = await Supervisor.Stakeholder("Harbor Lights Ltd");
        var attachment = await Supervisor.Attach(_problem.Id, stakeholder, StakeholderRole.Partner);
        var partner = _host.SignInPartner(stakeholder);
        var action = new { description = "Repair the lights", ownerAttachmentId = attachment, status = "Planned", enforcement = false };
        var id = (await (await Officer.PostAsJsonAsync($"{_problem.Url}/actions", action)).Ok()).GetProperty("id").GetInt64();

        var update = (await New(partner)).Single();
        Assert.That((update.GetProperty("sentence").GetString(), update.GetProperty("number").GetString()),
            Is.EqualTo(("You were asked to do this: Repair the lights", "P-2026-0001")));
        Assert.That((update.GetProperty("title").ValueKind, update.GetProperty("who").ValueKind),
            Is.EqualTo((JsonValueKind.Null, JsonValueKind.Null)));

        Assert.That(update.GetProperty("actionId").GetInt64(), Is.EqualTo(id));
        await (await partner.PostAsJsonAsync($"/api/v1/partner/actions/{id}/comments", new { text = "We come on Friday." })).Ok();
        Assert.That(await Each(Officer, "kind"), Does.Contain("OwnerAnswered"));
        Assert.That(await Each(Officer, "who"), Does.Contain("A partner").And.Not.Contain("partner"));
    }

    [Test]
    public async Task Reminder_leaves_the_list_at_once_when_its_cause_is_gone()
    {
        _host.Until(2026, 6, 1);
        while ((await _host.Send(new RaiseNudges())).HasMore) { }
        Assert.That(await Reminders("Open"), Does.Contain("Overdue"));

        await (await _problem.Hold("2026-08-01", Supervisor)).Ok();

        Assert.That(await Reminders("Open"), Does.Not.Contain("Overdue"));
        Assert.That(await Reminders("All"), Does.Contain("Overdue"));
    }

    [TestCase("{\"ways\":{\"RequestMade\":\"AtOnce\"}}", "updates of the kind RequestMade.")]
    [TestCase("{\"ways\":null}", "Use an object in braces, with a value for each name.")]
    public async Task Wrong_choice_is_refused(string body, string sentence)
    {
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        var reply = await Officer.PutAsync("/api/v1/updates/ways", content);

        Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(await reply.Content.ReadAsStringAsync(), Does.Contain(sentence));
    }

    private async Task<IEnumerable<string?>> Reminders(string show) => (await Officer.Read($"/api/v1/nudges?show={show}")).Each("kind");

    private static async Task<JsonElement> NewPage(HttpClient client) => await client.Read("/api/v1/updates?new=true");

    private static async Task<IReadOnlyList<JsonElement>> New(HttpClient client) =>
        [.. (await NewPage(client)).GetProperty("items").EnumerateArray()];

    private static async Task<IEnumerable<string?>> Each(HttpClient client, string field) =>
        (await New(client)).Select(update => update.GetProperty(field).GetString());

    private static async Task Seen(HttpClient client) => await (await client.PostAsJsonAsync("/api/v1/updates/seen", new { })).Ok();

    private async Task<long> Request() =>
        (await (await _problem.Ask(new { kind = "Start", reason = "The plan is complete." })).Ok()).GetProperty("id").GetInt64();

    private async Task Note(string text, HttpClient by) => await (await by.PostAsJsonAsync($"{_problem.Url}/notes", new { text })).Ok();
}
