using FluentValidation;
using MediatR;
using ProblemTracker.Agency;

namespace ProblemTracker.PublicRecords;

/// <summary>Public-records requests, newest first.</summary>
[Needs(Permission.ReleaseRecords)]
public sealed record ListRecordsRequests : IQuery<Page<RecordsRequestRow>>, IPaged
{
    /// <summary>Whether something was released.</summary>
    public bool? Released { get; init; }
    /// <summary>First local day on which it was received.</summary>
    public DateOnly? From { get; init; }
    public DateOnly? To { get; init; }
    public string? After { get; init; }
    public int? Size { get; init; }
}

/// <summary>The same requests as a CSV file, without paging.</summary>
[Needs(Permission.ReleaseRecords)]
public sealed record ExportRecordsRequests(ListRecordsRequests Filter) : IQuery<CsvFile>;

/// <summary>The list of requests: its filters, order and CSV file.</summary>
internal static class RecordsRequestList
{
    private const string HasRelease = "EXISTS (SELECT 1 FROM RecordsRelease g WHERE g.RequestId = r.Id)";

    public static readonly Filters<ListRecordsRequests> Filters = new Filters<ListRecordsRequests>()
        .Flag(q => q.Released, HasRelease, $"NOT {HasRelease}")
        .Days(q => q.From, q => q.To, "r.ReceivedOn");

    private static readonly ListOrder<RecordsRequestRow> Newest = new(descending: true) { { "r.Id", row => row.Id } };

    public static readonly Listing<ListRecordsRequests, RecordsRequestRow> Listing = new()
    {
        Columns = RecordsSql.Columns,
        From = "RecordsRequest r",
        Names = RecordsSql.Names,
        Filters = Filters,
        Order = _ => Newest,
        File = new("records-requests", "r.Id")
        {
            { "number", row => row.Number },
            { "requester", row => row.Requester },
            { "wording", row => row.Wording },
            { "receivedOn", row => row.ReceivedOn },
            { "dueOn", row => row.DueOn },
            { "problems", row => row.Problems },
            { "releases", row => row.Releases },
            { "releasedAt", row => row.ReleasedAt },
        },
    };
}

internal sealed class ListRecordsRequestsValidator : AbstractValidator<ListRecordsRequests>
{
    public ListRecordsRequestsValidator() =>
        RuleFor(q => q.To).Must((q, last) => !(q.From > last)).WithMessage("The last day is before the first. Swap them.");
}

internal sealed class ListRecordsRequestsHandler(ListReader lists)
    : IRequestHandler<ListRecordsRequests, Page<RecordsRequestRow>>, IRequestHandler<ExportRecordsRequests, CsvFile>
{
    public Task<Page<RecordsRequestRow>> Handle(ListRecordsRequests query, CancellationToken ct) =>
        lists.Page(RecordsRequestList.Listing, query, ct);

    public Task<CsvFile> Handle(ExportRecordsRequests query, CancellationToken ct) =>
        lists.File(RecordsRequestList.Listing, query.Filter, ct);
}

internal static class ListRecordsRequestsEndpoint
{
    public static void MapListRecordsRequests(this RouteGroupBuilder requests) => requests
        .MapGet("/", ([AsParameters] ListRecordsRequests query, IMediator mediator, CancellationToken ct) => mediator.Send(query, ct))
        .WithName("ListRecordsRequests").WithSummary("List public-records requests, newest first");
}
