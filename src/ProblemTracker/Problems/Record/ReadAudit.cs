using System.Text.Json;
using MediatR;
using ProblemTracker.Agency;

namespace ProblemTracker.Problems;

/// <summary>A problem's change history: who changed what, when, from where, with values before and after; newest first.</summary>
[Needs(Permission.ReadProblems)]
public sealed record ReadAudit(long ProblemId, string? After = null, int? Size = null) : IQuery<Page<AuditRow>>, IPaged;

public sealed record AuditRow
{
    public long Id { get; init; }
    public DateTimeOffset At { get; init; }
    /// <summary>Null if the system or a partner made the change.</summary>
    public long? PersonId { get; init; }
    /// <summary>A person's name, "A partner", "By link" or "System".</summary>
    public string Who { get; init; } = "";
    /// <summary>An IP address, "command line" or "job"; null unless the reader is a supervisor.</summary>
    public string? Origin { get; init; }
    /// <summary>Stable code, for example <c>problem.stage</c>.</summary>
    public string Event { get; init; } = "";
    public string? SubjectId { get; init; }
    public JsonElement? Before { get; init; }
    public JsonElement? After { get; init; }
    /// <summary>When the entry's text was purged, and why; null if it was not.</summary>
    public AuditPurged? Purged { get; init; }
}

/// <param name="Reason">Null if the record of the purge is gone.</param>
public sealed record AuditPurged(DateTimeOffset At, string? Reason);

internal sealed class ReadAuditHandler(Db db, Actor actor, ListReader lists) : IRequestHandler<ReadAudit, Page<AuditRow>>
{
    private sealed record Row
    {
        public long Id { get; init; }
        public DateTimeOffset At { get; init; }
        public long? PersonId { get; init; }
        public string Who { get; init; } = "";
        public string Origin { get; init; } = "";
        public string Event { get; init; } = "";
        public string? SubjectId { get; init; }
        public string? BeforeJson { get; init; }
        public string? AfterJson { get; init; }
        public DateTimeOffset? PurgedAt { get; init; }
        public string? PurgeJson { get; init; }
    }

    private static readonly ListOrder<Row> Latest = new(descending: true) { { "e.Id", row => row.Id } };

    private static readonly Listing<ReadAudit, Row> Entries = new()
    {
        Columns = $"""
            e.Id, e.At, IIF(w.StakeholderId IS NULL, e.PersonId, NULL) AS PersonId, {Audit.Who} AS Who, e.Origin, e.Event, e.SubjectId,
            e.BeforeJson, e.AfterJson, g.At AS PurgedAt, g.AfterJson AS PurgeJson
            """,
        From = "AuditEntry e",
        Names = "LEFT JOIN Person w ON w.Id = e.PersonId LEFT JOIN AuditEntry g ON g.Id = e.PurgedBy",
        // Views, prints and exports change nothing. The audit lists them.
        Filters = new Filters<ReadAudit>().Is(q => (long?)q.ProblemId, "e.ProblemId = @ProblemId").Always(AuditSql.IsChange),
        Order = _ => Latest,
    };

    public async Task<Page<AuditRow>> Handle(ReadAudit query, CancellationToken ct)
    {
        await ProblemSql.MustSee(db, actor, query.ProblemId, ct);
        var seesOrigin = actor.IsSystem || actor.Roles.Contains(Role.Supervisor);
        return (await lists.Page(Entries, query, ct)).Select(r => new AuditRow
        {
            Id = r.Id,
            At = r.At,
            PersonId = r.PersonId,
            Who = r.Who,
            Origin = seesOrigin && r.Origin.Length > 0 ? r.Origin : null,
            Event = r.Event,
            SubjectId = r.SubjectId,
            Before = AuditSql.Parse(r.BeforeJson),
            After = AuditSql.Parse(r.AfterJson),
            Purged = AuditSql.PurgedOf(r.PurgedAt, r.PurgeJson),
        });
    }
}

internal static class ReadAuditEndpoint
{
    public static void MapReadAudit(this RouteGroupBuilder problems) => problems
        .MapGet("/{id:long}/audit", (long id, string? after, int? size, IMediator mediator, CancellationToken ct) =>
            mediator.Send(new ReadAudit(id, after, size), ct))
        .WithName("ReadAudit").WithSummary("List a problem's change history, with values before and after, newest first");
}
