using MediatR;
using ProblemTracker.Agency;
using ProblemTracker.Neighborhoods;

namespace ProblemTracker.Concerns;

/// <summary>
/// Looks whether new concerns are repeat complaints about their place. Handles a few concerns at a time to keep transactions short; send it
/// again while <see cref="RepeatComplaintsFound.HasMore"/>.
/// </summary>
[Needs(Permission.Administer)]
public sealed record FindRepeatComplaints : ICommand<RepeatComplaintsFound>;

/// <param name="Raised">The places that wait for a decision from now on.</param>
public sealed record RepeatComplaintsFound(int Raised, bool HasMore);

internal sealed class FindRepeatComplaintsHandler(Db db, Actor actor, AgencySettings agency, TimeProvider clock)
    : IRequestHandler<FindRepeatComplaints, RepeatComplaintsFound>
{
    private const int BatchSize = 100, MostCompared = 500;

    private sealed record Row
    {
        public long Id { get; init; }
        public string? Address { get; init; }
        public string? PlaceKey { get; init; }
        public double? Latitude { get; init; }
        public double? Longitude { get; init; }
        public DateTimeOffset ReceivedAt { get; init; }
        public DateOnly? HappenedOn { get; init; }
        public long? ProblemId { get; init; }
        public long? MergedIntoId { get; init; }
        public long? NeighborhoodId { get; init; }
        public string? Neighborhood { get; init; }
    }

    private const string Columns =
        "c.Id, c.Address, c.PlaceKey, c.Latitude, c.Longitude, c.ReceivedAt, c.HappenedOn, c.ProblemId, c.MergedIntoId, c.NeighborhoodId, "
            + "n.Name AS Neighborhood";

    /// <summary>One that is part of a problem is decided, and one that was merged is told by another.</summary>
    private const string Counts = "c.ProblemId IS NULL AND c.MergedIntoId IS NULL";

    public async Task<RepeatComplaintsFound> Handle(FindRepeatComplaints command, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var calendar = await agency.Calendar(ct);
        var rule = (await PublicSiteSql.Read(db, ct)).Repeats;
        var fresh = await db.List<Row>($"""
            SELECT {Columns} FROM Concern c LEFT JOIN Neighborhood n ON n.Id = c.NeighborhoodId
            WHERE c.IsPlaced = 0 ORDER BY c.Id {db.Dialect.First("@BatchSize")}
            """, new { BatchSize }, ct);
        if (fresh.Count == 0) return new(0, false);
        fresh = [.. fresh.Select(row => row with { PlaceKey = RepeatSql.KeyOf(row.Address) })];
        await db.Execute(fresh.Select(row => new PendingWrite(
            "UPDATE Concern SET PlaceKey = @PlaceKey, IsPlaced = 1 WHERE Id = @Id", new { row.PlaceKey, row.Id })), ct);

        var raised = 0;
        var first = RepeatComplaints.Earlier(calendar.DateOf(now), rule.Months);
        // One from long ago raises nothing anymore.
        foreach (var row in fresh.Where(row => row is { ProblemId: null, MergedIntoId: null } && calendar.DateOf(row.ReceivedAt) >= first))
        {
            var latest = Placed(row, calendar);
            var others = await Others(row, calendar.StartOf(RepeatComplaints.Earlier(latest.ReceivedOn, rule.Months)), ct);
            var together = RepeatComplaints.Raised(latest, others.Select(other => Placed(other, calendar)), rule);
            var ids = together.Select(concern => concern.Id).ToList();
            if (together.Count > 0 && await Raise(NameOf([row, .. others.Where(other => ids.Contains(other.Id))]), ids, now, ct)) raised++;
        }
        return new(raised, fresh.Count == BatchSize);
    }

    private async Task<IReadOnlyList<Row>> Others(Row row, DateTimeOffset since, CancellationToken ct)
    {
        var box = Geography.Box(row.Latitude ?? 0, row.Longitude ?? 0, RepeatRule.OnePlace);
        string[] statements =
        [
            $"""
            SELECT {Columns} FROM Concern c LEFT JOIN Neighborhood n ON n.Id = c.NeighborhoodId
            WHERE c.PlaceKey = @PlaceKey AND c.ReceivedAt >= @since AND c.Id <> @Id AND {Counts}
            ORDER BY c.Id DESC {db.Dialect.First("@MostCompared")}
            """,
            $"""
            SELECT {Columns} FROM Concern c LEFT JOIN Neighborhood n ON n.Id = c.NeighborhoodId
            WHERE @HasPoint = 1 AND c.Latitude BETWEEN @South AND @North AND c.Longitude BETWEEN @West AND @East
                AND c.ReceivedAt >= @since AND c.Id <> @Id AND {Counts}
            ORDER BY c.Id DESC {db.Dialect.First("@MostCompared")}
            """,
        ];
        return await db.Read(statements, new
        {
            row.PlaceKey,
            row.Id,
            since,
            MostCompared,
            HasPoint = row is { Latitude: not null, Longitude: not null },
            box.South,
            box.North,
            box.West,
            box.East,
        }, async results => (IReadOnlyList<Row>)[.. await results.ReadAsync<Row>(), .. await results.ReadAsync<Row>()], ct);
    }

    /// <returns>False if the place waits already, now with one more concern.</returns>
    private async Task<bool> Raise(string place, List<long> ids, DateTimeOffset now, CancellationToken ct)
    {
        var waiting = await db.Find<long?>("""
            SELECT MIN(r.Id) FROM RepeatComplaintConcern x JOIN RepeatComplaint r ON r.Id = x.RepeatId
            WHERE x.ConcernId IN @ids AND r.Decision IS NULL
            """, new { ids }, ct);
        var id = waiting ?? await db.Insert("INSERT INTO RepeatComplaint (Place, RaisedAt) VALUES (@place, @now)",
            new { place, now }, ct);
        await db.Execute([.. ids.Select(concernId => new PendingWrite("""
            INSERT INTO RepeatComplaintConcern (RepeatId, ConcernId) SELECT @id, @concernId
            WHERE NOT EXISTS (SELECT 1 FROM RepeatComplaintConcern WHERE RepeatId = @id AND ConcernId = @concernId)
            """, new { id, concernId }))], ct);
        if (waiting is not null) return false;
        await db.Record(actor, now, "repeatComplaint.raised", null, id, null, null, new { Concerns = ids.Count }, ct);
        return true;
    }

    /// <summary>The address that most of them gave, the first one of equals.</summary>
    private static string NameOf(IReadOnlyList<Row> rows) =>
        rows.DistinctBy(row => row.Id).OrderBy(row => row.Id).Select(row => RepeatComplaints.PlaceOf(row.Address)).OfType<string>()
            .GroupBy(place => place).OrderByDescending(places => places.Count()).FirstOrDefault()?.Key
        ?? (rows[0].Neighborhood is { } name ? $"A point in {name}" : "A point");

    private static PlacedConcern Placed(Row row, AgencyCalendar calendar) => new(row.Id, row.PlaceKey, row.Latitude, row.Longitude,
        calendar.DateOf(row.ReceivedAt), row.HappenedOn, row.NeighborhoodId);
}
