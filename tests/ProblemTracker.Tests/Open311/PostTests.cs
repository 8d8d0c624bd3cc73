using System.Text.Json;
using ProblemTracker.Domain;
using ProblemTracker.Open311;
using ProblemTracker.Tests.Retention;

namespace ProblemTracker.Tests.Open311;

/// <summary>Programs report concerns by Open311.</summary>
public sealed class PostTests
{
    private TrackerHost _host = null!;
    private Client _client = null!;

    [SetUp]
    public async Task Start()
    {
        _host = new();
        _client = await Client.Of(_host);
    }

    [TearDown] public void Stop() => _host.Dispose();

    private Task<long> Count(string sql) => _host.Query(db => db.Single<long>(sql, null, default));

    private async Task<JsonElement> Concern(long id) => await (await _host.SignIn(Role.Supervisor).GetAsync($"/api/v1/concerns/{id}")).Ok();

    /// <summary>As the module Open311 of FixMyStreet sends it.</summary>
    private static readonly (string Name, string Value)[] FixMyStreet =
    [
        ("service_code", "noise"), ("jurisdiction_id", ""), ("lat", "39.1031"), ("long", "-84.512"),
        ("first_name", "Rosa"), ("last_name", "Quill"), ("email", "rosa@home.example"), ("phone", "555-0111"), ("device_id", "x"),
        ("account_id", "7"), ("media_url", "https://fixmystreet.example/photo/4711.0.full.jpeg?a1b2"),
        ("description", "Loud bar\n\nEvery night until three\n\nhttps://fixmystreet.example/report/4711\n"),
        ("attribute[easting]", "529025"), ("attribute[northing]", "179716"), ("attribute[fixmystreet_id]", "4711"),
        ("attribute[title]", "Loud bar"), ("attribute[description]", "Every night until three"), ("attribute[external_system][]", "a"),
        ("attribute[report_url]", "https://fixmystreet.example/report/4711"), ("extended", "1"),
    ];

    [Test]
    public async Task What_FixMyStreet_sends_becomes_a_concern_with_its_sender()
    {
        var (status, body) = await _client.Post("/v2/requests.json", FixMyStreet);
        var concern = await Concern(1);
        var page = await new Browser(_host, Role.Supervisor).Get("/concerns/1");

        Assert.Multiple(async () =>
        {
            Assert.That(status, Is.EqualTo(201), body);
            Assert.That(JsonDocument.Parse(body).RootElement[0].GetProperty("service_notice").GetString(),
                Does.Contain("call 911").And.Contain("Wednesday, March 4, 2026"));
            Assert.That(concern.GetProperty("description").GetString(), Does.StartWith("Loud bar\n\nEvery night"));
            Assert.That(concern.GetProperty("sentBy").GetString(), Is.EqualTo("FixMyStreet"));
            Assert.That(concern.GetProperty("latitude").GetDouble(), Is.EqualTo(39.1031));
            Assert.That(concern.GetProperty("reporter").GetProperty("name").GetString(), Is.EqualTo("Rosa Quill"));
            Assert.That(concern.GetProperty("reporter").GetProperty("isConfirmed").GetBoolean(), Is.False);
            Assert.That(concern.GetProperty("reporter").GetProperty("mayCall").GetBoolean(), Is.False);
            Assert.That(page, Does.Contain("Sent by").And.Contain("FixMyStreet").And.Contain("photo/4711.0.full.jpeg"));
            Assert.That(page, Does.Not.Contain("src=\"https://fixmystreet"));
            Assert.That(await _host.Query(db => db.Single<string>("SELECT Recipient FROM Outbox", null, default)),
                Is.EqualTo("rosa@home.example"), "asked to confirm, as on the public site");
            Assert.That(await _host.Query(db => db.Single<string>(
                "SELECT CONCAT(Origin, AfterJson) FROM AuditEntry WHERE Event = 'concern.received'", null, default)),
                Does.StartWith("Open311").And.Not.Contain("Rosa"));
        });
    }

    [Test]
    public async Task Same_request_sent_twice_by_one_program_stays_one_concern()
    {
        var both = await Task.WhenAll(_client.Post("/v2/requests.json", FixMyStreet), _client.Post("/v2/requests.json", FixMyStreet));
        var other = await Client.Of(_host, name: "SeeClickFix");
        var elsewhere = await other.Post("/v2/requests.json", FixMyStreet);

        Assert.That(both.Select(answer => answer.Body).Distinct().Count(), Is.EqualTo(1), both[0].Body + both[1].Body);
        Assert.That(elsewhere.Body, Does.Contain("C-2026-0002"), "its ids are its own");
        Assert.That(await Count("SELECT COUNT(*) FROM Concern"), Is.EqualTo(2));
    }

