using ProblemTracker.Analysis;

namespace ProblemTracker.Tests.Analysis;

/// <summary>Cases with an id are those of the reference for developers; R 4.2.2 and SciPy 1.10.1 computed them.</summary>
public sealed class TwoCountsTests
{
    /// <summary>
    /// Cases counts-exactci (vignette of the R package exactci), counts-6-2 (Krishnamoorthy and Thomson 2004) and counts-40-25.
    /// </summary>
    [TestCase(2, 17877, 10, 20000, 0.223751188678, 0.0333512146631, 0.917436757922, 0.0490261140238, 1.02118218896)]
    [TestCase(6, 1, 2, 1, 3, 0.634898817172, 21.5968866791, 0.605505517667, 14.8636135219)]
    [TestCase(25, 12, 40, 12, 0.625, 0.374688040719, 1.02734832922, 0.379197402186, 1.03013627664)]
    public void Ratio_and_its_intervals_match_the_reference(int first, double ofFirst, int second, double ofSecond, double ratio,
        double midLow, double midHigh, double logLow, double logHigh)
    {
        var compared = TwoCounts.Compare(first, ofFirst, second, ofSecond);
        Assert.Multiple(() =>
        {
            Near.Equal(compared.Ratio, ratio);
            Near.Equal(compared.MidP.Low, midLow);
            Near.Equal(compared.MidP.High, midHigh);
            Near.Equal(compared.LogNormal!.Value.Low, logLow);
            Near.Equal(compared.LogNormal!.Value.High, logHigh);
        });
    }

    /// <summary>Cases counts-exactci, counts-6-2, counts-40-25 and counts-zero.</summary>
    [TestCase(2, 17877, 10, 20000, 0.0302782242168, 0.994491791669, 0.0605564484337, 0.0421343342293, 0.0357864325481)]
    [TestCase(6, 1, 2, 1, 0.96484375, 0.14453125, 0.2890625, 0.2890625, 0.1796875)]
    [TestCase(25, 12, 40, 12, 0.0408407669708, 0.976823262834, 0.0816815339415, 0.0816815339415, 0.0640175041372)]
    [TestCase(0, 1, 5, 1, 0.03125, 1, 0.0625, 0.0625, 0.03125)]
    public void Exact_tests_match_the_reference(int first, double ofFirst, int second, double ofSecond, double lower, double higher,
        double central, double likelihood, double mid)
    {
        var compared = TwoCounts.Compare(first, ofFirst, second, ofSecond);
        Assert.Multiple(() =>
        {
            Near.Equal(compared.Lower, lower);
            Near.Equal(compared.Higher, higher);
            Near.Equal(compared.Central, central);
            Near.Equal(compared.Likelihood, likelihood);
            Near.Equal(compared.MidPValue, mid);
        });
    }

    /// <summary>Cases counts-exactci, counts-6-2 (published: 0.1749), counts-40-25 and counts-zero.</summary>
    [TestCase(2, 17877, 10, 20000, 0.027722782722, 0.0331577874606)]
    [TestCase(6, 1, 2, 1, 0.174874820944, 0.174874820944)]
    [TestCase(25, 12, 40, 12, 0.0632412267069, 0.0632412267069)]
    [TestCase(0, 1, 5, 1, 0.0197560522909, 0.0197560522909)]
    public void E_test_matches_the_reference(int first, double ofFirst, int second, double ofSecond, double separate, double pooled)
    {
        Near.Equal(TwoCounts.ETest(first, ofFirst, second, ofSecond, CountVariance.Separate), separate);
        Near.Equal(TwoCounts.ETest(first, ofFirst, second, ofSecond, CountVariance.Pooled), pooled);
    }

    /// <summary>Case counts-zero.</summary>
    [Test]
    public void Zero_has_an_upper_end_only()
    {
        var compared = TwoCounts.Compare(0, 1, 5, 1);
        Assert.That(compared.Ratio, Is.Zero);
        Assert.That(compared.LogNormal, Is.Null);
        Near.Equal(compared.MidP.High, 0.820564203026);
        Assert.That(compared.MidP.Low, Is.Zero);
    }

    [Test]
    public void Nothing_against_nothing_says_nothing()
    {
        var none = TwoCounts.Compare(0, 3, 0, 4);
        Assert.That((none.Ratio, none.Exact, none.MidP, none.LogNormal),
            Is.EqualTo(((double?)null, new RatioInterval(0, null), new RatioInterval(0, null), (Interval?)null)));
        Assert.That((none.Lower, none.Higher, none.Central, none.Likelihood, none.MidPValue), Is.EqualTo((1.0, 1.0, 1.0, 1.0, 1.0)));
        Assert.That(TwoCounts.ETest(0, 3, 0, 4, CountVariance.Separate), Is.EqualTo(1));
    }

