using Dapper;
using ProblemTracker.Neighborhoods;

namespace ProblemTracker.Incidents;

/// <summary>SQL that the incident slices share: which incidents exist for readers, and how a filter is asked.</summary>
internal static class IncidentSql
{
    /// <summary>
    /// An incident exists once its import has finished: a condition on <c>i</c>, used by every read of incidents.
    /// No EXISTS: SQLite turns that into a join, which it may then begin from the other end.
    /// </summary>
    public const string Visible = "(SELECT run.FinishedAt FROM ImportRun run WHERE run.Id = i.ImportRunId) IS NOT NULL";

    /// <summary>Newest first, along the indexes that end in (OccurredFrom, Id).</summary>
    public const string NewestFirst = "i.OccurredFrom DESC, i.Id DESC";

    // Local dates are the source's; no place on Earth is further than this from UTC. It lets the indexes on OccurredFrom serve date filters.
    private static readonly TimeSpan FurthestFromUtc = TimeSpan.FromHours(26);

    /// <summary>The table, or a problem's links first: CROSS JOIN keeps SQLite from walking all incidents to sort a few linked ones.</summary>
    public static string Source(IncidentFilter filter) => filter.ProblemId is null ? "Incident i" : "ProblemIncident l CROSS JOIN Incident i";

    /// <summary>The filter's conditions. Near a point they are those of a box around it: <see cref="Near"/> keeps what lies in the circle.</summary>
    public static Predicates Where(IncidentFilter filter) => new Predicates(Visible)
        .When(filter.ProblemId is not null, "l.ProblemId = @ProblemId AND i.Id = l.IncidentId")
        .When(filter.From is not null, "i.LocalDate >= @From AND i.OccurredFrom >= @FromAt")
        .When(filter.To is not null, "i.LocalDate <= @To AND i.OccurredFrom <= @ToAt")
        .When(filter.CategoryCode is not null, "i.CategoryCode = @CategoryCode")
        .When(filter.NeighborhoodId is > 0, "i.NeighborhoodId = @NeighborhoodId")
        .When(filter.NeighborhoodId is 0, "i.NeighborhoodId IS NULL")
        .When(filter.IsNear, "i.Latitude BETWEEN @South AND @North")
        .When(filter.IsNear && !CrossesDateLine(filter), "i.Longitude BETWEEN @West AND @East");

    public static DynamicParameters Args(IncidentFilter filter)
    {
        var args = new DynamicParameters();
        if (filter.ProblemId is { } problemId) args.Add("ProblemId", problemId);
        if (filter.From is { } from)
        {
            args.Add("From", from);
            args.Add("FromAt", from == DateOnly.MinValue || from == DateOnly.MinValue.AddDays(1) ? DateTimeOffset.MinValue : Midnight(from) - FurthestFromUtc);
        }
        if (filter.To is { } to)
        {
            args.Add("To", to);
            args.Add("ToAt", to >= DateOnly.MaxValue.AddDays(-2) ? DateTimeOffset.MaxValue : Midnight(to.AddDays(1)) + FurthestFromUtc);
        }
        if (filter.CategoryCode is { } code) args.Add("CategoryCode", code);
        if (filter.NeighborhoodId is > 0) args.Add("NeighborhoodId", filter.NeighborhoodId);
        if (filter.IsNear)
        {
            var (south, north, west, east) = Box(filter);
            args.Add("South", south);
            args.Add("North", north);
            args.Add("West", west);
            args.Add("East", east);
        }
        return args;
    }

    /// <summary>What <see cref="Near"/> asks: places in the box, found by the index on them.</summary>
    public static string InBox(IncidentFilter filter) =>
        $"SELECT i.Id, i.OccurredFrom, i.Latitude, i.Longitude FROM {Source(filter)} {Where(filter)}";

    /// <summary>The incidents of a filter with a point, exactly those within its radius, in no order. Streamed: the box may hold many more.</summary>
    public static async IAsyncEnumerable<(long Id, DateTimeOffset OccurredFrom)> Near(
        Db db, IncidentFilter filter, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var place in db.Stream<Place>(InBox(filter), Args(filter), ct))
            if (Geography.Meters(filter.Latitude!.Value, filter.Longitude!.Value, place.Latitude, place.Longitude) <= filter.Radius)
                yield return (place.Id, place.OccurredFrom);
    }

    private static (double South, double North, double West, double East) Box(IncidentFilter filter) =>
        Geography.Box(filter.Latitude!.Value, filter.Longitude!.Value, filter.Radius!.Value);

    private static bool CrossesDateLine(IncidentFilter filter) => filter.IsNear && Box(filter) is { West: < -180 } or { East: > 180 };

    private static DateTimeOffset Midnight(DateOnly date) => new(date.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);

    private sealed record Place
    {
        public long Id { get; init; }
        public DateTimeOffset OccurredFrom { get; init; }
        public double Latitude { get; init; }
        public double Longitude { get; init; }
    }
}
