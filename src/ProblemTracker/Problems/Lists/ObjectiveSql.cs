namespace ProblemTracker.Problems;

/// <summary>What became of an objective, as conditions on <c>o</c>. The same as <see cref="ObjectiveOutcome"/>.</summary>
internal static class ObjectiveSql
{
    public const string Measured = "(o.Direction IS NOT NULL AND o.BaselineValue IS NOT NULL AND o.AfterValue IS NOT NULL)";

    public const string Moved =
        "((o.Direction = 'Decrease' AND o.AfterValue < o.BaselineValue) OR (o.Direction = 'Increase' AND o.AfterValue > o.BaselineValue))";

    /// <summary>It can be said whether the target was reached.</summary>
    public const string Targeted = $"({Measured} AND o.TargetValue IS NOT NULL)";

    /// <summary>The assessment of its problem, <c>p</c>, does not say that anything got better.</summary>
    public const string Doubted = "(p.Verdict IS NOT NULL AND p.Verdict IN ('NoChange', 'Worse', 'CannotTell'))";

    public const string Reached =
        "(o.BaselineValue IS NOT NULL AND ((o.Direction = 'Decrease' AND o.AfterValue <= o.TargetValue) OR (o.Direction = 'Increase' AND "
            + "o.AfterValue >= o.TargetValue)))";

    /// <summary>About how people live in a place, rather than how often something was counted.</summary>
    public const string AboutQualityOfLife = "o.Kind IN ('Disorder', 'Fear', 'QualityOfLife', 'Trust')";
}
