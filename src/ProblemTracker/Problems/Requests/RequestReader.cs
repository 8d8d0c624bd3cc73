using System.Text.Json;
using ProblemTracker.Agency;

namespace ProblemTracker.Problems;

/// <summary>A request, with the details of its problem that a supervisor needs to decide on it.</summary>
public sealed record RequestDetails : IVersioned
{
    public long Id { get; init; }
    public long ProblemId { get; init; }
    public string Number { get; init; } = "";
    public string Title { get; init; } = "";
    public string Neighborhood { get; init; } = "";
    public bool Confidential { get; init; }
    public Stage Stage { get; init; }
    public DateOnly? DueOn { get; init; }
    /// <summary>Due before today and not on hold.</summary>
    public bool IsOverdue { get; init; }
    public long? LeadId { get; init; }
    public string? Lead { get; init; }
    public RequestKind Kind { get; init; }
    /// <summary>For an override: the gate to pass.</summary>
    public Gate? RequestedGate { get; init; }
    /// <summary>For an override: the codes of the shortfalls to override.</summary>
    public IReadOnlyList<string> RequestedCodes { get; init; } = [];
    public ClosingReason? RequestedClosingReason { get; init; }
    /// <summary>The problem of which this one is a duplicate; null if the reader can't view it.</summary>
    public long? RequestedRelatedProblemId { get; init; }
    public string? RequestedRelatedProblem { get; init; }
    public DateOnly? RequestedDueOn { get; init; }
    /// <summary>The day on which work would resume.</summary>
    public DateOnly? RequestedUntilOn { get; init; }
    public string Reason { get; init; } = "";
    public long RequestedById { get; init; }
    public string RequestedBy { get; init; } = "";
    public DateTimeOffset RequestedAt { get; init; }
    /// <summary>Calendar days from the request to the decision, or to today if it is still waiting.</summary>
    public int DaysWaiting { get; init; }
    public RequestStatus Status { get; init; }
    public string? DecidedBy { get; init; }
    public DateTimeOffset? DecidedAt { get; init; }
    public string? DecisionNote { get; init; }
    public int Version { get; init; }
}

/// <summary>Reads requests. Every query must itself restrict the problems to those the actor can view.</summary>
internal sealed class RequestReader(Db db, Actor actor, AgencySettings agency, TimeProvider clock)
{
    public const string Columns = """
        r.Id, r.ProblemId, p.Number, p.Title, n.Name AS Neighborhood, p.Confidential, p.Stage, p.DueOn, p.OnHoldUntil, p.LeadId,
        l.Name AS Lead, r.Kind, r.Requested, r.Reason, r.RequestedBy AS RequestedById, a.Name AS RequestedBy, r.RequestedAt, r.Status,
        d.Name AS DecidedBy, r.DecidedAt, r.DecisionNote, r.Version
        """;

    public const string From = "ApprovalRequest r JOIN Problem p ON p.Id = r.ProblemId";

    public const string Names = """
        LEFT JOIN Neighborhood n ON n.Id = p.NeighborhoodId
        LEFT JOIN Person a ON a.Id = r.RequestedBy
        LEFT JOIN Person l ON l.Id = p.LeadId
        LEFT JOIN Person d ON d.Id = r.DecidedBy
        """;

    /// <summary>A request as read from the database.</summary>
    public sealed record Row
    {
        public long Id { get; init; }
        public long ProblemId { get; init; }
        public string Number { get; init; } = "";
        public string Title { get; init; } = "";
        public string Neighborhood { get; init; } = "";
        public bool Confidential { get; init; }
        public Stage Stage { get; init; }
        public DateOnly? DueOn { get; init; }
        public DateOnly? OnHoldUntil { get; init; }
        public long? LeadId { get; init; }
        public string? Lead { get; init; }
        public RequestKind Kind { get; init; }
        public string Requested { get; init; } = "";
        public string Reason { get; init; } = "";
        public long RequestedById { get; init; }
        public string RequestedBy { get; init; } = "";
        public DateTimeOffset RequestedAt { get; init; }
        public RequestStatus Status { get; init; }
        public string? DecidedBy { get; init; }
        public DateTimeOffset? DecidedAt { get; init; }
        public string? DecisionNote { get; init; }
        public int Version { get; init; }
    }

