using ProblemTracker.Analysis;

namespace ProblemTracker.Tests.Analysis;

/// <summary>Cases with an id are those of the reference for developers; other programs computed them.</summary>
public sealed class AnswersTests
{
    /// <summary>Case <c>mean-likert</c>: R 4.2.2, t.test.</summary>
    [Test]
    public void Mean_has_the_interval_of_Students_distribution()
    {
        var mean = Answers.Mean([4, 5, 3, 4, 2, 5, 4, 3, 4, 5, 1, 4]);
        Assert.Multiple(() =>
        {
            Assert.That(mean.Value, Is.EqualTo(3.66666666667).Within(1e-6).Percent);
            Assert.That(mean.Interval!.Value.Low, Is.EqualTo(2.8845806453).Within(1e-4).Percent);
            Assert.That(mean.Interval!.Value.High, Is.EqualTo(4.44875268803).Within(1e-4).Percent);
            Assert.That(mean.Why, Is.Null);
            Near.Equal(Answers.ShareFrom([4, 5, 3, 4, 2, 5, 4, 3, 4, 5, 1, 4], 4).Value, 0.666666666667);
            Assert.That(Answers.ShareFrom([], 4).Why, Is.EqualTo(NoResult.Empty));
        });
    }

    /// <summary>Case <c>alpha-small</c>: R 4.2.2, psych 2.2.9.</summary>
    [Test]
    public void Alpha_matches_another_program()
    {
        double[][] people =
        [
            [4, 5, 3, 4, 4], [2, 2, 3, 2, 1], [5, 5, 4, 5, 5], [3, 3, 3, 4, 3],
            [1, 2, 2, 1, 2], [4, 4, 5, 4, 4], [3, 2, 3, 3, 4], [5, 4, 4, 5, 5],
        ];
        Near.Equal(Answers.Alpha(people).Value, 0.945635528331);
        Near.Equal(Answers.StandardizedAlpha(people).Value, 0.946285525472);
        Near.Equal([.. Answers.AlphaWithout(people).Select(alpha => alpha.Value!.Value)],
            [0.908246225319, 0.9391124871, 0.9590948651, 0.916309625821, 0.932784636488]);
    }

    /// <summary>Tables of Student's distribution.</summary>
    [TestCase(1, 12.7062047)]
    [TestCase(2, 4.3026527)]
    [TestCase(3, 3.1824463)]
    [TestCase(11, 2.2009852)]
    [TestCase(30, 2.0422725)]
    [TestCase(100, 1.9839715)]
    [TestCase(1000, 1.9623391)]
    public void Percentile_of_Students_distribution_matches_the_table(int freedom, double expected) =>
        Assert.That(Answers.T(freedom), Is.EqualTo(expected).Within(1e-7));

    [Test]
    public void Percentile_falls_to_that_of_the_normal_distribution_without_a_jump()
    {
        for (var freedom = 1; freedom < 1500; freedom++) Assert.That(Answers.T(freedom + 1), Is.LessThan(Answers.T(freedom)), $"{freedom}");
        Assert.That(Answers.T(1_000_000), Is.EqualTo(1.95996).Within(1e-5));
    }

    [Test]
    public void What_is_missing_has_a_reason_and_is_never_a_number_that_is_none() => Assert.Multiple(() =>
    {
        Assert.That(Answers.Mean([]), Is.EqualTo(new Estimate(null, null, NoResult.Empty)));
        Assert.That(Answers.Mean([4]), Is.EqualTo(new Estimate(4, null, NoResult.OneValue)));
        Assert.That(Answers.Mean([4, 4, 4]), Is.EqualTo(new Estimate(4, null, NoResult.Constant)));
        Assert.That(Answers.Alpha([]).Why, Is.EqualTo(NoResult.Empty));
        Assert.That(Answers.Alpha([[1, 2]]).Why, Is.EqualTo(NoResult.OneValue));
        Assert.That(Answers.Alpha([[1], [2]]).Why, Is.EqualTo(NoResult.OneItem));
        Assert.That(Answers.Alpha([[1, 2], [2, 1]]).Why, Is.EqualTo(NoResult.Constant));
        Assert.That(Answers.StandardizedAlpha([[1, 2, 3], [2, 2, 5]]).Why, Is.EqualTo(NoResult.Constant));
        Assert.That(Answers.StandardizedAlpha([[1, 2]]).Why, Is.EqualTo(NoResult.OneValue));
        Assert.That(Answers.AlphaWithout([]), Is.Empty);
        Assert.Throws<ArgumentException>(() => Answers.Alpha([[1, 2], [2]]));
    });

    [FsCheck.NUnit.Property]
    public bool Interval_contains_the_mean(int[] given)
    {
        double[] answers = [.. given.Select(one => 1 + Math.Abs(one % 5))];
        var mean = Answers.Mean(answers);
        return mean.Interval is not { } ends || (ends.Low < mean.Value && mean.Value < ends.High && double.IsFinite(ends.Low));
    }
}
