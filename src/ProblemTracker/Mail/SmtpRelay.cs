using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace ProblemTracker.Mail;

/// <summary>Sends emails to a mail server by SMTP over one connection, and reconnects if it breaks.</summary>
internal sealed class SmtpRelay : MailCarrier
{
    private readonly MailServer _server;
    private readonly SmtpClient _client;

    public SmtpRelay(MailServer server)
    {
        _server = server;
        _client = new() { Timeout = (int)server.Timeout.TotalMilliseconds };
        if (server.Certificate is not null)
            _client.ServerCertificateValidationCallback = (_, shown, _, wrong) => wrong == SslPolicyErrors.None || IsOurs(shown, wrong);
    }

    public override async Task Carry(long id, MimeMessage email, CancellationToken ct)
    {
        if (!_client.IsConnected) await Connect(ct);
        try
        {
            await _client.SendAsync(email, ct);
        }
        catch (SmtpCommandException refusal) when (IsAboutTheEmail(refusal))
        {
            throw new EmailRefused($"The mail server refused this email: {(int)refusal.StatusCode} {Briefly(refusal)}.", refusal);
        }
        catch (SmtpCommandException refusal) when (refusal.ErrorCode == SmtpErrorCode.SenderNotAccepted
            && refusal.StatusCode != SmtpStatusCode.ServiceNotAvailable)
        {
            throw new MailOutage(
                $"The mail server {_server} refuses the sender {email.From}: {(int)refusal.StatusCode} {Briefly(refusal)}.", refusal);
        }
        catch (Exception error) when (!ct.IsCancellationRequested
            && error is SmtpCommandException or ProtocolException or IOException or SocketException or TimeoutException
                or OperationCanceledException or ServiceNotConnectedException)
        {
            await HangUp();
            throw new ConnectionLost(error is TimeoutException or OperationCanceledException
                ? $"The mail server {_server} did not answer within {_server.Timeout.TotalSeconds:0} seconds while an email was being sent."
                : $"The mail server {_server} closed the connection while an email was being sent: {Briefly(error)}.", error);
        }
    }

    /// <summary>
    /// Whether only this email is refused. 421 means the server is closing. A refused sender affects every email, unless the reason is the
    /// email's size.
    /// </summary>
    private static bool IsAboutTheEmail(SmtpCommandException refusal) =>
        refusal.StatusCode is not (SmtpStatusCode.ServiceNotAvailable or SmtpStatusCode.AuthenticationRequired)
        && (refusal.ErrorCode != SmtpErrorCode.SenderNotAccepted || refusal.StatusCode == SmtpStatusCode.ExceededStorageAllocation);

    /// <exception cref="MailOutage">The server can't be reached, is not trusted, or rejects the user.</exception>
    private async Task Connect(CancellationToken ct)
    {
        try
        {
            await _client.ConnectAsync(_server.Host, _server.Port, _server.Security switch
            {
                MailSecurity.None => SecureSocketOptions.None,
                MailSecurity.Tls => SecureSocketOptions.SslOnConnect,
                _ => SecureSocketOptions.StartTls,
            }, ct);
            if (_server.User is { } user) await _client.AuthenticateAsync(user, _server.Password ?? "", ct);
        }
        catch (Exception error) when (!ct.IsCancellationRequested)
        {
            await HangUp();
            throw new MailOutage(error switch
            {
                SslHandshakeException =>
                    $"The mail server {_server} has a certificate that this machine does not trust, or does not use TLS on this port.",
                AuthenticationException => $"The mail server {_server} rejected Mail:User and Mail:Password.",
                NotSupportedException => $"The mail server {_server} does not support what the settings require: {Briefly(error)}.",
                TimeoutException or OperationCanceledException =>
                    $"The mail server {_server} did not answer within {_server.Timeout.TotalSeconds:0} seconds.",
                _ => $"The mail server {_server} can't be reached: {Briefly(error)}.",
            }, error);
        }
    }

    private bool IsOurs(X509Certificate? shown, SslPolicyErrors wrong)
    {
        if (shown is null || wrong.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch)) return false;
        using var chain = new X509Chain
        {
            ChainPolicy = { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck }
        };
        chain.ChainPolicy.CustomTrustStore.Add(_server.Certificate!);
        using var certificate = new X509Certificate2(shown);
        return chain.Build(certificate);
    }

    private async Task HangUp()
    {
        // Don't send QUIT: the server no longer answers.
        if (_client.IsConnected) await _client.DisconnectAsync(quit: false, CancellationToken.None);
    }

    public override async ValueTask DisposeAsync()
    {
        try
        {
            if (_client.IsConnected) await _client.DisconnectAsync(quit: true, CancellationToken.None);
        }
        // The emails have arrived, so a failure to say goodbye does not matter.
        catch (Exception error) when (error is IOException or SocketException or ProtocolException or CommandException or TimeoutException
            or OperationCanceledException)
        {
        }
        _client.Dispose();
    }
}
