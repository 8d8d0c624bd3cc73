using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace ProblemTracker.Host;

/// <summary>
/// The certificate with which the server itself ends TLS. Its files are read again when they change, so that a renewed certificate needs
/// no restart. If the new files can't be used, for example because only one of two is written yet, the server goes on with the old ones.
/// </summary>
internal sealed class ServerCertificate
{
    /// <summary>How often the files are looked at, at most.</summary>
    internal static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    private readonly string _path;
    private readonly string? _keyPath, _password;
    private readonly TimeProvider _clock;
    private readonly Lock _lock = new();
    private byte[] _read;
    private SslStreamCertificateContext _current;
    private long _lookedAt;

    private ServerCertificate(string path, string? keyPath, string? password, TimeProvider clock)
    {
        (_path, _keyPath, _password, _clock) = (path, keyPath, password, clock);
        _read = ReadFiles();
        _current = Make(_read);
        _lookedAt = clock.GetTimestamp();
    }

    /// <summary>Set by the host: reports a changed file that can't be used.</summary>
    public Action<string> Warn { get; set; } = _ => { };

    /// <param name="path">PEM with the certificate and then its intermediate ones, or PFX.</param>
    /// <param name="keyPath">PEM with the private key; null if it is in the same file.</param>
    /// <param name="password">Of an encrypted key or PFX.</param>
    /// <param name="clock">Real time.</param>
    /// <exception cref="UsageError">The certificate can't be used; the message says why and which setting to change.</exception>
    public static ServerCertificate Open(string path, string? keyPath, string? password, TimeProvider clock)
    {
        try
        {
            var made = new ServerCertificate(path, keyPath, password, clock);
            var (now, leaf) = (clock.GetUtcNow(), made._current.TargetCertificate);
            if (leaf.NotAfter.ToUniversalTime() < now)
                throw new UsageError($"The certificate {path} expired on {leaf.NotAfter:yyyy-MM-dd}. Renew it, then start again.");
            if (leaf.NotBefore.ToUniversalTime() > now)
                throw new UsageError(
                    $"The certificate {path} is not valid before {leaf.NotBefore:yyyy-MM-dd}. Check it and this machine's clock.");
            return made;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UsageError($"Https:Certificate can't be read: {error.Message}");
        }
        catch (Exception error) when (error is CryptographicException or ArgumentException)
        {
            throw new UsageError($"Https:Certificate can't be used: {error.Message} {path} must be a PEM file with the certificate, and "
                + "Https:Key a PEM file with its private key, or Https:Certificate a PFX file with both.");
        }
    }

    /// <summary>The certificate with its intermediate ones, for a new connection.</summary>
    public SslStreamCertificateContext Current
    {
        get
        {
            lock (_lock)
            {
                if (_clock.GetElapsedTime(_lookedAt) < Every) return _current;
                _lookedAt = _clock.GetTimestamp();
                try
                {
                    var read = ReadFiles();
                    // Compare the content, since tools replace symbolic links or keep a file's time.
                    if (!read.AsSpan().SequenceEqual(_read)) (_current, _read) = (Make(read), read);
                }
                catch (Exception error) when (error is IOException or UnauthorizedAccessException or CryptographicException
                    or ArgumentException)
                {
                    Warn(_path);
                }
                return _current;
            }
        }
    }

    // Both files in one, so that one comparison covers both. In PEM their order and number don't matter.
    private byte[] ReadFiles() =>
        _keyPath is null ? File.ReadAllBytes(_path) : [.. File.ReadAllBytes(_path), (byte)'\n', .. File.ReadAllBytes(_keyPath)];

    private SslStreamCertificateContext Make(byte[] read)
    {
        var all = new X509Certificate2Collection();
        X509Certificate2 leaf;
        if (_path.EndsWith(".pfx", StringComparison.OrdinalIgnoreCase) || _path.EndsWith(".p12", StringComparison.OrdinalIgnoreCase))
        {
            all = X509CertificateLoader.LoadPkcs12Collection(read, _password);
            leaf = all.FirstOrDefault(certificate => certificate.HasPrivateKey)
                ?? throw new CryptographicException("There is no private key in it.");
        }
        else
        {
            var pem = Encoding.UTF8.GetString(read);
            leaf = _password is null ? X509Certificate2.CreateFromPem(pem, pem)
                : X509Certificate2.CreateFromEncryptedPem(pem, pem, _password);
            all.ImportFromPem(pem);
        }
        return SslStreamCertificateContext.Create(leaf, all, offline: true);
    }
}
