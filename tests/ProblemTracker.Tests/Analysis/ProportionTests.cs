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
}
