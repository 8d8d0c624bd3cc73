using MathNet.Numerics;

namespace ProblemTracker.Analysis;

/// <summary>A count now against the counts of the same weeks of earlier years.</summary>
/// <param name="Expected">Mean of the earlier years.</param>
/// <param name="P">One-sided p of the predictive test: small if the count is higher than the earlier years let expect.</param>
/// <param name="Conditional">One-sided p of the exact conditional test, which is more careful.</param>
/// <param name="VarianceToMean">
/// Of the earlier years: far above 1, their counts vary more than both tests assume. Null for fewer than two years or without events.
/// </param>
public sealed record RisingCount(int Now, double Expected, double P, double Conditional, double? VarianceToMean);

/// <summary>A series with the p of its rise.</summary>
/// <param name="Adjusted">By Benjamini and Hochberg over all series: at most this share of those at or below it is chance.</param>
public sealed record RankedRise<TKey>(TKey Key, RisingCount Rise, double Adjusted);

/// <summary>Finds series with more events than in the same weeks of earlier years. Assumes counts of independent events.</summary>
public static class RisingSeries
{
    private const int Week = 7;

    /// <summary>
    /// With sum s of k earlier years: predictive, the tail of a negative binomial with size s + 1/2 and probability k/(k + 1) (Jeffreys
    /// prior; algo.bayes of the R package surveillance); conditional, the tail of a binomial of now + s with share 1/(k + 1). With three
    /// earlier years of mean 5 and nothing rising, a level of 1% alarms in 0.7% and 0.6% of the weeks; the Poisson tail with the mean taken
    /// as known alarms in 2.1%, so it is not offered.
    /// </summary>
    /// <returns><see cref="NoResult.NoEarlierYears"/> without any.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A count is negative.</exception>
    public static Result<RisingCount> Test(int now, IReadOnlyCollection<int> earlier)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(now);
        foreach (var count in earlier) ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (earlier.Count == 0) return NoResult.NoEarlierYears;
        var (sum, k) = (earlier.Sum(count => (long)count), earlier.Count);
        var mean = (double)sum / k;
        var predictive = now == 0 ? 1 : SpecialFunctions.BetaRegularized(now, sum + 0.5, 1.0 / (k + 1));
        double? spread = k < 2 || sum == 0 ? null : earlier.Sum(count => (count - mean) * (count - mean)) / (k - 1) / mean;
        return new RisingCount(now, mean, predictive, Distributions.BinomialAtLeast(now, now + sum, 1.0 / (k + 1)), spread);
    }

    /// <summary>Tests every series and adjusts for having looked at all of them. Series without earlier years are left out.</summary>
    /// <returns>The smallest p first.</returns>
    public static IReadOnlyList<RankedRise<TKey>> Rank<TKey>(IEnumerable<(TKey Key, int Now, IReadOnlyCollection<int> Earlier)> series)
    {
        var tested = series.Select(one => (one.Key, Test(one.Now, one.Earlier).Value)).Where(one => one.Value is not null).ToList();
        var adjusted = FalseDiscovery.Adjust([.. tested.Select(one => one.Value!.P)]);
        return [.. tested.Select((one, i) => new RankedRise<TKey>(one.Key, one.Value!, adjusted[i])).OrderBy(rise => rise.Rise.P)];
    }

    /// <summary>
    /// The first day of the same week in an earlier year: the day of the same weekday that is nearest to the same date, so that weekends
    /// compare with weekends and leap days move nothing.
    /// </summary>
    /// <returns>Null before the calendar begins.</returns>
    public static DateOnly? SameWeek(DateOnly start, int yearsEarlier)
    {
        if (start.Year - yearsEarlier <= DateOnly.MinValue.Year) return null;
        var date = start.AddYears(-yearsEarlier);
        var ahead = (start.DayOfWeek - date.DayOfWeek + Week) % Week;
        return date.AddDays(ahead > Week / 2 ? ahead - Week : ahead);
    }
}
