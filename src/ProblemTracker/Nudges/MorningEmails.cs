using ProblemTracker.Concerns;
using ProblemTracker.Mail;
using ProblemTracker.Updates;

namespace ProblemTracker.Nudges;

/// <summary>A nudge that was not emailed to its recipient yet.</summary>
/// <param name="Shown">As shown in their list.</param>
internal sealed record MorningNudge(NudgeRow Shown, bool Confidential);

/// <summary>The recipient of a morning's emails.</summary>
/// <param name="StakeholderId">The stakeholder a partner works for. If it withdraws consent, unsent emails are discarded.</param>
/// <param name="Language">The language chosen for that stakeholder; null for English.</param>
internal sealed record MorningReader(long Id, string Email, bool IsPartner, long? StakeholderId, string? Language = null);

/// <summary>
/// The emails of the morning pass to the department. Emails are read on phones and forwarded, so they give only the number of a
/// confidential problem and never name a stakeholder.
/// </summary>
internal static class MorningEmails
{
    /// <summary>The page where people choose which emails they get.</summary>
    internal const string Settings = "/me";

    /// <summary>Most concerns in an email; the rest are in the list behind the last link.</summary>
    private const int MostConcerns = 20;

    /// <summary>The one email of a morning: escalations on top, then reminders, then concerns, then what others did.</summary>
    public static Email Digest(MorningReader reader, DateOnly today, IReadOnlyList<MorningNudge> nudges, IReadOnlyList<UpdateRow> updates,
        IReadOnlyList<ConcernReminder> concerns, string publicUrl)
    {
        var lines = nudges.OrderBy(n => n.Shown.DueOn).ThenBy(n => n.Shown.Number, StringComparer.Ordinal).ThenBy(n => n.Shown.Id).ToList();
        var groups = lines.GroupBy(n => Of(n.Shown.Kind, n.Shown.DueOn, today)).OrderBy(g => g.Key)
            .Select(g => new Group(Heading(g.Key), [.. g.Select(n => Line(n, publicUrl))])).ToList();
        // Who hears of an escalation need not hear of the same concern twice.
        var desk = concerns.OrderByDescending(c => c.IsEscalation).DistinctBy(c => (c.ConcernId, c.RepeatId))
            .OrderBy(c => c.ConcernId is not null).ThenByDescending(c => c.IsEscalation).ThenBy(c => c.DueOn).ToList();
        if (desk.Count > 0) groups.Add(new("Concerns of residents", [.. Lines(desk, publicUrl)]));
        if (updates.Count > 0) groups.Add(new("What others did", [.. updates.Select(update => Line(update, publicUrl))]));
        var escalated = lines.Count(n => n.Shown.Kind.IsEscalation()) + desk.Count(c => c.IsEscalation);
        string[] counted =
        [
            .. Counted(escalated, "escalation"), .. Counted(lines.Count + desk.Count - escalated, "reminder"),
            .. Counted(updates.Count, "update"),
        ];
        var title = $"{string.Join(", ", counted)} for {DateText.LongDate(today)}";
        var text = new EmailText(title, [.. groups, new Paragraph("You get this email at most once a day."), Choose(publicUrl)]);
        return new(DigestKey(reader, today), reader.Email, title, text.Plain, text.Html)
        {
            PersonId = reader.Id,
            Unsubscribe = Settings,
        };
    }

    /// <summary>What one person hears at once, in one email.</summary>
    /// <param name="updates">At least one.</param>
    public static Email AtOnce(MorningReader reader, IReadOnlyList<UpdateRow> updates, string publicUrl)
    {
        var first = updates[0];
        var title = updates.Count > 1 ? $"{updates.Count} updates"
            : first.Confidential ? first.Number : $"{first.Number}: {Wording.Of(first.Kind).ToLowerInvariant()}";
        var text = new EmailText(title,
            [new Group("What others did", [.. updates.Select(update => Line(update, publicUrl))]), Choose(publicUrl)]);
        return new(AtOnceKey(reader, updates), reader.Email, title, text.Plain, text.Html)
        {
            PersonId = reader.Id,
            Unsubscribe = Settings,
        };
    }

