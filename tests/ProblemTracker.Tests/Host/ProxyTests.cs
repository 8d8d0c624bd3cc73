using System.Diagnostics;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Data.Sqlite;
using ProblemTracker.Tests.Mail;

namespace ProblemTracker.Tests.Host;

/// <summary>Debian's nginx with the configuration in <c>scripts/deploy</c>, in front of the tracker as a process.</summary>
[FixtureLifeCycle(LifeCycle.SingleInstance)]
public sealed class ProxyTests
{
    private const string Nginx = "/usr/sbin/nginx";
    private const string Host = "tracker.example.gov";

    private readonly string _folder = Directory.CreateTempSubdirectory("tracker-proxy").FullName;
    private TrackerProcess _tracker = null!;
    private Process _nginx = null!;
    private int _port;
    private string _thumbprint = "";

    [OneTimeSetUp]
    public async Task Start()
    {
        if (!File.Exists(Nginx)) Assert.Ignore("nginx is not installed. Run scripts/test as root, or apt-get install nginx-light.");
        Directory.CreateDirectory(Path.Combine(_folder, "data"));
        _tracker = await TrackerProcess.Serve(Path.Combine(_folder, "data"), "--public-url", $"https://{Host}",
            "--TrustedProxies=127.0.0.1");
        _port = MailServerProcess.FreePort();
        WriteCertificate();
        var server = Repository.Read("scripts/deploy/nginx.conf")
            .Replace("listen 443 ssl", $"listen {_port} ssl").Replace("listen 80;", $"listen {MailServerProcess.FreePort()};")
            .Replace("/etc/ssl/certs/tracker.pem", $"{_folder}/tracker.pem")
            .Replace("/etc/ssl/private/tracker.key", $"{_folder}/tracker.key")
            .Replace("http://127.0.0.1:5080", _tracker.Url);
        await File.WriteAllTextAsync($"{_folder}/nginx.conf", $$"""
            daemon off; pid {{_folder}}/nginx.pid; error_log {{_folder}}/error.log;
            events { }
            http { access_log off; client_body_temp_path {{_folder}}/body; proxy_temp_path {{_folder}}/proxy;
                fastcgi_temp_path {{_folder}}/f; uwsgi_temp_path {{_folder}}/u; scgi_temp_path {{_folder}}/s;
            {{server}} }
            """);
        _nginx = Process.Start(new ProcessStartInfo(Nginx, ["-e", $"{_folder}/start.log", "-c", $"{_folder}/nginx.conf"])
        { RedirectStandardError = true })!;
        for (var i = 0; i < 200 && !await IsListening(); i++) await Task.Delay(50);
        Assert.That(_nginx.HasExited, Is.False, File.Exists($"{_folder}/error.log") ? File.ReadAllText($"{_folder}/error.log") : "");
    }

    [OneTimeTearDown]
    public void Stop()
    {
        if (_nginx is { HasExited: false }) _nginx.Kill(entireProcessTree: true);
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

    private HttpClient Browser(string from = "127.0.0.1") => new(Handler(from, _port)) { BaseAddress = new($"https://{Host}") };

    /// <summary>Connects from an address of this machine, to nginx whatever the host's name.</summary>
    private SocketsHttpHandler Handler(string from, int? port = null) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        SslOptions = new() { RemoteCertificateValidationCallback = (_, seen, _, _) => seen?.GetCertHashString() == _thumbprint },
        ConnectCallback = async (context, ct) =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(IPAddress.Parse(from), 0));
            await socket.ConnectAsync(IPAddress.Loopback, port ?? context.DnsEndPoint.Port, ct);
            return new NetworkStream(socket, ownsSocket: true);
        },
    };

    private async Task<bool> IsListening()
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, _port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private void WriteCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest($"CN={Host}", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        _thumbprint = certificate.GetCertHashString();
        File.WriteAllText($"{_folder}/tracker.pem", certificate.ExportCertificatePem());
        File.WriteAllText($"{_folder}/tracker.key", key.ExportPkcs8PrivateKeyPem());
    }
}
