using MathNet.Numerics.Distributions;
using ProblemTracker.Analysis;

namespace ProblemTracker.Tests.Analysis;

/// <summary>Cases with an id are those of the reference for developers; SciPy 1.10.1 and R's surveillance 1.20.3 computed them.</summary>
public sealed class RisingSeriesTests
{
    /// <summary>Case rising-basic.</summary>
    [Test]
    public void Rise_matches_the_reference()
    {
        var rise = RisingSeries.Test(14, [6, 4, 7]).Value!;
        Near.Equal(rise.Expected, 5.66666666667);
        Near.Equal(rise.P, 0.00974377189342);
        Near.Equal(rise.Conditional, 0.0115328042435);
        Near.Equal(rise.VarianceToMean, 0.411764705882);
        Near.Equal(Counts.AtLeast(14, 17 / 3.0), 0.00220159587918);
    }

    /// <summary>Case rising-zero-base: the Poisson tail would be 0, which must not be shown.</summary>
    [Test]
    public void Rise_from_nothing_matches_the_reference()
    {
        var rise = RisingSeries.Test(2, [0, 0, 0]).Value!;
        Assert.That((rise.Expected, rise.VarianceToMean), Is.EqualTo((0.0, (double?)null)));
        Near.Equal(rise.P, 0.0257214207425);
        Near.Equal(rise.Conditional, 0.0625);
        Assert.That(Counts.AtLeast(2, 0), Is.Zero);
    }

    /// <summary>Case rising-false-alarms: all outcomes of Poisson counts of mean 5, three earlier years, level 1%.</summary>
    [Test]
    public void False_alarms_match_the_reference()
    {
        double plugIn = 0, conditional = 0, predictive = 0;
        for (var sum = 0; sum <= 60; sum++)
            for (var now = 0; now <= 40; now++)
            {
                var weight = Poisson.PMF(15, sum) * Poisson.PMF(5, now);
                var rise = RisingSeries.Test(now, [sum, 0, 0]).Value!;
                if (Counts.AtLeast(now, sum / 3.0) <= 0.01) plugIn += weight;
                if (rise.Conditional <= 0.01) conditional += weight;
                if (rise.P <= 0.01) predictive += weight;
            }
        Near.Equal(plugIn, 0.0206975565633, 1e-4);
        Near.Equal(conditional, 0.00578649874253, 1e-4);
        Near.Equal(predictive, 0.00732685624275, 1e-4);
    }

    [Test]
    public void Series_are_ranked_by_p_and_adjusted_for_their_number()
    {
        var ranked = RisingSeries.Rank<string>(
        [
            ("steady", 5, [5, 6, 4]), ("new", 9, []), ("rising", 20, [4, 5, 6]), ("rising a little", 9, [4, 5, 6]), ("none", 0, [0, 0, 0]),
        ]);
        Assert.That(ranked.Select(one => one.Key), Is.EqualTo(new[] { "rising", "rising a little", "steady", "none" }));
        Near.Equal(ranked[0].Adjusted, ranked[0].Rise.P * 4);
        Assert.That(ranked[^1].Adjusted, Is.EqualTo(1));
        Assert.That(RisingSeries.Rank<int>([]), Is.Empty);
    }

    [FsCheck.NUnit.Property]
    public bool More_now_or_less_before_is_never_less_of_a_rise(byte now, byte[] earlier)
    {
        int[] years = [.. earlier.Take(6).Select(year => (int)year)];
        if (years.Length == 0) return RisingSeries.Test(now, years).Why == NoResult.NoEarlierYears;
        var (rise, more) = (RisingSeries.Test(now, years).Value!, RisingSeries.Test(now + 1, years).Value!);
        var busier = RisingSeries.Test(now, [.. years.Select(year => year + 1)]).Value!;
        return more.P <= rise.P && busier.P >= rise.P - 1e-12 && rise.P is >= 0 and <= 1 && rise.Conditional is >= 0 and <= 1;
    }

    [Test]
    public void Same_week_begins_on_the_same_weekday_nearest_to_the_date()
    {
        Assert.That(RisingSeries.SameWeek(new(2026, 3, 2), 1), Is.EqualTo(new DateOnly(2025, 3, 3)));
        Assert.That(RisingSeries.SameWeek(new(2026, 3, 2), 2), Is.EqualTo(new DateOnly(2024, 3, 4)));
        Assert.That(RisingSeries.SameWeek(new(2024, 2, 29), 1), Is.EqualTo(new DateOnly(2023, 3, 2)));
        Assert.That(RisingSeries.SameWeek(new(2024, 12, 30), 4), Is.EqualTo(new DateOnly(2020, 12, 28)));
        Assert.That(RisingSeries.SameWeek(new(1, 1, 8), 1), Is.Null);
    }

    [Test]
    public void Same_week_of_every_day_is_at_most_three_days_off()
    {
        for (var day = new DateOnly(2019, 1, 1); day.Year < 2029; day = day.AddDays(1))
            for (var years = 1; years <= 5; years++)
            {
                var week = RisingSeries.SameWeek(day, years)!.Value;
                Assert.That(week.DayOfWeek, Is.EqualTo(day.DayOfWeek));
                Assert.That(Math.Abs(week.DayNumber - day.AddYears(-years).DayNumber), Is.LessThanOrEqualTo(3));
            }
    }

    /// <summary>Case bh-1995: Benjamini and Hochberg 1995; adjusted by R's p.adjust.</summary>
    [Test]
    public void Adjusted_p_values_match_the_published_example()
    {
        double[] p = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528, 0.759, 1];
        var adjusted = FalseDiscovery.Adjust(p);
        Near.Equal(adjusted,
        [
            0.0015, 0.003, 0.0095, 0.035625, 0.0603, 0.0638571428571, 0.0638571428571, 0.0645, 0.0765, 0.486, 0.581181818182, 0.714875,
            0.753230769231, 0.813214285714, 1,
        ]);
        Assert.That(adjusted.Count(q => q <= 0.05), Is.EqualTo(4));
        Assert.That(FalseDiscovery.Adjust([.. p.Reverse()]), Is.EqualTo(adjusted.Reverse()), "in the order given");
        Assert.That(FalseDiscovery.Adjust([]), Is.Empty);
    }
}
