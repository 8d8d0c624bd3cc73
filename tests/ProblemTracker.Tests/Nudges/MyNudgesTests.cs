using System.Text.Json;
using ProblemTracker.Domain;
using ProblemTracker.Nudges;
using ProblemTracker.Shared;

namespace ProblemTracker.Tests.Nudges;

/// <summary>On March 13, 2026, the officer's problem is due in three days, and there is one nudge.</summary>
public sealed class MyNudgesTests
{
    private TrackerHost _host = null!;
    private HttpClient Officer => _host.SignIn(Role.Officer);

    [SetUp]
    public async Task Start()
    {
        _host = new();
        await _host.OpenProblem();
        _host.Until(2026, 3, 13);
        await _host.Send(new RaiseNudges());
    }

    [TearDown] public void Stop() => _host.Dispose();

    [Test]
    public async Task Nudge_has_a_sentence_and_a_link()
    {
        var nudge = (await List(""))[0];

        Assert.That(nudge.GetProperty("kind").GetString(), Is.EqualTo("DueSoon"));
        Assert.That(nudge.GetProperty("number").GetString(), Is.EqualTo("P-2026-0001"));
        Assert.That(nudge.GetProperty("title").GetString(), Is.EqualTo("Noise behind the bar"));
        Assert.That(nudge.GetProperty("sentence").GetString(), Is.EqualTo("Scanning is due on Mar 16, 2026, in 3 days."));
        Assert.That(nudge.GetProperty("link").GetString(), Is.EqualTo("/problems/1"));
        Assert.That(nudge.GetProperty("applies").GetBoolean(), Is.True);
        Assert.That((await (await Officer.GetAsync("/api/v1/nudges/1")).Ok()).GetRawText(), Is.EqualTo(nudge.GetRawText()));
    }

    [Test]
    public async Task Reminders_go_along_with_the_lead_and_are_in_the_new_leads_next_email()
    {
        await _host.Send(new SendMorningMail());
        var next = _host.IdOf("next", Role.Officer);
        await (await _host.SignIn(Role.Supervisor).IfMatch(1).PostAsJsonAsync("/api/v1/problems/1/assignment",
            new { leadId = next, reason = "Night shift." })).Ok();

        Assert.That(await Kinds(Officer), Is.Empty);
        Assert.That(await Kinds(_host.SignInAs("next", Role.Officer)), Is.EqualTo(new[] { "DueSoon" }));
        _host.Until(2026, 3, 14);
        await _host.Send(new SendMorningMail());
        Assert.That(await _host.Query(db => db.List<string>("SELECT Recipient FROM Outbox WHERE Body LIKE '%DUE SOON%' ORDER BY Id",
            null, default)), Is.EqualTo(new[] { "officer@test.example", "next@test.example" }));
    }

    [Test]
    public async Task Reminders_come_back_with_the_lead()
    {
        foreach (var (version, lead) in new[] { (1, _host.IdOf("next", Role.Officer)), (2, _host.IdOf(Role.Officer)) })
            await (await _host.SignIn(Role.Supervisor).IfMatch(version).PostAsJsonAsync("/api/v1/problems/1/assignment",
                new { leadId = lead, reason = "A week of leave." })).Ok();

        Assert.That(await Kinds(Officer), Is.EqualTo(new[] { "DueSoon" }));
        Assert.That(await Kinds(_host.SignInAs("next", Role.Officer)), Is.Empty);
    }

    [Test]
    public async Task Reminders_of_a_lead_who_leaves_it_to_nobody_are_done()
    {
        await (await _host.SignIn(Role.Supervisor).IfMatch(1).PostAsJsonAsync("/api/v1/problems/1/assignment",
            new { leadId = (long?)null, reason = "On leave." })).Ok();

        Assert.That(await Kinds(Officer), Is.Empty);
    }

    [Test]
    public async Task Reminders_of_an_action_go_along_with_it()
    {
        var next = _host.IdOf("next", Role.Officer);
        await (await _host.SignIn(Role.Supervisor).IfMatch(1).PostAsJsonAsync("/api/v1/problems/1/assignment",
            new { leadId = _host.IdOf(Role.Officer), addToTeam = new[] { next }, reason = "Two shifts." })).Ok();
        var fields = new
        {
            description = "Talk to the owner",
            dueOn = "2026-03-15",
            enforcement = false,
            ownerId = _host.IdOf(Role.Officer)
        };
        var action = (await (await Officer.PostAsJsonAsync("/api/v1/problems/1/actions", fields)).Ok()).GetProperty("id").GetInt64();
        await _host.Send(new RaiseNudges());
        Assert.That(await Kinds(Officer), Does.Contain("ActionDueSoon"));

        await (await Officer.IfMatch(1).PutAsJsonAsync($"/api/v1/actions/{action}", fields with { ownerId = next })).Ok();

        Assert.That(await Kinds(Officer), Does.Not.Contain("ActionDueSoon"));
        Assert.That(await Kinds(_host.SignInAs("next", Role.Officer)), Is.EqualTo(new[] { "ActionDueSoon" }));
    }

