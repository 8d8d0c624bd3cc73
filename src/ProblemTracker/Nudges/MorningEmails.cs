using ProblemTracker.Mail;

namespace ProblemTracker.Nudges;

/// <summary>A nudge that somebody was not sent yet.</summary>
/// <param name="Shown">As it stands in their list.</param>
internal sealed record MorningNudge(NudgeRow Shown, bool Confidential);

/// <summary>To whom a morning's emails go.</summary>
/// <param name="StakeholderId">For whom a partner works: consent withdrawn discards what was not sent yet.</param>
internal sealed record MorningReader(long Id, string Email, bool IsPartner, long? StakeholderId);

/// <summary>
/// The emails of the morning pass. Mail is read on phones and forwarded: of a confidential problem an email says the number only, a
/// partner's email says numbers and the partner's own actions only, and no stakeholder is ever named.
/// </summary>
internal static class MorningEmails
{
    /// <summary>Where everybody chooses the mail they get.</summary>
    private const string Settings = "/me";

    public static Email Digest(MorningReader reader, DateOnly today, IReadOnlyList<MorningNudge> nudges, string publicUrl)
    {
        var lines = nudges.OrderBy(n => n.Shown.DueOn).ThenBy(n => n.Shown.Number, StringComparer.Ordinal).ThenBy(n => n.Shown.Id).ToList();
        var groups = lines.GroupBy(n => Of(n.Shown.Rung, n.Shown.DueOn, today)).OrderBy(g => g.Key)
            .Select(g => new Group(Heading(g.Key), [.. g.Select(n => Line(n, publicUrl))]));
        var title = $"{(lines.Count == 1 ? "1 reminder" : $"{lines.Count} reminders")} for {DateText.LongDate(today)}";
        var text = new EmailText(title, [.. groups, new Paragraph("You get at most one such email a day."), Choose(publicUrl)]);
        var subject = reader.IsPartner
            ? string.Join(", ", lines.Select(n => n.Shown.Number).Distinct().Order(StringComparer.Ordinal)) : title;
        return new(FormattableString.Invariant($"digest:{reader.Id}:{today:yyyy-MM-dd}"), reader.Email, subject, text.Plain, text.Html)
        {
            PersonId = reader.Id,
            StakeholderId = reader.StakeholderId,
            Unsubscribe = Settings,
        };
    }

    /// <summary>What climbed above the lead comes alone, so that it is not overlooked; once, and again when a snooze of it ends.</summary>
    public static Email Escalation(MorningReader reader, MorningNudge nudge, string publicUrl)
    {
        var shown = nudge.Shown;
        var byHand = shown.Rung == Rung.EscalateByHand;
        EmailPart[] about = !nudge.Confidential ? [new Paragraph($"{shown.Title}."), new Paragraph(shown.Sentence)]
            : byHand ? [new Paragraph("Its commander can't be told from here: pass it on yourself.")] : [];
        var text = new EmailText($"Problem {shown.Number} needs you",
            [.. about, new LinkParagraph("See what it is waiting for", publicUrl + shown.Link), Choose(publicUrl)]);
        var again = shown.SnoozedUntil is { } until ? FormattableString.Invariant($":{until:yyyy-MM-dd}") : "";
        return new(FormattableString.Invariant($"escalation:{shown.Id}:{reader.Id}{again}"), reader.Email,
            byHand ? $"{shown.Number}: to be escalated by hand" : $"{shown.Number}: escalated to you", text.Plain, text.Html)
        {
            PersonId = reader.Id,
            Unsubscribe = Settings,
        };
    }

    private static LinkParagraph Choose(string publicUrl) => new("Choose what you get by mail", publicUrl + Settings);

    /// <summary>What to do, in the order in which a morning goes.</summary>
    private enum Todo { Overdue, DueToday, DueSoon, Decide, OwnActions, TalkTo, LookAgain }

    private static Todo Of(Rung rung, DateOnly dueOn, DateOnly today) => rung switch
    {
        Rung.ApprovalWaiting => Todo.Decide,
        Rung.ActionDueSoon or Rung.ActionOverdue or Rung.PartnerDueSoon or Rung.PartnerOverdue => Todo.OwnActions,
        Rung.ActionUnanswered or Rung.ActionUnreachable or Rung.ActionDeclined => Todo.TalkTo,
        Rung.Quiet or Rung.FollowUp => Todo.LookAgain,
        // By the date, not by the rung: the email may be later than the nudge.
        _ => dueOn < today ? Todo.Overdue : dueOn == today ? Todo.DueToday : Todo.DueSoon,
    };

    private static string Heading(Todo todo) => todo switch
    {
        Todo.Overdue => "Overdue",
        Todo.DueToday => "Due today",
        Todo.DueSoon => "Due soon",
        Todo.Decide => "Waiting for your decision",
        Todo.OwnActions => "Your actions",
        Todo.TalkTo => "Talk to the owner of an action",
        _ => "Look again",
    };

    private static GroupLine Line(MorningNudge nudge, string publicUrl)
    {
        var shown = nudge.Shown;
        return nudge.Confidential ? new(shown.Number, publicUrl + shown.Link)
            : new(shown.Title is { } title ? $"{shown.Number}: {title}" : shown.Number, publicUrl + shown.Link, shown.Sentence);
    }
}
