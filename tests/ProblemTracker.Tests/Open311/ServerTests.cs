using System.Xml.Linq;
using ProblemTracker.Domain;

namespace ProblemTracker.Tests.Open311;

/// <summary>What clients read from the Open311 server.</summary>
public sealed class ServerTests
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

    private HttpClient Officer => _host.SignIn(Role.Officer);

    [Test]
    public async Task Client_goes_the_whole_round_in_XML_and_in_JSON()
    {
        var discovery = await _client.Xml("/discovery.xml");
        var server = new Uri(discovery.Element("endpoints")!.Element("endpoint")!.Element("url")!.Value).AbsolutePath["/open311".Length..];
        var services = await _client.Xml($"{server}/services.xml");
        var service = services.Elements("service").Single(one => one.Element("service_code")!.Value == "noise");
        var definition = await _client.Xml($"{server}/services/noise.xml");
        var attribute = definition.Element("attributes")!.Elements("attribute").First();
        var (_, posted) = await _client.Post($"{server}/requests.xml", ("service_code", "noise"), ("lat", "39.1"), ("long", "-84.5"),
            ("description", "Music"), ("attribute[FREQUENCY]", "EveryWeek"));
        var number = XDocument.Parse(posted).Root!.Element("request")!.Element("service_request_id")!.Value;
        var one = (await _client.Xml($"{server}/requests/{number}.xml")).Element("request")!;
        var token = (await _client.Xml($"{server}/tokens/{number}.xml")).Element("request")!;
        var all = await _client.Json($"{server}/requests.json?status=open");

        Assert.Multiple(() =>
        {
            Assert.That(service.Element("description")!.Value, Is.EqualTo("Noise, such as loud music, parties or barking"));
            Assert.That((service.Element("metadata")!.Value, service.Element("type")!.Value), Is.EqualTo(("true", "realtime")));
            Assert.That(attribute.Element("code")!.Value, Is.EqualTo("FREQUENCY"));
            Assert.That(attribute.Element("values")!.Elements("value").Select(value => value.Element("key")!.Value),
                Is.EqualTo(Enum.GetNames<Frequency>()));
            Assert.That((one.Element("status")!.Value, one.Element("service_code")!.Value), Is.EqualTo(("open", "noise")));
            Assert.That(one.Element("requested_datetime")!.Value, Is.EqualTo("2026-03-02T14:00:00Z"));
            Assert.That(one.Element("expected_datetime")!.Value, Is.EqualTo("2026-03-17T04:00:00Z"), "the end of March 16 in New York");
            Assert.That(token.Element("token")!.Value, Is.EqualTo(number));
            Assert.That(all.EnumerateArray().Select(request => request.GetProperty("service_request_id").GetString()),
                Is.EqualTo(new[] { number }));
            Assert.That(all[0].EnumerateObject().Select(member => member.Name),
                Is.EqualTo(one.Elements().Select(element => element.Name.LocalName)));
        });
    }

    [Test]
    public async Task Format_is_chosen_by_the_address_then_by_Accept_and_is_XML_otherwise()
    {
        Assert.Multiple(async () =>
        {
            Assert.That((await _client.Get("/v2/services")).Body, Does.StartWith("<?xml"));
            Assert.That((await _client.Get("/v2/services", "application/json")).Body, Does.StartWith("["));
            Assert.That((await _client.Get("/v2/services.xml", "application/json")).Body, Does.StartWith("<?xml"));
            Assert.That((await _client.Get("/v2/services.yaml")).Status, Is.EqualTo(404));
            Assert.That((await _client.Get("/v2/requests/x", "text/html, application/json")).Body, Does.StartWith("[{\"code\":404,"));
        });
    }

    [Test]
    public async Task Other_methods_are_refused_without_asking_for_a_sign_in()
    {
        using var reply = await _host.WithoutCookies().DeleteAsync("/open311/v2/requests.json");
        Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.MethodNotAllowed));
        Assert.That(await reply.Content.ReadAsStringAsync(), Does.StartWith("[{\"code\":405,"));
    }

    [TestCase("/open311/discovery.xml", "OK")]
    [TestCase("/open311/v2/services.json", "OK")]
    [TestCase("/open311/v2/requests/x.xml", "NotFound")]
    [TestCase("/open311/v2/nothing", "NotFound")]
    public async Task Program_that_asks_for_the_headers_alone_reads_the_same_status(string path, string status)
    {
        using var reply = await _host.WithoutCookies().SendAsync(new(HttpMethod.Head, path));
        Assert.That(reply.StatusCode.ToString(), Is.EqualTo(status));
    }

    [Test]
    public async Task Server_does_not_exist_while_the_public_site_is_off()
    {
        using var host = new TrackerHost();
        var client = new Client(host);
        foreach (var path in new[] { "/discovery.json", "/v2/services.json", "/v2/requests.json", "/v2/requests/C-2026-0001.json" })
            Assert.That((await client.Json(path, 404))[0].GetProperty("code").GetInt32(), Is.EqualTo(404), path);
        Assert.That((await client.Post("/v2/requests.xml", ("service_code", "noise"))).Status, Is.EqualTo(404));
    }

    [Test]
    public async Task Unknown_things_are_answered_with_an_error_that_names_them()
    {
        await Configure("harbor-city.example");
        foreach (var (path, says) in new[]
        {
            ("/v2/services/nothing.json", "no service with the service_code nothing"),
            ("/v2/requests/C-2026-0099.json", "no public request with the service_request_id C-2026-0099"),
            ("/v2/tokens/x.json", "service_request_id x"),
            ("/v2/nothing.json", "There is nothing at /open311/v2/nothing.json"),
            ("/v2/services.json?jurisdiction_id=elsewhere.example", "only serves the jurisdiction_id harbor-city.example"),
        })
            Assert.That((await _client.Json(path, 404))[0].GetProperty("description").GetString(), Does.Contain(says), path);
        Assert.That((await _client.Get("/v2/services.xml?jurisdiction_id=Harbor-City.example")).Status, Is.EqualTo(200));
        Assert.That((await _client.Post("/v2/requests.json", ("jurisdiction_id", "elsewhere.example"))).Status, Is.EqualTo(404));
    }

    [Test]
    public async Task Wrong_parameters_are_named_each()
    {
        var errors = await _client.Json("/v2/requests.json?start_date=yesterday&status=lost&page=x&page_size=0", 400);
        var span = await _client.Xml("/v2/requests.xml?start_date=2025-01-01&end_date=2025-04-02", 400);
        var swapped = await _client.Json("/v2/requests.json?start_date=2026-02-02&end_date=2026-02-01", 400);
        var size = await _client.Json("/v2/requests.json?page_size=1001", 400);
        var deep = await _client.Json("/v2/requests.json?page=21", 400);

        Assert.Multiple(() =>
        {
            Assert.That(errors.EnumerateArray().Select(error => error.GetProperty("description").GetString()!.Split(':')[0]),
                Is.EquivalentTo(new[] { "start_date", "status", "page" }));
            Assert.That(span.Elements("error").Single().Element("description")!.Value, Does.Contain("more than 90 days apart"));
            Assert.That(span.Elements("error").Single().Element("code")!.Value, Is.EqualTo("400"));
            Assert.That(swapped[0].GetProperty("description").GetString(), Is.EqualTo("end_date is before start_date."));
            Assert.That(size[0].GetProperty("description").GetString(), Does.Contain("1 to 1000"));
            Assert.That(deep[0].GetProperty("description").GetString(), Does.Contain("Send an earlier end_date"));
        });
    }

    [Test]
    public async Task List_is_filtered_and_paged_newest_first()
    {
        var first = await _client.Report();
        _host.Time.Advance(TimeSpan.FromDays(1));
        var second = await _client.Report(("service_code", "racing"));
        await (await Officer.IfMatch(1).PostAsJsonAsync("/api/v1/concerns/1/close", new { reason = "Rosa Quill moved away." })).Ok();

        async Task<IEnumerable<string?>> Of(string query) => (await _client.Json($"/v2/requests.json?{query}")).EnumerateArray()
            .Select(request => request.GetProperty("service_request_id").GetString());
        Assert.Multiple(async () =>
        {
            Assert.That(await Of(""), Is.EqualTo(new[] { second, first }));
            Assert.That(await Of("page_size=1&page=2"), Is.EqualTo(new[] { first }));
            Assert.That(await Of("status=closed"), Is.EqualTo(new[] { first }));
            Assert.That(await Of("status=open,closed"), Is.EqualTo(new[] { second, first }));
            Assert.That(await Of("service_code=noise,parking"), Is.EqualTo(new[] { first }));
            Assert.That(await Of($"service_request_id={first},x&status=open"), Is.EqualTo(new[] { first }), "an id goes before the rest");
            Assert.That(await Of("start_date=2026-03-03T00:00:00Z"), Is.EqualTo(new[] { second }));
            Assert.That(await Of("start_date=2026-03-02T15:00:00+01:00&end_date=2026-03-02T14:00:00Z"), Is.EqualTo(new[] { first }));
            Assert.That(await Of("end_date=2026-03-02T13:59:59Z"), Is.Empty);
        });
        _host.Time.Advance(TimeSpan.FromDays(90));
        Assert.That(await Of(""), Is.EqualTo(new[] { second }), "the last 90 days");
    }

    [Test]
    public async Task Each_status_is_said_in_plain_words_in_the_language_of_the_reader()
    {
        await _client.Report();
        await _client.Report();
        await (await Officer.IfMatch(1).PostAsync("/api/v1/concerns/1/acknowledge", null)).Ok();
        await (await Officer.IfMatch(1).PostAsJsonAsync("/api/v1/concerns/2/merge", new { intoId = 1 })).Ok();
        var merged = (await _client.Json("/v2/requests/C-2026-0002.json"))[0];
        var spanish = (await _client.Json("/v2/requests/C-2026-0001.json?lang=es"))[0];
        var problem = await _host.OpenProblem();
        await (await Officer.PostAsJsonAsync($"/api/v1/problems/{problem}/concerns", new { concernIds = new[] { 1 } })).Ok();
        var linked = (await _client.Json("/v2/requests/C-2026-0002.json"))[0];

        Assert.Multiple(() =>
        {
            Assert.That(merged.GetProperty("status_notes").GetString(), Does.Contain("has read this report"));
            Assert.That(spanish.GetProperty("status_notes").GetString(), Does.Contain("leyó este reporte"));
            Assert.That(spanish.GetProperty("description").GetString(), Does.StartWith("Ruido"));
            Assert.That(linked.GetProperty("status").GetString(), Is.EqualTo("closed"));
            Assert.That(linked.GetProperty("status_notes").GetString(), Does.Contain("as one problem"));
            Assert.That(linked.GetProperty("expected_datetime").ValueKind, Is.EqualTo(System.Text.Json.JsonValueKind.Null));
        });
    }

    [Test]
    public async Task Feed_of_a_huge_city_has_at_most_1000_requests()
    {
        await _client.Report();
        await _host.Query(db => db.Execute("""
            /* SQLite only */ WITH RECURSIVE n (i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < 2500)
            INSERT INTO Concern (Number, Status, CategoryCode, Description, MayCall, MayAnswer, MayAttach, Language, ReceivedAt,
                AcknowledgeBy, DecideBy, DueOn, TouchedAt)
            SELECT 'C-2026-' || i, Status, CategoryCode, Description, 0, 0, 0, 'en', ReceivedAt, AcknowledgeBy, DecideBy, DueOn, TouchedAt
            FROM Concern, n WHERE Number = 'C-2026-0001'
            """, null, default));
        var first = await _client.Xml("/v2/requests.xml");
        var last = await _client.Json("/v2/requests.json?page=3");
        Assert.That((first.Elements("request").Count(), last.GetArrayLength()), Is.EqualTo((1000, 500)));
        Assert.That(first.Elements("request").First().Element("service_request_id")!.Value, Is.EqualTo("C-2026-2500"));
    }

    [Test]
    public async Task Discovery_names_the_agency_and_both_formats()
    {
        await (await _host.SignIn(Role.Administrator).IfMatch(0).PutAsJsonAsync("/api/v1/settings/agency",
            new { name = "Harbor City Police", phone = "555-0100" })).Ok();
        var discovery = await _client.Json("/discovery.json");
        Assert.Multiple(() =>
        {
            Assert.That(discovery.GetProperty("contact").GetString(), Is.EqualTo("555-0100"));
            Assert.That(discovery.GetProperty("key_service").GetString(), Does.Contain("Harbor City Police"));
            Assert.That(discovery.GetProperty("endpoints")[0].GetProperty("type").GetString(), Is.EqualTo("production"));
            Assert.That(discovery.GetProperty("endpoints")[0].GetProperty("formats").EnumerateArray().Select(one => one.GetString()),
                Is.EqualTo(new[] { "text/xml", "application/json" }));
        });
    }

    private async Task Configure(string jurisdictionId) => await (await _host.SignIn(Role.Administrator).IfMatch(0)
        .PutAsJsonAsync("/api/v1/settings/open311", new { jurisdictionId, privateCategories = Array.Empty<string>() })).Ok();
}
