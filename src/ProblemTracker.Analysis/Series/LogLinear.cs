using MathNet.Numerics.LinearAlgebra;

namespace ProblemTracker.Analysis;

/// <summary>What a regression found; matrices have a row for each term.</summary>
/// <param name="Covariance">Of the coefficients for a scale of 1.</param>
/// <param name="Scores">A row for each period: its terms times its residual.</param>
internal sealed record Regression(Vector<double> Coefficients, Matrix<double> Covariance, Matrix<double> Scores, double[] Fitted,
    double[] Residuals, double SumOfSquares, double Deviance, int Freedom);

/// <summary>Regressions of a series on given terms.</summary>
internal static class LogLinear
{
    private const int Steps = 50;

    private const double Converged = 1e-13, Singular = 1e-10, Farthest = 1e3;

    /// <summary>
    /// Poisson regression with log link and offset by iteratively reweighted least squares (McCullagh and Nelder 1989, section 2.5).
    /// Residuals are Pearson's.
    /// </summary>
    public static Result<Regression> Poisson(Matrix<double> terms, IReadOnlyList<double> counts, IReadOnlyList<double> exposures)
    {
        var (n, k) = (terms.RowCount, terms.ColumnCount);
        if (n <= k) return NoResult.TooFewPeriods;
        double[] offset = [.. exposures.Select(exposure => Math.Log(exposure))], means = [.. counts.Select(count => count + 0.1)];
        var (deviance, before) = (double.PositiveInfinity, double.PositiveInfinity);
        Vector<double>? coefficients = null;
        Matrix<double>? information = null;
        for (var step = 0; step < Steps; step++)
        {
            var weighted = Matrix<double>.Build.Dense(n, k, (i, j) => terms[i, j] * Math.Sqrt(means[i]));
            var response = Vector<double>.Build.Dense(n,
                i => (Math.Log(means[i]) - offset[i] + (counts[i] - means[i]) / means[i]) * Math.Sqrt(means[i]));
            if (Solve(weighted, response) is not { } solved) return NoResult.NoFit;
            (coefficients, information) = (solved.Coefficients, solved.Inverse);
            var linear = terms * coefficients;
            for (var i = 0; i < n; i++) means[i] = Math.Exp(linear[i] + offset[i]);
            if (!means.All(mean => double.IsFinite(mean) && mean > 0)) return NoResult.NoFit;
            deviance = 2 * Enumerable.Range(0, n).Sum(i =>
                (counts[i] > 0 ? counts[i] * Math.Log(counts[i] / means[i]) : 0) - (counts[i] - means[i]));
            if (Math.Abs(deviance - before) <= Converged * (Math.Abs(deviance) + 1)) break;
            if (step == Steps - 1) return NoResult.NoFit;
            before = deviance;
        }
        // Estimates that ran off to infinity while the deviance stood still.
        if (coefficients!.AbsoluteMaximum() > Farthest || means.Min() < Singular * means.Max()) return NoResult.NoFit;
        double[] residuals = [.. Enumerable.Range(0, n).Select(i => (counts[i] - means[i]) / Math.Sqrt(means[i]))];
        return new Regression(coefficients, information!, Matrix<double>.Build.Dense(n, k, (i, j) => terms[i, j] * (counts[i] - means[i])),
            means, residuals, residuals.Sum(r => r * r), Math.Max(0, deviance), n - k);
    }

    /// <summary>Ordinary least squares.</summary>
    public static Result<Regression> Line(Matrix<double> terms, IReadOnlyList<double> values)
    {
        var (n, k) = (terms.RowCount, terms.ColumnCount);
        if (n <= k) return NoResult.TooFewPeriods;
        if (Solve(terms, Vector<double>.Build.DenseOfEnumerable(values)) is not { } solved) return NoResult.NoFit;
        double[] fitted = [.. terms * solved.Coefficients], residuals = [.. values.Zip(fitted, (value, fit) => value - fit)];
        var squares = residuals.Sum(r => r * r);
        return new Regression(solved.Coefficients, solved.Inverse, Matrix<double>.Build.Dense(n, k, (i, j) => terms[i, j] * residuals[i]),
            fitted, residuals, squares, squares, n - k);
    }

    /// <summary>
    /// Covariance that holds under autocorrelation up to a lag L and under unequal variances (Newey and West 1987, <i>Econometrica</i>
    /// 55:703), with Bartlett's weights 1 - l/(L + 1), without a factor for small samples.
    /// </summary>
    public static Matrix<double> NeweyWest(Regression found, int lag)
    {
        var scores = found.Scores;
        var middle = scores.TransposeThisAndMultiply(scores);
        for (var l = 1; l <= Math.Min(lag, scores.RowCount - 1); l++)
        {
            var rows = scores.RowCount - l;
            var across = scores.SubMatrix(l, rows, 0, scores.ColumnCount).TransposeThisAndMultiply(
                scores.SubMatrix(0, rows, 0, scores.ColumnCount));
            middle += (1 - l / (lag + 1.0)) * (across + across.Transpose());
        }
        return found.Covariance * middle * found.Covariance;
    }

    /// <summary>Least squares by QR; null if the terms depend on each other.</summary>
    private static (Vector<double> Coefficients, Matrix<double> Inverse)? Solve(Matrix<double> terms, Vector<double> values)
    {
        // Columns of length 1, so that a term's unit does not decide whether it counts as dependent.
        var lengths = terms.ColumnNorms(2);
        if (lengths.Any(length => !(length > 0 && double.IsFinite(length)))) return null;
        var scale = Matrix<double>.Build.DiagonalOfDiagonalVector(1 / lengths);
        var qr = (terms * scale).QR(MathNet.Numerics.LinearAlgebra.Factorization.QRMethod.Thin);
        if (qr.R.Diagonal().AbsoluteMinimum() < Singular) return null;
        var inverse = scale * qr.R.Inverse();
        return (inverse * qr.Q.TransposeThisAndMultiply(values), inverse * inverse.Transpose());
    }
}
