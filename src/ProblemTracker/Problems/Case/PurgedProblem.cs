namespace ProblemTracker.Problems;

/// <summary>What remains of a problem that was purged under the retention schedule.</summary>
public sealed record PurgedProblem
{
    public string Number { get; init; } = "";
    /// <summary>The local day.</summary>
    public DateOnly PurgedOn { get; init; }
    /// <summary>Number of the certificate.</summary>
    public long Certificate { get; init; }

    /// <summary>Selects the purged problem that <c>@ProblemId</c> refers to.</summary>
    internal const string Related = """
        SELECT c.Label AS Number, c.PurgedOn, c.Id AS Certificate FROM PurgeCertificate c
        WHERE c.Kind = 'problem' AND c.SubjectId = (SELECT x.RelatedProblemId FROM Problem x WHERE x.Id = @ProblemId)
        """;
}
