using System.Globalization;
using MimeKit;

namespace ProblemTracker.Mail;

/// <summary>How emails leave the house, for the length of one run.</summary>
internal abstract class MailCarrier : IAsyncDisposable
{
    /// <exception cref="MailOutage">Nothing can be sent at present; the email is not at fault.</exception>
    /// <exception cref="ConnectionLost">It broke off in the middle of this email, which may have arrived or not.</exception>
    /// <exception cref="EmailRefused">This email is not taken; others may be.</exception>
    public abstract Task Carry(long id, MimeMessage email, CancellationToken ct);

    public abstract ValueTask DisposeAsync();

    public static MailCarrier For(TrackerOptions options) =>
        options.MailServer is { } server ? new SmtpRelay(server) : new PickupFolder(options.MailFolder);

    /// <summary>The first line, which says it; libraries add advice for programmers below.</summary>
    protected static string Briefly(Exception error) => error.Message.Split('\n')[0].Trim().TrimEnd('.');
}

internal sealed class MailOutage(string message, Exception cause) : Exception(message, cause);

internal sealed class ConnectionLost(string message, Exception cause) : Exception(message, cause);

internal sealed class EmailRefused(string message, Exception cause) : Exception(message, cause);

/// <summary>Emails as .eml files, for whoever collects them. Written twice, it is the same file.</summary>
internal sealed class PickupFolder(string folder) : MailCarrier
{
    private static readonly FormatOptions Lines = new() { NewLineFormat = NewLineFormat.Dos, EnsureNewLine = true };

    public override async Task Carry(long id, MimeMessage email, CancellationToken ct)
    {
        var name = id.ToString(CultureInfo.InvariantCulture);
        // Whoever collects the folder must never see half an email: written under another name, then moved.
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
            throw new MailOutage($"The folder for outgoing mail can't be written: {Briefly(error)}.", error);
        }
    }

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
