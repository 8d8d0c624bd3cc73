namespace ProblemTracker.Analysis;

/// <summary>Statistics of answers on a scale of points, such as 1 to 5.</summary>
public static class Answers
{
    /// <summary>The 97.5th percentile of the normal distribution.</summary>
    private const double Z = 1.959963984540054;

    private const double Confidence = 0.95;

    /// <summary>Above this many degrees of freedom, the expansion of the t distribution is exact to eight digits.</summary>
    private const int Many = 1000;

    /// <summary>
    /// The mean of independent answers, in points, with its 95% interval m ± t·s/√n, where s is the standard deviation (divided by
    /// n - 1) and t the 97.5th percentile of Student's distribution with n - 1 degrees of freedom (Student 1908).
    /// </summary>
    /// <returns>
    /// No value: <see cref="NoResult.Empty"/>. A value without an interval: <see cref="NoResult.OneValue"/> or
    /// <see cref="NoResult.Constant"/>.
    /// </returns>
    public static Estimate Mean(IReadOnlyCollection<double> answers)
    {
        var n = answers.Count;
        if (n == 0) return new(null, null, NoResult.Empty);
        var mean = answers.Sum() / n;
        if (n == 1) return new(mean, null, NoResult.OneValue);
        if (IsConstant(answers)) return new(mean, null, NoResult.Constant);
        var half = T(n - 1) * Math.Sqrt(Variance(answers) / n);
        return new(mean, new(mean - half, mean + half), null);
    }

    /// <summary>
    /// Cronbach's alpha (1951, <i>Psychometrika</i> 16:297), at most 1: how far the k items of a scale agree,
    /// k/(k - 1)·(1 - Σ variance of an item / variance of the sums). Variances are divided by n - 1.
    /// </summary>
    /// <param name="people">A row for each person with an answer to every item, all of the same length.</param>
    /// <returns>
    /// Never an interval. No value: <see cref="NoResult.Empty"/>, <see cref="NoResult.OneValue"/> (one person),
    /// <see cref="NoResult.OneItem"/>, or <see cref="NoResult.Constant"/> (the sums don't differ).
    /// </returns>
    /// <exception cref="ArgumentException">The rows have different lengths.</exception>
    public static Estimate Alpha(IReadOnlyList<IReadOnlyList<double>> people)
    {
        if (people.Count == 0) return new(null, null, NoResult.Empty);
        var k = people[0].Count;
        if (people.Any(row => row.Count != k)) throw new ArgumentException("Every person needs an answer to every item.", nameof(people));
        if (k < 2) return new(null, null, NoResult.OneItem);
        if (people.Count == 1) return new(null, null, NoResult.OneValue);
        double[] sums = [.. people.Select(row => row.Sum())];
        if (IsConstant(sums)) return new(null, null, NoResult.Constant);
        var ofItems = Enumerable.Range(0, k).Sum(item => Variance([.. people.Select(row => row[item])]));
        return new(k / (k - 1.0) * (1 - ofItems / Variance(sums)), null, null);
    }

    /// <summary>The 97.5th percentile of Student's t distribution.</summary>
    /// <param name="freedom">Degrees of freedom, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are none.</exception>
    public static double T(int freedom)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(freedom, 1);
        if (freedom > Many)
        {
            // Abramowitz and Stegun, 26.7.5.
            double z3 = Z * Z * Z, n = freedom;
            return Z + (z3 + Z) / (4 * n) + (5 * z3 * Z * Z + 16 * z3 + 3 * Z) / (96 * n * n);
        }
        double low = 0, high = 13;
        for (var i = 0; i < 60; i++)
        {
            var middle = (low + high) / 2;
            if (Within(middle, freedom) < Confidence) low = middle;
            else high = middle;
        }
        return (low + high) / 2;
    }

    /// <summary>The probability of a value from -t to t: Abramowitz and Stegun, 26.7.3 and 26.7.4.</summary>
    private static double Within(double t, int freedom)
    {
        var angle = Math.Atan(t / Math.Sqrt(freedom));
        double sin = Math.Sin(angle), cos = Math.Cos(angle), sum = 0;
        var isOdd = freedom % 2 == 1;
        var term = isOdd ? cos : 1;
        for (var i = isOdd ? 3 : 2; i <= freedom; i += 2)
        {
            sum += term;
            term *= cos * cos * (i - 1) / i;
        }
        return isOdd ? 2 / Math.PI * (angle + sin * sum) : sin * sum;
    }

    private static bool IsConstant(IReadOnlyCollection<double> values) => values.Distinct().Count() == 1;

    private static double Variance(IReadOnlyCollection<double> values)
    {
        var mean = values.Sum() / values.Count;
        return values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1);
    }
}
