using MediatR;
using ProblemTracker.Agency;
using ProblemTracker.Problems;

namespace ProblemTracker.Incidents;

/// <summary>
/// New incidents near the problems of the actor's teams: same category, last <see cref="Days"/> days, within <see cref="Radius"/> meters of
/// the problem's coordinates, or in its neighborhood if it has none. Lists problems with incidents not yet linked, most first.
/// </summary>
[Needs(Permission.SignedIn)]
public sealed record CountNearby : IQuery<IReadOnlyList<NearbyIncidents>>
{
    public const int Days = 7;
    public const double Radius = 300;
    /// <summary>Number of problems checked: those due first.</summary>
    public const int Problems = 30;
}

/// <param name="Incidents">Number of incidents that the filter finds.</param>
/// <param name="NotLinked">Number of them not linked to this problem.</param>
public sealed record NearbyIncidents(long ProblemId, string Number, string Title, int Incidents, int NotLinked, IncidentFilter Filter);

internal sealed class CountNearbyHandler(Db db, Actor actor, AgencySettings agency)
    : IRequestHandler<CountNearby, IReadOnlyList<NearbyIncidents>>
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

    private sealed record Recent
    {
        public long Id { get; init; }
        public string CategoryCode { get; init; } = "";
        public long? NeighborhoodId { get; init; }
        public double? Latitude { get; init; }
        public double? Longitude { get; init; }
    }

    private sealed record Link
    {
        public long ProblemId { get; init; }
        public long IncidentId { get; init; }
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
        if (problems.Count == 0) return [];
        var recent = new IncidentFilter(From: since);
        var args = IncidentSql.Args(db.Dialect, recent);
        args.Add("codes", problems.Select(p => p.CategoryCode).Distinct());
        var incidents = (await db.List<Recent>($"""
            SELECT i.Id, i.CategoryCode, i.NeighborhoodId, i.Latitude, i.Longitude
            FROM Incident i {IncidentSql.Where(recent).When(true, "i.CategoryCode IN @codes")}
            """, args, ct)).ToLookup(i => i.CategoryCode);
        args.Add("ids", problems.Select(p => p.Id));
        var linked = (await db.List<Link>("""
            SELECT l.ProblemId, l.IncidentId FROM ProblemIncident l JOIN Incident i ON i.Id = l.IncidentId
            WHERE l.ProblemId IN @ids AND i.LocalDate >= @From AND i.OccurredFrom >= @FromAt
            """, args, ct)).ToHashSet();

        return [.. problems.Select(p => Near(p, since, [.. incidents[p.CategoryCode].Where(i => IsNear(p, i)).Select(i => i.Id)], linked))
            .Where(near => near.NotLinked > 0).OrderByDescending(near => near.NotLinked).ThenBy(near => near.ProblemId)];
    }

    private static NearbyIncidents Near(Own p, DateOnly since, IReadOnlyList<long> ids, HashSet<Link> linked) =>
        new(p.Id, p.Number, p.Title, ids.Count, ids.Count(id => !linked.Contains(new() { ProblemId = p.Id, IncidentId = id })),
            p is { Latitude: { } latitude, Longitude: { } longitude }
                ? new(From: since, CategoryCode: p.CategoryCode, Latitude: latitude, Longitude: longitude, Radius: CountNearby.Radius)
                : new(From: since, CategoryCode: p.CategoryCode, NeighborhoodId: p.NeighborhoodId));

    // Must match the list that the number links to.
    private static bool IsNear(Own p, Recent i) => p is { Latitude: { } latitude, Longitude: { } longitude }
        ? i is { Latitude: { } north, Longitude: { } east } && Earth.Meters(latitude, longitude, north, east) <= CountNearby.Radius
        : i.NeighborhoodId == p.NeighborhoodId;
}

internal static class CountNearbyEndpoint
{
    public static void MapCountNearby(this RouteGroupBuilder me) => me
        .MapGet("/nearby", (IMediator mediator, CancellationToken ct) => mediator.Send(new CountNearby(), ct))
        .WithName("CountNearby").WithSummary("Count new incidents near your problems");
}
