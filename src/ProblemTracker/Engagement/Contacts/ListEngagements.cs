using FluentValidation;
using MediatR;
using ProblemTracker.Agency;

namespace ProblemTracker.Engagement;

/// <summary>Contacts with residents, the latest first.</summary>
[Needs(Permission.ReadProblems)]
public sealed record ListEngagements : IQuery<Page<EngagementRow>>, IPaged
{
    public long? NeighborhoodId { get; init; }
    public EngagementKind? Kind { get; init; }
    /// <summary>Who logged it.</summary>
    public long? PersonId { get; init; }
    public string? CategoryCode { get; init; }
    /// <summary>First local day.</summary>
    public DateOnly? From { get; init; }
    /// <summary>Last local day.</summary>
    public DateOnly? To { get; init; }
    public string? After { get; init; }
    public int? Size { get; init; }
}

/// <summary>The same contacts as a CSV file, without paging.</summary>
[Needs(Permission.ReadProblems)]
public sealed record ExportEngagements(ListEngagements Filter) : IQuery<CsvFile>;

/// <summary>One contact.</summary>
[Needs(Permission.ReadProblems)]
public sealed record ReadEngagement(long EngagementId) : IQuery<EngagementRow>;

/// <summary>The list of contacts: its filters, order and CSV file.</summary>
internal static class EngagementList
{
    public static readonly Filters<ListEngagements> Filters = new Filters<ListEngagements>()
        .Is(q => q.NeighborhoodId, "e.NeighborhoodId = @NeighborhoodId")
        .Is(q => q.Kind, "e.Kind = @Kind")
        .Is(q => q.PersonId, "e.LoggedBy = @PersonId")
        .Is(q => q.CategoryCode, "e.CategoryCode = @CategoryCode")
        .Days(q => q.From, q => q.To, "e.HappenedOn");

    private static readonly ListOrder<EngagementRow> Latest =
        new(descending: true) { { "e.HappenedAt", row => row.HappenedAt }, { "e.Id", row => row.Id } };

    public static readonly Listing<ListEngagements, EngagementRow> Listing = new()
    {
        Columns = EngagementSql.Columns,
        From = "Engagement e",
        Names = EngagementSql.Names,
        Filters = Filters,
        Order = _ => Latest,
        File = new("contacts", "e.HappenedAt, e.Id")
        {
            { "id", row => row.Id },
            { "kind", row => Wording.Of(row.Kind) },
            { "happenedAt", row => row.HappenedAt },
            { "minutes", row => row.Minutes },
            { "neighborhood", row => row.Neighborhood },
            { "theme", row => row.Category },
            { "people", row => row.People },
            { "heard", row => row.Heard },
            { "loggedBy", row => row.LoggedBy },
        },
    };
}

internal sealed class ListEngagementsValidator : AbstractValidator<ListEngagements>
{
    public ListEngagementsValidator()
    {
        RuleFor(q => q.Kind).IsInEnum();
        RuleFor(q => q.From).Must((q, from) => from is null || q.To is null || from <= q.To)
            .WithMessage("Enter a first day that is not after the last day.");
    }
}

internal sealed class ListEngagementsHandler(Db db, ListReader lists)
    : IRequestHandler<ListEngagements, Page<EngagementRow>>, IRequestHandler<ExportEngagements, CsvFile>,
        IRequestHandler<ReadEngagement, EngagementRow>
{
    public Task<Page<EngagementRow>> Handle(ListEngagements query, CancellationToken ct) => lists.Page(EngagementList.Listing, query, ct);

    public Task<CsvFile> Handle(ExportEngagements query, CancellationToken ct) => lists.File(EngagementList.Listing, query.Filter, ct);

    public Task<EngagementRow> Handle(ReadEngagement query, CancellationToken ct) => EngagementSql.Read(db, query.EngagementId, ct);
}

internal static class ListEngagementsEndpoint
{
    public static void MapListEngagements(this RouteGroupBuilder engagements)
    {
        engagements.MapGet("/", ([AsParameters] ListEngagements query, IMediator mediator, CancellationToken ct) =>
                mediator.Send(query, ct))
            .WithName("ListEngagements").WithSummary("List contacts with residents, the latest first");
        engagements.MapGet("/{id:long}", (long id, IMediator mediator, CancellationToken ct) => mediator.Send(new ReadEngagement(id), ct))
            .WithName("ReadEngagement").WithSummary("Read a contact with residents");
    }
}
