namespace ProblemTracker.Analysis;

/// <summary>Exact 95% confidence intervals of counts of independent events (Poisson).</summary>
public static class Counts
{
    private const double Tail = 0.025;

    /// <summary>
    /// The ends of the interval for the mean of a count (Garwood 1936, <i>Biometrika</i> 28:437): each tail has at most 2.5%.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative.</exception>
    public static Interval Exact(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        // Far beyond the ends: 12 standard deviations, and 50 for small counts.
        var far = 50 + count + 12 * Math.Sqrt(count);
        var low = count == 0 ? 0 : SpecialFunctions.Inverse(mean => SpecialFunctions.Gamma(count, mean), Tail, 0, count);
        return new(low, SpecialFunctions.Inverse(mean => SpecialFunctions.Gamma(count + 1.0, mean), 1 - Tail, count, far));
    }

    /// <summary>
    /// The ends of the interval for the ratio of two rates, <paramref name="first"/>/<paramref name="ofFirst"/> to
    /// <paramref name="second"/>/<paramref name="ofSecond"/>. Given the sum of both counts, the first is binomial, so the ends are those of
    /// Clopper and Pearson (1934, <i>Biometrika</i> 26:404) as a ratio.
    /// </summary>
    /// <param name="first">A count.</param>
    /// <param name="ofFirst">Its exposure, such as days.</param>
    /// <param name="second">The count to compare to.</param>
    /// <param name="ofSecond">Its exposure, in the same unit.</param>
    /// <returns>The upper end is infinite if the second count is zero.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A count is negative, or an exposure is not above zero.</exception>
    public static Interval RateRatio(int first, double ofFirst, int second, double ofSecond)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfNegative(second);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(ofFirst);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(ofSecond);
        var low = first == 0 ? 0 : SpecialFunctions.Inverse(x => SpecialFunctions.Beta(first, second + 1.0, x), Tail, 0, 1);
        var high = second == 0 ? 1 : SpecialFunctions.Inverse(x => SpecialFunctions.Beta(first + 1.0, second, x), 1 - Tail, 0, 1);
        return new(Ratio(low), Ratio(high));

        double Ratio(double share) => share >= 1 ? double.PositiveInfinity : share / (1 - share) * ofSecond / ofFirst;
    }
}
