using MediatR;

namespace ProblemTracker.Concerns;

/// <summary>Where open concerns are, by block: how many at each public point. Those without coordinates are left out.</summary>
[Needs(Permission.WorkConcerns)]
public sealed record ReadConcernMap : IQuery<ConcernMap>;

/// <param name="Spots">The newest concerns first.</param>
public sealed record ConcernMap(IReadOnlyList<ConcernSpot> Spots);

/// <param name="Latitude">Degrees, of the public point that all houses of a block share.</param>
/// <param name="Longitude">Degrees.</param>
/// <param name="ConcernIds">The newest first.</param>
/// <param name="Categories">Their categories, each once.</param>
public sealed record ConcernSpot(double Latitude, double Longitude, IReadOnlyList<long> ConcernIds, IReadOnlyList<string> Categories);

internal sealed class ReadConcernMapHandler(Db db) : IRequestHandler<ReadConcernMap, ConcernMap>
{
    private const int Most = 2000;

    private sealed record Row
    {
        public long Id { get; init; }
        public double Latitude { get; init; }
        public double Longitude { get; init; }
        public string Category { get; init; } = "";
    }

    public async Task<ConcernMap> Handle(ReadConcernMap query, CancellationToken ct) => new([.. (await db.List<Row>($"""
        SELECT c.Id, c.Latitude, c.Longitude, k.Name AS Category FROM Concern c JOIN Category k ON k.Code = c.CategoryCode
        WHERE {ConcernSql.IsOpen} AND c.Latitude IS NOT NULL AND c.Longitude IS NOT NULL
        ORDER BY c.DueOn DESC, c.Id DESC {db.Dialect.First("@Most")}
        """, new { Most }, ct))
        .GroupBy(row => (Latitude: PublicPlace.Snap(row.Latitude), Longitude: PublicPlace.Snap(row.Longitude)))
        .Select(spot => new ConcernSpot(spot.Key.Latitude, spot.Key.Longitude, [.. spot.Select(row => row.Id).OrderDescending()],
            [.. spot.Select(row => row.Category).Distinct().Order(StringComparer.Ordinal)]))
        .OrderByDescending(spot => spot.ConcernIds[0])]);
}

internal static class ReadConcernMapEndpoint
{
    public static void MapReadConcernMap(this RouteGroupBuilder concerns) => concerns
        .MapGet("/map", (IMediator mediator, CancellationToken ct) => mediator.Send(new ReadConcernMap(), ct))
        .WithName("ReadConcernMap").WithSummary("Read where open concerns are, by block");
}
