using MathNet.Numerics;
using MathNet.Numerics.Distributions;
using MathNet.Numerics.RootFinding;

namespace ProblemTracker.Analysis;

/// <summary>Two counts compared: the rate of the first to that of the second.</summary>
/// <param name="Ratio">Null if the second count is zero.</param>
/// <param name="Exact">Agrees with <paramref name="Central"/>: it excludes 1 if and only if that is below 1 - confidence.</param>
/// <param name="MidP">Shorter, and on average as wide as it says; agrees with <paramref name="MidPValue"/>.</param>
/// <param name="LogNormal">Wald's interval of the logarithm; null if a count is zero.</param>
/// <param name="Lower">Exact p for a first rate below the second: the probability of the first count or fewer.</param>
/// <param name="Higher">Exact p for a first rate above the second.</param>
/// <param name="Central">Exact two-sided p: twice the smaller tail, at most 1.</param>
/// <param name="Likelihood">
/// Exact two-sided p of R's <c>poisson.test</c>: all counts that are no more likely. It can contradict the interval.
/// </param>
/// <param name="MidPValue">Two-sided p that takes half the probability of the count itself.</param>
public sealed record CountComparison(double? Ratio, RatioInterval Exact, RatioInterval MidP, Interval? LogNormal, double Lower,
    double Higher, double Central, double Likelihood, double MidPValue);

/// <summary>Which variance the e-test divides by. They are the same for equal exposures.</summary>
public enum CountVariance
{
    /// <summary>x₁/T₁² + x₂/T₂² (Krishnamoorthy and Thomson 2004).</summary>
    Separate,
    /// <summary>(x₁ + x₂)/(T₁ + T₂)·(1/T₁ + 1/T₂), the rate under no difference.</summary>
    Pooled,
}

/// <summary>
/// Tests of two independent Poisson counts x₁ and x₂ over exposures T₁ and T₂, such as days before and after. Assumes that events are
/// independent: where they come in clusters, p is too small and intervals are too short.
/// </summary>
public static class TwoCounts
{
    /// <summary>Likelihoods this close count as equal, as in R.</summary>
    private const double Alike = 1 + 1e-7;

    private const double Close = 1e-12;

    /// <summary>
    /// Given n = x₁ + x₂, under equal rates x₁ is binomial with the share T₁/(T₁ + T₂) (Przyborowski and Wilenski 1940, <i>Biometrika</i>
    /// 31:313). Exact limits by Clopper and Pearson; the mid-p limits are the shares at which the tail with half the probability of x₁ is
    /// (1 - confidence)/2 (Berry and Armitage 1995, <i>The Statistician</i> 44:417). For ratios of 0.7, 95% intervals cover 95 to 97%
    /// (exact), 95 to 96% (mid-p) and 95 to 96% (log-normal) at means of 20 and more. At a mean of 5 it is 97%, 96.5% and 95%, where a zero
    /// counts as not covered by the log-normal one, which has no answer for it.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">A count is negative, or an exposure is not above zero.</exception>
    public static CountComparison Compare(int first, double ofFirst, int second, double ofSecond, double confidence = 0.95)
    {
        var exact = Counts.RateRatio(first, ofFirst, second, ofSecond, confidence);
        var n = first + (long)second;
        double share = ofFirst / (ofFirst + ofSecond), tail = Counts.Tail(confidence);
        double lower = Distributions.BinomialAtMost(first, n, share), higher = Distributions.BinomialAtLeast(first, n, share);
        var mid = n == 0 ? 1 : 2 * Math.Min(HalfBelow(share), HalfAbove(share));
        double? ratio = second == 0 ? null : first / ofFirst / (second / ofSecond);
        var midP = new RatioInterval(first == 0 ? 0 : AsRatio(Root(HalfAbove)), second == 0 ? null : AsRatio(Root(HalfBelow)));
        return new(ratio, exact, midP, LogNormal(), lower, higher, Math.Min(1, 2 * Math.Min(lower, higher)), Likelihood(first, n, share),
            Math.Min(1, mid));

        double HalfAbove(double p) => (Distributions.BinomialAtLeast(first, n, p) + Distributions.BinomialAtLeast(first + 1L, n, p)) / 2;
        double HalfBelow(double p) => (Distributions.BinomialAtMost(first, n, p) + Distributions.BinomialAtMost(first - 1L, n, p)) / 2;
        double Root(Func<double, double> half) => Brent.FindRoot(p => half(p) - tail, 0, 1, Close, 200);
        double AsRatio(double p) => p / Math.Max(1 - p, Close) * ofSecond / ofFirst;
        Interval? LogNormal()
        {
            if (ratio is not > 0) return null;
            var factor = Math.Exp(Distributions.TwoSided(confidence) * Math.Sqrt(1.0 / first + 1.0 / second));
            return new(ratio.Value / factor, ratio.Value * factor);
        }
    }

