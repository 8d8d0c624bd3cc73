namespace ProblemTracker.Problems;

/// <summary>What remains of a problem that was purged under the retention schedule.</summary>
public sealed record PurgedProblem
{
    public string Number { get; init; } = "";
    /// <summary>The local day.</summary>
    public DateOnly PurgedOn { get; init; }
    /// <summary>Number of the certificate.</summary>
    public long Certificate { get; init; }

}

/// <summary>The problem that another one refers to.</summary>
internal sealed record RelatedProblem
{
    /// <summary>Its number; null for a reader who can't view it.</summary>
    public string? Visible { get; init; }
    public string? Number { get; init; }
    public DateOnly? PurgedOn { get; init; }
    public long? Certificate { get; init; }

    /// <summary>What remains of it if it was purged.</summary>
    public PurgedProblem? Purged => Certificate is { } certificate
        ? new() { Number = Number ?? "", PurgedOn = PurgedOn!.Value, Certificate = certificate } : null;

    /// <summary>Selects the one that <c>@ProblemId</c> refers to. Parameter: <c>@ActorId</c>.</summary>
    public static string Of(Actor viewer) => $"""
        SELECT (SELECT p.Number FROM Problem p WHERE p.Id = x.RelatedProblemId AND {ProblemSql.VisibleTo(viewer)}) AS Visible,
            c.Label AS Number, c.PurgedOn, c.Id AS Certificate
        FROM Problem x LEFT JOIN PurgeCertificate c ON c.Kind = 'problem' AND c.SubjectId = x.RelatedProblemId WHERE x.Id = @ProblemId
        """;
}