    [Test]
    public async Task Attributes_of_the_definition_are_kept()
    {
        await _client.Report(("attribute[FREQUENCY]", "EveryDay"), ("attribute[LAST_DAY]", "2026-02-28"),
            ("attribute[TIMES]", "At night"), ("address_string", "Tanner Street"));
        var concern = await Concern(1);
        Assert.Multiple(() =>
        {
            Assert.That(concern.GetProperty("frequency").GetString(), Is.EqualTo("EveryDay"));
            Assert.That(concern.GetProperty("happenedOn").GetString(), Is.EqualTo("2026-02-28"));
            Assert.That(concern.GetProperty("timesOfDay").GetString(), Is.EqualTo("At night"));
            Assert.That(concern.GetProperty("address").GetString(), Is.EqualTo("Tanner Street"));
        });
    }

    [Test]
    public async Task Each_missing_or_wrong_field_is_named()
    {
        var none = await Refused();
        var all = await Refused(("service_code", "nothing"), ("lat", "north"), ("long", "1"), ("description", new string('x', 4001)),
            ("email", "rosa@"), ("attribute[FREQUENCY]", "Often"), ("attribute[LAST_DAY]", "soon"), ("first_name", new string('x', 201)));
        var far = await Refused(("service_code", "noise"), ("lat", "91"), ("long", "1"), ("description", "x"));
        var half = await Refused(("service_code", "noise"), ("lat", "39"), ("description", "x"));
        var byId = await Refused(("service_code", "noise"), ("address_id", "7"), ("description", "x"));
        var future = await Refused(("service_code", "noise"), ("address_string", "x"), ("description", "x"),
            ("attribute[LAST_DAY]", "2026-03-03"));
        var nul = await Refused(("service_code", "noise"), ("address_string", "x"), ("description", "a\0b"));

        Assert.Multiple(async () =>
        {
            Assert.That(Fields(none), Is.EquivalentTo(new[] { "service_code is missing.", "description", "lat" }));
            Assert.That(Fields(all), Is.EquivalentTo(new[]
            {
                "There is no service with the service_code nothing. GET /open311/v2/services lists them.", "lat", "description", "email",
                "attribute[FREQUENCY]", "attribute[LAST_DAY]", "first_name",
            }).Or.EquivalentTo(new[]
            {
                "service_code", "lat", "description", "email", "attribute[FREQUENCY]", "attribute[LAST_DAY]", "first_name",
            }));
            Assert.That(Fields(far), Is.EqualTo(new[] { "lat" }));
            Assert.That(Fields(half), Is.EqualTo(new[] { "lat" }));
            Assert.That(byId.Single(), Does.Contain("no address_id"));
            Assert.That(Fields(future), Is.EqualTo(new[] { "attribute[LAST_DAY]" }));
            Assert.That(nul.Single(), Does.StartWith("form: "));
            Assert.That(await Count("SELECT COUNT(*) FROM Concern"), Is.Zero);
        });
    }

    [Test]
    public async Task Body_that_is_no_form_and_a_broken_one_are_refused_in_the_standards_form()
    {
        using var json = await _host.WithoutCookies().PostAsJsonAsync("/open311/v2/requests.json", new { api_key = _client.Key });
        using var broken = await _host.WithoutCookies().PostAsync("/open311/v2/requests.xml",
            new StringContent("x", new System.Net.Http.Headers.MediaTypeHeaderValue("multipart/form-data")));
        Assert.That(await json.Content.ReadAsStringAsync(), Does.StartWith("[{\"code\":400").And.Contain("Send the request as a form"));
        Assert.That((int)broken.StatusCode, Is.EqualTo(400));
        Assert.That(await broken.Content.ReadAsStringAsync(), Does.Contain("<errors><error><code>400</code>"));
    }

    [Test]
    public async Task Sixth_request_with_one_email_address_in_a_day_is_refused_as_on_the_public_site()
    {
        for (var i = 0; i < 5; i++) await _client.Report(("email", "rosa@home.example"));
        Assert.That(await Refused(("service_code", "noise"), ("address_string", "x"), ("description", "x"),
            ("email", "ROSA@home.example")), Has.One.Contains("Five concerns with this email address"));
    }

