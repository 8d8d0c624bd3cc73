using System.Globalization;
using System.Text.Json;
using ProblemTracker.Domain;
using ProblemTracker.Open311;

namespace ProblemTracker.Tests.Open311;

/// <summary>Requests of other cities' servers become concerns.</summary>
public sealed class FeedTests
{
    private TrackerHost _host = null!;
    private OtherCity _city = null!;

    [SetUp]
    public async Task Start()
    {
        _host = new();
        _city = await OtherCity.Start();
    }

    [TearDown]
    public async Task Stop()
    {
        _host.Dispose();
        await _city.DisposeAsync();
    }

    private HttpClient Administrator => _host.SignIn(Role.Administrator);

    private Task<IReadOnlyList<string>> Concerns() => _host.Query(db => db.List<string>(
        "SELECT CONCAT(Number, ' ', CategoryCode, ' ', SentBy, ': ', Description) FROM Concern ORDER BY Id", null, default));

    private Task<Open311FeedDetails> Add(string? address = null, bool isJson = true, string code = "001", string category = "noise") =>
        _host.Send(new CreateOpen311Feed("Rivertown", address ?? _city.Address, [new(code, category)], "rivertown.example", isJson));

    private Task<Open311FeedDetails> Read() => _host.Send(new ReadOpen311Feed(1));

