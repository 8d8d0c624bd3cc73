namespace ProblemTracker.Problems;

/// <summary>SQL shared by the list of actions and the reports that count them.</summary>
internal static class ActionListSql
{
    /// <summary>Who owns action <c>a</c>: the name of an <see cref="ActionOwner"/>.</summary>
    public const string OwnedBy = $"""
        CASE WHEN a.OwnerId IS NOT NULL THEN 'Police' WHEN a.OwnerAttachmentId IS NULL THEN 'Unassigned'
            WHEN {ByResident} THEN 'Resident' ELSE 'Partner' END
        """;

    /// <summary>The outside owner is a resident: a condition on <c>a</c>.</summary>
    public const string ByResident = """
        EXISTS (SELECT 1 FROM ProblemStakeholder b JOIN Stakeholder k ON k.Id = b.StakeholderId
        WHERE b.Id = a.OwnerAttachmentId AND k.Kind = 'Resident')
        """;

    /// <summary>The same rule as <see cref="OwnerRules.IsOverdue"/>. Its parameter is <c>@Today</c>.</summary>
    public const string Overdue =
        $"(a.Status = 'Planned' AND a.DueOn < @Today AND a.ReportedDoneOn IS NULL AND p.Stage <> 'Closed' AND NOT {Declined})";

    public const string Declined = "(a.OwnerAnswer IS NOT NULL AND a.OwnerAnswer = 'Declined')";

    /// <summary>Owned outside the department, and the owner has neither accepted nor declined.</summary>
    public const string Unanswered = "(a.OwnerAttachmentId IS NOT NULL AND a.OwnerAnswer IS NULL)";
}
