using Google.OrTools.Sat;

namespace ProblemTracker.Analysis;

/// <summary>How long the solver may look for a better plan.</summary>
/// <param name="Seconds">By the clock.</param>
/// <param name="Workers">Threads. With one, and a limit of work, the same week gives the same plan.</param>
/// <param name="Work">Deterministic units of work of the solver, about seconds; null without such a limit.</param>
public sealed record PlanEffort(double Seconds, int Workers, double? Work = null);

/// <summary>
/// Assigns visits to units and times of a week: as much value as possible, where a visit's value is its task's weight times the chance that
/// calls leave the unit free. Solved with Google OR-Tools CP-SAT over starting times on full and half hours, from the greedy plan on.
/// </summary>
public static class WeekPlanner
{
    /// <param name="tasks">What is wanted beside the fixed visits.</param>
    /// <param name="shifts">Of the week. Those of one unit may not overlap.</param>
    /// <param name="placed">Visits that stay: fixed ones, and those that have begun.</param>
    /// <param name="now">Nothing is planned before.</param>
    /// <param name="zone">For days and times.</param>
    public static WeekPlan Plan(IReadOnlyList<PlanTask> tasks, IReadOnlyList<PlanShift> shifts, IReadOnlyList<PlannedVisit> placed,
        BlockForecast forecast, PlanRules rules, PlanEffort effort, DateTimeOffset now, TimeZoneInfo zone)
    {
        var found = new PlanStarts(tasks, shifts, placed, forecast, rules, now, zone);
        var starts = found.All;
        var limits = new PlanLimits(tasks, shifts, placed, starts, forecast, rules, now, zone);
        var greedy = GreedyPlan.Of(tasks, shifts, starts, limits, rules);
        var greedyScore = GreedyPlan.Score(greedy, tasks, shifts, starts, limits);
        var (chosen, bound) = starts.Count == 0 ? (greedy, greedyScore)
            : Solve(tasks, shifts, starts, limits, rules, effort, greedy);
        var score = GreedyPlan.Score(chosen, tasks, shifts, starts, limits);
        if (score < greedyScore) (chosen, score) = (greedy, greedyScore);
        var planned = chosen.Select(i => starts[i]).Select(start =>
            new PlannedVisit(tasks[start.Task].Id, shifts[start.Shift].Unit, start.From, start.To, start.Chance));
        var counts = chosen.CountBy(i => starts[i].Task).ToDictionary();
        return new([.. placed.Concat(planned).OrderBy(visit => visit.From).ThenBy(visit => visit.Unit)],
            [.. tasks.Select((task, t) => new LeftOut(task.Id, task.Visits - counts.GetValueOrDefault(t),
                    found.WhyNone[t] ?? WhyLeftOut.OthersFirst)).Where(left => left.Visits > 0)],
            score, greedyScore, greedy.Count + placed.Count, Math.Max(bound, score), limits.FreeMinutes);
    }

