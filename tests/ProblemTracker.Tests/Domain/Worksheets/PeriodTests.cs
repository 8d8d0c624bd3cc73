using FsCheck.NUnit;
using ProblemTracker.Domain;
using PropertyAttribute = FsCheck.NUnit.PropertyAttribute;

namespace ProblemTracker.Tests.Domain;

[Properties(Arbitrary = [typeof(Any)], QuietOnSuccess = true)]
public sealed class PeriodTests
{
    [TestCase("2025-06-01", "2025-08-31", "2026-06-01", "2026-08-31", true, TestName = "Same_summer_a_year_later_matches")]
    [TestCase("2025-06-01", "2025-08-31", "2026-06-16", "2026-09-15", true, TestName = "Fifteen_days_later_is_the_same_season")]
    [TestCase("2025-06-01", "2025-08-31", "2026-06-17", "2026-09-16", false, TestName = "Sixteen_days_later_is_another_season")]
    [TestCase("2025-12-25", "2026-01-24", "2027-01-05", "2027-02-04", true, TestName = "Season_continues_across_New_Year")]
    [TestCase("2024-02-29", "2024-03-29", "2025-03-15", "2025-04-13", true, TestName = "Leap_day_counts_as_February_28")]
    [TestCase("2025-06-01", "2025-06-30", "2026-06-01", "2026-07-03", true, TestName = "Three_days_longer_matches")]
    [TestCase("2025-06-01", "2025-06-30", "2026-06-01", "2026-07-04", false, TestName = "Four_days_longer_than_a_month_does_not_match")]
    [TestCase("2025-01-01", "2025-07-19", "2026-01-01", "2026-07-29", true, TestName = "Ten_of_210_days_are_within_5_percent")]
    [TestCase("2025-01-01", "2025-07-19", "2026-01-01", "2026-07-30", false, TestName = "Eleven_of_211_days_exceed_5_percent")]
    [TestCase("2024-01-01", "2024-12-31", "2025-07-01", "2026-06-30", true, TestName = "Whole_years_match_in_any_season")]
    [TestCase("2024-01-01", "2024-12-29", "2025-07-01", "2026-06-29", true, TestName = "Fifty_two_weeks_count_as_a_year")]
    [TestCase("2023-01-01", "2024-12-31", "2025-07-01", "2027-06-30", true, TestName = "Two_whole_years_match_two_others")]
    [TestCase("2024-01-01", "2024-12-31", "2025-07-01", "2027-06-30", false, TestName = "One_year_does_not_match_two")]
    [TestCase("2024-01-01", "2024-12-20", "2025-07-01", "2026-06-20", false, TestName = "Fifty_weeks_do_not_count_as_a_year")]
    [TestCase("2025-06-01", "2025-06-01", "2026-06-01", "2026-06-01", true, TestName = "Single_days_match")]
    public void Matches(string from, string to, string otherFrom, string otherTo, bool expected)
    {
        var one = Span(from, to);
        var other = Span(otherFrom, otherTo);

        Assert.That(one.Matches(other), Is.EqualTo(expected));
        Assert.That(other.Matches(one), Is.EqualTo(expected), "in reverse order");
    }

    [Test]
    public void Incomplete_period_matches_nothing()
    {
        var half = new Period { From = new(2026, 6, 1) };

        Assert.That(half.Matches(half), Is.False);
        Assert.That(new Period { From = new(2026, 6, 2), To = new(2026, 6, 1) }.Days, Is.Zero);
    }

    [Property(Replay = Any.Seed, MaxTest = 500)]
    public bool Matching_is_symmetric(Period one, Period other) => one.Matches(other) == other.Matches(one);

    [Property(Replay = Any.Seed, MaxTest = 300)]
    public bool Complete_period_matches_itself(Period period) => period.Matches(period) == period.IsComplete;

    [Test]
    public void Whole_calendar_matches_itself()
    {
        var all = new Period { From = DateOnly.MinValue, To = DateOnly.MaxValue };

        Assert.That(all.Matches(all), Is.True);
    }

    private static Period Span(string from, string to) =>
        new() { From = DateOnly.ParseExact(from, "yyyy-MM-dd", null), To = DateOnly.ParseExact(to, "yyyy-MM-dd", null) };
}
