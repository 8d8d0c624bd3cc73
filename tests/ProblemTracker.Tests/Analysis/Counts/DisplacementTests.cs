using ProblemTracker.Analysis;

namespace ProblemTracker.Tests.Analysis;

/// <summary>Cases with an id are those of the reference for developers; R 4.2.2 (ptools, metafor) and SciPy 1.10.1 computed them.</summary>
public sealed class DisplacementTests
{
    /// <summary>Case wdd-paper: Wheeler and Ratcliffe 2018, published -118, error √1568, Z -2.98, interval -196 to -40.</summary>
    [Test]
    public void Weighted_difference_matches_the_published_example()
    {
        var found = DisplacementEffects.Difference(new(207, 110), new(308, 318), new(178, 157), new(150, 140));
        Assert.Multiple(() =>
        {
            Assert.That((found.Local.Value, found.Total.Value, found.Total.Variance, found.Moved!.Value.Value),
                Is.EqualTo((-107.0, -118.0, 1568.0, -11.0)));
            Near.Equal(found.Local.Error, 30.7083050656);
            Near.Equal(found.Total.Error, 39.5979797464);
            Near.Equal(found.Moved.Value.Error, 25);
            Near.Equal(found.Total.Z, -2.97995000643);
            Near.Equal(found.Total.TwoSided, 0.00288295430498);
            Near.Equal(found.Total.Fall, 0.00144147715249);
            Near.Equal(found.Total.Interval()!.Value.Low, -195.610614164);
            Near.Equal(found.Total.Interval()!.Value.High, -40.3893858364);
            Assert.That(Improvements.OfChange(found.Total.Interval()), Is.EqualTo(Improvement.Better));
        });
    }

    /// <summary>Case wdd-simple-90: README of apwheele/ptools.</summary>
    [Test]
    public void Weighted_difference_without_displacement_area_matches_the_published_example()
    {
        var found = DisplacementEffects.Difference(new(20, 10), new(20, 20));
        Assert.That((found.Total, found.Total.Value, found.Total.Variance), Is.EqualTo((found.Local, -10.0, 70.0)));
        Assert.That(found.Moved, Is.Null);
        Near.Equal(found.Total.Error, 8.36660026534);
        Near.Equal(found.Total.Z, -1.19522860933);
        Near.Equal(found.Total.TwoSided, 0.231997723629);
        Near.Equal(found.Total.Fall, 0.115998861814);
        Near.Equal(found.Total.Interval(0.9)!.Value.Low, -23.7618327917);
        Near.Equal(found.Total.Interval(0.9)!.Value.High, 3.7618327917);
        Assert.That(Improvements.OfChange(found.Total.Interval(0.9)), Is.EqualTo(Improvement.CannotTell));
    }

    /// <summary>Case wdd-unequal-periods: 24 months before, 12 after.</summary>
    [Test]
    public void Weighted_difference_of_unequal_periods_is_per_month()
    {
        var found = DisplacementEffects.Difference(new(96, 30), new(110, 52), new(40, 22), new(38, 18), new(24, 12));
        Near.Equal(found.Local.Value, -1.25);
        Near.Equal(found.Local.Error, 0.962851667358);
        Near.Equal(found.Total.Value, -1);
        Near.Equal(found.Total.Variance, 1.34027777778);
        Near.Equal(found.Total.Error, 1.15770366579);
        Near.Equal(found.Moved!.Value.Value, 0.25);
        Near.Equal(found.Moved.Value.Error, 0.642802025856);
        Near.Equal(found.Total.Z, -0.863778900898);
        Near.Equal(found.Total.TwoSided, 0.387709360536);
        Near.Equal(found.Total.Fall, 0.193854680268);
        Near.Equal(found.Total.Interval()!.Value.Low, -3.26905748971);
        Near.Equal(found.Total.Interval()!.Value.High, 1.26905748971);
    }

    /// <summary>Cases wdq-diffusion and wdq-displacement: formulas of Bowers and Johnson 2003, and Guerette 2009.</summary>
    [TestCase(200, 140, 80, 60, 300, 330, 60, 0.242424242424, -0.0848484848485, 0.35, 108.0, QuotientMeaning.Diffusion)]
    [TestCase(90, 60, 50, 58, 100, 98, 30, 0.287755102041, 0.0918367346939, -0.31914893617, 19.2, QuotientMeaning.LessThanTheGain)]
    public void Quotient_and_net_effects_match_the_reference(int r1, int r2, int d1, int d2, int c1, int c2, int gross, double net,
        double buffer, double quotient, double total, QuotientMeaning meaning)
    {
        var found = DisplacementEffects.Measures(new(r1, r2), new(d1, d2), new(c1, c2));
        Assert.That((found.GrossEffect, found.Meaning), Is.EqualTo((gross, (QuotientMeaning?)meaning)));
        Assert.That(found.WhyNoQuotient, Is.Null);
        Near.Equal(found.NetEffect, net);
        Near.Equal(found.BufferChange, buffer);
        Near.Equal(found.Quotient, quotient);
        Near.Equal(found.TotalNetEffect, total);
    }

    /// <summary>Case wdq-none.</summary>
    [Test]
    public void Quotient_that_means_nothing_has_a_sentence_instead()
    {
        var worse = DisplacementEffects.Measures(new(80, 80), new(40, 38), new(100, 90));
        Assert.That((worse.Quotient, worse.WhyNoQuotient), Is.EqualTo(((double?)null, NoResult.NotImproved)));
        Assert.That(worse.Meaning, Is.Null);
        var empty = DisplacementEffects.Measures(new(12, 6), new(5, 4), new(9, 0));
        Assert.That((empty.Quotient, empty.WhyNoQuotient, empty.NetEffect), Is.EqualTo(((double?)null, NoResult.ZeroCount, (double?)null)));
        Assert.That(DisplacementEffects.Measures(new(12, 6), new(5, 4), new(0, 9)).TotalNetEffect, Is.Null);
        foreach (var why in Enum.GetValues<NoResult>()) Assert.That(why.Sentence(), Does.EndWith("."));
    }

