using MathNet.Numerics.Statistics;

namespace ProblemTracker.Analysis;

/// <summary>Statistics of answers on a scale of points, such as 1 to 5.</summary>
public static class Answers
{
    private const double Confidence = 0.95;

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

    /// <summary>The share of answers at or above a point of the scale, such as the top two of five, with Wilson's 95% interval.</summary>
    /// <returns>No value: <see cref="NoResult.Empty"/>.</returns>
    public static Estimate ShareFrom(IReadOnlyCollection<double> answers, double lowest)
    {
        if (answers.Count == 0) return new(null, null, NoResult.Empty);
        var count = answers.Count(answer => answer >= lowest);
        return new((double)count / answers.Count, Proportion.Wilson(count, answers.Count), null);
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

    /// <summary>
    /// Alpha as if all items had the same variance: k·r/(1 + (k - 1)·r), with the mean r of the correlations between items (Cronbach
    /// 1951). <see cref="NoResult.Constant"/> if one item has the same answer from everyone.
    /// </summary>
    /// <exception cref="ArgumentException">The rows have different lengths.</exception>
    public static Estimate StandardizedAlpha(IReadOnlyList<IReadOnlyList<double>> people)
    {
        if (Alpha(people) is { Value: null } none) return none;
        var k = people[0].Count;
        double[][] items = [.. Enumerable.Range(0, k).Select(item => (double[])[.. people.Select(row => row[item])])];
        if (items.Any(IsConstant)) return new(null, null, NoResult.Constant);
        double sum = 0;
        for (var i = 0; i < k; i++)
            for (var j = 0; j < i; j++) sum += Correlation.Pearson(items[i], items[j]);
        var mean = 2 * sum / (k * (k - 1.0));
        return 1 + (k - 1) * mean == 0 ? new(null, null, NoResult.Constant) : new(k * mean / (1 + (k - 1) * mean), null, null);
    }

    /// <summary>Alpha without each of the items in turn: where it rises, the item does not belong to the scale.</summary>
    /// <exception cref="ArgumentException">The rows have different lengths.</exception>
    public static IReadOnlyList<Estimate> AlphaWithout(IReadOnlyList<IReadOnlyList<double>> people) =>
        people.Count == 0 ? [] : [.. Enumerable.Range(0, people[0].Count).Select(left =>
            Alpha([.. people.Select(row => (double[])[.. row.Where((_, item) => item != left)])]))];

    /// <summary>The 97.5th percentile of Student's t distribution.</summary>
    /// <param name="freedom">Degrees of freedom, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are none.</exception>
    public static double T(int freedom)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(freedom, 1);
        return Distributions.TwoSided(Confidence, freedom);
    }

    private static bool IsConstant(IReadOnlyCollection<double> values) => values.Distinct().Count() == 1;

    private static double Variance(IReadOnlyCollection<double> values)
    {
        var mean = values.Sum() / values.Count;
        return values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1);
    }
}
