using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ProblemTracker.Tests.Host;

/// <summary>
/// The tracker as a process that ends TLS itself, with certificates made here: a root, an intermediate one and the server's own.
/// </summary>
[FixtureLifeCycle(LifeCycle.SingleInstance)]
public sealed class HttpsTests
{
    private const string Name = "tracker.example.gov";
    private const string Unusable = "can't be used; the previous one stays in use";

    private readonly string _folder = Directory.CreateTempSubdirectory("tracker-https").FullName;
    private readonly X509Certificate2 _root = Authority("Root", null);
    private X509Certificate2 _intermediate = null!;
    private TrackerProcess _server = null!;
    private int _https;
    private string _http = "";

    private string Pem => Path.Combine(_folder, "tracker.pem");
    private string Key => Path.Combine(_folder, "tracker.key");

    [OneTimeSetUp]
    public async Task Start()
    {
        _intermediate = Authority("Intermediate", _root);
        Write(Issue());
        _server = await Serve();
        var urls = _server.Url.Split(", ");
        _https = new Uri(urls.Single(url => url.StartsWith("https", StringComparison.Ordinal))).Port;
        _http = urls.Single(url => url.StartsWith("http:", StringComparison.Ordinal));
    }

    [OneTimeTearDown]
    public void Stop()
    {
        _server?.Dispose();
        _intermediate.Dispose();
        _root.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Test, Order(1)]
    public async Task Browser_that_knows_only_the_root_trusts_the_server()
    {
        using var browser = new HttpClient(new SocketsHttpHandler
        {
            UseCookies = false,
            SslOptions = new() { CertificateChainPolicy = KnowsRoot() },
            ConnectCallback = async (_, ct) =>
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                await socket.ConnectAsync(IPAddress.Loopback, _https, ct);
                return new NetworkStream(socket, ownsSocket: true);
            },
        });
        using var page = await browser.GetAsync($"https://{Name}/sign-in");

        Assert.That(page.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(page.Headers.GetValues("Set-Cookie"), Is.All.Contains("secure").IgnoreCase);
        Assert.That(page.Headers.GetValues("Strict-Transport-Security").Single(), Does.Contain("max-age=31536000"));
    }

    [Test, Order(2)]
    public async Task Renewed_certificate_is_used_without_a_restart_and_an_unusable_one_is_not()
    {
        var first = await Shown();
        await File.WriteAllTextAsync(Pem, "-----BEGIN CERTIFICATE-----\nhalf of it");
        var meanwhile = first;
        for (var i = 0; i < 100 && meanwhile == first && !_server.Said.Contains(Unusable, StringComparison.Ordinal); i++)
        {
            await Task.Delay(200);
            meanwhile = await Shown();
        }
        var renewed = Issue();
        Write(renewed);
        var after = first;
        for (var i = 0; i < 100 && after == first; i++)
        {
            await Task.Delay(200);
            after = await Shown();
        }

        Assert.That(meanwhile, Is.EqualTo(first));
        Assert.That(_server.Said, Does.Contain(Unusable));
        Assert.That(after, Is.EqualTo(renewed.Thumbprint));
    }

    [Test]
    public async Task Old_protocols_are_refused()
    {
#pragma warning disable SYSLIB0039, CA5397 // The point is that the server refuses it.
        var refused = Assert.CatchAsync(() => Shown(SslProtocols.Tls11));
#pragma warning restore SYSLIB0039, CA5397
        Assert.That(refused, Is.InstanceOf<AuthenticationException>().Or.InstanceOf<IOException>());
        Assert.That(await Shown(SslProtocols.Tls12), Is.Not.Empty);
    }

    [Test]
    public async Task Http_leads_to_the_public_address_and_takes_no_data()
    {
        using var browser = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = new(_http) };
        browser.DefaultRequestHeaders.Host = Name;
        using var page = await browser.GetAsync("/problems?text=a%20b");
        using var sent = await browser.PostAsJsonAsync("/api/v1/me/tokens", new { email = "a", password = "b", name = "c" });
        using var health = await browser.GetAsync("/health/live");

