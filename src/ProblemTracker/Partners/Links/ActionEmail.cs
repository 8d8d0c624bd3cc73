using System.Globalization;
using ProblemTracker.Links;
using ProblemTracker.Mail;

namespace ProblemTracker.Partners;

/// <summary>What an email to an action's owner is made of.</summary>
internal sealed record ActionEmailFacts
{
    public string Number { get; init; } = "";
    public bool Confidential { get; init; }
    public string Description { get; init; } = "";
    public DateOnly? DueOn { get; init; }
    public string Email { get; init; } = "";
    public long StakeholderId { get; init; }
}

/// <summary>
/// The mail to an owner outside: what is asked, and the link. Its subject is the problem's number alone; where the problem is confidential,
/// the rest is behind the link too.
/// </summary>
internal static class ActionEmail
{
    /// <param name="opening">The first sentence.</param>
    /// <param name="note">What the team adds; may be null.</param>
    public static Email Compose(string key, ActionEmailFacts facts, string secret, string opening, string? note, TrackerOptions options)
    {
        var due = facts.DueOn is { } date ? $"By {date.ToString("dddd, MMMM d, yyyy", CultureInfo.GetCultureInfo("en-US"))}." : null;
        string?[] asked = facts.Confidential ? [opening, note] : [opening, facts.Description, due, note];
        var text = new EmailText(facts.Number,
        [
            .. asked.Where(sentence => !string.IsNullOrWhiteSpace(sentence)).Select(sentence => new Paragraph(sentence!)),
            new LinkParagraph(
                "Open this page to accept it, to say that you can't, to ask something or to report it done; you need no account",
                OneTimeLinks.Address(options)),
            new Paragraph(
                $"The link is for you alone and works for {OneTimeLinks.Lifetime} days. On the same page you can tell us not to write to "
                    + "you any more."),
        ]);
        return new(key, facts.Email, facts.Number, text.Plain, text.Html)
        {
            StakeholderId = facts.StakeholderId,
            Secret = secret,
            Unsubscribe = OneTimeLinks.Path
        };
    }
}
