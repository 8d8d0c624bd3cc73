using ProblemTracker.Analysis;
using ProblemTracker.Domain;

namespace ProblemTracker.Tests.Analysis;

/// <summary>Plans of a week, against the rules said again and, where a week is small, against every plan that there is.</summary>
public sealed class WeekPlannerTests
{
    private static readonly TimeZoneInfo Chicago = TimeZoneInfo.FindSystemTimeZoneById("America/Chicago");

    /// <summary>Monday's midnight in Chicago.</summary>
    private static readonly DateTimeOffset Monday = new(2026, 3, 2, 6, 0, 0, TimeSpan.Zero);

    private static readonly PlanRules Rules = new();

    private static readonly PlanEffort Effort = new(Seconds: 60, Workers: 1, Work: 5);

    private static readonly IReadOnlySet<DayOfWeek> EveryDay = Enum.GetValues<DayOfWeek>().ToHashSet();

    private static readonly BlockForecast Nothing = new(PatrolTime.Of([], [], Chicago), [], Chicago);

    private static readonly PlanPlace Park = new(42.93, -76.56);

    /// <summary>2 km north: 5 minutes.</summary>
    private static readonly PlanPlace School = new(42.948, -76.56);

    private static PlanTask Task(long id, int visits = 1, int minutes = 30, int weight = 100) => new()
    {
        Id = id,
        Visits = visits,
        Minutes = minutes,
        Weight = weight,
        Weekdays = EveryDay,
        Place = id % 2 == 0 ? School : Park,
    };

    private static PlanShift Shift(long unit, double from, double hours) => new()
    {
        Unit = unit,
        From = Monday.AddHours(from),
        To = Monday.AddHours(from + hours),
        TakesNoCalls = true,
    };

    private static WeekPlan Plan(IReadOnlyList<PlanTask> tasks, IReadOnlyList<PlanShift> shifts, IReadOnlyList<PlannedVisit>? placed = null,
        BlockForecast? forecast = null, DateTimeOffset? now = null) =>
        WeekPlanner.Plan(tasks, shifts, placed ?? [], forecast ?? Nothing, Rules, Effort, now ?? Monday, Chicago);

    [Test]
    public void Visits_of_a_task_go_to_different_days_and_an_hour_apart()
    {
        var plan = Plan([Task(1, visits: 3)], [Shift(1, 8, 8), Shift(1, 32, 8), Shift(1, 56, 8)]);

        Assert.That(plan.Visits.Select(visit => visit.From.Day), Is.EqualTo(new[] { 2, 3, 4 }));
        Assert.That(plan.LeftOut, Is.Empty);
        Assert.That(plan.Bound, Is.EqualTo(plan.Score));
    }

    [Test]
    public void Unit_has_time_to_get_from_one_place_to_the_next()
    {
        // An hour and a half: two visits of half an hour each, with a way between them that takes 5 minutes.
        var plan = Plan([Task(1), Task(2)], [Shift(1, 8, 1.5)]);

        Assert.That(plan.Visits.Select(visit => visit.From), Is.EqualTo(new[] { Monday.AddHours(8), Monday.AddHours(9) }));
        Assert.That(Plan([Task(1), Task(2)], [Shift(1, 8, 1)]).LeftOut.Single(), Is.EqualTo(new LeftOut(1, 1, WhyLeftOut.OthersFirst))
            .Or.EqualTo(new LeftOut(2, 1, WhyLeftOut.OthersFirst)));
    }

    [Test]
    public void Fixed_visits_and_duties_stay_and_nothing_is_planned_over_them()
    {
        var duty = Shift(1, 8, 3) with { Duties = [(Monday.AddHours(8), Monday.AddHours(9))] };
        var placed = new PlannedVisit(2, 1, Monday.AddHours(9.5), Monday.AddHours(10));
        var plan = Plan([Task(1), Task(2, visits: 0)], [duty], [placed]);

        Assert.That(plan.Visits, Has.Count.EqualTo(2));
        Assert.That(plan.Visits[0], Is.EqualTo(placed));
        Assert.That(plan.Visits[1].From, Is.EqualTo(Monday.AddHours(10.5)));
    }

