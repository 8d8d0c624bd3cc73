namespace ProblemTracker.Analysis;

/// <summary>A stretch of time of a unit: from, inclusive, to, exclusive.</summary>
/// <param name="Beat">Of a shift; null without one, and for calls.</param>
public readonly record struct UnitSpan(long Unit, DateTimeOffset From, DateTimeOffset To, long? Beat = null)
{
    public TimeSpan Length => To > From ? To - From : TimeSpan.Zero;
}

/// <summary>Time without a call between two calls, or between one and the begin or end of a shift.</summary>
public readonly record struct FreeBlock(long Unit, long? Beat, DateTimeOffset From, DateTimeOffset To)
{
    public TimeSpan Length => To - From;
}

/// <summary>The time of one beat in one hour of one local day.</summary>
/// <param name="Hour">Local hour, 0 to 23. In the night on which clocks go back, one of them has two hours of time.</param>
/// <param name="OnDuty">Time of units on their shifts.</param>
/// <param name="Committed">Of that, time on calls; time on two calls at once counts once.</param>
/// <param name="InBlocks">Time without a call that lies in blocks of at least each of <see cref="PatrolTime.Blocks"/>, in order.</param>
public sealed record PatrolHour(long? Beat, DateOnly Day, int Hour, TimeSpan OnDuty, TimeSpan Committed, IReadOnlyList<TimeSpan> InBlocks);

/// <param name="Hours">Only those with somebody on duty.</param>
/// <param name="Blocks">In order of unit and begin.</param>
/// <param name="Outside">Time on calls outside of the unit's shifts, which counts nowhere.</param>
public sealed record PatrolTimeResult(IReadOnlyList<PatrolHour> Hours, IReadOnlyList<FreeBlock> Blocks, TimeSpan Outside);

/// <summary>
/// Committed and uncommitted patrol time from shifts and calls for service. Source: the rule of 60, by which calls should take at most 60%
/// of patrol time (International City/County Management Association, Center for Public Safety Management). A percentage alone says
/// nothing of how the rest is cut up, so blocks without a call are measured too.
/// </summary>
public static class PatrolTime
{
    /// <summary>Shortest lengths of blocks that are worth counting.</summary>
    public static readonly IReadOnlyList<TimeSpan> Blocks =
        [TimeSpan.FromMinutes(30), TimeSpan.FromMinutes(45), TimeSpan.FromMinutes(60)];

    private sealed class Sums
    {
        public TimeSpan OnDuty { get; set; }
        public TimeSpan Committed { get; set; }
        public TimeSpan[] InBlocks { get; } = new TimeSpan[Blocks.Count];
    }

    /// <summary>
    /// Time by beat, day and hour. Where shifts of a unit overlap, the one that began first counts. A block ends with its shift, since
    /// somebody else may go on.
    /// </summary>
    /// <param name="shifts">In any order. Those that end before they begin have no time.</param>
    /// <param name="calls">Time of units on calls, in any order, overlapping or not.</param>
    /// <param name="zone">For days and hours.</param>
    public static PatrolTimeResult Of(IReadOnlyList<UnitSpan> shifts, IReadOnlyList<UnitSpan> calls, TimeZoneInfo zone)
    {
        var sums = new Dictionary<(long Beat, DateOnly Day, int Hour), Sums>();
        var blocks = new List<FreeBlock>();
        var onCalls = calls.Where(call => call.Length > TimeSpan.Zero).ToLookup(call => call.Unit);
        var (inside, total) = (TimeSpan.Zero, TimeSpan.Zero);
        foreach (var unit in onCalls) total += Sum(Merge(unit));
        foreach (var unit in shifts.Where(shift => shift.Length > TimeSpan.Zero).GroupBy(shift => shift.Unit).OrderBy(unit => unit.Key))
        {
            var busy = Merge(onCalls[unit.Key]);
            var next = 0;
            foreach (var shift in Apart(unit))
            {
                while (next < busy.Count && busy[next].To <= shift.From) next++;
                Spread(shift.From, shift.To, shift.Beat, (sum, length) => sum.OnDuty += length);
                var free = shift.From;
                for (var i = next; i < busy.Count && busy[i].From < shift.To; i++)
                {
                    var (from, to) = (Later(busy[i].From, shift.From), Earlier(busy[i].To, shift.To));
                    AddBlock(free, from, shift);
                    Spread(from, to, shift.Beat, (sum, length) => sum.Committed += length);
                    inside += to - from;
                    free = to;
                }
                AddBlock(free, shift.To, shift);
            }
        }
        return new([.. sums.OrderBy(one => one.Key.Beat).ThenBy(one => one.Key.Day).ThenBy(one => one.Key.Hour).Select(one =>
            new PatrolHour(one.Key.Beat == NoBeat ? null : one.Key.Beat, one.Key.Day, one.Key.Hour, one.Value.OnDuty, one.Value.Committed,
                one.Value.InBlocks))], blocks, total - inside);

        void AddBlock(DateTimeOffset from, DateTimeOffset to, UnitSpan shift)
        {
            if (to <= from) return;
            blocks.Add(new(shift.Unit, shift.Beat, from, to));
            for (var i = 0; i < Blocks.Count && to - from >= Blocks[i]; i++)
            {
                var at = i;
                Spread(from, to, shift.Beat, (sum, length) => sum.InBlocks[at] += length);
            }
        }

        // Clocks change at full hours, so that an hour's end by the local clock never lies behind a change.
        void Spread(DateTimeOffset from, DateTimeOffset to, long? beat, Action<Sums, TimeSpan> add)
        {
            while (from < to)
            {
                var local = TimeZoneInfo.ConvertTime(from, zone);
                var end = Earlier(to, from + (TimeSpan.FromHours(1) - TimeSpan.FromTicks(local.TimeOfDay.Ticks % TimeSpan.TicksPerHour)));
                var key = (beat ?? NoBeat, DateOnly.FromDateTime(local.DateTime), local.Hour);
                if (!sums.TryGetValue(key, out var sum)) sums.Add(key, sum = new());
                add(sum, end - from);
                from = end;
            }
        }
    }

    /// <summary>Dictionaries have no null keys.</summary>
    private const long NoBeat = long.MinValue;

    /// <summary>Spans of one unit as stretches that neither overlap nor touch, in order.</summary>
    private static List<UnitSpan> Merge(IEnumerable<UnitSpan> spans)
    {
        List<UnitSpan> merged = [];
        foreach (var span in spans.OrderBy(span => span.From))
            if (merged.Count > 0 && span.From <= merged[^1].To)
                merged[^1] = merged[^1] with { To = Later(merged[^1].To, span.To) };
            else merged.Add(span);
        return merged;
    }

    /// <summary>Shifts of one unit in order, each cut where an earlier one goes on.</summary>
    public static IReadOnlyList<UnitSpan> Apart(IEnumerable<UnitSpan> shifts)
    {
        List<UnitSpan> apart = [];
        foreach (var shift in shifts.OrderBy(shift => shift.From).ThenBy(shift => shift.To).ThenBy(shift => shift.Beat))
        {
            var cut = apart.Count > 0 ? shift with { From = Later(shift.From, apart[^1].To) } : shift;
            if (cut.Length > TimeSpan.Zero) apart.Add(cut);
        }
        return apart;
    }

    private static TimeSpan Sum(IEnumerable<UnitSpan> spans) => spans.Aggregate(TimeSpan.Zero, (sum, span) => sum + span.Length);

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}
