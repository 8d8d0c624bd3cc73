using MediatR;
using ProblemTracker.Problems;
using ProblemTracker.Settings;

namespace ProblemTracker.Incidents;

/// <summary>
/// Where new incidents came near the actor's own problems: of the problem's category, in the last <see cref="Days"/> days, within
/// <see cref="Radius"/> meters of its point, or in its neighborhood where it has none. Problems with something not linked yet, most first.
/// </summary>
[Needs(Permission.SignedIn)]
public sealed record CountNearby : IQuery<IReadOnlyList<NearbyIncidents>>
{
    public const int Days = 7;
    public const double Radius = 300;
    /// <summary>Problems looked at: those due first.</summary>
    public const int Problems = 30;
    /// <summary>Incidents counted for one problem.</summary>
    public const int Most = 200;
}

/// <param name="Incidents">All that <see cref="Filter"/> finds, up to <see cref="CountNearby.Most"/>.</param>
/// <param name="NotLinked">Those of them that are not linked to this problem.</param>
public sealed record NearbyIncidents(long ProblemId, string Number, string Title, int Incidents, int NotLinked, IncidentFilter Filter);

internal sealed class CountNearbyHandler(Db db, Actor actor, Agency agency) : IRequestHandler<CountNearby, IReadOnlyList<NearbyIncidents>>
{
    private sealed record Own
    {
        public long Id { get; init; }
        public string Number { get; init; } = "";
        public string Title { get; init; } = "";
        public string CategoryCode { get; init; } = "";
        public long NeighborhoodId { get; init; }
        public double? Latitude { get; init; }
        public double? Longitude { get; init; }
    }

    public async Task<IReadOnlyList<NearbyIncidents>> Handle(CountNearby query, CancellationToken ct)
    {
        if (!actor.Might(Permission.WorkEvidence)) return [];
        var since = (await agency.Today(ct)).AddDays(1 - CountNearby.Days);
        var problems = await db.List<Own>($"""
            SELECT p.Id, p.Number, p.Title, p.CategoryCode, p.NeighborhoodId, p.Latitude, p.Longitude
            FROM ProblemMember t JOIN Problem p ON p.Id = t.ProblemId
            WHERE t.PersonId = @ActorId AND p.Stage <> 'Closed' AND {ProblemSql.VisibleTo(actor)}
            ORDER BY p.DueOn, p.Id {db.Dialect.First("@Problems")}
            """, new { ActorId = actor.PersonId, CountNearby.Problems }, ct);
        var found = new List<NearbyIncidents>();
        foreach (var problem in problems)
        {
            var filter = problem is { Latitude: { } latitude, Longitude: { } longitude }
                ? new IncidentFilter(From: since, CategoryCode: problem.CategoryCode, Latitude: latitude, Longitude: longitude, Radius: CountNearby.Radius)
                : new IncidentFilter(From: since, CategoryCode: problem.CategoryCode, NeighborhoodId: problem.NeighborhoodId);
            var ids = await Ids(filter, ct);
            if (ids.Count == 0) continue;
            var linked = await db.Single<int>("SELECT COUNT(*) FROM ProblemIncident WHERE ProblemId = @Id AND IncidentId IN @ids", new { problem.Id, ids }, ct);
            if (linked < ids.Count) found.Add(new(problem.Id, problem.Number, problem.Title, ids.Count, ids.Count - linked, filter));
        }
        return [.. found.OrderByDescending(f => f.NotLinked).ThenBy(f => f.ProblemId)];
    }

    private async Task<List<long>> Ids(IncidentFilter filter, CancellationToken ct)
    {
        if (filter.IsNear)
            return await IncidentSql.Near(db, filter, ct).Select(i => i.Id).Take(CountNearby.Most).ToListAsync(ct);
        var args = IncidentSql.Args(filter);
        args.Add("Most", CountNearby.Most);
        return [.. await db.List<long>($"SELECT i.Id FROM Incident i {IncidentSql.Where(filter)} ORDER BY {IncidentSql.NewestFirst} {db.Dialect.First("@Most")}", args, ct)];
    }
}

internal static class CountNearbyEndpoint
{
    public static void MapCountNearby(this RouteGroupBuilder me) => me
        .MapGet("/nearby", (IMediator mediator, CancellationToken ct) => mediator.Send(new CountNearby(), ct))
        .WithName("CountNearby").WithSummary("New incidents near your own problems");
}
