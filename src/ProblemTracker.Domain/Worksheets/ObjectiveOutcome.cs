namespace ProblemTracker.Domain;

/// <summary>
/// What became of an objective, said so that good is always the same way round: whether more or less of the measure is wanted, a positive
/// change is one for the better. Numbers are in the measure's own unit, so those of two objectives are never added.
/// </summary>
public sealed record ObjectiveOutcome(Direction? Direction, double? Baseline, double? Target, double? After)
{
    /// <summary>Whether it can be judged: there is a number before, one after, and a direction that is wanted.</summary>
    public bool IsMeasured => Gain is not null;

    /// <summary>Whether it moved in the wanted direction at all; null where it was not measured. Standing still is no.</summary>
    public bool? MovedAsWanted => Gain > 0 ? true : Gain is null ? null : false;

    /// <summary>Whether it came as far as the target or beyond; null where it was not measured or there is no target.</summary>
    public bool? ReachedTarget =>
        !IsMeasured || Target is null ? null : Direction == Domain.Direction.Increase ? After >= Target : After <= Target;

    /// <summary>
    /// The change in percent of the baseline: positive for the better, negative for the worse; null where it was not measured or began at
    /// zero.
    /// </summary>
    public double? PercentBetter => Baseline is { } before && before != 0 && Gain is { } gain ? 100 * gain / Math.Abs(before) : null;

    private double? Gain => Direction switch
    {
        Domain.Direction.Increase => After - Baseline,
        Domain.Direction.Decrease => Baseline - After,
        _ => null,
    };
}
