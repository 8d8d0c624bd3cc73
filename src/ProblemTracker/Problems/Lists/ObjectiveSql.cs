namespace ProblemTracker.Problems;

/// <summary>Outcomes of an objective as conditions on <c>o</c>: the SQL counterpart of <see cref="ObjectiveOutcome"/>.</summary>
internal static class ObjectiveSql
{
    public const string Measured = "(o.Direction IS NOT NULL AND o.BaselineValue IS NOT NULL AND o.AfterValue IS NOT NULL)";

    public const string Moved =
        "((o.Direction = 'Decrease' AND o.AfterValue < o.BaselineValue) OR (o.Direction = 'Increase' AND o.AfterValue > o.BaselineValue))";

    /// <summary>Has everything needed to tell whether the target was reached.</summary>
    public const string Targeted = $"({Measured} AND o.TargetValue IS NOT NULL)";

    /// <summary>The verdict on its problem, <c>p</c>, doesn't confirm an improvement.</summary>
    public const string Doubted = "(p.Verdict IS NOT NULL AND p.Verdict IN ('NoChange', 'Worse', 'CannotTell'))";

    public const string Reached =
        "(o.BaselineValue IS NOT NULL AND ((o.Direction = 'Decrease' AND o.AfterValue <= o.TargetValue) "
            + "OR (o.Direction = 'Increase' AND o.AfterValue >= o.TargetValue)))";

    /// <summary>Measures living conditions in a place rather than counts of incidents.</summary>
    public const string AboutQualityOfLife = "o.Kind IN ('Disorder', 'Fear', 'QualityOfLife', 'Trust')";
}
