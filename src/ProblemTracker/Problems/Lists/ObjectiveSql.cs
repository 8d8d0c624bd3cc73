namespace ProblemTracker.Problems;

/// <summary>What became of an objective, as conditions on <c>o</c>. The same as <see cref="ObjectiveOutcome"/>.</summary>
internal static class ObjectiveSql
{
    public const string Measured = "(o.Direction IS NOT NULL AND o.BaselineValue IS NOT NULL AND o.AfterValue IS NOT NULL)";

    public const string Moved = "((o.Direction = 'Decrease' AND o.AfterValue < o.BaselineValue) OR (o.Direction = 'Increase' AND o.AfterValue > o.BaselineValue))";

    /// <summary>It can be said whether the target was reached.</summary>
    public const string Targeted = $"({Measured} AND o.TargetValue IS NOT NULL)";

    /// <summary>The assessment of its problem, <c>p</c>, does not say that anything got better.</summary>
    public const string Doubted = "(p.Verdict IS NOT NULL AND p.Verdict IN ('NoChange', 'Worse', 'CannotTell'))";

    public const string Reached =
        "(o.BaselineValue IS NOT NULL AND ((o.Direction = 'Decrease' AND o.AfterValue <= o.TargetValue) OR (o.Direction = 'Increase' AND o.AfterValue >= o.TargetValue)))";

    /// <summary>About how people live in a place, rather than how often something was counted.</summary>
    public const string AboutQualityOfLife = "o.Kind IN ('Disorder', 'Fear', 'QualityOfLife', 'Trust')";

    /// <summary>The objectives that a list's filters let through.</summary>
    public static Predicates Matching(ListObjectives query, Actor actor) => ProblemSql.Of(actor, query.NeighborhoodId, query.CategoryCode, query.LeadId)
        .When(query.ProblemId is not null, "o.ProblemId = @ProblemId")
        .When(query.Closed is true, "p.Stage = 'Closed'")
        .When(query.Closed is false, "p.Stage <> 'Closed'")
        .When(query.ClosedFrom is not null, "p.ClosedAt >= @ClosedFrom")
        .When(query.ClosedTo is not null, "p.ClosedAt < @ClosedTo")
        .When(query.Kind is not null, "o.Kind = @Kind")
        .When(query.QualityOfLife is true, AboutQualityOfLife)
        .When(query.QualityOfLife is false, $"(o.Kind IS NULL OR NOT {AboutQualityOfLife})")
        .When(query.KindGiven is true, "o.Kind IS NOT NULL")
        .When(query.KindGiven is false, "o.Kind IS NULL")
        .When(query.Measured is true, Measured)
        .When(query.Measured is false, $"NOT {Measured}")
        .When(query.Moved is true, Moved)
        .When(query.Moved is false, $"{Measured} AND NOT {Moved}")
        .When(query.Reached is true, Reached)
        .When(query.Reached is false, $"{Targeted} AND NOT {Reached}")
        .When(query.Targeted is true, Targeted)
        .When(query.Targeted is false, $"NOT {Targeted}")
        .When(query.Doubted is true, Doubted)
        .When(query.Doubted is false, $"NOT {Doubted}");

    public const string Rows = """
        SELECT o.ProblemId, p.Number, p.Title, p.Confidential, p.NeighborhoodId, n.Name AS Neighborhood, p.CategoryCode, c.Name AS Category, p.Stage, p.ClosedAt,
            o.ObjectiveKey, o.Measure, o.Kind, o.Unit, o.Direction, o.BaselineValue, o.TargetValue, o.TargetDate, o.AfterValue
        FROM ProblemObjective o
        JOIN Problem p ON p.Id = o.ProblemId
        JOIN Neighborhood n ON n.Id = p.NeighborhoodId
        JOIN Category c ON c.Code = p.CategoryCode
        """;
}
