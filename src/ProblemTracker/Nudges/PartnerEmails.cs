using Microsoft.Extensions.Localization;
using ProblemTracker.Mail;
using ProblemTracker.Partners;
using ProblemTracker.Updates;

namespace ProblemTracker.Nudges;

/// <summary>
/// The emails of the morning pass and at once to partners with an account, in the language of their organization. They give only the
/// numbers of problems and the partner's own actions.
/// </summary>
internal static class PartnerEmails
{
    public static Email Digest(IStringLocalizer<OwnerTexts> words, MorningReader reader, DateOnly today,
        IReadOnlyList<MorningNudge> nudges, IReadOnlyList<UpdateRow> updates, string publicUrl)
    {
        var lines = nudges.OrderBy(n => n.Shown.DueOn).ThenBy(n => n.Shown.Number, StringComparer.Ordinal).ThenBy(n => n.Shown.Id).ToList();
        string[] counted =
        [
            .. Counted(words, lines.Count, "Digest.OneReminder", "Digest.Reminders"),
            .. Counted(words, updates.Count, "Digest.OneUpdate", "Digest.Updates"),
        ];
        Group[] groups =
        [
            new(words["Digest.Actions"],
                [.. lines.Select(n => Line(n.Shown.Number, n.Shown.Link, n.Confidential, Sentence(words, n.Shown, today), publicUrl))]),
            Others(words, updates, publicUrl),
        ];
        var text = new EmailText(words["Digest", string.Join(", ", counted), DateText.LongDateIn(Languages.Current, today)],
            [.. groups.Where(group => group.Lines.Count > 0), new Paragraph(words["Digest.Once"]), Choose(words, publicUrl)],
            reader.Language);
        var subject = string.Join(", ",
            lines.Select(n => n.Shown.Number).Concat(updates.Select(u => u.Number)).Distinct().Order(StringComparer.Ordinal));
        return Sent(MorningEmails.DigestKey(reader, today), subject, text, reader);
    }

    /// <param name="updates">At least one.</param>
    public static Email AtOnce(
        IStringLocalizer<OwnerTexts> words, MorningReader reader, IReadOnlyList<UpdateRow> updates, string publicUrl)
    {
        string title = updates.Count > 1 ? words["Digest.Updates", updates.Count] : updates[0].Number;
        var text = new EmailText(title, [Others(words, updates, publicUrl), Choose(words, publicUrl)], reader.Language);
        return Sent(MorningEmails.AtOnceKey(reader, updates), title, text, reader);
    }

    /// <summary>A reminder in the reader's language; in English it is the sentence of the page and the API.</summary>
    internal static string Sentence(IStringLocalizer<OwnerTexts> words, NudgeRow nudge, DateOnly today)
    {
        if (!nudge.Kind.IsForPartner()) return nudge.Sentence;
        var action = nudge.Action is null ? "" : $" “{nudge.Action}”";
        var days = nudge.DueOn.DayNumber - today.DayNumber;
        var when = days switch { 0 => "Today", 1 => "Tomorrow", > 1 => "Later", -1 => "Yesterday", _ => "Before" };
        return words[$"Due.{when}", action, DateText.DateIn(Languages.Current, nudge.DueOn), Math.Abs(days)];
    }

    private static string[] Counted(IStringLocalizer<OwnerTexts> words, int count, string one, string many) =>
        count switch { 0 => [], 1 => [words[one]], _ => [words[many, count]] };

    private static Group Others(IStringLocalizer<OwnerTexts> words, IReadOnlyList<UpdateRow> updates, string publicUrl) =>
        new(words["Digest.Others"],
            [.. updates.Select(u => Line(u.Number, u.Link, u.Confidential, u.Sentence, publicUrl))]);

    private static GroupLine Line(string number, string link, bool isConfidential, string sentence, string publicUrl) =>
        new(number, publicUrl + link, isConfidential ? null : sentence);

    private static LinkParagraph Choose(IStringLocalizer<OwnerTexts> words, string publicUrl) =>
        new(words["Digest.Choose"], publicUrl + MorningEmails.Settings);

    private static Email Sent(string key, string subject, EmailText text, MorningReader reader) =>
        new(key, reader.Email, subject, text.Plain, text.Html)
        {
            PersonId = reader.Id,
            StakeholderId = reader.StakeholderId,
            Unsubscribe = MorningEmails.Settings,
            Language = reader.Language,
        };
}
