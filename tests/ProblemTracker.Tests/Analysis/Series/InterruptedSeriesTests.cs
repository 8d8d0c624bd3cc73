using ProblemTracker.Analysis;

namespace ProblemTracker.Tests.Analysis;

/// <summary>Cases with an id are those of the reference for developers; R 4.2.2 (glm, lm, sandwich, lmtest) computed them.</summary>
public sealed class InterruptedSeriesTests
{
    private static readonly int[] VanDrivers =
    [
        7, 4, 10, 4, 8, 8, 7, 10, 8, 14, 8, 9, 8, 6, 7, 6, 5, 4, 5, 10, 7, 10, 12, 7, 4, 5, 6, 4, 4, 8, 8, 3, 7, 12, 2, 7, 8, 3, 2, 6, 3,
        7, 6, 8, 8, 4, 3, 5, 5, 3, 4, 3, 6, 6, 7, 5, 7, 7, 4, 7,
    ];

    private static readonly int[] Small =
    [
        3, 1, 0, 2, 4, 2, 1, 0, 3, 2, 1, 2, 2, 0, 1, 3, 2, 1, 0, 2, 4, 1, 2, 3, 1, 0, 0, 1, 1, 0, 0, 2, 0, 1, 0, 1,
    ];

    private static readonly int[] SmallDays =
    [
        31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31, 31, 29, 31, 30, 31, 30, 31, 31,
        30, 31, 30, 31,
    ];

    private static readonly double[] Score =
    [
        22, 25, 21, 28, 26, 24, 27, 30, 26, 29, 31, 27, 20, 18, 22, 19, 17, 21, 16, 18, 20, 15, 17, 16,
    ];

    private static SeriesFit Vans(bool slope) =>
        InterruptedSeries.Counts(Monthly(VanDrivers, [.. VanDrivers.Select(_ => 1)]), 37, new(slope, 1)).Value!;

    private static SeriesFit SmallOnes(bool slope) => InterruptedSeries.Counts(Monthly(Small, SmallDays), 24, new(slope)).Value!;

    /// <summary>Case its-van-drivers: van drivers killed in Great Britain and the seat-belt law (Harvey and Durbin 1986).</summary>
    [TestCase(false, TermKind.Intercept, 2.09393923559, 0.0968598213167, 1.47610511727e-28,
        8.11682636145, 6.71334592512, 9.8137159796, 6.68474333713, 9.85570677277)]
    [TestCase(false, TermKind.Time, -0.00797776977581, 0.00454542151874, 0.0848071527908,
        0.992053968174, 0.983255147743, 1.0009315263, 0.983058156764, 1.00113209885)]
    [TestCase(false, TermKind.Level, -0.0790187201768, 0.165557457539, 0.635047712358,
        0.924022626416, 0.667974436878, 1.27821929552, 0.663117367689, 1.28758174002)]
    [TestCase(false, TermKind.Sine, -0.261911675467, 0.0611670203817, 7.48613371418e-05,
        0.769578993411, 0.682633728135, 0.867598248796, 0.680795628019, 0.869940702796)]
    [TestCase(false, TermKind.Cosine, 0.0511506851575, 0.0599869315399, 0.397525377139,
        1.05248147467, 0.935736330658, 1.18379207714, 0.933265257947, 1.18692648751)]
    [TestCase(true, TermKind.Intercept, 2.13026342246, 0.101642124229, 1.31705502899e-27,
        8.41708376836, 6.896737817, 10.2725811889, 6.86532399149, 10.3195856818)]
    [TestCase(true, TermKind.Time, -0.00989489931236, 0.00487328663255, 0.0472493419725,
        0.990153894136, 0.980741495261, 0.99965662594, 0.980526849005, 0.999875459878)]
    [TestCase(true, TermKind.Level, -0.19376908887, 0.198230376529, 0.332683399548,
        0.823848118007, 0.558615718087, 1.21501364814, 0.553664115916, 1.22587991895)]
    [TestCase(true, TermKind.Slope, 0.0140681354604, 0.0124413530072, 0.263154979653,
        1.01416755736, 0.989736563882, 1.03920161377, 0.989183646517, 1.03978248935)]
    [TestCase(true, TermKind.Sine, -0.254067886516, 0.0618994735338, 0.000137864229682,
        0.77563914482, 0.68702223268, 0.875686483435, 0.685114803129, 0.878124483997)]
    [TestCase(true, TermKind.Cosine, 0.0454264135407, 0.0603617157313, 0.454976618378,
        1.04647399546, 0.929712039863, 1.17790001229, 0.927194851113, 1.18109782628)]
    public void Seat_belt_law_matches_the_reference(bool slope, TermKind kind, double coefficient, double error, double p, double ratio,
        double low, double high, double lowT, double highT) =>
        Check(Vans(slope), kind, coefficient, error, p, ratio, low, high, lowT, highT);

