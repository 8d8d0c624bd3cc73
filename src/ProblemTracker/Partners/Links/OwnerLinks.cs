using ProblemTracker.Links;
using ProblemTracker.Stakeholders;

namespace ProblemTracker.Partners;

/// <summary>The action and owner of an open link.</summary>
internal sealed record OwnerLink
{
    public long Id { get; init; }
    public long ActionId { get; init; }
    public long ProblemId { get; init; }
    public long AttachmentId { get; init; }
    public long StakeholderId { get; init; }
    public bool HasConsent { get; init; }
}

/// <summary>Links that let owners outside the department answer without an account.</summary>
internal static class OwnerLinks
{
    private const int LongestToken = 100;

    /// <returns>
    /// Null if the link is unknown, expired or withdrawn, the action has another owner, the owner was detached or merged into another
    /// entry, or the problem is closed.
    /// </returns>
    public static Task<OwnerLink?> Find(Db db, string token, DateTimeOffset now, CancellationToken ct) => token.Length > LongestToken
        ? Task.FromResult<OwnerLink?>(null)
        : db.Find<OwnerLink>($"""
            SELECT l.Id, a.Id AS ActionId, a.ProblemId, t.Id AS AttachmentId, s.Id AS StakeholderId,
                IIF({StakeholderSql.HasConsent}, 1, 0) AS HasConsent
            FROM OneTimeLink l
            JOIN ProblemAction a ON a.Id = l.SubjectId AND a.OwnerAttachmentId = l.HolderId
            JOIN Problem p ON p.Id = a.ProblemId
            JOIN ProblemStakeholder t ON t.Id = l.HolderId
            JOIN Stakeholder s ON s.Id = t.StakeholderId
            WHERE {OneTimeLinks.IsOpen} AND t.DetachedAt IS NULL AND s.MergedIntoId IS NULL AND p.Stage <> 'Closed'
            """, OneTimeLinks.OpenArgs(token, LinkPurpose.ActionOwner, now), ct);
}
