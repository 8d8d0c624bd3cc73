using System.Globalization;
using System.Text.Encodings.Web;
using ProblemTracker.Nudges;

namespace ProblemTracker.Stakeholders;

/// <summary>What a letter to an action's owner is made of.</summary>
internal sealed record LetterFacts
{
    public string Number { get; init; } = "";
    public bool Confidential { get; init; }
    public string Description { get; init; } = "";
    public DateOnly? DueOn { get; init; }
    public string Email { get; init; } = "";
    public long StakeholderId { get; init; }
}

/// <summary>
/// The mail to an owner outside: what is asked, and the link. Its subject is the problem's number alone; where the problem is confidential, the
/// rest is behind the link too.
/// </summary>
internal static class ActionLetter
{
    /// <param name="opening">The first sentence.</param>
    /// <param name="note">What the team adds; may be null.</param>
    public static Letter Compose(string key, LetterFacts facts, string secret, string opening, string? note, TrackerOptions options)
    {
        var due = facts.DueOn is { } date ? $"By {date.ToString("dddd, MMMM d, yyyy", CultureInfo.GetCultureInfo("en-US"))}." : null;
        string?[] what = facts.Confidential ? [] : [facts.Description, due];
        string[] paragraphs = [opening, .. what.OfType<string>(), .. string.IsNullOrWhiteSpace(note) ? Array.Empty<string>() : [note.Trim()]];
        var address = ActionLinks.Address(options);
        const string How = "Open this page to accept it, to say that you can't, to ask something or to report it done. You need no account:";
        var closing = $"The link is for you alone and works for {ActionLinks.Lifetime} days. On the same page you can tell us not to write to you any more.";

        var text = $"{string.Join("\n\n", paragraphs)}\n\n{How}\n{address}\n\n{closing}\n";
        var html = $"""
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><title>{Safe(facts.Number)}</title></head>
            <body style="font-family: sans-serif; line-height: 1.5; max-width: 40rem">
            {string.Join('\n', paragraphs.Select(p => $"<p>{Safe(p).Replace("&#xA;", "<br>", StringComparison.Ordinal)}</p>"))}
            <p>{Safe(How)}<br><a href="{Safe(options.PublicUrl)}{ActionLinks.Path}">{Safe(options.PublicUrl)}{ActionLinks.Path}</a></p>
            <p>{Safe(closing)}</p>
            </body></html>
            """;
        return new(key, facts.Email, facts.Number, text, html) { StakeholderId = facts.StakeholderId, Secret = secret, Unsubscribe = ActionLinks.Path };
    }

    private static string Safe(string text) => HtmlEncoder.Default.Encode(text.ReplaceLineEndings("\n"));
}
