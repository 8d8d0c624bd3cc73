namespace ProblemTracker.Analysis;

/// <summary>A cell of a map with its hot-spot statistic.</summary>
/// <param name="Z">Above zero where the cell and its neighbors have more events than the map on average.</param>
/// <param name="P">One-sided p of a hot spot.</param>
/// <param name="TwoSided">Two-sided p, of a hot or a cold spot.</param>
public readonly record struct LocalStatistic(double Z, double P, double TwoSided);

/// <summary>A hexagon of a map of hot spots.</summary>
/// <param name="Adjusted">One-sided p adjusted by Benjamini and Hochberg over all hexagons of the map.</param>
public sealed record HotHex(Hex Hex, int Count, double Z, double P, double Adjusted);

/// <summary>Where events gather, compared with the rest of the map.</summary>
public static class HotSpots
{
    /// <summary>
    /// Gi* (Getis and Ord 1992, <i>Geographical Analysis</i> 24:189; Ord and Getis 1995, 27:286), z = (Σ w·x - m·Σ w)/(S·√((n·Σ w² -
    /// (Σ w)²)/(n - 1))), with weights 1 for the cell itself and its neighbors, mean m and standard deviation S (divisor n) of all cells.
    /// The p values are normal; they are rough for maps where most cells have no events.
    /// </summary>
    /// <param name="values">One per cell, such as counts; cells without events too.</param>
    /// <param name="neighbors">For each cell the indexes of itself and its neighbors.</param>
    /// <returns>
    /// In the same order; z = 0 for a cell whose neighbors are the whole map. <see cref="NoResult.Empty"/>, <see cref="NoResult.OneValue"/>
    /// or <see cref="NoResult.Constant"/>.
    /// </returns>
    /// <exception cref="ArgumentException">There are not as many lists of neighbors as values.</exception>
    public static Result<LocalStatistic[]> GiStar(IReadOnlyList<double> values, IReadOnlyList<int[]> neighbors)
    {
        var n = values.Count;
        if (neighbors.Count != n) throw new ArgumentException("Every cell needs its neighbors.", nameof(neighbors));
        if (n == 0) return NoResult.Empty;
        if (n == 1) return NoResult.OneValue;
        if (values.All(value => value == values[0])) return NoResult.Constant;
        var mean = values.Average();
        var spread = Math.Sqrt(Math.Max(0, values.Sum(value => (value - mean) * (value - mean)) / n));
        var found = new LocalStatistic[n];
        for (var i = 0; i < n; i++)
        {
            double sum = 0, weights = neighbors[i].Length;
            foreach (var j in neighbors[i]) sum += values[j];
            var width = (n * weights - weights * weights) / (n - 1);
            var z = width > 0 ? (sum - mean * weights) / (spread * Math.Sqrt(width)) : 0;
            found[i] = new(z, Distributions.NormalTail(z), Math.Min(1, 2 * Distributions.NormalTail(Math.Abs(z))));
        }
        return found;
    }

    /// <summary>Gi* of hexagons, each with its six neighbors, with p adjusted for the number of hexagons.</summary>
    /// <param name="counts">Events of the hexagons that have any.</param>
    /// <param name="area">
    /// All hexagons of the city, those without events too, which decide what is usual. Null for those with events and their neighbors: then
    /// a town with wide fields does not make every street a hot spot.
    /// </param>
    /// <returns>Hexagons with events only, the hottest first; reasons as for <see cref="GiStar"/>.</returns>
    public static Result<HotHex[]> Of(IReadOnlyDictionary<Hex, int> counts, IEnumerable<Hex>? area = null)
    {
        List<Hex> cells = [.. (area ?? counts.Keys.SelectMany(hex => hex.Disk())).Distinct()];
        Dictionary<Hex, int> places = new(cells.Count);
        foreach (var hex in cells) places[hex] = places.Count;
        double[] values = [.. cells.Select(hex => (double)counts.GetValueOrDefault(hex))];
        int[][] neighbors = [.. cells.Select(hex =>
            (int[])[.. hex.Disk().Select(near => places.GetValueOrDefault(near, -1)).Where(place => place >= 0)])];
        var statistics = GiStar(values, neighbors);
        if (statistics.Value is not { } found) return statistics.Why!.Value;
        var adjusted = FalseDiscovery.Adjust([.. found.Select(one => one.P)]);
        return (HotHex[])[.. cells.Select((hex, i) => new HotHex(hex, (int)values[i], found[i].Z, found[i].P, adjusted[i]))
            .Where(hex => hex.Count > 0).OrderByDescending(hex => hex.Z).ThenBy(hex => hex.Hex.R).ThenBy(hex => hex.Hex.Q)];
    }
}
