namespace ProblemTracker.Analysis;

/// <summary>The ends of a confidence interval, in the unit of its number.</summary>
public readonly record struct Interval(double Low, double High);

/// <summary>The ends of a confidence interval of a ratio.</summary>
/// <param name="Low">Zero or more.</param>
/// <param name="High">Null if it has no upper end, since the rate below the line may be zero.</param>
public readonly record struct RatioInterval(double Low, double? High);

/// <summary>
/// A number with the ends of its confidence interval (95% unless another is asked for), or the reason why one of them is missing. Never
/// NaN.
/// </summary>
/// <param name="Value">Null if there is none.</param>
/// <param name="Interval">Null if there is none.</param>
/// <param name="Why">Null if nothing is missing.</param>
public readonly record struct Estimate(double? Value, Interval? Interval, NoResult? Why)
{
    /// <summary>Whether the interval includes zero, so that the sign of a difference is unknown. True without an interval.</summary>
    public bool IncludesZero => Interval is not { } ends || (ends.Low <= 0 && ends.High >= 0);
}

/// <summary>An answer of several numbers, all of them finite, or the reason why there is none.</summary>
/// <param name="Value">Null if there is none.</param>
/// <param name="Why">Null if there is an answer.</param>
public readonly record struct Result<T>(T? Value, NoResult? Why) where T : class
{
    public static implicit operator Result<T>(T value) => new(value, null);

    public static implicit operator Result<T>(NoResult why) => new(null, why);
}

/// <summary>What a statistic says, the same way around for all: fewer events are better, whatever the sign of the statistic.</summary>
public enum Improvement
{
    /// <summary>The interval holds improvements only.</summary>
    Better,
    /// <summary>The interval holds only what is worse.</summary>
    Worse,
    /// <summary>The interval holds both, or there is none.</summary>
    CannotTell,
}

/// <summary>Reads intervals, so that good points the same way around on every page.</summary>
public static class Improvements
{
    /// <summary>Of a change in events, such as after minus before, or a weighted displacement difference: below zero is better.</summary>
    public static Improvement OfChange(Interval? interval) =>
        interval is not { } ends ? Improvement.CannotTell
        : ends.High < 0 ? Improvement.Better : ends.Low > 0 ? Improvement.Worse : Improvement.CannotTell;

    /// <summary>Of events prevented, such as the total net effect: above zero is better.</summary>
    public static Improvement OfPrevented(Interval? interval) =>
        OfChange(interval is { } ends ? new Interval(-ends.High, -ends.Low) : null);

    /// <summary>Of a rate after to a rate before: below one is better.</summary>
    public static Improvement OfRatio(RatioInterval? interval) => interval is not { } ends ? Improvement.CannotTell
        : ends.High < 1 ? Improvement.Better : ends.Low > 1 ? Improvement.Worse : Improvement.CannotTell;
}
