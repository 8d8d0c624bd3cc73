using MediatR;

namespace ProblemTracker.Concerns;

/// <summary>Open concerns of the last half year that may be about the same thing as this one, the most alike first.</summary>
[Needs(Permission.WorkConcerns)]
public sealed record FindSimilarConcerns(long ConcernId) : IQuery<SimilarConcerns>;

/// <param name="Items">At most 10.</param>
public sealed record SimilarConcerns(IReadOnlyList<SimilarConcern> Items);

public sealed record SimilarConcern
{
    public long Id { get; init; }
    public string Number { get; init; } = "";
    public string Category { get; init; } = "";
    public string Description { get; init; } = "";
    public string? Address { get; init; }
    public string? Neighborhood { get; init; }
    public DateTimeOffset ReceivedAt { get; init; }
    /// <summary>Meters between the points; null if one has none.</summary>
    public double? Distance { get; init; }
    public int DaysApart { get; init; }
}

internal sealed class FindSimilarConcernsHandler(Db db, Actor actor) : IRequestHandler<FindSimilarConcerns, SimilarConcerns>
{
    private const int Most = 10, MostCompared = 300, Days = 183;

    private sealed record Compared
    {
        public long Id { get; init; }
        public string Number { get; init; } = "";
        public string CategoryCode { get; init; } = "";
        public string Category { get; init; } = "";
        public string Description { get; init; } = "";
        public string? Address { get; init; }
        public double? Latitude { get; init; }
        public double? Longitude { get; init; }
        public long? NeighborhoodId { get; init; }
        public string? Neighborhood { get; init; }
        public DateTimeOffset ReceivedAt { get; init; }
        public DateTimeOffset? ErasedAt { get; init; }

        /// <summary>What the reporter wrote; nothing of one who was erased.</summary>
        public string Words => ErasedAt is null ? Description : "";
    }

    private const string Select = """
        SELECT c.Id, c.Number, c.CategoryCode, k.Name AS Category, c.Description, c.Address, c.Latitude, c.Longitude, c.NeighborhoodId,
            n.Name AS Neighborhood, c.ReceivedAt, c.ErasedAt
        FROM Concern c LEFT JOIN Category k ON k.Code = c.CategoryCode LEFT JOIN Neighborhood n ON n.Id = c.NeighborhoodId
        """;

    public async Task<SimilarConcerns> Handle(FindSimilarConcerns query, CancellationToken ct)
    {
        var visible = ConcernSql.VisibleTo(actor);
        var one = await db.Find<Compared>($"{Select} WHERE c.Id = @ConcernId AND {visible}",
            new { query.ConcernId, ActorId = actor.PersonId }, ct) ?? throw new NotFound();
        var others = await db.List<Compared>($"""
            {Select} WHERE {ConcernSql.IsOpen} AND c.Id <> @ConcernId AND c.ReceivedAt > @Since AND {visible}
            ORDER BY c.DueOn DESC, c.Id DESC {db.Dialect.First("@MostCompared")}
            """, new { query.ConcernId, Since = one.ReceivedAt.AddDays(-Days), MostCompared, ActorId = actor.PersonId }, ct);
        return new([.. others.Select(other => (Points: ConcernLikeness.Points(Pair(one, other)), Shown: Shown(one, other)))
            .Where(found => found.Points >= ConcernLikeness.Enough)
            .OrderByDescending(found => found.Points).ThenByDescending(found => found.Shown.Id)
            .Take(Most).Select(found => found.Shown)]);
    }

    private static ConcernPair Pair(Compared one, Compared other) => new(
        Meters(one, other),
        RepeatSql.KeyOf(one.Address) is { } block && block == RepeatSql.KeyOf(other.Address),
        one.NeighborhoodId is not null && one.NeighborhoodId == other.NeighborhoodId,
        one.CategoryCode == other.CategoryCode,
        DaysApart(one, other),
        ConcernLikeness.SharedWords(one.Words, other.Words));

    private static SimilarConcern Shown(Compared one, Compared other) => new()
    {
        Id = other.Id,
        Number = other.Number,
        Category = other.Category,
        Description = other.Description,
        Address = other.Address,
        Neighborhood = other.Neighborhood,
        ReceivedAt = other.ReceivedAt,
        Distance = Meters(one, other),
        DaysApart = DaysApart(one, other),
    };

    private static int DaysApart(Compared one, Compared other) => (int)Math.Abs((one.ReceivedAt - other.ReceivedAt).TotalDays);

    private static double? Meters(Compared one, Compared other) =>
        one is { Latitude: { } latitude, Longitude: { } longitude } && other is { Latitude: { } itsLatitude, Longitude: { } itsLongitude }
            ? Earth.Meters(latitude, longitude, itsLatitude, itsLongitude) : null;
}

internal static class FindSimilarConcernsEndpoint
{
    public static void MapFindSimilarConcerns(this RouteGroupBuilder concerns) => concerns
        .MapGet("/{id:long}/similar", (long id, IMediator mediator, CancellationToken ct) =>
            mediator.Send(new FindSimilarConcerns(id), ct))
        .WithName("FindSimilarConcerns").WithSummary("Find open concerns that may be about the same thing");
}
