using System.Globalization;
using FluentValidation;
using MediatR;

namespace ProblemTracker.Incidents;

/// <summary>Counts of filtered incidents by month, and by weekday and hour, in the local time set at import; never in UTC.</summary>
[Needs(Permission.ReadProblems)]
public sealed record ReadIncidentPatterns(IncidentFilter Filter) : IQuery<IncidentPatterns>;

/// <param name="Total">Number of incidents that the filter finds: the rows of its list.</param>
/// <param name="DayOnly">Number of incidents without a time of day; not included in <paramref name="Hours"/>.</param>
/// <param name="Months">Every month from the first to the last, including empty ones.</param>
/// <param name="Hours">Every hour of every weekday, Sunday first; empty if no incident has a time of day.</param>
public sealed record IncidentPatterns(int Total, int DayOnly, IReadOnlyList<MonthCount> Months, IReadOnlyList<HourCount> Hours);

/// <param name="Month"><c>2026-03</c></param>
public sealed record MonthCount(string Month, int Count);

/// <param name="Hour">0 to 23.</param>
public sealed record HourCount(DayOfWeek Weekday, int Hour, int Count);

internal sealed class ReadIncidentPatternsValidator : AbstractValidator<ReadIncidentPatterns>
{
    public ReadIncidentPatternsValidator() => this.FilterRules(q => q.Filter);
}

internal sealed class ReadIncidentPatternsHandler(Db db, Actor actor) : IRequestHandler<ReadIncidentPatterns, IncidentPatterns>
{
    private sealed record Day
    {
        public DateOnly LocalDate { get; init; }
        public int Found { get; init; }
    }

    private sealed record Hour
    {
        public int LocalWeekday { get; init; }
        public int? LocalHour { get; init; }
        public int Found { get; init; }
    }

    private sealed record Moment
    {
        public DateOnly LocalDate { get; init; }
        public int LocalWeekday { get; init; }
        public int? LocalHour { get; init; }
        public double? Latitude { get; init; }
        public double? Longitude { get; init; }
    }

    private readonly Dictionary<(int Year, int Month), int> _months = [];
    private readonly Dictionary<(int Weekday, int? Hour), int> _hours = [];

    public async Task<IncidentPatterns> Handle(ReadIncidentPatterns query, CancellationToken ct)
    {
        // A page can send it twice, to the same handler.
        _months.Clear();
        _hours.Clear();
        await IncidentSql.MustSee(db, actor, query.Filter, ct);
        await (query.Filter.IsMeasured ? Measure(query.Filter, ct) : Group(query.Filter, ct));
        var dayOnly = _hours.Where(h => h.Key.Hour is null).Sum(h => h.Value);
        return new(_months.Values.Sum(), dayOnly, [.. Months()], _hours.Values.Sum() == dayOnly ? [] : [.. Hours()]);
    }

    private async Task Group(IncidentFilter filter, CancellationToken ct)
    {
        var args = IncidentSql.Args(db.Dialect, filter);
        var from = $"FROM {IncidentSql.Source(db.Dialect, filter)} {IncidentSql.Where(filter)}";
        foreach (var day in await db.List<Day>($"SELECT i.LocalDate, COUNT(*) AS Found {from} GROUP BY i.LocalDate", args, ct))
            Add(_months, (day.LocalDate.Year, day.LocalDate.Month), day.Found);
        foreach (var hour in await db.List<Hour>(
            $"SELECT i.LocalWeekday, i.LocalHour, COUNT(*) AS Found {from} GROUP BY i.LocalWeekday, i.LocalHour", args, ct))
            Add(_hours, (hour.LocalWeekday, hour.LocalHour), hour.Found);
    }

    /// <summary>Counts incidents in a circle or area, measuring them one by one.</summary>
    private async Task Measure(IncidentFilter filter, CancellationToken ct)
    {
        var isIn = IncidentSql.Measure(filter);
        await foreach (var each in db.Stream<Moment>($"""
            SELECT i.LocalDate, i.LocalWeekday, i.LocalHour, i.Latitude, i.Longitude
            FROM {IncidentSql.Source(db.Dialect, filter)} {IncidentSql.Where(filter)}
            """, IncidentSql.Args(db.Dialect, filter), ct))
        {
            if (!isIn(each.Latitude, each.Longitude)) continue;
            Add(_months, (each.LocalDate.Year, each.LocalDate.Month), 1);
            Add(_hours, (each.LocalWeekday, each.LocalHour), 1);
        }
    }

    private IEnumerable<MonthCount> Months()
    {
        if (_months.Count == 0) yield break;
        var (last, at) = (_months.Keys.Max(), _months.Keys.Min());
        for (; at.CompareTo(last) <= 0; at = at.Month == 12 ? (at.Year + 1, 1) : (at.Year, at.Month + 1))
            yield return new(string.Create(CultureInfo.InvariantCulture, $"{at.Year:0000}-{at.Month:00}"), _months.GetValueOrDefault(at));
    }

    private IEnumerable<HourCount> Hours() =>
        from weekday in Enum.GetValues<DayOfWeek>()
        from hour in Enumerable.Range(0, 24)
        select new HourCount(weekday, hour, _hours.GetValueOrDefault(((int)weekday, (int?)hour)));

    private static void Add<T>(Dictionary<T, int> counts, T key, int more) where T : notnull =>
        counts[key] = counts.GetValueOrDefault(key) + more;
}

internal static class ReadIncidentPatternsEndpoint
{
    public static void MapReadIncidentPatterns(this RouteGroupBuilder incidents) => incidents
        .MapGet("/patterns", ([AsParameters] IncidentFilter filter, IMediator mediator, CancellationToken ct) =>
            mediator.Send(new ReadIncidentPatterns(filter), ct))
        .WithName("ReadIncidentPatterns").WithSummary("Count filtered incidents by month, and by weekday and hour");
}
