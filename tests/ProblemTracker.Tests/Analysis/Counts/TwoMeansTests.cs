using FsCheck;
using FsCheck.Fluent;
using ProblemTracker.Analysis;
using ProblemTracker.Tests.Domain;

namespace ProblemTracker.Tests.Analysis;

public sealed class TwoMeansTests
{
    /// <summary>Hours of sleep gained under two drugs: the data of Student (1908), as R has them in <c>sleep</c>.</summary>
    private static readonly double[] First = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0],
        Second = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];

    /// <summary>The output of <c>t.test(extra ~ group, data = sleep)</c> in the documentation of R.</summary>
    [Test]
    public void Difference_equals_the_Welch_test_of_Students_sleep_data()
    {
        var found = TwoMeans.Difference(First, Second);

        Assert.That(found.Value, Is.EqualTo(-1.58).Within(1e-9));
        Assert.That(found.Interval!.Value.Low, Is.EqualTo(-3.3654832).Within(1e-6));
        Assert.That(found.Interval!.Value.High, Is.EqualTo(0.2054832).Within(1e-6));
    }

    [Test]
    public void Ratio_has_the_interval_of_the_logarithm()
    {
        double[] before = [10, 12, 14, 16], after = [6, 7, 8, 9];

        var found = TwoMeans.Ratio(after, before);

        Assert.That(found.Value, Is.EqualTo(7.5 / 13).Within(1e-12));
        // By hand: variances of the means 20/3/4 and 5/3/4, over the squared means; 5.95 degrees of freedom, t = 2.4517.
        var (low, high) = (found.Interval!.Value.Low, found.Interval!.Value.High);
        Assert.That(Math.Log(high / found.Value!.Value), Is.EqualTo(Math.Log(found.Value!.Value / low)).Within(1e-12));
        var error = Math.Sqrt(20.0 / 12 / 169 + 5.0 / 12 / 56.25);
        Assert.That(Math.Log(high / found.Value!.Value) / error, Is.EqualTo(2.45).Within(0.01));
    }

    [Test]
    public void What_is_missing_has_a_reason() => Assert.Multiple(() =>
    {
        Assert.That(TwoMeans.Difference([], [1]), Is.EqualTo(new Estimate(null, null, NoResult.Empty)));
        Assert.That(TwoMeans.Difference([3], [1, 2]), Is.EqualTo(new Estimate(1.5, null, NoResult.OneValue)));
        Assert.That(TwoMeans.Difference([3, 3], [1, 1]), Is.EqualTo(new Estimate(2, null, NoResult.Constant)));
        Assert.That(TwoMeans.Ratio([0, 0], [1, 2]), Is.EqualTo(new Estimate(null, null, NoResult.NotPositive)));
        Assert.That(TwoMeans.Ratio([2], [4]).Value, Is.EqualTo(0.5).Within(1e-12));
        Assert.That(TwoMeans.Ratio([], [4]).Why, Is.EqualTo(NoResult.Empty));
        Assert.That(TwoMeans.Ratio([1e-300, 1e300], [1, 2]).Why, Is.EqualTo(NoResult.NoFit), "An interval beyond all numbers.");
    });

    [FsCheck.NUnit.Property(Replay = Any.Seed)]
    public Property Difference_turns_with_its_sides_and_moves_with_its_unit() =>
        Prop.ForAll(Gen.Choose(1, 1000).ListOf(9).ToArbitrary(), drawn =>
        {
            double[] one = [.. drawn.Take(4).Select(value => (double)value)], two = [.. drawn.Skip(4).Select(value => (double)value)];
            var (there, back) = (TwoMeans.Difference(one, two), TwoMeans.Difference(two, one));
            var scaled = TwoMeans.Ratio([.. one.Select(value => value * 7)], [.. two.Select(value => value * 7)]);
            var plain = TwoMeans.Ratio(one, two);
            return Same(there.Value, -back.Value) && Same(there.Interval?.Low, -back.Interval?.High)
                && Same(scaled.Value, plain.Value) && Same(scaled.Interval?.Low, plain.Interval?.Low);

            static bool Same(double? a, double? b) => a == b || Math.Abs(a!.Value - b!.Value) < 1e-9 * Math.Max(1, Math.Abs(a.Value));
        });

    [FsCheck.NUnit.Property(Replay = Any.Seed)]
    public Property More_confidence_never_makes_an_interval_narrower() =>
        Prop.ForAll(Gen.Choose(1, 100).ListOf(6).ToArbitrary(), drawn =>
        {
            double[] one = [.. drawn.Take(3).Select(value => (double)value)], two = [.. drawn.Skip(3).Select(value => (double)value)];
            var (less, more) = (TwoMeans.Difference(one, two, 0.8).Interval, TwoMeans.Difference(one, two, 0.99).Interval);
            return less is null || (more!.Value.Low <= less.Value.Low && more.Value.High >= less.Value.High);
        });
}