    private sealed record Related
    {
        public long Id { get; init; }
        public string Number { get; init; } = "";
    }

    public async Task<RequestDetails> Find(long id, CancellationToken ct) =>
        (await Shown(await db.List<Row>(
            $"SELECT {Columns} FROM {From} {Names} WHERE r.Id = @id AND {ProblemSql.VisibleTo(actor)}",
            new { id, ActorId = actor.PersonId }, ct), ct))
        .SingleOrDefault() ?? throw new NotFound();

    /// <summary>The actor's requests that a supervisor returned in the problem's present stage and that nobody made again since.</summary>
    public async Task<IReadOnlyList<RequestDetails>> ReturnedToActor(CancellationToken ct) => await Shown(await db.List<Row>($"""
        SELECT {Columns} FROM {From} {Names}
        WHERE r.RequestedBy = @ActorId AND r.Status = 'Returned' AND p.Stage <> 'Closed' AND r.DecidedAt >= p.StageSince
            AND NOT EXISTS (SELECT 1 FROM ApprovalRequest x WHERE x.ProblemId = r.ProblemId AND x.Kind = r.Kind AND x.Id > r.Id)
            AND {ProblemSql.VisibleTo(actor)}
        ORDER BY r.Id DESC {db.Dialect.First("@Most")}
        """, new { ActorId = actor.PersonId, Most = Page.LargestSize }, ct), ct);

    public async Task<Page<RequestDetails>> Shown(Page<Row> page, CancellationToken ct) =>
        new(await Shown(page.Items, ct), page.Total, page.TotalIsCapped, page.Next);

    /// <param name="requests">About problems that the actor can view.</param>
    private async Task<IReadOnlyList<RequestDetails>> Shown(IReadOnlyList<Row> requests, CancellationToken ct)
    {
        var rows = requests.Select(row => (Row: row, Requested: JsonSerializer.Deserialize<Requested>(row.Requested, Json.Options)!))
            .ToList();
        var related = rows.Select(r => r.Requested.RelatedProblemId).OfType<long>().Distinct().ToList();
        // Name the related problem only to actors who can view it.
        var numbers = related.Count == 0 ? []
            : (await db.List<Related>($"SELECT p.Id, p.Number FROM Problem p WHERE p.Id IN @related AND {ProblemSql.VisibleTo(actor)}",
                new { related, ActorId = actor.PersonId }, ct)).ToDictionary(p => p.Id, p => p.Number);
        var calendar = await agency.Calendar(ct);
        var now = clock.GetUtcNow();
        return [
            .. rows.Select(r => Details(r.Row, r.Requested, numbers,
                calendar.DateOf(r.Row.DecidedAt ?? now).DayNumber - calendar.DateOf(r.Row.RequestedAt).DayNumber) with
            {
                IsOverdue = Deadlines.IsOverdue(r.Row.DueOn, r.Row.OnHoldUntil, calendar.DateOf(now)),
            })];
    }

    private static RequestDetails Details(Row row, Requested asked, Dictionary<long, string> numbers, int days) => new()
    {
        Id = row.Id,
        ProblemId = row.ProblemId,
        Number = row.Number,
        Title = row.Title,
        Neighborhood = row.Neighborhood,
        Confidential = row.Confidential,
        Stage = row.Stage,
        DueOn = row.DueOn,
        LeadId = row.LeadId,
        Lead = row.Lead,
        Kind = row.Kind,
        RequestedGate = asked.Gate,
        RequestedCodes = asked.Codes ?? [],
        RequestedClosingReason = asked.ClosingReason,
        RequestedRelatedProblemId = asked.RelatedProblemId is { } id && numbers.ContainsKey(id) ? id : null,
        RequestedRelatedProblem = asked.RelatedProblemId is { } other ? numbers.GetValueOrDefault(other) : null,
        RequestedDueOn = asked.DueOn,
        RequestedUntilOn = asked.UntilOn,
        Reason = row.Reason,
        RequestedById = row.RequestedById,
        RequestedBy = row.RequestedBy,
        RequestedAt = row.RequestedAt,
        DaysWaiting = days,
        Status = row.Status,
        DecidedBy = row.DecidedBy,
        DecidedAt = row.DecidedAt,
        DecisionNote = row.DecisionNote,
        Version = row.Version,
    };
}