    private static string Request(string id, string code = "001", string? description = "Loud music",
        string place = "\"address\":\"Elm St\"", string status = "open")
    {
        var request = new { service_request_id = id, service_code = code, status, description, service_name = "Noise" };
        return $"{JsonSerializer.Serialize(request)[..^1]},{place}}}";
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task Another_trackers_requests_come_once_by_the_chosen_services(bool isJson)
    {
        using var other = new TrackerHost(listens: true);
        var there = await Client.Of(other);
        await there.Report();
        await there.Report(("service_code", "racing"));
        await Add($"{other.Address.ToString().TrimEnd('/')}/open311/v2", isJson, "noise", "disorder");

        var first = await _host.Send(new PullOpen311());
        await there.Report();
        var second = await _host.Send(new PullOpen311());
        var feed = await Read();
        var concern = await (await _host.SignIn(Role.Officer).GetAsync("/api/v1/concerns/1")).Ok();

        Assert.Multiple(async () =>
        {
            Assert.That((first.Added, second.Added), Is.EqualTo((1, 1)), feed.LastError);
            Assert.That((feed.LastError, feed.LastAdded, feed.Concerns), Is.EqualTo(((string?)null, 1, 2)));
            Assert.That(await Concerns(), Is.All.Contain("disorder Rivertown: Noise, such as loud music"));
            Assert.That(concern.GetProperty("latitude").GetDouble(), Is.EqualTo(39.102));
            Assert.That(concern.GetProperty("hasReporter").GetBoolean(), Is.False);
        });
        var here = await Client.Of(_host);
        await here.Report();
        Assert.That((await here.Json("/v2/requests.json")).GetArrayLength(), Is.EqualTo(1), "what came from there is not published again");
    }

    [Test]
    public async Task Run_after_a_failure_goes_on_where_the_last_one_ended_with_an_overlap()
    {
        await Add();
        await _host.Send(new PullOpen311());
        _city.Answer = _ => (503, "[{\"code\":503,\"description\":\"Under repair\"}]");
        _host.Time.Advance(TimeSpan.FromDays(3));
        var failed = await _host.Send(new PullOpen311());
        var afterFailure = await Read();
        _city.Answer = _ => (200, $"[{Request("7")}]");
        await _host.Send(new PullOpen311());

        Assert.Multiple(async () =>
        {
            Assert.That(failed, Is.EqualTo(new Open311PullDone(0, 1)));
            Assert.That(afterFailure.LastError, Is.EqualTo("The server answered 503. It says: Under repair"));
            Assert.That(afterFailure.PulledUntil, Is.EqualTo(TrackerHost.Start));
            Assert.That(_city.Asked.First(), Is.EqualTo("/v2/requests.json?jurisdiction_id=rivertown.example&service_code=001&status=open"
                + "&start_date=2026-02-23T14:00:00Z&end_date=2026-03-02T14:00:00Z"));
            Assert.That(_city.Asked.Last(), Does.EndWith("&start_date=2026-02-28T14:00:00Z&end_date=2026-03-05T14:00:00Z"));
            Assert.That((await Read()).LastError, Is.Null);
            Assert.That(await Concerns(), Is.EqualTo(new[] { "C-2026-0001 noise Rivertown: Loud music" }));
        });
    }

    [Test]
    public async Task Only_open_requests_of_chosen_services_with_an_id_and_a_place_become_concerns()
    {
        await Add();
        _city.Answer = _ => (200, "[" + string.Join(',', Request("1", description: null), Request("2", code: "002"),
            Request("3", status: "closed"), Request("4", place: "\"lat\":\"x\""), Request("5", place: "\"lat\":\"39.1\",\"long\":-84.5"),
            Request("", place: "\"lat\":1,\"long\":2"), Request("1"), "7", Request("6", description: new string('x', 5000))) + "]");
        var done = await _host.Send(new PullOpen311(1));
        var concerns = await Concerns();

        Assert.Multiple(async () =>
        {
            Assert.That(done.Added, Is.EqualTo(3));
            Assert.That(concerns.Select(concern => concern.Split(": ")[1]), Is.EquivalentTo(new[]
            {
                "Noise", "Loud music", new string('x', 4000),
            }));
            Assert.That((await Read()).LastError, Does.StartWith("Request without an id was left out").And.Contain("1 more"));
            await _host.Send(new PullOpen311(1));
            Assert.That(await Concerns(), Has.Count.EqualTo(3));
        });
    }

    [Test]
    public async Task Two_runs_at_once_take_each_request_once()
    {
        await Add();
        _city.Answer = _ => (200, $"[{string.Join(',', Enumerable.Range(1, 20).Select(i => Request($"{i}", description: $"No. {i}")))}]");
        var done = await Task.WhenAll(_host.Send(new PullOpen311()), _host.Send(new PullOpen311()));
        Assert.That(done.Sum(run => run.Added), Is.EqualTo(20));
        Assert.That((await Concerns()).Distinct().Count(), Is.EqualTo(20));
        Assert.That(await Concerns(), Has.Count.EqualTo(20));
    }

    [Test]
    public async Task Server_that_cuts_its_answers_is_asked_for_shorter_times()
    {
        await Add();
        _city.Answer = asked => (200, "[" + string.Join(',', Enumerable.Range(0, Hours(asked) > 50 ? 1000 : 1)
            .Select(i => Request($"{Hours(asked)}-{i}", code: Hours(asked) > 50 ? "002" : "001"))) + "]");
        await _host.Send(new PullOpen311());

        static double Hours(string asked)
        {
            var times = asked.Split("_date=").Skip(1).Select(part => DateTimeOffset.Parse(part.Split('&')[0], CultureInfo.InvariantCulture))
                .ToList();
            return (times[1] - times[0]).TotalHours;
        }
        Assert.That(_city.Asked.Select(Hours), Is.EqualTo(new[] { 168, 84, 42, 42, 42, 42 }));
        Assert.That((await Read()).PulledUntil, Is.EqualTo(TrackerHost.Start));
    }

    [TestCase(200, "<x", "The server's answer is not XML that can be read: line 1.")]
    [TestCase(200, "nothing", "The server's answer is neither XML nor JSON that can be read: line 1.")]
    [TestCase(200, "{\"a\":1}", "The server's answer is no list of requests. Check the address.")]
    [TestCase(200, "<html><body/></html>", "The server's answer is html, not service_requests. Check the address.")]
    [TestCase(200, "<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><service_requests>&a;</service_requests>",
        "The server's answer is not XML that can be read: line 1.")]
    [TestCase(302, "", "The server answered 302, a redirect, which is not followed. Enter the final address.")]
    [TestCase(403, "<errors><error><code>403</code><description>No key</description></error></errors>",
        "The server answered 403. It says: No key")]
    [TestCase(500, "<", "The server answered 500.")]
    public async Task Broken_answer_is_named_on_the_page(int status, string body, string says)
    {
        await Add();
        _city.Answer = _ => (status, body);
        Assert.That((await _host.Send(new PullOpen311())).Failed, Is.EqualTo(1));
        Assert.That((await Read()).LastError, Is.EqualTo(says));
        Assert.That(await new Browser(_host, Role.Administrator).Get("/settings/open311"), Does.Contain(says));
    }

    [Test]
    public async Task Answer_that_is_too_large_is_cut_off()
    {
        await Add();
        _city.Answer = _ => (200, $"<service_requests>{new string(' ', 11 * 1024 * 1024)}</service_requests>");
        await _host.Send(new PullOpen311());
        Assert.That((await Read()).LastError, Is.EqualTo("The server's answer is larger than 10 MB. Choose fewer services."));
    }

    [Test]
    public async Task Server_that_is_away_and_a_retired_category_are_named()
    {
        await Add("http://127.0.0.1:9/v2");
        await _host.Send(new PullOpen311());
        Assert.That((await Read()).LastError, Does.StartWith("No connection to the server: "));
        await _host.Query(db => db.Execute("UPDATE Category SET Active = 0 WHERE Code = 'noise'", null, default));
        await _host.Send(new PullOpen311());
        Assert.That((await Read()).LastError, Is.EqualTo("The category noise is retired. Choose another for the service 001."));
    }

    [Test]
    public async Task Address_of_this_network_is_refused_unless_it_is_allowed()
    {
        using var host = new TrackerHost(settings: new Dictionary<string, string?> { ["WebhookNetworks"] = "" });
        var refused = await host.SignIn(Role.Administrator).PostAsJsonAsync("/api/v1/open311/feeds",
            new { name = "Inside", address = "https://10.0.0.1/v2", services = new[] { new FeedService("1", "noise") } });
        await host.Send(new CreateOpen311Feed("Inside", $"https://localhost:{new Uri(_city.Address).Port}/v2", [new("1", "noise")]));
        await host.Send(new PullOpen311());
        Assert.That(await refused.WrongFields(), Is.EqualTo(new[] { "address" }));
        Assert.That((await host.Send(new ReadOpen311Feed(1))).LastError, Does.Contain("is not a public address"));
        Assert.That(_city.Asked, Is.Empty);
    }

    [Test]
    public async Task Feed_is_changed_by_its_version_and_asks_nothing_while_it_is_off()
    {
        await Add();
        var body = new { name = "Riverton", address = _city.Address, services = new[] { new FeedService("5", "racing") }, isOn = false };
        await (await Administrator.IfMatch(1).PutAsJsonAsync("/api/v1/open311/feeds/1", body)).Ok();
        using var stale = await Administrator.IfMatch(1).PutAsJsonAsync("/api/v1/open311/feeds/1", body);
        await _host.Send(new PullOpen311());
        var listed = await (await Administrator.GetAsync("/api/v1/open311/feeds")).Ok();
        await (await Administrator.GetAsync("/api/v1/open311/feeds/1")).Ok();
        Assert.That(_city.Asked, Is.Empty);
        await (await Administrator.PostAsync("/api/v1/open311/feeds/1/pull", null)).Ok();

        Assert.Multiple(() =>
        {
            Assert.That(stale.StatusCode, Is.EqualTo(HttpStatusCode.PreconditionFailed));
            Assert.That(listed.GetProperty("items")[0].GetProperty("name").GetString(), Is.EqualTo("Riverton"));
            Assert.That(_city.Asked.Single(), Does.Contain("?service_code=5&"));
        });
    }

    [Test]
    public async Task Wrong_services_are_refused()
    {
        foreach (var (services, field) in new (FeedService[], string)[]
        {
            ([], "services"), ([new("1", "noise"), new("1", "racing")], "services"), ([new("a,b", "noise")], "services[0].code"),
            ([new("1", "")], "services[0].categoryCode"),
        })
        {
            using var refused = await Administrator.PostAsJsonAsync("/api/v1/open311/feeds",
                new { name = "Rivertown", address = _city.Address + "?a=b", services });
            Assert.That(await refused.WrongFields(), Is.EquivalentTo(new[] { field, "address" }));
        }
        using var unknown = await Administrator.PostAsJsonAsync("/api/v1/open311/feeds",
            new { name = "Rivertown", address = _city.Address, services = new[] { new FeedService("1", "noise"), new("2", "nothing") } });
        Assert.That(await unknown.WrongFields(), Is.EqualTo(new[] { "services[1].categoryCode" }));
    }

    [Test]
    public async Task Twenty_first_server_is_refused()
    {
        for (var i = 0; i < CreateOpen311Feed.Most; i++) await Add();
        using var refused = await Administrator.PostAsJsonAsync("/api/v1/open311/feeds",
            new { name = "Rivertown", address = _city.Address, services = new[] { new FeedService("1", "noise") } });
        Assert.That(await refused.ShortfallCodes(), Is.EqualTo(new[] { "open311.mostFeeds" }));
    }
}
