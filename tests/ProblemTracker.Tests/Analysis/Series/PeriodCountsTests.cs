using ProblemTracker.Analysis;

namespace ProblemTracker.Tests.Analysis;

public sealed class PeriodCountsTests
{
    [Test]
    public void Months_have_their_days_those_without_events_too()
    {
        DateOnly[] events = [new(2024, 2, 29), new(2024, 2, 1), new(2024, 4, 9), new(2024, 4, 10), new(2024, 1, 14), new(2030, 1, 1)];
        var months = PeriodCounts.ByMonth(events, new(2024, 1, 15), new(2024, 4, 10));
        Assert.That(months.Select(month => (month.Days, month.Count)), Is.EqualTo(new[] { (17, 0), (29, 2), (31, 0), (9, 1) }));
        Assert.That(months.Select(month => month.Start.Day), Is.EqualTo(new[] { 15, 1, 1, 1 }));
        Near.Equal(months[1].Phase, 2 / 12.0);
    }

    [Test]
    public void Weeks_are_whole_and_leap_years_keep_their_seasons()
    {
        DateOnly[] events = [new(2024, 12, 30), new(2025, 1, 5), new(2025, 1, 6), new(2025, 1, 13)];
        var weeks = PeriodCounts.ByWeek(events, new(2024, 12, 30), new(2025, 1, 15));
        Assert.That(weeks.Select(week => (week.Days, week.Count)), Is.EqualTo(new[] { (7, 2), (7, 1) }));
        Near.Equal(weeks[0].Phase, 2 / 365.0);
        Near.Equal(PeriodCounts.ByWeek([], new(2024, 12, 28), new(2025, 1, 4))[0].Phase, 1);
    }

    [Test]
    public void Periods_that_end_before_they_begin_are_none()
    {
        Assert.That(PeriodCounts.ByMonth([new(2024, 1, 1)], new(2024, 2, 1), new(2024, 1, 1)), Is.Empty);
        Assert.That(PeriodCounts.ByMonth([], new(9999, 11, 1), DateOnly.MaxValue).Select(month => month.Days),
            Is.EqualTo(new[] { 30, 30 }));
        Assert.That(PeriodCounts.ByWeek([new(2024, 1, 1)], new(2024, 1, 1), new(2024, 1, 7)), Is.Empty);
    }

    [FsCheck.NUnit.Property]
    public bool Every_event_of_the_period_is_counted_once(ushort[] given, ushort first, ushort length)
    {
        var from = new DateOnly(2000, 1, 1).AddDays(first);
        var until = from.AddDays(length % 3000);
        DateOnly[] events = [.. given.Select(day => new DateOnly(2000, 1, 1).AddDays(day))];
        var (months, weeks) = (PeriodCounts.ByMonth(events, from, until), PeriodCounts.ByWeek(events, from, until));
        return months.Sum(month => month.Count) == events.Count(day => day >= from && day < until)
            && months.Sum(month => month.Days) == until.DayNumber - from.DayNumber
            && weeks.Sum(week => week.Count) == events.Count(day => day >= from && day < from.AddDays(7 * weeks.Count));
    }
}
