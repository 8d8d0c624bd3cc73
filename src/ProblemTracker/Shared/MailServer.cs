using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ProblemTracker.Shared;

public enum MailSecurity { None, StartTls, Tls }

/// <summary>The mail server from the settings <c>Mail:…</c>.</summary>
public sealed record MailServer(string Host, int Port, MailSecurity Security)
{
    public string? User { get; init; }
    public string? Password { get; init; }

    /// <summary>How long to wait for each response of the server.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>A certificate to trust in addition to the machine's, for a server with the department's own certificate.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>Without the password.</summary>
    public override string ToString() => $"{Host}:{Port}";

    /// <returns>Null if no server is set; emails then go to the pickup folder.</returns>
    /// <exception cref="UsageError">A setting is invalid.</exception>
    public static MailServer? From(IConfiguration mail)
    {
        if (mail["Server"] is not { Length: > 0 } host) return null;
        var security = mail["Security"] is not { Length: > 0 } said ? MailSecurity.StartTls
            : Enum.GetNames<MailSecurity>().FirstOrDefault(n => n.Equals(said, StringComparison.OrdinalIgnoreCase)) is { } name
            ? Enum.Parse<MailSecurity>(name)
            : throw new UsageError($"Mail:Security can't be \"{said}\". Set it to None, StartTls or Tls.");
        var port = Number(mail, "Port", 1, 65535, security switch { MailSecurity.None => 25, MailSecurity.Tls => 465, _ => 587 });
        var user = mail["User"] is { Length: > 0 } given ? given : null;
        if (user is not null && security == MailSecurity.None)
            throw new UsageError(
                "Mail:Password would be sent unencrypted. Set Mail:Security to StartTls or Tls, or remove Mail:User.");
        return new(host, port, security)
        {
            User = user,
            Password = mail["Password"],
            Timeout = TimeSpan.FromSeconds(Number(mail, "Timeout", 1, 60, 30)),
            Certificate = mail["Certificate"] is { Length: > 0 } file ? Read(file) : null,
        };
    }

    private static int Number(IConfiguration mail, string name, int least, int most, int otherwise) =>
        mail[name] is not { Length: > 0 } said ? otherwise
        : int.TryParse(said, System.Globalization.CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
        ? number
        : throw new UsageError($"Mail:{name} can't be \"{said}\". Set it to a whole number from {least} to {most}.");

    private static X509Certificate2 Read(string file)
    {
        try
        {
            return X509CertificateLoader.LoadCertificateFromFile(file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new UsageError($"Can't read the certificate \"{file}\". Set Mail:Certificate to the path of a PEM or DER file.");
        }
    }
}
