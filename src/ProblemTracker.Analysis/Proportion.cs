namespace ProblemTracker.Analysis;

/// <summary>How sure one may be of a share: the ends of an interval, from 0 to 1.</summary>
public readonly record struct Interval(double Low, double High);

/// <summary>Statements about a share of independent cases.</summary>
public static class Proportion
{
    /// <summary>The 97.5% point of the normal distribution, for intervals of 95%.</summary>
    private const double Z = 1.959963984540054;

    /// <summary>
    /// The 95% score interval of Wilson (1927) for <paramref name="count"/> cases of <paramref name="of"/>; it is of use for few cases too
    /// and never leaves 0 to 1.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">No case at all, or more counted than there are.</exception>
    public static Interval Wilson(int count, int of) => Wilson((double)count / Math.Max(1, of), of);

    /// <summary>The same for a share that was counted on more rows than there are independent cases.</summary>
    /// <param name="share">From 0 to 1.</param>
    /// <param name="of">Independent cases.</param>
    /// <exception cref="ArgumentOutOfRangeException">No case at all, or no share.</exception>
    public static Interval Wilson(double share, int of)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(of, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(share);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(share, 1);
        double n = of, z2 = Z * Z;
        var middle = (share + z2 / (2 * n)) / (1 + z2 / n);
        var half = Z / (1 + z2 / n) * Math.Sqrt(share * (1 - share) / n + z2 / (4 * n * n));
        // Rounding must not push the ends past what is possible.
        return new(share == 0 ? 0 : Math.Max(0, middle - half), share == 1 ? 1 : Math.Min(1, middle + half));
    }
}
