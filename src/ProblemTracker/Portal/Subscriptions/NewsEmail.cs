using Microsoft.Extensions.Localization;
using ProblemTracker.Mail;

namespace ProblemTracker.Portal;

/// <summary>Composes emails to residents who follow news: titles and links, and no names.</summary>
internal static class NewsEmail
{
    public static readonly TimeSpan LinkLifetime = TimeSpan.FromDays(2 * 365);

    public static Email Confirm(IStringLocalizer<PortalTexts> words, long linkId, string recipient, string neighborhood, string secret,
        string language, TrackerOptions options) => Languages.In(Languages.Of(language), () => Composed(linkId, recipient,
            words["News.Confirm.Subject", neighborhood],
            [
                new Paragraph(words["News.Confirm.Mail", neighborhood]),
                new LinkParagraph(words["News.Confirm.Open"], options.Address(Path(language))),
                new Paragraph(words["News.Confirm.NotYou"]),
            ], secret, language));

    public static Email News(IStringLocalizer<PortalTexts> words, long linkId, string recipient, string? neighborhood,
        IReadOnlyList<NewsItem> news, string secret, string language, TrackerOptions options) => Languages.In(Languages.Of(language), () =>
            Composed(linkId, recipient, words["News.Subject", neighborhood ?? ""],
            [
                new Group(words["News.New"], [.. news.Select(item => new GroupLine(item.Heading(words),
                    options.Address($"/city{item.Path}?{Languages.Parameter}={language}"))
                {
                    Other = item.Language == language ? null : (item.Language, words["News.Language", NameOf(item.Language, language)]),
                })]),
                new LinkParagraph(words["News.Stop"], options.Address(Path(language))),
            ], secret, language));

    private static Email Composed(long linkId, string recipient, string subject, IReadOnlyList<EmailPart> parts, string secret,
        string language)
    {
        var text = new EmailText(subject, parts, language);
        return new($"news:{linkId}", recipient, subject, text.Plain, text.Html)
        {
            Secret = secret,
            Language = language,
            Unsubscribe = Path(language),
            OneClick = true,
        };
    }

    /// <summary>A language's name in English; in an email in another language its own name for itself.</summary>
    private static string NameOf(string code, string language) =>
        Languages.Of(language).Equals(Languages.English) ? Languages.Of(code).EnglishName : Languages.Name(Languages.Of(code));

    private static string Path(string language) => $"/city/news/{Outbox.SecretMark}?{Languages.Parameter}={language}";
}
