namespace ProblemTracker.Analysis;

/// <summary>The plan that a careful person makes: the best visit first, then the next best that still fits.</summary>
internal static class GreedyPlan
{
    /// <returns>Indices of the chosen starting times.</returns>
    public static IReadOnlyList<int> Of(IReadOnlyList<PlanTask> tasks, IReadOnlyList<PlanShift> shifts, IReadOnlyList<PlanStart> starts,
        PlanLimits limits, PlanRules rules)
    {
        var chosen = new List<int>();
        var left = tasks.Select(task => task.Visits).ToArray();
        var minutes = limits.ShiftMinutes.ToArray();
        var load = limits.FixedMinutes.ToDictionary();
        foreach (var i in Enumerable.Range(0, starts.Count).OrderByDescending(i => starts[i].Value).ThenBy(i => starts[i].From)
            .ThenBy(i => i))
        {
            var (start, task) = (starts[i], tasks[starts[i].Task]);
            var unit = shifts[start.Shift].Unit;
            if (left[start.Task] == 0 || minutes[start.Shift] < task.Minutes) continue;
            var over = Math.Min(task.Minutes, load.GetValueOrDefault(unit) + task.Minutes - limits.FairMinutes[unit]);
            if (start.Value - Math.Max(0, over) <= 0) continue;
            var onDay = chosen.Count(other => starts[other].Task == start.Task && starts[other].Day == start.Day);
            if (onDay + limits.FixedOnDay[start.Task].GetValueOrDefault(start.Day) >= limits.PerDay[start.Task]) continue;
            if (chosen.Any(other => Clash(start, starts[other], tasks, shifts, rules))) continue;
            chosen.Add(i);
            left[start.Task]--;
            minutes[start.Shift] -= task.Minutes;
            load[unit] = load.GetValueOrDefault(unit) + task.Minutes;
        }
        return chosen;
    }

    /// <summary>
    /// Whether two visits can't both be: one unit can't get from one to the other in time, or they are at one place too soon.
    /// </summary>
    public static bool Clash(
        PlanStart one, PlanStart other, IReadOnlyList<PlanTask> tasks, IReadOnlyList<PlanShift> shifts, PlanRules rules)
    {
        var (first, second) = one.From <= other.From ? (one, other) : (other, one);
        var (task, next) = (tasks[first.Task], tasks[second.Task]);
        var pause = shifts[first.Shift].Unit == shifts[second.Shift].Unit
            ? TimeSpan.FromMinutes(rules.TravelMinutes(task.Place, next.Place)) : TimeSpan.MinValue;
        if (rules.AreOnePlace(task, next) && rules.Fresh > pause) pause = rules.Fresh;
        return pause != TimeSpan.MinValue && second.From < first.To + pause;
    }

    /// <summary>Value of the chosen less a point for every minute above a unit's fair part.</summary>
    public static long Score(IReadOnlyList<int> chosen, IReadOnlyList<PlanTask> tasks, IReadOnlyList<PlanShift> shifts,
        IReadOnlyList<PlanStart> starts, PlanLimits limits) =>
        chosen.Sum(i => (long)starts[i].Value) - limits.FairMinutes.Sum(unit => Math.Max(0, limits.FixedMinutes.GetValueOrDefault(unit.Key)
            + chosen.Where(i => shifts[starts[i].Shift].Unit == unit.Key).Sum(i => tasks[starts[i].Task].Minutes) - unit.Value));
}
