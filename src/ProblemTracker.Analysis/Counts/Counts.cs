using MathNet.Numerics.Distributions;

namespace ProblemTracker.Analysis;

/// <summary>Exact confidence intervals of counts of independent events (Poisson), at least as wide as they say.</summary>
public static class Counts
{
    /// <summary>
    /// The ends of the interval for the mean of a count x (Garwood 1936, <i>Biometrika</i> 28:437): the quantiles of gamma distributions
    /// with shapes x and x + 1, so each tail has at most (1 - confidence)/2. The 95% interval covers 98% at a mean of 5, 95% at 50.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative, or the confidence is not between 0 and 1.</exception>
    public static Interval Exact(int count, double confidence = 0.95)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var tail = Tail(confidence);
        return new(count == 0 ? 0 : Gamma.InvCDF(count, 1, tail), Gamma.InvCDF(count + 1.0, 1, 1 - tail));
    }

    /// <summary>
    /// The ends of the interval for the ratio of two rates, <paramref name="first"/>/<paramref name="ofFirst"/> to
    /// <paramref name="second"/>/<paramref name="ofSecond"/>. Given the sum of both counts, the first is binomial, so the ends are those of
    /// Clopper and Pearson (1934, <i>Biometrika</i> 26:404) as a ratio. The 95% interval covers 97% at means of 5 to 20, 96% at 50.
    /// </summary>
    /// <param name="first">A count.</param>
    /// <param name="ofFirst">Its exposure, such as days.</param>
    /// <param name="second">The count to compare to.</param>
    /// <param name="ofSecond">Its exposure, in the same unit.</param>
    /// <returns>No upper end if the second count is zero.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A count is negative, or an exposure is not above zero.</exception>
    public static RatioInterval RateRatio(int first, double ofFirst, int second, double ofSecond, double confidence = 0.95)
    {
        MustBeCounts(first, ofFirst, second, ofSecond);
        var tail = Tail(confidence);
        var low = first == 0 ? 0 : Beta.InvCDF(first, second + 1.0, tail);
        // From the other count's share, so that a share close to 1 keeps its digits.
        var high = second == 0 ? 0 : Beta.InvCDF(second, first + 1.0, tail);
        return new(low / (1 - low) * ofSecond / ofFirst, high == 0 ? null : (1 - high) / high * ofSecond / ofFirst);
    }

    /// <summary>
    /// The probability of at least so many events where the mean is known. A mean estimated from a few counts is not: use
    /// <see cref="RisingSeries"/>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The count or the mean is negative.</exception>
    public static double AtLeast(int count, double mean)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfNegative(mean);
        return Distributions.PoissonAtLeast(count, mean);
    }

    internal static void MustBeCounts(int first, double ofFirst, int second, double ofSecond)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfNegative(second);
        MustBeExposure(ofFirst);
        MustBeExposure(ofSecond);
    }

    internal static void MustBeExposure(double exposure)
    {
        // Within these, no rate and no ratio of rates is infinite.
        if (exposure is not (>= 1e-12 and <= 1e15))
            throw new ArgumentOutOfRangeException(nameof(exposure), exposure, "An exposure must be above zero and at most 1e15.");
    }

    internal static double Tail(double confidence)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(confidence, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(confidence, 1);
        return (1 - confidence) / 2;
    }
}
