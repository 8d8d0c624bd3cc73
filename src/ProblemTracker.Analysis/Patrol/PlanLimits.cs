using ProblemTracker.Domain;

namespace ProblemTracker.Analysis;

/// <summary>How much of a week can be planned: by shift, by unit and by task. Fixed visits are in what is taken already.</summary>
internal sealed class PlanLimits
{
    /// <summary>Minutes of each shift that can still be planned, by index: what calls usually leave in blocks.</summary>
    public IReadOnlyList<int> ShiftMinutes { get; }

    /// <summary>Minutes by unit that calls usually leave in blocks, or that are free of duties.</summary>
    public IReadOnlyDictionary<long, double> FreeMinutes { get; }

    /// <summary>Minutes of fixed visits by unit.</summary>
    public IReadOnlyDictionary<long, int> FixedMinutes { get; }

    /// <summary>Minutes of each unit's fair part: its share of the free time, of all visits that are wanted and can be done.</summary>
    public IReadOnlyDictionary<long, int> FairMinutes { get; }

    /// <summary>Visits of each task on one day at most, by index: evenly over the days on which it can begin.</summary>
    public IReadOnlyList<int> PerDay { get; }

    /// <summary>Fixed visits of each task by day, by index.</summary>
    public IReadOnlyList<IReadOnlyDictionary<DateOnly, int>> FixedOnDay { get; }

    public PlanLimits(IReadOnlyList<PlanTask> tasks, IReadOnlyList<PlanShift> shifts, IReadOnlyList<PlannedVisit> placed,
        IReadOnlyList<PlanStart> starts, BlockForecast forecast, PlanRules rules, DateTimeOffset now, TimeZoneInfo zone)
    {
        var free = shifts.Select(shift => Free(shift, forecast, now)).ToList();
        FixedMinutes = placed.GroupBy(visit => visit.Unit).ToDictionary(unit => unit.Key, unit => unit.Sum(Minutes));
        ShiftMinutes = [.. shifts.Select((shift, i) => Math.Max(0, (int)free[i] - placed.Where(visit => visit.Unit == shift.Unit
            && visit.From >= now && visit.From >= shift.From && visit.From < shift.To).Sum(Minutes)))];
        var wanted = Math.Min(placed.Sum(Minutes) + tasks.Sum(task => task.Minutes * task.Visits), free.Sum());
        var longest = tasks.Count == 0 ? 0 : tasks.Max(task => task.Minutes);
        var total = free.Sum();
        FreeMinutes = shifts.Select((shift, i) => (shift.Unit, Free: free[i])).GroupBy(one => one.Unit)
            .ToDictionary(unit => unit.Key, unit => unit.Sum(one => one.Free));
        FairMinutes = FreeMinutes.ToDictionary(unit => unit.Key,
            unit => total <= 0 ? 0 : Math.Max(longest, (int)(rules.FairFactor * wanted * unit.Value / total)));
        var days = starts.ToLookup(start => start.Task, start => start.Day);
        PerDay = [.. tasks.Select((task, t) =>
            (int)Math.Ceiling((double)(task.Visits + placed.Count(visit => visit.Task == task.Id))
                / Math.Max(1, days[t].Concat(DaysOf(task)).Distinct().Count())))];
        FixedOnDay = [.. tasks.Select(task => (IReadOnlyDictionary<DateOnly, int>)DaysOf(task).GroupBy(day => day)
            .ToDictionary(day => day.Key, day => day.Count()))];

        IEnumerable<DateOnly> DaysOf(PlanTask task) => placed.Where(visit => visit.Task == task.Id).Select(visit =>
        {
            var local = TimeZoneInfo.ConvertTime(visit.From, zone).DateTime;
            // A visit placed by hand can lie outside of the task's times.
            return DirectedTasks.DayOf(local, task.From, task.To) ?? DateOnly.FromDateTime(local);
        });
    }

    private static double Free(PlanShift shift, BlockForecast forecast, DateTimeOffset now)
    {
        var from = shift.From > now ? shift.From : now;
        if (from >= shift.To) return 0;
        return shift.TakesNoCalls
            ? Math.Max(0, (shift.To - from).TotalMinutes - shift.Duties.Sum(duty => Overlap(duty.From, duty.To)))
            : forecast.FreeMinutes(shift.Beat, from, shift.To);

        double Overlap(DateTimeOffset dutyFrom, DateTimeOffset dutyTo) => Math.Max(0,
            ((dutyTo < shift.To ? dutyTo : shift.To) - (dutyFrom > from ? dutyFrom : from)).TotalMinutes);
    }

    public static int Minutes(PlannedVisit visit) => (int)(visit.To - visit.From).TotalMinutes;
}
