using System.Globalization;
using MimeKit;

namespace ProblemTracker.Mail;

/// <summary>Transports emails out of the system during one run.</summary>
internal abstract class MailCarrier : IAsyncDisposable
{
    /// <exception cref="MailOutage">Nothing can be sent right now; the email is not at fault.</exception>
    /// <exception cref="ConnectionLost">The connection broke while sending this email, which may or may not have arrived.</exception>
    /// <exception cref="EmailRefused">This email was refused; others may be accepted.</exception>
    public abstract Task Carry(long id, MimeMessage email, CancellationToken ct);

    public abstract ValueTask DisposeAsync();

    public static MailCarrier For(TrackerOptions options) =>
        options.MailServer is { } server ? new SmtpRelay(server) : new PickupFolder(options.MailFolder);

    /// <summary>The first line of the message; libraries add advice for programmers below it.</summary>
    protected static string Briefly(Exception error) => error.Message.Split('\n')[0].Trim().TrimEnd('.');
}

internal sealed class MailOutage(string message, Exception cause) : Exception(message, cause);

internal sealed class ConnectionLost(string message, Exception cause) : Exception(message, cause);

internal sealed class EmailRefused(string message, Exception cause) : Exception(message, cause);

/// <summary>Writes emails as .eml files for another program to collect. Writing an email again replaces its file.</summary>
internal sealed class PickupFolder(string folder) : MailCarrier
{
    private static readonly FormatOptions Lines = new() { NewLineFormat = NewLineFormat.Dos, EnsureNewLine = true };

    public override async Task Carry(long id, MimeMessage email, CancellationToken ct)
    {
        var name = id.ToString(CultureInfo.InvariantCulture);
        // Write under another name, then move, so that the collecting program never sees half an email.
        var half = Path.Combine(folder, $".{name}.{Guid.NewGuid():N}.tmp");
        try
        {
            Directory.CreateDirectory(folder);
            await email.WriteToAsync(Lines, half, ct);
            File.Move(half, Path.Combine(folder, $"{name}.eml"), overwrite: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            if (File.Exists(half)) File.Delete(half);
            throw new MailOutage($"Can't write to the folder for outgoing emails: {Briefly(error)}.", error);
        }
    }

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
