using Dapper;
using ProblemTracker.Neighborhoods;
using ProblemTracker.Search;

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
    public static readonly ListOrder<IncidentRow> NewestFirst =
        new(descending: true) { { "i.OccurredFrom", row => row.OccurredFrom }, { "i.Id", row => row.Id } };

    // Local dates are the source's; no place on Earth is further than this from UTC. It lets the indexes on OccurredFrom serve date
    // filters.
    private static readonly TimeSpan FurthestFromUtc = TimeSpan.FromHours(26);

    /// <summary>
    /// The table, or a problem's links and what a text finds first: CROSS JOIN keeps SQLite from walking all incidents to sort a few.
    /// </summary>
    public static string Source(Dialect dialect, IncidentFilter filter)
    {
        var linked = filter.ProblemId is null ? "" : "ProblemIncident l CROSS JOIN ";
        var found = filter.HasText ? $"({dialect.Found("Incident", TextQuery.Parse(filter.Text).Terms)}) f CROSS JOIN " : "";
        return $"{linked}{found}Incident i";
    }

    /// <summary>
    /// The filter's conditions. Of a circle or an area they are those of a box around it: <see cref="Within"/> keeps what lies in it.
    /// </summary>
    public static Predicates Where(IncidentFilter filter) => new Predicates(Visible)
        .When(filter.ProblemId is not null, "l.ProblemId = @ProblemId AND i.Id = l.IncidentId")
        .When(filter.HasText, filter.ProblemId is null ? "i.Id = f.Id" : "f.Id = l.IncidentId")
        .When(filter.Area is not null, "i.Latitude BETWEEN @AreaSouth AND @AreaNorth AND i.Longitude BETWEEN @AreaWest AND @AreaEast")
        .When(filter.From is not null, "i.LocalDate >= @From AND i.OccurredFrom >= @FromAt")
        .When(filter.To is not null, "i.LocalDate <= @To AND i.OccurredFrom <= @ToAt")
        .When(filter.CategoryCode is not null, "i.CategoryCode = @CategoryCode")
        .When(filter.NeighborhoodId is > 0, "i.NeighborhoodId = @NeighborhoodId")
        .When(filter.NeighborhoodId is 0, "i.NeighborhoodId IS NULL")
        .When(filter.IsNear, "i.Latitude BETWEEN @South AND @North")
        .When(filter.IsNear && !CrossesDateLine(filter), "i.Longitude BETWEEN @West AND @East");

    public static DynamicParameters Args(Dialect dialect, IncidentFilter filter)
    {
        var args = filter.HasText ? new DynamicParameters(dialect.FoundArgs(TextQuery.Parse(filter.Text).Terms)) : new();
        if (IncidentArea.Of(filter) is { Box: var box })
        {
            args.Add("AreaSouth", box.MinY);
            args.Add("AreaNorth", box.MaxY);
            args.Add("AreaWest", box.MinX);
            args.Add("AreaEast", box.MaxX);
        }
        if (filter.ProblemId is { } problemId) args.Add("ProblemId", problemId);
        if (filter.From is { } from)
        {
            args.Add("From", from);
            args.Add("FromAt",
                from == DateOnly.MinValue || from == DateOnly.MinValue.AddDays(1) ? DateTimeOffset.MinValue
                    : Midnight(from) - FurthestFromUtc);
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

    /// <summary>What <see cref="Within"/> asks: places in the box, found by the index on them.</summary>
    public static string InBox(Dialect dialect, IncidentFilter filter) =>
        $"SELECT i.Id, i.OccurredFrom, i.Latitude, i.Longitude FROM {Source(dialect, filter)} {Where(filter)}";

    /// <summary>The exact test behind the box: a filter with neither point nor area takes every place, and no place at all.</summary>
    public static Func<double?, double?, bool> Measure(IncidentFilter filter)
    {
        var area = IncidentArea.Of(filter);
        return (latitude, longitude) => !filter.IsMeasured || (latitude is { } north && longitude is { } east
            && (!filter.IsNear || Geography.Meters(filter.Latitude!.Value, filter.Longitude!.Value, north, east) <= filter.Radius)
            && area?.Covers(north, east) is not false);
    }

    /// <summary>
    /// The incidents of a filter with a point or an area, exactly those that lie in it, in no order. Streamed: the box may hold many more.
    /// </summary>
    public static async IAsyncEnumerable<(long Id, DateTimeOffset OccurredFrom)> Within(
        Db db, IncidentFilter filter, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        var isIn = Measure(filter);
        await foreach (var place in db.Stream<Place>(InBox(db.Dialect, filter), Args(db.Dialect, filter), ct))
            if (isIn(place.Latitude, place.Longitude))
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
