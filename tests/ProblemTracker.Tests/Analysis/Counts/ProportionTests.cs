using ProblemTracker.Analysis;

namespace ProblemTracker.Tests.Analysis;

public sealed class ProportionTests
{
    /// <summary>Newcombe (1998), Statistics in Medicine 17:857, table I: the score method without continuity correction.</summary>
    [TestCase(81, 263, 0.2553, 0.3662)]
    [TestCase(15, 148, 0.0624, 0.1605)]
    [TestCase(0, 20, 0.0000, 0.1611)]
    [TestCase(1, 29, 0.0061, 0.1718)]
    public void Wilson_interval_matches_the_published_values(int count, int of, double low, double high)
    {
        var interval = Proportion.Wilson(count, of);
        Assert.That(interval.Low, Is.EqualTo(low).Within(0.00005));
        Assert.That(interval.High, Is.EqualTo(high).Within(0.00005));
    }

    [FsCheck.NUnit.Property]
    public bool Interval_contains_the_proportion_and_stays_within_0_and_1(int one, int other)
    {
        var (count, of) = (Math.Min(Math.Abs(one % 1000), Math.Abs(other % 1000)),
            Math.Max(1, Math.Max(Math.Abs(one % 1000), Math.Abs(other % 1000))));
        var interval = Proportion.Wilson(count, of);
        return interval.Low >= 0 && interval.High <= 1 && interval.Low <= (double)count / of && interval.High >= (double)count / of;
    }

    [FsCheck.NUnit.Property]
    public bool Interval_of_the_complement_is_mirrored(int one, int other)
    {
        var (count, of) = (Math.Min(Math.Abs(one % 1000), Math.Abs(other % 1000)),
            Math.Max(1, Math.Max(Math.Abs(one % 1000), Math.Abs(other % 1000))));
        var (counted, rest) = (Proportion.Wilson(count, of), Proportion.Wilson(of - count, of));
        return Math.Abs(counted.Low - (1 - rest.High)) < 1e-12 && Math.Abs(counted.High - (1 - rest.Low)) < 1e-12;
    }

    [Test]
    public void Zero_cases_are_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => Proportion.Wilson(0, 0));

    /// <summary>Newcombe (1998), Statistics in Medicine 17:873, method 10; cases newcombe-56-70 and newcombe-9-10.</summary>
    [TestCase(56, 70, 48, 80, 0.2, 0.0524314724024, 0.333872654037)]
    [TestCase(9, 10, 3, 10, 0.6, 0.170522723935, 0.809017973535)]
    public void Newcombe_interval_of_a_difference_matches_the_published_values(int x1, int n1, int x2, int n2, double difference,
        double low, double high)
    {
        var estimate = Proportion.Newcombe((double)x1 / n1, n1, (double)x2 / n2, n2);
        Assert.That(estimate.Value, Is.EqualTo(difference).Within(1e-4).Percent);
        Assert.That(estimate.Interval!.Value.Low, Is.EqualTo(low).Within(1e-4).Percent);
        Assert.That(estimate.Interval!.Value.High, Is.EqualTo(high).Within(1e-4).Percent);
        Assert.That(estimate.IncludesZero, Is.False);
    }

    /// <summary>Cases wilson-81-263 and wilson-0-20: Newcombe (1998), Statistics in Medicine 17:857, method 3.</summary>
    [TestCase(81, 263, 0.95, 0.255288519878, 0.366209576983)]
    [TestCase(81, 263, 0.9, 0.263313617188, 0.356566349608)]
    [TestCase(0, 20, 0.95, 0, 0.161125158053)]
    [TestCase(0, 20, 0.9, 0, 0.119157837361)]
    public void Wilson_interval_matches_the_reference(int count, int of, double confidence, double low, double high)
    {
        Near.Equal(Proportion.Wilson(count, of, confidence).Low, low);
        Near.Equal(Proportion.Wilson(count, of, confidence).High, high);
    }

    [FsCheck.NUnit.Property]
    public bool Difference_the_other_way_round_is_mirrored(int a, int b, int c, int d)
    {
        var (first, second) = (Share(a, b), Share(c, d));
        var one = Proportion.Newcombe(first.Share, first.Of, second.Share, second.Of);
        var other = Proportion.Newcombe(second.Share, second.Of, first.Share, first.Of);
        return Math.Abs(one.Interval!.Value.Low + other.Interval!.Value.High) < 1e-12
            && Math.Abs(one.Value!.Value + other.Value!.Value) < 1e-12
            && one.Interval.Value.Low >= -1 && one.Interval.Value.High <= 1
            && one.IncludesZero == other.IncludesZero;

        static (double Share, int Of) Share(int x, int y)
        {
            var of = 1 + Math.Abs(y % 200);
            return ((double)Math.Abs(x % (of + 1)) / of, of);
        }
    }

    [Test]
    public void Difference_without_cases_has_a_reason() => Assert.Multiple(() =>
    {
        Assert.That(Proportion.Newcombe(0, 0, 0.5, 10), Is.EqualTo(new Estimate(null, null, NoResult.Empty)));
        Assert.That(Proportion.Newcombe(0, 0, 0.5, 10).IncludesZero);
        Assert.That(Proportion.Difference(new(4, null, NoResult.Constant), new(3, new(2, 4), null)),
            Is.EqualTo(new Estimate(1, null, NoResult.Constant)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Proportion.Newcombe(0.5, -1, 0.5, 10));
    });
}
