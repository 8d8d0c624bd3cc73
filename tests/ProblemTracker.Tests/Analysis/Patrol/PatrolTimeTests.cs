using ProblemTracker.Analysis;

namespace ProblemTracker.Tests.Analysis;

/// <summary>Committed time and blocks without a call, against a count of every minute.</summary>
public sealed class PatrolTimeTests
{
    private static readonly TimeZoneInfo Chicago = TimeZoneInfo.FindSystemTimeZoneById("America/Chicago");

    /// <summary>Midnight in Chicago.</summary>
    private static readonly DateTimeOffset Monday = new(2026, 3, 2, 6, 0, 0, TimeSpan.Zero);

    private static UnitSpan Span(int from, int to, long unit = 1, long? beat = null) =>
        new(unit, Monday.AddMinutes(from), Monday.AddMinutes(to), beat);

    [Test]
    public void Two_calls_cut_a_shift_into_blocks()
    {
        // Eight hours from 6:00, with calls at 7:00 to 7:40 and 9:30 to 10:00.
        var found = PatrolTime.Of([Span(360, 840, beat: 7)], [Span(420, 460), Span(570, 600)], Chicago);

        Assert.That(found.Blocks.Select(block => block.Length.TotalMinutes), Is.EqualTo(new[] { 60.0, 110, 240 }));
        Assert.That(Sum(found, hour => hour.OnDuty), Is.EqualTo(480));
        Assert.That(Sum(found, hour => hour.Committed), Is.EqualTo(70));
        Assert.That(Sum(found, hour => hour.InBlocks[2]), Is.EqualTo(410));
        Assert.That(found.Hours.Single(hour => hour.Hour == 7) is { Beat: 7, Committed.TotalMinutes: 40, OnDuty.TotalMinutes: 60 });
        Assert.That(found.Outside, Is.EqualTo(TimeSpan.Zero));
    }

    [Test]
    public void Call_that_outlasts_its_shift_counts_within_it_only_and_the_rest_is_named()
    {
        var found = PatrolTime.Of([Span(360, 840)], [Span(800, 900)], Chicago);

        Assert.That((Sum(found, hour => hour.Committed), found.Outside.TotalMinutes), Is.EqualTo((40.0, 60.0)));
        Assert.That(found.Blocks.Single().Length.TotalMinutes, Is.EqualTo(440));
    }

    [Test]
    public void Time_on_two_calls_at_once_counts_once()
    {
        var found = PatrolTime.Of([Span(0, 480)], [Span(60, 120), Span(90, 180), Span(100, 110)], Chicago);

        Assert.That(Sum(found, hour => hour.Committed), Is.EqualTo(120));
    }

    [Test]
    public void Unit_on_two_shifts_at_once_counts_for_the_beat_of_the_first()
    {
        var found = PatrolTime.Of([Span(0, 480, beat: 1), Span(240, 600, beat: 2)], [], Chicago);

        Assert.That(Sum(found, hour => hour.Beat == 1 ? hour.OnDuty : default), Is.EqualTo(480));
        Assert.That(Sum(found, hour => hour.Beat == 2 ? hour.OnDuty : default), Is.EqualTo(120));
    }

    [Test]
    public void Nights_on_which_the_clock_changes_have_23_and_25_hours()
    {
        foreach (var (day, hours, hour, expected) in new[] { ((3, 8), 23, 2, 0.0), ((11, 1), 25, 1, 120.0) })
        {
            var date = new DateTime(2026, day.Item1, day.Item2);
            DateTimeOffset At(DateTime local) => new(local, Chicago.GetUtcOffset(local));
            var found = PatrolTime.Of([new(1, At(date), At(date.AddDays(1)))], [], Chicago);

            Assert.That(Sum(found, one => one.OnDuty), Is.EqualTo(hours * 60));
            Assert.That(found.Hours.Where(one => one.Hour == hour).Sum(one => one.OnDuty.TotalMinutes), Is.EqualTo(expected));
            Assert.That(found.Hours.Select(one => one.Day).Distinct(), Is.EqualTo(new[] { DateOnly.FromDateTime(date) }));
        }
    }

    [Test]
    public void Nothing_and_spans_that_end_before_they_begin_have_no_time()
    {
        var found = PatrolTime.Of([Span(100, 100), Span(200, 100)], [Span(50, 40)], Chicago);

        Assert.That((found.Hours.Count, found.Blocks.Count, found.Outside), Is.EqualTo((0, 0, TimeSpan.Zero)));
    }