    [Test]
    public void Says_why_a_visit_is_left_out()
    {
        var shift = Shift(1, 8, 8);
        WhyLeftOut Why(PlanTask task, PlanShift? on = null, DateTimeOffset? now = null, IReadOnlyList<PlannedVisit>? placed = null) =>
            Plan([task], [on ?? shift], placed, now: now).LeftOut.Single().Why;

        Assert.That(Why(Task(1) with { First = new(2026, 3, 9) }), Is.EqualTo(WhyLeftOut.NoDay));
        Assert.That(Why(Task(1), now: Monday.AddDays(2)), Is.EqualTo(WhyLeftOut.NoDay));
        Assert.That(Why(Task(1) with { Qualification = "Radar" }), Is.EqualTo(WhyLeftOut.NoQualifiedUnit));
        Assert.That(Why(Task(1, minutes: 600)), Is.EqualTo(WhyLeftOut.NoShift));
        Assert.That(Why(Task(1), on: shift with { TakesNoCalls = false }), Is.EqualTo(WhyLeftOut.NoBlock));
        Assert.That(Why(Task(1), on: shift with { Duties = [(shift.From, shift.To)] }), Is.EqualTo(WhyLeftOut.Taken));
        Assert.That(Why(Task(1, visits: 9)), Is.EqualTo(WhyLeftOut.OthersFirst));
    }

    [TestCase(22, 2, 22, 2, 4)]
    [TestCase(22, 2, 2, 22, 0)]
    [TestCase(25, 3, 22, 2, 2)]
    public void Times_over_midnight_belong_to_the_evening_before(double begin, double hours, int from, int to, int starts)
    {
        var task = Task(1) with
        {
            From = new(from, 0),
            To = new(to, 0),
            Weekdays = new HashSet<DayOfWeek> { DayOfWeek.Monday },
        };
        var found = new PlanStarts([task], [Shift(1, begin, hours)], [], Nothing, Rules, Monday, Chicago).All;

        Assert.That(found, Has.Count.EqualTo(starts));
        Assert.That(found.Select(start => start.Day).Distinct(), Is.SubsetOf(new[] { new DateOnly(2026, 3, 2) }));
    }

    [Test]
    public void Chance_comes_from_past_weeks_and_leans_on_the_same_hour_of_other_days()
    {
        // Ten Mondays from 8 to 10; on four of them a call from 8:10 to 9.
        UnitSpan[] shifts = [.. Enumerable.Range(0, 10).Select(week =>
            new UnitSpan(1, Monday.AddDays(7 * week).AddHours(8), Monday.AddDays(7 * week).AddHours(10), 5))];
        UnitSpan[] calls = [.. shifts.Take(4).Select(shift => new UnitSpan(1, shift.From.AddMinutes(10), shift.From.AddHours(1)))];
        // By the local clock: the last weeks are in summer time.
        var past = PatrolTime.Of(shifts, calls, TimeZoneInfo.Utc);
        var forecast = new BlockForecast(past, shifts, TimeZoneInfo.Utc);

        Assert.That(forecast.Free(5, shifts[0].From, 30), Is.EqualTo(new Chance(0.6, 10)));
        Assert.That(forecast.Free(5, shifts[0].From, 10), Is.EqualTo(new Chance(1, 10)));
        // On another day only the hour is known.
        Assert.That(forecast.Free(5, shifts[0].From.AddDays(1), 30), Is.EqualTo(new Chance(0.6, 0)));
        Assert.That(forecast.Free(5, shifts[0].From.AddHours(5), 30), Is.EqualTo(new Chance(0, 0)));
        Assert.That(forecast.FreeMinutes(5, shifts[0].From, shifts[0].To), Is.EqualTo(60 * 0.6 + 60).Within(1e-9));
    }

