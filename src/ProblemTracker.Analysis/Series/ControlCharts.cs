namespace ProblemTracker.Analysis;

/// <summary>A point of a control chart.</summary>
/// <param name="Value">A rate per exposure, or a moving average of it.</param>
/// <param name="Low">Lower control limit.</param>
/// <param name="High">Upper control limit.</param>
public readonly record struct ControlPoint(double Value, double Low, double High)
{
    /// <summary>Better below the limits, worse above them, and no signal within them.</summary>
    public Improvement Signal => Value < Low ? Improvement.Better : Value > High ? Improvement.Worse : Improvement.CannotTell;
}

/// <summary>A control chart.</summary>
/// <param name="Center">The mean of the periods that set the limits.</param>
/// <param name="Dispersion">Variance of the counts to that of Poisson counts, at least 1; it widens the limits.</param>
public sealed record ControlChart(double Center, double Dispersion, IReadOnlyList<ControlPoint> Points);

/// <summary>Charts for early looks at counts. Fewer events are better, so a signal below the lower limit is good.</summary>
public static class ControlCharts
{
    /// <summary>Mean absolute difference of two standard normal variables, 2/√π (d₂ for two values).</summary>
    private const double MovingRange = 1.1283791670955126;

    /// <summary>
    /// The u-chart: rates u_i = count/exposure with limits ū ± s·√(φ·ū/exposure), the lower one at least 0 (Montgomery, <i>Introduction to
    /// Statistical Quality Control</i>, section 7.3). Equal exposures of 1 make it a c-chart. With <paramref name="adjusted"/>, √φ is the
    /// mean moving range of the standardized rates divided by 1.128, at least 1 (Laney 2002, <i>Quality Engineering</i> 14:531).
    /// </summary>
    /// <param name="counts">Counts of periods in order.</param>
    /// <param name="exposures">Their lengths, such as days, all above zero.</param>
    /// <param name="setBy">The first so many periods set center and dispersion, such as those before the response; null for all.</param>
    /// <param name="sigmas">s, standard deviations to a limit. With 3, about one in 300 periods without a change is outside.</param>
    /// <returns><see cref="NoResult.Empty"/> without periods or without events in those that set the limits.</returns>
    /// <exception cref="ArgumentException">There are not as many exposures as counts.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A count is negative, or an exposure is not above zero.</exception>
    public static Result<ControlChart> U(IReadOnlyList<int> counts, IReadOnlyList<double> exposures, int? setBy = null, double sigmas = 3,
        bool adjusted = false)
    {
        if (counts.Count != exposures.Count) throw new ArgumentException("Every count needs an exposure.", nameof(exposures));
        foreach (var count in counts) ArgumentOutOfRangeException.ThrowIfNegative(count);
        foreach (var exposure in exposures) Counts.MustBeExposure(exposure);
        var first = Math.Min(setBy ?? counts.Count, counts.Count);
        var center = first == 0 ? 0 : counts.Take(first).Sum(count => (double)count) / exposures.Take(first).Sum();
        if (center == 0) return NoResult.Empty;
        double[] z = [.. Enumerable.Range(0, first).Select(i => (counts[i] / exposures[i] - center) / Math.Sqrt(center / exposures[i]))];
        var widths = !adjusted || first < 2 ? 1
            : Math.Max(1, Enumerable.Range(1, first - 1).Average(i => Math.Abs(z[i] - z[i - 1])) / MovingRange);
        return new ControlChart(center, widths * widths, [.. counts.Select((count, i) =>
        {
            var half = sigmas * widths * Math.Sqrt(center / exposures[i]);
            return new ControlPoint(count / exposures[i], Math.Max(0, center - half), center + half);
        })]);
    }

    /// <summary>
    /// The EWMA chart: z_t = λ·x_t + (1 - λ)·z_{t-1} from z_0 = mean, limits mean ± L·σ·√(λ/(2 - λ)·(1 - (1 - λ)^{2t})) (Roberts 1959,
    /// <i>Technometrics</i> 1:239). It finds small lasting changes sooner than a u-chart. For counts, σ² = mean (Borror, Champ and Rigdon
    /// 1998, <i>Journal of Quality Technology</i> 30:352), times the dispersion of a u-chart if that is above 1.
    /// </summary>
    /// <param name="values">Counts or rates of periods of equal length, in order.</param>
    /// <param name="mean">Expected value without a change, from periods before.</param>
    /// <param name="sigma">Standard deviation of one value, above zero.</param>
    /// <param name="weight">λ, above 0, at most 1: the weight of the latest value.</param>
    /// <param name="limits">L, standard deviations of the average to a limit.</param>
    /// <returns><see cref="NoResult.Empty"/> without values.</returns>
    /// <exception cref="ArgumentOutOfRangeException">σ or λ is out of range.</exception>
    /// <exception cref="ArgumentException">A value or the mean is not a number.</exception>
    public static Result<ControlChart> Ewma(IReadOnlyList<double> values, double mean, double sigma, double weight = 0.2,
        double limits = 2.7)
    {
        Counts.MustBeExposure(sigma);
        if (values.Append(mean).Any(value => !double.IsFinite(value)))
            throw new ArgumentException("Every value must be finite.", nameof(values));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(weight, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(weight, 1);
        if (values.Count == 0) return NoResult.Empty;
        var points = new List<ControlPoint>(values.Count);
        var average = mean;
        foreach (var value in values)
        {
            average = weight * value + (1 - weight) * average;
            var share = weight / (2 - weight) * (1 - Math.Pow(1 - weight, 2 * (points.Count + 1)));
            var half = limits * sigma * Math.Sqrt(share);
            points.Add(new(average, mean - half, mean + half));
        }
        return new ControlChart(mean, 1, points);
    }
}
