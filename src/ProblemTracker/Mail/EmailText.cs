using System.Net;

namespace ProblemTracker.Mail;

/// <summary>
/// The content of an email, rendered both as plain text and as HTML. The HTML has only embedded images, no tracking, and no text colors,
/// so that it reads well in dark mode and on a phone.
/// </summary>
/// <param name="Language">The language of the text, by its code; null for English.</param>
internal sealed record EmailText(string Title, IReadOnlyList<EmailPart> Parts, string? Language = null)
{
    private const string Style = """
        :root { color-scheme: light dark; }
        body { font: 1rem/1.5 sans-serif; max-width: 40rem; margin: 0 auto; padding: 1rem; overflow-wrap: anywhere; }
        h1 { font-size: 1.375rem; line-height: 1.25; }
        h2 { font-size: 1.125rem; margin: 1.5rem 0 0.5rem; }
        ul { margin: 0; padding-left: 1.25rem; }
        li { margin-bottom: 0.75rem; }
        img { background: #fff; display: block; height: auto; max-width: 100%; }
        """;

    public string Plain => Joined([OneLine(Title), .. Parts.SelectMany(part => part.Text().Prepend(""))]);

    public string Html => Joined(
    [
        "<!DOCTYPE html>", $"<html lang=\"{Languages.Of(Language).Name}\">", "<head>", "<meta charset=\"utf-8\">",
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">", "<meta name=\"color-scheme\" content=\"light dark\">",
        $"<title>{Escape(Title)}</title>", "<style>", Style, "</style>", "</head>", "<body>", $"<h1>{Escape(Title)}</h1>",
        .. Parts.SelectMany(part => part.Html()), "</body>", "</html>",
    ]);

    private static string Joined(IEnumerable<string> lines) => string.Join('\n', lines) + "\n";

    /// <summary>Collapses white space, so that text typed by users can't pass for a line of the email.</summary>
    internal static string OneLine(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    internal static string Escape(string text) => WebUtility.HtmlEncode(OneLine(text));
}

/// <summary>A part of an email.</summary>
internal abstract record EmailPart
{
    public abstract IEnumerable<string> Text();
    public abstract IEnumerable<string> Html();
}

internal sealed record Paragraph(string Sentence) : EmailPart
{
    public override IEnumerable<string> Text() => [EmailText.OneLine(Sentence)];

    public override IEnumerable<string> Html() => [$"<p>{EmailText.Escape(Sentence)}</p>"];
}

/// <summary>A paragraph that is a link.</summary>
internal sealed record LinkParagraph(string Words, string Url) : EmailPart
{
    public override IEnumerable<string> Text() => [$"{EmailText.OneLine(Words)}:", Url];

    public override IEnumerable<string> Html() => [$"<p><a href=\"{EmailText.Escape(Url)}\">{EmailText.Escape(Words)}</a></p>"];
}

/// <summary>A picture embedded in the email. The text around it says the same.</summary>
/// <param name="Name">The name of the <see cref="EmailPicture"/>.</param>
/// <param name="Instead">The alternative text.</param>
internal sealed record Picture(string Name, string Instead, int Width, int Height) : EmailPart
{
    internal string Image => FormattableString.Invariant(
        $"<img src=\"cid:{EmailText.Escape(Name)}\" alt=\"{EmailText.Escape(Instead)}\" width=\"{Width}\" height=\"{Height}\">");

    public override IEnumerable<string> Text() => [EmailText.OneLine(Instead)];

    public override IEnumerable<string> Html() => [$"<p>{Image}</p>"];
}

/// <summary>A heading and a list of links.</summary>
internal sealed record Group(string Heading, IReadOnlyList<GroupLine> Lines) : EmailPart
{
    public override IEnumerable<string> Text() => [Heading.ToUpperInvariant(), .. Lines.SelectMany(Plain)];

    public override IEnumerable<string> Html() => [$"<h2>{EmailText.Escape(Heading)}</h2>", "<ul>", .. Lines.Select(Item), "</ul>"];

    private static IEnumerable<string> Plain(GroupLine line)
    {
        var language = line.Other is { } other ? $" ({other.Words})" : "";
        return ["", $"- {EmailText.OneLine(line.Text)}{language}", .. Below(line).Select(text => $"  {text}"), $"  {line.Url}"];
    }

    private static IEnumerable<string> Below(GroupLine line) =>
        [.. line.Detail is { } detail ? [EmailText.OneLine(detail)] : (string[])[], .. line.Picture?.Text() ?? []];

    private static string Item(GroupLine line)
    {
        var detail = line.Detail is { } text ? $"<br>{EmailText.Escape(text)}" : "";
        var language = line.Other is { } other ? $" lang=\"{EmailText.Escape(other.Code)}\"" : "";
        var link = $"<a href=\"{EmailText.Escape(line.Url)}\"{language}>{EmailText.Escape(line.Text)}</a>";
        return $"<li>{link}{detail}{line.Picture?.Image}</li>";
    }
}

/// <param name="Text">The text of the link.</param>
/// <param name="Detail">A sentence below the link.</param>
/// <param name="Picture">A picture below the link and the detail.</param>
internal sealed record GroupLine(string Text, string Url, string? Detail = null, Picture? Picture = null)
{
    /// <summary>The code of the text's language, and words that say which it is; null if it is that of the email.</summary>
    public (string Code, string Words)? Other { get; init; }
}
