namespace ProblemTracker.Analysis;

/// <summary>Adjusts p values for having looked at many things.</summary>
public static class FalseDiscovery
{
    /// <summary>
    /// The adjusted p values of Benjamini and Hochberg (1995, <i>Journal of the Royal Statistical Society B</i> 57:289): of those at
    /// or below a level, at most this share is expected to be chance. Assumes tests that are independent or rise and fall together.
    /// </summary>
    /// <param name="p">From 0 to 1, in any order.</param>
    /// <returns>In the same order.</returns>
    public static double[] Adjust(IReadOnlyList<double> p)
    {
        var n = p.Count;
        int[] order = [.. Enumerable.Range(0, n).OrderBy(i => p[i])];
        var (adjusted, least) = (new double[n], 1.0);
        for (var rank = n; rank > 0; rank--)
            adjusted[order[rank - 1]] = least = Math.Min(least, p[order[rank - 1]] * n / rank);
        return adjusted;
    }
}
