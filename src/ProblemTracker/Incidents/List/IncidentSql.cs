using Dapper;
using ProblemTracker.Maps;
using ProblemTracker.Neighborhoods;
using ProblemTracker.Problems;
using ProblemTracker.Search;

namespace ProblemTracker.Incidents;

/// <summary>SQL shared by the incident slices: which incidents readers see, and the conditions of a filter.</summary>
internal static class IncidentSql
{
    /// <summary>
    /// Condition on <c>i</c> for every read of incidents: readers see an incident once its import has finished.
    /// Not EXISTS, because SQLite turns that into a join and may start from the other table.
    /// </summary>
    public const string Visible = "(SELECT run.FinishedAt FROM ImportRun run WHERE run.Id = i.ImportRunId) IS NOT NULL";

    /// <summary>Newest first, in the order of the indexes that end in (OccurredFrom, Id).</summary>
    public static readonly ListOrder<IncidentRow> NewestFirst =
        new(descending: true) { { "i.OccurredFrom", row => row.OccurredFrom }, { "i.Id", row => row.Id } };

    /// <summary>Meters around a point within which a city has few incidents.</summary>
    public const double SmallRadius = 1000;

    /// <summary>Degrees of latitude that are as small.</summary>
    private const double SmallHeight = 2 * SmallRadius / 111_000;

    // Local dates are in the source's zone. Widening a date filter by more than any UTC offset lets it use the indexes on OccurredFrom.
    private static readonly TimeSpan FurthestFromUtc = TimeSpan.FromHours(26);

    /// <summary>
    /// FROM clause: a problem's links and text matches come first, joined with CROSS JOIN so that SQLite does not scan all incidents.
    /// </summary>
    public static string Source(Dialect dialect, IncidentFilter filter)
    {
        var linked = filter.ProblemId is null ? "" : "ProblemIncident l CROSS JOIN ";
        var found = filter.HasText ? $"({dialect.Found("Incident", TextQuery.Parse(filter.Text).Terms)}) f CROSS JOIN " : "";
        return $"{linked}{found}Incident i";
    }

    /// <summary>
    /// The filter's conditions. For a circle or an area, they select its bounding box; <see cref="Within"/> then measures exactly.
    /// </summary>
    public static Predicates Where(IncidentFilter filter) => new Predicates(Visible)
        .When(filter.ProblemId is not null, "l.ProblemId = @ProblemId AND i.Id = l.IncidentId")
        .When(filter.HasText, filter.ProblemId is null ? "i.Id = f.Id" : "f.Id = l.IncidentId")
        .When(filter.Area is not null, "i.Latitude BETWEEN @AreaSouth AND @AreaNorth AND i.Longitude BETWEEN @AreaWest AND @AreaEast")
        .When(filter.Area is not null && !filter.IsNear && IsFoundByPlace(filter, IncidentArea.Of(filter)?.Box.Height), """
            i.Id IN (SELECT q.IncidentId FROM IncidentPlace q WHERE q.Latitude BETWEEN @AreaSouth AND @AreaNorth
                AND q.Longitude BETWEEN @AreaWest AND @AreaEast)
            """)
        .When(filter.From is not null, "i.LocalDate >= @From")
        .When(filter.From is not null && !IsFoundByPlace(filter), "i.OccurredFrom >= @FromAt")
        .When(filter.To is not null, "i.LocalDate <= @To")
        .When(filter.To is not null && !IsFoundByPlace(filter), "i.OccurredFrom <= @ToAt")
        .When(filter.CategoryCode is not null && !IsFoundByPlace(filter), "i.CategoryCode = @CategoryCode")
        .When(filter.CategoryCode is not null && IsFoundByPlace(filter), "CONCAT(i.CategoryCode, '') = @CategoryCode")
        .When(filter.NeighborhoodId is > 0, "i.NeighborhoodId = @NeighborhoodId")
        .When(filter.NeighborhoodId is 0, "i.NeighborhoodId IS NULL")
        .When(filter.Weekday is not null, "i.LocalWeekday = @Weekday AND i.TimePrecision <> 'Month'")
        .When(filter.NotLinkedTo is not null,
            "NOT EXISTS (SELECT 1 FROM ProblemIncident d WHERE d.ProblemId = @NotLinkedTo AND d.IncidentId = i.Id)")
        .When(filter.ImportId is not null, "i.ImportRunId = @ImportId")
        .When(filter.Hour is not null, "i.LocalHour = @Hour")
        .When(!string.IsNullOrWhiteSpace(filter.Address),
            "i.Id IN (SELECT d.IncidentId FROM IncidentAddress d WHERE d.Address = @Address)")
        .When(filter.IsNear, "i.Latitude BETWEEN @South AND @North")
        .When(filter.IsNear && !CrossesDateLine(filter), "i.Longitude BETWEEN @West AND @East")
        .When(filter.IsNear && (IsFoundByPlace(filter) || IsFoundByPlace(filter, null)), CrossesDateLine(filter)
            ? "i.Id IN (SELECT q.IncidentId FROM IncidentPlace q WHERE q.Latitude BETWEEN @South AND @North)"
            : """
            i.Id IN (SELECT q.IncidentId FROM IncidentPlace q WHERE q.Latitude BETWEEN @South AND @North
                AND q.Longitude BETWEEN @West AND @East)
            """);