        Assert.That(((int)page.StatusCode, page.Headers.Location?.OriginalString),
            Is.EqualTo((301, $"https://{Name}/problems?text=a%20b")));
        Assert.That((sent.StatusCode, await sent.Content.ReadAsStringAsync()),
            Is.EqualTo((HttpStatusCode.Forbidden, $"Use https://{Name}: this address takes no data without https.")));
        Assert.That(health.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [TestCase("missing", "Https:Certificate can't be read:")]
    [TestCase("expired", "expired on")]
    [TestCase("later", "is not valid before")]
    [TestCase("mismatched", "Https:Certificate can't be used:")]
    [TestCase("not a certificate", "Https:Certificate can't be used:")]
    [TestCase("none", "set Https:Certificate and Https:Key")]
    [TestCase("http only", "--urls has no https address")]
    public async Task Start_is_refused_with(string fault, string sentence)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder, fault)).FullName;
        var (pem, key) = (Path.Combine(folder, "c.pem"), Path.Combine(folder, "c.key"));
        var now = DateTimeOffset.UtcNow;
        using var issued = fault switch
        {
            "expired" => Issue(now.AddDays(-9), now.AddDays(-2)),
            "later" => Issue(now.AddDays(2)),
            _ => Issue(),
        };
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Write(issued, pem, key);
        if (fault == "missing") File.Delete(pem);
        if (fault == "mismatched") await File.WriteAllTextAsync(key, other.ExportPkcs8PrivateKeyPem());
        if (fault == "not a certificate") await File.WriteAllTextAsync(pem, "hello");
        var url = fault == "http only" ? "http://127.0.0.1:0" : "https://127.0.0.1:0";
        string[] options = fault == "none" ? [] : [$"--Https:Certificate={pem}", $"--Https:Key={key}"];
        var (code, output) = await TrackerProcess.Run("",
            ["--no-demo", "--public-url", $"https://{Name}", "--data", folder, "--urls", url, .. options]);

        Assert.That((code, output), Is.EqualTo((1, output)));
        Assert.That(output, Does.Contain(sentence));
    }

    [Test]
    public async Task Pfx_file_serves_too()
    {
        using var issued = Issue();
        var pfx = Path.Combine(_folder, "tracker.pfx");
        await File.WriteAllBytesAsync(pfx, new X509Certificate2Collection { issued, _intermediate }.Export(X509ContentType.Pfx, "a b")!);
        using var server = await TrackerProcess.Serve(Path.Combine(_folder, "pfx data"), "--urls", "https://127.0.0.1:0", "--public-url",
            $"https://{Name}", $"--Https:Certificate={pfx}", "--Https:Password=a b");

        Assert.That(await Shown(port: new Uri(server.Url).Port), Is.EqualTo(issued.Thumbprint));
    }

    private Task<TrackerProcess> Serve() => TrackerProcess.Serve(Path.Combine(_folder, "data"), "--urls",
        "https://127.0.0.1:0;http://127.0.0.1:0", "--public-url", $"https://{Name}", $"--Https:Certificate={Pem}", $"--Https:Key={Key}");

    /// <summary>The thumbprint of the certificate on a new connection, whose chain must lead to the root.</summary>
    private async Task<string> Shown(SslProtocols protocols = SslProtocols.None, int? port = null)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port ?? _https);
        await using var tls = new SslStream(client.GetStream());
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = Name,
            EnabledSslProtocols = protocols,
            CertificateChainPolicy = KnowsRoot(),
        });
        return tls.RemoteCertificate!.GetCertHashString();
    }

    private X509ChainPolicy KnowsRoot() => new()
    {
        TrustMode = X509ChainTrustMode.CustomRootTrust,
        CustomTrustStore = { _root },
        RevocationMode = X509RevocationMode.NoCheck,
    };

    private static X509Certificate2 Authority(string name, X509Certificate2? issuer)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name} of {Guid.NewGuid():N}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        if (issuer is null) return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-30), DateTimeOffset.UtcNow.AddDays(30));
        // No certificate may outlast its issuer's, not even by the second that may begin in between.
        using var made = request.Create(issuer, issuer.NotBefore, issuer.NotAfter, RandomNumberGenerator.GetBytes(8));
        return made.CopyWithPrivateKey(key);
    }

    private X509Certificate2 Issue(DateTimeOffset? from = null, DateTimeOffset? to = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={Name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(Name);
        request.CertificateExtensions.Add(names.Build());
        using var made = request.Create(_intermediate, from ?? DateTimeOffset.UtcNow.AddDays(-1), to ?? DateTimeOffset.UtcNow.AddDays(9),
            RandomNumberGenerator.GetBytes(8));
        return made.CopyWithPrivateKey(key);
    }

    private void Write(X509Certificate2 issued, string? pem = null, string? key = null)
    {
        File.WriteAllText(pem ?? Pem, $"{issued.ExportCertificatePem()}\n{_intermediate.ExportCertificatePem()}\n");
        File.WriteAllText(key ?? Key, issued.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
    }
}
