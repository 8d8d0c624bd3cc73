using MediatR;
using ProblemTracker.Accounts;
using ProblemTracker.Agency;
using ProblemTracker.Mail;

namespace ProblemTracker.Reports;

/// <summary>
/// Queues the weekly briefing for everyone who asked for it, at most once a week: during the morning pass on Monday, or on the first
/// morning afterward that the program runs. Handles a few people at a time; send it again with <see cref="BriefingsSent.Next"/> for the
/// rest.
/// </summary>
/// <param name="AfterPersonId">The last person of the previous batch.</param>
[Needs(Permission.Administer)]
public sealed record SendBriefings(long AfterPersonId = 0) : ICommand<BriefingsSent>;

/// <param name="Emails">The number queued.</param>
/// <param name="Next">Null after the last batch.</param>
public sealed record BriefingsSent(int Emails, long? Next);

internal sealed class SendBriefingsHandler(Db db, AgencySettings agency, TrackerClock clock, TrackerOptions options,
    BriefingReader briefings)
    : IRequestHandler<SendBriefings, BriefingsSent>
{
    private const int BatchSize = 5;

    private sealed record PersonRow
    {
        public long Id { get; init; }
        public string Email { get; init; } = "";
        public string Name { get; init; } = "";
    }

    public async Task<BriefingsSent> Handle(SendBriefings command, CancellationToken ct)
    {
        var calendar = await agency.Calendar(ct);
        var now = clock.GetUtcNow();
        if (!clock.IsMorningPass(calendar.Zone)) return new(0, null);
        var monday = BriefingEmail.MondayOf(calendar.DateOf(now));
        var people = await db.List<PersonRow>($"""
            SELECT w.Id, w.Email, w.Name FROM Person w
            WHERE w.Id > @AfterPersonId AND w.Active = 1 AND w.WeeklyBriefing = 1
                AND NOT EXISTS (SELECT 1 FROM Outbox o WHERE o.DedupeKey = CONCAT('briefing:', w.Id, ':', @Week))
            ORDER BY w.Id {db.Dialect.First("@BatchSize")}
            """, new { command.AfterPersonId, BatchSize, Week = BriefingEmail.Week(monday) }, ct);
        var emails = 0;
        foreach (var person in people)
        {
            // Build it with this reader's current roles and teams, which may have changed since they asked for it.
            var reader = Actor.Person(person.Id, person.Name, await PersonSql.Roles(db, person.Id, ct), "job");
            if (!reader.Might(Permission.ReadProblems)) continue;
            var email = BriefingEmail.Compose(person.Id, person.Email, monday, await briefings.Read(reader, monday, ct), options.PublicUrl);
            if (await Outbox.Queue(db, clock, email, ct)) emails++;
        }
        return new(emails, people.Count < BatchSize ? null : people[^1].Id);
    }
}
