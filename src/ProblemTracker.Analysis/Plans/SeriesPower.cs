using MathNet.Numerics.Distributions;
using MathNet.Numerics.Random;

namespace ProblemTracker.Analysis;

/// <summary>A plan to judge a response by an interrupted series.</summary>
/// <param name="Mean">Expected events per period if nothing changes, such as the mean of the last year.</param>
/// <param name="Before">Periods before the change.</param>
/// <param name="After">Periods after it.</param>
/// <param name="Dispersion">Variance to mean of the counts: 1 for Poisson, more if they vary more.</param>
/// <param name="PeriodsOfYear">12 for months, 52 for weeks; for the season.</param>
public sealed record SeriesPlan(double Mean, int Before, int After, SeriesModel Model, double Dispersion = 1, int PeriodsOfYear = 12);

/// <summary>Power of an interrupted series by simulation.</summary>
public static class SeriesPower
{
    /// <summary>Shares to half a percent: simulation is not more exact.</summary>
    private const double Precise = 0.005;

    private const double Level = 0.05;

    /// <summary>
    /// Simulates series with a fall of the level, Poisson or, above a dispersion of 1, negative binomial, fits
    /// <see cref="InterruptedSeries"/> to each and counts how often the level is below zero by a one-sided test of 5% (t). All falls use
    /// the same random numbers, so that a larger fall shows more often, and the same plan always gets the same answer. Its standard error
    /// is about √(0.16/studies), 1.8% of power with 500 studies. Assumes no trend and no season in truth, though the model may look for
    /// them.
    /// </summary>
    /// <param name="seed">The same seed gives the same answer.</param>
    /// <returns>
    /// <see cref="NoResult.CannotBeJudged"/> if a fall of 95% does not show either, <see cref="NoResult.TooFewPeriods"/>,
    /// <see cref="NoResult.OneSide"/>, or <see cref="NoResult.Empty"/> without events.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">The mean is negative, the dispersion below 1, or there are no studies.</exception>
    public static Result<SmallestFall> SmallestFall(SeriesPlan plan, double power = 0.8, int studies = 500, int seed = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(plan.Mean);
        ArgumentOutOfRangeException.ThrowIfLessThan(plan.Dispersion, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(studies, 1);
        if (plan.Mean == 0) return NoResult.Empty;
        if (plan.Before < 1 || plan.After < 1) return NoResult.OneSide;
        if (plan.Before + plan.After <= 3 + (plan.Model.Slope ? 1 : 0) + 2 * plan.Model.Pairs) return NoResult.TooFewPeriods;
        var random = new Xoshiro256StarStar(seed, threadSafe: false);
        double[][] chances = [.. Enumerable.Range(0, studies).Select(_ => random.NextDoubles(plan.Before + plan.After))];
        // At 100% there would be no events after, to which no model can be fitted.
        const double most = 0.95;
        var found = Power.Smallest(plan.Mean, new(Level, power), fall => Shown(plan, fall * most, chances), Precise);
        return found.Value is not { } fall ? found
            : fall with { Share = fall.Share * most, Events = fall.Events * most };
    }

    private static double Shown(SeriesPlan plan, double fall, double[][] chances)
    {
        var (before, after) = (Quantiles(plan.Mean, plan.Dispersion), Quantiles(plan.Mean * (1 - fall), plan.Dispersion));
        var shown = 0;
        Parallel.ForEach(chances, study =>
        {
            PeriodCount[] periods = [.. study.Select((chance, i) => new PeriodCount(default, 1,
                Count(i < plan.Before ? before : after, chance), (i % plan.PeriodsOfYear + 1) / (double)plan.PeriodsOfYear))];
            // No event after at all is a fall that anyone sees.
            if (periods.Skip(plan.Before).All(period => period.Count == 0) ? periods.Sum(period => period.Count) > plan.Before
                : InterruptedSeries.Counts(periods, plan.Before, plan.Model).Value is { } fit && IsFall(fit))
                Interlocked.Increment(ref shown);
        });
        return (double)shown / chances.Length;
    }

    private static bool IsFall(SeriesFit fit)
    {
        var level = fit[TermKind.Level];
        return level.Coefficient < 0 && fit.P(level, level.Error) / 2 <= Level;
    }

    /// <summary>The probabilities of at most 0, 1, 2, ... events.</summary>
    private static List<double> Quantiles(double mean, double dispersion)
    {
        List<double> below = [];
        for (double sum = 0; sum < 1 - 1e-12 && below.Count < mean * 20 + 200;)
        {
            // Variance = dispersion·mean: size mean/(dispersion - 1), probability 1/dispersion.
            sum += dispersion == 1 ? Poisson.PMF(mean, below.Count)
                : NegativeBinomial.PMF(mean / (dispersion - 1), 1 / dispersion, below.Count);
            below.Add(sum);
        }
        return below;
    }

    private static int Count(List<double> below, double chance)
    {
        var place = below.BinarySearch(chance);
        return Math.Min(place < 0 ? ~place : place, below.Count - 1);
    }
}
