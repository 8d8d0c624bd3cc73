using MediatR;
using Microsoft.Extensions.Localization;
using ProblemTracker.Mail;
using ProblemTracker.Partners;
using ProblemTracker.Updates;

namespace ProblemTracker.Nudges;

/// <summary>
/// Queues what people want to hear by email at once, as soon as it can no longer be undone: one email per person with all of it. Handles a
/// few people at a time; send it again with <see cref="UpdateMailSent.Next"/> for the rest.
/// </summary>
/// <param name="AfterPersonId">The last person of the previous batch.</param>
[Needs(Permission.Administer)]
public sealed record SendUpdateMail(long AfterPersonId = 0) : ICommand<UpdateMailSent>;

/// <param name="Emails">The number queued.</param>
/// <param name="Next">Null after the last batch.</param>
public sealed record UpdateMailSent(int Emails, long? Next);

internal sealed class SendUpdateMailHandler(Db db, TrackerClock clock, TrackerOptions options, IStringLocalizer<OwnerTexts> words)
    : IRequestHandler<SendUpdateMail, UpdateMailSent>
{
    private const int BatchSize = 20;

    /// <summary>Kinds that some role hears at once unless a person chose otherwise.</summary>
    private static readonly IReadOnlyList<string> AtOnceByDefault =
    [
        .. Enum.GetValues<UpdateKind>()
            .Where(kind => Enum.GetValues<Role>().Any(role => kind.DefaultWay(new HashSet<Role> { role }) == UpdateWay.AtOnce))
            .Select(kind => kind.ToString()),
    ];

    public async Task<UpdateMailSent> Handle(SendUpdateMail command, CancellationToken ct)
    {
        var before = clock.GetUtcNow() - UndoRules.SettledAfter;
        var people = await db.List<MailReaders.Row>($"""
            {MailReaders.Select}
            WHERE w.Id > @AfterPersonId AND w.Active = 1 AND w.EmailChoice = 'Digest' AND EXISTS (
                SELECT 1 FROM PersonUpdate u JOIN AuditEntry e ON e.Id = u.EntryId
                    LEFT JOIN UpdateChoice c ON c.PersonId = u.PersonId AND c.Kind = u.Kind
                WHERE u.PersonId = w.Id AND u.MailedAt IS NULL AND u.SeenAt IS NULL AND e.At <= @before
                    AND (c.Way = 'AtOnce' OR (c.Way IS NULL AND u.Kind IN @AtOnceByDefault)))
            ORDER BY w.Id {db.Dialect.First("@BatchSize")}
            """, new { command.AfterPersonId, before, AtOnceByDefault, BatchSize }, ct);
        var emails = 0;
        foreach (var person in people)
        {
            var reader = await MailReaders.Read(db, person, ct);
            var atOnce = (await reader.Unmailed(db, before, ct))
                .Where(update => update.SeenAt is null && reader.WayOf(update.Kind) == UpdateWay.AtOnce).ToList();
            if (atOnce.Count == 0) continue;
            if (await Outbox.Queue(db, clock, Written(reader.To, atOnce), ct)) emails++;
            await db.Execute("UPDATE PersonUpdate SET MailedAt = @Now WHERE Id IN @ids",
                new { Now = clock.GetUtcNow(), ids = atOnce.Select(update => update.Id) }, ct);
        }
        return new(emails, people.Count < BatchSize ? null : people[^1].Id);
    }

    private Email Written(MorningReader to, List<UpdateSql.Row> updates) => to.IsPartner
        ? Languages.In(Languages.Of(to.Language), () =>
            PartnerEmails.AtOnce(words, to, [.. updates.Select(u => u.ShownToPartner(words))], options.PublicUrl))
        : MorningEmails.AtOnce(to, [.. updates.Select(u => u.Shown())], options.PublicUrl);
}
