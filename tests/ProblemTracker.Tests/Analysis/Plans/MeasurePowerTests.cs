using ProblemTracker.Analysis;

namespace ProblemTracker.Tests.Analysis;

public sealed class MeasurePowerTests
{
    private static readonly Demands TwoSided = new(0.025);

    /// <summary>The table of every textbook: 93 people a side show 50% against 70%, and 64 a side half a standard deviation.</summary>
    [Test]
    public void Smallest_changes_equal_the_tables()
    {
        Assert.That(MeasurePower.Rise(0.5, 93, TwoSided), Is.EqualTo(0.2).Within(0.001));
        Assert.That(MeasurePower.Rise(0.1, 199, TwoSided), Is.EqualTo(0.1).Within(0.001), "10% against 20%: 199 a side.");
        Assert.That(MeasurePower.Difference(1, 64, TwoSided), Is.EqualTo(0.5).Within(0.002));
        Assert.That(MeasurePower.Difference(10, 17, TwoSided), Is.EqualTo(10).Within(0.2), "One standard deviation: 17 a side.");
    }

    [Test]
    public void Deviation_is_that_of_the_measurements_before() =>
        Assert.That(MeasurePower.Difference([2, 4, 4, 4, 5, 5, 7, 9]),
            Is.EqualTo(MeasurePower.Difference(Math.Sqrt(32.0 / 7), 8)).Within(1e-9));

    [Test]
    public void What_can_never_show_has_no_number()
    {
        Assert.That(MeasurePower.Rise(0.9, 10, TwoSided), Is.Null);
        Assert.That(MeasurePower.Rise(1, 1000), Is.Null, "Nothing can rise above all.");
        Assert.That(MeasurePower.Difference(4, 1), Is.Null);
        Assert.That(MeasurePower.Difference([4]), Is.Null);
        Assert.That(() => MeasurePower.Rise(0.5, 0), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void More_measurements_show_smaller_changes()
    {
        for (var n = 20; n < 400; n += 20)
        {
            Assert.That(MeasurePower.Rise(0.4, n + 20), Is.LessThan(MeasurePower.Rise(0.4, n)!.Value));
            Assert.That(MeasurePower.Difference(3, n + 20), Is.LessThan(MeasurePower.Difference(3, n)!.Value));
        }
    }
}
