using MediatR;
using ProblemTracker.Agency;

namespace ProblemTracker.Concerns;

/// <summary>Places about which several concerns came within a few months, the latest first.</summary>
[Needs(Permission.WorkConcerns)]
public sealed record ListRepeatComplaints : IQuery<Page<RepeatComplaintRow>>, IPaged
{
    /// <summary>Whether nobody decided about the place yet.</summary>
    public bool? Waiting { get; init; }
    public string? After { get; init; }
    public int? Size { get; init; }
}

/// <summary>The same places as a CSV file, without paging.</summary>
[Needs(Permission.WorkConcerns)]
public sealed record ExportRepeatComplaints(ListRepeatComplaints Filter) : IQuery<CsvFile>;

public sealed record RepeatComplaintRow
{
    public long Id { get; init; }
    /// <summary>The block, the address as a reporter wrote it, or the neighborhood of a point.</summary>
    public string Place { get; init; } = "";
    public DateTimeOffset RaisedAt { get; init; }
    /// <summary>Number of concerns.</summary>
    public int Concerns { get; init; }
    /// <summary>Null while it waits.</summary>
    public RepeatDecision? Decision { get; init; }
    /// <summary>Why it is no case.</summary>
    public string? Reason { get; init; }
    public DateTimeOffset? DecidedAt { get; init; }
    public string? DecidedBy { get; init; }
}

internal static class RepeatComplaintList
{
    public static readonly Filters<ListRepeatComplaints> Filters = new Filters<ListRepeatComplaints>()
        .Always(reader => RepeatSql.VisibleTo(reader.Actor))
        .Flag(q => q.Waiting, RepeatSql.IsWaiting, "r.Decision IS NOT NULL");

    private static readonly ListOrder<RepeatComplaintRow> Latest = new(descending: true) { { "r.Id", row => row.Id } };

    public static readonly Listing<ListRepeatComplaints, RepeatComplaintRow> Listing = new()
    {
        Columns = """
            r.Id, r.Place, r.RaisedAt, r.Decision, r.Reason, r.DecidedAt, w.Name AS DecidedBy,
            (SELECT COUNT(*) FROM RepeatComplaintConcern x WHERE x.RepeatId = r.Id) AS Concerns
            """,
        From = "RepeatComplaint r",
        Names = "LEFT JOIN Person w ON w.Id = r.DecidedBy",
        Filters = Filters,
        Order = _ => Latest,
        File = new("repeat-complaints", "r.Id")
        {
            { "place", row => row.Place },
            { "raisedAt", row => row.RaisedAt },
            { "concerns", row => row.Concerns },
            { "decision", row => row.Decision is { } decision ? Wording.Of(decision) : null },
            { "reason", row => row.Reason },
            { "decidedAt", row => row.DecidedAt },
            { "decidedBy", row => row.DecidedBy },
        },
    };
}

internal sealed class ListRepeatComplaintsHandler(ListReader lists)
    : IRequestHandler<ListRepeatComplaints, Page<RepeatComplaintRow>>, IRequestHandler<ExportRepeatComplaints, CsvFile>
{
    public Task<Page<RepeatComplaintRow>> Handle(ListRepeatComplaints query, CancellationToken ct) =>
        lists.Page(RepeatComplaintList.Listing, query, ct);

    public Task<CsvFile> Handle(ExportRepeatComplaints query, CancellationToken ct) =>
        lists.File(RepeatComplaintList.Listing, query.Filter, ct);
}

internal static class ListRepeatComplaintsEndpoint
{
    public static void MapListRepeatComplaints(this RouteGroupBuilder repeats) => repeats
        .MapGet("/", ([AsParameters] ListRepeatComplaints query, IMediator mediator, CancellationToken ct) => mediator.Send(query, ct))
        .WithName("ListRepeatComplaints").WithSummary("List places with repeat complaints, the latest first");
}
