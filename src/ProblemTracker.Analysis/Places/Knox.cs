using MathNet.Numerics.Random;

namespace ProblemTracker.Analysis;

/// <summary>Bands of a Knox table, each from its edge up to, but without, the next.</summary>
/// <param name="Meters">Edges upward, such as 0, 200, 400: [0, 200), [200, 400). Pairs at one place have a band of their own.</param>
/// <param name="Days">Edges upward, such as 0, 7, 14: [0, 7), [7, 14).</param>
public sealed record KnoxBands(IReadOnlyList<double> Meters, IReadOnlyList<int> Days);

/// <summary>A cell of a Knox table: pairs of events near each other in space and time.</summary>
/// <param name="MetersFrom">0 with <paramref name="MetersTo"/> 0: pairs at one place.</param>
/// <param name="Observed">Pairs.</param>
/// <param name="Expected">Mean pairs over the shuffles of the days.</param>
/// <param name="P">One-sided p of at least as many pairs; with shuffles drawn at random never below 1/(shuffles + 1).</param>
public sealed record KnoxCell(double MetersFrom, double MetersTo, int DaysFrom, int DaysTo, long Observed, double Expected, double P)
{
    /// <summary>Observed/expected: 1.5 means half as many again as chance; null if none are expected.</summary>
    public double? Ratio => Expected > 0 ? Observed / Expected : null;
}

/// <summary>Near repeats: whether events follow each other at one place or near it more often than places and days alone explain.</summary>
/// <param name="Shuffles">Shuffles of the days that were counted.</param>
/// <param name="AllShuffles">Whether these were all there are, so that p is exact.</param>
public sealed record KnoxTable(IReadOnlyList<KnoxCell> Cells, int Shuffles, bool AllShuffles);

/// <summary>
/// The test of Knox (1964, <i>Applied Statistics</i> 13:25) for near repeats (Johnson et al. 2007, doi 10.1007/s10940-007-9025-3).
/// </summary>
public static class Knox
{
    /// <summary>
    /// Counts pairs by distance and days apart, and again with the days shuffled among the events, which keeps how many events each place
    /// and each day has. p = (1 + shuffles with at least as many pairs)/(1 + shuffles). If the shuffles asked for are enough for all n! of
    /// them, they are all counted and p is their share. Work grows with the pairs of one band of days within twice the largest distance; it
    /// runs on all processors, and the same seed gives the same numbers on any machine.
    /// </summary>
    /// <param name="events">On a plane, such as from <see cref="Ground.Place"/>.</param>
    /// <param name="days">The day of each of the placed events, in their order.</param>
    /// <returns><see cref="NoResult.OneValue"/> below two events, <see cref="NoResult.OnePlace"/>, <see cref="NoResult.OneDay"/>.</returns>
    /// <exception cref="ArgumentException">Bands don't go upward from 0 or more, or there are not as many days as events.</exception>
    public static Result<KnoxTable> Test(PlacedEvents events, IReadOnlyList<DateOnly> days, KnoxBands bands, int shuffles = 999,
        int seed = 1, CancellationToken ct = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(shuffles, 1);
        var n = events.East.Length;
        if (days.Count != n) throw new ArgumentException("Every event needs a day.", nameof(days));
        if (n < 2) return NoResult.OneValue;
        if (days.All(day => day == days[0])) return NoResult.OneDay;
        if (Enumerable.Range(1, n - 1).All(i => events.East[i] == events.East[0] && events.North[i] == events.North[0]))
            return NoResult.OnePlace;
        var pairs = new KnoxPairs(events, days, bands);
        var observed = pairs.Count(pairs.Given);
        var all = Factorial(n) <= shuffles;
        var runs = all ? (int)Factorial(n) : shuffles;
        var (sums, atLeast) = (new long[observed.Length], new int[observed.Length]);
        Parallel.For(0, runs, new ParallelOptions { CancellationToken = ct, MaxDegreeOfParallelism = Environment.ProcessorCount }, run =>
        {
            var counts = pairs.Count(all ? Nth(run, n) : Shuffled(n, seed, run));
            lock (sums)
            {
                for (var cell = 0; cell < counts.Length; cell++)
                {
                    sums[cell] += counts[cell];
                    if (counts[cell] >= observed[cell]) atLeast[cell]++;
                }
            }
        });
        return new KnoxTable([.. pairs.Cells.Select((cell, i) => cell with
        {
            Observed = observed[i],
            Expected = (double)sums[i] / runs,
            P = all ? (double)atLeast[i] / runs : (1.0 + atLeast[i]) / (1.0 + runs),
        })], runs, all);
    }

    private static double Factorial(int n) => n > 12 ? double.PositiveInfinity : Enumerable.Range(1, n).Aggregate(1.0, (a, b) => a * b);

    /// <summary>Each run has a generator of its own, so that runs can be counted in any order.</summary>
    private static int[] Shuffled(int n, int seed, int run)
    {
        var random = new Xoshiro256StarStar(unchecked(seed * 1_000_003 + run), threadSafe: false);
        int[] order = [.. Enumerable.Range(0, n)];
        for (var i = n - 1; i > 0; i--)
        {
            var j = random.Next(i + 1);
            (order[i], order[j]) = (order[j], order[i]);
        }
        return order;
    }

    /// <summary>One of the n! orders by its number, in the factorial number system.</summary>
    private static int[] Nth(int number, int n)
    {
        List<int> left = [.. Enumerable.Range(0, n)];
        var order = new int[n];
        for (var i = 0; i < n; i++)
        {
            var among = (int)Factorial(n - 1 - i);
            order[i] = left[number / among];
            left.RemoveAt(number / among);
            number %= among;
        }
        return order;
    }
}