    private static async Task<IReadOnlyList<string?>> Kinds(HttpClient who) =>
        [.. (await who.Read("/api/v1/nudges")).Each("kind")];

    [Test]
    public async Task Only_the_recipient_can_mark_a_nudge_as_seen_and_the_first_time_counts()
    {
        Assert.That(await Unseen(), Is.EqualTo(1));
        foreach (var (method, path) in new[] { ("POST", "seen"), ("POST", "done"), ("DELETE", "snooze"), ("GET", "") })
            Assert.That((await _host.SignIn(Role.Supervisor).SendAsync(new(new(method), $"/api/v1/nudges/1/{path}"))).StatusCode,
                Is.EqualTo(HttpStatusCode.NotFound), path);
        Assert.That((await Snooze("2026-03-15", by: _host.SignIn(Role.Supervisor))).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));

        var first = await (await Officer.PostAsync("/api/v1/nudges/1/seen", null)).Ok();
        _host.Until(2026, 3, 14);
        var again = await (await Officer.PostAsync("/api/v1/nudges/1/seen", null)).Ok();

        Assert.That(again.GetProperty("seenAt").GetDateTimeOffset(), Is.EqualTo(first.GetProperty("seenAt").GetDateTimeOffset()));
        Assert.That((await Unseen(), (await List("?show=new")).Count, (await List("")).Count), Is.EqualTo((0, 0, 1)));
    }

    [Test]
    public async Task Done_nudge_leaves_the_list_but_is_kept()
    {
        var first = await (await Officer.PostAsync("/api/v1/nudges/1/done", null)).Ok();
        var again = await (await Officer.PostAsync("/api/v1/nudges/1/done", null)).Ok();

        Assert.That(again.GetRawText(), Is.EqualTo(first.GetRawText()));
        Assert.That((await Unseen(), (await List("")).Count, (await List("?show=all")).Count), Is.EqualTo((0, 0, 1)));
        Assert.That((await Snooze("2026-03-15")).StatusCode, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
    }

    [Test]
    public async Task Snoozed_nudge_is_hidden_until_its_day_and_returns_as_new()
    {
        await (await Officer.PostAsync("/api/v1/nudges/1/seen", null)).Ok();
        await (await Snooze("2026-03-15")).Ok();
        Assert.That((await Unseen(), (await List("")).Count, (await List("?show=New")).Count), Is.EqualTo((0, 0, 0)));
        var snoozed = (await List("?show=snoozed")).Single();
        Assert.That((snoozed.GetProperty("snoozedUntil").GetString(), snoozed.GetProperty("snoozeReason").GetString()),
            Is.EqualTo(("2026-03-15", "Meeting on Saturday.")));

        _host.Until(2026, 3, 15);
        Assert.That((await Unseen(), (await List("?show=new")).Count, (await List("?show=snoozed")).Count), Is.EqualTo((1, 1, 0)));
    }

    [Test]
    public async Task Snooze_does_not_stop_later_rungs()
    {
        await (await Snooze("2026-04-10")).Ok();
        _host.Until(2026, 3, 16);

        await _host.Send(new RaiseNudges());

        Assert.That((await List("")).Select(n => n.GetProperty("kind").GetString()), Is.EqualTo(new[] { "DueToday", "NoActivity" }));
    }

    [Test]
    public async Task Higher_rung_replaces_the_lower_one_in_the_list()
    {
        _host.Until(2026, 3, 16);
        await _host.Send(new RaiseNudges());
        _host.Until(2026, 3, 24);
        await _host.Send(new RaiseNudges());

        Assert.That((await List("")).Select(n => n.GetProperty("kind").GetString()), Is.EqualTo(new[] { "Overdue", "NoActivity" }));
        Assert.That(await Unseen(), Is.EqualTo(2));
        Assert.That((await List("?show=all")).Select(n => n.GetProperty("kind").GetString()),
            Is.EqualTo(new[] { "Overdue", "NoActivity", "DueToday", "DueSoon" }));
    }

    [Test]
    public async Task Snooze_can_be_ended_early()
    {
        await (await Snooze("2026-03-20")).Ok();

        for (var i = 0; i < 2; i++)
            Assert.That((await (await Officer.DeleteAsync("/api/v1/nudges/1/snooze")).Ok()).GetProperty("snoozedUntil").ValueKind,
                Is.EqualTo(JsonValueKind.Null));

        Assert.That((await Unseen(), (await List("")).Count), Is.EqualTo((1, 1)));
    }

    [TestCase("2026-03-13")]
    [TestCase("2026-04-13")]
    [TestCase("0001-01-01")]
    [TestCase("9999-12-31")]
    public async Task Snooze_ends_between_tomorrow_and_thirty_days_ahead(string until)
    {
        var reply = await Snooze(until);

        Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(await reply.WrongFields(), Is.EqualTo(new[] { "until" }));
        await (await Snooze("2026-03-14")).Ok();
        await (await Snooze("2026-04-12")).Ok();
    }

    [Test]
    public async Task Snooze_requires_a_reason()
    {
        var reply = await Snooze("2026-03-15", reason: " ");

        Assert.That(await reply.WrongFields(), Is.EqualTo(new[] { "reason" }));
    }

    [Test]
    public async Task Nudges_are_paged_newest_first()
    {
        _host.Until(2026, 3, 17);
        await _host.Send(new RaiseNudges());

        var first = await (await Officer.GetAsync("/api/v1/nudges?show=all&size=2")).Ok();
        var second = await (await Officer.GetAsync($"/api/v1/nudges?show=all&size=2&after={first.GetProperty("next").GetString()}")).Ok();

        var ids = first.GetProperty("items").EnumerateArray().Concat(second.GetProperty("items").EnumerateArray())
            .Select(n => n.GetProperty("id").GetInt64()).ToList();
        Assert.That(ids, Is.EqualTo(new long[] { 3, 2, 1 }));
        foreach (var query in new[] { "size=0", "after=nonsense", "show=9", "show=nonesuch" })
            Assert.That((await Officer.GetAsync($"/api/v1/nudges?{query}")).StatusCode, Is.EqualTo(HttpStatusCode.BadRequest), query);
    }

    [Test]
    public async Task People_who_cannot_read_problems_get_an_empty_list()
    {
        var partner = _host.SignInPartner(await _host.SignIn(Role.Officer).Stakeholder("Public Works", StakeholderKind.Agency));
        foreach (var client in new[] { _host.SignIn(Role.Administrator), partner })
            Assert.That((await (await client.GetAsync("/api/v1/nudges?show=all")).Ok()).GetProperty("total").GetInt32(), Is.Zero);
    }

    [Test]
    public async Task Page_filters_and_buttons_work_without_script()
    {
        var browser = new Browser(_host, Role.Officer);
        var page = await browser.Get("/nudges");
        Assert.That(page,
            Does.Contain("Scanning is due on Mar 16, 2026, in 3 days.").And.Contain("href=\"/problems/1\"")
                .And.Contain("href=\"/nudges/1/snooze\""));

        Assert.That(await browser.Post("/nudges/1/snooze", new() { ["Until"] = "2026-03-20", ["Reason"] = "" }),
            Does.Contain("Enter why this reminder can wait."));
        Assert.That(await browser.Post("/nudges/1/snooze", new() { ["Until"] = "2026-06-01", ["Reason"] = "Later." }),
            Does.Contain("Choose a day from tomorrow to April 12, 2026."));
        await browser.Post("/nudges/1/snooze",
            new() { ["Until"] = "2026-03-20", ["Reason"] = "Meeting on Saturday." }, redirect: "/nudges");
        Assert.That(await browser.Get("/nudges"), Does.Contain("You have no open ones."));
        Assert.That(await browser.Get("/nudges?show=Snoozed"), Does.Contain("Snoozed until Mar 20, 2026: Meeting on Saturday."));

        await browser.Post("/nudges?handler=Unsnooze", new() { ["id"] = "1", ["from"] = "/nudges?show=All" }, redirect: "/nudges?show=All",
            formOn: "/nudges?show=Snoozed");
        await browser.Post("/nudges?handler=Seen", new() { ["id"] = "1" }, redirect: "/nudges", formOn: "/nudges");
        await browser.Post("/nudges?handler=Done", new() { ["id"] = "1", ["from"] = "https://elsewhere.example/" },
            redirect: "/nudges", formOn: "/nudges");
        Assert.That(await browser.Get("/nudges?show=New"), Does.Contain("You have no new reminders."));
    }

    private async Task<List<JsonElement>> List(string query) =>
        [.. (await (await Officer.GetAsync($"/api/v1/nudges{query}")).Ok()).GetProperty("items").EnumerateArray()];

    private async Task<int> Unseen() => (await _host.SendAs(_host.IdOf(Role.Officer), [Role.Officer], new CountWaiting())).Nudges;

    private Task<HttpResponseMessage> Snooze(string until, string reason = "Meeting on Saturday.", HttpClient? by = null) =>
        (by ?? Officer).PostAsJsonAsync("/api/v1/nudges/1/snooze", new { until, reason });
}
