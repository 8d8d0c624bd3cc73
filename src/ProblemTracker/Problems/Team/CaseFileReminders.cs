namespace ProblemTracker.Problems;

/// <summary>Reminders go along with the work: who gets the lead or an action gets those that are open, in their next email too.</summary>
internal sealed partial class CaseFile
{
    private const string Reminders = """
        SELECT n.Id FROM Nudge n WHERE n.ProblemId = @ProblemId AND n.Kind IN @Kinds AND (@ActionId IS NULL OR n.ActionId = @ActionId)
        """;

    /// <param name="toPersonId">Null if nobody has the lead now: the ladder's next run finds who is reminded then.</param>
    private void PassLeadReminders(long? toPersonId) => PassReminders(NudgeKinds.ForLead, null, toPersonId);

    /// <param name="toPersonId">Null for an owner outside.</param>
    public void PassActionReminders(long actionId, long? toPersonId) => PassReminders(NudgeKinds.ForActionOwner, actionId, toPersonId);

    private void PassReminders(IReadOnlyList<NudgeKind> kinds, long? actionId, long? toPersonId)
    {
        var args = new
        {
            ProblemId = Problem.Id,
            Kinds = kinds.Select(kind => kind.ToString()),
            ActionId = actionId,
            To = toPersonId ?? 0,
            Now,
        };
        if (toPersonId is not null)
        {
            // Work that comes back brings back the reminders that went along with it.
            Write($"""
                UPDATE NudgeRecipient SET DoneAt = NULL, SeenAt = NULL, MailedAt = NULL
                WHERE PersonId = @To AND DoneAt IS NOT NULL AND NudgeId IN ({Reminders} AND EXISTS (
                    SELECT 1 FROM NudgeRecipient r WHERE r.NudgeId = n.Id AND r.PersonId <> @To AND r.DoneAt IS NULL))
                """, args);
            Write($"""
                INSERT INTO NudgeRecipient (PersonId, NudgeId)
                SELECT DISTINCT @To, r.NudgeId FROM NudgeRecipient r WHERE r.DoneAt IS NULL AND r.NudgeId IN ({Reminders})
                    AND NOT EXISTS (SELECT 1 FROM NudgeRecipient x WHERE x.PersonId = @To AND x.NudgeId = r.NudgeId)
                """, args);
        }
        Write($"UPDATE NudgeRecipient SET DoneAt = @Now WHERE DoneAt IS NULL AND PersonId <> @To AND NudgeId IN ({Reminders})", args);
    }
}
