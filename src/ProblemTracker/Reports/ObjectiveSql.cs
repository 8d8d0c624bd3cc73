namespace ProblemTracker.Reports;

/// <summary>What may be said about a measured objective: conditions on <c>o</c> (ProblemObjective), made of constants.</summary>
internal static class ObjectiveSql
{
    /// <summary>It has a number from before and one from after the response, and says which way is good.</summary>
    public const string Measured = "o.BaselineValue IS NOT NULL AND o.AfterValue IS NOT NULL AND o.Direction IS NOT NULL";

    /// <summary>It moved the wanted way, however little; only of those that are <see cref="Measured"/>.</summary>
    public const string Better = "((o.Direction = 'Decrease' AND o.AfterValue < o.BaselineValue) OR (o.Direction = 'Increase' AND o.AfterValue > o.BaselineValue))";

    /// <summary>How people live in a place, rather than how often something was counted.</summary>
    public const string AboutQualityOfLife = "o.Kind IN ('Disorder', 'Fear', 'QualityOfLife', 'Trust')";
}
