namespace ProblemTracker.Analysis;

/// <summary>
/// Compares the means of two sets of independent measurements, such as scores or monthly figures before and after, whose spread may differ.
/// Values that follow one another, such as months with a trend, are less independent than that, and the intervals then too narrow.
/// </summary>
public static class TwoMeans
{
    /// <summary>
    /// The difference <paramref name="first"/> minus <paramref name="second"/>, in their unit, with the interval of Welch (1947,
    /// <i>Biometrika</i> 34:28): d ± t·√(s₁²/n₁ + s₂²/n₂), where t has the degrees of freedom of <see cref="Freedom"/>. At five values
    /// each and standard deviations of 1 and 2 the 95% interval covers 95%.
    /// </summary>
    /// <returns>
    /// No value: <see cref="NoResult.Empty"/>. A value without an interval: <see cref="NoResult.OneValue"/> on one side, or
    /// <see cref="NoResult.Constant"/> on both.
    /// </returns>
    public static Estimate Difference(
        IReadOnlyCollection<double> first, IReadOnlyCollection<double> second, double confidence = 0.95)
    {
        if (first.Count == 0 || second.Count == 0) return new(null, null, NoResult.Empty);
        var (one, two) = (Sample.Of(first), Sample.Of(second));
        return Around(one.Mean - two.Mean, one, two, confidence, value => value);
    }

    /// <summary>
    /// The ratio of the means, <paramref name="first"/> to <paramref name="second"/>, with an interval on the logarithm:
    /// ln r ± t·√(s₁²/(n₁·m₁²) + s₂²/(n₂·m₂²)) (Hedges, Gurevitch and Curtis 1999, <i>Ecology</i> 80:1150), with Welch's degrees of
    /// freedom instead of a normal distribution, since there are few values.
    /// </summary>
    /// <returns>As for <see cref="Difference"/>, and <see cref="NoResult.NotPositive"/> if a mean is zero or below.</returns>
    public static Estimate Ratio(
        IReadOnlyCollection<double> first, IReadOnlyCollection<double> second, double confidence = 0.95)
    {
        if (first.Count == 0 || second.Count == 0) return new(null, null, NoResult.Empty);
        var (one, two) = (Sample.Of(first), Sample.Of(second));
        if (one.Mean <= 0 || two.Mean <= 0) return new(null, null, NoResult.NotPositive);
        return Around(Math.Log(one.Mean / two.Mean), one.OnLogarithm, two.OnLogarithm, confidence, Math.Exp);
    }

    private static Estimate Around(double value, Sample one, Sample two, double confidence, Func<double, double> back)
    {
        if (one.Count == 1 || two.Count == 1) return new(back(value), null, NoResult.OneValue);
        var variance = one.OfMean + two.OfMean;
        if (variance == 0) return new(back(value), null, NoResult.Constant);
        if (!double.IsFinite(variance)) return new(back(value), null, NoResult.NoFit);
        var half = Distributions.TwoSided(confidence, Freedom(one, two)) * Math.Sqrt(variance);
        var (low, high) = (back(value - half), back(value + half));
        return double.IsFinite(low) && double.IsFinite(high) ? new(back(value), new(low, high), null)
            : new(back(value), null, NoResult.NoFit);
    }

    /// <summary>Welch's degrees of freedom: (v₁ + v₂)²/(v₁²/(n₁ - 1) + v₂²/(n₂ - 1)), with the variances v of the means.</summary>
    private static double Freedom(Sample one, Sample two)
    {
        var variance = one.OfMean + two.OfMean;
        // Shares of the variance, so that no square gets too small or large for a number.
        var (a, b) = (one.OfMean / variance, two.OfMean / variance);
        return 1 / (a * a / (one.Count - 1) + b * b / (two.Count - 1));
    }

    /// <param name="OfMean">The variance of the mean; 0 for one value.</param>
    private sealed record Sample(int Count, double Mean, double OfMean)
    {
        public Sample OnLogarithm => this with { OfMean = OfMean / Mean / Mean };

        public static Sample Of(IReadOnlyCollection<double> values)
        {
            var mean = values.Sum() / values.Count;
            // Equal values have no variance, whatever their mean was rounded to.
            var isConstant = values.Distinct().Count() == 1;
            return new(values.Count, mean, values.Count < 2 || isConstant ? 0
                : values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1) / values.Count);
        }
    }
}
