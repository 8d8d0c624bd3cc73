using MathNet.Numerics.Distributions;
using MathNet.Numerics.Statistics;

namespace ProblemTracker.Analysis;

/// <summary>
/// Before a response: which change of a share or a mean could be shown by as many measurements after as before? By the usual formulas,
/// which are close enough to plan with.
/// </summary>
public static class MeasurePower
{
    private const double Precise = 1e-6;

    /// <summary>
    /// The smallest rise of a proportion that shows: the smallest d with d ≥ z₁₋level·√(2·p̄·(1 - p̄)/n) + z_power·√((p·(1 - p) +
    /// q·(1 - q))/n), where q = p + d and p̄ is their mean (Fleiss, Levin and Paik 2003, <i>Statistical Methods for Rates and
    /// Proportions</i>, section 4.2, without correction for continuity).
    /// </summary>
    /// <param name="share">The proportion before, 0 to 1.</param>
    /// <param name="people">Independent cases on each side.</param>
    /// <returns>From 0 to 1; null if not even a rise to 1 would show.</returns>
    public static double? Rise(double share, int people, Demands? demands = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(share);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(share, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(people, 1);
        var asked = demands ?? Demands.Usual;
        var (level, power) = (Normal.InvCDF(0, 1, 1 - asked.Level), Normal.InvCDF(0, 1, asked.Power));
        if (!Shows(1 - share)) return null;
        var (low, high) = (0.0, 1 - share);
        while (high - low > Precise)
        {
            var middle = (low + high) / 2;
            if (Shows(middle)) high = middle;
            else low = middle;
        }
        return high;

        bool Shows(double rise)
        {
            var after = share + rise;
            var mean = (share + after) / 2;
            return rise > 0 && rise >= level * Math.Sqrt(2 * mean * (1 - mean) / people)
                + power * Math.Sqrt(Math.Max(0, share * (1 - share) + after * (1 - after)) / people);
        }
    }

    /// <summary>The same from the measurements before, by their standard deviation (divided by n - 1).</summary>
    /// <returns>Null with fewer than two of them.</returns>
    public static double? Difference(IReadOnlyCollection<double> before, Demands? demands = null) =>
        before.Count < 2 ? null : Difference(before.StandardDeviation(), before.Count, demands);

    /// <summary>
    /// The smallest difference of two means that shows, in their unit: (t₁₋level + t_power)·s·√(2/n), with Student's t of 2n - 2 degrees of
    /// freedom (Cohen 1988, <i>Statistical Power Analysis</i>, chapter 2, with the central distribution in place of the noncentral one).
    /// </summary>
    /// <param name="deviation">Standard deviation of the measurements.</param>
    /// <param name="values">Measurements on each side.</param>
    /// <returns>Null with fewer than two on each side.</returns>
    public static double? Difference(double deviation, int values, Demands? demands = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(deviation);
        if (values < 2) return null;
        var asked = demands ?? Demands.Usual;
        var freedom = 2.0 * values - 2;
        return (StudentT.InvCDF(0, 1, freedom, 1 - asked.Level) + StudentT.InvCDF(0, 1, freedom, asked.Power))
            * deviation * Math.Sqrt(2.0 / values);
    }
}
