using ProblemTracker.Analysis;

namespace ProblemTracker.Tests.Analysis;

public sealed class CountsTests
{
    /// <summary>Case poisson-exact-ci of the reference values (Garwood 1936), and a count of a large city.</summary>
    [TestCase(0, 0, 3.68887945411)]
    [TestCase(1, 0.0253178079843, 5.57164339094)]
    [TestCase(10, 4.79538869613, 18.390356042)]
    public void Exact_interval_of_a_count_matches_the_reference(int count, double low, double high)
    {
        var interval = Counts.Exact(count);
        Assert.That(interval.Low, Is.EqualTo(low).Within(1e-6).Percent);
        Assert.That(interval.High, Is.EqualTo(high).Within(1e-6).Percent);
    }

    /// <summary>Cases counts-exactci, counts-6-2, counts-40-25 and counts-zero of the reference values.</summary>
    [TestCase(2, 17877, 10, 20000, 0.0238373823488, 1.0499546776)]
    [TestCase(6, 1, 2, 1, 0.5364386529, 30.393205749)]
    [TestCase(25, 12, 40, 12, 0.363393317017, 1.05579538547)]
    [TestCase(0, 1, 5, 1, 0, 1.09127910518)]
    public void Exact_interval_of_a_rate_ratio_matches_the_reference(int first, double ofFirst, int second, double ofSecond, double low,
        double high)
    {
        var interval = Counts.RateRatio(first, ofFirst, second, ofSecond);
        Assert.That(interval.Low, Is.EqualTo(low).Within(1e-6).Percent);
        Assert.That(interval.High, Is.EqualTo(high).Within(1e-6).Percent);
    }

    [Test]
    public void Ratio_to_nothing_has_no_upper_end()
    {
        Assert.That(Counts.RateRatio(5, 1, 0, 1).High, Is.Null);
        Assert.That(Counts.RateRatio(0, 1, 0, 1), Is.EqualTo(new RatioInterval(0, null)));
    }

    /// <summary>For large counts both intervals come close to those of the normal distribution.</summary>
    [Test]
    public void Large_counts_have_intervals_of_about_two_standard_deviations()
    {
        var interval = Counts.Exact(1_000_000);
        Assert.That(interval.Low, Is.EqualTo(1_000_000 - 1959.3).Within(2));
        Assert.That(interval.High, Is.EqualTo(1_000_000 + 1961.6).Within(2));
        Assert.That(Counts.RateRatio(500_000, 1, 500_000, 1).Low, Is.EqualTo(Math.Exp(-1.959964 * Math.Sqrt(4e-6))).Within(1e-5));
    }

    [FsCheck.NUnit.Property]
    public bool Interval_contains_the_count_and_grows_with_it(int given)
    {
        var count = Math.Abs(given % 5000);
        var (interval, next) = (Counts.Exact(count), Counts.Exact(count + 1));
        return interval.Low <= count && interval.High > count && next.Low > interval.Low && next.High > interval.High;
    }

    [FsCheck.NUnit.Property]
    public bool Ratio_the_other_way_around_has_the_inverse_interval(int one, int other, int days)
    {
        var (first, second, exposure) = (1 + Math.Abs(one % 500), 1 + Math.Abs(other % 500), 1 + Math.Abs(days % 100));
        var (ratio, inverse) = (Counts.RateRatio(first, exposure, second, 30), Counts.RateRatio(second, 30, first, exposure));
        return Math.Abs(ratio.Low * inverse.High!.Value - 1) < 1e-6 && Math.Abs(ratio.High!.Value * inverse.Low - 1) < 1e-6
            && ratio.Low <= (double)first / exposure / (second / 30.0) && ratio.High >= (double)first / exposure / (second / 30.0);
    }

    [Test]
    public void Impossible_counts_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Counts.Exact(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Counts.RateRatio(1, 0, 1, 1));
    }
}
