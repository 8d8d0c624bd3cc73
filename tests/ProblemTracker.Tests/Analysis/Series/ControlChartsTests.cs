using ProblemTracker.Analysis;

namespace ProblemTracker.Tests.Analysis;

/// <summary>Cases with an id are those of the reference for developers; SciPy 1.10.1 computed them.</summary>
public sealed class ControlChartsTests
{
    private static readonly int[] Counted = [7, 4, 6, 9, 5, 8, 3, 6, 7, 5, 14, 6];

    /// <summary>Case u-chart-computers: Montgomery, 20 samples of 5 computers; published center 1.93, limits 0.07 and 3.79.</summary>
    [Test]
    public void U_chart_matches_the_published_example()
    {
        int[] counts = [10, 12, 8, 14, 10, 16, 11, 7, 10, 15, 9, 5, 7, 11, 12, 6, 8, 10, 7, 5];
        var chart = ControlCharts.U(counts, [.. counts.Select(_ => 5.0)]).Value!;
        Assert.Multiple(() =>
        {
            Near.Equal(chart.Center, 1.93);
            Near.Equal([.. chart.Points.Select(point => point.Value)],
            [
                2.0, 2.4, 1.6, 2.8, 2.0, 3.2, 2.2, 1.4, 2.0, 3.0, 1.8, 1.0, 1.4, 2.2, 2.4, 1.2, 1.6, 2.0, 1.4, 1.0,
            ]);
            foreach (var point in chart.Points)
            {
                Near.Equal(point.Low, 0.0661330519589);
                Near.Equal(point.High, 3.79386694804);
                Assert.That(point.Signal, Is.EqualTo(Improvement.CannotTell));
            }
        });
    }

    /// <summary>Case c-chart-small.</summary>
    [Test]
    public void C_chart_matches_the_reference()
    {
        var chart = ControlCharts.U(Counted, [.. Counted.Select(_ => 1.0)]).Value!;
        Near.Equal(chart.Center, 6.66666666667);
        Near.Equal([.. chart.Points.Select(point => point.Low)], new double[12]);
        Near.Equal([.. chart.Points.Select(point => point.High)], [.. Enumerable.Repeat(14.4126333591, 12)]);
        Assert.That(chart.Points.Select(point => point.Signal), Is.All.EqualTo(Improvement.CannotTell));
    }

    /// <summary>Case ewma-poisson: variance = mean (Borror, Champ and Rigdon 1998).</summary>
    [Test]
    public void Moving_average_matches_the_reference()
    {
        var chart = ControlCharts.Ewma([.. Counted.Select(count => (double)count)], 6, Math.Sqrt(6)).Value!;
        Near.Equal([.. chart.Points.Select(point => point.Value)],
        [
            6.2, 5.76, 5.808, 6.4464, 6.15712, 6.525696, 5.8205568, 5.85644544, 6.085156352, 5.8681250816, 7.49450006528, 7.19560005222,
        ]);
        Near.Equal([.. chart.Points.Select(point => point.Low)],
        [
            4.6772755389, 4.30608618873, 4.10633156017, 3.9888741207, 3.91717464161, 3.87255473794, 3.84448267473, 3.82670683954,
            3.81540621093, 3.8082043857, 3.8036076103, 3.80067071613,
        ]);
        Near.Equal([.. chart.Points.Select(point => point.High)],
        [
            7.3227244611, 7.69391381127, 7.89366843983, 8.0111258793, 8.08282535839, 8.12744526206, 8.15551732527, 8.17329316046,
            8.18459378907, 8.1917956143, 8.1963923897, 8.19932928387,
        ]);
        Assert.That(chart.Points.Select(point => point.Signal), Is.All.EqualTo(Improvement.CannotTell));
    }

    [Test]
    public void Periods_before_set_the_limits_for_those_after()
    {
        var chart = ControlCharts.U([30, 28, 33, 29, 12, 60], [31, 28, 31, 30, 31, 30], setBy: 4).Value!;
        Near.Equal(chart.Center, 1);
        Assert.That(chart.Points.Take(4).Select(point => point.Signal), Is.All.EqualTo(Improvement.CannotTell));
        Assert.That((chart.Points[4].Signal, chart.Points[5].Signal), Is.EqualTo((Improvement.Better, Improvement.Worse)));
        Assert.That(chart.Points[1].High, Is.GreaterThan(chart.Points[0].High), "a shorter month has wider limits");
    }

    [Test]
    public void Counts_that_vary_more_widen_adjusted_limits_and_quiet_ones_narrow_nothing()
    {
        int[] wild = [2, 40, 5, 38, 3, 44, 1, 39], quiet = [20, 21, 20, 21, 20, 21];
        double[] one = [.. wild.Select(_ => 1.0)];
        var (plain, adjusted) = (ControlCharts.U(wild, one).Value!, ControlCharts.U(wild, one, adjusted: true).Value!);
        Assert.That((plain.Dispersion, adjusted.Dispersion > 20), Is.EqualTo((1.0, true)));
        Assert.That(adjusted.Points[0].High, Is.GreaterThan(plain.Points[0].High));
        Assert.That(ControlCharts.U(quiet, one[..6], adjusted: true).Value!.Dispersion, Is.EqualTo(1));
    }

    [Test]
    public void Charts_of_nothing_have_a_reason_and_impossible_ones_are_refused()
    {
        Assert.That(ControlCharts.U([], []).Why, Is.EqualTo(NoResult.Empty));
        Assert.That(ControlCharts.U([0, 0], [1, 1]).Why, Is.EqualTo(NoResult.Empty));
        Assert.That(ControlCharts.U([0, 5], [1, 1], setBy: 1).Why, Is.EqualTo(NoResult.Empty));
        Assert.That(ControlCharts.Ewma([], 1, 1).Why, Is.EqualTo(NoResult.Empty));
        Assert.Throws<ArgumentException>(() => ControlCharts.U([1], []));
        Assert.Throws<ArgumentOutOfRangeException>(() => ControlCharts.U([1], [0]));
        Assert.Throws<ArgumentException>(() => ControlCharts.Ewma([double.NaN], 1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => ControlCharts.Ewma([1], 1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => ControlCharts.Ewma([1], 1, 1, 1.5));
    }
}