    /// <summary>
    /// The two-sided p of the e-test (Krishnamoorthy and Thomson 2004, <i>Journal of Statistical Planning and Inference</i> 119:23): the
    /// probability, with the common rate (x₁ + x₂)/(T₁ + T₂), of a standardized difference at least as large. More powerful than the exact
    /// test; its size exceeds the level a little for small counts.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">A count is negative, or an exposure is not above zero.</exception>
    public static double ETest(int first, double ofFirst, int second, double ofSecond, CountVariance variance)
    {
        Counts.MustBeCounts(first, ofFirst, second, ofSecond);
        var limit = Math.Abs(Standardized(first, second)) - Close;
        if (limit <= 0) return 1;
        var rate = (first + (double)second) / (ofFirst + ofSecond);
        double mean = rate * ofFirst, other = rate * ofSecond, p = 0;
        // Twelve standard deviations: what is left out is below 1e-15.
        var far = 12 * Math.Sqrt(mean) + 40;
        var top = (long)(other + 12 * Math.Sqrt(other) + 40);
        for (var x = (long)Math.Max(0, mean - far); x <= Math.Min(int.MaxValue, mean + far); x++)
        {
            // The statistic falls with the second count, so that the outcomes at least as far out are those at both ends.
            var below = Last(y => Standardized(x, y) >= limit);
            var above = Last(y => Standardized(x, y) > -limit) + 1;
            p += Poisson.PMF(mean, (int)x) * (Distributions.PoissonAtMost(below, other) + Distributions.PoissonAtLeast(above, other));
        }
        return Math.Min(1, p);

        double Standardized(double x, double y)
        {
            var sum = variance == CountVariance.Separate ? x / (ofFirst * ofFirst) + y / (ofSecond * ofSecond)
                : (x + y) / (ofFirst * ofSecond);
            return sum == 0 ? 0 : (x / ofFirst - y / ofSecond) / Math.Sqrt(sum);
        }

        // The last count that meets a condition which the counts above it don't; -1 if none does.
        long Last(Func<long, bool> meets)
        {
            long low = -1, high = top + 1;
            while (high - low > 1)
            {
                var middle = (low + high) / 2;
                if (meets(middle)) low = middle;
                else high = middle;
            }
            return low;
        }
    }

    /// <summary>
    /// How the response area changed against its control area: the ratio of their rate ratios, (Rₐ/R_b)/(Cₐ/C_b), with the interval of its
    /// logarithm, whose variance is the sum of the reciprocal counts. Lengths of periods and sizes of areas cancel out. Below 1 is better.
    /// The 95% interval covers 95% at means of 20 and more, and 93% at a mean of 5, where a zero counts as not covered.
    /// </summary>
    /// <returns>No value if a count is zero.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A count is negative.</exception>
    public static Estimate AgainstControl(AreaCounts response, AreaCounts control, double confidence = 0.95)
    {
        int[] counts = [response.Before, response.After, control.Before, control.After];
        foreach (var count in counts) ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (counts.Contains(0)) return new(null, null, NoResult.ZeroCount);
        var ratio = (double)response.After / response.Before / ((double)control.After / control.Before);
        var factor = Math.Exp(Distributions.TwoSided(confidence) * Math.Sqrt(counts.Sum(count => 1.0 / count)));
        return new(ratio, new(ratio / factor, ratio * factor), null);
    }

    private static double Likelihood(long count, long of, double share)
    {
        if (of == 0) return 1;
        var limit = Log(count) + Math.Log(Alike);
        var mode = (long)Math.Floor((of + 1) * share);
        if (count < mode)
        {
            var from = First(mode, of, k => Log(k) <= limit);
            return Math.Min(1, Distributions.BinomialAtMost(count, of, share) + Distributions.BinomialAtLeast(from, of, share));
        }
        var to = mode - First(0, mode, back => Log(mode - back) <= limit);
        return Math.Min(1, to >= count ? 1 : Distributions.BinomialAtLeast(count, of, share) + Distributions.BinomialAtMost(to, of, share));

        double Log(long k) => SpecialFunctions.GammaLn(of + 1.0) - SpecialFunctions.GammaLn(k + 1.0)
            - SpecialFunctions.GammaLn(of - k + 1.0) + k * Math.Log(share) + (of - k) * Math.Log(1 - share);

        static long First(long low, long high, Func<long, bool> meets)
        {
            var end = high + 1;
            while (low < end)
            {
                var middle = (low + end) / 2;
                if (meets(middle)) end = middle;
                else low = middle + 1;
            }
            return low;
        }
    }
}
