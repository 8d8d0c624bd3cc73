using ProblemTracker.Domain;
using ProblemTracker.Tests.Concerns;
using ProblemTracker.Tests.Retention;

namespace ProblemTracker.Tests.Engagement;

/// <summary>The pages of meetings and commitments, and their retention.</summary>
public sealed class MeetingPagesTests
{
    private TrackerHost _host = null!;
    private long _place;

    [SetUp]
    public async Task Start()
    {
        _host = new();
        _place = await _host.Neighborhood();
    }

    [TearDown] public void Stop() => _host.Dispose();

    private Dictionary<string, string> Form(string startsAt = "2026-03-03T18:00", string endsAt = "2026-03-03T19:30", string version = "0",
        bool isPublic = true, string place = "Library") => new()
        {
            ["Version"] = version,
            ["Form.Kind"] = "Meeting",
            ["Form.StartsAt"] = startsAt,
            ["Form.EndsAt"] = endsAt,
            ["Form.Place"] = place,
            ["Form.NeighborhoodId"] = $"{_place}",
            ["Form.Texts[0].Language"] = "en",
            ["Form.Texts[0].Title"] = "Quiet nights",
            ["Form.Texts[0].Agenda"] = "See https://city.example/noise for <b>more</b>.",
            ["Form.Texts[1].Language"] = "es",
            ["Form.Texts[1].Title"] = "",
            ["Form.Texts[1].Agenda"] = "",
            ["Form.IsPublic"] = isPublic ? "true" : "false",
        };

    private static Dictionary<string, string> Promise => new()
    {
        ["Commitment.Description"] = "Ask for a street light",
        ["Commitment.OwnerId"] = "",
        ["Commitment.DueOn"] = "2026-03-12",
    };

    [Test]
    public async Task Meeting_is_planned_changed_recorded_and_promises_are_kept_on_the_pages()
    {
        var browser = new Browser(_host, Role.Officer);
        Assert.That(await browser.Post("/meetings/plan", Form(startsAt: "tomorrow", endsAt: "2026-03-03T19:30")),
            Does.Contain("Enter a date and a time").And.Contain("value=\"tomorrow\""));
        await browser.Post("/meetings/plan", Form(), "/meetings/1");
        Assert.That(await browser.Get("/meetings/1"), Does.Contain("Residents can read about it.")
            .And.Contain("Mar 3, 2026, 6:00 PM").And.Contain("<a href=\"https://city.example/noise\"").And.Not.Contain("Record meeting"));
        Assert.That(await browser.Get("/meetings/plan/1"), Does.Contain("value=\"2026-03-03T18:00\"").And.Contain("Save meeting"));
        await browser.Post("/meetings/plan/1", Form(version: "1", place: "School"), "/meetings/1");
        Assert.That(await browser.Post("/meetings/plan/1", Form(version: "1")), Does.Contain("See the current version"));
        Assert.That(await browser.Get("/meetings"), Does.Contain("Quiet nights").And.Contain("School, Alder Hill"));

        _host.Time.Advance(TimeSpan.FromDays(2));
        Assert.That(await browser.Get("/meetings"), Does.Contain("1 meeting to record"));
        Assert.That(await browser.Get("/meetings?coming=&toRecord=true"), Does.Contain("Not recorded"));
        Assert.That(await browser.Post("/meetings/1?handler=Hold",
            new() { ["Version"] = "2", ["Held.People"] = "0", ["Held.Minutes"] = "90" },
            formOn: "/meetings/1"), Does.Contain("Enter 1 to 100,000 people."));
        await browser.Post("/meetings/1?handler=Hold",
            new() { ["Version"] = "2", ["Held.People"] = "12", ["Held.Minutes"] = "90", ["Held.Heard"] = "Quieter" },
            "/meetings/1", "/meetings/1");
        Assert.That(await browser.Post("/meetings/1?handler=Commit", new() { ["Commitment.Description"] = "" }, formOn: "/meetings/1"),
            Does.Contain("Enter what was promised."));
        await browser.Post("/meetings/1?handler=Commit", Promise, "/meetings/1", "/meetings/1");
        Assert.That(await browser.Get("/meetings/1"), Does.Contain("Ask for a street light").And.Contain("Correct attendance and notes"));
        Assert.That(await browser.Get("/meetings?coming=false&handler=csv"), Does.Contain("Quiet nights,Yes,,12,Quieter,"));
        Assert.That(await browser.Get("/engagement/1"), Does.Contain("See the meeting and what was promised"));

        Assert.That(await browser.Get("/"), Does.Contain("Commitment “Ask for a street light”").And.Contain("Open the commitment"));
        Assert.That(await browser.Get("/commitments"), Does.Contain("Ask for a street light").And.Contain("Mar 12, 2026"));
        Assert.That(await browser.Post("/commitments/1?handler=Done",
            new() { ["Version"] = "1", ["Outcome"] = "" }, formOn: "/commitments/1"),
            Does.Contain("Say what came of it."));
        await browser.Post("/commitments/1?handler=Done", new() { ["Version"] = "1", ["Outcome"] = "It is up." }, "/commitments/1",
            "/commitments/1");
        Assert.That(await browser.Get("/commitments/1"), Does.Contain("It is up.").And.Not.Contain("Mark as done"));
        Assert.That(await browser.Get("/commitments"), Does.Contain("No commitments match."));
        Assert.That(await browser.Get("/commitments?open=&handler=csv"),
            Does.Contain("1,Ask for a street light,Quiet nights,,Alder Hill,"));
    }

