namespace ProblemTracker.Domain;

/// <summary>
/// The outcome of an objective, expressed so that a positive change is always an improvement, whether the measure should increase or
/// decrease. Numbers are in the measure's own unit, so never add those of two objectives.
/// </summary>
public sealed record ObjectiveOutcome(Direction? Direction, double? Baseline, double? Target, double? After)
{
    /// <summary>Whether it can be judged: it has a baseline, a value after, and an intended direction.</summary>
    public bool IsMeasured => Gain is not null;

    /// <summary>Whether it moved in the intended direction at all; null if it was not measured. No change is false.</summary>
    public bool? MovedAsIntended => Gain > 0 ? true : Gain is null ? null : false;

    /// <summary>Whether it reached or passed the target; null if it was not measured or has no target.</summary>
    public bool? ReachedTarget =>
        !IsMeasured || Target is null ? null : Direction == Domain.Direction.Increase ? After >= Target : After <= Target;

    /// <summary>
    /// The change in percent of the baseline: positive for better, negative for worse; null if it was not measured or the baseline is zero.
    /// </summary>
    public double? PercentBetter => Baseline is { } before && before != 0 && Gain is { } gain ? 100 * gain / Math.Abs(before) : null;

    private double? Gain => Direction switch
    {
        Domain.Direction.Increase => After - Baseline,
        Domain.Direction.Decrease => Baseline - After,
        _ => null,
    };
}