    private static (IReadOnlyList<int> Chosen, long Bound) Solve(IReadOnlyList<PlanTask> tasks, IReadOnlyList<PlanShift> shifts,
        IReadOnlyList<PlanStart> starts, PlanLimits limits, PlanRules rules, PlanEffort effort, IReadOnlyList<int> greedy)
    {
        var model = new CpModel();
        var isChosen = starts.Select((_, i) => model.NewBoolVar($"s{i}")).ToArray();
        var ofTask = Enumerable.Range(0, starts.Count).ToLookup(i => starts[i].Task);
        foreach (var task in ofTask)
        {
            model.Add(Sum(task, _ => 1) <= tasks[task.Key].Visits);
            foreach (var day in task.GroupBy(i => starts[i].Day))
                model.Add(Sum(day, _ => 1)
                    <= Math.Max(0, limits.PerDay[task.Key] - limits.FixedOnDay[task.Key].GetValueOrDefault(day.Key)));
        }
        foreach (var shift in Enumerable.Range(0, starts.Count).GroupBy(i => starts[i].Shift))
            model.Add(Sum(shift, Minutes) <= limits.ShiftMinutes[shift.Key]);
        OneAtATime();
        NoVisitTooSoon();
        var objective = LinearExpr.NewBuilder();
        for (var i = 0; i < starts.Count; i++) objective.AddTerm(isChosen[i], starts[i].Value);
        foreach (var unit in Enumerable.Range(0, starts.Count).GroupBy(i => shifts[starts[i].Shift].Unit))
        {
            var over = model.NewIntVar(0, unit.Sum(i => (long)Minutes(i)), $"over{unit.Key}");
            // A unit that has more than its part by fixed visits alone is over with every other minute.
            model.Add(over >= Sum(unit, Minutes)
                - Math.Max(0, limits.FairMinutes[unit.Key] - limits.FixedMinutes.GetValueOrDefault(unit.Key)));
            objective.AddTerm(over, -1);
        }
        model.Maximize(objective);
        var ofGreedy = greedy.ToHashSet();
        for (var i = 0; i < starts.Count; i++) model.AddHint(isChosen[i], ofGreedy.Contains(i) ? 1 : 0);

        var solver = new CpSolver
        {
            StringParameters = FormattableString.Invariant($"num_workers:{effort.Workers},max_time_in_seconds:{effort.Seconds}")
                + (effort.Work is { } work ? FormattableString.Invariant($",max_deterministic_time:{work}") : "")
                + ",linearization_level:2",
        };
        var status = solver.Solve(model);
        if (status is not (CpSolverStatus.Optimal or CpSolverStatus.Feasible)) return (greedy, starts.Sum(start => (long)start.Value));
        // The objective's own constant is what fixed visits are over their unit's part, which no plan changes.
        return ([.. Enumerable.Range(0, starts.Count).Where(i => solver.BooleanValue(isChosen[i]))],
            (long)Math.Ceiling(solver.BestObjectiveBound - 1e-6) - FixedOver());

        int Minutes(int i) => tasks[starts[i].Task].Minutes;

        long FixedOver() => limits.FairMinutes.Sum(unit => Math.Max(0L, limits.FixedMinutes.GetValueOrDefault(unit.Key) - unit.Value));

        LinearExpr Sum(IEnumerable<int> of, Func<int, int> weight)
        {
            var sum = LinearExpr.NewBuilder();
            foreach (var i in of) sum.AddTerm(isChosen[i], weight(i));
            return sum;
        }

        // Of all visits of a unit that cover a moment, at most one can be; those that follow too closely for the way exclude each other.
        void OneAtATime()
        {
            foreach (var unit in Enumerable.Range(0, starts.Count).GroupBy(i => shifts[starts[i].Shift].Unit))
            {
                var inOrder = unit.OrderBy(i => starts[i].From).ToList();
                AtMostOne(inOrder, TimeSpan.Zero);
                for (var a = 0; a < inOrder.Count; a++)
                    for (var b = a + 1; b < inOrder.Count; b++)
                    {
                        var (first, second) = (starts[inOrder[a]], starts[inOrder[b]]);
                        if (second.From < first.To) continue;
                        if (second.From >= first.To + TimeSpan.FromMinutes(MostTravel)) break;
                        if (second.From < first.To + TimeSpan.FromMinutes(
                            rules.TravelMinutes(tasks[first.Task].Place, tasks[second.Task].Place)))
                            model.AddBoolOr([isChosen[inOrder[a]].Not(), isChosen[inOrder[b]].Not()]);
                    }
            }
        }

        void NoVisitTooSoon()
        {
            for (var one = 0; one < tasks.Count; one++)
                for (var other = one; other < tasks.Count; other++)
                    if (rules.AreOnePlace(tasks[one], tasks[other]))
                        AtMostOne([.. (one == other ? ofTask[one] : ofTask[one].Concat(ofTask[other])).OrderBy(i => starts[i].From)],
                            rules.Fresh);
        }

        // Two visits clash if the later one begins before the earlier one and its pause are over, so it is enough to look at each begin.
        void AtMostOne(IReadOnlyList<int> inOrder, TimeSpan pause)
        {
            foreach (var at in inOrder.Select(i => starts[i].From).Distinct())
            {
                var covering = inOrder.Where(i => starts[i].From <= at && at < starts[i].To + pause).ToList();
                if (covering.Count > 1) model.AddAtMostOne(covering.Select(i => (ILiteral)isChosen[i]));
            }
        }
    }

    /// <summary>Minutes; no two places of a city are further apart.</summary>
    private const int MostTravel = 24 * 60;
}
