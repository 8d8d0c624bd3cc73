using System.Diagnostics;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ProblemTracker.Tests.Mail;

namespace ProblemTracker.Tests.Host;

/// <summary>Debian's nginx with the configuration in <c>scripts/deploy</c> and a certificate of its own, on a free port.</summary>
internal sealed class NginxProcess : IDisposable
{
    /// <summary>The name in the configuration.</summary>
    public const string Host = "tracker.example.gov";

    private const string Program = "/usr/sbin/nginx";

    private readonly Process _process;

    private NginxProcess(Process process, int port, X509Certificate2 certificate)
    {
        (_process, Port) = (process, port);
        Thumbprint = certificate.GetCertHashString();
        KeyHash = Convert.ToBase64String(SHA256.HashData(certificate.PublicKey.ExportSubjectPublicKeyInfo()));
    }

    public int Port { get; }

    public string Thumbprint { get; }

    /// <summary>SHA-256 of the certificate's public key in Base64, by which Chromium can be told to trust it.</summary>
    public string KeyHash { get; }

    public static void MustBeInstalled()
    {
        if (!File.Exists(Program)) Assert.Ignore("nginx is not installed. Run scripts/test as root, or apt-get install nginx-light.");
    }

    /// <param name="folder">For its files.</param>
    /// <param name="tracker">Where the tracker listens.</param>
    public static async Task<NginxProcess> Start(string folder, string tracker)
    {
        var port = MailServerProcess.FreePort();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = Certificate(key);
        await File.WriteAllTextAsync($"{folder}/tracker.pem", certificate.ExportCertificatePem());
        await File.WriteAllTextAsync($"{folder}/tracker.key", key.ExportPkcs8PrivateKeyPem());
        var server = Repository.Read("scripts/deploy/nginx.conf")
            .Replace("listen 443 ssl", $"listen {port} ssl").Replace("listen 80;", $"listen {MailServerProcess.FreePort()};")
            .Replace("/etc/ssl/certs/tracker.pem", $"{folder}/tracker.pem")
            .Replace("/etc/ssl/private/tracker.key", $"{folder}/tracker.key")
            .Replace("http://127.0.0.1:5080", tracker);
        await File.WriteAllTextAsync($"{folder}/nginx.conf", $$"""
            daemon off; pid {{folder}}/nginx.pid; error_log {{folder}}/error.log;
            events { }
            http { access_log off; client_body_temp_path {{folder}}/body; proxy_temp_path {{folder}}/proxy;
                fastcgi_temp_path {{folder}}/f; uwsgi_temp_path {{folder}}/u; scgi_temp_path {{folder}}/s;
            {{server}} }
            """);
        var process = Process.Start(new ProcessStartInfo(Program, ["-e", $"{folder}/start.log", "-c", $"{folder}/nginx.conf"])
        { RedirectStandardError = true })!;
        var nginx = new NginxProcess(process, port, certificate);
        for (var i = 0; i < 200 && !await IsListening(port); i++) await Task.Delay(50);
        Assert.That(process.HasExited, Is.False,
            File.Exists($"{folder}/error.log") ? await File.ReadAllTextAsync($"{folder}/error.log") : "");
        return nginx;
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    private static X509Certificate2 Certificate(ECDsa key)
    {
        var request = new CertificateRequest($"CN={Host}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(Host);
        request.CertificateExtensions.Add(names.Build());
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }

    private static async Task<bool> IsListening(int port)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
