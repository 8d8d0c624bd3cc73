using Dapper;
using FluentValidation;
using MediatR;
using ProblemTracker.Problems;

namespace ProblemTracker.Incidents;

/// <summary>Incidents that a filter finds, newest first.</summary>
[Needs(Permission.ReadProblems)]
public sealed record ListIncidents(IncidentFilter Filter, string? After = null, int? Size = null) : IQuery<Page<IncidentRow>>, IPaged;

/// <summary>How exactly the source knows when it happened.</summary>
public enum TimePrecision
{
    Minute,
    /// <summary>The source gave a date only: there is no local hour.</summary>
    Day,
    /// <summary>The source gave a month only: the local date is its first day, and the weekday means nothing.</summary>
    Month,
}

public sealed record IncidentRow
{
    public long Id { get; init; }
    /// <summary>The number in the source. One incident can stand on several rows.</summary>
    public string? SourceNumber { get; init; }
    public DateTimeOffset OccurredFrom { get; init; }
    public DateTimeOffset OccurredTo { get; init; }
    public TimePrecision TimePrecision { get; init; }
    /// <summary>Date and hour on the clocks of the place, fixed at import.</summary>
    public DateOnly LocalDate { get; init; }
    public int? LocalHour { get; init; }
    public string CategoryCode { get; init; } = "";
    public string Category { get; init; } = "";
    /// <summary>The category in the source's own words.</summary>
    public string? SourceCategory { get; init; }
    public long? NeighborhoodId { get; init; }
    public string? Neighborhood { get; init; }
    public string? Address { get; init; }
    public double? Latitude { get; init; }
    public double? Longitude { get; init; }
    /// <summary>Problems that it is linked to and that the reader may see.</summary>
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
        // The links of a problem exist for those alone for whom the problem does.
        if (query.Filter.ProblemId is { } problemId) await ProblemSql.MustSee(db, actor, problemId, ct);
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

    /// <summary>Exactly what lies in the circle or area: all of it is measured, the page's share is kept.</summary>
    private async Task<(IReadOnlyList<IncidentRow> Rows, int Counted)> Within(ListIncidents query, int size, CancellationToken ct)
    {
        var after = IncidentSql.NewestFirst.Read(query) is [DateTimeOffset last, long lastId]
            ? (last, lastId) : ((DateTimeOffset At, long Id)?)null;
        var counted = 0;
        // The oldest of those kept comes out first.
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
        .WithName("ListLinkedIncidents").WithSummary("The incidents linked to a problem");
}
