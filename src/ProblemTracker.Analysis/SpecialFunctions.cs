namespace ProblemTracker.Analysis;

/// <summary>Regularized gamma and beta functions, accurate to about twelve digits, and their inverses by bisection.</summary>
internal static class SpecialFunctions
{
    private const double Tiny = 1e-300, Precision = 1e-15;

    /// <summary>Enough for counts of millions: the series need about √a steps.</summary>
    private const int Most = 100_000;

    private const int Bisections = 200;

    /// <summary>Lanczos' approximation (g = 7, n = 9).</summary>
    private static readonly double[] Lanczos =
    [
        0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059, 12.507343278686905,
        -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
    ];

    /// <summary>The natural logarithm of the gamma function, for <paramref name="x"/> of at least 1/2.</summary>
    public static double LogGamma(double x)
    {
        var z = x - 1;
        var sum = Lanczos[0];
        for (var i = 1; i < Lanczos.Length; i++) sum += Lanczos[i] / (z + i);
        var t = z + Lanczos.Length - 1.5;
        return 0.5 * Math.Log(2 * Math.PI) + (z + 0.5) * Math.Log(t) - t + Math.Log(sum);
    }

    /// <summary>
    /// The probability that a Poisson variable with the mean <paramref name="x"/> is at least <paramref name="a"/>, which is the lower
    /// regularized gamma function P(a, x).
    /// </summary>
    public static double Gamma(double a, double x)
    {
        if (x <= 0) return 0;
        var front = Math.Exp(a * Math.Log(x) - x - LogGamma(a));
        if (x < a + 1)
        {
            double term = 1 / a, sum = term;
            for (var i = 1; i < Most && term > sum * Precision; i++) sum += term *= x / (a + i);
            return front * sum;
        }
        // Lentz's continued fraction of the upper function.
        double b = x + 1 - a, c = 1 / Tiny, d = 1 / b, h = d;
        for (var i = 1; i < Most; i++)
        {
            var an = -i * (i - a);
            b += 2;
            d = 1 / NotZero(an * d + b);
            c = NotZero(b + an / c);
            h *= d * c;
            if (Math.Abs(d * c - 1) < Precision) break;
        }
        return 1 - front * h;
    }

    /// <summary>The regularized incomplete beta function I(x; a, b).</summary>
    public static double Beta(double a, double b, double x)
    {
        if (x <= 0) return 0;
        if (x >= 1) return 1;
        var front = Math.Exp(LogGamma(a + b) - LogGamma(a) - LogGamma(b) + a * Math.Log(x) + b * Math.Log(1 - x));
        return x < (a + 1) / (a + b + 2) ? front * Fraction(a, b, x) / a : 1 - front * Fraction(b, a, 1 - x) / b;
    }

    /// <summary>Where an increasing function reaches a value.</summary>
    public static double Inverse(Func<double, double> function, double value, double low, double high)
    {
        for (var i = 0; i < Bisections && low < high; i++)
        {
            var middle = (low + high) / 2;
            if (middle == low || middle == high) break;
            if (function(middle) < value) low = middle;
            else high = middle;
        }
        return (low + high) / 2;
    }

    private static double Fraction(double a, double b, double x)
    {
        double c = 1, d = 1 / NotZero(1 - (a + b) * x / (a + 1)), h = d;
        for (var m = 1; m < Most; m++)
        {
            var even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
            d = 1 / NotZero(1 + even * d);
            c = NotZero(1 + even / c);
            h *= d * c;
            var odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
            d = 1 / NotZero(1 + odd * d);
            c = NotZero(1 + odd / c);
            h *= d * c;
            if (Math.Abs(d * c - 1) < Precision) break;
        }
        return h;
    }

    private static double NotZero(double value) => Math.Abs(value) < Tiny ? Tiny : value;
}