    /// <summary>Condition on <c>i</c> that it has one of <c>@addresses</c>.</summary>
    public const string AtAddresses = "i.Id IN (SELECT d.IncidentId FROM IncidentAddress d WHERE d.Address IN @addresses)";

    /// <summary>Adds that incidents lie in a view of a map, whose parameters begin with View.</summary>
    public static Predicates InView(this Predicates where, IncidentFilter filter, MapBox view) => where
        .When(true, "i.Latitude BETWEEN @ViewSouth AND @ViewNorth AND i.Longitude BETWEEN @ViewWest AND @ViewEast")
        .When(!filter.IsMeasured && IsFoundByPlace(filter, view.North - view.South), """
            i.Id IN (SELECT q.IncidentId FROM IncidentPlace q WHERE q.Latitude BETWEEN @ViewSouth AND @ViewNorth
                AND q.Longitude BETWEEN @ViewWest AND @ViewEast)
            """);

    /// <summary>Whether to look up a box in the index of coordinates: if it is small, or if no other index serves.</summary>
    /// <param name="filter">Its other conditions.</param>
    /// <param name="height">Of the box, in degrees; null if it is large.</param>
    private static bool IsFoundByPlace(IncidentFilter filter, double? height) => filter is { ProblemId: null, HasText: false }
        && (height <= SmallHeight
            || filter is { From: null, To: null, CategoryCode: null, NeighborhoodId: null, ImportId: null, Address: null });

    /// <summary>Only readers of a problem may see what is linked to it, or not.</summary>
    /// <exception cref="NotFound">The filter names a problem that the actor can't view.</exception>
    public static async Task MustSee(Db db, Actor actor, IncidentFilter filter, CancellationToken ct)
    {
        foreach (var id in new[] { filter.ProblemId, filter.NotLinkedTo }.OfType<long>()) await ProblemSql.MustSee(db, actor, id, ct);
    }

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
            args.Add("FromAt", from == DateOnly.MinValue || from == DateOnly.MinValue.AddDays(1) ? DateTimeOffset.MinValue
                : Midnight(from) - FurthestFromUtc);
        }
        if (filter.To is { } to)
        {
            args.Add("To", to);
            args.Add("ToAt", to >= DateOnly.MaxValue.AddDays(-2) ? DateTimeOffset.MaxValue : Midnight(to.AddDays(1)) + FurthestFromUtc);
        }
        if (filter.CategoryCode is { } code) args.Add("CategoryCode", code);
        if (filter.Weekday is { } weekday) args.Add("Weekday", (int)weekday);
        if (filter.NotLinkedTo is { } notLinkedTo) args.Add("NotLinkedTo", notLinkedTo);
        if (filter.ImportId is { } import) args.Add("ImportId", import);
        if (filter.Hour is { } hour) args.Add("Hour", hour);
        if (!string.IsNullOrWhiteSpace(filter.Address)) args.Add("Address", filter.Address.Trim());
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

    /// <summary>SQL of <see cref="Within"/>: incidents in the bounding box, found by the index on coordinates.</summary>
    public static string InBox(Dialect dialect, IncidentFilter filter) =>
        $"SELECT i.Id, i.OccurredFrom, i.Latitude, i.Longitude FROM {Source(dialect, filter)} {Where(filter)}";

    /// <summary>The exact test after the bounding box. Without a circle or area, it accepts every incident.</summary>
    public static Func<double?, double?, bool> Measure(IncidentFilter filter)
    {
        var area = IncidentArea.Of(filter);
        return (latitude, longitude) => !filter.IsMeasured || (latitude is { } north && longitude is { } east
            && (!filter.IsNear || Earth.Meters(filter.Latitude!.Value, filter.Longitude!.Value, north, east) <= filter.Radius)
            && area?.Covers(north, east) is not false);
    }

    /// <summary>
    /// The incidents that lie exactly in the filter's circle or area, in no order. Streamed, because the bounding box may have many more.
    /// </summary>
    public static async IAsyncEnumerable<(long Id, DateTimeOffset OccurredFrom)> Within(
        Db db, IncidentFilter filter, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        var isIn = Measure(filter);
        await foreach (var place in db.Stream<Place>(InBox(db.Dialect, filter), Args(db.Dialect, filter), ct))
            if (isIn(place.Latitude, place.Longitude))
                yield return (place.Id, place.OccurredFrom);
    }

    /// <summary>
    /// The day of the newest incident up to a day, which the index on their times finds at once; null without any. Incidents of which only
    /// the month is known don't count.
    /// </summary>
    public static Task<DateOnly?> LastDay(Db db, DateOnly upTo, CancellationToken ct) => db.Find<DateOnly?>($"""
        SELECT i.LocalDate FROM Incident i WHERE i.LocalDate <= @upTo AND i.TimePrecision <> 'Month' AND {Visible}
        ORDER BY i.OccurredFrom DESC, i.Id DESC {db.Dialect.First("@One")}
        """, new { upTo, One = 1 }, ct);

    /// <summary>
    /// Whether the index on coordinates finds few rows. Its conditions then serve no other index, since SQLite prefers a category's index
    /// to one on a range, and would read the whole city's incidents of that category.
    /// </summary>
    private static bool IsFoundByPlace(IncidentFilter filter) => filter.IsNear && filter.Radius <= SmallRadius;

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
