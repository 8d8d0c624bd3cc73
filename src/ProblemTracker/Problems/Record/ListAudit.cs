using System.Globalization;
using System.Text.Json;
using FluentValidation;
using MediatR;
using ProblemTracker.Agency;

namespace ProblemTracker.Problems;

/// <summary>The audit of everything, newest first, as far as the reader may view it.</summary>
[Needs(Permission.ReadAuditLog)]
public sealed record ListAudit : IQuery<Page<AuditItem>>, IPaged
{
    /// <summary>Who did it. Finds no partners.</summary>
    public long? PersonId { get; init; }
    /// <summary>The person whose account, sessions or tokens it is about.</summary>
    public long? AboutPersonId { get; init; }
    /// <summary>Code of the event, such as <c>problem.viewed</c>.</summary>
    public string? Event { get; init; }
    /// <summary>Number of the problem it is about, such as P-2026-0042.</summary>
    public string? ProblemNumber { get; init; }
    /// <summary>Id of what it is about besides the problem, such as an action or a setting.</summary>
    public string? SubjectId { get; init; }
    /// <summary>An IP address, "link", "public site", "command line" or "job".</summary>
    public string? Origin { get; init; }
    /// <summary>First local day, inclusive.</summary>
    public DateOnly? From { get; init; }
    /// <summary>Last local day, inclusive.</summary>
    public DateOnly? To { get; init; }
    public string? After { get; init; }
    public int? Size { get; init; }
}

/// <summary>The same entries as a CSV file, without paging.</summary>
[Needs(Permission.ReadAuditLog)]
public sealed record ExportAudit(ListAudit Filter) : IQuery<CsvFile>;

public sealed record AuditItem
{
    public long Id { get; init; }
    public DateTimeOffset At { get; init; }
    /// <summary>Null if the system or a partner did it.</summary>
    public long? PersonId { get; init; }
    /// <summary>A person's name, "A partner", "By link" or "System".</summary>
    public string Who { get; init; } = "";
    /// <summary>Null if the reader may not know it, or if it was purged.</summary>
    public string? Origin { get; init; }
    /// <summary>Stable code, such as <c>problem.stage</c>.</summary>
    public string Event { get; init; } = "";
    public long? ProblemId { get; init; }
    public string? ProblemNumber { get; init; }
    public string? SubjectId { get; init; }
    public string? Summary { get; init; }
    public JsonElement? Before { get; init; }
    public JsonElement? After { get; init; }
    /// <summary>When the entry's text was purged, and why; null if it was not.</summary>
    public AuditPurged? Purged { get; init; }
    /// <summary>Number of the entry's seal; null until it is sealed.</summary>
    public long? SealNumber { get; init; }
}

/// <summary>The overall audit: its filters, order and CSV file.</summary>
internal static class AuditList
{
    internal sealed record Row
    {
        public long Id { get; init; }
        public DateTimeOffset At { get; init; }
        public long? PersonId { get; init; }
        public string Who { get; init; } = "";
        public string? Origin { get; init; }
        public string Event { get; init; } = "";
        public long? ProblemId { get; init; }
        public string? ProblemNumber { get; init; }
        public string? SubjectId { get; init; }
        public string? Summary { get; init; }
        public string? BeforeJson { get; init; }
        public string? AfterJson { get; init; }
        public DateTimeOffset? PurgedAt { get; init; }
        public string? PurgeJson { get; init; }
        public long? SealNumber { get; init; }
    }

    public static readonly Filters<ListAudit> Filters = new Filters<ListAudit>()
        .Always(reader => AuditSql.VisibleTo(reader.Actor))
        .Is(q => q.PersonId, "e.PersonId = @PersonId AND e.PersonId IN (SELECT a.Id FROM Person a WHERE a.StakeholderId IS NULL)")
        .Is(q => q.AboutPersonId, $"""
            e.SubjectId = CAST(@AboutPersonId AS NVARCHAR(20)) AND ({AuditSql.OfAccounts} OR e.Event = 'token.revoked')
            """)
        .Is(q => q.Event, "e.Event = @Event")
        .Is(q => q.ProblemNumber, "e.ProblemId IN (SELECT n.Id FROM Problem n WHERE n.Number = @ProblemNumber)")
        .Is(q => q.SubjectId, "e.SubjectId = @SubjectId")
        .Is(q => q.Origin, (_, reader) => AuditSql.OfOrigin(reader.Actor), null)
        .Instants(q => q.From, q => q.To, "e.At");