    /// <summary>Case its-small-counts: zeros, and months of different length.</summary>
    [TestCase(false, TermKind.Intercept, -2.94826491275, 0.288207784359, 9.1405883008e-12,
        0.0524305987355, 0.0298031320049, 0.0922375434672, 0.0291696043475, 0.094240828604)]
    [TestCase(false, TermKind.Time, 0.00731354362461, 0.0196287891682, 0.711833994536,
        1.0073403529, 0.969322237236, 1.04684958995, 0.967904814945, 1.04838262081)]
    [TestCase(false, TermKind.Level, -1.23193977558, 0.505313103368, 0.0203211094359,
        0.29172614523, 0.108355774332, 0.785414015413, 0.104349752803, 0.815566319276)]
    [TestCase(true, TermKind.Intercept, -2.93677804134, 0.296032554901, 2.75534524106e-11,
        0.0530363346257, 0.0296886284429, 0.0947451242462, 0.0290198087111, 0.0969287157792)]
    [TestCase(true, TermKind.Time, 0.00641995052737, 0.0203065914633, 0.75394088042,
        1.00644060258, 0.967170735188, 1.04730493766, 0.965660242267, 1.04894313982)]
    [TestCase(true, TermKind.Level, -1.36726114471, 0.812217216905, 0.102036529566,
        0.254803875683, 0.0518615486354, 1.25189117509, 0.04871864461, 1.33265232608)]
    [TestCase(true, TermKind.Slope, 0.0224835820305, 0.102043038467, 0.827010500804,
        1.02273824274, 0.837346682061, 1.24917616034, 0.830795764168, 1.25902605463)]
    public void Small_counts_match_the_reference(bool slope, TermKind kind, double coefficient, double error, double p, double ratio,
        double low, double high, double lowT, double highT) =>
        Check(SmallOnes(slope), kind, coefficient, error, p, ratio, low, high, lowT, highT);

    /// <summary>
    /// R scales errors by a dispersion below 1 too; here they are given with the dispersion as it is, to compare. R's glm takes them from
    /// the last step but one (epsilon 1e-8), so its errors have five or six right digits.
    /// </summary>
    private static void Check(SeriesFit fit, TermKind kind, double coefficient, double error, double p, double ratio, double low,
        double high, double lowT, double highT)
    {
        var term = fit[kind, kind is TermKind.Sine or TermKind.Cosine ? 1 : 0];
        var shrunk = term.PlainError * Math.Sqrt(fit.Dispersion);
        Assert.Multiple(() =>
        {
            Near.Equal(term.Coefficient, coefficient);
            Near.Equal(shrunk, error, 4e-6);
            Near.Equal(fit.P(term, shrunk), p, 2e-5);
            Near.Equal(term.Ratio, ratio);
            Near.Equal(term.RatioInterval(shrunk, 1.959963984540054).Low, low, 1e-5);
            Near.Equal(term.RatioInterval(shrunk, 1.959963984540054).High, high, 1e-5);
            Near.Equal(term.RatioInterval(shrunk, fit.Quantile).Low, lowT, 1e-5);
            Near.Equal(term.RatioInterval(shrunk, fit.Quantile).High, highT, 1e-5);
        });
    }

