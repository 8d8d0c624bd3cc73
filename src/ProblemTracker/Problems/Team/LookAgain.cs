namespace ProblemTracker.Problems;

/// <summary>
/// Lets the ladder look again, at its next run, at problems for which something changed beside them. A command that takes a problem to
/// change it need not ask: taking it does this.
/// </summary>
internal static class LookAgain
{
    /// <summary>Somebody in the department came, went or changed roles.</summary>
    public static Task AboutPerson(Db db, long personId, CancellationToken ct) => db.Execute("""
        UPDATE Problem SET LookOn = '1900-01-01' WHERE Id IN (
            SELECT Id FROM Problem WHERE LeadId = @personId
            UNION SELECT ProblemId FROM ProblemAction WHERE OwnerId = @personId AND Status = 'Planned')
        """, new { personId }, ct);

    /// <summary>Somebody outside may be reached now, or not any more: consent, address or account changed.</summary>
    public static Task AboutStakeholder(Db db, long stakeholderId, CancellationToken ct) => db.Execute("""
        UPDATE Problem SET LookOn = '1900-01-01' WHERE Id IN (
            SELECT a.ProblemId FROM ProblemStakeholder t JOIN ProblemAction a ON a.OwnerAttachmentId = t.Id
            WHERE t.StakeholderId = @stakeholderId AND a.Status = 'Planned')
        """, new { stakeholderId }, ct);
}
