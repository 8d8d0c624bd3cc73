using Microsoft.Extensions.Localization;
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
    /// <summary>The language chosen for the owner; null if nobody chose one.</summary>
    public string? Language { get; init; }
}

/// <summary>Why an email goes to an owner: the key of its first sentence is this name.</summary>
internal enum ActionEmailReason { Asked, DueSoon, WasDue }

/// <summary>
/// Composes the email to an owner outside the department: what they are asked to do, and the link. The subject is only the problem's
/// number. If the problem is confidential, the email leaves out the title, the action and its due date, which the link
/// shows.
/// </summary>
internal static class ActionEmail
{
    /// <param name="note">The team's note; may be null.</param>
    public static Email Compose(IStringLocalizer<OwnerTexts> words, string key, ActionEmailFacts facts, string secret,
        ActionEmailReason reason, string? note, TrackerOptions options) =>
        Languages.In(Languages.Of(facts.Language), () => Composed(words, key, facts, secret, reason, note, options));

    private static Email Composed(IStringLocalizer<OwnerTexts> words, string key, ActionEmailFacts facts, string secret,
        ActionEmailReason reason, string? note, TrackerOptions options)
    {
        string opening = words[$"Email.{reason}"];
        string? due = facts.DueOn is { } date ? words["Email.Due", DateText.LongDateIn(Languages.Current, date)].Value : null;
        string? about = facts.PublicTitle is { } title ? words["Email.About", title].Value : null;
        string?[] asked = facts.Confidential ? [opening, note] : [opening, about, facts.Description, due, note];
        var text = new EmailText(facts.Number,
        [
            .. asked.Where(sentence => !string.IsNullOrWhiteSpace(sentence)).Select(sentence => new Paragraph(sentence!)),
            new LinkParagraph(words["Email.Open"], OneTimeLinks.Address(options) + Choice(facts.Language)),
            new Paragraph(words["Email.Only", OneTimeLinks.Lifetime]),
        ], facts.Language);
        return new(key, facts.Email, facts.Number, text.Plain, text.Html)
        {
            StakeholderId = facts.StakeholderId,
            Secret = secret,
            Unsubscribe = OneTimeLinks.Path + Choice(facts.Language),
            Language = facts.Language,
        };
    }

    // Where nobody chose a language, the page goes by the reader's browser.
    private static string Choice(string? language) => language is null ? "" : $"?{Languages.Parameter}={language}";
}