    /// <summary>Cases its-van-drivers and its-small-counts.</summary>
    [Test]
    public void Dispersion_and_deviance_match_the_reference() => Assert.Multiple(() =>
    {
        Measures(Vans(false), 36.4539098069, 0.662798360125, 38.804261864, 55);
        Measures(Vans(true), 36.085381849, 0.668247812018, 37.9494139557, 54);
        Measures(SmallOnes(false), 26.5909441005, 0.805786184865, 33.5532032576, 33);
        Measures(SmallOnes(true), 26.5066497694, 0.828332805293, 33.5128907294, 32);
    });

    private static void Measures(SeriesFit fit, double squares, double dispersion, double deviance, int freedom)
    {
        Near.Equal(fit.SumOfSquares, squares);
        Near.Equal(fit.Dispersion, dispersion);
        Near.Equal(fit.Deviance, deviance);
        Assert.That((fit.Freedom, fit.Scale), Is.EqualTo((freedom, 1.0)));
    }

    /// <summary>Case its-small-counts, note: with a dispersion below 1 the errors are Poisson's.</summary>
    [Test]
    public void Errors_never_shrink_below_those_of_Poisson_counts()
    {
        var fit = SmallOnes(slope: false);
        Near.Equal(fit[TermKind.Intercept].Error, 0.3210666259, 4e-6);
        Near.Equal(fit[TermKind.Time].Error, 0.0218666859, 4e-6);
        Near.Equal(fit[TermKind.Level].Error, 0.5629243272, 4e-6);
    }

    /// <summary>Case its-van-drivers, residuals of the model with a level only.</summary>
    [Test]
    public void Autocorrelation_of_the_residuals_matches_the_reference()
    {
        var residuals = Vans(slope: false).Residuals;
        Near.Equal(Autocorrelation.Of(residuals, 12).Value!.Values,
        [
            -0.237562308232, -0.151946702488, 0.208170512028, -0.0580586952365, -0.222658945169, -0.0390268441324, 0.209018767574,
            -0.101882788895, -0.096952549672, 0.048557442407, 0.112518977426, -0.0852834023668,
        ]);
        Near.Equal(Autocorrelation.DurbinWatson(residuals), 2.44964460707);
        Near.Equal(Autocorrelation.Test(residuals, 1).Value!.Q, 3.55832818793);
        Near.Equal(Autocorrelation.Test(residuals, 1).Value!.P, 0.0592473820769);
        Near.Equal(Autocorrelation.Test(residuals, 6).Value!.Q, 11.5493593306);
        Near.Equal(Autocorrelation.Test(residuals, 6).Value!.P, 0.0728109885287);
        Near.Equal(Autocorrelation.Test(residuals, 12).Value!.Q, 17.7442962683);
        Near.Equal(Autocorrelation.Test(residuals, 12).Value!.P, 0.12367802005);
    }

