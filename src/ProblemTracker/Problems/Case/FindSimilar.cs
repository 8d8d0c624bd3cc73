using FluentValidation;
using MediatR;
using ProblemTracker.Agency;
using ProblemTracker.Neighborhoods;

namespace ProblemTracker.Problems;

/// <summary>
/// Open problems that a new one might duplicate: within 300 meters of the coordinates, or in the same category and neighborhood.
/// </summary>
[Needs(Permission.OpenProblems)]
public sealed record FindSimilar(
    string? CategoryCode = null, long? NeighborhoodId = null, double? Latitude = null, double? Longitude = null)
    : IQuery<IReadOnlyList<SimilarProblem>>;

public sealed record SimilarProblem
{
    public long Id { get; init; }
    public string Number { get; init; } = "";
    public string Title { get; init; } = "";
    public string Category { get; init; } = "";
    public string Neighborhood { get; init; } = "";
    public Stage Stage { get; init; }
    public string? Lead { get; init; }
    public DateTimeOffset OpenedAt { get; init; }
    public double? Latitude { get; init; }
    public double? Longitude { get; init; }
    /// <summary>Meters from the coordinates in the query; null if either has no coordinates.</summary>
    public double? Distance { get; init; }
}

internal sealed class FindSimilarValidator : AbstractValidator<FindSimilar>
{
    public FindSimilarValidator() => this.PlaceRules(q => q.Latitude, q => q.Longitude);
}

internal sealed class FindSimilarHandler(Db db, Actor actor, NeighborhoodMap map, AgencySettings agency)
    : IRequestHandler<FindSimilar, IReadOnlyList<SimilarProblem>>
{
    /// <summary>Meters.</summary>
    private const double Near = 300;
    private const int Most = 20;

    private const string Select = """
        SELECT p.Id, p.Number, p.Title, c.Name AS Category, n.Name AS Neighborhood, p.Stage, l.Name AS Lead, p.OpenedAt, p.Latitude,
            p.Longitude
        FROM Problem p
        JOIN Category c ON c.Code = p.CategoryCode
        JOIN Neighborhood n ON n.Id = p.NeighborhoodId
        LEFT JOIN Person l ON l.Id = p.LeadId
        """;

    public async Task<IReadOnlyList<SimilarProblem>> Handle(FindSimilar query, CancellationToken ct)
    {
        var found = new Dictionary<long, SimilarProblem>();
        if (query is { Latitude: { } latitude, Longitude: { } longitude })
        {
            var box = Geography.Box(latitude, longitude, Near);
            foreach (var problem in await db.List<SimilarProblem>($"""
                {Select} WHERE p.Latitude BETWEEN @South AND @North AND p.Longitude BETWEEN @West AND @East
                    AND p.Stage <> 'Closed' AND {ProblemSql.VisibleTo(actor)}
                """, new { box.South, box.North, box.West, box.East, ActorId = actor.PersonId }, ct))
                found[problem.Id] = problem with
                {
                    Distance = Earth.Meters(latitude, longitude, problem.Latitude!.Value, problem.Longitude!.Value),
                };
            foreach (var far in found.Values.Where(p => p.Distance > Near).ToList()) found.Remove(far.Id);
        }
        var neighborhoodId = query.NeighborhoodId
            ?? (query is { Latitude: { } lat, Longitude: { } lon } ? await map.Find(db, lat, lon, await agency.Today(ct), ct) : null);
        if (neighborhoodId is not null && query.CategoryCode is not null)
            foreach (var problem in await db.List<SimilarProblem>($"""
                {Select} WHERE p.NeighborhoodId = @neighborhoodId AND p.CategoryCode = @CategoryCode
                    AND p.Stage <> 'Closed' AND {ProblemSql.VisibleTo(actor)}
                ORDER BY p.StageSince, p.Id {db.Dialect.First("@Most")}
                """, new { neighborhoodId, query.CategoryCode, ActorId = actor.PersonId, Most }, ct))
                found.TryAdd(problem.Id, problem);
        return [.. found.Values.OrderBy(p => p.Distance ?? double.MaxValue).ThenBy(p => p.Id).Take(Most)];
    }
}

internal static class FindSimilarEndpoint
{
    public static void MapFindSimilar(this RouteGroupBuilder problems) => problems
        .MapGet("/similar", ([AsParameters] FindSimilar query, IMediator mediator, CancellationToken ct) => mediator.Send(query, ct))
        .WithName("FindSimilar").WithSummary("Find open problems that a new one might duplicate");
}
