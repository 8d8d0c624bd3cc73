using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Localization;
using ProblemTracker.Links;
using ProblemTracker.Mail;

namespace ProblemTracker.Concerns;

/// <summary>The concern of an open link.</summary>
internal sealed record FollowedLink
{
    public long ConcernId { get; init; }
    /// <summary>Whether the link went to the reporter's email address.</summary>
    public bool ByMail { get; init; }
}

/// <summary>Private links by which residents follow their concerns, and the emails that carry them.</summary>
internal sealed class ConcernLinks(
    Db db, Actor actor, TrackerClock clock, TrackerOptions options, IDataProtectionProvider protection,
    IStringLocalizer<ConcernTexts> words)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(2 * 365);

    private const int LongestToken = 100;

    /// <exception cref="NotFound">The link is unknown, expired or withdrawn.</exception>
    public static async Task<FollowedLink> Find(Db db, string token, DateTimeOffset now, CancellationToken ct) =>
        (token.Length > LongestToken ? null : await db.Find<FollowedLink>($"""
            SELECT l.SubjectId AS ConcernId, IIF(l.HolderId IS NULL, 0, 1) AS ByMail
            FROM OneTimeLink l JOIN Concern c ON c.Id = l.SubjectId WHERE {OneTimeLinks.IsOpen}
            """, OneTimeLinks.OpenArgs(token, LinkPurpose.Concern, now), ct)) ?? throw new NotFound();

    /// <summary>
    /// Emails the reporter that there is something new, which the link shows. Nothing is sent to an address that nobody confirmed.
    /// </summary>
    /// <param name="concerns">The concerns, locked. Reporters whose concerns were merged into them wait for the same news.</param>
    /// <param name="news">The key of the email's first sentence.</param>
    /// <param name="ct">Cancels the command.</param>
    public async Task Tell(IReadOnlyList<TakenConcern> concerns, string news, CancellationToken ct)
    {
        var ids = concerns.Select(concern => concern.Id);
        var merged = await db.List<TakenConcern>($"{ConcernSql.SelectTaken} WHERE c.MergedIntoId IN @ids ORDER BY c.Id", new { ids }, ct);
        foreach (var concern in concerns.Concat(merged)) await TellOne(concern, news, ct);
    }

    /// <summary>The same, but only to the reporter of this concern.</summary>
    public async Task TellOne(TakenConcern concern, string news, CancellationToken ct)
    {
        if (concern is not { Email: { } email, MayAnswer: true, VerifiedAt: not null }) return;
        var (linkId, secret, _) = await OneTimeLinks.Make(db, protection, actor, clock.GetUtcNow(), LinkPurpose.Concern, concern.Id,
            OneTimeLinks.ByMail, ct, Lifetime);
        await Outbox.Queue(db, clock, ConcernEmail.News(words, $"concern:{linkId}", email, concern.Number, news, secret, concern.Language,
            options), ct);
    }
}

/// <summary>
/// Composes emails to residents: that there is something to read, and the link to it. They carry no names and nothing of what was written,
/// since emails get forwarded.
/// </summary>
internal static class ConcernEmail
{
    public static Email Received(IStringLocalizer<ConcernTexts> words, string key, string recipient, string number, string secret,
        string language, TrackerOptions options) => Languages.In(Languages.Of(language), () => Composed(key, recipient,
            words["Email.Received.Subject", number], [words["Email.Received", number], words["Email.Confirm"]], words["Email.Confirm.Open"],
            words["Email.NotYou"], secret, language, options));

    public static Email News(IStringLocalizer<ConcernTexts> words, string key, string recipient, string number, string news,
        string secret, string language, TrackerOptions options) => Languages.In(Languages.Of(language), () => Composed(key, recipient,
            words["Email.News.Subject", number], [words[news, number]], words["Email.Open"], words["Email.Stop"], secret, language,
            options));

    private static Email Composed(string key, string recipient, string subject, IEnumerable<LocalizedString> sentences, string open,
        string last, string secret, string language, TrackerOptions options)
    {
        var path = $"/city/follow/{Outbox.SecretMark}?{Languages.Parameter}={language}";
        var text = new EmailText(subject,
        [
            .. sentences.Select(sentence => new Paragraph(sentence)), new LinkParagraph(open, options.Address(path)),
            new Paragraph(last),
        ], language);
        return new(key, recipient, subject, text.Plain, text.Html)
        {
            Secret = secret,
            Language = language,
            Unsubscribe = path,
            OneClick = true,
        };
    }
}
