namespace ProblemTracker.Analysis;

/// <summary>A change in events with its variance, in events or in events per unit of the weights. Below zero is better.</summary>
/// <param name="Value">After minus before.</param>
/// <param name="Variance">Zero if there were no events at all.</param>
public readonly record struct Effect(double Value, double Variance)
{
    public double Error => Math.Sqrt(Variance);

    /// <summary>Value/error; zero if there were no events, which says nothing.</summary>
    public double Z => Variance > 0 ? Value / Error : 0;

    /// <summary>One-sided p for a fall, from the normal distribution.</summary>
    public double Fall => Distributions.NormalTail(-Z);

    /// <summary>Two-sided p.</summary>
    public double TwoSided => Math.Min(1, 2 * Distributions.NormalTail(Math.Abs(Z)));

    /// <summary>The normal interval; null if there were no events.</summary>
    public Interval? Interval(double confidence = 0.95) => Variance > 0
        ? new(Value - Distributions.TwoSided(confidence) * Error, Value + Distributions.TwoSided(confidence) * Error) : null;

    public Effect Plus(Effect other) => new(Value + other.Value, Variance + other.Variance);

    /// <summary>In another unit, such as harm: weights scale values, and their squares scale variances.</summary>
    public Effect Times(double weight) => new(Value * weight, Variance * weight * weight);
}
