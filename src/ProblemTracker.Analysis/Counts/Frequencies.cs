namespace ProblemTracker.Analysis;

/// <summary>Statistics of values with their counts, as a GROUP BY returns them: in any order, with counts above zero.</summary>
public static class Frequencies
{
    /// <summary>The arithmetic mean; null if there are no values.</summary>
    public static double? Mean(IReadOnlyCollection<(double Value, int Count)> values)
    {
        var all = values.Sum(v => (long)v.Count);
        return all == 0 ? null : values.Sum(v => v.Value * v.Count) / all;
    }

    /// <summary>The middle value, or the mean of the two middle values; null if there are no values.</summary>
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
            throw new ArgumentException("Every count must be above zero.", nameof(values));
        }
    }
}
