using ProblemTracker.Problems;

namespace ProblemTracker.Partners;

/// <summary>Everything that partners can see of a problem itself.</summary>
public sealed record PartnerProblem
{
    public long Id { get; init; }
    public string Number { get; init; } = "";
    public string Neighborhood { get; init; } = "";
    public Stage Stage { get; init; }
    /// <summary>What the problem is called outside the department; null if the team gave it no public title.</summary>
    public string? PublicTitle { get; init; }
    /// <summary>The team's summary for partners; null if none was written.</summary>
    public string? Summary { get; init; }
    /// <summary>How many of the partner's actions are planned and neither declined nor reported done.</summary>
    public int OpenActions { get; init; }
}

/// <summary>One of the partner's own actions.</summary>
public sealed record PartnerAction : IVersioned
{
    public long Id { get; init; }
    public long ProblemId { get; init; }
    public string Number { get; init; } = "";
    public string Neighborhood { get; init; } = "";
    public Stage Stage { get; init; }
    /// <summary>What the problem is called outside the department; null if the team gave it no public title.</summary>
    public string? PublicTitle { get; init; }
    public string Description { get; init; } = "";
    public DateOnly? DueOn { get; init; }
    /// <summary>Past its due date, and neither declined nor reported done.</summary>
    public bool IsOverdue { get; init; }
    public ActionStatus Status { get; init; }
    public DateOnly? DoneOn { get; init; }
    public OwnerAnswer? OwnerAnswer { get; init; }
    public string? OwnerAnswerReason { get; init; }
    /// <summary>The date the owner reported, until the team confirms or returns the report.</summary>
    public DateOnly? ReportedDoneOn { get; init; }
    /// <summary>Why the team returned the report.</summary>
    public string? ReturnedReason { get; init; }
    public int Comments { get; init; }
    public int Photos { get; init; }
    public int Version { get; init; }
}

/// <summary>The rules for what a partner's account can see. The parameter <c>@ActorId</c> is the person.</summary>
internal static class PartnerSql
{
    /// <summary>
    /// A condition on <c>p</c>: problems to which the person's stakeholder is currently attached; confidential ones only if opened to
    /// partners. Partners see only what <see cref="PartnerProblem"/> and <see cref="PartnerAction"/> contain.
    /// </summary>
    public const string VisibleTo = """
        (p.Confidential = 0 OR p.OpenToPartners = 1) AND p.Id IN (
            SELECT v.ProblemId FROM Person x JOIN ProblemStakeholder v ON v.StakeholderId = x.StakeholderId
            WHERE x.Id = @ActorId AND v.DetachedAt IS NULL)
        """;

    /// <summary>A condition on <c>a</c>: actions that an attachment of the person's stakeholder owns.</summary>
    public const string OwnedBy = """
        a.OwnerAttachmentId IN (SELECT v.Id FROM Person x JOIN ProblemStakeholder v ON v.StakeholderId = x.StakeholderId
        WHERE x.Id = @ActorId)
        """;

    /// <summary>A condition on <c>a</c>: actions that wait for their owner.</summary>
    public const string Waiting =
        "a.Status = 'Planned' AND a.ReportedDoneOn IS NULL AND (a.OwnerAnswer IS NULL OR a.OwnerAnswer <> 'Declined')";

    private static readonly ListOrder<PartnerProblem> Newest = new(descending: true) { { "p.Id", row => row.Id } };

    public static readonly Listing<ListPartnerProblems, PartnerProblem> Problems = new()
    {
        Columns = $"""
            p.Id, p.Number, n.Name AS Neighborhood, p.Stage, p.PublicTitle, p.PartnerSummary AS Summary,
            (SELECT COUNT(*) FROM ProblemAction a WHERE a.ProblemId = p.Id AND p.Stage <> 'Closed' AND {Waiting}
                AND {OwnedBy}) AS OpenActions
            """,
        From = "Problem p",
        Names = "LEFT JOIN Neighborhood n ON n.Id = p.NeighborhoodId",
        Filters = new Filters<ListPartnerProblems>().Always(VisibleTo),
        Order = _ => Newest,
    };

    public const string Actions = $"""
        SELECT a.Id, a.ProblemId, p.Number, n.Name AS Neighborhood, p.Stage, a.Description, a.DueOn, a.Status, a.DoneOn,
            a.OwnerAnswer, a.OwnerAnswerReason, a.ReportedDoneOn, a.ReturnedReason, a.Version,
            (SELECT COUNT(*) FROM ActionComment c WHERE c.ActionId = a.Id AND c.AttachmentId = a.OwnerAttachmentId) AS Comments,
            (SELECT COUNT(*) FROM ActionPhoto f WHERE f.ActionId = a.Id AND f.AttachmentId = a.OwnerAttachmentId) AS Photos,
            p.PublicTitle, IIF({ActionListSql.Overdue}, 1, 0) AS IsOverdue
        FROM ProblemAction a JOIN Problem p ON p.Id = a.ProblemId JOIN Neighborhood n ON n.Id = p.NeighborhoodId
        """;

    /// <exception cref="NotFound">There is no such action, or it is not the partner's.</exception>
    public static async Task<PartnerAction> Action(Db db, Actor actor, long actionId, DateOnly today, CancellationToken ct) =>
        await db.Find<PartnerAction>($"{Actions} WHERE a.Id = @actionId AND {VisibleTo} AND {OwnedBy}",
            new { actionId, ActorId = actor.PersonId, Today = today }, ct)
            ?? throw new NotFound();
}
