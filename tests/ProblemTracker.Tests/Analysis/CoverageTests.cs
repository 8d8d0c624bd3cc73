using System.Globalization;
using MathNet.Numerics.Distributions;
using MathNet.Numerics.Random;
using ProblemTracker.Analysis;

namespace ProblemTracker.Tests.Analysis;

/// <summary>
/// How often 95% intervals hold the truth, over simulated studies: 10,000 of them with the long tests, fewer in the ordinary suite. Exact
/// intervals must hold it in at least 95%, approximate ones in 93 to 97% at means of 20 and more, but for the error of the simulation.
/// </summary>
public sealed class CoverageTests
{
    /// <summary>Standard errors of a simulated share that are allowed.</summary>
    private const double Errors = 4;

    private static readonly double[] Means = [5, 10, 20, 50, 200];

    [TestCase(600)]
    [TestCase(10_000, Category = "Soak")]
    public void Exact_intervals_hold_the_truth_in_at_least_95_percent(int studies) => Assert.Multiple(() =>
    {
        foreach (var mean in Means)
        {
            AtLeast($"count of {mean}", studies, random => Holds(Counts.Exact(Draw(random, mean)), mean));
            AtLeast($"ratio of {mean}", studies, random =>
                Counts.RateRatio(Draw(random, mean * 0.7 * 2), 2, Draw(random, mean), 1) is var ends
                && ends.Low <= 0.7 && (ends.High is null || ends.High >= 0.7));
        }
    });

    [TestCase(600)]
    [TestCase(10_000, Category = "Soak")]
    public void Approximate_intervals_hold_the_truth_in_93_to_97_percent(int studies) => Assert.Multiple(() =>
    {
        foreach (var mean in Means)
        {
            Near("mid-p ratio", mean, studies, random =>
            {
                var ends = TwoCounts.Compare(Draw(random, mean * 0.7), 1, Draw(random, mean), 1).MidP;
                return ends.Low <= 0.7 && (ends.High is null || ends.High >= 0.7);
            });
            Near("log-normal ratio", mean, studies, random =>
                TwoCounts.Compare(Draw(random, mean * 0.7), 1, Draw(random, mean), 1).LogNormal is { } ends && Holds(ends, 0.7));
            Near("ratio against control", mean, studies, random =>
                TwoCounts.AgainstControl(new(Draw(random, mean), Draw(random, mean * 0.7)), new(Draw(random, mean), Draw(random, mean)))
                    .Interval is { } ends && Holds(ends, 0.7));
            Near("displacement difference", mean, studies, random =>
                DisplacementEffects.Difference(new(Draw(random, mean), Draw(random, mean * 0.7)), Steady(random, mean),
                    Steady(random, mean), Steady(random, mean)).Total.Interval() is { } ends && Holds(ends, -0.3 * mean));
            Near("displacement difference, unequal periods", mean, studies, random =>
                DisplacementEffects.Difference(new(Draw(random, mean * 2), Draw(random, mean * 0.7)),
                    new(Draw(random, mean * 2), Draw(random, mean)), lengths: new(2, 1)).Total.Interval() is { } ends
                && Holds(ends, -0.3 * mean));
            Near("share (Wilson)", mean, studies, random =>
                Holds(Proportion.Wilson(Binomial.Sample(random, 0.3, (int)(mean / 0.3)), (int)(mean / 0.3)), 0.3));
            Near("difference of shares (Newcombe)", mean, studies, random =>
            {
                var of = (int)(mean / 0.3);
                return Proportion.Newcombe((double)Binomial.Sample(random, 0.45, of) / of, of,
                    (double)Binomial.Sample(random, 0.3, of) / of, of).Interval is { } ends && Holds(ends, 0.15);
            });
        }
    });

    /// <summary>Means are events per month; 24 months before the change, 12 after it, with a season and a trend.</summary>
    [TestCase(200)]
    [TestCase(10_000, Category = "Soak")]
    public void Interrupted_series_hold_the_truth_in_93_to_97_percent(int studies) => Assert.Multiple(() =>
    {
        foreach (var mean in (double[])[2, 5, 20, 50])
            foreach (var dispersion in (double[])[1, 2])
                Near($"level of a series, dispersion {dispersion}", mean, studies, random =>
                {
                    PeriodCount[] periods = [.. Enumerable.Range(0, 36).Select(i => (Phase: (i % 12 + 1) / 12.0, Month: i))
                        .Select(at => new PeriodCount(default, 30, Draw(random, mean * (at.Month < 24 ? 1 : 0.7)
                            * Math.Exp(0.3 * Math.Sin(2 * Math.PI * at.Phase) - 0.005 * at.Month), dispersion), at.Phase))];
                    return InterruptedSeries.Counts(periods, 24, new(Pairs: 1)).Value is { } fit
                        && Holds(fit.LevelRatio.Interval!.Value, 0.7);
                });
    });

    /// <summary>Case coverage-irr of the reference for developers: the sum over all outcomes, for a ratio of 0.7.</summary>
    [TestCase(5, 0.947404402426, 0.979922861903)]
    [TestCase(20, 0.957851710118, 0.967421859997)]
    [TestCase(50, 0.951888313806, 0.961467316527)]
    public void True_coverage_of_a_rate_ratio_matches_the_reference(double mean, double logNormal, double exact)
    {
        double inLog = 0, inExact = 0;
        for (var x = 0; x <= mean + 9 * Math.Sqrt(mean) + 10; x++)
            for (var y = 0; y <= mean + 9 * Math.Sqrt(mean) + 10; y++)
            {
                var weight = Poisson.PMF(mean * 0.7, x) * Poisson.PMF(mean, y);
                if (weight < 1e-10) continue;
                var compared = TwoCounts.Compare(x, 1, y, 1);
                if (compared.LogNormal is { } ends && Holds(ends, 0.7)) inLog += weight;
                if (compared.Exact.Low <= 0.7 && !(compared.Exact.High < 0.7)) inExact += weight;
            }
        Analysis.Near.Equal(inLog, logNormal, 1e-4);
        Analysis.Near.Equal(inExact, exact, 1e-4);
    }

    private static bool Holds(Interval ends, double truth) => ends.Low <= truth && truth <= ends.High;

    private static void AtLeast(string what, int studies, Func<Xoshiro256StarStar, bool> study) =>
        Assert.That(Coverage(what, studies, study), Is.GreaterThanOrEqualTo(0.95 - Error(studies)), what);

    private static void Near(string what, double mean, int studies, Func<Xoshiro256StarStar, bool> study)
    {
        var coverage = Coverage($"{what}, mean {mean}", studies, study);
        if (mean >= 20) Assert.That(coverage, Is.InRange(0.93 - Error(studies), 0.97 + Error(studies)), $"{what}, mean {mean}");
    }

    private static double Error(int studies) => Errors * Math.Sqrt(0.95 * 0.05 / studies);

    private static double Coverage(string what, int studies, Func<Xoshiro256StarStar, bool> study)
    {
        var random = new Xoshiro256StarStar(5, threadSafe: false);
        var held = 0;
        for (var i = 0; i < studies; i++)
            if (study(random)) held++;
        TestContext.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {100.0 * held / studies:0.0}%"));
        return (double)held / studies;
    }

    private static AreaCounts Steady(Xoshiro256StarStar random, double mean) => new(Draw(random, mean), Draw(random, mean));

    private static int Draw(Xoshiro256StarStar random, double mean, double dispersion = 1) =>
        Poisson.Sample(random, dispersion == 1 ? mean : Gamma.Sample(random, mean / (dispersion - 1), 1 / (dispersion - 1)));
}
