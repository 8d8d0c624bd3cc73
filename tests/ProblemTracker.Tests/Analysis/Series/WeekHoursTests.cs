using ProblemTracker.Analysis;

namespace ProblemTracker.Tests.Analysis;

public sealed class WeekHoursTests
{
    private static readonly DateOnly Monday = new(2026, 1, 5);

    /// <summary>Case weekday-chi of the reference for developers: chisq.test of R 4.2.2.</summary>
    [Test]
    public void Spread_over_weekdays_matches_the_reference()
    {
        var even = WeekHours.Even([52, 41, 40, 43, 45, 60, 71]).Value!;
        Near.Equal(even.ChiSquare, 15.8977272727);
        Near.Equal(even.P, 0.0143135612689);
        Assert.That(even.Freedom, Is.EqualTo(6));
    }

    [Test]
    public void Busy_hour_stands_out_and_the_rest_does_not()
    {
        var busy = Enumerable.Range(0, 10).Select(week => Monday.AddDays(5 + 7 * week).ToDateTime(new(23, 40)));
        var all = Enumerable.Range(0, 70 * 24 / 5).Select(i => Monday.ToDateTime(default).AddHours(5 * i));
        var hours = WeekHours.Of([.. busy, .. all], Monday, Monday.AddDays(70)).Value!.ToList();
        var top = hours.MaxBy(hour => hour.Count)!;
        Assert.That((top.Day, top.Hour, top.Count), Is.EqualTo((DayOfWeek.Saturday, 23, 12)));
        Near.Equal(top.Excess, 12 - 346 / 168.0);
        Assert.That(hours.Where(hour => hour.Adjusted < 0.05), Is.EqualTo(new[] { top }));
        Near.Equal(hours.Sum(hour => hour.Expected), 346);
    }

    [Test]
    public void Weekday_that_comes_more_often_expects_more_and_events_outside_are_left_out()
    {
        DateTime[] events = [Monday.ToDateTime(default), Monday.AddDays(8).ToDateTime(default)];
        var hours = WeekHours.Of(events, Monday, Monday.AddDays(8)).Value!.ToList();
        Assert.That((hours[0].Day, hours[0].Hour, hours[0].Count, hours.Sum(hour => hour.Count)), Is.EqualTo((DayOfWeek.Monday, 0, 1, 1)));
        Near.Equal(hours[0].Expected, 2 / 192.0);
        Near.Equal(hours[24].Expected, 1 / 192.0);
        Assert.That(hours[^1].Day, Is.EqualTo(DayOfWeek.Sunday));
    }

    [Test]
    public void Weekday_outside_a_short_period_expects_nothing()
    {
        var hours = WeekHours.Of([Monday.AddDays(2).ToDateTime(default)], Monday.AddDays(2), Monday.AddDays(3)).Value!.ToList();
        Assert.That(hours.Where(hour => hour.Expected > 0).Select(hour => hour.Day).Distinct(), Is.EqualTo(new[] { DayOfWeek.Wednesday }));
        Assert.That(hours.All(hour => hour.P is > 0 and <= 1), Is.True);
    }

    [Test]
    public void Hours_can_be_compared_with_other_hours_than_even_ones()
    {
        var (counts, weights) = (new int[168], new double[168]);
        (counts[WeekHours.At(DayOfWeek.Sunday, 23)], weights[167], weights[0]) = (4, 1, 3);
        var last = WeekHours.Against(counts, weights).Value!.Last();
        Assert.That((last.Day, last.Hour, last.Count, last.Expected), Is.EqualTo((DayOfWeek.Sunday, 23, 4, 1.0)));
        Near.Equal(last.P, 1 / 256.0);
    }

    [Test]
    public void Nothing_has_a_reason()
    {
        Assert.That(WeekHours.Of([], Monday, Monday).Why, Is.EqualTo(NoResult.Empty));
        Assert.That(WeekHours.Even([]).Why, Is.EqualTo(NoResult.Empty));
        Assert.That(WeekHours.Even([0, 0]).Why, Is.EqualTo(NoResult.Empty));
        Assert.That(WeekHours.Even([4]).Why, Is.EqualTo(NoResult.OneValue));
        Assert.Throws<ArgumentOutOfRangeException>(() => WeekHours.Even([-1, 2]));
    }
}