    /// <summary>Case newey-west-small: R's lm, and NeweyWest of sandwich 3.0.2 without prewhitening.</summary>
    [TestCase(0, 1.26093235955, 0.170099658091, 1.43424788448, 0.203485361102,
        1.38128219363, 0.186334839521, 1.57113983876, 0.222907044795)]
    [TestCase(1, 0.771339035468, 0.114139110814, 1.02741698204, 0.141139716089,
        0.84495957842, 0.125033131373, 1.12547891406, 0.154610812524)]
    [TestCase(2, 0.66996438086, 0.0947327062479, 0.471475770577, 0.130086062065,
        0.733909208244, 0.103774480291, 0.516475829725, 0.142502141221)]
    [TestCase(3, 0.613440076729, 0.0922284868828, 0.739485243435, 0.112089910379,
        0.671989935405, 0.101031245421, 0.810065497543, 0.122788344766)]
    public void Newey_West_errors_match_the_reference(int lag, double intercept, double time, double level, double slope,
        double adjustedIntercept, double adjustedTime, double adjustedLevel, double adjustedSlope)
    {
        var fit = InterruptedSeries.Line(Score, new double[Score.Length], 12, new(Slope: true, Lag: lag)).Value!;
        Near.Equal([.. fit.Terms.Select(term => term.NeweyWestError)], [intercept, time, level, slope]);
        var small = Math.Sqrt((double)Score.Length / fit.Freedom);
        Near.Equal([.. fit.Terms.Select(term => term.NeweyWestError * small)],
            [adjustedIntercept, adjustedTime, adjustedLevel, adjustedSlope]);
        Near.Equal([.. fit.Terms.Select(term => term.Coefficient)], [22.4696969697, 0.594405594406, -9.10256410256, -0.940559440559]);
        Near.Equal([.. fit.Terms.Select(term => term.Error)], [1.27071901441, 0.172656714825, 1.69461781328, 0.244173467739]);
        Near.Equal(Autocorrelation.DurbinWatson(fit.Residuals), 3.04357092057);
        Near.Equal(fit.Alike, 0.984764294594);
        Near.Equal(fit.Residuals,
        [
            -1.0641025641, 1.34149184149, -3.25291375291, 3.15268065268, 0.558275058275, -2.03613053613, 0.369463869464, 2.77505827506,
            -1.81934731935, 0.586247086247, 1.99184149184, -2.60256410256, -0.153846153846, -1.80769230769, 2.53846153846,
            -0.115384615385, -1.76923076923, 2.57692307692, -2.07692307692, 0.269230769231, 2.61538461539, -2.03846153846,
            0.307692307692, -0.346153846154,
        ]);
    }

    [Test]
    public void Counterfactual_goes_on_as_before_and_its_difference_is_what_was_prevented()
    {
        var fit = Vans(slope: true);
        Assert.Multiple(() =>
        {
            Assert.That(fit.Periods.Take(37).All(period => period.Fitted == period.Without), Is.True);
            Assert.That(fit.Periods.All(period =>
                period.WithoutInterval.Low < period.Without && period.Without < period.WithoutInterval.High
                && period.FittedInterval.Low < period.Fitted && period.Fitted < period.FittedInterval.High), Is.True);
            Near.Equal(fit.Prevented.Value, fit.Periods.Sum(period => period.Without) - VanDrivers.Sum());
            Near.Equal(fit.LevelRatio.Value, fit[TermKind.Level].Ratio);
            Assert.That(fit.Prevented.IncludesZero && Improvements.OfPrevented(fit.Prevented.Interval) == Improvement.CannotTell, Is.True);
        });
    }

    [Test]
    public void Unit_of_the_exposure_does_not_matter()
    {
        var days = SmallOnes(slope: false);
        var hours = InterruptedSeries.Counts(Monthly(Small, [.. SmallDays.Select(d => d * 24)]), 24, new()).Value!;
        Near.Equal(hours[TermKind.Level].Coefficient, days[TermKind.Level].Coefficient);
        Near.Equal(hours[TermKind.Level].Error, days[TermKind.Level].Error);
        Near.Equal(hours.Prevented.Value, days.Prevented.Value!.Value);
    }

    [Test]
    public void Counts_that_vary_more_than_Poisson_counts_widen_the_errors()
    {
        int[] counts = [40, 5, 33, 8, 41, 2, 38, 9, 44, 3, 31, 7, 20, 1, 25, 2, 22, 3, 19, 1];
        var fit = InterruptedSeries.Counts(Monthly(counts, [.. counts.Select(_ => 30)]), 12, new()).Value!;
        Assert.That(fit.Scale, Is.EqualTo(fit.Dispersion).And.GreaterThan(5));
        Near.Equal(fit[TermKind.Level].Error, fit[TermKind.Level].PlainError * Math.Sqrt(fit.Dispersion));
    }

    [Test]
    public void No_effect_and_no_noise_give_a_ratio_of_one()
    {
        var fit = InterruptedSeries.Counts(Monthly([.. Enumerable.Repeat(30, 24)], [.. Enumerable.Repeat(30, 24)]), 12, new()).Value!;
        Near.Equal(fit.LevelRatio.Value, 1);
        Near.Equal(fit.LevelRatio.Interval!.Value.Low * fit.LevelRatio.Interval!.Value.High, 1);
        Assert.That((fit.Scale, fit.LevelRatio.IncludesZero), Is.EqualTo((1.0, false)));
    }

