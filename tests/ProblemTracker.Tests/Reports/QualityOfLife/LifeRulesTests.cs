using ProblemTracker.Reports;

namespace ProblemTracker.Tests.Reports;

/// <summary>When a difference is called a change, and the periods that are compared.</summary>
public sealed class LifeRulesTests
{
    [FsCheck.NUnit.Property]
    public bool Periods_are_two_years_of_whole_months_before_this_one(int days)
    {
        var today = new DateOnly(2026, 3, 2).AddDays(days % 3000);
        var periods = LifeRules.PeriodsUntil(today).All;
        return periods.Count == 8 && periods[^1].To == new DateOnly(today.Year, today.Month, 1).AddDays(-1)
            && periods[0].From == periods[^1].To.AddDays(1).AddMonths(-24)
            && periods.Zip(periods.Skip(1)).All(pair => pair.First.To.AddDays(1) == pair.Second.From)
            && periods[^1].From == periods[^5].From.AddYears(1);
    }

    /// <summary>Case counts-40-25 of the reference values: its exact interval includes 1.</summary>
    [TestCase(25, 40, LifeChange.CannotTell)]
    [TestCase(20, 40, LifeChange.Fell)]
    [TestCase(40, 20, LifeChange.Rose)]
    [TestCase(0, 0, LifeChange.CannotTell)]
    [TestCase(6, 0, LifeChange.Rose)]
    [TestCase(5, 0, LifeChange.CannotTell)]
    public void Counts_changed_if_the_exact_interval_of_their_ratio_excludes_1(int now, int before, object change)
    {
        Span year = new("", new(2025, 1, 1), new(2025, 12, 31));
        Assert.That(LifeRules.OfCounts(now, year, before, year), Is.EqualTo(change));
    }

    [FsCheck.NUnit.Property]
    public bool A_change_the_other_way_around_is_the_opposite(int one, int other)
    {
        Span year = new("", new(2025, 1, 1), new(2025, 12, 31));
        var (now, before) = (Math.Abs(one % 300), Math.Abs(other % 300));
        return (LifeRules.OfCounts(now, year, before, year), LifeRules.OfCounts(before, year, now, year)) is
            (LifeChange.Rose, LifeChange.Fell) or (LifeChange.Fell, LifeChange.Rose) or (LifeChange.CannotTell, LifeChange.CannotTell);
    }

    [TestCase(0.8, 70, 0.6, 80, LifeChange.Rose)]
    [TestCase(0.3, 80, 0.8, 70, LifeChange.Fell)]
    [TestCase(0.5, 40, 0.45, 40, LifeChange.CannotTell)]
    [TestCase(1, 4, 0, 100, null)]
    public void Shares_changed_if_the_interval_of_their_difference_excludes_0(double now, int ofNow, double before, int ofBefore,
        object? change) => Assert.That(LifeRules.OfShares(now, ofNow, before, ofBefore), Is.EqualTo(change));

    [TestCase("2024-03-07", "2024-05-25", true)]
    [TestCase("2024-03-08", "2024-05-25", false)]
    [TestCase("2024-03-07", "2024-05-24", false)]
    [TestCase(null, null, false)]
    public void Period_counts_if_incidents_were_imported_from_its_first_week_to_its_last(string? first, string? last, bool expected) =>
        Assert.That(LifeRules.IsCovered(new("", new(2024, 3, 1), new(2024, 5, 31)), Day(first), Day(last)), Is.EqualTo(expected));

    private static DateOnly? Day(string? text) =>
        text is null ? null : DateOnly.ParseExact(text, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
