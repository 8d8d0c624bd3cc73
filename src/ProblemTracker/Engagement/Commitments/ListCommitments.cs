using MediatR;
using ProblemTracker.Agency;
using ProblemTracker.Problems;

namespace ProblemTracker.Engagement;

/// <summary>Commitments to residents, by due date.</summary>
[Needs(Permission.ReadProblems)]
public sealed record ListCommitments : IQuery<Page<CommitmentRow>>, IPaged
{
    /// <summary>Neither done nor an action; or done or an action.</summary>
    public bool? Open { get; init; }
    /// <summary>Only open ones whose due date has passed.</summary>
    public bool? Overdue { get; init; }
    public long? OwnerId { get; init; }
    public long? MeetingId { get; init; }
    public long? EngagementId { get; init; }
    public long? NeighborhoodId { get; init; }
    public string? After { get; init; }
    public int? Size { get; init; }
}

/// <summary>The same commitments as a CSV file, without paging.</summary>
[Needs(Permission.ReadProblems)]
public sealed record ExportCommitments(ListCommitments Filter) : IQuery<CsvFile>;

/// <summary>One commitment.</summary>
[Needs(Permission.ReadProblems)]
public sealed record ReadCommitment(long CommitmentId) : IQuery<CommitmentRow>;

/// <summary>The list of commitments: its filters, order and CSV file.</summary>
internal static class CommitmentList
{
    public static readonly Filters<ListCommitments> Filters = new Filters<ListCommitments>()
        .Flag(q => q.Open, CommitmentSql.IsOpen, $"NOT ({CommitmentSql.IsOpen})")
        .Flag(q => q.Overdue, $"{CommitmentSql.IsOpen} AND c.DueOn < @Today", null)
        .Is(q => q.OwnerId, "c.OwnerId = @OwnerId")
        .Is(q => q.MeetingId, "c.MeetingId = @MeetingId")
        .Is(q => q.EngagementId, "c.EngagementId = @EngagementId")
        .Is(q => q.NeighborhoodId, """
            (c.MeetingId IN (SELECT x.Id FROM Meeting x WHERE x.NeighborhoodId = @NeighborhoodId)
                OR c.EngagementId IN (SELECT y.Id FROM Engagement y WHERE y.NeighborhoodId = @NeighborhoodId))
            """);

    private static readonly ListOrder<CommitmentRow> ByDueDate =
        new(descending: false) { { "c.DueOn", row => row.DueOn }, { "c.Id", row => row.Id } };

    public static readonly Listing<ListCommitments, CommitmentRow> Listing = new()
    {
        Columns = CommitmentSql.Columns,
        From = "Commitment c",
        Names = CommitmentSql.Names,
        Filters = Filters,
        Order = _ => ByDueDate,
        File = new("commitments", "c.DueOn, c.Id")
        {
            { "id", row => row.Id },
            { "description", row => row.Description },
            { "meeting", row => row.Meeting },
            { "contactId", row => row.EngagementId },
            { "neighborhood", row => row.Neighborhood },
            { "owner", row => row.Owner },
            { "dueOn", row => row.DueOn },
            { "doneAt", row => row.DoneAt },
            { "outcome", row => row.Outcome },
            { "isAction", row => row.IsAction },
        },
    };
}

internal sealed class ListCommitmentsHandler(Db db, Actor actor, ListReader lists)
    : IRequestHandler<ListCommitments, Page<CommitmentRow>>, IRequestHandler<ExportCommitments, CsvFile>,
        IRequestHandler<ReadCommitment, CommitmentRow>
{
    public async Task<Page<CommitmentRow>> Handle(ListCommitments query, CancellationToken ct)
    {
        var page = await lists.Page(CommitmentList.Listing, query, ct);
        return page with { Items = await Shown(page.Items, ct) };
    }

    public Task<CsvFile> Handle(ExportCommitments query, CancellationToken ct) => lists.File(CommitmentList.Listing, query.Filter, ct);

    public async Task<CommitmentRow> Handle(ReadCommitment query, CancellationToken ct) =>
        (await Shown([await CommitmentSql.Read(db, query.CommitmentId, ct)], ct))[0];

    /// <summary>Without the actions of problems that the reader can't view.</summary>
    private async Task<IReadOnlyList<CommitmentRow>> Shown(IReadOnlyList<CommitmentRow> rows, CancellationToken ct)
    {
        var ids = rows.Select(row => row.ActionId).OfType<long>().ToList();
        if (ids.Count == 0) return rows;
        var visible = await db.List<long>($"""
            SELECT a.Id FROM ProblemAction a JOIN Problem p ON p.Id = a.ProblemId WHERE a.Id IN @ids AND {ProblemSql.VisibleTo(actor)}
            """, new { ids, ActorId = actor.PersonId }, ct);
        return [.. rows.Select(row => row.ActionId is not { } id || visible.Contains(id) ? row
            : row with { ActionId = null, ActionStatus = null })];
    }
}

internal static class ListCommitmentsEndpoint
{
    public static void MapListCommitments(this RouteGroupBuilder commitments)
    {
        commitments.MapGet("/", ([AsParameters] ListCommitments query, IMediator mediator, CancellationToken ct) =>
                mediator.Send(query, ct))
            .WithName("ListCommitments").WithSummary("List commitments to residents, by due date");
        commitments.MapGet("/{id:long}", (long id, IMediator mediator, CancellationToken ct) => mediator.Send(new ReadCommitment(id), ct))
            .WithName("ReadCommitment").WithSummary("Read a commitment to residents");
    }
}
