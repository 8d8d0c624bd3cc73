using MediatR;

namespace ProblemTracker.Concerns;

/// <summary>
/// Where open concerns are, by block: how many at each public point. Those without coordinates are only counted. Of more than 2,000, the
/// map has those due last.
/// </summary>
[Needs(Permission.WorkConcerns)]
public sealed record ReadConcernMap : IQuery<ConcernMap>;

/// <param name="Spots">The newest concerns first.</param>
/// <param name="WithoutPoint">How many open concerns have no coordinates, but an address or a neighborhood.</param>
public sealed record ConcernMap(IReadOnlyList<ConcernSpot> Spots, int WithoutPoint);

/// <param name="Latitude">Degrees, of the public point that all houses of a block share.</param>
/// <param name="Longitude">Degrees.</param>
/// <param name="ConcernIds">The newest first.</param>
/// <param name="Categories">Their categories, each once.</param>
public sealed record ConcernSpot(double Latitude, double Longitude, IReadOnlyList<long> ConcernIds, IReadOnlyList<string> Categories);

internal sealed class ReadConcernMapHandler(Db db, Actor actor) : IRequestHandler<ReadConcernMap, ConcernMap>
{
    private const int Most = 2000;

    private sealed record Row
    {
        public long Id { get; init; }
        public double? Latitude { get; init; }
        public double? Longitude { get; init; }
        public string Category { get; init; } = "";
    }

    public async Task<ConcernMap> Handle(ReadConcernMap query, CancellationToken ct)
    {
        var open = await db.List<Row>($"""
            SELECT c.Id, c.Latitude, c.Longitude, k.Name AS Category FROM Concern c JOIN Category k ON k.Code = c.CategoryCode
            WHERE {ConcernSql.IsOpen} AND {ConcernSql.VisibleTo(actor)}
            ORDER BY c.DueOn DESC, c.Id DESC {db.Dialect.First("@Most")}
            """, new { Most, ActorId = actor.PersonId }, ct);
        var spots = Spots(open);
        return new(spots, open.Count - spots.Sum(spot => spot.ConcernIds.Count));
    }

    private static List<ConcernSpot> Spots(IEnumerable<Row> rows) => [.. rows
        .Where(row => row is { Latitude: not null, Longitude: not null })
        .GroupBy(row => (Latitude: PublicPlace.Snap(row.Latitude!.Value), Longitude: PublicPlace.Snap(row.Longitude!.Value)))
        .Select(spot => new ConcernSpot(spot.Key.Latitude, spot.Key.Longitude, [.. spot.Select(row => row.Id).OrderDescending()],
            [.. spot.Select(row => row.Category).Distinct().Order(StringComparer.Ordinal)]))
        .OrderByDescending(spot => spot.ConcernIds[0])];
}

internal static class ReadConcernMapEndpoint
{
    public static void MapReadConcernMap(this RouteGroupBuilder concerns) => concerns
        .MapGet("/map", (IMediator mediator, CancellationToken ct) => mediator.Send(new ReadConcernMap(), ct))
        .WithName("ReadConcernMap").WithSummary("Read where open concerns are, by block");
}
