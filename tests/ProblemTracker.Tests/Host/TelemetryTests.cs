using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Data.Sqlite;
using ProblemTracker.Domain;
using ProblemTracker.Tests.Data;

namespace ProblemTracker.Tests.Host;

/// <summary>A server that sends OTLP to a collector of this test, and answers <c>/metrics</c>.</summary>
[FixtureLifeCycle(LifeCycle.SingleInstance)]
public sealed partial class TelemetryTests
{
    private const string Word = "zqxword";
    private const string Token = "0123456789abcdef0123";

    private readonly string _folder = Directory.CreateTempSubdirectory("tracker-telemetry").FullName;
    private readonly ConcurrentDictionary<string, ConcurrentQueue<byte[]>> _received = [];
    private WebApplication _collector = null!;
    private TrackerProcess _server = null!;
    private string _apiToken = "";

    [OneTimeSetUp]
    public async Task Start()
    {
        if (ServerDatabase.IsGiven) Assert.Ignore("The process runs on SQLite.");
        await StartCollector();
        _apiToken = await TrackerProcess.Token(_folder, "ada", "Officer", "Administrator");
        // Nothing answers on port 1, so emails wait in the outbox whenever the mail job runs.
        _server = await TrackerProcess.Serve(_folder, "--public-url", "http://localhost", "--DrainSeconds=0",
            "--Mail:Server=127.0.0.1", "--Mail:Port=1",
            $"--Otlp:Endpoint={_collector.Urls.Single()}", "--Otlp:Seconds=1", $"--Otlp:Headers=x-key={Token}", $"--Metrics:Token={Token}");
        await Work();
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        _server?.Dispose();
        if (_collector is not null) await _collector.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Test]
    public async Task Collector_gets_spans_of_requests_and_messages_without_what_they_are_about()
    {
        // Spans come in several batches.
        await Received("/v1/traces", "WriteNote");
        await Received("/v1/traces", "POST /api/v1/problems/{id:long}/notes");
        var spans = await Received("/v1/traces", "GET /password/{token}");

        Assert.That(spans, Does.Contain("POST /api/v1/problems/{id:long}/notes").And.Contain("http.route").And.Contain("outcome"));
        Assert.That(spans, Does.Contain("GET /password/{token}"));
        Assert.That(spans, Does.Not.Contain(Word).And.Not.Contain(_apiToken).And.Not.Contain("/problems/1"));
    }

    [Test]
    public async Task Collector_gets_metrics()
    {
        var metrics = await Received("/v1/metrics", "tracker.message.duration");

        foreach (var name in new[] { "http.server.request.duration", "tracker.writer.wait", "tracker.job.runs", "tracker.outbox.waiting" })
            Assert.That(await Received("/v1/metrics", name), Does.Contain(name));
        Assert.That(metrics, Does.Not.Contain(Word));
    }

    [Test]
    public async Task Metrics_page_has_numbers_by_route_message_job_and_outbox_and_nothing_personal()
    {
        using var prometheus = new HttpClient { BaseAddress = new(_server.Url) };
        prometheus.DefaultRequestHeaders.Authorization = new("Bearer", Token);
        var text = "";
        // The outbox is counted at most once in ten seconds.
        for (var tries = 0; tries < 60 && !OneWaiting().IsMatch(text); tries++)
        {
            if (tries > 0) await Task.Delay(250);
            text = await prometheus.GetStringAsync("/metrics");
        }

        Assert.That(text, Does.Match(@"http_server_request_duration_seconds_count\{[^}]*http_route=""/?api/v1/problems/\{id:long\}/notes"));
        Assert.That(text, Does.Match(@"tracker_message_duration_seconds_count\{[^}]*message=""WriteNote"",outcome=""done""[^}]*\} 1\b"));
        Assert.That(text, Does.Match(@"tracker_message_duration_seconds_count\{[^}]*message=""WriteNote"",outcome=""refused"""));
        Assert.That(text, Does.Match(@"tracker_writer_wait_seconds_count\{[^}]*outcome=""entered"""));
        Assert.That(text, Does.Match(@"tracker_job_runs[^ ]*\{[^}]*job=""search"",outcome=""done"""));
        Assert.That(text, Does.Match(OneWaiting().ToString()));
        Assert.That(text, Does.Match(@"tracker_outbox_oldest_age_seconds(\{[^}]*\})? \d+"));
        Assert.That(text, Does.Not.Contain(Word).And.Not.Contain(_apiToken));
    }

