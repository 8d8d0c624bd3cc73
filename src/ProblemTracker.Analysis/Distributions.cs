using MathNet.Numerics;
using MathNet.Numerics.Distributions;

namespace ProblemTracker.Analysis;

/// <summary>
/// Tails of distributions, computed as tails and not as one minus the rest, so that small probabilities keep their digits. About ten digits
/// are right.
/// </summary>
internal static class Distributions
{
    /// <summary>The quantile of the normal distribution on which a two-sided interval rests: 1.96 for 0.95.</summary>
    public static double TwoSided(double confidence)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(confidence, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(confidence, 1);
        return Normal.InvCDF(0, 1, (1 + confidence) / 2);
    }

    /// <summary>The same of Student's distribution.</summary>
    public static double TwoSided(double confidence, double freedom) => StudentT.InvCDF(0, 1, freedom, (1 + confidence) / 2);

    /// <summary>The probability of a value of at least <paramref name="z"/>.</summary>
    public static double NormalTail(double z) => Normal.CDF(0, 1, -z);

    public static double StudentTwoSided(double t, double freedom) => Math.Min(1, 2 * StudentT.CDF(0, 1, freedom, -Math.Abs(t)));

    public static double ChiSquareTail(double value, double freedom) =>
        value <= 0 ? 1 : SpecialFunctions.GammaUpperRegularized(freedom / 2, value / 2);

    public static double PoissonAtLeast(long count, double mean) =>
        count <= 0 ? 1 : mean <= 0 ? 0 : SpecialFunctions.GammaLowerRegularized(count, mean);

    public static double PoissonAtMost(long count, double mean) =>
        count < 0 ? 0 : mean <= 0 ? 1 : SpecialFunctions.GammaUpperRegularized(count + 1.0, mean);

    public static double BinomialAtLeast(long count, long of, double share) =>
        count <= 0 ? 1 : count > of ? 0 : SpecialFunctions.BetaRegularized(count, of - count + 1.0, share);

    public static double BinomialAtMost(long count, long of, double share) =>
        count >= of ? 1 : count < 0 ? 0 : SpecialFunctions.BetaRegularized(of - count, count + 1.0, 1 - share);
}
