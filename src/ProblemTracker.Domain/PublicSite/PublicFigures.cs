namespace ProblemTracker.Domain;

/// <summary>
/// The rule for numbers that anyone can read: a count of events or people under <see cref="Least"/> is hidden, since it could tell who is
/// meant. No total is published beside counts, so that none can be computed.
/// </summary>
public static class PublicFigures
{
    /// <summary>The smallest count that is shown.</summary>
    public const int Least = 5;

    /// <summary>A count, or null if it is hidden. Zero is hidden too: it would tell that the hidden ones are not zero.</summary>
    public static int? Shown(int count) => count < Least ? null : count;

    /// <summary>A measured value, or null if it is hidden. Shares and scales of surveys count nobody.</summary>
    public static double? Shown(MeasureKind? kind, double value) =>
        kind is MeasureKind.Fear or MeasureKind.QualityOfLife or MeasureKind.Trust || value >= Least ? value : null;
}
