using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.DataProtection;
using MimeKit;

namespace ProblemTracker.Mail;

/// <summary>A row of Outbox that is being sent.</summary>
internal sealed record OutgoingEmail
{
    public long Id { get; init; }
    public string Recipient { get; init; } = "";
    public string Subject { get; init; } = "";
    public string Body { get; init; } = "";
    public string? Html { get; init; }
    public string? Secret { get; init; }
    public string? Unsubscribe { get; init; }
    public bool OneClick { get; init; }
    /// <summary>Null for English.</summary>
    public string? Language { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset NextAttemptAt { get; init; }
    public int Attempts { get; init; }
    public IReadOnlyList<EmailPicture> Pictures { get; init; } = [];

    public MimeMessage Compose(TrackerOptions options, SenderOfEmails sender, IDataProtectionProvider protection, DateTimeOffset now)
    {
        var host = new Uri(options.PublicUrl).Host.Trim('[', ']');
        var secret = Secret is null || !Body.Contains(Outbox.SecretMark, StringComparison.Ordinal) ? null
            : protection.CreateProtector(Outbox.SecretPurpose).Unprotect(Secret);
        var text = secret is null ? Body : Body.Replace(Outbox.SecretMark, secret);
        var html = secret is null ? Html : Html?.Replace(Outbox.SecretMark, WebUtility.HtmlEncode(secret));
        (text, html) = (sender.Letterhead.OnText(text), html is null ? null : sender.Letterhead.OnHtml(html));
        if (options.IsDemo)
        {
            var mark = Languages.In(Languages.Of(Language), () => TrackerOptions.DemoMark);
            (text, html) = ($"{mark}\n\n{text}", html?.Replace("<body>", $"<body>\n<p>{mark}</p>", StringComparison.Ordinal));
        }
        var plain = new TextPart("plain") { Text = text };
        var message = new MimeMessage
        {
            Subject = Subject,
            Date = now,
            // Depends only on the row, so that the recipient can recognize an email sent twice.
            MessageId = string.Create(CultureInfo.InvariantCulture,
                $"outbox.{Id}.{CreatedAt.UtcDateTime:yyyyMMddHHmmss}@{host.Replace(':', '-')}"),
            Body = html is null ? plain
                : new MultipartAlternative(plain, WithPictures(new TextPart("html") { Text = html }, sender.Letterhead)),
        };
        message.From.Add(sender.From);
        message.To.Add(MailboxAddress.Parse(Recipient));
        message.Headers.Add(HeaderId.AutoSubmitted, "auto-generated");
        message.Headers.Add(HeaderId.ContentLanguage, Languages.Of(Language).Name);
        if (Unsubscribe is { } path)
            message.Headers.Add(HeaderId.ListUnsubscribe,
                $"<{options.Address(secret is null ? path : path.Replace(Outbox.SecretMark, secret))}>");
        if (OneClick) message.Headers.Add(HeaderId.ListUnsubscribePost, "List-Unsubscribe=One-Click");
        message.Prepare(EncodingConstraint.SevenBit);
        return message;
    }

    private MimeEntity WithPictures(TextPart html, EmailLetterhead letterhead)
    {
        MimePart[] inline = [.. letterhead.Pictures, .. Pictures.Select(picture => Inline(picture.Name, picture.Content, "png"))];
        return inline.Length == 0 ? html : new MultipartRelated((object[])[html, .. inline]);
    }

    /// <param name="kind">png or jpeg.</param>
    internal static MimePart Inline(string name, byte[] content, string kind) => new("image", kind)
    {
        Content = new MimeContent(new MemoryStream(content)),
        ContentId = name,
        ContentDisposition = new ContentDisposition(ContentDisposition.Inline) { FileName = $"{name}.{kind}" },
        ContentTransferEncoding = ContentEncoding.Base64,
    };
}
