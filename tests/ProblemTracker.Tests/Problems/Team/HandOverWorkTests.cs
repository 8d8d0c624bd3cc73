using System.Text.Json;
using ProblemTracker.Domain;
using ProblemTracker.Nudges;
using ProblemTracker.Problems;

namespace ProblemTracker.Tests.Problems;

public sealed class HandOverWorkTests
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
    public async Task Only_what_was_chosen_goes_to_the_new_lead_who_joins_the_teams()
    {
        var (one, two, kept) = (await Led("One"), await Led("Two", confidential: true), await Led("Kept"));
        var action = await kept.Add(new() { Description = "Check on it daily", OwnerId = 1 });
        var other = await kept.Add(new() { Description = "Ask the owner", OwnerId = 1 });

        var done = await (await HandOver([one.Id, two.Id], [action])).Ok();

        Assert.That((done.GetProperty("problems").GetInt32(), done.GetProperty("actions").GetInt32()), Is.EqualTo((2, 1)));
        Assert.That((await Lead(one), await Lead(two), await Lead(kept)), Is.EqualTo((_to, _to, _from)));
        Assert.That((await Owner(action), await Owner(other)), Is.EqualTo((_to, _from)));
        Assert.That(Fields((await kept.Read()).GetProperty("team"), "id"), Does.Contain($"{_to}"));
        Assert.That((await kept.Supervisor.Read($"{kept.Url}/timeline")).Each("summary").First(),
            Is.EqualTo("Handed over 1 action: officer → ben. Vacation."));
        Assert.That((await one.Read()).GetProperty("handedOver").GetArrayLength(), Is.Zero, "for good");
    }

    [Test]
    public async Task New_lead_hears_of_all_of_it_in_one_line_and_one_email()
    {
        GivenProblem[] led = [await Led("One"), await Led("Two"), await Led("Three")];
        await (await HandOver([.. led.Select(problem => problem.Id)], [])).Ok();

        var ben = _host.SignInAs("ben");
        var news = await ben.Read("/api/v1/updates?new=true");
        var numbers = await Task.WhenAll(led.Select(async problem => (await problem.Read()).GetProperty("number").GetString()!));
        Assert.That(news.Each("sentence"),
            Is.EqualTo(new[] { $"Lead: officer → ben. Vacation. The same for {numbers[1]}, {numbers[2]}." }));
        Assert.That((await ben.Read("/api/v1/updates")).GetProperty("items").GetArrayLength(), Is.EqualTo(3), "all updates");
        _host.Time.Advance(TimeSpan.FromMinutes(2));
        await _host.Send(new SendUpdateMail());
        var mails = await _host.Query(db => db.List<string>("SELECT Body FROM Outbox WHERE Recipient = 'ben@test.example'", null, default));
        Assert.That(mails, Has.Count.EqualTo(1));
        Assert.That(mails[0], Does.Contain($"The same for {numbers[1]}, {numbers[2]}."));
    }

    [Test]
    public async Task Lead_of_one_problem_and_an_action_of_another_are_two_lines()
    {
        var (led, other) = (await Led("One"), await Led("Two"));
        var action = await other.Add(new() { Description = "Check on it daily", OwnerId = 1 });
        await (await HandOver([led.Id], [action])).Ok();

        Assert.That((await _host.SignInAs("ben").Read("/api/v1/updates?new=true")).Each("sentence"),
            Has.One.StartsWith("Lead: officer → ben").And.One.StartsWith("Handed over 1 action").And.None.Contains("The same for"));
    }

    [Test]
    public async Task On_the_date_of_return_it_goes_back_and_both_hear_it()
    {
        var problem = await Led("One");
        var action = await problem.Add(new() { Description = "Check on it daily", OwnerId = 1 });
        await (await HandOver([problem.Id], [action], returnOn: "2026-03-20")).Ok();
        var lent = (await problem.Read()).GetProperty("handedOver");
        Assert.That(Fields(lent, "returnOn"), Is.EqualTo(new[] { "2026-03-20", "2026-03-20" }));
        Assert.That((await problem.Supervisor.Read($"{problem.Url}/timeline")).Each("summary").First(),
            Is.EqualTo("Lead: officer → ben, with 1 action, until March 20, 2026. Vacation."));

        _host.Until(2026, 3, 19);
        Assert.That(await _host.Send(new ReturnWork()), Is.EqualTo(new WorkReturned(0, 0, false)));
        _host.Until(2026, 3, 20);
        Assert.That(await _host.Send(new ReturnWork()), Is.EqualTo(new WorkReturned(2, 0, false)));
        Assert.That(await _host.Send(new ReturnWork()), Is.EqualTo(new WorkReturned(0, 0, false)), "once");

        Assert.That((await Lead(problem), await Owner(action)), Is.EqualTo((_from, _from)));
        const string line = "Lead: ben → officer, with 1 action. Returned as agreed when it was handed over.";
        Assert.That((await _host.SignIn(Role.Officer).Read("/api/v1/updates")).Each("sentence").First(), Is.EqualTo(line));
        Assert.That((await _host.SignInAs("ben").Read("/api/v1/updates")).Each("sentence").First(), Is.EqualTo(line));
        Assert.That((await problem.Read()).GetProperty("handedOver").GetArrayLength(), Is.Zero);
    }

    [Test]
    public async Task Both_hear_of_returned_leads_and_of_returned_actions_in_lines_of_their_own()
    {
        var (one, two, other) = (await Led("One"), await Led("Two"), await Led("Three"));
        var action = await other.Add(new() { Description = "Check on it daily", OwnerId = 1 });
        await (await HandOver([one.Id, two.Id], [action], returnOn: "2026-03-20")).Ok();
        // The last handover goes back first.
        var first = (await one.Read()).GetProperty("number").GetString();
        _host.Until(2026, 3, 20);
        await _host.Send(new ReturnWork());

        foreach (var client in new[] { _host.SignIn(Role.Officer), _host.SignInAs("ben") })
        {
            var returned = (await client.Read("/api/v1/updates?new=true")).Each("sentence")
                .Where(sentence => sentence!.Contains("Returned as agreed", StringComparison.Ordinal));
            Assert.That(returned, Is.EquivalentTo(new[]
            {
                $"Lead: ben → officer. Returned as agreed when it was handed over. The same for {first}.",
                "Handed over 1 action: ben → officer. Returned as agreed when it was handed over.",
            }));
        }
    }

    [Test]
    public async Task It_stays_and_the_supervisor_hears_why_if_the_person_before_has_left()
    {
        var problem = await Led("One");
        await (await HandOver([problem.Id], [], returnOn: "2026-03-20")).Ok();
        await _host.Deactivate(_from);
        _host.Until(2026, 3, 20);

        Assert.That(await _host.Send(new ReturnWork()), Is.EqualTo(new WorkReturned(0, 1, false)));

        Assert.That(await Lead(problem), Is.EqualTo(_to));
        Assert.That((await problem.Supervisor.Read("/api/v1/updates")).Each("sentence").First(), Is.EqualTo(
            "The lead was not returned to officer, because officer can't lead problems anymore. Decide who goes on with it."));
    }

    [Test]
    public async Task It_stays_and_the_supervisor_hears_why_if_someone_else_leads_it_by_then()
    {
        var problem = await Led("One");
        await (await HandOver([problem.Id], [], returnOn: "2026-03-20")).Ok();
        await (await problem.Supervisor.IfMatch(await problem.Version()).PostAsJsonAsync($"{problem.Url}/assignment",
            new { leadId = _host.IdOf("ana", Role.Officer), reason = "Ben is full." })).Ok();
        Assert.That((await problem.Read()).GetProperty("handedOver").GetArrayLength(), Is.Zero, "it no longer says until when");
        _host.Until(2026, 3, 20);

        Assert.That((await _host.Send(new ReturnWork())).NotReturned, Is.EqualTo(1));

        Assert.That(await Lead(problem), Is.EqualTo(_host.IdOf("ana", Role.Officer)));
        Assert.That((await problem.Supervisor.Read("/api/v1/updates")).Each("sentence").First(),
            Does.StartWith("The lead was not returned to officer, because someone else has it now."));
    }

    [Test]
    public async Task Nothing_is_said_if_it_is_closed_or_back_already()
    {
        var (closed, back) = (await Led("One"), await Led("Two"));
        await (await HandOver([closed.Id, back.Id], [], returnOn: "2026-03-20")).Ok();
        await (await closed.Move(Stage.Closed, by: closed.Supervisor, closingReason: "NotAProblem")).Ok();
        await (await back.Supervisor.IfMatch(await back.Version()).PostAsJsonAsync($"{back.Url}/assignment",
            new { leadId = _from, reason = "Back early." })).Ok();
        _host.Until(2026, 3, 20);

        Assert.That(await _host.Send(new ReturnWork()), Is.EqualTo(new WorkReturned(0, 0, false)));
        Assert.That(await _host.Query(db => db.List<string>("SELECT Outcome FROM TemporaryHandover", null, default)),
            Is.EqualTo(new[] { "Over", "Over" }));
    }

    [Test]
    public async Task Chain_of_handovers_that_end_on_one_day_goes_back_to_its_beginning()
    {
        var problem = await Led("One");
        await (await HandOver([problem.Id], [], returnOn: "2026-03-20")).Ok();
        var ana = _host.IdOf("ana", Role.Officer);
        await (await problem.Supervisor.PostAsJsonAsync($"/api/v1/people/{_to}/handover/part",
            new { toPersonId = ana, reason = "Training.", problemIds = new[] { problem.Id }, returnOn = "2026-03-20" })).Ok();
        Assert.That(await Lead(problem), Is.EqualTo(ana));
        _host.Until(2026, 3, 21);

        Assert.That((await _host.Send(new ReturnWork())).Returned, Is.EqualTo(2));
        Assert.That(await Lead(problem), Is.EqualTo(_from));
    }

    [Test]
    public async Task Returned_actions_amend_a_frozen_plan()
    {
        var problem = await _host.Problem(readyFor: Gate.Start);
        await (await problem.StartResponse()).Ok();
        var own = (await problem.Read()).GetProperty("actions").EnumerateArray()
            .First(a => a.GetProperty("ownerId").ValueKind == JsonValueKind.Number).GetProperty("id").GetInt64();
        await (await HandOver([], [own], returnOn: "2026-04-20")).Ok();
        _host.Until(2026, 4, 20);
        await _host.Send(new ReturnWork());

        Assert.That(Fields((await problem.Read()).GetProperty("plans")[0].GetProperty("amendments"), "reason"),
            Is.EqualTo(new[] { "Vacation.", "Returned as agreed. Vacation." }));
    }

    [Test]
    public async Task Refusals_name_the_field_and_change_nothing()
    {
        var (mine, others) = (await Led("One"), new GivenProblem(_host, await _host.OpenProblem("Not theirs", led: false)));

        Assert.That(await (await HandOver([], [])).WrongFields(), Is.EqualTo(new[] { "problemIds" }));
        Assert.That(await (await HandOver([mine.Id, others.Id], [])).WrongFields(), Is.EqualTo(new[] { "problemIds[1]" }));
        Assert.That(await (await HandOver([mine.Id], [99999])).WrongFields(), Is.EqualTo(new[] { "actionIds[0]" }));
        Assert.That(await (await HandOver([mine.Id], [], returnOn: "2026-03-02")).WrongFields(), Is.EqualTo(new[] { "returnOn" }));
        Assert.That(await (await HandOver([mine.Id], [], returnOn: "2027-03-03")).WrongFields(), Is.EqualTo(new[] { "returnOn" }));
        Assert.That(await (await HandOver([mine.Id], [], to: _from)).WrongFields(), Is.EqualTo(new[] { "toPersonId" }));
        Assert.That(await (await HandOver([mine.Id], [], to: _host.IdOf(Role.Command))).WrongFields(), Is.EqualTo(new[] { "toPersonId" }));
        Assert.That(await Lead(mine), Is.EqualTo(_from));
        foreach (var role in new[] { Role.Officer, Role.Analyst, Role.Command, Role.Administrator })
        {
            var client = _host.SignIn(role);
            foreach (var reply in new[] { await HandOver([mine.Id], [], by: client), await client.GetAsync("/api/v1/people/loads") })
                Assert.That((reply.StatusCode, (await reply.Json()).GetProperty("title").GetString()),
                    Is.EqualTo((HttpStatusCode.Forbidden, "You can't do this. A supervisor can do this.")), $"{role}");
        }
    }

    [Test]
    public async Task Loads_count_problems_by_stage_overdue_ones_and_actions()
    {
        var problem = await _host.Problem(readyFor: Gate.Start);
        await Led("One", confidential: true);
        await _host.Deactivate(_host.IdOf("ana", Role.Officer));
        _host.Until(2026, 12, 1);

        var people = (await problem.Supervisor.Read("/api/v1/people/loads")).GetProperty("people").EnumerateArray().ToList();

        Assert.That(people.Select(p => p.GetProperty("name").GetString()), Does.Contain("ben").And.Not.Contain("ana"));
        var officer = people.Single(p => p.GetProperty("name").GetString() == "officer");
        Assert.That((officer.GetProperty("scanning").GetInt32(), officer.GetProperty("response").GetInt32(),
            officer.GetProperty("open").GetInt32(), officer.GetProperty("overdue").GetInt32()), Is.EqualTo((1, 1, 2, 2)));
        Assert.That(officer.GetProperty("actions").GetInt32(), Is.EqualTo(2));
    }

    [Test]
    public async Task Page_shows_the_load_of_others_and_hands_over_what_is_chosen()
    {
        var (one, two) = (await Led("One"), await Led("Two"));
        await one.Add(new() { Description = "Check on it daily", OwnerId = 1 });
        var browser = new Browser(_host, Role.Supervisor);
        var page = $"/people/{_from}/handover/part";
        Assert.That(await browser.Get($"/people/{_from}/handover"), Does.Contain("Hand over only part of it"));
        Assert.That(await browser.Get(page), Does.Contain("Check on it daily").And.Contain(">ben<"));

        Assert.That(await browser.Post(page, new() { ["Reason"] = "Vacation." }), Does.Contain("Choose the new lead and owner."));
        Assert.That(await browser.Post(page, new() { ["Reason"] = "Vacation.", ["ToPersonId"] = $"{_to}" }),
            Does.Contain("Choose at least one problem or action."));
        await browser.Post(page, new()
        {
            ["Reason"] = "Vacation.",
            ["ToPersonId"] = $"{_to}",
            ["ProblemIds"] = $"{two.Id}",
            ["ReturnOn"] = "2026-03-20",
            ["Confirmed"] = "true",
        }, redirect: $"/problems?leadId={_to}&open=true");

        Assert.That((await Lead(one), await Lead(two)), Is.EqualTo((_from, _to)));
        Assert.That(await browser.Get($"/problems/{two.Id}"), Does.Contain("Handed over by officer until Mar 20, 2026"));
        Assert.That(await browser.Get($"/problems/{two.Id}/team"), Does.Contain("handed over by officer to ben until"));
        Assert.That(await new Browser(_host, Role.Officer).Get("/"), Does.Contain("The lead is handed over to ben until Mar 20, 2026."));
    }

    [Test]
    public async Task Page_shows_what_will_go_to_whom_before_it_does_and_goes_back_with_the_choices()
    {
        var (one, two) = (await Led("One"), await Led("Two"));
        var action = await two.Add(new() { Description = "Check on it daily", OwnerId = 1, DueOn = new(2026, 4, 1) });
        _host.Until(2026, 3, 21);
        var browser = new Browser(_host, Role.Supervisor);
        var page = $"/people/{_from}/handover/part";
        Dictionary<string, string> choice = new()
        {
            ["Reason"] = "Vacation.",
            ["ToPersonId"] = $"{_to}",
            ["ProblemIds"] = $"{one.Id}",
            ["ActionIds"] = $"{action}",
            ["ReturnOn"] = "2026-04-03",
        };

        var review = await browser.Post(page, choice);

        Assert.That(review, Does.Contain("This hands over 1 problem and 1 action to ben.").And.Contain("One, Scanning, due Mar 16, 2026")
            .And.Contain("5 days overdue").And.Contain("Check on it daily").And.Contain("Friday, April 3, 2026."));
        Assert.That(review, Does.Contain("Leads no problems; 0 planned actions")
            .And.Contain("1 problem (1 Scanning), 1 overdue; 1 planned action<"));
        Assert.That(review, Does.Not.Contain("P-2026-0002 Two, "), "only an action of it is handed over");
        Assert.That((await Lead(one), await Owner(action)), Is.EqualTo((_from, _from)), "not yet");
        var back = await browser.Post(page, new(choice) { ["Edits"] = "true" });
        Assert.That(back, Does.Match($"value=\"{one.Id}\"\\s+checked").And.Match($"value=\"{action}\"\\s+checked")
            .And.Match($"value=\"{_to}\"\\s+checked").And.Contain("2026-04-03").And.Contain("Vacation."));
        Assert.That(await browser.Post(page, new(choice) { ["ReturnOn"] = "2026-03-21" }), Does.Contain("Choose a day from tomorrow"));
        Assert.That(await browser.Post(page, new(choice) { ["ReturnOn"] = "" }), Does.Contain("This is for good."));
    }

    private static IEnumerable<string> Fields(JsonElement list, string field) =>
        list.EnumerateArray().Select(one => one.GetProperty(field).ToString());

    private async Task<GivenProblem> Led(string title, bool confidential = false) =>
        new(_host, await _host.OpenProblem(title, confidential: confidential));

    private async Task<HttpResponseMessage> HandOver(
        long[] problemIds, long[] actionIds, string? returnOn = null, long? to = null, HttpClient? by = null) =>
        await (by ?? _host.SignIn(Role.Supervisor)).PostAsJsonAsync($"/api/v1/people/{_from}/handover/part",
            new { toPersonId = to ?? _to, reason = "Vacation.", problemIds, actionIds, returnOn });

    private static async Task<long> Lead(GivenProblem problem) => (await problem.Read()).GetProperty("lead").GetProperty("id").GetInt64();

    private async Task<long> Owner(long action) =>
        (await _host.SignIn(Role.Supervisor).Read($"/api/v1/actions/{action}")).GetProperty("ownerId").GetInt64();
}