    [FsCheck.NUnit.Property(MaxTest = 60)]
    public void No_plan_breaks_a_rule_and_none_is_better_than_the_bound(int seed)
    {
        var random = new Random(seed);
        var tasks = Enumerable.Range(1, 12).Select(id => Task(id, random.Next(1, 4), 15 * random.Next(1, 6), random.Next(20, 400)) with
        {
            Place = new(42.93 + 0.03 * random.NextDouble(), -76.56 + 0.03 * random.NextDouble()),
            From = new(random.Next(24), 0),
            To = new(random.Next(24), 30),
            Qualification = random.Next(4) == 0 ? "Radar" : null,
        }).ToList();
        var shifts = (from unit in Enumerable.Range(1, 4)
                      from day in Enumerable.Range(0, 7)
                      where random.Next(3) > 0
                      select Shift(unit, 24 * day + random.Next(14), 8) with
                      {
                          Qualifications = unit == 1 ? new HashSet<string> { "Radar" } : new HashSet<string>(),
                      }).ToList();
        var plan = Plan(tasks, shifts);

        foreach (var visit in plan.Visits)
        {
            var task = tasks.Single(one => one.Id == visit.Task);
            var shift = shifts.Single(one => one.Unit == visit.Unit && one.From <= visit.From && visit.To <= one.To);
            Assert.That((visit.To - visit.From).TotalMinutes, Is.EqualTo(task.Minutes));
            Assert.That(task.Qualification is null || shift.Qualifications.Contains(task.Qualification));
            // Every minute of the visit lies within the times.
            for (var minute = visit.From; minute < visit.To; minute = minute.AddMinutes(1))
            {
                var time = TimeOnly.FromDateTime(TimeZoneInfo.ConvertTime(minute, Chicago).DateTime);
                Assert.That(task.From < task.To ? time >= task.From && time < task.To : time >= task.From || time < task.To);
            }
        }
        foreach (var (one, other) in from one in plan.Visits
                                     from other in plan.Visits
                                     where one != other && one.From <= other.From
                                     select (one, other))
        {
            var place = tasks.Single(task => task.Id == one.Task).Place!.Value;
            var next = tasks.Single(task => task.Id == other.Task).Place!.Value;
            var meters = Earth.Meters(place.Latitude, place.Longitude, next.Latitude, next.Longitude);
            var gap = (other.From - one.To).TotalMinutes;
            if (one.Unit == other.Unit) Assert.That(gap, Is.GreaterThanOrEqualTo(meters * 1.4 / (35_000 / 60.0)));
            if (meters < 100) Assert.That(gap, Is.GreaterThanOrEqualTo(60));
        }
        foreach (var task in tasks)
            Assert.That(plan.Visits.Count(visit => visit.Task == task.Id)
                + plan.LeftOut.Where(left => left.Task == task.Id).Sum(left => left.Visits), Is.EqualTo(task.Visits));
        Assert.That(plan.Greedy, Is.LessThanOrEqualTo(plan.Score));
        Assert.That(plan.Score, Is.LessThanOrEqualTo(plan.Bound));
        Assert.That(Plan(tasks, shifts).Visits, Is.EqualTo(plan.Visits), "the same week, the same plan");
    }

    [FsCheck.NUnit.Property(MaxTest = 40)]
    public void Small_weeks_are_planned_as_well_as_they_can_be(int seed)
    {
        var random = new Random(seed);
        var tasks = Enumerable.Range(1, 3).Select(id => Task(id, random.Next(1, 3), 30 * random.Next(1, 3), random.Next(40, 200))).ToList();
        PlanShift[] shifts = [Shift(1, 8, 1.5 + 0.5 * random.Next(3)), Shift(2, 8.5, 2), Shift(1, 33, 1)];
        var plan = Plan(tasks, shifts);
        var found = new PlanStarts(tasks, shifts, [], Nothing, Rules, Monday, Chicago).All;
        var limits = new PlanLimits(tasks, shifts, [], found, Nothing, Rules, Monday, Chicago);

        Assert.That(plan.Score, Is.EqualTo(Best(0, [])));
        Assert.That(plan.Bound, Is.EqualTo(plan.Score));

        long Best(int next, List<int> chosen)
        {
            var best = GreedyPlan.Score(chosen, tasks, shifts, found, limits);
            for (var i = next; i < found.Count; i++)
            {
                var start = found[i];
                var ofTask = chosen.Where(one => found[one].Task == start.Task).ToList();
                if (ofTask.Count == tasks[start.Task].Visits) continue;
                if (ofTask.Count(one => found[one].Day == start.Day) == limits.PerDay[start.Task]) continue;
                if (chosen.Where(one => found[one].Shift == start.Shift).Sum(one => tasks[found[one].Task].Minutes)
                    + tasks[start.Task].Minutes > limits.ShiftMinutes[start.Shift]) continue;
                if (chosen.Any(one => GreedyPlan.Clash(found[one], start, tasks, shifts, Rules))) continue;
                chosen.Add(i);
                best = Math.Max(best, Best(i + 1, chosen));
                chosen.RemoveAt(chosen.Count - 1);
            }
            return best;
        }
    }
}
