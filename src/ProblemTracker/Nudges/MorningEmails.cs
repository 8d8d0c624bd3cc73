using ProblemTracker.Mail;

namespace ProblemTracker.Nudges;

/// <summary>A nudge that was not emailed to its recipient yet.</summary>
/// <param name="Shown">As shown in their list.</param>
internal sealed record MorningNudge(NudgeRow Shown, bool Confidential);

/// <summary>The recipient of a morning's emails.</summary>
/// <param name="StakeholderId">The stakeholder a partner works for. If it withdraws consent, unsent emails are discarded.</param>
internal sealed record MorningReader(long Id, string Email, bool IsPartner, long? StakeholderId);

/// <summary>
/// The emails of the morning pass. Emails are read on phones and forwarded, so they give only the number of a confidential problem, give
/// partners only numbers and their own actions, and never name a stakeholder.
/// </summary>
internal static class MorningEmails
{
    /// <summary>The page where people choose which emails they get.</summary>
    private const string Settings = "/me";

    public static Email Digest(MorningReader reader, DateOnly today, IReadOnlyList<MorningNudge> nudges, string publicUrl)
    {
        var lines = nudges.OrderBy(n => n.Shown.DueOn).ThenBy(n => n.Shown.Number, StringComparer.Ordinal).ThenBy(n => n.Shown.Id).ToList();
        var groups = lines.GroupBy(n => Of(n.Shown.Kind, n.Shown.DueOn, today)).OrderBy(g => g.Key)
            .Select(g => new Group(Heading(g.Key), [.. g.Select(n => Line(n, publicUrl))]));
        var title = $"{(lines.Count == 1 ? "1 reminder" : $"{lines.Count} reminders")} for {DateText.LongDate(today)}";
        var text = new EmailText(title, [.. groups, new Paragraph("You get this email at most once a day."), Choose(publicUrl)]);
        var subject = reader.IsPartner
            ? string.Join(", ", lines.Select(n => n.Shown.Number).Distinct().Order(StringComparer.Ordinal)) : title;
        return new(FormattableString.Invariant($"digest:{reader.Id}:{today:yyyy-MM-dd}"), reader.Email, subject, text.Plain, text.Html)
        {
            PersonId = reader.Id,
            StakeholderId = reader.StakeholderId,
            Unsubscribe = Settings,
        };
    }

    /// <summary>An escalation gets its own email, so that it is not overlooked. It is sent once, and again when a snooze ends.</summary>
    public static Email Escalation(MorningReader reader, MorningNudge nudge, string publicUrl)
    {
        var shown = nudge.Shown;
        var byHand = shown.Kind == NudgeKind.SupervisorAskedToEscalate;
        EmailPart[] about = !nudge.Confidential ? [new Paragraph($"{shown.Title}."), new Paragraph(shown.Sentence)]
            : byHand ? [new Paragraph("The tracker can't escalate this to the commander: inform command staff yourself.")] : [];
        var text = new EmailText($"Problem {shown.Number} needs your attention",
            [.. about, new LinkParagraph("Open the problem", publicUrl + shown.Link), Choose(publicUrl)]);
        var again = shown.SnoozedUntil is { } until ? FormattableString.Invariant($":{until:yyyy-MM-dd}") : "";
        return new(FormattableString.Invariant($"escalation:{shown.Id}:{reader.Id}{again}"), reader.Email,
            byHand ? $"{shown.Number}: please inform command staff" : $"{shown.Number}: escalated to you", text.Plain, text.Html)
        {
            PersonId = reader.Id,
            Unsubscribe = Settings,
        };
    }

    private static LinkParagraph Choose(string publicUrl) => new("Choose which emails you get", publicUrl + Settings);

    /// <summary>Groups in a digest, in the order shown.</summary>
    private enum Todo { Overdue, DueToday, DueSoon, Decide, OwnActions, TalkTo, CheckOn }

    private static Todo Of(NudgeKind kind, DateOnly dueOn, DateOnly today) => kind switch
    {
        NudgeKind.RequestWaiting => Todo.Decide,
        NudgeKind.ActionDueSoon or NudgeKind.ActionOverdue or NudgeKind.PartnerDueSoon or NudgeKind.PartnerOverdue => Todo.OwnActions,
        NudgeKind.ActionUnanswered or NudgeKind.ActionUnreachable or NudgeKind.ActionDeclined => Todo.TalkTo,
        NudgeKind.NoActivity or NudgeKind.FollowUp => Todo.CheckOn,
        // Use the date, not the rung: the email may go out days after the nudge was raised.
        _ => dueOn < today ? Todo.Overdue : dueOn == today ? Todo.DueToday : Todo.DueSoon,
    };

    private static string Heading(Todo todo) => todo switch
    {
        Todo.Overdue => "Overdue",
        Todo.DueToday => "Due today",
        Todo.DueSoon => "Due soon",
        Todo.Decide => "Waiting for your decision",
        Todo.OwnActions => "Your actions",
        Todo.TalkTo => "Action owners to contact",
        _ => "Inactive problems and follow-ups",
    };

    private static GroupLine Line(MorningNudge nudge, string publicUrl)
    {
        var shown = nudge.Shown;
        return nudge.Confidential ? new(shown.Number, publicUrl + shown.Link)
            : new(shown.Title is { } title ? $"{shown.Number}: {title}" : shown.Number, publicUrl + shown.Link, shown.Sentence);
    }
}