    [TestCase(null)]
    [TestCase("Bearer ")]
    [TestCase("Bearer 0123456789abcdef0124")]
    [TestCase("Basic 0123456789abcdef0123")]
    public async Task Metrics_page_asks_for_its_token(string? authorization)
    {
        using var stranger = new HttpClient { BaseAddress = new(_server.Url) };
        if (authorization is not null) stranger.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", authorization);
        using var reply = await stranger.GetAsync("/metrics");

        Assert.That((reply.StatusCode, await reply.Content.ReadAsStringAsync()), Is.EqualTo((HttpStatusCode.Unauthorized, "")));
        Assert.That(reply.Headers.WwwAuthenticate.Single().Scheme, Is.EqualTo("Bearer"));
    }

    [Test]
    public async Task Without_the_setting_there_is_no_metrics_page()
    {
        using var host = new TrackerHost();

        Assert.That((await new Browser(host, Role.Administrator).Reply("/metrics")).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [TestCase("--Metrics:Token=short", "Metrics:Token is too short. Set it to at least 16 characters")]
    [TestCase("--Otlp:Endpoint=collector", "Otlp:Endpoint can't be \"collector\"")]
    public async Task Start_is_refused_with_an_unusable_setting(string setting, string sentence)
    {
        var (code, output) = await TrackerProcess.Run("", "--no-demo", "--public-url", "http://localhost", "--urls", "http://127.0.0.1:0",
            "--data", Path.Combine(_folder, "refused"), setting);

        Assert.That((code, output), Is.EqualTo((1, output)));
        Assert.That(output, Does.Contain(sentence));
    }

    private async Task StartCollector()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _collector = builder.Build();
        _collector.Run(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            if (context.Request.ContentType == "application/x-protobuf" && context.Request.Headers["x-key"] == Token)
                _received.GetOrAdd(context.Request.Path, _ => []).Enqueue(body.ToArray());
            context.Response.ContentType = "application/x-protobuf";
        });
        await _collector.StartAsync();
    }

    /// <summary>The texts that the collector got at a path, once one of them is there.</summary>
    private async Task<string> Received(string path, string expected)
    {
        var all = "";
        for (var i = 0; i < 150 && !all.Contains(expected, StringComparison.Ordinal); i++)
        {
            await Task.Delay(200);
            // Texts are UTF-8 in the protocol, whatever is around them.
            all = _received.TryGetValue(path, out var bodies) ? string.Concat(bodies.Select(body => Encoding.UTF8.GetString(body))) : "";
        }
        Assert.That(all, Does.Contain(expected));
        return all;
    }

    private async Task Work()
    {
        using (var connection = new SqliteConnection($"Data Source={_folder}/tracker.db;Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "INSERT INTO Neighborhood (Name, NameKey) VALUES ('Alder Hill', 'ALDER HILL')";
            command.ExecuteNonQuery();
        }
        using var api = _server.Client(_apiToken);
        await (await api.PostAsJsonAsync("/api/v1/problems", new
        {
            title = $"Noise {Word}",
            description = Word,
            categoryCode = "noise",
            source = "Officer",
            priority = "Normal",
            confidential = false,
            neighborhoodId = 1,
            leadId = 1,
        })).Ok();
        await (await api.PostAsJsonAsync("/api/v1/problems/1/notes", new { text = Word })).Ok();
        await api.PostAsJsonAsync("/api/v1/problems/1/notes", new { text = "" });
        await (await api.PostAsJsonAsync("/api/v1/people",
            new { email = $"bo{Word}@test.example", name = $"Bo {Word}", roles = new[] { "Officer" } })).Ok();
        await api.GetAsync($"/api/v1/search?text={Word}");
        await api.GetAsync($"/{Word}");
        await api.GetAsync($"/password/{Word}");
    }

    [System.Text.RegularExpressions.GeneratedRegex(@"tracker_outbox_waiting[^ ]*(\{[^}]*\})? 1\b")]
    private static partial System.Text.RegularExpressions.Regex OneWaiting();
}
