using ProblemTracker.Domain;

namespace ProblemTracker.Analysis;

/// <summary>A time at which a unit could begin a visit.</summary>
/// <param name="Task">Index of the task.</param>
/// <param name="Shift">Index of the shift.</param>
/// <param name="Day">The day that it counts for.</param>
/// <param name="Value">Points, at least 1.</param>
internal sealed record PlanStart(int Task, int Shift, DateTimeOffset From, DateTimeOffset To, DateOnly Day, Chance Chance, int Value);

/// <summary>The starting times worth considering, and why a task has none.</summary>
internal sealed class PlanStarts
{
    public IReadOnlyList<PlanStart> All { get; }

    /// <summary>By index of the task; null if it has starting times.</summary>
    public IReadOnlyList<WhyLeftOut?> WhyNone { get; }

    /// <param name="now">Nothing begins before.</param>
    public PlanStarts(IReadOnlyList<PlanTask> tasks, IReadOnlyList<PlanShift> shifts, IReadOnlyList<PlannedVisit> placed,
        BlockForecast forecast, PlanRules rules, DateTimeOffset now, TimeZoneInfo zone)
    {
        var all = new List<PlanStart>();
        var why = new WhyLeftOut?[tasks.Count];
        var fixedOf = placed.ToLookup(visit => visit.Unit);
        var byId = tasks.ToDictionary(task => task.Id);
        var grids = shifts.Select(shift => Grid(shift, rules, now, zone)).ToList();
        for (var t = 0; t < tasks.Count; t++)
        {
            var task = tasks[t];
            var reason = Window.IsLeft(task, shifts, now, zone) ? WhyLeftOut.NoShift : WhyLeftOut.NoDay;
            var (anyQualified, anyOther) = (false, false);
            // The best of each shift first, then the second best, so that a task can choose among many units and days.
            var ranked = new List<(int Rank, PlanStart Start)>();
            for (var s = 0; s < shifts.Count; s++)
            {
                var shift = shifts[s];
                var isQualified = task.Qualification is not { } needed || shift.Qualifications.Contains(needed);
                var usual = rules.TravelMinutes(shift.Around, task.Place);
                var ofShift = new List<PlanStart>();
                foreach (var (from, local) in grids[s])
                {
                    var to = from.AddMinutes(task.Minutes);
                    if (Window.DayOf(task, local) is not { } day) continue;
                    if (isQualified) anyQualified = true;
                    else
                    {
                        anyOther = true;
                        continue;
                    }
                    if (to > shift.To || !Window.Ends(task, local)) continue;
                    Reach(WhyLeftOut.NoBlock);
                    var chance = shift.TakesNoCalls ? new(1, 0) : forecast.Free(shift.Beat, from, task.Minutes);
                    if (chance.Share < rules.LeastChance) continue;
                    Reach(WhyLeftOut.Taken);
                    if (shift.Duties.Any(duty => duty.From < to && from < duty.To)) continue;
                    if (fixedOf[shift.Unit].Any(visit => Clash(visit, from, to))) continue;
                    if (placed.Any(visit => byId.TryGetValue(visit.Task, out var other) && rules.AreOnePlace(task, other)
                        && visit.From < to + rules.Fresh && from < visit.To + rules.Fresh)) continue;
                    ofShift.Add(new(t, s, from, to, day, chance, Math.Max(1, (int)Math.Round(task.Weight * chance.Share) - usual)));
                }
                ranked.AddRange(ofShift.OrderByDescending(start => start.Value).ThenBy(start => start.From)
                    .Select((start, rank) => (rank, start)));

                bool Clash(PlannedVisit visit, DateTimeOffset from, DateTimeOffset to)
                {
                    var travel = TimeSpan.FromMinutes(byId.TryGetValue(visit.Task, out var other)
                        ? rules.TravelMinutes(other.Place, task.Place) : 0);
                    return visit.From < to + travel && from < visit.To + travel;
                }
            }
            if (ranked.Count == 0) why[t] = anyOther && !anyQualified ? WhyLeftOut.NoQualifiedUnit : reason;
            all.AddRange(ranked.OrderBy(one => one.Rank).ThenByDescending(one => one.Start.Value).ThenBy(one => one.Start.From)
                .ThenBy(one => one.Start.Shift).Take(rules.StartsPerTask).Select(one => one.Start));

            void Reach(WhyLeftOut further) => reason = further > reason ? further : reason;
        }
        All = all;
        WhyNone = why;
    }

    /// <summary>Full and half hours of a shift by the local clock.</summary>
    private static List<(DateTimeOffset From, DateTime Local)> Grid(
        PlanShift shift, PlanRules rules, DateTimeOffset now, TimeZoneInfo zone)
    {
        var first = shift.From > now ? shift.From : now;
        var past = TimeZoneInfo.ConvertTime(first, zone).TimeOfDay.Ticks % rules.Grid.Ticks;
        var grid = new List<(DateTimeOffset, DateTime)>();
        for (var at = past == 0 ? first : first.AddTicks(rules.Grid.Ticks - past); at < shift.To; at += rules.Grid)
            grid.Add((at, TimeZoneInfo.ConvertTime(at, zone).DateTime));
        return grid;
    }

    /// <summary>When a task wants its visits.</summary>
    private static class Window
    {
        /// <summary>The day that a visit beginning at this local time counts for; null if none can begin then.</summary>
        public static DateOnly? DayOf(PlanTask task, DateTime local)
        {
            return DirectedTasks.DayOf(local, task.From, task.To) is { } day && day >= task.First && day <= task.Last
                && task.Weekdays.Contains(day.DayOfWeek) ? day : null;
        }

        /// <summary>Whether some of the task's times on a day with shifts are still to come.</summary>
        public static bool IsLeft(PlanTask task, IReadOnlyList<PlanShift> shifts, DateTimeOffset now, TimeZoneInfo zone)
        {
            var local = TimeZoneInfo.ConvertTime(now, zone).DateTime;
            return shifts.Select(shift => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(shift.From, zone).DateTime)).Distinct().Any(day =>
                day >= task.First && day <= task.Last && task.Weekdays.Contains(day.DayOfWeek)
                && (task.To > task.From ? day : day.AddDays(1)).ToDateTime(task.To) > local);
        }

        /// <summary>Whether a visit that begins within the times also ends within them.</summary>
        public static bool Ends(PlanTask task, DateTime local)
        {
            if (task.From == task.To) return true;
            var left = task.To - TimeOnly.FromDateTime(local);
            return left >= TimeSpan.FromMinutes(task.Minutes);
        }
    }
}
