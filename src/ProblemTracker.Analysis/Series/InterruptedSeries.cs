using MathNet.Numerics.LinearAlgebra;

namespace ProblemTracker.Analysis;

/// <summary>What a model of an interrupted series has, besides intercept, time and level.</summary>
/// <param name="Slope">Whether the trend may change too.</param>
/// <param name="Pairs">Fourier pairs for the season, 0 to 3; one is a single wave a year.</param>
/// <param name="Lag">Lag of the Newey-West errors, in periods; null for 4·(n/100)^(2/9), rounded down.</param>
/// <param name="LeftOut">
/// Periods left out between the last before and the first after, while the response was carried out: time goes on in them.
/// </param>
public sealed record SeriesModel(bool Slope = false, int Pairs = 0, int? Lag = null, int LeftOut = 0);

/// <summary>
/// Interrupted time series: how a series changed at a known time, given its trend and season (Bernal, Cummins and Gasparrini 2017,
/// <i>International Journal of Epidemiology</i> 46:348). Assumes that the trend would have gone on and that nothing else changed then.
/// </summary>
public static class InterruptedSeries
{
    private const double Confidence = 0.95;

    /// <summary>
    /// Quasi-Poisson regression: log(expected/days) = intercept + time + level + slope·(time - last before) + Σ sin, cos(2πj·phase), with
    /// time 1, 2, ..., and level 1 from the first period after. Errors are Poisson errors times √scale, where scale = max(1, X²/freedom).
    /// With 24 months before, 12 after and a season, the 95% interval of the level covers 95 to 97% at means of 2 a month and more, for
    /// Poisson counts and for twice their variance.
    /// </summary>
    /// <param name="firstAfter">Index of the first period after the change.</param>
    /// <returns>
    /// <see cref="NoResult.OneSide"/>, <see cref="NoResult.TooFewPeriods"/>, <see cref="NoResult.NoEvents"/> before or after the change, or
    /// <see cref="NoResult.NoFit"/> where terms can't be told apart.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">A count is negative, a period has no days, or there are more than 3 pairs.</exception>
    public static Result<SeriesFit> Counts(IReadOnlyList<PeriodCount> periods, int firstAfter, SeriesModel model)
    {
        foreach (var period in periods)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(period.Count, nameof(periods));
            ArgumentOutOfRangeException.ThrowIfLessThan(period.Days, 1, nameof(periods));
        }
        if (firstAfter <= 0 || firstAfter >= periods.Count) return NoResult.OneSide;
        if (periods.Take(firstAfter).All(period => period.Count == 0) || periods.Skip(firstAfter).All(period => period.Count == 0))
            return NoResult.NoEvents;
        double[] counts = [.. periods.Select(period => (double)period.Count)], days = [.. periods.Select(period => (double)period.Days)];
        var terms = Terms([.. periods.Select(period => period.Phase)], firstAfter, model);
        var fit = LogLinear.Poisson(terms, counts, days);
        if (fit.Value is not { } found) return fit.Why!.Value;
        var dispersion = found.SumOfSquares / found.Freedom;
        return Fit(found, terms, firstAfter, model, counts, dispersion, Math.Max(1, dispersion), days);
    }

    /// <summary>
    /// Least squares on the same terms, for values that are not counts, such as mean scores of a survey each month. Plain and scaled errors
    /// are the same.
    /// </summary>
    /// <param name="phases">As of <see cref="PeriodCount"/>; only their number matters without Fourier pairs.</param>
    /// <returns>As for <see cref="Counts"/>.</returns>
    /// <exception cref="ArgumentException">There are not as many phases as values, or a value is not a number.</exception>
    public static Result<SeriesFit> Line(IReadOnlyList<double> values, IReadOnlyList<double> phases, int firstAfter, SeriesModel model)
    {
        if (values.Count != phases.Count || values.Any(value => !double.IsFinite(value)))
            throw new ArgumentException("Every period needs a finite value and a phase.", nameof(values));
        if (firstAfter <= 0 || firstAfter >= values.Count) return NoResult.OneSide;
        var terms = Terms(phases, firstAfter, model);
        var fit = LogLinear.Line(terms, values);
        if (fit.Value is not { } found) return fit.Why!.Value;
        var variance = found.SumOfSquares / found.Freedom;
        return Fit(found, terms, firstAfter, model, values, variance, variance, null);
    }

    private static Result<SeriesFit> Fit(Regression found, Matrix<double> terms, int firstAfter, SeriesModel model,
        IReadOnlyList<double> values, double dispersion, double scale, double[]? exposures)
    {
        var robust = LogLinear.NeweyWest(found, model.Lag ?? (int)(4 * Math.Pow(values.Count / 100.0, 2.0 / 9)));
        var quantile = Distributions.TwoSided(Confidence, found.Freedom);
        var covariance = found.Covariance * scale;
        var without = terms.Clone();
        without.ClearSubMatrix(0, terms.RowCount, 2, model.Slope ? 2 : 1);
        var (with, other) = (Expected(terms), Expected(without));
        var periods = values.Select((value, i) =>
            new FittedPeriod(value, with[i].Mean, with[i].Ends, other[i].Mean, other[i].Ends, found.Residuals[i])).ToList();
        if (periods.Any(period => !double.IsFinite(period.WithoutInterval.High) || !double.IsFinite(period.FittedInterval.High)))
            return NoResult.NoFit;
        return new SeriesFit([.. Kinds(model).Select((term, i) => new Term(term.Kind, term.Pair, found.Coefficients[i],
                Math.Sqrt(found.Covariance[i, i] * (exposures is null ? scale : 1)), Math.Sqrt(covariance[i, i]),
                Math.Sqrt(Math.Max(0, robust[i, i]))))],
            periods, dispersion, scale, found.SumOfSquares, found.Deviance, found.Freedom, quantile, Prevented(),
            exposures is null && Autocorrelation.DurbinWatson(found.Residuals) is { } near ? DurbinWatson.Below(near, terms) : null);

        List<(double Mean, Interval Ends)> Expected(Matrix<double> rows) => [.. rows.EnumerateRows().Select((row, i) =>
        {
            var (linear, half) = (row * found.Coefficients, quantile * Math.Sqrt(Math.Max(0, row * covariance * row)));
            return exposures is null ? (linear, new(linear - half, linear + half))
                : (exposures[i] * Math.Exp(linear),
                    new Interval(exposures[i] * Math.Exp(linear - half), exposures[i] * Math.Exp(linear + half)));
        })];

        // With a level, fitted and counted events after the change have the same sum, so that the coefficients say it all (delta method).
        Estimate Prevented()
        {
            var (sum, slope) = (0.0, Vector<double>.Build.Dense(terms.ColumnCount));
            for (var i = firstAfter; i < values.Count; i++)
            {
                sum += other[i].Mean - with[i].Mean;
                slope += exposures is null ? without.Row(i) - terms.Row(i) : without.Row(i) * other[i].Mean - terms.Row(i) * with[i].Mean;
            }
            var half = quantile * Math.Sqrt(Math.Max(0, slope * covariance * slope));
            return double.IsFinite(half) ? new(sum, new(sum - half, sum + half), null) : new(sum, null, NoResult.NoFit);
        }
    }

    private static Matrix<double> Terms(IReadOnlyList<double> phases, int firstAfter, SeriesModel model)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(model.Pairs);
        ArgumentOutOfRangeException.ThrowIfNegative(model.LeftOut);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(model.Pairs, 3);
        var kinds = Kinds(model);
        return Matrix<double>.Build.Dense(phases.Count, kinds.Count, (i, j) => kinds[j].Kind switch
        {
            TermKind.Intercept => 1,
            TermKind.Time => i + 1 + (i >= firstAfter ? model.LeftOut : 0),
            TermKind.Level => i >= firstAfter ? 1 : 0,
            TermKind.Slope => Math.Max(0, i + 1 - firstAfter),
            TermKind.Sine => Math.Sin(2 * Math.PI * kinds[j].Pair * phases[i]),
            _ => Math.Cos(2 * Math.PI * kinds[j].Pair * phases[i]),
        });
    }

    private static List<(TermKind Kind, int Pair)> Kinds(SeriesModel model) =>
    [
        (TermKind.Intercept, 0), (TermKind.Time, 0), (TermKind.Level, 0),
        .. model.Slope ? [(TermKind.Slope, 0)] : Array.Empty<(TermKind, int)>(),
        .. Enumerable.Range(1, model.Pairs).SelectMany(pair => new[] { (TermKind.Sine, pair), (TermKind.Cosine, pair) }),
    ];
}
