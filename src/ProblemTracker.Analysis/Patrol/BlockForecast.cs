namespace ProblemTracker.Analysis;

/// <summary>How likely something is, from how often it happened.</summary>
/// <param name="Share">0 to 1.</param>
/// <param name="Of">How often it could have happened at this beat, weekday and hour; 0 if only other days say anything.</param>
public readonly record struct Chance(double Share, int Of);

/// <summary>
/// Where and when a unit is likely to be free of calls, from past shifts and calls. What a beat, weekday and hour say is little, so it is
/// drawn toward what the same hour says on all days and beats, which weighs as much as <see cref="Prior"/> weeks (a beta-binomial prior).
/// </summary>
public sealed class BlockForecast
{
    /// <summary>Weeks that the hour on all days and beats weighs.</summary>
    public const int Prior = 4;

    private readonly Dictionary<(long Beat, DayOfWeek Weekday, int Hour), List<double>> _stretches = [];
    private readonly Dictionary<int, List<double>> _ofHour = [];
    private readonly Dictionary<(long Beat, DayOfWeek Weekday, int Hour), (double Free, double OnDuty)> _minutes = [];
    private readonly Dictionary<int, (double Free, double OnDuty)> _minutesOfHour = [];
    private readonly TimeZoneInfo _zone;

    /// <summary>Dictionaries have no null keys.</summary>
    private const long NoBeat = long.MinValue;

    /// <param name="past">Time of these shifts and calls, by <see cref="PatrolTime.Of"/>.</param>
    /// <param name="shifts">The shifts that it was computed from.</param>
    /// <param name="zone">For weekdays and hours.</param>
    public BlockForecast(PatrolTimeResult past, IReadOnlyList<UnitSpan> shifts, TimeZoneInfo zone)
    {
        _zone = zone;
        foreach (var hour in past.Hours)
        {
            var (free, onDuty) = (hour.InBlocks[0].TotalMinutes, hour.OnDuty.TotalMinutes);
            Add(_minutes, (hour.Beat ?? NoBeat, hour.Day.DayOfWeek, hour.Hour), free, onDuty);
            Add(_minutesOfHour, hour.Hour, free, onDuty);
        }
        var blocks = past.Blocks.ToLookup(block => block.Unit);
        foreach (var unit in shifts.Where(shift => shift.Length > TimeSpan.Zero).GroupBy(shift => shift.Unit))
        {
            var free = blocks[unit.Key].OrderBy(block => block.From).ToList();
            var next = 0;
            foreach (var shift in unit.OrderBy(shift => shift.From))
            {
                // Only hours that lie within the shift: a part of an hour has less chance of a block for another reason.
                for (var hour = NextHour(shift.From); hour.AddHours(1) <= shift.To; hour = hour.AddHours(1))
                {
                    while (next < free.Count && free[next].To <= hour) next++;
                    var longest = 0.0;
                    for (var i = next; i < free.Count && free[i].From < hour.AddHours(1); i++)
                        longest = Math.Max(longest, (free[i].To - (free[i].From > hour ? free[i].From : hour)).TotalMinutes);
                    var local = TimeZoneInfo.ConvertTime(hour, zone);
                    List(_stretches, (shift.Beat ?? NoBeat, local.DayOfWeek, local.Hour)).Add(longest);
                    List(_ofHour, local.Hour).Add(longest);
                }
            }
        }
        foreach (var list in _stretches.Values) list.Sort();
        foreach (var list in _ofHour.Values) list.Sort();
    }

    /// <summary>The chance that a unit on its shift has a stretch without a call of some minutes that begins in this hour.</summary>
    /// <returns>Share 0 if nobody ever was on a shift at such an hour.</returns>
    public Chance Free(long? beat, DateTimeOffset at, int minutes)
    {
        var local = TimeZoneInfo.ConvertTime(at, _zone);
        if (!_ofHour.TryGetValue(local.Hour, out var all)) return new(0, 0);
        var usual = (double)AtLeast(all, minutes) / all.Count;
        return _stretches.TryGetValue((beat ?? NoBeat, local.DayOfWeek, local.Hour), out var here)
            ? new((AtLeast(here, minutes) + Prior * usual) / (here.Count + Prior), here.Count)
            : new(usual, 0);
    }

    /// <summary>Minutes of a shift that usually lie in blocks of at least half an hour without a call.</summary>
    public double FreeMinutes(long? beat, DateTimeOffset from, DateTimeOffset to)
    {
        var sum = 0.0;
        while (from < to)
        {
            var end = NextHour(from.AddTicks(1)) is var next && next < to ? next : to;
            var local = TimeZoneInfo.ConvertTime(from, _zone);
            if (_minutesOfHour.TryGetValue(local.Hour, out var all) && all.OnDuty > 0)
            {
                var here = _minutes.GetValueOrDefault((beat ?? NoBeat, local.DayOfWeek, local.Hour));
                var prior = 60.0 * Prior;
                sum += (end - from).TotalMinutes * (here.Free + prior * all.Free / all.OnDuty) / (here.OnDuty + prior);
            }
            from = end;
        }
        return sum;
    }

    /// <summary>How many in an ascending list are at least so long.</summary>
    private static int AtLeast(List<double> sorted, int minutes)
    {
        var (low, high) = (0, sorted.Count);
        while (low < high)
            if (sorted[(low + high) / 2] < minutes) low = (low + high) / 2 + 1;
            else high = (low + high) / 2;
        return sorted.Count - low;
    }

    private DateTimeOffset NextHour(DateTimeOffset at)
    {
        var past = TimeZoneInfo.ConvertTime(at, _zone).TimeOfDay.Ticks % TimeSpan.TicksPerHour;
        return past == 0 ? at : at.AddTicks(TimeSpan.TicksPerHour - past);
    }

    private static List<double> List<TKey>(Dictionary<TKey, List<double>> lists, TKey key) where TKey : notnull
    {
        if (!lists.TryGetValue(key, out var list)) lists.Add(key, list = []);
        return list;
    }

    private static void Add<TKey>(Dictionary<TKey, (double Free, double OnDuty)> sums, TKey key, double free, double onDuty)
        where TKey : notnull
    {
        var sum = sums.GetValueOrDefault(key);
        sums[key] = (sum.Free + free, sum.OnDuty + onDuty);
    }
}
