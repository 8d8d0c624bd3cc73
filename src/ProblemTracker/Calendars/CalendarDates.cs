using ProblemTracker.Agency;
using ProblemTracker.Partners;
using ProblemTracker.Problems;

namespace ProblemTracker.Calendars;

/// <summary>Something of one person that is due on a day.</summary>
/// <param name="Uid">Stays the same while the matter is the same, so that a new date moves the entry.</param>
/// <param name="What">In words, without the title of a confidential problem: calendars are shown on phones and by other companies.</param>
/// <param name="Path">Where to act on it, from the site's root.</param>
internal sealed record DueDate(string Uid, DateOnly On, string What, string Path);

/// <summary>Reads what is due for one person, as far as they can view it: the dates that My day shows them.</summary>
internal static class CalendarDates
{
    private sealed record Row
    {
        public long Id { get; init; }
        public long ProblemId { get; init; }
        public string Number { get; init; } = "";
        public string? Title { get; init; }
        public bool Confidential { get; init; }
        public Stage Stage { get; init; }
        public int Visit { get; init; }
        public DateOnly? DueOn { get; init; }
        public DateOnly? OnHoldUntil { get; init; }
        public DateTimeOffset? ClosedAt { get; init; }
        public ClosingReason? ClosingReason { get; init; }

        public string Name => Confidential || Title is null ? Number : $"{Number} {Title}";
    }

    /// <summary>Most entries of one kind: nobody leads more problems, and no calendar should be flooded.</summary>
    private const int Most = 500;

    public static async Task<IReadOnlyList<DueDate>> Of(Db db, Actor person, AgencyCalendar calendar, DateOnly today, CancellationToken ct)
    {
        var args = new { ActorId = person.PersonId, Today = today, Most };
        return
        [
            .. person.Might(Permission.ReadProblems) ? await OfProblems(db, person, calendar, today, args, ct) : [],
            .. person.Might(Permission.ActAsPartner) ? await OfPartner(db, args, ct) : [],
            .. person.Might(Permission.ReleaseRecords) ? await OfRecords(db, args, ct) : [],
        ];
    }

