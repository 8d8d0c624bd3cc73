namespace ProblemTracker.Analysis;

/// <summary>One of several counts against its share of their total.</summary>
/// <param name="Expected">The total times the share.</param>
/// <param name="P">One-sided p of at least as many.</param>
/// <param name="Adjusted">By Benjamini and Hochberg over all the counts.</param>
public sealed record ShareCount(int Count, double Expected, double P, double Adjusted);

/// <summary>Which of several counts have more than their share.</summary>
public static class Shares
{
    /// <summary>
    /// Given the total n of the counts, one with the share s is binomial, so p is the exact tail. Assumes that events are independent:
    /// where they come in clusters, p is too small.
    /// </summary>
    /// <param name="weights">One for each count, such as the days of a month or the events of all categories in an hour.</param>
    /// <returns>In the same order; <see cref="NoResult.Empty"/> without events or without weights.</returns>
    /// <exception cref="ArgumentException">There are not as many weights as counts.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A count or a weight is negative.</exception>
    public static Result<ShareCount[]> Against(IReadOnlyList<int> counts, IReadOnlyList<double> weights)
    {
        if (weights.Count != counts.Count) throw new ArgumentException("Every count needs a weight.", nameof(weights));
        foreach (var count in counts) ArgumentOutOfRangeException.ThrowIfNegative(count, nameof(counts));
        foreach (var weight in weights) ArgumentOutOfRangeException.ThrowIfNegative(weight, nameof(weights));
        var (total, all) = (counts.Sum(count => (long)count), weights.Sum());
        if (total == 0 || all == 0) return NoResult.Empty;
        double[] p = [.. counts.Select((count, i) => Distributions.BinomialAtLeast(count, total, weights[i] / all))];
        var adjusted = FalseDiscovery.Adjust(p);
        return (ShareCount[])[.. counts.Select((count, i) => new ShareCount(count, total * weights[i] / all, p[i], adjusted[i]))];
    }
}
