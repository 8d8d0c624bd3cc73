using ProblemTracker.Analysis;

namespace ProblemTracker.Tests.Analysis;

public sealed class AutocorrelationTests
{
    /// <summary>Case acf-lh of the reference for developers: R 4.2.2, datasets::lh; acf, pacf, Box.test.</summary>
    [Test]
    public void Autocorrelations_match_the_reference()
    {
        double[] lh =
        [
            2.4, 2.4, 2.4, 2.2, 2.1, 1.5, 2.3, 2.3, 2.5, 2, 1.9, 1.7, 2.2, 1.8, 3.2, 3.2, 2.7, 2.2, 2.2, 1.9, 1.9, 1.8, 2.7, 3, 2.3, 2,
            2, 2.9, 2.9, 2.7, 2.7, 2.3, 2.6, 2.4, 1.8, 1.7, 1.5, 1.4, 2.1, 3.3, 3.5, 3.5, 3.1, 2.6, 2.1, 3.4, 3, 2.9,
        ];
        var found = Autocorrelation.Of(lh, 12).Value!;
        Near.Equal(found.Values,
        [
            0.575524475525, 0.181818181818, -0.144755244755, -0.174825174825, -0.14965034965, -0.020979020979, -0.0202797202797,
            -0.0041958041958, -0.135664335664, -0.153846153846, -0.0972027972028, 0.048951048951,
        ]);
        Near.Equal(found.Band, 0.282901631903);
        Near.Equal(Autocorrelation.Partial(lh, 4).Value!.Values, [0.575524475525, -0.223409972864, -0.22694020165, 0.102768377006]);
        Near.Equal(Autocorrelation.Test(lh, 1).Value!.Q, 16.913791758);
        Near.Equal(Autocorrelation.Test(lh, 1).Value!.P, 3.91163410794e-05);
        Near.Equal(Autocorrelation.Test(lh, 4).Value!.Q, 21.4232188355);
        Near.Equal(Autocorrelation.Test(lh, 4).Value!.P, 0.000260989910103);
        Near.Equal(Autocorrelation.Test(lh, 12).Value!.Q, 26.1235455107);
        Near.Equal(Autocorrelation.Test(lh, 12).Value!.P, 0.0103099858158);
        Near.Equal(Autocorrelation.DurbinWatson([.. lh.Select(value => value - lh.Average())]), 0.831468531468);
    }

    [Test]
    public void Series_without_autocorrelations_have_a_reason()
    {
        Assert.That(Autocorrelation.Of([], 1).Why, Is.EqualTo(NoResult.TooFewPeriods));
        Assert.That(Autocorrelation.Of([3, 3, 3], 2).Why, Is.EqualTo(NoResult.Constant));
        Assert.That(Autocorrelation.Partial([3, 3, 3], 2).Why, Is.EqualTo(NoResult.Constant));
        Assert.That(Autocorrelation.Test([1, 2], 2).Why, Is.EqualTo(NoResult.TooFewPeriods));
        Assert.That(Autocorrelation.DurbinWatson([0, 0]), Is.Null);
        Assert.Throws<ArgumentOutOfRangeException>(() => Autocorrelation.Of([1, 2], 0));
        Assert.Throws<ArgumentException>(() => Autocorrelation.Of([1, double.NaN], 1));
    }

    [FsCheck.NUnit.Property]
    public bool Shifting_and_stretching_a_series_changes_nothing(byte[] given)
    {
        var plain = Autocorrelation.Of([.. given.Select(value => (double)value)], 3);
        var moved = Autocorrelation.Of([.. given.Select(value => 1000 - 7.0 * value)], 3);
        return plain.Why == moved.Why && (plain.Value is null
            || plain.Value.Values.Zip(moved.Value!.Values, (a, b) => Math.Abs(a - b) < 1e-9 && Math.Abs(a) <= 1).All(same => same));
    }
}