    /// <summary>Case irr-did-small.</summary>
    [Test]
    public void Change_against_a_control_area_matches_the_reference()
    {
        var ratio = TwoCounts.AgainstControl(new(40, 20), new(50, 45));
        Near.Equal(ratio.Value, 0.555555555556);
        Near.Equal(ratio.Interval!.Value.Low, 0.283984999434);
        Near.Equal(ratio.Interval!.Value.High, 1.08682492358);
        Near.Equal(Math.Log(ratio.Interval.Value.High / ratio.Value!.Value) / 1.959963984540054, 0.342377309736);
        Assert.That(TwoCounts.AgainstControl(new(40, 0), new(50, 45)), Is.EqualTo(new Estimate(null, null, NoResult.ZeroCount)));
    }

    [FsCheck.NUnit.Property]
    public bool Interval_and_p_value_never_contradict_each_other(int one, int other, int exposure)
    {
        var (first, second, days) = (Math.Abs(one % 60), Math.Abs(other % 60), 1 + Math.Abs(exposure % 50));
        var compared = TwoCounts.Compare(first, days, second, 20);
        return Excludes(compared.Exact) == compared.Central < 0.05 && Excludes(compared.MidP) == compared.MidPValue < 0.05;

        static bool Excludes(RatioInterval ends) => ends.Low > 1 || ends.High < 1;
    }

    [FsCheck.NUnit.Property(MaxTest = 50)]
    public bool Both_ways_around_have_the_same_p_values(int one, int other, int exposure)
    {
        var (first, second, days) = (Math.Abs(one % 300), Math.Abs(other % 300), 1 + Math.Abs(exposure % 50));
        var (ahead, back) = (TwoCounts.Compare(first, days, second, 20), TwoCounts.Compare(second, 20, first, days));
        return Same(ahead.Lower, back.Higher) && Same(ahead.Likelihood, back.Likelihood) && Same(ahead.MidPValue, back.MidPValue)
            && Same(TwoCounts.ETest(first, days, second, 20, CountVariance.Separate),
                TwoCounts.ETest(second, 20, first, days, CountVariance.Separate));

        static bool Same(double a, double b) => Math.Abs(a - b) < 1e-9;
    }

    [FsCheck.NUnit.Property]
    public bool Unit_of_the_exposures_does_not_matter(int one, int other)
    {
        var (first, second) = (Math.Abs(one % 300), Math.Abs(other % 300));
        var (days, hours) = (TwoCounts.Compare(first, 30, second, 90), TwoCounts.Compare(first, 720, second, 2160));
        return Math.Abs(days.Central - hours.Central) < 1e-12 && Math.Abs(days.Exact.Low - hours.Exact.Low) < 1e-9;
    }

    [Test]
    public void More_events_after_never_make_a_fall_more_certain()
    {
        for (var after = 0; after < 80; after++)
            Assert.That(TwoCounts.Compare(after + 1, 1, 40, 1).Lower, Is.GreaterThan(TwoCounts.Compare(after, 1, 40, 1).Lower));
    }

    [TestCase(int.MaxValue, int.MaxValue)]
    [TestCase(int.MaxValue, 1)]
    [TestCase(1, int.MaxValue)]
    [TestCase(0, int.MaxValue)]
    [TestCase(int.MaxValue, 0)]
    public void Largest_counts_give_finite_numbers(int first, int second)
    {
        var compared = TwoCounts.Compare(first, 1e-12, second, 1e15);
        double[] numbers =
        [
            compared.Ratio ?? 0, compared.Exact.Low, compared.Exact.High ?? 0, compared.MidP.Low, compared.MidP.High ?? 0, compared.Lower,
            compared.Higher, compared.Central, compared.Likelihood, compared.MidPValue, compared.LogNormal?.High ?? 0,
            Counts.Exact(first).Low, Counts.Exact(first).High,
        ];
        Assert.That(numbers.All(double.IsFinite), Is.True, string.Join(", ", numbers));
    }

    [Test]
    public void Counts_of_a_large_city_are_compared_without_delay()
    {
        var compared = TwoCounts.Compare(1_000_000, 365, 1_002_000, 366);
        Assert.That(compared.Central, Is.InRange(0.1, 0.9).And.EqualTo(compared.Likelihood).Within(0.01));
        Assert.That(TwoCounts.ETest(1_000_000, 365, 1_002_000, 366, CountVariance.Separate), Is.EqualTo(compared.Central).Within(0.01));
    }
}
