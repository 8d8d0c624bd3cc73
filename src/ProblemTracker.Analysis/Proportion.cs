namespace ProblemTracker.Analysis;

/// <summary>The ends of a confidence interval for a proportion, from 0 to 1.</summary>
public readonly record struct Interval(double Low, double High);

/// <summary>Confidence intervals for a proportion of independent cases.</summary>
public static class Proportion
{
    /// <summary>The 97.5th percentile of the normal distribution, for 95% intervals.</summary>
    private const double Z = 1.959963984540054;

    /// <summary>
    /// The 95% score interval of Wilson (1927) for <paramref name="count"/> out of <paramref name="of"/> cases. It works for small numbers
    /// too and stays within 0 to 1.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">There are no cases, or the count exceeds them.</exception>
    public static Interval Wilson(int count, int of) => Wilson((double)count / Math.Max(1, of), of);

    /// <summary>The same for a proportion counted over more rows than there are independent cases.</summary>
    /// <param name="share">The proportion, from 0 to 1.</param>
    /// <param name="of">Number of independent cases.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are no cases, or the proportion is not within 0 to 1.</exception>
    public static Interval Wilson(double share, int of)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(of, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(share);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(share, 1);
        double n = of, z2 = Z * Z;
        var middle = (share + z2 / (2 * n)) / (1 + z2 / n);
        var half = Z / (1 + z2 / n) * Math.Sqrt(share * (1 - share) / n + z2 / (4 * n * n));
        // Keep rounding from pushing the ends outside 0 to 1.
        return new(share == 0 ? 0 : Math.Max(0, middle - half), share == 1 ? 1 : Math.Min(1, middle + half));
    }
}
