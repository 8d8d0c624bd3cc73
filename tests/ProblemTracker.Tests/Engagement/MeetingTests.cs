using System.Text.Json;
using ProblemTracker.Domain;
using ProblemTracker.Tests.Concerns;

namespace ProblemTracker.Tests.Engagement;

/// <summary>Anyone who logs contacts plans meetings, records what came of them, and residents read about the public ones.</summary>
public sealed class MeetingTests
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

    private HttpClient Officer => _host.SignIn(Role.Officer);
    private HttpClient Supervisor => _host.SignIn(Role.Supervisor);

    private object Body(double hours = 24, double length = 1.5, long? neighborhoodId = null, bool isPublic = true,
        string title = "Quiet nights", string place = "Library", string kind = "Meeting", string? agenda = "What changed") => new
        {
            kind,
            neighborhoodId = neighborhoodId ?? _place,
            startsAt = TrackerHost.Start.AddHours(hours),
            endsAt = TrackerHost.Start.AddHours(hours + length),
            place,
            isPublic,
            texts = new object[]
            {
                new { language = "en", title, agenda },
                new { language = "es", title = "Noches tranquilas", agenda = "Qué cambió" },
            },
        };

    private Task<HttpResponseMessage> Plan(object body, HttpClient? by = null) =>
        (by ?? Officer).PostAsJsonAsync("/api/v1/meetings", body);

    [Test]
    public async Task Meeting_that_residents_read_about_cannot_be_moved_into_the_past()
    {
        await (await Plan(Body())).Ok();
        var reply = await Officer.IfMatch(1).PutAsJsonAsync("/api/v1/meetings/1", Body(hours: -24));
        Assert.That(await reply.WrongFields(), Is.EqualTo(new[] { "startsAt" }));
        await (await Officer.IfMatch(1).PutAsJsonAsync("/api/v1/meetings/1", Body(hours: 48))).Ok();
    }

    [Test]
    public async Task Meeting_becomes_one_contact_that_reach_counts_and_that_is_corrected_there()
    {
        await (await Plan(Body())).Ok();
        Assert.That(await (await Officer.IfMatch(1).PostAsJsonAsync("/api/v1/meetings/1/hold", new { people = 9 })).ShortfallCodes(),
            Is.EqualTo(new[] { "meeting.notYet" }));
        _host.Time.Advance(TimeSpan.FromHours(30));
        var held = await (await Officer.IfMatch(1).PostAsJsonAsync("/api/v1/meetings/1/hold",
            new { people = 9, heard = "  It is quieter. ", categoryCode = "noise" })).Ok();
        var again = await Officer.IfMatch(2).PostAsJsonAsync("/api/v1/meetings/1/hold", new { people = 9 });
        var contact = await Officer.Read("/api/v1/engagements/1");
        var reach = (await Officer.Read("/api/v1/engagements/reach")).GetProperty("neighborhoods")[0];

        Assert.Multiple(async () =>
        {
            Assert.That((held.GetProperty("status").GetString(), held.GetProperty("people").GetInt32(),
                held.GetProperty("heard").GetString()),
                Is.EqualTo(("Held", 9, "It is quieter.")));
            Assert.That(await again.ShortfallCodes(), Is.EqualTo(new[] { "meeting.held" }));
            Assert.That((contact.GetProperty("kind").GetString(), contact.GetProperty("minutes").GetInt32(),
                contact.GetProperty("happenedAt").GetDateTimeOffset(), contact.GetProperty("meetingId").GetInt64()),
                Is.EqualTo(("Meeting", 90, TrackerHost.Start.AddHours(24), 1L)));
            Assert.That((reach.GetProperty("contacts").GetInt32(), reach.GetProperty("people").GetInt32()), Is.EqualTo((1, 9)));
        });
        await (await Officer.IfMatch(1).PutAsJsonAsync("/api/v1/engagements/1",
            new { kind = "Meeting", people = 11, minutes = 90, neighborhoodId = _place })).Ok();
        Assert.That((await Officer.Read("/api/v1/meetings/1")).GetProperty("people").GetInt32(), Is.EqualTo(11));
        // Recorded by mistake: without its contact, the meeting waits to be recorded again.
        Assert.That((await Officer.IfMatch(2).DeleteAsync("/api/v1/engagements/1")).StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That((await Officer.Read("/api/v1/meetings/1")).GetProperty("status").GetString(), Is.EqualTo("NotRecorded"));
    }

    [Test]
    public async Task Meeting_of_the_whole_city_is_a_contact_without_a_neighborhood_that_can_be_corrected()
    {
        await (await Plan(new
        {
            kind = "Event",
            startsAt = TrackerHost.Start.AddHours(-2),
            endsAt = TrackerHost.Start.AddHours(-1),
            place = "Market",
            texts = new[] { new { language = "en", title = "Coffee" } },
        })).Ok();
        await (await Officer.IfMatch(1).PostAsJsonAsync("/api/v1/meetings/1/hold", new { people = 40 })).Ok();
        var changed = await (await Officer.IfMatch(1).PutAsJsonAsync("/api/v1/engagements/1",
            new { kind = "Event", people = 41, minutes = 60 })).Ok();
        Assert.That((changed.GetProperty("neighborhoodId").ValueKind, changed.GetProperty("people").GetInt32()),
            Is.EqualTo((JsonValueKind.Null, 41)));
    }

    [Test]
    public async Task Bad_input_is_refused_at_its_field()
    {
        foreach (var (body, fields) in new (object, string[])[]
        {
            (new { texts = Array.Empty<object>() }, ["kind", "startsAt", "endsAt", "place", "texts"]),
            (Body(length: 0), ["endsAt"]), (Body(length: 25), ["endsAt"]), (Body(hours: 24 * 800), ["startsAt"]),
            (Body(hours: -24 * 366 * 27), ["startsAt"]),
            (Body(place: new('x', 301)), ["place"]), (Body(title: ""), ["texts[0].title"]),
            (Body(title: new('x', 201)), ["texts[0].title"]),
            (Body(agenda: new('x', 4001)), ["texts[0].agenda"]), (Body(neighborhoodId: 99), ["neighborhoodId"]),
        })
            Assert.That(await (await Plan(body)).WrongFields(), Is.EquivalentTo(fields), JsonSerializer.Serialize(body));
        await (await Plan(Body(hours: -2))).Ok();
        foreach (var (body, field) in new (object, string)[]
        {
            (new { }, "people"), (new { people = 0 }, "people"), (new { people = 1, minutes = 1441 }, "minutes"),
            (new { people = 1, heard = new string('x', 2001) }, "heard"), (new { people = 1, categoryCode = "weather" }, "categoryCode"),
        })
            Assert.That(await (await Officer.IfMatch(1).PostAsJsonAsync("/api/v1/meetings/1/hold", body)).WrongFields(),
                Is.EqualTo(new[] { field }), JsonSerializer.Serialize(body));
        Assert.That(await (await Officer.IfMatch(1).PostAsJsonAsync("/api/v1/meetings/1/cancel", new { reason = "" })).WrongFields(),
            Is.EqualTo(new[] { "reason" }));
    }

    [Test]
    public async Task Planner_and_supervisors_change_a_meeting_and_nobody_else()
    {
        await (await Plan(Body(isPublic: false))).Ok();
        var other = await _host.SignInAs("other", Role.Officer).IfMatch(1).PutAsJsonAsync("/api/v1/meetings/1", Body());
        var changed = await (await Supervisor.IfMatch(1).PutAsJsonAsync("/api/v1/meetings/1", Body(place: "School"))).Ok();
        var stale = await Officer.IfMatch(1).PutAsJsonAsync("/api/v1/meetings/1", Body());
        var hidden = await Officer.IfMatch(2).PutAsJsonAsync("/api/v1/meetings/1", Body(isPublic: false));
        var missing = await Officer.IfMatch(1).PutAsJsonAsync("/api/v1/meetings/9", Body());

        Assert.Multiple(async () =>
        {
            Assert.That(changed.GetProperty("place").GetString(), Is.EqualTo("School"));
            Assert.That((other.StatusCode, stale.StatusCode, missing.StatusCode),
                Is.EqualTo((HttpStatusCode.Forbidden, HttpStatusCode.PreconditionFailed, HttpStatusCode.NotFound)));
            Assert.That(await hidden.ShortfallCodes(), Is.EqualTo(new[] { "meeting.public" }));
        });
        await (await Officer.IfMatch(2).PostAsJsonAsync("/api/v1/meetings/1/cancel", new { reason = "Storm" })).Ok();
        Assert.That(await (await Officer.IfMatch(3).PutAsJsonAsync("/api/v1/meetings/1", Body())).ShortfallCodes(),
            Is.EqualTo(new[] { "meeting.canceled" }));
    }

    [Test]
    public async Task Planner_hears_when_somebody_else_changes_or_cancels_the_meeting_and_not_of_their_own_changes()
    {
        await (await Plan(Body())).Ok();
        await (await Officer.IfMatch(1).PutAsJsonAsync("/api/v1/meetings/1", Body(place: "School"))).Ok();
        await (await Supervisor.IfMatch(2).PutAsJsonAsync("/api/v1/meetings/1", Body(hours: 48, place: "Town hall"))).Ok();
        await (await Supervisor.IfMatch(3).PostAsJsonAsync("/api/v1/meetings/1/cancel", new { reason = "Storm" })).Ok();
        var mails = await _host.Query(db => db.List<string>(
            "SELECT Body FROM Outbox WHERE DedupeKey LIKE 'meeting:%' ORDER BY Id", null, default));
        Assert.That(mails, Has.Count.EqualTo(2));
        Assert.That(mails[0], Does.Contain("changed “Quiet nights”. It starts Mar 4, 2026, 9:00 AM at Town hall.")
            .And.Contain("/meetings/1"));
        Assert.That(mails[1], Does.Contain("canceled “Quiet nights” of Mar 4, 2026, 9:00 AM. The reason: Storm"));
    }

    [Test]
    public async Task Meeting_whose_contact_is_deleted_is_to_be_recorded_again_by_who_reads_it_again()
    {
        await (await Plan(Body())).Ok();
        _host.Time.Advance(TimeSpan.FromHours(30));
        await (await Officer.IfMatch(1).PostAsJsonAsync("/api/v1/meetings/1/hold", new { people = 9 })).Ok();
        Assert.That((await Officer.IfMatch(1).DeleteAsync("/api/v1/engagements/1")).StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        var again = await Officer.IfMatch(2).PostAsJsonAsync("/api/v1/meetings/1/hold", new { people = 8 });
        Assert.That(again.StatusCode, Is.EqualTo(HttpStatusCode.PreconditionFailed));
        await (await Officer.IfMatch(3).PostAsJsonAsync("/api/v1/meetings/1/hold", new { people = 8 })).Ok();
    }

    [Test]
    public async Task Partners_and_administrators_neither_plan_nor_read_meetings()
    {
        await (await Plan(Body())).Ok();
        var administrator = _host.SignIn(Role.Administrator);
        Assert.That((await Plan(Body(), administrator)).StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        foreach (var path in new[] { "/api/v1/meetings", "/api/v1/meetings/1", "/api/v1/commitments", "/meetings", "/meetings/1",
            "/meetings/plan", "/meetings?handler=csv", "/commitments" })
            Assert.That((await administrator.GetAsync(path)).StatusCode,
                Is.EqualTo(HttpStatusCode.Forbidden).Or.EqualTo(HttpStatusCode.Redirect), path);
    }

    [Test]
    public async Task List_has_the_next_meeting_first_and_of_past_ones_the_latest()
    {
        foreach (var hours in new[] { -72, 48, 24, -48 }) await (await Plan(Body(hours, kind: hours == 48 ? "Event" : "Meeting"))).Ok();
        await (await Officer.IfMatch(1).PostAsJsonAsync("/api/v1/meetings/1/hold", new { people = 3 })).Ok();

        Assert.Multiple(async () =>
        {
            Assert.That(await Ids("coming=true"), Is.EqualTo(new[] { 3, 2 }));
            Assert.That(await Ids("coming=false"), Is.EqualTo(new[] { 4, 1 }));
            Assert.That(await Ids(""), Is.EqualTo(new[] { 2, 3, 4, 1 }));
            Assert.That(await Ids("toRecord=true"), Is.EqualTo(new[] { 4 }));
            Assert.That(await Ids("kind=Event"), Is.EqualTo(new[] { 2 }));
            Assert.That(await Ids($"neighborhoodId={_place}&from=2026-03-03&to=2026-03-03"), Is.EqualTo(new[] { 3 }));
            Assert.That((await Officer.GetAsync("/api/v1/meetings?from=2026-02-21&to=2026-02-20")).StatusCode,
                Is.EqualTo(HttpStatusCode.BadRequest));
            Assert.That((await Officer.Read("/api/v1/meetings?size=2")).GetProperty("next").GetString(), Is.Not.Null);
        });

        async Task<IEnumerable<int>> Ids(string query) => (await Officer.Read($"/api/v1/meetings?{query}")).GetProperty("items")
            .EnumerateArray().Select(row => row.GetProperty("id").GetInt32());
    }

    [Test]
    public async Task Residents_read_about_public_meetings_in_their_language_and_that_one_is_canceled()
    {
        await Resident.Open(_host);
        await (await Plan(Body())).Ok();
        await (await Plan(Body(isPublic: false, title: "Inside only"))).Ok();
        var (english, spanish) = (new Resident(_host), new Resident(_host, "es"));

        Assert.That(await spanish.Get($"/city/neighborhoods/{_place}"), Does.Contain("Reuniones y eventos").And.Contain("Noches tranquilas")
            .And.Not.Contain("Inside only"));
        Assert.That(await english.Get("/city/meetings/1"), Does.Contain("Tuesday, March 3, 2026, 9:00 AM to 10:30 AM")
            .And.Contain("Library").And.Contain("What changed").And.Not.Contain("Officer"));
        await english.Get("/city/meetings/2", HttpStatusCode.NotFound);
        await english.Get("/city/meetings/2.ics", HttpStatusCode.NotFound);

        await (await Officer.IfMatch(1).PostAsJsonAsync("/api/v1/meetings/1/cancel", new { reason = "A <b>storm</b>" })).Ok();
        Assert.That(await english.Get("/city/meetings/1"), Does.Contain("Canceled: A <b>storm</b>").And.Not.Contain("Add to my calendar"));
        Assert.That(await english.Get($"/city/neighborhoods/{_place}"), Does.Contain("<strong>Canceled</strong>"));
        _host.Time.Advance(TimeSpan.FromHours(30));
        Assert.That(await english.Get($"/city/neighborhoods/{_place}"), Does.Not.Contain("Quiet nights"));
    }
}