    private static readonly ListOrder<Row> Newest = new(descending: true) { { "e.At", row => row.At }, { "e.Id", row => row.Id } };

    public static readonly Listing<ListAudit, Row> Listing = new()
    {
        Columns = $"""
            e.Id, e.At, IIF(w.StakeholderId IS NULL, e.PersonId, NULL) AS PersonId, {Audit.Who} AS Who, e.Origin, e.Event, e.ProblemId,
            o.Number AS ProblemNumber, e.SubjectId, e.Summary, e.BeforeJson, e.AfterJson, g.At AS PurgedAt, g.AfterJson AS PurgeJson,
            s.Number AS SealNumber
            """,
        From = "AuditEntry e",
        Names = """
            LEFT JOIN Person w ON w.Id = e.PersonId LEFT JOIN Problem o ON o.Id = e.ProblemId
            LEFT JOIN AuditEntry g ON g.Id = e.PurgedBy LEFT JOIN AuditSeal s ON s.AuditEntryId = e.Id
            """,
        Filters = Filters,
        Order = _ => Newest,
        Shown = (row, reader) => AuditSql.SeesOrigin(reader.Actor, row.ProblemId) && row.Origin is { Length: > 0 } ? row
            : row with { Origin = null },
        File = new("audit", "e.At, e.Id")
        {
            { "id", row => row.Id },
            // Not the local day, as in other files: the second matters here.
            { "at", row => row.At.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture) },
            { "who", row => row.Who },
            { "origin", row => row.Origin },
            { "event", row => row.Event },
            { "problemNumber", row => row.ProblemNumber },
            { "subjectId", row => row.SubjectId },
            { "summary", row => row.Summary },
            { "before", row => row.BeforeJson },
            { "after", row => row.AfterJson },
            { "purgedOn", row => row.PurgedAt },
            { "sealNumber", row => row.SealNumber },
        },
    };
}

internal sealed class ListAuditValidator : AbstractValidator<ListAudit>
{
    public ListAuditValidator()
    {
        RuleFor(q => q.To).Must((q, last) => !(q.From > last)).WithMessage("The last day is before the first. Swap them.");
        RuleFor(q => q.Event).MaximumLength(50);
        RuleFor(q => q.ProblemNumber).MaximumLength(20);
        RuleFor(q => q.SubjectId).MaximumLength(64);
        RuleFor(q => q.Origin).MaximumLength(64);
    }
}

internal sealed class ListAuditHandler(ListReader lists)
    : IRequestHandler<ListAudit, Page<AuditItem>>, IRequestHandler<ExportAudit, CsvFile>
{
    public async Task<Page<AuditItem>> Handle(ListAudit query, CancellationToken ct) =>
        (await lists.Page(AuditList.Listing, query, ct)).Select(row => new AuditItem
        {
            Id = row.Id,
            At = row.At,
            PersonId = row.PersonId,
            Who = row.Who,
            Origin = row.Origin,
            Event = row.Event,
            ProblemId = row.ProblemId,
            ProblemNumber = row.ProblemNumber,
            SubjectId = row.SubjectId,
            Summary = row.Summary,
            Before = AuditSql.Parse(row.BeforeJson),
            After = AuditSql.Parse(row.AfterJson),
            Purged = AuditSql.PurgedOf(row.PurgedAt, row.PurgeJson),
            SealNumber = row.SealNumber,
        });

    public Task<CsvFile> Handle(ExportAudit query, CancellationToken ct) => lists.File(AuditList.Listing, query.Filter, ct);
}

internal static class ListAuditEndpoint
{
    public static void MapListAudit(this RouteGroupBuilder audit) => audit
        .MapGet("/", ([AsParameters] ListAudit query, IMediator mediator, CancellationToken ct) => mediator.Send(query, ct))
        .WithName("ListAudit").WithSummary("List the audit of everything you can view, newest first");
}
