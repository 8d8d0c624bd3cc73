using System.Text.Json;
using ProblemTracker.Domain;
using ProblemTracker.Shared;
using ProblemTracker.Stakeholders;

namespace ProblemTracker.Tests.Engagement;

/// <summary>Anyone who reads problems logs contacts with residents, and corrects their own.</summary>
public sealed class EngagementTests
{
    private TrackerHost _host = null!;

    [SetUp] public void Start() => _host = new();
    [TearDown] public void Stop() => _host.Dispose();

    private HttpClient Officer => _host.SignIn(Role.Officer);
    private HttpClient Supervisor => _host.SignIn(Role.Supervisor);

    private static object Body(long? neighborhoodId = null, string kind = "FootPatrol", int people = 4, int minutes = 20,
        string? heard = null, string? categoryCode = null, DateTimeOffset? happenedAt = null, double? latitude = null,
        double? longitude = null) =>
        new { kind, people, minutes, neighborhoodId, heard, categoryCode, happenedAt, latitude, longitude };

    private Task<HttpResponseMessage> Log(object body, HttpClient? by = null) =>
        (by ?? Officer).PostAsJsonAsync("/api/v1/engagements", body);

    [Test]
    public async Task Contact_is_logged_as_ones_own_and_by_default_now()
    {
        var place = await _host.Neighborhood();
        var logged = await (await Log(Body(place, heard: "  It is loud. ", categoryCode: "noise"))).Ok();

        Assert.Multiple(() =>
        {
            Assert.That(logged.GetProperty("personId").GetInt64(), Is.EqualTo(_host.IdOf(Role.Officer)));
            Assert.That(logged.GetProperty("happenedAt").GetDateTimeOffset(), Is.EqualTo(TrackerHost.Start));
            Assert.That(logged.GetProperty("heard").GetString(), Is.EqualTo("It is loud."));
            Assert.That((logged.GetProperty("neighborhood").GetString(), logged.GetProperty("category").GetString()),
                Is.EqualTo(("Alder Hill", "Noise")));
        });
    }

    [TestCase(Role.Officer)]
    [TestCase(Role.Supervisor)]
    [TestCase(Role.Analyst)]
    [TestCase(Role.Command)]
    public async Task Everyone_who_reads_problems_logs_and_reads_contacts(Role role)
    {
        var client = _host.SignIn(role);
        await (await Log(Body(await _host.Neighborhood()), client)).Ok();
        Assert.That((await client.Read("/api/v1/engagements/1")).GetProperty("people").GetInt32(), Is.EqualTo(4));
    }

