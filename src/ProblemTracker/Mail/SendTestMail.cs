using System.Text.Json;
using MediatR;
using Microsoft.AspNetCore.DataProtection;
using ProblemTracker.Agency;

namespace ProblemTracker.Mail;

/// <summary>
/// Sends an email to the administrator who asks for it, past the queue, and says what the mail server answered. Like
/// <see cref="DeliverMail"/> not a command: an email takes part in no transaction.
/// </summary>
[Needs(Permission.Administer)]
public sealed record SendTestMail : IRequest<TestMail>;

/// <summary>The outcome of a test email. Times are real time.</summary>
/// <param name="Sent">Whether the mail server accepted it. A file is not sent.</param>
/// <param name="Sentence">What happened, in the mail server's own words if it refused.</param>
public sealed record TestMail(DateTimeOffset At, string To, bool Sent, string Sentence)
{
    /// <returns>Null before the first test.</returns>
    internal static async Task<TestMail?> Read(Db db, CancellationToken ct) =>
        await db.Find<string>("SELECT Value FROM Setting WHERE Name = @Name", new { Name = SettingNames.TestMail }, ct) is { } text
            ? JsonSerializer.Deserialize<TestMail>(text, Json.Options) : null;
}

internal sealed class SendTestMailHandler(Db db, Actor actor, TrackerClock clock, TrackerOptions options, EmailSender senders,
    IDataProtectionProvider protection) : IRequestHandler<SendTestMail, TestMail>
{
    public async Task<TestMail> Handle(SendTestMail message, CancellationToken ct)
    {
        var to = await db.Find<string>("SELECT Email FROM Person WHERE Id = @PersonId", new { actor.PersonId }, ct)
            ?? throw new Forbidden("A test email goes to the person who asks for it. Sign in with your own account.");
        var now = clock.Real.GetUtcNow();
        var sentence = await Deliver(to, now, ct);
        var isSent = sentence is null && options.MailServer is not null;
        var outcome = new TestMail(now, to, isSent, sentence ?? (options.MailServer is { } server
            ? $"The mail server {server} accepted the email. If it does not arrive within a few minutes, look into your spam folder."
            : $"No mail server is set, so the email was saved as a file in {options.MailFolder}."));
        await db.Write(async () =>
        {
            await SettingSql.Put(db, SettingNames.TestMail, JsonSerializer.Serialize(outcome, Json.Options), ct);
            await db.Record(actor, clock.GetUtcNow(), "mail.tested", null, actor.PersonId, null, null, new { outcome.Sent }, ct);
            return Done.Instance;
        }, ct);
        return outcome;
    }

    /// <returns>Why it could not be sent; null if it was.</returns>
    private async Task<string?> Deliver(string to, DateTimeOffset now, CancellationToken ct)
    {
        var text = new EmailText("Test email",
        [
            new Paragraph("Emails from ProblemTracker reach you. Invitations, reminders and password links will too."),
            new LinkParagraph("Email settings", options.PublicUrl + "/settings/email"),
        ]);
        var email = new OutgoingEmail { Recipient = to, Subject = text.Title, Body = text.Plain, Html = text.Html, CreatedAt = now };
        await using var carrier = MailCarrier.For(options);
        try
        {
            using var composed = email.Compose(options, await senders.Read(ct), protection, now);
            await carrier.Carry(email.Id, composed, ct);
            return null;
        }
        catch (Exception error) when (error is MailOutage or ConnectionLost or EmailRefused)
        {
            return error.Message;
        }
    }
}

internal static class SendTestMailEndpoint
{
    public static void MapSendTestMail(this RouteGroupBuilder mail) => mail
        .MapPost("/test", (IMediator mediator, CancellationToken ct) => mediator.Send(new SendTestMail(), ct))
        .WithName("SendTestMail").WithSummary("Send yourself a test email, and read what the mail server answered");
}