    /// <summary>One digest per person and day.</summary>
    internal static string DigestKey(MorningReader reader, DateOnly today) =>
        FormattableString.Invariant($"digest:{reader.Id}:{today:yyyy-MM-dd}");

    internal static string AtOnceKey(MorningReader reader, IReadOnlyList<UpdateRow> updates) =>
        FormattableString.Invariant($"updates:{reader.Id}:{updates.Max(update => update.Id)}");

    private static string[] Counted(int count, string what) => count switch
    {
        0 => [],
        1 => [$"1 {what}"],
        _ => [$"{count} {what}s"],
    };

    private static LinkParagraph Choose(string publicUrl) => new("Choose which emails you get", publicUrl + Settings);

    /// <summary>Groups in a digest, in the order shown.</summary>
    private enum DigestGroup { Escalated, Overdue, DueToday, DueSoon, Decide, OwnActions, OwnCommitments, TalkTo, CheckOn }

    private static DigestGroup Of(NudgeKind kind, DateOnly dueOn, DateOnly today) => kind switch
    {
        _ when kind.IsEscalation() => DigestGroup.Escalated,
        NudgeKind.RequestWaiting => DigestGroup.Decide,
        NudgeKind.ActionDueSoon or NudgeKind.ActionOverdue
            or NudgeKind.PartnerDueSoon or NudgeKind.PartnerOverdue => DigestGroup.OwnActions,
        NudgeKind.CommitmentDueSoon or NudgeKind.CommitmentOverdue => DigestGroup.OwnCommitments,
        NudgeKind.ActionUnanswered or NudgeKind.ActionUnreachable or NudgeKind.ActionDeclined => DigestGroup.TalkTo,
        NudgeKind.NoActivity or NudgeKind.FollowUp => DigestGroup.CheckOn,
        // Use the date, not the rung: the email may go out days after the nudge was raised.
        _ => dueOn < today ? DigestGroup.Overdue : dueOn == today ? DigestGroup.DueToday : DigestGroup.DueSoon,
    };

    private static string Heading(DigestGroup group) => group switch
    {
        DigestGroup.Escalated => "Escalated to you",
        DigestGroup.Overdue => "Overdue",
        DigestGroup.DueToday => "Due today",
        DigestGroup.DueSoon => "Due soon",
        DigestGroup.Decide => "Waiting for your decision",
        DigestGroup.OwnActions => "Your actions",
        DigestGroup.OwnCommitments => "Your commitments to residents",
        DigestGroup.TalkTo => "Action owners to contact",
        _ => "Inactive problems and follow-ups",
    };

    private static IEnumerable<GroupLine> Lines(List<ConcernReminder> concerns, string publicUrl)
    {
        foreach (var concern in concerns.Take(MostConcerns))
            yield return new(concern.Title, publicUrl + concern.Link,
                concern.IsEscalation ? $"Escalated to you. {concern.Sentence}" : concern.Sentence);
        if (concerns.Count > MostConcerns)
            yield return new($"{concerns.Count - MostConcerns} more overdue concerns", $"{publicUrl}/concerns?overdue=true");
    }

    private static GroupLine Line(MorningNudge nudge, string publicUrl)
    {
        var shown = nudge.Shown;
        if (nudge.Confidential)
            return new(shown.Number, publicUrl + shown.Link, shown.Kind == NudgeKind.SupervisorAskedToEscalate
                ? "The tracker can't escalate this to the commander: inform command staff yourself." : null);
        return new(shown.Title is { } title ? $"{shown.Number}: {title}" : shown.Number, publicUrl + shown.Link, shown.Sentence);
    }

    private static GroupLine Line(UpdateRow update, string publicUrl) => update switch
    {
        { Confidential: true } => new(update.Number, publicUrl + update.Link),
        { Title: { } title } => new($"{update.Number}: {title}", publicUrl + update.Link, $"{update.Who}: {update.Sentence}"),
        _ => new(update.Number, publicUrl + update.Link, update.Sentence),
    };
}
