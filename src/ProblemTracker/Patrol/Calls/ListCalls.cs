using System.Text.Json.Serialization;
using MediatR;
using ProblemTracker.Agency;

namespace ProblemTracker.Patrol;

/// <summary>Units on calls for service, those created last first. A call with several units has several rows.</summary>
[Needs(Permission.ReadProblems)]
public sealed record ListCalls : IQuery<Page<CallLine>>, IPaged
{
    /// <summary>Call number, whole.</summary>
    public string? Number { get; init; }
    public long? UnitId { get; init; }
    public DateOnly? From { get; init; }
    public DateOnly? To { get; init; }
    public string? After { get; init; }
    public int? Size { get; init; }
}

/// <summary>The same rows as a CSV file, without paging.</summary>
[Needs(Permission.ReadProblems)]
public sealed record ExportCalls(ListCalls Filter) : IQuery<CsvFile>;

public sealed record CallLine
{
    public long Id { get; init; }
    public string Number { get; init; } = "";
    public string? CallType { get; init; }
    public string? Priority { get; init; }
    public string? Address { get; init; }
    public double? Latitude { get; init; }
    public double? Longitude { get; init; }
    public string? Unit { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? DispatchedAt { get; init; }
    public DateTimeOffset? EnRouteAt { get; init; }
    public DateTimeOffset? ArrivedAt { get; init; }
    public DateTimeOffset? ClearedAt { get; init; }
    /// <summary>Minutes that it took the unit; null if its times don't say it.</summary>
    public double? Minutes => BusyTo is { } to && BusyFrom is { } from ? (to - from).TotalMinutes : null;
    [JsonIgnore] public DateTimeOffset? BusyFrom { get; init; }
    [JsonIgnore] public DateTimeOffset? BusyTo { get; init; }
    public string? Disposition { get; init; }
    public bool IsSelfInitiated { get; init; }
}

internal static class CallList
{
    public static readonly Filters<ListCalls> Filters = new Filters<ListCalls>()
        .Always(PatrolSql.Visible)
        .Is(q => q.Number, "t.Number = @Number")
        .Is(q => q.UnitId, "t.UnitId = @UnitId")
        .Instants(q => q.From, q => q.To, "t.CreatedAt", "Created");

    private static readonly ListOrder<CallLine> Newest =
        new(descending: true) { { "t.CreatedAt", row => row.CreatedAt }, { "t.Id", row => row.Id } };

    public static readonly Listing<ListCalls, CallLine> Listing = new()
    {
        Columns = """
            t.Id, t.Number, t.CallType, t.Priority, t.Address, t.Latitude, t.Longitude, u.Name AS Unit, t.CreatedAt, t.DispatchedAt,
            t.EnRouteAt, t.ArrivedAt, t.ClearedAt, t.BusyFrom, t.BusyTo, t.Disposition, t.IsSelfInitiated
            """,
        From = "ServiceCall t",
        Names = "LEFT JOIN PatrolUnit u ON u.Id = t.UnitId",
        Filters = Filters,
        Order = _ => Newest,
        File = new("calls", "t.CreatedAt DESC, t.Id DESC")
        {
            { "number", row => row.Number },
            { "type", row => row.CallType },
            { "priority", row => row.Priority },
            { "address", row => row.Address },
            { "latitude", row => row.Latitude },
            { "longitude", row => row.Longitude },
            { "unit", row => row.Unit },
            { "created", row => row.CreatedAt },
            { "dispatched", row => row.DispatchedAt },
            { "enRoute", row => row.EnRouteAt },
            { "arrived", row => row.ArrivedAt },
            { "cleared", row => row.ClearedAt },
            { "minutes", row => row.Minutes },
            { "disposition", row => row.Disposition },
            { "selfInitiated", row => row.IsSelfInitiated },
        },
    };
}

internal sealed class ListCallsHandler(ListReader lists) : IRequestHandler<ListCalls, Page<CallLine>>, IRequestHandler<ExportCalls, CsvFile>
{
    public Task<Page<CallLine>> Handle(ListCalls query, CancellationToken ct) => lists.Page(CallList.Listing, query, ct);

    public Task<CsvFile> Handle(ExportCalls query, CancellationToken ct) => lists.File(CallList.Listing, query.Filter, ct);
}

internal static class ListCallsEndpoint
{
    public static void MapListCalls(this RouteGroupBuilder calls) => calls
        .MapGet("/", ([AsParameters] ListCalls query, IMediator mediator, CancellationToken ct) => mediator.Send(query, ct))
        .WithName("ListCalls").WithSummary("List units on calls for service, those created last first");
}
