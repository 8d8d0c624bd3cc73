using System.Net.Sockets;
using Microsoft.Data.Sqlite;

namespace ProblemTracker.Tests.Host;

/// <summary>Debian's nginx with the configuration in <c>scripts/deploy</c>, in front of the tracker as a process.</summary>
[FixtureLifeCycle(LifeCycle.SingleInstance)]
public sealed class ProxyTests
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tracker-proxy").FullName;
    private TrackerProcess _tracker = null!;
    private NginxProcess _nginx = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        NginxProcess.MustBeInstalled();
        Directory.CreateDirectory(Path.Combine(_folder, "data"));
        _tracker = await TrackerProcess.Serve(Path.Combine(_folder, "data"), "--public-url", $"https://{NginxProcess.Host}",
            "--TrustedProxies=127.0.0.1");
        _nginx = await NginxProcess.Start(_folder, _tracker.Url);
    }

    [OneTimeTearDown]
    public void Stop()
    {
        _nginx?.Dispose();
        _tracker?.Dispose();
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    [Test]
    public async Task Cookies_are_secure_and_browsers_remember_to_use_https()
    {
        using var browser = Browser();
        using var page = await browser.GetAsync("/sign-in");

        Assert.That(page.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(page.Headers.GetValues("Set-Cookie"), Is.All.Contains("secure").IgnoreCase);
        Assert.That(page.Headers.GetValues("Strict-Transport-Security").Single(), Does.Contain("max-age=31536000"));
    }

    [Test]
    public async Task Redirects_name_no_host()
    {
        using var browser = Browser();
        using var reply = await browser.GetAsync("/problems?open=true");

        Assert.That(((int)reply.StatusCode, reply.Headers.Location?.ToString()),
            Is.EqualTo((302, "/sign-in?returnUrl=%2Fproblems%3Fopen%3Dtrue")));
    }

    [Test]
    public async Task Request_for_another_host_is_refused()
    {
        using var direct = new HttpClient { BaseAddress = new(_tracker.Url) };
        direct.DefaultRequestHeaders.Host = "attacker.example";

        Assert.That((await direct.GetAsync("/sign-in")).StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
    }

    [Test]
    public async Task Address_of_a_visitor_comes_from_the_trusted_proxy_and_from_nobody_else()
    {
        using var visitor = Browser(from: "127.0.0.21");
        await TryPassword(visitor);
        using var stranger = new HttpClient(Handler(from: "127.0.0.22")) { BaseAddress = new(_tracker.Url) };
        stranger.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.5");
        await TryPassword(stranger);

        Assert.That(Origins(), Is.EqualTo(new[] { "127.0.0.21", "127.0.0.22" }));
    }

    [Test]
    public async Task Too_many_attempts_from_one_address_say_when_to_come_back_and_leave_others_alone()
    {
        using var guessing = Browser(from: "127.0.0.31");
        HttpResponseMessage last;
        var tries = 0;
        do last = await TryPassword(guessing); while (last.StatusCode == HttpStatusCode.Unauthorized && ++tries < 100);
        using var other = Browser(from: "127.0.0.32");

        Assert.That(last.StatusCode, Is.EqualTo(HttpStatusCode.TooManyRequests));
        Assert.That(last.Headers.RetryAfter?.Delta, Is.GreaterThan(TimeSpan.Zero).And.LessThanOrEqualTo(TimeSpan.FromMinutes(1)));
        Assert.That((await TryPassword(other)).StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
    }

    [TestCase(new string[0], "Set the address where people open the tracker, for example --public-url")]
    [TestCase(new[] { "--public-url", "http://tracker.example.gov" }, "without https, passwords would cross the network in the clear")]
    [TestCase(new[] { "--public-url", "https://tracker.example.gov", "--TrustedProxies=proxy" }, "\"proxy\" is not an IP address")]
    public async Task Start_for_real_work_is_refused_without_a_safe_address(string[] options, string sentence)
    {
        var (code, output) = await TrackerProcess.Run("", ["--no-demo", "--data", Path.Combine(_folder, "refused"), .. options]);

        Assert.That((code, output), Is.EqualTo((1, output)));
        Assert.That(output, Does.Contain(sentence));
    }

    private static Task<HttpResponseMessage> TryPassword(HttpClient client) => client.PostAsJsonAsync("/api/v1/me/tokens",
        new { email = "nobody@example.gov", password = "wrong", name = "x" });

    private string[] Origins()
    {
        using var connection = new SqliteConnection($"Data Source={_folder}/data/tracker.db;Mode=ReadOnly");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT Origin FROM AuditEntry WHERE Origin LIKE '127.0.0.2%' OR Origin LIKE '203%' ORDER BY Id";
        using var rows = command.ExecuteReader();
        List<string> found = [];
        while (rows.Read()) found.Add(rows.GetString(0));
        return [.. found];
    }

    private HttpClient Browser(string from = "127.0.0.1") =>
        new(Handler(from, _nginx.Port)) { BaseAddress = new($"https://{NginxProcess.Host}") };

    /// <summary>Connects from an address of this machine, to nginx whatever the host's name.</summary>
    private SocketsHttpHandler Handler(string from, int? port = null) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        SslOptions = new() { RemoteCertificateValidationCallback = (_, seen, _, _) => seen?.GetCertHashString() == _nginx.Thumbprint },
        ConnectCallback = async (context, ct) =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(IPAddress.Parse(from), 0));
            await socket.ConnectAsync(IPAddress.Loopback, port ?? context.DnsEndPoint.Port, ct);
            return new NetworkStream(socket, ownsSocket: true);
        },
    };
}
