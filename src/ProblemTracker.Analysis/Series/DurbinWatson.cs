using MathNet.Numerics.Integration;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;

namespace ProblemTracker.Analysis;

/// <summary>The distribution of the Durbin-Watson statistic.</summary>
internal static class DurbinWatson
{
    /// <summary>Points of the numerical integral; it is then right to about nine digits.</summary>
    private const int Points = 512;

    /// <summary>
    /// The exact probability of a lower <paramref name="statistic"/> without autocorrelation, for normal residuals of least squares
    /// on these terms. With M = I - QQ' and the matrix A of squared differences it is P(Σ a·χ² &lt; 0), where a are the eigenvalues of
    /// M(A - d·I)M, by the integral of Imhof (1961, <i>Biometrika</i> 48:419, equation 3.2).
    /// </summary>
    public static double Below(double statistic, Matrix<double> terms)
    {
        var n = terms.RowCount;
        var q = terms.QR(QRMethod.Thin).Q;
        var residual = Matrix<double>.Build.DenseIdentity(n) - q * q.Transpose();
        var differences = Matrix<double>.Build.Dense(n, n, (i, j) =>
            i != j ? Math.Abs(i - j) == 1 ? -1 : 0 : (i == 0 || i == n - 1 ? 1 : 2) - statistic);
        var weights = (residual * differences * residual).Evd(Symmetricity.Symmetric).EigenValues.Real();
        var integral = GaussLegendreRule.Integrate(t =>
        {
            var u = t / (1 - t);
            double angle = 0, logLength = 0;
            foreach (var a in weights)
            {
                angle += Math.Atan(a * u) / 2;
                logLength += Math.Log(1 + a * a * u * u) / 4;
            }
            return Math.Sin(angle) / u * Math.Exp(-logLength) / ((1 - t) * (1 - t));
        }, 0, 1, Points);
        return Math.Clamp(0.5 - integral / Math.PI, 0, 1);
    }
}
