using System.Globalization;
using MediatR;
using ProblemTracker.Agency;

namespace ProblemTracker.Concerns;

/// <summary>
/// Raises the day's reminders about overdue concerns and repeat complaints, by <see cref="ConcernLadder"/>. They are emailed with the
/// morning's digest. Handles a few concerns at a time to keep transactions short; send it again with
/// <see cref="ConcernRemindersRaised.Next"/> for the rest. A second run on the same day changes nothing.
/// </summary>
/// <param name="After">The last concern of the previous batch.</param>
[Needs(Permission.Administer)]
public sealed record RaiseConcernReminders(OverdueConcern? After = null) : ICommand<ConcernRemindersRaised>;

/// <param name="Next">Null after the last batch.</param>
public sealed record ConcernRemindersRaised(int Raised, OverdueConcern? Next);

public sealed record OverdueConcern
{
    public long Id { get; init; }
    public DateOnly DueOn { get; init; }
    public long? NeighborhoodId { get; init; }
}

internal sealed class RaiseConcernRemindersHandler(Db db, AgencySettings agency, TimeProvider clock)
    : IRequestHandler<RaiseConcernReminders, ConcernRemindersRaised>
{
    private const int BatchSize = 200;

    private sealed record Repeat
    {
        public long Id { get; init; }
        public DateTimeOffset RaisedAt { get; init; }
        public long? NeighborhoodId { get; init; }
    }

    public async Task<ConcernRemindersRaised> Handle(RaiseConcernReminders command, CancellationToken ct)
    {
        var calendar = await agency.Calendar(ct);
        var today = calendar.DateOf(clock.GetUtcNow());
        var done = today.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var last = await db.Find<string>("SELECT Value FROM Setting WHERE Name = @Name",
            new { Name = SettingNames.ConcernsRemindedOn }, ct);
        if (last == done) return new(0, null);
        var concerns = await db.List<OverdueConcern>($"""
            SELECT c.Id, c.DueOn, c.NeighborhoodId FROM Concern c
            WHERE c.DueOn < @today AND c.DueOn >= @DueOn AND (c.DueOn > @DueOn OR c.Id > @Id)
            ORDER BY c.DueOn, c.Id {db.Dialect.First("@BatchSize")}
            """, new { today, DueOn = command.After?.DueOn ?? DateOnly.MinValue, Id = command.After?.Id ?? 0, BatchSize }, ct);
        var isLast = concerns.Count < BatchSize;
        var repeats = !isLast ? [] : await db.List<Repeat>($"""
            SELECT r.Id, r.RaisedAt, (SELECT MAX(c.NeighborhoodId) FROM RepeatComplaintConcern x JOIN Concern c ON c.Id = x.ConcernId
                WHERE x.RepeatId = r.Id) AS NeighborhoodId
            FROM RepeatComplaint r WHERE {RepeatSql.IsWaiting} ORDER BY r.Id
            """, null, ct);
        var readers = concerns.Count + repeats.Count == 0 ? null : await DeskReaders.Read(db, today, ct);
        var raised = 0;
        foreach (var concern in concerns)
            foreach (var reminder in ConcernLadder.Overdue(concern.Id, concern.DueOn, readers!.Of(concern.NeighborhoodId), today))
                raised += await Raise(reminder, concern.Id, null, concern.DueOn, ct);
        foreach (var repeat in repeats)
        {
            var on = calendar.DateOf(repeat.RaisedAt);
            foreach (var reminder in ConcernLadder.Waiting(repeat.Id, on, readers!.Of(repeat.NeighborhoodId), today))
                raised += await Raise(reminder, null, repeat.Id, on, ct);
        }
        if (isLast) await SettingSql.Put(db, SettingNames.ConcernsRemindedOn, done, ct);
        return new(raised, isLast ? null : concerns[^1]);
    }

    private async Task<int> Raise(DueConcernReminder reminder, long? concernId, long? repeatId, DateOnly dueOn, CancellationToken ct)
    {
        var raised = 0;
        foreach (var personId in reminder.Recipients)
            raised += await db.Execute("""
                INSERT INTO ConcernReminder (DedupeKey, PersonId, Kind, ConcernId, RepeatId, DueOn, RaisedAt)
                SELECT @Key, @personId, @Kind, @concernId, @repeatId, @dueOn, @Now
                WHERE NOT EXISTS (SELECT 1 FROM ConcernReminder WHERE DedupeKey = @Key)
                """, new
            {
                Key = FormattableString.Invariant($"{reminder.Key}:{personId}"),
                personId,
                Kind = reminder.Kind.ToString(),
                concernId,
                repeatId,
                dueOn,
                Now = clock.GetUtcNow(),
            }, ct);
        return raised;
    }
}
