using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Localization;
using ProblemTracker.Agency;
using ProblemTracker.Links;
using ProblemTracker.Mail;
using ProblemTracker.Partners;
using ProblemTracker.Stakeholders;

namespace ProblemTracker.Nudges;

/// <summary>
/// Emails reminders to action owners outside the department who have no account, each with its own link, during the morning pass. A
/// reminder that can't or need not be sent anymore is marked as emailed without an email, also one that a newer reminder about the same
/// action makes superfluous. Handles one batch; send it again while there are more.
/// </summary>
[Needs(Permission.Administer)]
public sealed record SendOutsideReminders : ICommand<RemindersSent>;

/// <param name="HasMore">Whether there may be another batch.</param>
public sealed record RemindersSent(int Sent, int Skipped, bool HasMore);

internal sealed class SendOutsideRemindersHandler(Db db, Actor actor, AgencySettings agency, TrackerClock clock, TrackerOptions options,
    IDataProtectionProvider protection, IStringLocalizer<OwnerTexts> words)
    : IRequestHandler<SendOutsideReminders, RemindersSent>
{
    private const int BatchSize = 100;

    /// <summary>
    /// A newer reminder about the same action. Both wait after mornings without a pass, and would say the same.
    /// </summary>
    private const string NewerRung = "SELECT 1 FROM Nudge w WHERE w.ActionId = n.ActionId AND w.AttachmentId IS NOT NULL AND w.Id > n.Id";

    private sealed record Reminder
    {
        public long NudgeId { get; init; }
        public long ActionId { get; init; }
        public long ProblemId { get; init; }
        public long AttachmentId { get; init; }
        public long StakeholderId { get; init; }
        public string Number { get; init; } = "";
        public bool Confidential { get; init; }
        public string? PublicTitle { get; init; }
        public string Description { get; init; } = "";
        public DateOnly? DueOn { get; init; }
        public string? Email { get; init; }
        public string? EmailLanguage { get; init; }
        public bool MayWrite { get; init; }
    }

    public async Task<RemindersSent> Handle(SendOutsideReminders command, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var calendar = await agency.Calendar(ct);
        if (!clock.IsMorningPass(calendar.Zone)) return new(0, 0, false);
        var today = calendar.DateOf(now);
        var batch = await db.List<Reminder>($"""
            SELECT n.Id AS NudgeId, a.Id AS ActionId, a.ProblemId, n.AttachmentId, s.Id AS StakeholderId, p.Number, p.Confidential,
                p.PublicTitle, a.Description, a.DueOn, s.Email, s.EmailLanguage,
                IIF({StakeholderSql.TakesMail} AND {StakeholderSql.HasConsent} AND s.MergedIntoId IS NULL
                    AND t.DetachedAt IS NULL AND a.OwnerAttachmentId = n.AttachmentId AND {PartnerSql.Waiting} AND p.Stage <> 'Closed'
                    AND (p.OnHoldUntil IS NULL OR p.OnHoldUntil <= @today)
                    AND a.DueOn = n.DueOn AND NOT EXISTS ({NewerRung}), 1, 0) AS MayWrite
            FROM Nudge n
            JOIN ProblemAction a ON a.Id = n.ActionId
            JOIN Problem p ON p.Id = a.ProblemId
            JOIN ProblemStakeholder t ON t.Id = n.AttachmentId
            JOIN Stakeholder s ON s.Id = t.StakeholderId
            WHERE n.AttachmentId IS NOT NULL AND n.MailedAt IS NULL
            ORDER BY n.Id {db.Dialect.First("@BatchSize")}
            """, new { today, BatchSize }, ct);
        var sent = 0;
        foreach (var reminder in batch)
        {
            // Another process may have read the same batch. Whoever marks a reminder first sends it.
            var isOurs = await db.Execute("UPDATE Nudge SET MailedAt = @now WHERE Id = @NudgeId AND MailedAt IS NULL",
                new { reminder.NudgeId, now }, ct) == 1;
            if (!isOurs || !reminder.MayWrite) continue;
            await Send(reminder, today, now, ct);
            sent++;
        }
        return new(sent, batch.Count - sent, batch.Count == BatchSize);
    }

    private async Task Send(Reminder reminder, DateOnly today, DateTimeOffset now, CancellationToken ct)
    {
        var (_, secret, _) = await OneTimeLinks.Make(db, protection, actor, now, LinkPurpose.ActionOwner, reminder.ActionId,
            reminder.AttachmentId, ct);
        var facts = new ActionEmailFacts
        {
            Number = reminder.Number,
            Confidential = reminder.Confidential,
            PublicTitle = reminder.PublicTitle,
            Description = reminder.Description,
            DueOn = reminder.DueOn,
            Email = reminder.Email!,
            StakeholderId = reminder.StakeholderId,
            Language = reminder.EmailLanguage,
        };
        var reason = reminder.DueOn < today ? ActionEmailReason.WasDue : ActionEmailReason.DueSoon;
        await Outbox.Queue(db, clock,
            ActionEmail.Compose(words, string.Create(CultureInfo.InvariantCulture, $"outside:{reminder.NudgeId}"), facts, secret,
                reason, null, options), ct);
        await db.Record(actor, now, "action.reminded", reminder.ProblemId, reminder.ActionId,
            $"Reminded the owner of an action: {reminder.Description}", null, new { reminder.NudgeId }, ct);
    }
}
