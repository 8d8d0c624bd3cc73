using Dapper;
using FluentValidation;
using MediatR;

namespace ProblemTracker.Incidents;

/// <summary>The incidents that a filter finds, newest first.</summary>
[Needs(Permission.ReadProblems)]
public sealed record ListIncidents(IncidentFilter Filter, string? After = null, int? Size = null) : IQuery<Page<IncidentRow>>, IPaged;

/// <summary>The precision of the time in the source.</summary>
public enum TimePrecision
{
    Minute,
    /// <summary>Date only: there is no local hour.</summary>
    Day,
    /// <summary>Month only: the local date is its first day, and the weekday is meaningless.</summary>
    Month,
}

public sealed record IncidentRow
{
    public long Id { get; init; }
    /// <summary>The incident number in the source. One incident can have several rows.</summary>
    public string? SourceNumber { get; init; }
    public DateTimeOffset OccurredFrom { get; init; }
    public DateTimeOffset OccurredTo { get; init; }
    public TimePrecision TimePrecision { get; init; }
    /// <summary>Date in the local time of the source, set at import.</summary>
    public DateOnly LocalDate { get; init; }
    /// <summary>Hour in local time, 0 to 23; null if the source gives no time of day.</summary>
    public int? LocalHour { get; init; }
    public string CategoryCode { get; init; } = "";
    public string Category { get; init; } = "";
    /// <summary>The category as written in the source.</summary>
    public string? SourceCategory { get; init; }
    public long? NeighborhoodId { get; init; }
    public string? Neighborhood { get; init; }
    public string? Address { get; init; }
    public double? Latitude { get; init; }
    public double? Longitude { get; init; }
    /// <summary>How often an import gave it other content; its history has what was before.</summary>
    public int Updates { get; init; }
    /// <summary>Number of linked problems that the reader may see.</summary>
    public int LinkedProblems { get; init; }
}

internal sealed class ListIncidentsValidator : AbstractValidator<ListIncidents>
{
    public ListIncidentsValidator() => this.FilterRules(q => q.Filter);
}

internal sealed class ListIncidentsHandler(Db db, Actor actor) : IRequestHandler<ListIncidents, Page<IncidentRow>>
{
    public async Task<Page<IncidentRow>> Handle(ListIncidents query, CancellationToken ct)
    {
        await IncidentSql.MustSee(db, actor, query.Filter, ct);
        var size = query.Size ?? Page.DefaultSize;
        var (rows, counted) = query.Filter.IsMeasured ? await Within(query, size, ct) : await Walk(query, size, ct);
        return Page.Of(rows, size, counted, IncidentSql.NewestFirst.KeyOf);
    }

    private async Task<(IReadOnlyList<IncidentRow> Rows, int Counted)> Walk(ListIncidents query, int size, CancellationToken ct)
    {
        var args = Args(query.Filter);
        args.Add("Take", size + 1);
        args.Add("CountTo", Page.CountedExactlyUpTo + 1);
        var isFollowing = IncidentSql.NewestFirst.ReadInto(args, query);
        return (await db.List<IncidentRow>(IncidentListSql.Page(db.Dialect, actor, query.Filter, isFollowing), args, ct),
            await db.Single<int>(IncidentListSql.Count(db.Dialect, query.Filter), args, ct));
    }

    /// <summary>One page of the incidents exactly in the circle or area: measures all of them and keeps the page.</summary>
    private async Task<(IReadOnlyList<IncidentRow> Rows, int Counted)> Within(ListIncidents query, int size, CancellationToken ct)
    {
        var after = IncidentSql.NewestFirst.Read(query) is [DateTimeOffset last, long lastId]
            ? (last, lastId) : ((DateTimeOffset At, long Id)?)null;
        var counted = 0;
        // Dequeues the oldest first.
        var kept = new PriorityQueue<long, (DateTimeOffset At, long Id)>();
        await foreach (var (id, at) in IncidentSql.Within(db, query.Filter, ct))
        {
            counted++;
            if (after is { } beyond && (at, id).CompareTo(beyond) >= 0) continue;
            kept.Enqueue(id, (at, id));
            if (kept.Count > size + 1) kept.Dequeue();
        }
        var args = new DynamicParameters();
        args.Add("ActorId", actor.PersonId);
        args.Add("ids", kept.UnorderedItems.Select(item => item.Element).ToList());
        return (await db.List<IncidentRow>(
            $"{IncidentListSql.Select(actor, "Incident i")} WHERE i.Id IN @ids ORDER BY {IncidentSql.NewestFirst.Sql}", args, ct), counted);
    }

    private DynamicParameters Args(IncidentFilter filter)
    {
        var args = IncidentSql.Args(db.Dialect, filter);
        args.Add("ActorId", actor.PersonId);
        return args;
    }
}

internal static class ListIncidentsEndpoint
{
    public static void MapListIncidents(this RouteGroupBuilder incidents) => incidents
        .MapGet("/", ([AsParameters] IncidentFilter filter, string? after, int? size, IMediator mediator, CancellationToken ct) =>
            mediator.Send(new ListIncidents(filter, after, size), ct))
        .WithName("ListIncidents").WithSummary("List incidents, newest first");

    public static void MapListLinkedIncidents(this RouteGroupBuilder problems) => problems
        .MapGet("/{id:long}/incidents", (long id, string? after, int? size, IMediator mediator, CancellationToken ct) =>
            mediator.Send(new ListIncidents(new(ProblemId: id), after, size), ct))
        .WithName("ListLinkedIncidents").WithSummary("List the incidents linked to a problem");
}