    [TestCase(100, 50, 100, 40, QuotientMeaning.MoreThanTheEffect)]
    [TestCase(100, 50, 100, 100, QuotientMeaning.Neither)]
    [TestCase(100, 50, 100, 160, QuotientMeaning.GainGone)]
    public void Quotient_has_a_meaning(int r1, int r2, int d1, int d2, QuotientMeaning meaning) =>
        Assert.That(DisplacementEffects.Measures(new(r1, r2), new(d1, d2), new(100, 100)).Meaning, Is.EqualTo(meaning));

    [Test]
    public void No_events_at_all_say_nothing()
    {
        var none = DisplacementEffects.Difference(new(0, 0), new(0, 0)).Total;
        Assert.That((none.Z, none.Fall, none.TwoSided, none.Interval()), Is.EqualTo((0.0, 0.5, 1.0, (Interval?)null)));
        Assert.That(Improvements.OfChange(none.Interval()), Is.EqualTo(Improvement.CannotTell));
    }

    [Test]
    public void Harm_scales_values_and_its_square_variances()
    {
        Effect burglary = new(-10, 25), theft = new(4, 9);
        Assert.That(DisplacementEffects.Harm([(burglary, 20), (theft, 2)]), Is.EqualTo(new Effect(-192, 10036)));
    }

    [FsCheck.NUnit.Property]
    public bool Exchanging_areas_or_periods_reverses_the_sign(byte a, byte b, byte c, byte d)
    {
        var found = DisplacementEffects.Difference(new(a, b), new(c, d)).Total;
        var areas = DisplacementEffects.Difference(new(c, d), new(a, b)).Total;
        var periods = DisplacementEffects.Difference(new(b, a), new(d, c)).Total;
        return areas == found with { Value = -found.Value } && periods == areas;
    }

    [FsCheck.NUnit.Property]
    public bool Equal_weights_change_the_unit_only(byte a, byte b, byte c, byte d)
    {
        var (plain, perMonth) = (DisplacementEffects.Difference(new(a, b), new(c, d)).Total,
            DisplacementEffects.Difference(new(a, b, 3), new(c, d, 3), lengths: new(4, 4)).Total);
        return Math.Abs(plain.Z - perMonth.Z) < 1e-9 && Math.Abs(plain.Value - perMonth.Value * 12) < 1e-9;
    }

    [Test]
    public void No_difference_in_change_is_no_effect()
    {
        Assert.That(DisplacementEffects.Difference(new(30, 20), new(60, 50), new(9, 9), new(7, 7)).Total.Value, Is.Zero);
        Assert.That(TwoCounts.AgainstControl(new(30, 20), new(60, 40)).Value, Is.EqualTo(1).Within(1e-12));
    }

    [Test]
    public void Impossible_areas_are_refused()
    {
        Assert.Throws<ArgumentException>(() => DisplacementEffects.Difference(new(1, 1), new(1, 1), new(1, 1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => DisplacementEffects.Difference(new(1, -1), new(1, 1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => DisplacementEffects.Difference(new(1, 1, 0), new(1, 1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => DisplacementEffects.Measures(new(1, -1), new(1, 1), new(1, 1)));
    }

    /// <summary>Case pool-wdd-5: metafor 3.8.1, rma with methods FE and DL.</summary>
    [Test]
    public void Pooled_effects_match_the_reference()
    {
        Effect[] sites = [new(-12, 36), new(-5, 25), new(-20, 100), new(3, 16), new(-8, 49)];
        var (common, differing) = (Pooling.Common(sites).Value!, Pooling.Differing(sites).Value!);
        Assert.Multiple(() =>
        {
            Check(common.Effect, -4.41294760981, 2.49465825505, -1.76895877456, 0.0769007545958, -9.30238794344, 0.476492723826);
            Check(differing.Effect, -6.17929777127, 3.68865555842, -1.67521680282, 0.0938917019537, -13.4089298171, 1.0503342746);
            Near.Equal(differing.BetweenSites, 31.5821543926);
            Assert.That(common.BetweenSites, Is.Zero);
            foreach (var pooled in new[] { common, differing })
            {
                Near.Equal(pooled.Inconsistency, 48.3164557251);
                Near.Equal(pooled.Q, 7.73940730287);
                Near.Equal(pooled.QValue, 0.101604183546);
            }
            Assert.That(Pooling.Sum(sites).Value, Is.EqualTo(-42));
            Near.Equal(Pooling.Sum(sites).Error, 15.0332963784);
        });

        static void Check(Effect effect, double value, double error, double z, double p, double low, double high)
        {
            Near.Equal(effect.Value, value);
            Near.Equal(effect.Error, error);
            Near.Equal(effect.Z, z);
            Near.Equal(effect.TwoSided, p);
            Near.Equal(effect.Interval()!.Value.Low, low);
            Near.Equal(effect.Interval()!.Value.High, high);
        }
    }

    [Test]
    public void Pooling_one_site_gives_its_effect_and_none_a_reason()
    {
        Assert.That(Pooling.Differing([new(-3, 4)]).Value, Is.EqualTo(new PooledEffect(new(-3, 4), 0, 0, 0, 1)));
        Assert.That(Pooling.Common([]).Why, Is.EqualTo(NoResult.Empty));
        Assert.That(Pooling.Common([new(0, 0), new(1, 2)]).Why, Is.EqualTo(NoResult.ZeroCount));
    }
}