    [FsCheck.NUnit.Property(MaxTest = 300)]
    public void Every_sum_equals_a_count_of_minutes(int seed)
    {
        var random = new Random(seed);
        List<UnitSpan> Some(int most, int length, bool hasBeats) => [.. Enumerable.Range(0, random.Next(most)).Select(_ =>
        {
            var from = random.Next(-200, 3000);
            return Span(from, from + random.Next(-10, length), random.Next(1, 3),
                hasBeats && random.Next(3) > 0 ? random.Next(1, 3) : null);
        })];
        // Over the night on which clocks go forward too.
        var shift = TimeSpan.FromDays(random.Next(0, 7));
        UnitSpan Later(UnitSpan span) => span with { From = span.From + shift, To = span.To + shift };
        var shifts = Some(7, 700, hasBeats: true).ConvertAll(Later);
        var calls = Some(20, 180, hasBeats: false).ConvertAll(Later);

        var found = PatrolTime.Of(shifts, calls, Chicago);

        var oracle = Minutes(shifts, calls);
        Assert.That(found.Hours.ToDictionary(hour => (hour.Beat ?? 0, hour.Day, hour.Hour), hour => Row(hour.OnDuty, hour.Committed,
            hour.InBlocks)), Is.EquivalentTo(oracle));
        Assert.That(found.Hours.Sum(hour => hour.OnDuty.TotalMinutes), Is.EqualTo(found.Hours.Sum(hour => hour.Committed.TotalMinutes)
            + found.Blocks.Sum(block => block.Length.TotalMinutes)));
        Assert.That(found.Outside.TotalMinutes, Is.EqualTo(Outside(shifts, calls)));
    }

    private static string Row(TimeSpan onDuty, TimeSpan committed, IReadOnlyList<TimeSpan> inBlocks) =>
        $"{onDuty.TotalMinutes} {committed.TotalMinutes} {string.Join(' ', inBlocks.Select(time => time.TotalMinutes))}";

    private static double Sum(PatrolTimeResult found, Func<PatrolHour, TimeSpan> time) =>
        found.Hours.Sum(hour => time(hour).TotalMinutes);

    /// <summary>The shift that a unit is on in a minute: of those that go on, the one that began first.</summary>
    private static UnitSpan? On(IEnumerable<UnitSpan> shifts, long unit, DateTimeOffset minute)
    {
        UnitSpan? current = null;
        var until = DateTimeOffset.MinValue;
        foreach (var shift in shifts.Where(shift => shift.Unit == unit && shift.To > shift.From)
            .OrderBy(shift => shift.From).ThenBy(shift => shift.To).ThenBy(shift => shift.Beat))
        {
            var from = shift.From > until ? shift.From : until;
            if (from < shift.To && minute >= from && minute < shift.To) current = shift with { From = from };
            if (shift.To > until) until = shift.To;
        }
        return current;
    }

    private static bool IsBusy(IEnumerable<UnitSpan> calls, long unit, DateTimeOffset minute) =>
        calls.Any(call => call.Unit == unit && call.From <= minute && minute < call.To);

    private static Dictionary<(long, DateOnly, int), string> Minutes(List<UnitSpan> shifts, List<UnitSpan> calls)
    {
        var counts = new Dictionary<(long, DateOnly, int), int[]>();
        foreach (var (unit, minute, shift) in All(shifts, calls))
        {
            if (shift is not { } on) continue;
            var local = TimeZoneInfo.ConvertTime(minute, Chicago);
            var key = (on.Beat ?? 0, DateOnly.FromDateTime(local.DateTime), local.Hour);
            if (!counts.TryGetValue(key, out var row)) counts.Add(key, row = new int[5]);
            row[0]++;
            if (IsBusy(calls, unit, minute))
            {
                row[1]++;
                continue;
            }
            // Walks to both ends of the block.
            var (from, to) = (minute, minute);
            while (from > on.From && !IsBusy(calls, unit, from.AddMinutes(-1))) from = from.AddMinutes(-1);
            while (to < on.To && !IsBusy(calls, unit, to)) to = to.AddMinutes(1);
            for (var i = 0; i < 3; i++)
                if (to - from >= PatrolTime.Blocks[i]) row[2 + i]++;
        }
        return counts.ToDictionary(one => one.Key, one => string.Join(' ', one.Value));
    }

    private static int Outside(List<UnitSpan> shifts, List<UnitSpan> calls) =>
        All(shifts, calls).Count(one => one.Shift is null && IsBusy(calls, one.Unit, one.Minute));

    private static IEnumerable<(long Unit, DateTimeOffset Minute, UnitSpan? Shift)> All(List<UnitSpan> shifts, List<UnitSpan> calls)
    {
        if (shifts.Count + calls.Count == 0) yield break;
        var all = shifts.Concat(calls).ToList();
        for (long unit = 1; unit <= 2; unit++)
            for (var minute = all.Min(span => span.From); minute < all.Max(span => span.To); minute = minute.AddMinutes(1))
                yield return (unit, minute, On(shifts, unit, minute));
    }
}
