using System.Globalization;
using ProblemTracker.Links;
using ProblemTracker.Mail;

namespace ProblemTracker.Partners;

/// <summary>The facts for an email to an action's owner.</summary>
internal sealed record ActionEmailFacts
{
    public string Number { get; init; } = "";
    public bool Confidential { get; init; }
    /// <summary>What the problem is called outside the department; may be null.</summary>
    public string? PublicTitle { get; init; }
    public string Description { get; init; } = "";
    public DateOnly? DueOn { get; init; }
    public string Email { get; init; } = "";
    public long StakeholderId { get; init; }
}

/// <summary>
/// Composes the email to an owner outside the department: what they are asked to do, and the link. The subject is only the problem's
/// number. If the problem is confidential, the email leaves out the title, the action and its due date, which the link
/// shows.
/// </summary>
internal static class ActionEmail
{
    /// <param name="opening">The first sentence.</param>
    /// <param name="note">The team's note; may be null.</param>
    public static Email Compose(string key, ActionEmailFacts facts, string secret, string opening, string? note, TrackerOptions options)
    {
        var due = facts.DueOn is { } date ? $"Due {date.ToString("dddd, MMMM d, yyyy", CultureInfo.GetCultureInfo("en-US"))}." : null;
        var about = facts.PublicTitle is { } title ? $"It is about: {title}" : null;
        string?[] asked = facts.Confidential ? [opening, note] : [opening, about, facts.Description, due, note];
        var text = new EmailText(facts.Number,
        [
            .. asked.Where(sentence => !string.IsNullOrWhiteSpace(sentence)).Select(sentence => new Paragraph(sentence!)),
            new LinkParagraph("Open this page to accept or decline, ask a question or report the action done (no account needed)",
                OneTimeLinks.Address(options)),
            new Paragraph($"This link is only for you and works for {OneTimeLinks.Lifetime} days. On the same page, you can ask us to stop "
                + "emailing you."),
        ]);
        return new(key, facts.Email, facts.Number, text.Plain, text.Html)
        {
            StakeholderId = facts.StakeholderId,
            Secret = secret,
            Unsubscribe = OneTimeLinks.Path
        };
    }
}
