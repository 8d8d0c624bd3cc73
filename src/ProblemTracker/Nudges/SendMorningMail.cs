using MediatR;
using ProblemTracker.Accounts;
using ProblemTracker.Agency;
using ProblemTracker.Mail;
using ProblemTracker.Stakeholders;

namespace ProblemTracker.Nudges;

/// <summary>
/// Queues the morning's emails during the morning pass: for each person one digest of their nudges since the last digest, and an email for
/// each escalation. A person gets one digest per local date; later nudges wait for the next morning. Handles a few people at a time to keep
/// transactions short; send it again with <see cref="MorningMailSent.Next"/> for the rest.
/// </summary>
/// <param name="AfterPersonId">The last person of the previous batch.</param>
[Needs(Permission.Administer)]
public sealed record SendMorningMail(long AfterPersonId = 0) : ICommand<MorningMailSent>;

/// <param name="Emails">The number queued.</param>
/// <param name="Next">Null after the last batch.</param>
public sealed record MorningMailSent(int Emails, long? Next);

internal sealed class SendMorningMailHandler(Db db, AgencySettings agency, TrackerClock clock, TrackerOptions options)
    : IRequestHandler<SendMorningMail, MorningMailSent>
{
    private const int BatchSize = 20;
    /// <summary>The most characters of an action shown in an email.</summary>
    private const int LongestAction = 160;

    private sealed record PersonRow
    {
        public long Id { get; init; }
        public string Email { get; init; } = "";
        public string Name { get; init; } = "";
        public bool Active { get; init; }
        public EmailChoice EmailChoice { get; init; }
        public long? StakeholderId { get; init; }
        /// <summary>The stakeholder they work for consented to be emailed.</summary>
        public bool Consents { get; init; }
    }

    public async Task<MorningMailSent> Handle(SendMorningMail command, CancellationToken ct)
    {
        var calendar = await agency.Calendar(ct);
        if (!clock.IsMorningPass(calendar.Zone)) return new(0, null);
        var people = await db.List<PersonRow>($"""
            SELECT w.Id, w.Email, w.Name, w.Active, w.EmailChoice, w.StakeholderId, IIF({StakeholderSql.HasConsent}, 1, 0) AS Consents
            FROM Person w LEFT JOIN Stakeholder s ON s.Id = w.StakeholderId
            WHERE w.Id > @AfterPersonId AND EXISTS (SELECT 1 FROM NudgeRecipient r WHERE r.PersonId = w.Id AND r.MailedAt IS NULL)
            ORDER BY w.Id {db.Dialect.First("@BatchSize")}
            """, new { command.AfterPersonId, BatchSize }, ct);
        var emails = 0;
        foreach (var person in people) emails += await Write(person, calendar, ct);
        return new(emails, people.Count < BatchSize ? null : people[^1].Id);
    }

    /// <returns>The number of emails queued.</returns>
    private async Task<int> Write(PersonRow person, AgencyCalendar calendar, CancellationToken ct)
    {
        var today = calendar.DateOf(clock.GetUtcNow());
        var reader = Actor.Person(person.Id, person.Name, await PersonSql.Roles(db, person.Id, ct), "job");
        var isPartner = !reader.Might(Permission.ReadProblems);
        var mayBeWrittenTo = person.Active && (!isPartner || person.Consents);
        var args = new { ActorId = person.Id };
        var unmailed = await db.List<long>("SELECT NudgeId FROM NudgeRecipient WHERE PersonId = @ActorId AND MailedAt IS NULL", args, ct);
        // Check access again: roles, team and attachments may have changed since the nudge was raised.
        var visible = !mayBeWrittenTo ? [] : await db.List<NudgeSql.Row>(
            $"{NudgeSql.Select} WHERE r.PersonId = @ActorId AND r.MailedAt IS NULL AND {NudgeSql.VisibleTo(reader)} ORDER BY n.Id",
            args, ct);

        // Snoozed nudges and those of problems on hold wait for a later day. All others are marked as emailed today, even if no email goes
        // out.
        var resting = visible.Where(n => n.DoneAt is null && (n.SnoozedUntil > today || n.OnHoldUntil > today)).Select(n => n.Id)
            .ToHashSet();
        var wanted = visible.Where(n => n.DoneAt is null && !resting.Contains(n.Id))
            .Select(n => new MorningNudge((n with { Action = Shortened(n.Action) }).Shown(calendar, today), n.Confidential))
            .Where(n => n.Shown.Applies).ToLookup(n => n.Shown.Kind.IsEscalation());

        var to = new MorningReader(person.Id, person.Email, isPartner, isPartner ? person.StakeholderId : null);
        var emails = 0;
        foreach (var escalation in person.EmailChoice == EmailChoice.InAppOnly ? [] : wanted[true])
            if (await Outbox.Queue(db, clock, MorningEmails.Escalation(to, escalation, options.PublicUrl), ct)) emails++;
        List<MorningNudge> daily = person.EmailChoice == EmailChoice.Digest ? [.. wanted[false]] : [];
        if (daily.Count > 0)
        {
            // Not queued if today's digest was already sent, or another node is queuing it: these nudges wait for the next morning.
            if (await Outbox.Queue(db, clock, MorningEmails.Digest(to, today, daily, options.PublicUrl), ct)) emails++;
            else resting.UnionWith(daily.Select(n => n.Shown.Id));
        }

        foreach (var ids in unmailed.Union(visible.Select(n => n.Id)).Except(resting).Chunk(500))
            await db.Execute(
                "UPDATE NudgeRecipient SET MailedAt = @Now WHERE PersonId = @PersonId AND NudgeId IN @ids AND MailedAt IS NULL",
                new { Now = clock.GetUtcNow(), PersonId = person.Id, ids }, ct);
        return emails;
    }

    private static string? Shortened(string? action) =>
        action is { Length: > LongestAction } ? $"{action[..LongestAction].TrimEnd()}…" : action;
}