    private static async Task<IEnumerable<DueDate>> OfProblems(
        Db db, Actor person, AgencyCalendar calendar, DateOnly today, object args, CancellationToken ct)
    {
        var led = await db.List<Row>($"""
            SELECT p.Id, p.Id AS ProblemId, p.Number, p.Title, p.Confidential, p.Stage, p.Visit, p.DueOn, p.OnHoldUntil
            FROM Problem p WHERE p.LeadId = @ActorId AND p.Stage <> 'Closed' AND {ProblemSql.VisibleTo(person)}
            ORDER BY p.DueOn, p.Id {db.Dialect.First("@Most")}
            """, args, ct);
        var actions = await db.List<Row>($"""
            SELECT a.Id, p.Id AS ProblemId, p.Number, a.Description AS Title, p.Confidential, a.DueOn
            FROM ProblemAction a JOIN Problem p ON p.Id = a.ProblemId
            WHERE a.OwnerId = @ActorId AND a.Status = 'Planned' AND a.DueOn IS NOT NULL AND p.Stage <> 'Closed'
                AND {ProblemSql.VisibleTo(person)}
            ORDER BY a.DueOn, a.Id {db.Dialect.First("@Most")}
            """, args, ct);
        var closed = await db.List<Row>($"""
            SELECT p.Id, p.Id AS ProblemId, p.Number, p.Title, p.Confidential, p.Visit, p.ClosedAt, p.ClosingReason
            FROM Problem p WHERE p.LeadId = @ActorId AND {ProblemSql.NeedsFollowUp} AND {ProblemSql.VisibleTo(person)}
                AND NOT EXISTS (SELECT 1 FROM DurabilityCheck d WHERE d.ProblemId = p.Id AND d.Visit = p.Visit)
            ORDER BY p.ClosedAt, p.Id {db.Dialect.First("@Most")}
            """, args, ct);
        var commitments = await db.List<Row>($"""
            SELECT c.Id, c.Description AS Title, c.DueOn FROM Commitment c
            WHERE c.OwnerId = @ActorId AND c.DoneAt IS NULL AND c.ActionId IS NULL
            ORDER BY c.DueOn, c.Id {db.Dialect.First("@Most")}
            """, args, ct);
        var handovers = await db.List<HandoverDetails>($"""
            {TemporaryHandovers.Select} AND {TemporaryHandovers.OfActor} AND h.ActionId IS NULL AND {ProblemSql.VisibleTo(person)}
            ORDER BY h.ReturnOn, h.Id {db.Dialect.First("@Most")}
            """, args, ct);
        return
        [
            .. from p in led
               where p.DueOn is not null
               select new DueDate($"stage-{p.Id}-{p.Visit}", p.DueOn!.Value, $"{Wording.Of(p.Stage)} due: {p.Name}", $"/problems/{p.Id}"),
            .. from p in led
               where p.OnHoldUntil > today
               select new DueDate($"hold-{p.Id}-{p.Visit}", p.OnHoldUntil!.Value, $"Hold ends: {p.Name}", $"/problems/{p.Id}"),
            .. actions.Select(OfAction),
            .. from c in commitments
               select new DueDate($"commitment-{c.Id}", c.DueOn!.Value, $"Commitment due: {c.Title}", $"/commitments/{c.Id}"),
            .. from p in closed
               let due = Ladder.FollowUpDueOn(p.ClosedAt is { } at ? calendar.DateOf(at) : null, p.ClosingReason)
               where due is not null
               select new DueDate($"follow-up-{p.Id}-{p.Visit}", due.Value, $"Six-month follow-up due: {p.Name}", $"/problems/{p.Id}"),
            .. from h in handovers
               select new DueDate($"handover-{h.ProblemId}-{h.FromPersonId}-{h.ToPersonId}", h.ReturnOn,
                   h.FromPersonId == person.PersonId ? $"Comes back to you: {h.Number}" : $"Goes back: {h.Number}",
                   $"/problems/{h.ProblemId}"),
        ];
    }

    private static async Task<IEnumerable<DueDate>> OfPartner(Db db, object args, CancellationToken ct) =>
        (await db.List<Row>($"""
            SELECT a.Id, p.Number, a.Description AS Title, p.Confidential, a.DueOn
            FROM ProblemAction a JOIN Problem p ON p.Id = a.ProblemId
            WHERE {PartnerSql.OwnedBy} AND {PartnerSql.VisibleTo} AND {PartnerSql.Waiting} AND a.DueOn IS NOT NULL AND p.Stage <> 'Closed'
            ORDER BY a.DueOn, a.Id {db.Dialect.First("@Most")}
            """, args, ct)).Select(action => OfAction(action) with { Path = $"/partner/actions/{action.Id}" });

    private static async Task<IEnumerable<DueDate>> OfRecords(Db db, object args, CancellationToken ct) =>
        (await db.List<Row>($"""
            SELECT r.Id, r.Number, r.DueOn FROM RecordsRequest r
            WHERE r.DueOn IS NOT NULL AND NOT EXISTS (SELECT 1 FROM RecordsRelease g WHERE g.RequestId = r.Id)
            ORDER BY r.DueOn, r.Id {db.Dialect.First("@Most")}
            """, args, ct))
            .Select(r => new DueDate($"records-{r.Id}", r.DueOn!.Value, $"Public records due: {r.Number}", $"/records-requests/{r.Id}"));

    private static DueDate OfAction(Row action) => new($"action-{action.Id}", action.DueOn!.Value,
        action.Confidential ? $"Action due: {action.Number}" : $"Action due: {action.Title} ({action.Number})", $"/actions/{action.Id}");
}
