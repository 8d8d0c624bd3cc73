namespace ProblemTracker.Analysis;

/// <summary>
/// Values of which each is known with how often it occurs, as a GROUP BY gives them. In any order; counts are above zero.
/// </summary>
public static class Frequencies
{
    /// <summary>The arithmetic mean; null of nothing.</summary>
    public static double? Mean(IReadOnlyCollection<(double Value, int Count)> values)
    {
        var all = values.Sum(v => (long)v.Count);
        return all == 0 ? null : values.Sum(v => v.Value * v.Count) / all;
    }

    /// <summary>The value in the middle, of an even number the mean of the two in the middle; null of nothing.</summary>
    public static double? Median(IReadOnlyCollection<(double Value, int Count)> values)
    {
        var all = values.Sum(v => (long)v.Count);
        if (all == 0) return null;
        var ordered = values.OrderBy(v => v.Value).ToList();
        return (At((all - 1) / 2) + At(all / 2)) / 2;

        double At(long place)
        {
            foreach (var (value, count) in ordered)
                if ((place -= count) < 0) return value;
            throw new ArgumentException("A count is not above zero.", nameof(values));
        }
    }
}
