namespace ProblemTracker.Analysis;

/// <summary>Autocorrelations of a series.</summary>
/// <param name="Values">At lags 1, 2, ..., from -1 to 1.</param>
/// <param name="Band">About 95% of the autocorrelations of a series without any lie within ±1.96/√n.</param>
public sealed record Autocorrelations(IReadOnlyList<double> Values, double Band);

/// <summary>A test for autocorrelation at all lags up to one.</summary>
/// <param name="Q">The statistic.</param>
/// <param name="P">From the chi-square distribution; small if values depend on earlier ones.</param>
public sealed record LjungBox(int Lags, double Q, double P);

/// <summary>How values of a series depend on those just before them. Periods must be of equal length and without gaps.</summary>
public static class Autocorrelation
{
    private const double BandOfWhiteNoise = 1.96;

    /// <summary>
    /// r_k = Σ (x_t - m)(x_{t+k} - m)/Σ (x_t - m)², with the overall mean m and the sum over all n below the line (Box and Jenkins 1976,
    /// section 2.1.5).
    /// </summary>
    /// <returns><see cref="NoResult.Constant"/>, or <see cref="NoResult.TooFewPeriods"/> for lags of n or more.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There are no lags.</exception>
    /// <exception cref="ArgumentException">A value is not a number.</exception>
    public static Result<Autocorrelations> Of(IReadOnlyList<double> values, int lags)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(lags, 1);
        if (values.Any(value => !double.IsFinite(value))) throw new ArgumentException("Every value must be finite.", nameof(values));
        if (values.Count <= lags) return NoResult.TooFewPeriods;
        var n = values.Count;
        if (values.All(value => value == values[0])) return NoResult.Constant;
        var mean = values.Average();
        double[] from = [.. values.Select(value => value - mean)];
        var all = from.Sum(value => value * value);
        return new Autocorrelations(
            [.. Enumerable.Range(1, lags).Select(k => Enumerable.Range(0, n - k).Sum(t => from[t] * from[t + k]) / all)],
            BandOfWhiteNoise / Math.Sqrt(n));
    }

    /// <summary>
    /// Autocorrelations without what those at shorter lags explain, by the recursion of Durbin (1960, <i>Review of the International
    /// Statistical Institute</i> 28:233).
    /// </summary>
    /// <returns>As for <see cref="Of"/>.</returns>
    public static Result<Autocorrelations> Partial(IReadOnlyList<double> values, int lags)
    {
        var of = Of(values, lags);
        if (of.Value is not { } plain) return of;
        var (r, partial) = (plain.Values, new double[lags]);
        double[] weights = [];
        var left = 1.0;
        for (var k = 1; k <= lags; k++)
        {
            var next = left > 1e-12 ? (r[k - 1] - weights.Select((weight, j) => weight * r[k - 2 - j]).Sum()) / left : 0;
            partial[k - 1] = next;
            weights = [.. weights.Select((weight, j) => weight - next * weights[weights.Length - 1 - j]), next];
            left *= 1 - next * next;
        }
        return new Autocorrelations(partial, plain.Band);
    }

    /// <summary>
    /// Q = n(n + 2)·Σ r_k²/(n - k), chi-square with <paramref name="lags"/> degrees of freedom (Ljung and Box 1978, <i>Biometrika</i>
    /// 65:297).
    /// </summary>
    /// <returns>As for <see cref="Of"/>.</returns>
    public static Result<LjungBox> Test(IReadOnlyList<double> values, int lags)
    {
        var of = Of(values, lags);
        if (of.Value is not { } found) return of.Why!.Value;
        var n = (double)values.Count;
        var q = n * (n + 2) * found.Values.Select((r, i) => r * r / (n - i - 1)).Sum();
        return new LjungBox(lags, q, Distributions.ChiSquareTail(q, lags));
    }

    /// <summary>
    /// Σ (e_t - e_{t-1})²/Σ e_t² of residuals: about 2 without autocorrelation of neighbors, toward 0 if they are alike, toward 4 if they
    /// alternate (Durbin and Watson 1950, <i>Biometrika</i> 37:409). Null if all residuals are zero.
    /// </summary>
    public static double? DurbinWatson(IReadOnlyList<double> residuals)
    {
        var all = residuals.Sum(e => e * e);
        return all == 0 ? null : Enumerable.Range(1, Math.Max(0, residuals.Count - 1))
            .Sum(t => (residuals[t] - residuals[t - 1]) * (residuals[t] - residuals[t - 1])) / all;
    }
}