    [TestCase(new[] { 1, 2, 3, 4 }, 0, false, 0, NoResult.OneSide)]
    [TestCase(new[] { 1, 2, 3, 4 }, 4, false, 0, NoResult.OneSide)]
    [TestCase(new int[0], 0, false, 0, NoResult.OneSide)]
    [TestCase(new[] { 1, 2, 4 }, 1, false, 0, NoResult.TooFewPeriods)]
    [TestCase(new[] { 0, 0, 0, 4, 3, 2 }, 3, false, 0, NoResult.NoEvents)]
    [TestCase(new[] { 5, 4, 5, 0, 0, 0 }, 3, false, 0, NoResult.NoEvents)]
    [TestCase(new[] { 5, 4, 6, 5, 4, 3 }, 5, true, 0, NoResult.NoFit)]
    [TestCase(new[] { 0, 0, 0, 0, 5, 3, 0, 0, 0, 0 }, 5, true, 0, NoResult.NoFit)]
    public void Series_that_can_not_be_fitted_have_a_reason(int[] counts, int firstAfter, bool slope, int pairs, NoResult why) =>
        Assert.That(Fitted(counts, firstAfter, new(slope, pairs)).Why, Is.EqualTo(why));

    [FsCheck.NUnit.Property(MaxTest = 60)]
    public bool Whatever_is_counted_gives_finite_numbers_or_a_reason(byte[] given, bool slope, byte pairs, byte after)
    {
        int[] counts = [.. given.Select(value => value % 7 * (value % 3))];
        var found = Fitted(counts, after % (counts.Length + 1), new(slope, pairs % 4));
        return found.Value is not { } fit ? found.Why is not null
            : fit.Terms.All(term => double.IsFinite(term.Coefficient + term.Error + term.NeweyWestError))
                && fit.Periods.All(period => double.IsFinite(period.Without) && double.IsFinite(period.WithoutInterval.High));
    }

    [Test]
    public void Residuals_that_are_like_those_before_them_have_a_small_p()
    {
        double[] wave = [.. Enumerable.Range(0, 40).Select(i => Math.Sin(i / 4.0))];
        Assert.That(InterruptedSeries.Line(wave, new double[40], 20, new()).Value!.Alike, Is.LessThan(1e-6));
        Assert.That(Vans(slope: false).Alike, Is.Null);
    }

    [Test]
    public void Impossible_series_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => InterruptedSeries.Counts(Monthly([1, -1, 2], [30, 30, 30]), 1, new()));
        Assert.Throws<ArgumentOutOfRangeException>(() => InterruptedSeries.Counts(Monthly([1, 1, 2], [30, 0, 30]), 1, new()));
        Assert.Throws<ArgumentOutOfRangeException>(() => InterruptedSeries.Counts(Monthly([1, 1, 2], [30, 30, 30]), 1, new(Pairs: 4)));
        Assert.Throws<ArgumentException>(() => InterruptedSeries.Line([1, double.NaN], [0, 0], 1, new()));
        Assert.That(InterruptedSeries.Line([1, 2], [0, 0], 0, new()).Why, Is.EqualTo(NoResult.OneSide));
        Assert.That(InterruptedSeries.Line([1, 2], [0, 0], 1, new()).Why, Is.EqualTo(NoResult.TooFewPeriods));
    }

    private static Result<SeriesFit> Fitted(int[] counts, int firstAfter, SeriesModel model) =>
        InterruptedSeries.Counts(Monthly(counts, [.. counts.Select(_ => 30)]), firstAfter, model);

    private static List<PeriodCount> Monthly(int[] counts, int[] days) =>
        [.. counts.Select((count, i) => new PeriodCount(new DateOnly(2024, 1, 1).AddMonths(i), days[i], count, (i % 12 + 1) / 12.0))];
}
