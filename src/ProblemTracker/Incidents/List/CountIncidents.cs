using FluentValidation;
using MediatR;
using ProblemTracker.Problems;

namespace ProblemTracker.Incidents;

/// <summary>Counts the incidents that a filter finds; rows of the same incident count once.</summary>
[Needs(Permission.ReadProblems)]
public sealed record CountIncidents(IncidentFilter Filter) : IQuery<IncidentCount>;

public sealed record IncidentCount(int Incidents);

internal sealed class CountIncidentsValidator : AbstractValidator<CountIncidents>
{
    public CountIncidentsValidator() => this.FilterRules(q => q.Filter);
}

internal sealed class CountIncidentsHandler(Db db, Actor actor) : IRequestHandler<CountIncidents, IncidentCount>
{
    private sealed record Found
    {
        public string EventKey { get; init; } = "";
        public double? Latitude { get; init; }
        public double? Longitude { get; init; }
    }

    public async Task<IncidentCount> Handle(CountIncidents query, CancellationToken ct)
    {
        var filter = query.Filter;
        if (filter.ProblemId is { } problemId) await ProblemSql.MustSee(db, actor, problemId, ct);
        var args = IncidentSql.Args(db.Dialect, filter);
        if (!filter.IsMeasured)
            return new(await db.Single<int>($"""
                SELECT COUNT(DISTINCT i.EventKey) FROM {IncidentSql.Source(db.Dialect, filter)} {IncidentSql.Where(filter)}
                """, args, ct));
        var isIn = IncidentSql.Measure(filter);
        var events = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var each in db.Stream<Found>($"""
            SELECT i.EventKey, i.Latitude, i.Longitude FROM {IncidentSql.Source(db.Dialect, filter)} {IncidentSql.Where(filter)}
            """, args, ct))
            if (isIn(each.Latitude, each.Longitude)) events.Add(each.EventKey);
        return new(events.Count);
    }
}

internal static class CountIncidentsEndpoint
{
    public sealed record Query(
        DateOnly? From, DateOnly? To, string? CategoryCode, long? NeighborhoodId, double? Latitude, double? Longitude, double? Radius,
        long? ProblemId, string? Text, string? Area);

    public static void MapCountIncidents(this RouteGroupBuilder incidents) => incidents
        .MapGet("/count", ([AsParameters] Query q, IMediator mediator, CancellationToken ct) => mediator.Send(new CountIncidents(
            new(q.From, q.To, q.CategoryCode, q.NeighborhoodId, q.Latitude, q.Longitude, q.Radius, q.ProblemId, q.Text, q.Area)), ct))
        .WithName("CountIncidents").WithSummary("Count the incidents that a filter finds; rows of the same incident count once");
}