    [Test]
    public async Task Key_that_is_missing_unknown_or_revoked_is_refused()
    {
        var missing = await new Client(_host).Post("/v2/requests.json", FixMyStreet);
        var wrong = await new Client(_host, "o311_guess").Post("/v2/requests.xml", FixMyStreet);
        await _client.Report();
        (await _host.SignIn(Role.Administrator).DeleteAsync("/api/v1/open311/keys/1")).EnsureSuccessStatusCode();
        var revoked = await _client.Post("/v2/requests.json", FixMyStreet);
        using var again = await _host.SignIn(Role.Administrator).DeleteAsync("/api/v1/open311/keys/1");

        Assert.Multiple(async () =>
        {
            Assert.That(missing.Status, Is.EqualTo(403));
            Assert.That(missing.Body, Does.StartWith("[{\"code\":403,\"description\":\"api_key is missing."));
            Assert.That(wrong.Status, Is.EqualTo(403));
            Assert.That(wrong.Body, Does.Contain("<errors><error><code>403</code><description>api_key is unknown"));
            Assert.That(revoked.Status, Is.EqualTo(403));
            Assert.That(again.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
            Assert.That(await Count("SELECT COUNT(*) FROM Concern"), Is.EqualTo(1));
        });
    }

    [Test]
    public async Task Key_sends_as_many_requests_in_a_minute_as_it_may()
    {
        var slow = await Client.Of(_host, perMinute: 2);
        await slow.Report();
        await slow.Report();
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["api_key"] = slow.Key });
        using var third = await _host.WithoutCookies().PostAsync("/open311/v2/requests.json", form);

        Assert.That(third.StatusCode, Is.EqualTo(HttpStatusCode.TooManyRequests));
        Assert.That(third.Headers.RetryAfter?.Delta, Is.GreaterThan(TimeSpan.Zero));
        Assert.That(await third.Content.ReadAsStringAsync(), Does.StartWith("[{\"code\":429,\"description\":\"Too many requests"));
        await _client.Report();
    }

    [Test]
    public async Task Keys_show_who_sends_how_much_and_are_stored_as_digests()
    {
        await _client.Report();
        var keys = (await (await _host.SignIn(Role.Administrator).GetAsync("/api/v1/open311/keys")).Ok()).GetProperty("items");
        Assert.Multiple(async () =>
        {
            Assert.That(keys[0].GetProperty("concerns").GetInt32(), Is.EqualTo(1));
            Assert.That(keys[0].GetProperty("lastUsedAt").GetDateTimeOffset(), Is.EqualTo(TrackerHost.Start));
            Assert.That(await Count($"SELECT COUNT(*) FROM Open311Key WHERE Digest LIKE '%o311%'"), Is.Zero);
            Assert.That(await _host.Query(db => db.List<string>(
                "SELECT Event FROM AuditEntry WHERE Event LIKE 'open311.%'", null, default)), Is.EqualTo(new[] { "open311.keyIssued" }));
        });
    }

    [Test]
    public async Task Concern_is_purged_with_the_ids_that_others_gave_it()
    {
        await _client.Report(("attribute[fixmystreet_id]", "4711"));
        await _host.Send(new CreateOpen311Feed("Rivertown", "http://127.0.0.1:9/v2", [new("1", "noise")]));
        await _host.Query(db => db.Execute("INSERT INTO Open311Pulled (FeedId, ExternalId, ConcernId) VALUES (1, '12', 1)", null, default));
        await (await _host.SignIn(Role.Officer).IfMatch(1).PostAsJsonAsync("/api/v1/concerns/1/close", new { reason = "Solved." })).Ok();
        await _host.Keep5Years("concern");
        _host.Until(2032, 3, 2);
        await _host.Agree(1, "concern");
        await _host.RunPurges();
        Assert.That(await Count("SELECT (SELECT COUNT(*) FROM Concern) + (SELECT COUNT(*) FROM Open311Sent) + COUNT(*) FROM Open311Pulled"),
            Is.Zero);
    }

    [Test]
    public async Task Keys_are_limited_in_number()
    {
        for (var i = 1; i < CreateOpen311Key.Most; i++) await _host.Send(new CreateOpen311Key($"Program {i}", "x"));
        using var refused = await _host.SignIn(Role.Administrator).PostAsJsonAsync("/api/v1/open311/keys",
            new { name = "One more", contact = "x", perMinute = 1 });
        Assert.That(await refused.ShortfallCodes(), Is.EqualTo(new[] { "open311.mostKeys" }));
    }

    private async Task<IReadOnlyList<string>> Refused(params (string, string)[] fields)
    {
        var (status, body) = await _client.Post("/v2/requests.json", fields);
        Assert.That(status, Is.EqualTo(400), body);
        var errors = JsonDocument.Parse(body).RootElement.EnumerateArray().ToList();
        Assert.That(errors.Select(error => error.GetProperty("code").GetInt32()), Is.All.EqualTo(400));
        return [.. errors.Select(error => error.GetProperty("description").GetString()!)];
    }

    private static IEnumerable<string> Fields(IEnumerable<string> errors) => errors.Select(error => error.Split(": ")[0]);
}
