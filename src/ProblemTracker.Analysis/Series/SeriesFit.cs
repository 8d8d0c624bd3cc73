namespace ProblemTracker.Analysis;

/// <summary>The terms of a model of a series.</summary>
public enum TermKind { Intercept, Time, Level, Slope, Sine, Cosine }

/// <summary>A term of a fitted model.</summary>
/// <param name="Pair">Which Fourier pair, from 1; 0 for other terms.</param>
/// <param name="Coefficient">A logarithm of a rate ratio in a model of counts; in the unit of the values in a model of a line.</param>
/// <param name="PlainError">Standard error if counts are Poisson (scale 1); of a line, the usual one.</param>
/// <param name="Error">Standard error with the scale of the fit; never below <paramref name="PlainError"/>.</param>
/// <param name="NeweyWestError">Standard error that allows for autocorrelation; compare it with <paramref name="Error"/>.</param>
public sealed record Term(TermKind Kind, int Pair, double Coefficient, double PlainError, double Error, double NeweyWestError)
{
    /// <summary>The rate ratio of a model of counts.</summary>
    public double Ratio => Math.Exp(Coefficient);

    /// <summary>The ends of an interval of the coefficient: a quantile, such as 1.96, times an error on both sides.</summary>
    public Interval Interval(double error, double quantile) => new(Coefficient - quantile * error, Coefficient + quantile * error);

    /// <summary>The same of the rate ratio.</summary>
    public Interval RatioInterval(double error, double quantile) =>
        new(Math.Exp(Coefficient - quantile * error), Math.Exp(Coefficient + quantile * error));
}

/// <summary>A period of a fitted series.</summary>
/// <param name="Fitted">Expected events by the model.</param>
/// <param name="FittedInterval">Of the expected number, not of single counts.</param>
/// <param name="Without">Expected events without the change: before it, as fitted; after it, the counterfactual.</param>
/// <param name="WithoutInterval">Of that expected number.</param>
/// <param name="Residual">Pearson's: (count - fitted)/√fitted; of a line, value - fitted.</param>
public sealed record FittedPeriod(double Value, double Fitted, Interval FittedInterval, double Without, Interval WithoutInterval,
    double Residual);

/// <summary>A series fitted by a model, all numbers finite. Intervals are 95% by Student's distribution with its freedom.</summary>
/// <param name="Dispersion">Pearson's X²/freedom: about 1 for Poisson counts, above 1 if counts vary more. Of a line, the variance.</param>
/// <param name="Scale">What multiplies the plain variances: the dispersion, never below 1.</param>
/// <param name="Prevented">Events after the change that the model expects without it, minus those counted; above zero is better.</param>
/// <param name="Alike">
/// Of a line, p of the Durbin-Watson statistic: small if residuals are like those just before. Null for counts; use
/// <see cref="Autocorrelation.Test"/>.
/// </param>
/// <param name="Quantile">97.5th percentile of Student's distribution with the residual degrees of freedom.</param>
public sealed record SeriesFit(IReadOnlyList<Term> Terms, IReadOnlyList<FittedPeriod> Periods, double Dispersion, double Scale,
    double SumOfSquares, double Deviance, int Freedom, double Quantile, Estimate Prevented,
    double? Alike)
{
    public Term this[TermKind kind, int pair = 0] => Terms.Single(term => term.Kind == kind && term.Pair == pair);

    /// <summary>The rate just after the change to the rate without it, with its interval; below 1 is better.</summary>
    public Estimate LevelRatio
    {
        get
        {
            var level = this[TermKind.Level];
            return new(level.Ratio, level.RatioInterval(level.Error, Quantile), null);
        }
    }

    /// <summary>The same with an interval of another confidence, such as 0.9.</summary>
    public Estimate LevelRatioWith(double confidence)
    {
        var level = this[TermKind.Level];
        return new(level.Ratio, level.RatioInterval(level.Error, Distributions.TwoSided(confidence, Freedom)), null);
    }

    public IReadOnlyList<double> Residuals => [.. Periods.Select(period => period.Residual)];

    /// <summary>Two-sided p of a term with one of its errors, by Student's distribution.</summary>
    public double P(Term term, double error) => error == 0 ? 1 : Distributions.StudentTwoSided(term.Coefficient / error, Freedom);
}
