using System.Globalization;
using Dapper;
using FluentValidation;
using MediatR;
using ProblemTracker.Problems;

namespace ProblemTracker.Incidents;

/// <summary>Incidents that a filter finds, newest first.</summary>
[Needs(Permission.ReadProblems)]
public sealed record ListIncidents(IncidentFilter Filter, string? After = null, int Size = Page.DefaultSize) : IQuery<Page<IncidentRow>>;

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
    public ListIncidentsValidator()
    {
        this.FilterRules(q => q.Filter);
        RuleFor(q => q.Size).InclusiveBetween(1, Page.LargestSize).WithMessage($"A page has 1 to {Page.LargestSize} rows.");
        RuleFor(q => q.After).Must(key => PageKey.IsWellFormed(key, 2)).WithMessage("This page link is not one of ours.");
    }
}

internal sealed class ListIncidentsHandler(Db db, Actor actor) : IRequestHandler<ListIncidents, Page<IncidentRow>>
{
    private const string Beyond = "(i.OccurredFrom < @AfterAt OR (i.OccurredFrom = @AfterAt AND i.Id < @AfterId)) AND i.OccurredFrom <= @AfterAt";

    public async Task<Page<IncidentRow>> Handle(ListIncidents query, CancellationToken ct)
    {
        // The links of a problem exist for those alone for whom the problem does.
        if (query.Filter.ProblemId is { } problemId) await ProblemSql.MustSee(db, actor, problemId, ct);
        var key = PageKey.Parse(query.After, 2) is { } parts && DateTimeOffset.TryParse(parts[0], CultureInfo.InvariantCulture, out var at)
            ? (At: at, Id: long.Parse(parts[1], CultureInfo.InvariantCulture)) : ((DateTimeOffset At, long Id)?)null;
        var (rows, counted) = query.Filter.IsMeasured ? await Within(query, key, ct) : await Walk(query, key, ct);
        return Page.Of(rows, query.Size, counted, KeyOf);
    }

    internal static string KeyOf(IncidentRow last) => PageKey.For(last.OccurredFrom.ToString("O", CultureInfo.InvariantCulture), $"{last.Id}");

    /// <summary>One page along an index.</summary>
    internal static string PageSql(Dialect dialect, Actor actor, IncidentFilter filter, bool isFollowing) => $"""
        {Select(actor, IncidentSql.Source(dialect, filter))}
        {IncidentSql.Where(filter).When(isFollowing, Beyond)}
        ORDER BY {IncidentSql.NewestFirst} {dialect.First("@Take")}
        """;

    /// <summary>Counts in the order of the page, along the same index, and no further than a total is exact.</summary>
    internal static string CountSql(Dialect dialect, IncidentFilter filter) => $"""
        SELECT COUNT(*) FROM (
            SELECT i.Id FROM {IncidentSql.Source(dialect, filter)} {IncidentSql.Where(filter)} ORDER BY {IncidentSql.NewestFirst} {dialect.First("@CountTo")}) counted
        """;

    private async Task<(IReadOnlyList<IncidentRow> Rows, int Counted)> Walk(ListIncidents query, (DateTimeOffset At, long Id)? key, CancellationToken ct)
    {
        var args = Args(query.Filter);
        args.Add("Take", query.Size + 1);
        args.Add("CountTo", Page.CountedExactlyUpTo + 1);
        if (key is { } after)
        {
            args.Add("AfterAt", after.At);
            args.Add("AfterId", after.Id);
        }
        return (await db.List<IncidentRow>(PageSql(db.Dialect, actor, query.Filter, key is not null), args, ct),
            await db.Single<int>(CountSql(db.Dialect, query.Filter), args, ct));
    }

    /// <summary>Exactly what lies in the circle or area: all of it is measured, the page's share is kept.</summary>
    private async Task<(IReadOnlyList<IncidentRow> Rows, int Counted)> Within(ListIncidents query, (DateTimeOffset At, long Id)? key, CancellationToken ct)
    {
        var counted = 0;
        // The oldest of those kept comes out first.
        var kept = new PriorityQueue<long, (DateTimeOffset At, long Id)>();
        await foreach (var (id, at) in IncidentSql.Within(db, query.Filter, ct))
        {
            counted++;
            if (key is { } after && (at, id).CompareTo(after) >= 0) continue;
            kept.Enqueue(id, (at, id));
            if (kept.Count > query.Size + 1) kept.Dequeue();
        }
        var args = new DynamicParameters();
        args.Add("ActorId", actor.PersonId);
        args.Add("ids", kept.UnorderedItems.Select(item => item.Element).ToList());
        return (await db.List<IncidentRow>($"{Select(actor, "Incident i")} WHERE i.Id IN @ids ORDER BY {IncidentSql.NewestFirst}", args, ct), counted);
    }

    internal static string Select(Actor actor, string source) => $"""
        SELECT i.Id, i.SourceNumber, i.OccurredFrom, i.OccurredTo, i.TimePrecision, i.LocalDate, i.LocalHour, i.CategoryCode, c.Name AS Category, i.SourceCategory,
            i.NeighborhoodId, n.Name AS Neighborhood, i.Address, i.Latitude, i.Longitude,
            (SELECT COUNT(*) FROM ProblemIncident k JOIN Problem p ON p.Id = k.ProblemId WHERE k.IncidentId = i.Id AND {ProblemSql.VisibleTo(actor)}) AS LinkedProblems
        FROM {source}
        LEFT JOIN Category c ON c.Code = i.CategoryCode
        LEFT JOIN Neighborhood n ON n.Id = i.NeighborhoodId
        """;

    private DynamicParameters Args(IncidentFilter filter)
    {
        var args = IncidentSql.Args(db.Dialect, filter);
        args.Add("ActorId", actor.PersonId);
        return args;
    }
}

internal static class ListIncidentsEndpoint
{
    /// <summary>The message as it stands in a query string.</summary>
    public sealed record Query(
        DateOnly? From, DateOnly? To, string? CategoryCode, long? NeighborhoodId, double? Latitude, double? Longitude, double? Radius, long? ProblemId,
        string? Text, string? Area, string? After, int? Size);

    public static void MapListIncidents(this RouteGroupBuilder incidents) => incidents
        .MapGet("/", ([AsParameters] Query q, IMediator mediator, CancellationToken ct) => mediator.Send(new ListIncidents(
            new(q.From, q.To, q.CategoryCode, q.NeighborhoodId, q.Latitude, q.Longitude, q.Radius, q.ProblemId, q.Text, q.Area), q.After, q.Size ?? Page.DefaultSize), ct))
        .WithName("ListIncidents").WithSummary("List incidents, newest first").ProducesValidationProblem().ProducesProblem(404);

    public static void MapListLinkedIncidents(this RouteGroupBuilder problems) => problems
        .MapGet("/{id:long}/incidents", (long id, string? after, int? size, IMediator mediator, CancellationToken ct) =>
            mediator.Send(new ListIncidents(new(ProblemId: id), after, size ?? Page.DefaultSize), ct))
        .WithName("ListLinkedIncidents").WithSummary("The incidents linked to a problem").ProducesValidationProblem().ProducesProblem(404);
}
