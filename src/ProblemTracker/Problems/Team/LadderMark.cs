namespace ProblemTracker.Problems;

/// <summary>
/// Makes the ladder's next run recheck problems after a change outside them. Commands that change the problem itself don't need this:
/// saving the case file does it.
/// </summary>
internal static class LadderMark
{
    /// <summary>After a person's account was added, deactivated or given other roles.</summary>
    public static Task ResetPerson(Db db, long personId, CancellationToken ct) => db.Execute("""
        UPDATE Problem SET LookOn = '1900-01-01' WHERE Id IN (
            SELECT Id FROM Problem WHERE LeadId = @personId
            UNION SELECT ProblemId FROM ProblemAction WHERE OwnerId = @personId AND Status = 'Planned')
        """, new { personId }, ct);

    /// <summary>After a stakeholder's consent, address or account changed, so that they can or can't be reached.</summary>
    public static Task ResetStakeholder(Db db, long stakeholderId, CancellationToken ct) => db.Execute("""
        UPDATE Problem SET LookOn = '1900-01-01' WHERE Id IN (
            SELECT a.ProblemId FROM ProblemStakeholder t JOIN ProblemAction a ON a.OwnerAttachmentId = t.Id
            WHERE t.StakeholderId = @stakeholderId AND a.Status = 'Planned')
        """, new { stakeholderId }, ct);
}
