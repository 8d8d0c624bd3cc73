using FluentValidation;
using MediatR;
using ProblemTracker.Agency;
using ProblemTracker.Problems;

namespace ProblemTracker.Concerns;

/// <summary>Concerns of residents: open ones by what is due first, others newest first.</summary>
[Needs(Permission.WorkConcerns)]
public sealed record ListConcerns : IQuery<Page<ConcernRow>>, IPaged
{
    /// <summary>Whether nobody decided about it yet.</summary>
    public bool? Open { get; init; }
    public bool? Overdue { get; init; }
    /// <summary>Whether the reporter wrote and nobody answered yet.</summary>
    public bool? AwaitsReply { get; init; }
    public ConcernStatus? Status { get; init; }
    /// <summary>Whether an agency has it and has not answered yet.</summary>
    public bool? WithAgency { get; init; }
    /// <summary>0 means concerns in no known neighborhood.</summary>
    public long? NeighborhoodId { get; init; }
    public string? CategoryCode { get; init; }
    /// <summary>The contact with residents at which the department heard of it.</summary>
    public long? EngagementId { get; init; }
    /// <summary>First local day on which it was received.</summary>
    public DateOnly? ReceivedFrom { get; init; }
    /// <summary>Last local day on which it was received.</summary>
    public DateOnly? ReceivedTo { get; init; }
    /// <summary>Whether it has coordinates.</summary>
    public bool? HasPoint { get; init; }
    /// <summary>The problem that they are part of.</summary>
    public long? ProblemId { get; init; }
    public string? After { get; init; }
    public int? Size { get; init; }

    internal bool ByDueDate => Open == true || Overdue == true;
}

/// <summary>The same concerns as a CSV file, without paging and without their reporters.</summary>
[Needs(Permission.WorkConcerns)]
public sealed record ExportConcerns(ListConcerns Filter) : IQuery<CsvFile>;

public sealed record ConcernRow
{
    public long Id { get; init; }
    public string Number { get; init; } = "";
    public ConcernStatus Status { get; init; }
    public string Category { get; init; } = "";
    public string Description { get; init; } = "";
    public string? Address { get; init; }
    public string? Neighborhood { get; init; }
    public DateTimeOffset ReceivedAt { get; init; }
    /// <summary>The last day for the next step: to acknowledge, then to decide; null once decided.</summary>
    public DateOnly? DueOn { get; init; }
    public bool IsOverdue { get; init; }
    public string? AcknowledgedBy { get; init; }
    /// <summary>Number of photos.</summary>
    public int Photos { get; init; }
    /// <summary>Whether the reporter wrote and nobody answered yet.</summary>
    public bool AwaitsReply { get; init; }
}

/// <summary>The list of concerns: its filters, orders and CSV file.</summary>
internal static class ConcernList
{
    public static readonly Filters<ListConcerns> Filters = new Filters<ListConcerns>()
        .Always(reader => ConcernSql.VisibleTo(reader.Actor))
        .Flag(q => q.Open, ConcernSql.IsOpen, "c.DueOn IS NULL")
        .Flag(q => q.Overdue, "c.DueOn < @Today", "(c.DueOn IS NULL OR c.DueOn >= @Today)")
        .Flag(q => q.AwaitsReply, "c.AwaitsReply = 1", "c.AwaitsReply = 0")
        .Is(q => q.Status, "c.Status = @Status")
        .Flag(q => q.WithAgency, "c.Status = 'Referred'", "c.Status <> 'Referred'", "With an agency that has not answered yet",
            "Without those that an agency has")
        .Is(q => q.NeighborhoodId, id => id == 0 ? "c.NeighborhoodId IS NULL" : "c.NeighborhoodId = @NeighborhoodId")
        .Is(q => q.CategoryCode, "c.CategoryCode = @CategoryCode")
        .Instants(q => q.ReceivedFrom, q => q.ReceivedTo, "c.ReceivedAt")
        .Flag(q => q.HasPoint, ConcernSql.HasPoint, ConcernSql.HasNoPoint, "With coordinates", "Without coordinates")
        .Is(q => q.EngagementId, "c.EngagementId = @EngagementId")
        .Is(q => q.ProblemId, "c.ProblemId = @ProblemId", _ => "Part of one problem");

    private static readonly ListOrder<ConcernRow> Newest = new(descending: true) { { "c.Id", row => row.Id } };

    private static readonly ListOrder<ConcernRow> MostUrgent =
        new(descending: false) { { "c.DueOn", row => row.DueOn!.Value }, { "c.Id", row => row.Id } };

    public static readonly Listing<ListConcerns, ConcernRow> Listing = new()
    {
        Columns = """
            c.Id, c.Number, c.Status, k.Name AS Category, c.Description, c.Address, n.Name AS Neighborhood, c.ReceivedAt, c.DueOn,
            w.Name AS AcknowledgedBy, c.AwaitsReply, (SELECT COUNT(*) FROM ConcernPhoto f WHERE f.ConcernId = c.Id) AS Photos
            """,
        From = "Concern c",
        Names = "LEFT JOIN Category k ON k.Code = c.CategoryCode LEFT JOIN Neighborhood n ON n.Id = c.NeighborhoodId "
            + "LEFT JOIN Person w ON w.Id = c.AcknowledgedBy",
        Filters = Filters,
        Order = query => query.ByDueDate ? MostUrgent : Newest,
        Shown = (row, reader) => row with { IsOverdue = row.DueOn < reader.Today },
        File = new("concerns", "c.Id")
        {
            { "number", row => row.Number },
            { "status", row => Wording.Of(row.Status) },
            { "category", row => row.Category },
            { "description", row => row.Description },
            { "address", row => row.Address },
            { "neighborhood", row => row.Neighborhood },
            { "receivedAt", row => row.ReceivedAt },
            { "dueOn", row => row.DueOn },
            { "acknowledgedBy", row => row.AcknowledgedBy },
        },
    };
}

internal sealed class ListConcernsValidator : AbstractValidator<ListConcerns>
{
    public ListConcernsValidator()
    {
        RuleFor(q => q.Status).IsInEnum();
        RuleFor(q => q.ReceivedTo).Must((q, last) => !(q.ReceivedFrom > last)).WithMessage("The last day is before the first. Swap them.");
    }
}

internal sealed class ListConcernsHandler(ListReader lists, Db db, Actor actor)
    : IRequestHandler<ListConcerns, Page<ConcernRow>>, IRequestHandler<ExportConcerns, CsvFile>
{
    public async Task<Page<ConcernRow>> Handle(ListConcerns query, CancellationToken ct)
    {
        await MustSee(query, ct);
        return await lists.Page(ConcernList.Listing, query, ct);
    }

    public async Task<CsvFile> Handle(ExportConcerns query, CancellationToken ct)
    {
        await MustSee(query.Filter, ct);
        return await lists.File(ConcernList.Listing, query.Filter, ct);
    }

    /// <summary>Which concerns are part of a problem is known only to those who can view it.</summary>
    private async Task MustSee(ListConcerns query, CancellationToken ct)
    {
        if (query.ProblemId is { } problem) await ProblemSql.MustSee(db, actor, problem, ct);
    }
}

internal static class ListConcernsEndpoint
{
    public static void MapListConcerns(this RouteGroupBuilder concerns) => concerns
        .MapGet("/", ([AsParameters] ListConcerns query, IMediator mediator, CancellationToken ct) => mediator.Send(query, ct))
        .WithName("ListConcerns").WithSummary("List residents' concerns: open ones by what is due first, others newest first");
}
