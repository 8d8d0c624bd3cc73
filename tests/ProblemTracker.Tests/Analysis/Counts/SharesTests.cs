using ProblemTracker.Analysis;

namespace ProblemTracker.Tests.Analysis;

public sealed class SharesTests
{
    [Test]
    public void Count_above_its_share_has_the_tail_of_a_binomial()
    {
        var shares = Shares.Against([8, 1, 1], [1, 1, 2]).Value!;

        Assert.That(shares.Select(share => share.Expected), Is.EqualTo(new[] { 2.5, 2.5, 5 }));
        // P(X >= 8) of ten with probability 1/4: (45 * 9 + 10 * 3 + 1) / 4^10.
        Near.Equal(shares[0].P, 436 / 1048576.0);
        // P(X >= 1) = 1 - (1/2)^10.
        Near.Equal(shares[2].P, 1 - 1 / 1024.0);
        Near.Equal(shares[0].Adjusted, 3 * 436 / 1048576.0);
    }

    [Test]
    public void Scale_of_the_weights_does_not_matter_and_even_counts_show_nothing()
    {
        var small = Shares.Against([3, 9, 4], [0.1, 0.2, 0.7]).Value!;
        var large = Shares.Against([3, 9, 4], [1000, 2000, 7000]).Value!;

        for (var i = 0; i < small.Length; i++) Near.Equal(small[i].P, large[i].P);
        Assert.That(Shares.Against([5, 5, 5], [2, 2, 2]).Value!.All(share => share.Adjusted > 0.5));
    }

    [Test]
    public void Nothing_has_a_reason_and_never_is_a_p_outside_its_bounds()
    {
        Assert.That(Shares.Against([], []).Why, Is.EqualTo(NoResult.Empty));
        Assert.That(Shares.Against([0, 0], [1, 1]).Why, Is.EqualTo(NoResult.Empty));
        Assert.That(Shares.Against([1, 2], [0, 0]).Why, Is.EqualTo(NoResult.Empty));
        Assert.That(Shares.Against([1, 2], [0, 1]).Value!.All(share => share.P is >= 0 and <= 1));
        Assert.Throws<ArgumentException>(() => Shares.Against([1], [1, 2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Shares.Against([-1], [1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Shares.Against([1], [-1]));
    }
}
