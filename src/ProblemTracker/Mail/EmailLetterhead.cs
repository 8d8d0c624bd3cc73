using System.Globalization;
using MimeKit;
using ProblemTracker.Agency;

namespace ProblemTracker.Mail;

/// <summary>
/// The agency's letterhead of an email: logo and name above, name, phone and sender below, in the text part and in the HTML part. It is
/// added when an email is sent, so that a queued email has the present one.
/// </summary>
/// <param name="Agency">Who writes.</param>
/// <param name="Logo">A JPEG; null if there is none.</param>
internal sealed record EmailLetterhead(Letterhead Agency, byte[]? Logo)
{
    private const string LogoName = "agency-logo";

    /// <summary>Pixels.</summary>
    private const int LogoHeight = 56, LogoWidth = 200;

    public string OnText(string text)
    {
        var above = Agency.Name is { } name ? $"{EmailText.OneLine(name)}\n\n" : "";
        return Below.Count == 0 ? above + text : $"{above}{text}\n{string.Join('\n', Below)}\n";
    }

    /// <param name="html">A page as <see cref="EmailText"/> writes it.</param>
    public string OnHtml(string html)
    {
        var above = $"{Image}{(Agency.Name is { } name ? $"<strong>{EmailText.Escape(name)}</strong>" : "")}";
        var below = string.Join("<br>", Below.Select(EmailText.Escape));
        return html
            .Replace("<body>", above.Length == 0 ? "<body>" : $"<body>\n<p>{above}</p>", StringComparison.Ordinal)
            .Replace("</body>", below.Length == 0 ? "</body>" : $"<hr>\n<p>{below}</p>\n</body>", StringComparison.Ordinal);
    }

    /// <summary>The logo inside the email. Mail programs show it without loading anything from outside.</summary>
    public IEnumerable<MimePart> Pictures => Logo is null ? [] : [OutgoingEmail.Inline(LogoName, Logo, "jpeg")];

    private List<string> Below => [.. new[] { Agency.Name }.OfType<string>().Concat(Agency.Contact).Select(EmailText.OneLine)];

    private string Image
    {
        get
        {
            if (Logo is null || Agency.Logo is not { } size) return "";
            var scale = Math.Min(1, Math.Min((double)LogoHeight / size.Height, (double)LogoWidth / size.Width));
            return string.Create(CultureInfo.InvariantCulture,
                $"<img src=\"cid:{LogoName}\" alt=\"\" width=\"{size.Width * scale:0}\" height=\"{size.Height * scale:0}\">");
        }
    }
}
