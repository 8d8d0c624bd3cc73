namespace ProblemTracker.Analysis;

/// <summary>How events gather at few places.</summary>
/// <param name="Places">Places looked at, those without events too if they were given.</param>
/// <param name="TopPlaces">The places of the top share, rounded up.</param>
/// <param name="TopShare">Share of all events at these places, from 0 to 1.</param>
/// <param name="TopShareExactly">The same read from the Lorenz curve at exactly that share of places.</param>
/// <param name="Gini">0 if all places have the same, toward 1 if one place has everything.</param>
/// <param name="GiniUnbiased">Gini·n/(n - 1); null for one place.</param>
/// <param name="PlacesForHalf">The fewest places that have half of all events.</param>
public sealed record PlaceConcentration(int Places, long Events, int TopPlaces, double TopShare, double TopShareExactly, double Gini,
    double? GiniUnbiased, int PlacesForHalf);

/// <summary>Places with several events.</summary>
/// <param name="Places">Places with any event.</param>
/// <param name="RepeatPlaces">Places with at least as many events as asked for.</param>
/// <param name="RepeatEvents">Events at those.</param>
/// <param name="Top">Those places, the most events first.</param>
public sealed record Repeats<TKey>(int Places, int Events, int RepeatPlaces, int RepeatEvents, IReadOnlyList<(TKey Place, int Count)> Top);

/// <summary>The law of crime concentration: few places have most events (Weisburd 2015, <i>Criminology</i> 53:133).</summary>
public static class Concentration
{
    /// <summary>
    /// Gini = Σ (2i - n - 1)·x_i/(n·Σ x) for counts x sorted upward. With fewer events than places chance alone gathers them, so compare
    /// only with the same places and similar numbers of events (Bernasco and Steenbeek 2017, <i>Journal of Quantitative Criminology</i>
    /// 33:451).
    /// </summary>
    /// <param name="counts">Events of each place. Whether places without events are among them changes every number: say which.</param>
    /// <param name="top">The share of places, above 0 to 1; 0.1 for the top 10%.</param>
    /// <returns><see cref="NoResult.Empty"/> without events.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A count is negative, or the share is out of range.</exception>
    public static Result<PlaceConcentration> Of(IEnumerable<int> counts, double top = 0.1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(top, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(top, 1);
        int[] sorted = [.. counts];
        Array.Sort(sorted);
        if (sorted.Length > 0) ArgumentOutOfRangeException.ThrowIfNegative(sorted[0], nameof(counts));
        Array.Reverse(sorted);
        var (n, events) = (sorted.Length, sorted.Sum(count => (long)count));
        if (events == 0) return NoResult.Empty;
        double weighted = 0;
        for (var i = 0; i < n; i++) weighted += (n - 1 - 2.0 * i) * sorted[i];
        var gini = weighted / (n * (double)events);
        // A part of a place too many by rounding is none.
        var exactly = Math.Round(n * top, 9);
        var whole = (int)Math.Floor(exactly);
        var first = sorted.Take(whole).Sum(count => (long)count);
        var part = whole < n ? sorted[whole] : 0;
        var rounded = (int)Math.Ceiling(exactly);
        long sum = 0;
        var half = 0;
        while (sum * 2 < events) sum += sorted[half++];
        return new PlaceConcentration(n, events, rounded, (first + (rounded > whole ? part : 0)) / (double)events,
            (first + (exactly - whole) * part) / events, gini, n > 1 ? gini * n / (n - 1) : null, half);
    }

    /// <summary>Places with at least so many events, by any key of a place: an address, a block, a hexagon.</summary>
    /// <returns><see cref="NoResult.Empty"/> without events.</returns>
    /// <exception cref="ArgumentOutOfRangeException">It asks for fewer than 2 events.</exception>
    public static Result<Repeats<TKey>> RepeatPlaces<TKey>(IEnumerable<TKey> places, int atLeast = 2) where TKey : notnull
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(atLeast, 2);
        Dictionary<TKey, int> counts = [];
        foreach (var place in places) counts[place] = counts.GetValueOrDefault(place) + 1;
        if (counts.Count == 0) return NoResult.Empty;
        List<(TKey Place, int Count)> top = [.. counts.Where(one => one.Value >= atLeast).Select(one => (one.Key, one.Value))
            .OrderByDescending(one => one.Value)];
        return new Repeats<TKey>(counts.Count, counts.Values.Sum(), top.Count, top.Sum(one => one.Count), top);
    }
}
