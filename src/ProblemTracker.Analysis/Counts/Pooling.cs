namespace ProblemTracker.Analysis;

/// <summary>Effects of several sites together.</summary>
/// <param name="Effect">The pooled effect.</param>
/// <param name="BetweenSites">τ², the variance of the true effects between sites; zero for one common effect.</param>
/// <param name="Inconsistency">I², percent of the differences between sites that chance does not explain.</param>
/// <param name="Q">Cochran's Q, with sites - 1 degrees of freedom.</param>
/// <param name="QValue">p of Q: small if the sites differ by more than chance.</param>
public sealed record PooledEffect(Effect Effect, double BetweenSites, double Inconsistency, double Q, double QValue);

/// <summary>Pools effects of independent sites, such as their weighted displacement differences.</summary>
public static class Pooling
{
    /// <summary>All events prevented together: the sum of the effects and of their variances (ptools' cumulative estimate).</summary>
    public static Effect Sum(IEnumerable<Effect> sites) => sites.Aggregate(new Effect(), (sum, site) => sum.Plus(site));

    /// <summary>The mean effect per site if all have the same: weights 1/variance.</summary>
    /// <returns><see cref="NoResult.Empty"/> without sites, <see cref="NoResult.ZeroCount"/> if a site had no events at all.</returns>
    public static Result<PooledEffect> Common(IReadOnlyCollection<Effect> sites) => Pool(sites, random: false);

    /// <summary>
    /// The mean effect per site if sites differ (DerSimonian and Laird 1986, <i>Controlled Clinical Trials</i> 7:177): weights
    /// 1/(variance + τ²), τ² = max(0, (Q - (k - 1))/(Σw - Σw²/Σw)). With fewer than about ten sites its interval is too short.
    /// </summary>
    /// <returns>As for <see cref="Common"/>.</returns>
    public static Result<PooledEffect> Differing(IReadOnlyCollection<Effect> sites) => Pool(sites, random: true);

    private static Result<PooledEffect> Pool(IReadOnlyCollection<Effect> sites, bool random)
    {
        if (sites.Count == 0) return NoResult.Empty;
        if (sites.Any(site => !(site.Variance > 0))) return NoResult.ZeroCount;
        var weights = sites.Sum(site => 1 / site.Variance);
        var mean = sites.Sum(site => site.Value / site.Variance) / weights;
        var q = sites.Sum(site => (site.Value - mean) * (site.Value - mean) / site.Variance);
        var freedom = sites.Count - 1;
        var spread = weights - sites.Sum(site => 1 / (site.Variance * site.Variance)) / weights;
        var between = random && freedom > 0 ? Math.Max(0, (q - freedom) / spread) : 0;
        var total = sites.Sum(site => 1 / (site.Variance + between));
        return new PooledEffect(new(sites.Sum(site => site.Value / (site.Variance + between)) / total, 1 / total), between,
            q > 0 ? Math.Max(0, (q - freedom) / q * 100) : 0, q, freedom == 0 ? 1 : Distributions.ChiSquareTail(q, freedom));
    }
}
