using MathNet.Numerics.Distributions;

namespace ProblemTracker.Analysis;

/// <summary>The smallest fall that a plan can be expected to show.</summary>
/// <param name="Share">Of the events that are expected in the response area after the response; 0.4 for a fall of 40%.</param>
/// <param name="Events">The same in events.</param>
/// <param name="Power">The probability of showing a fall of this share: at least what was asked for.</param>
/// <param name="Size">The probability of showing a fall where there is none.</param>
public sealed record SmallestFall(double Share, double Events, double Power, double Size);

/// <summary>How sure a plan must be: one-sided tests, since a plan says beforehand that events should fall.</summary>
/// <param name="Level">The highest accepted probability of showing a fall where there is none.</param>
/// <param name="Power">The lowest accepted probability of showing a fall that is there.</param>
public sealed record Demands(double Level = 0.05, double Power = 0.8)
{
    public static readonly Demands Usual = new();
}

/// <summary>Means of the counts that a comparison of areas expects if nothing changes.</summary>
/// <param name="Response">Of the response area in each of two periods of the same length.</param>
/// <param name="Control">Of its control area in each period.</param>
/// <param name="Displacement">Of the displacement area and of its control area in each period; 0 without such areas.</param>
public sealed record ExpectedCounts(double Response, double Control, double Displacement = 0, double DisplacementControl = 0)
{
    internal double Steady => 2 * (Control + Displacement + DisplacementControl);
}

/// <summary>
/// Before a response: which fall could be shown by counts? Power is computed exactly, by summing over all outcomes of Poisson counts. The
/// plan can't be judged from counts if not even the end of all events would show.
/// </summary>
public static class Power
{
    /// <summary>Shares are found to this precision; well below what a plan can know.</summary>
    private const double Precise = 1e-10;

    /// <summary>Standard deviations of a count that are summed over; what is left out is below 1e-12.</summary>
    private const double Far = 8;

    /// <summary>
    /// Two periods of one area, compared by the exact conditional test (see <see cref="TwoCounts"/>). It ignores that events could have
    /// fallen anyway.
    /// </summary>
    /// <param name="before">Expected events in the period before.</param>
    /// <param name="after">Expected events in the period after without a fall; half of it for half the time.</param>
    /// <returns><see cref="NoResult.CannotBeJudged"/>, or <see cref="NoResult.Empty"/> without events.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A mean is negative.</exception>
    public static Result<SmallestFall> BeforeAfter(double before, double after, Demands? demands = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(before);
        ArgumentOutOfRangeException.ThrowIfNegative(after);
        if (before == 0 || after == 0) return NoResult.Empty;
        var asked = demands ?? Demands.Usual;
        var (share, first) = (after / (before + after), Lowest(before));
        // For each count before, the highest count after that still shows a fall. It rises with the count before.
        List<int> limits = [];
        for (var (x, limit) = (first, -1); x <= Highest(before); x++)
        {
            while (Distributions.BinomialAtMost(limit + 1, x + limit + 1L, share) <= asked.Level) limit++;
            limits.Add(limit);
        }
        double[] weights = [.. limits.Select((_, i) => Poisson.PMF(before, first + i))];
        return Smallest(after, asked, fall =>
            limits.Select((limit, i) => weights[i] * Distributions.PoissonAtMost(limit, after * (1 - fall))).Sum());
    }

    /// <summary>
    /// The weighted displacement difference (see <see cref="DisplacementEffects.Difference"/>): response against control area, with or
    /// without displacement areas, shown if Z is at most the normal quantile of the level. Z depends on two sums only, of the counts that
    /// add to it and of those that subtract, so that all outcomes can be summed over.
    /// </summary>
    /// <returns>As for <see cref="BeforeAfter"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A mean is negative.</exception>
    public static Result<SmallestFall> Displacement(ExpectedCounts counts, Demands? demands = null)
    {
        foreach (var mean in new[] { counts.Response, counts.Control, counts.Displacement, counts.DisplacementControl })
            ArgumentOutOfRangeException.ThrowIfNegative(mean);
        if (counts.Response == 0) return NoResult.Empty;
        var asked = demands ?? Demands.Usual;
        return Smallest(counts.Response, asked, fall => OfDisplacement(counts, fall, asked.Level));
    }

    /// <summary>The exact probability that the weighted displacement difference shows a given fall.</summary>
    /// <param name="fall">Share of the events of the response area that no longer happen, 0 to 1.</param>
    public static double OfDisplacement(ExpectedCounts counts, double fall, double level = 0.05)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(fall);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(fall, 1);
        var z = -Normal.InvCDF(0, 1, level);
        var (up, down) = (counts.Response * (1 - fall) + counts.Steady / 2, counts.Response + counts.Steady / 2);
        var power = 0.0;
        for (int x = Lowest(down), limit = -1; x <= Highest(down); x++)
        {
            // Shown if the sum that adds is at most this; it rises with the sum that subtracts.
            while (limit + 1 < x && (x - limit - 1) / Math.Sqrt(x + limit + 1) >= z) limit++;
            power += Poisson.PMF(down, x) * Distributions.PoissonAtMost(limit, up);
        }
        return power;
    }

    /// <summary>
    /// The same by the usual formula, in events: (z₁₋level + z_power)·√(sum of the means), as a check. It is too pessimistic for small
    /// counts, since after a fall there are fewer events and less variance: at a mean of 144 per count 41% instead of 39%.
    /// </summary>
    public static double DisplacementFormula(ExpectedCounts counts, Demands? demands = null)
    {
        var asked = demands ?? Demands.Usual;
        return (Normal.InvCDF(0, 1, 1 - asked.Level) + Normal.InvCDF(0, 1, asked.Power)) * Math.Sqrt(2 * counts.Response + counts.Steady);
    }

    /// <summary>The smallest fall whose power is enough, if power rises with the fall.</summary>
    internal static Result<SmallestFall> Smallest(double mean, Demands asked, Func<double, double> power, double precise = Precise)
    {
        if (power(1) < asked.Power) return NoResult.CannotBeJudged;
        var (size, low, high) = (power(0), 0.0, 1.0);
        while (high - low > precise)
        {
            var middle = (low + high) / 2;
            if (power(middle) < asked.Power) low = middle;
            else high = middle;
        }
        return new SmallestFall(high, high * mean, power(high), size);
    }

    private static int Lowest(double mean) => (int)Math.Max(0, mean - Far * Math.Sqrt(mean) - Far);

    private static int Highest(double mean) => (int)(mean + Far * Math.Sqrt(mean) + 4 * Far);
}
