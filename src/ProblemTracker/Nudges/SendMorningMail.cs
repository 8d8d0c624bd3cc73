using MediatR;
using Microsoft.Extensions.Localization;
using ProblemTracker.Agency;
using ProblemTracker.Concerns;
using ProblemTracker.Mail;
using ProblemTracker.Partners;
using ProblemTracker.Updates;

namespace ProblemTracker.Nudges;

/// <summary>
/// Queues the morning's emails during the morning pass: for each person one digest of their nudges, updates and concerns since the last
/// digest. A person gets one digest per local date; what comes later waits for the next morning. Handles a few people at a time to keep
/// transactions short; send it again with <see cref="MorningMailSent.Next"/> for the rest.
/// </summary>
/// <param name="AfterPersonId">The last person of the previous batch.</param>
[Needs(Permission.Administer)]
public sealed record SendMorningMail(long AfterPersonId = 0) : ICommand<MorningMailSent>;

/// <param name="Emails">The number queued.</param>
/// <param name="Next">Null after the last batch.</param>
public sealed record MorningMailSent(int Emails, long? Next);

internal sealed class SendMorningMailHandler(Db db, AgencySettings agency, TrackerClock clock, TrackerOptions options,
    IStringLocalizer<OwnerTexts> words)
    : IRequestHandler<SendMorningMail, MorningMailSent>
{
    private const int BatchSize = 20;
    /// <summary>The most characters of an action shown in an email.</summary>
    private const int LongestAction = 160;

    public async Task<MorningMailSent> Handle(SendMorningMail command, CancellationToken ct)
    {
        var calendar = await agency.Calendar(ct);
        if (!clock.IsMorningPass(calendar.Zone)) return new(0, null);
        var people = await db.List<MailReaders.Row>($"""
            {MailReaders.Select}
            WHERE w.Id > @AfterPersonId AND (EXISTS (SELECT 1 FROM NudgeRecipient r WHERE r.PersonId = w.Id AND r.MailedAt IS NULL)
                OR EXISTS (SELECT 1 FROM PersonUpdate u WHERE u.PersonId = w.Id AND u.MailedAt IS NULL)
                OR {ConcernReminderSql.HasUnmailed})
            ORDER BY w.Id {db.Dialect.First("@BatchSize")}
            """, new { command.AfterPersonId, BatchSize }, ct);
        var emails = 0;
        foreach (var person in people) emails += await Write(person, calendar, ct);
        return new(emails, people.Count < BatchSize ? null : people[^1].Id);
    }

    /// <returns>The number of emails queued.</returns>
    private async Task<int> Write(MailReaders.Row person, AgencyCalendar calendar, CancellationToken ct)
    {
        var today = calendar.DateOf(clock.GetUtcNow());
        var reader = await MailReaders.Read(db, person, ct);
        var args = new { ActorId = person.Id };
        var unmailed = await db.List<long>("SELECT NudgeId FROM NudgeRecipient WHERE PersonId = @ActorId AND MailedAt IS NULL", args, ct);
        // Check access again: roles, team and attachments may have changed since the nudge was raised.
        var visible = !reader.MayBeWrittenTo ? [] : await db.List<NudgeSql.Row>(
            $"{NudgeSql.Select} WHERE r.PersonId = @ActorId AND r.MailedAt IS NULL AND {NudgeSql.VisibleTo(reader.Actor)} ORDER BY n.Id",
            args, ct);

        // Snoozed nudges and those of problems on hold wait for a later day. All others are marked as emailed today, even if no email goes
        // out.
        var resting = visible.Where(n => n.DoneAt is null && (n.SnoozedUntil > today || n.OnHoldUntil > today)).Select(n => n.Id)
            .ToHashSet();
        var wanted = visible.Where(n => n.DoneAt is null && !resting.Contains(n.Id))
            .Select(n => new MorningNudge((n with { Action = Shortened(n.Action) }).Shown(today), n.Confidential))
            .Where(n => n.Shown.Applies && IsWanted(n.Shown.Kind.IsEscalation(), person.EmailChoice)).ToList();
        // What is younger can still be undone, and what is read needs no email.
        var before = clock.GetUtcNow() - UndoRules.SettledAfter;
        var updates = await reader.Unmailed(db, before, ct);
        var told = updates.Where(u => u.SeenAt is null && reader.WayOf(u.Kind) == UpdateWay.Daily)
            .ToList();
        var reminders = await ConcernReminderSql.Unmailed(db, person.Id, ct);
        var concerns = !reader.MayBeWrittenTo || !reader.Actor.Might(Permission.WorkConcerns) ? []
            : reminders.Where(reminder => reminder.Applies && IsWanted(reminder.IsEscalation, person.EmailChoice)).ToList();
        var waiting = updates.Where(u => u.SeenAt is null && reader.WayOf(u.Kind) == UpdateWay.AtOnce).Select(u => u.Id).ToHashSet();

        var emails = 0;
        var isKept = false;
        if (wanted.Count + told.Count + concerns.Count > 0)
        {
            // Not queued if today's digest was already sent, or another node is queuing it: all this waits for the next morning.
            if (await Outbox.Queue(db, clock, Digest(reader.To, today, wanted, told, concerns), ct)) emails++;
            else
            {
                (resting, waiting, isKept) =
                    ([.. resting, .. wanted.Select(n => n.Shown.Id)], [.. waiting, .. told.Select(u => u.Id)], concerns.Count > 0);
            }
        }

        foreach (var ids in unmailed.Union(visible.Select(n => n.Id)).Except(resting).Chunk(500))
            await db.Execute(
                "UPDATE NudgeRecipient SET MailedAt = @Now WHERE PersonId = @PersonId AND NudgeId IN @ids AND MailedAt IS NULL",
                new { Now = clock.GetUtcNow(), PersonId = person.Id, ids }, ct);
        if (reminders.Count > 0 && !isKept) await ConcernReminderSql.MarkMailed(db, person.Id, clock.GetUtcNow(), ct);
        // What they don't want by email, or can't see now, is in no later email either.
        var unmailedUpdates = await db.List<long>("""
            SELECT u.Id FROM PersonUpdate u JOIN AuditEntry e ON e.Id = u.EntryId
            WHERE u.PersonId = @ActorId AND u.MailedAt IS NULL AND e.At <= @before
            """, new { ActorId = person.Id, before }, ct);
        foreach (var ids in unmailedUpdates.Except(waiting).Chunk(500))
            await db.Execute("UPDATE PersonUpdate SET MailedAt = @Now WHERE Id IN @ids", new { Now = clock.GetUtcNow(), ids }, ct);
        return emails;
    }

    private Email Digest(MorningReader to, DateOnly today, List<MorningNudge> nudges, List<UpdateSql.Row> told,
        IReadOnlyList<ConcernReminder> concerns) => to.IsPartner
        ? Languages.In(Languages.Of(to.Language), () => PartnerEmails.Digest(
            words, to, today, nudges, [.. told.Select(u => u.ShownToPartner(words))], options.PublicUrl))
        : MorningEmails.Digest(to, today, nudges, [.. told.Select(u => u.Shown())], concerns, options.PublicUrl);

    private static bool IsWanted(bool isEscalation, EmailChoice choice) =>
        choice == EmailChoice.Digest || (choice == EmailChoice.EscalationsOnly && isEscalation);

    private static string? Shortened(string? action) =>
        action is { Length: > LongestAction } ? $"{action[..LongestAction].TrimEnd()}…" : action;
}
