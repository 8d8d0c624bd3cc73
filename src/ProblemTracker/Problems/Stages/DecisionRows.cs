using ProblemTracker.Webhooks;

namespace ProblemTracker.Problems;

/// <summary>
/// The rows that a decision wrote beside the problem's own, and how an undo takes them back. They are deleted rather than marked, so that
/// no report, list or rule has to know of undone decisions; the audit keeps both.
/// </summary>
internal static class DecisionRows
{
    /// <summary>The hold <c>h</c> that the move out of visit <c>@Left</c> ended on the day <c>@On</c>: nobody else did.</summary>
    public const string EndedByMove = """
        h.ProblemId = @ProblemId AND h.Visit = @Left AND h.EndedOn = @On AND h.UntilOn > @On AND NOT EXISTS (
            SELECT 1 FROM AuditEntry e WHERE e.ProblemId = h.ProblemId AND e.Event = 'problem.resumed' AND e.At >= h.HeldAt)
        """;

    public static IReadOnlyList<PendingWrite> TakenBack(CaseFile file, LastDecision last)
    {
        var args = new
        {
            ProblemId = file.Problem.Id,
            file.Problem.Visit,
            Left = file.Problem.Visit - 1,
            On = file.Calendar.DateOf(last.At),
            file.Now,
            file.Actor.PersonId,
            last.Entries,
            last.Requests,
        };
        return
        [
            .. Rows(last).Select(sql => new PendingWrite(sql, args)),
            WebhookOutbox.Forget(file.Problem.Id, last.At),
        ];
    }

    private static IEnumerable<string> Rows(LastDecision last) =>
    [
        .. last.Event switch
        {
            "problem.stage" => Move,
            "response.started" => Start,
            "deadline.extended" => [
                "DELETE FROM DeadlineExtension WHERE Id = (SELECT MAX(x.Id) FROM DeadlineExtension x WHERE x.ProblemId = @ProblemId)"],
            "problem.held" => [
                "DELETE FROM ProblemHold WHERE Id = (SELECT MAX(x.Id) FROM ProblemHold x WHERE x.ProblemId = @ProblemId)"],
            _ => throw new InvalidOperationException($"{last.Event} can't be undone."),
        },
        .. last.Overridden ? OverrideOf : [],
        .. last.Requests.Count > 0 ? RequestsOf : [],
        "DELETE FROM PersonUpdate WHERE EntryId IN @Entries AND SeenAt IS NULL AND MailedAt IS NULL",
    ];

    private static readonly string[] Move =
    [
        "DELETE FROM StageMove WHERE Id = (SELECT MAX(x.Id) FROM StageMove x WHERE x.ProblemId = @ProblemId)",
        "DELETE FROM StageVisit WHERE ProblemId = @ProblemId AND Visit = @Visit",
        "UPDATE StageVisit SET LeftAt = NULL WHERE ProblemId = @ProblemId AND Visit = @Left",
        $"UPDATE ProblemHold SET EndedOn = NULL WHERE Id IN (SELECT h.Id FROM ProblemHold h WHERE {EndedByMove})",
    ];

    private static readonly string[] Start =
    [
        """
        INSERT INTO WithdrawnPlan (
            ProblemId, Visit, StartedAt, StartedOn, StartedBy, Note, Hash, Sheet, Actions, WithdrawnAt, WithdrawnBy)
        SELECT f.ProblemId, f.Visit, f.StartedAt, f.StartedOn, f.StartedBy, f.Note, f.Hash, f.Sheet, f.Actions, @Now, @PersonId
        FROM FrozenPlan f WHERE f.ProblemId = @ProblemId AND f.Visit = @Visit
        """,
        "DELETE FROM FrozenPlan WHERE ProblemId = @ProblemId AND Visit = @Visit",
    ];

    private static readonly string[] OverrideOf =
    [
        """
        DELETE FROM WaivedCode
        WHERE GateOverrideId = (SELECT MAX(x.Id) FROM GateOverride x WHERE x.ProblemId = @ProblemId)
        """,
        "DELETE FROM GateOverride WHERE Id = (SELECT MAX(x.Id) FROM GateOverride x WHERE x.ProblemId = @ProblemId)",
    ];

    // Supervisors who had not read of the request read of it again.
    private static readonly string[] RequestsOf =
    [
        """
        UPDATE PersonUpdate SET SeenAt = NULL
        WHERE ProblemId = @ProblemId AND Kind = 'RequestMade' AND SeenAt IN (SELECT e.At FROM AuditEntry e WHERE e.Id IN @Entries)
        """,
        """
        UPDATE PersonUpdate SET MailedAt = NULL
        WHERE ProblemId = @ProblemId AND Kind = 'RequestMade' AND MailedAt IN (SELECT e.At FROM AuditEntry e WHERE e.Id IN @Entries)
        """,
        """
        UPDATE ApprovalRequest SET Status = 'Waiting', DecidedBy = NULL, DecidedAt = NULL, DecisionNote = NULL, Version = Version + 1
        WHERE Id IN @Requests
        """,
    ];
}