    [Test]
    public async Task Partners_and_administrators_neither_log_nor_read_contacts()
    {
        await (await Log(Body(await _host.Neighborhood()))).Ok();
        var partner = _host.SignInPartner((await _host.Send(new CreateStakeholder("City Parks", StakeholderKind.Agency))).Id);
        foreach (var other in new[] { partner, _host.SignIn(Role.Administrator) })
        {
            Assert.That((await Log(Body(), other)).StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
            foreach (var path in new[] { "/api/v1/engagements", "/api/v1/engagements/1", "/api/v1/engagements/reach", "/engagement",
                "/engagement/1", "/engagement/reach", "/engagement?handler=csv" })
                Assert.That((await other.GetAsync(path)).StatusCode,
                    Is.EqualTo(HttpStatusCode.Forbidden).Or.EqualTo(HttpStatusCode.Redirect), path);
        }
    }

    [Test]
    public async Task Neighborhood_is_chosen_or_found_from_coordinates_that_are_not_stored()
    {
        var square = await _host.Square("Elm Park");
        var found = await (await Log(Body(latitude: 39.105, longitude: -84.495))).Ok();
        var outside = await Log(Body(latitude: 10, longitude: 10));
        var none = await Log(Body());
        var unknown = await Log(Body(99));

        Assert.Multiple(async () =>
        {
            Assert.That(found.GetProperty("neighborhoodId").GetInt64(), Is.EqualTo(square));
            Assert.That(found.ToString(), Does.Not.Contain("39.1"));
            Assert.That(await outside.Content.ReadAsStringAsync(), Does.Contain("This location is in no neighborhood. Choose one."));
            Assert.That(await none.Content.ReadAsStringAsync(), Does.Contain("Choose the neighborhood."));
            Assert.That(await unknown.WrongFields(), Is.EqualTo(new[] { "neighborhoodId" }));
        });
    }

    [Test]
    public async Task Without_neighborhoods_a_contact_has_none() =>
        Assert.That((await (await Log(Body())).Ok()).GetProperty("neighborhoodId").ValueKind, Is.EqualTo(JsonValueKind.Null));

    [Test]
    public async Task Bad_input_is_refused_at_its_field()
    {
        var place = await _host.Neighborhood();
        foreach (var (body, field) in new (object, string)[]
        {
            (new { people = 1, minutes = 1, neighborhoodId = place }, "kind"),
            (new { kind = "Event", minutes = 1, neighborhoodId = place }, "people"),
            (new { kind = "Event", people = 1, neighborhoodId = place }, "minutes"),
            (Body(place, people: 0), "people"), (Body(place, people: 100_001), "people"),
            (Body(place, minutes: 0), "minutes"), (Body(place, minutes: 1441), "minutes"),
            (Body(place, heard: new('x', 2001)), "heard"),
            (Body(place, categoryCode: "weather"), "categoryCode"),
            (Body(place, happenedAt: TrackerHost.Start.AddMinutes(1)), "happenedAt"),
            (Body(place, happenedAt: new(1999, 12, 31, 0, 0, 0, TimeSpan.Zero)), "happenedAt"),
            (Body(place, happenedAt: DateTimeOffset.MinValue), "happenedAt"),
            (Body(place, latitude: 91, longitude: 1), "latitude"), (Body(place, latitude: 1, longitude: 181), "longitude"),
            (Body(place, latitude: 1), "latitude"),
        })
            Assert.That(await (await Log(body)).WrongFields(), Is.EqualTo(new[] { field }), JsonSerializer.Serialize(body));
        Assert.That((await Log(Body(place, kind: "Fishing"))).StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That((await Officer.Read("/api/v1/engagements")).GetProperty("total").GetInt32(), Is.Zero);
    }

    [Test]
    public async Task Same_request_sent_twice_logs_one_contact()
    {
        var (client, place) = (Officer, await _host.Neighborhood());
        client.DefaultRequestHeaders.Add("Idempotency-Key", "once");
        var first = await (await Log(Body(place), client)).Ok();
        var second = await (await Log(Body(place), client)).Ok();
        Assert.That(second.GetProperty("id").GetInt64(), Is.EqualTo(first.GetProperty("id").GetInt64()));
        Assert.That((await Officer.Read("/api/v1/engagements")).GetProperty("total").GetInt32(), Is.EqualTo(1));
    }

    [Test]
    public async Task Author_and_supervisors_change_a_contact_and_nobody_else()
    {
        var place = await _host.Neighborhood();
        await (await Log(Body(place))).Ok();
        var other = await _host.SignInAs("other", Role.Officer).IfMatch(1).PutAsJsonAsync("/api/v1/engagements/1", Body(place));
        _host.Time.Advance(TimeSpan.FromDays(3));
        var changed = await (await Officer.IfMatch(1).PutAsJsonAsync("/api/v1/engagements/1", Body(place, people: 9))).Ok();
        var stale = await Supervisor.IfMatch(1).PutAsJsonAsync("/api/v1/engagements/1", Body(place));
        var again = await (await Supervisor.IfMatch(2).PutAsJsonAsync("/api/v1/engagements/1", Body(place, people: 10))).Ok();

        Assert.Multiple(() =>
        {
            Assert.That(other.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
            Assert.That(stale.StatusCode, Is.EqualTo(HttpStatusCode.PreconditionFailed));
            Assert.That(changed.GetProperty("people").GetInt32(), Is.EqualTo(9));
            Assert.That(again.GetProperty("personId").GetInt64(), Is.EqualTo(_host.IdOf(Role.Officer)), "It stays the officer's.");
            Assert.That(again.GetProperty("happenedAt").GetDateTimeOffset(), Is.EqualTo(TrackerHost.Start));
        });
        Assert.That((await Officer.IfMatch(1).PutAsJsonAsync("/api/v1/engagements/9", Body(place))).StatusCode,
            Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task Contact_under_a_legal_hold_cannot_be_deleted()
    {
        var command = _host.SignIn(Role.Command);
        await (await Log(Body(await _host.Neighborhood()))).Ok();
        await (await command.PostAsJsonAsync("/api/v1/retention/holds",
            new { covers = "Everything", subjectId = (long?)null, reason = "Subpoena", reference = "" })).Ok();
        Assert.That(await (await Officer.IfMatch(1).DeleteAsync("/api/v1/engagements/1")).ShortfallCodes(),
            Is.EqualTo(new[] { "hold.stands" }));
        (await command.PostAsJsonAsync("/api/v1/retention/holds/1/end", new { reason = "Over" })).EnsureSuccessStatusCode();
        Assert.That((await Officer.IfMatch(1).DeleteAsync("/api/v1/engagements/1")).StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
    }

    [Test]
    public async Task Author_deletes_within_a_day_and_a_supervisor_afterward()
    {
        var place = await _host.Neighborhood();
        for (var i = 0; i < 2; i++) await (await Log(Body(place, heard: "Rosa Quill is loud."))).Ok();
        var other = await _host.SignInAs("other", Role.Officer).IfMatch(1).DeleteAsync("/api/v1/engagements/1");
        var stale = await Officer.IfMatch(2).DeleteAsync("/api/v1/engagements/1");
        var own = await Officer.IfMatch(1).DeleteAsync("/api/v1/engagements/1");
        _host.Time.Advance(TimeSpan.FromHours(25));
        var late = await Officer.IfMatch(1).DeleteAsync("/api/v1/engagements/2");
        var supervisor = await Supervisor.IfMatch(1).DeleteAsync("/api/v1/engagements/2");

        Assert.Multiple(async () =>
        {
            Assert.That((other.StatusCode, stale.StatusCode, own.StatusCode, late.StatusCode, supervisor.StatusCode), Is.EqualTo((
                HttpStatusCode.Forbidden, HttpStatusCode.PreconditionFailed, HttpStatusCode.NoContent, HttpStatusCode.Forbidden,
                HttpStatusCode.NoContent)));
            var audit = await (await Supervisor.GetAsync("/api/v1/audit?event=engagement.deleted")).Content.ReadAsStringAsync();
            Assert.That(audit, Does.Contain("engagement.deleted").And.Not.Contain("Rosa"));
        });
    }

    [Test]
    public async Task Neighborhood_with_contacts_is_not_removed()
    {
        var place = await _host.Neighborhood();
        await (await Log(Body(place))).Ok();
        var refused = await _host.SignIn(Role.Administrator).IfMatch(1).DeleteAsync($"/api/v1/neighborhoods/{place}");
        Assert.That(refused.StatusCode, Is.EqualTo(HttpStatusCode.Conflict));
        Assert.That(await refused.Content.ReadAsStringAsync(), Does.Contain("neighborhood.used"));
    }

    [Test]
    public async Task List_is_filtered_and_comes_latest_first()
    {
        var (hill, park) = (await _host.Neighborhood(), await _host.Neighborhood("Elm Park"));
        await (await Log(Body(hill, happenedAt: TrackerHost.Start.AddDays(-9)))).Ok();
        await (await Log(Body(park, kind: "Meeting", categoryCode: "noise"))).Ok();
        await (await Log(Body(hill, happenedAt: TrackerHost.Start.AddDays(-2)), Supervisor)).Ok();

        Assert.Multiple(async () =>
        {
            Assert.That(await Ids(""), Is.EqualTo(new[] { 2, 3, 1 }));
            Assert.That(await Ids($"neighborhoodId={hill}"), Is.EqualTo(new[] { 3, 1 }));
            Assert.That(await Ids("kind=Meeting"), Is.EqualTo(new[] { 2 }));
            Assert.That(await Ids("categoryCode=noise"), Is.EqualTo(new[] { 2 }));
            Assert.That(await Ids($"personId={_host.IdOf(Role.Officer)}"), Is.EqualTo(new[] { 2, 1 }));
            Assert.That(await Ids("from=2026-02-22&to=2026-02-28"), Is.EqualTo(new[] { 3 }));
            Assert.That((await Officer.GetAsync("/api/v1/engagements?from=2026-02-21&to=2026-02-20")).StatusCode,
                Is.EqualTo(HttpStatusCode.BadRequest));
            Assert.That((await Officer.Read("/api/v1/engagements?size=2")).GetProperty("next").GetString(), Is.Not.Null);
        });

        async Task<IEnumerable<int>> Ids(string query) => (await Officer.Read($"/api/v1/engagements?{query}")).GetProperty("items")
            .EnumerateArray().Select(row => row.GetProperty("id").GetInt32());
    }
}