    [Test]
    public async Task Meeting_is_canceled_with_a_reason_on_its_page()
    {
        var browser = new Browser(_host, Role.Officer);
        await browser.Post("/meetings/plan", Form(isPublic: false), "/meetings/1");
        Assert.That(await browser.Post("/meetings/1?handler=Cancel", new() { ["Version"] = "1", ["Reason"] = "" }, formOn: "/meetings/1"),
            Does.Contain("Say why it is canceled.").And.Contain("<details open"));
        await browser.Post("/meetings/1?handler=Cancel", new() { ["Version"] = "1", ["Reason"] = "Storm" }, "/meetings/1", "/meetings/1");
        Assert.That(await browser.Get("/meetings/1"), Does.Contain("Storm").And.Not.Contain("Edit meeting"));
        Assert.That(await new Browser(_host, Role.Analyst).Get("/meetings/1"), Does.Contain("Storm").And.Not.Contain("Cancel the meeting"));
    }

    [Test]
    public async Task Follow_up_of_a_contact_is_changed_given_away_and_made_an_action()
    {
        await (await _host.SignIn(Role.Officer).PostAsJsonAsync("/api/v1/engagements",
            new { kind = "Conversation", people = 2, minutes = 5, neighborhoodId = _place })).Ok();
        var browser = new Browser(_host, Role.Officer);
        Assert.That(await browser.Post("/engagement/1?handler=Commit", new() { ["Commitment.Description"] = "" }, formOn: "/engagement/1"),
            Does.Contain("Enter what was promised."));
        await browser.Post("/engagement/1?handler=Commit", Promise, "/engagement/1", "/engagement/1");
        Assert.That(await browser.Get("/commitments/1"), Does.Contain("/engagement/1").And.Contain("Mark as done"));
        var form = new Dictionary<string, string>(Promise) { ["Version"] = "1", ["Commitment.Description"] = "" };
        Assert.That(await browser.Post("/commitments/1", form), Does.Contain("Enter what was promised."));
        form["Commitment.Description"] = "Ask twice";
        await browser.Post("/commitments/1", form, "/commitments/1");
        var problem = await _host.OpenProblem();
        var number = (await _host.SignIn(Role.Officer).Read($"/api/v1/problems/{problem}")).GetProperty("number").GetString()!;
        Assert.That(await browser.Post("/commitments/1?handler=Action", new() { ["Version"] = "2", ["ProblemNumber"] = "P-1" },
            formOn: "/commitments/1"), Does.Contain("Enter the number of a problem that you can view"));
        await browser.Post("/commitments/1?handler=Action", new() { ["Version"] = "2", ["ProblemNumber"] = number }, "/commitments/1",
            "/commitments/1");
        Assert.That(await browser.Get("/commitments/1"), Does.Contain("It is an action of a problem now.").And.Contain("/actions/1"));
        Assert.That(await new Browser(_host, Role.Analyst).Get("/commitments/1"), Does.Contain("Ask twice"));
    }

    [Test]
    public async Task Old_meetings_are_purged_with_contact_commitments_and_reminders_once_every_commitment_is_done()
    {
        await Resident.Open(_host);
        var officer = _host.SignIn(Role.Officer);
        var browser = new Browser(_host, Role.Officer);
        await browser.Post("/meetings/plan", Form(), "/meetings/1");
        _host.Time.Advance(TimeSpan.FromDays(2));
        await (await officer.IfMatch(1).PostAsJsonAsync("/api/v1/meetings/1/hold", new { people = 3 })).Ok();
        await (await officer.PostAsJsonAsync("/api/v1/meetings/1/commitments",
            new { description = "Ask", ownerId = _host.IdOf(Role.Supervisor), dueOn = "2026-03-05" })).Ok();
        await (await officer.PostAsJsonAsync("/api/v1/engagements/1/commitments", new { description = "Ask", dueOn = "2026-03-05" })).Ok();
        await (await officer.PostAsJsonAsync("/api/v1/engagements/1/concerns", ContactConcernTests.Heard())).Ok();
        await _host.Send(new ProblemTracker.Nudges.RaiseCommitmentNudges());
        await _host.Keep5Years("meeting", "engagement");
        _host.Until(2031, 3, 9);
        Assert.That(await _host.Ids("meeting"), Is.Empty, "Two commitments are open.");
        foreach (var id in new[] { 1, 2 })
            await (await _host.SignIn(Role.Supervisor).IfMatch(1)
                .PostAsJsonAsync($"/api/v1/commitments/{id}/done", new { outcome = "Done" })).Ok();
        Assert.That(await _host.Ids("engagement"), Is.Empty, "It goes with its meeting.");
        Assert.That(await _host.Ids("meeting"), Is.EqualTo(new[] { 1 }));
        await _host.Agree(1, "meeting");
        await _host.RunPurges();

        foreach (var table in new[] { "Meeting", "Engagement", "Commitment", "Nudge", "NudgeRecipient" })
            Assert.That(await _host.Query(db => db.Single<long>($"/* SQLite only */ SELECT COUNT(*) FROM {table}", null, default)),
                Is.Zero, table);
        Assert.That(await _host.Query(db => db.Single<long>("""
            SELECT COUNT(*) FROM AuditEntry WHERE AfterJson IS NOT NULL
                AND (Event LIKE 'meeting.%' OR Event LIKE 'commitment.%' OR Event LIKE 'engagement.%')
            """, null, default)), Is.Zero);
        Assert.That(await _host.Query(db => db.Single<long>(
            "SELECT COUNT(*) FROM Outbox WHERE DedupeKey LIKE 'commitment-%'", null, default)), Is.Zero);
        var concern = await officer.Read("/api/v1/concerns/1");
        Assert.That(concern.GetProperty("engagementId").ValueKind, Is.EqualTo(System.Text.Json.JsonValueKind.Null),
            "The concern stays when the contact goes.");
    }
}
