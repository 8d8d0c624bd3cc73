using ProblemTracker.Agency;
using ProblemTracker.Analysis;

namespace ProblemTracker.Patrol;

/// <summary>Past shifts and calls of whole weeks.</summary>
internal sealed record PatrolWeeks
{
    public bool HasShifts { get; init; }
    public bool HasCalls { get; init; }
    /// <summary>The days of which both calls and shifts are known; null without any.</summary>
    public DateOnly? KnownFrom { get; init; }
    public DateOnly? KnownTo { get; init; }
    public DateOnly From { get; init; }
    public DateOnly To { get; init; }
    /// <summary>0 if there is no whole week.</summary>
    public int Weeks { get; init; }
    /// <summary>From, inclusive, to, exclusive.</summary>
    public DateTimeOffset Start { get; init; }
    public DateTimeOffset End { get; init; }
    /// <summary>Within the weeks.</summary>
    public IReadOnlyList<UnitSpan> Shifts { get; init; } = [];
    /// <summary>Time of units on calls, within the weeks.</summary>
    public IReadOnlyList<UnitSpan> Calls { get; init; } = [];
}

/// <summary>
/// Reads past shifts and calls, from which patrol time is computed and forecast. Units that take no calls have no such time.
/// </summary>
internal sealed class PatrolHistory(Db db)
{
    private const int UsualWeeks = 13;

    /// <summary>A shift and a call last at most so long.</summary>
    private const int LongestDays = 1;

    private sealed record Stretch
    {
        public long UnitId { get; init; }
        public long? BeatId { get; init; }
        public DateTimeOffset FromAt { get; init; }
        public DateTimeOffset ToAt { get; init; }
    }

    /// <param name="first">First local day; the weeks are counted back from the last one. By default, 13 weeks.</param>
    /// <param name="last">Last local day; by default the last of which both calls and shifts are known.</param>
    public async Task<PatrolWeeks> Read(AgencyCalendar calendar, DateOnly? first, DateOnly? last, CancellationToken ct)
    {
        var (firstShift, lastShift, firstCall, lastCall) = await Ends(calendar, ct);
        if (Latest(firstShift, firstCall) is not { } earliest || Earliest(lastShift, lastCall) is not { } latest || latest < earliest)
            return new() { HasShifts = firstShift is not null, HasCalls = firstCall is not null };
        // After the last day of either, nothing is known, and all time would seem to be free.
        var to = last < latest ? last.Value : latest;
        var from = first > earliest ? first.Value : first is null
            ? new[] { earliest, to.AddDays(1 - 7 * UsualWeeks) }.Max() : earliest;
        var weeks = (to.DayNumber - from.DayNumber + 1) / 7;
        var known = new PatrolWeeks { HasShifts = true, HasCalls = true, KnownFrom = earliest, KnownTo = latest };
        if (weeks <= 0) return known;
        from = to.AddDays(1 - 7 * weeks);
        var args = new
        {
            Start = calendar.StartOf(from),
            Before = calendar.StartOf(from.AddDays(-LongestDays)),
            End = calendar.StartOf(to.AddDays(1)),
        };
        var shifts = await db.List<Stretch>($"""
            SELECT t.UnitId, t.BeatId, t.FromAt, t.ToAt FROM UnitShift t
            WHERE t.FromAt >= @Before AND t.FromAt < @End AND {PatrolSql.Visible}
                AND t.UnitId NOT IN (SELECT u.Id FROM PatrolUnit u WHERE u.TakesNoCalls = 1)
            """, args, ct);
        var calls = await db.List<Stretch>($"""
            SELECT t.UnitId, t.BusyFrom AS FromAt, t.BusyTo AS ToAt FROM ServiceCall t
            WHERE t.BusyFrom >= @Before AND t.BusyFrom < @End AND {PatrolSql.Visible}
            """, args, ct);
        return known with
        {
            From = from,
            To = to,
            Weeks = weeks,
            Start = args.Start,
            End = args.End,
            Shifts = [.. Within(shifts)],
            Calls = [.. Within(calls)],
        };

        IEnumerable<UnitSpan> Within(IEnumerable<Stretch> stretches) => stretches.Select(one => new UnitSpan(one.UnitId,
            one.FromAt > args.Start ? one.FromAt : args.Start, one.ToAt < args.End ? one.ToAt : args.End, one.BeatId));
    }

    /// <summary>The first and last days of shifts and calls.</summary>
    private async Task<(DateOnly? FirstShift, DateOnly? LastShift, DateOnly? FirstCall, DateOnly? LastCall)> Ends(
        AgencyCalendar calendar, CancellationToken ct)
    {
        string[] statements =
        [
            $"SELECT t.FromAt FROM UnitShift t WHERE {PatrolSql.Visible} ORDER BY t.FromAt {db.Dialect.First("@One")}",
            $"SELECT t.FromAt FROM UnitShift t WHERE {PatrolSql.Visible} ORDER BY t.FromAt DESC {db.Dialect.First("@One")}",
            $"SELECT t.CreatedAt FROM ServiceCall t WHERE {PatrolSql.Visible} ORDER BY t.CreatedAt, t.Id {db.Dialect.First("@One")}",
            $"SELECT t.CreatedAt FROM ServiceCall t WHERE {PatrolSql.Visible} ORDER BY t.CreatedAt DESC, t.Id DESC "
                + $"{db.Dialect.First("@One")}",
        ];
        return await db.Read(statements, new { One = 1 }, async results =>
        {
            return (await Day(), await Day(), await Day(), await Day());

            async Task<DateOnly?> Day() =>
                (await results.ReadAsync<DateTimeOffset>()).ToList() is [var at] ? calendar.DateOf(at) : null;
        }, ct);
    }

    private static DateOnly? Latest(DateOnly? one, DateOnly? other) => one is null || other is null ? null : one > other ? one : other;

    private static DateOnly? Earliest(DateOnly? one, DateOnly? other) => one is null || other is null ? null : one < other ? one : other;
}
