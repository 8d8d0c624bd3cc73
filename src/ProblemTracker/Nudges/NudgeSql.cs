using ProblemTracker.Problems;

namespace ProblemTracker.Nudges;

/// <summary>One of the reader's own nudges.</summary>
public sealed record NudgeRow
{
    public long Id { get; init; }
    public NudgeKind Kind { get; init; }
    /// <summary>The problem's number; a partner sees nothing else about the problem. "Commitment" if it is about one.</summary>
    public string Number { get; init; } = "";
    public long? ProblemId { get; init; }
    public string? Title { get; init; }
    public Stage? Stage { get; init; }
    public long? ActionId { get; init; }
    /// <summary>The description of the action or the commitment.</summary>
    public string? Action { get; init; }
    public long? RequestId { get; init; }
    /// <summary>The commitment to residents that it is about, instead of a problem.</summary>
    public long? CommitmentId { get; init; }
    /// <summary>
    /// The date it is about: usually a due date; for some kinds the date of the last activity, answer, request or follow-up.
    /// </summary>
    public DateOnly DueOn { get; init; }
    /// <summary>Full weeks overdue, for a kind that repeats weekly; otherwise 0.</summary>
    public int Occurrence { get; init; }
    /// <summary>The message, to be shown after the number.</summary>
    public string Sentence { get; init; } = "";
    /// <summary>Path of the page where the reader can act on it, starting with a slash.</summary>
    public string Link { get; init; } = "";
    /// <summary>Whether its message is still true.</summary>
    public bool Applies { get; init; }
    public DateTimeOffset RaisedAt { get; init; }
    public DateTimeOffset? SeenAt { get; init; }
    /// <summary>The day it returns to the list; null unless it was snoozed.</summary>
    public DateOnly? SnoozedUntil { get; init; }
    public string? SnoozeReason { get; init; }
    public DateTimeOffset? DoneAt { get; init; }
}

/// <summary>SQL for reading nudges. Only the recipient can read a nudge.</summary>
internal static class NudgeSql
{
    /// <summary>
    /// Which of their nudges the actor may see: a condition on <c>n</c> and <c>p</c> with the parameter <c>@ActorId</c>. Hides nudges about
    /// problems that they can no longer see.
    /// </summary>
    public static string VisibleTo(Actor actor) => (actor.Might(Permission.ReadProblems), actor.Might(Permission.ActAsPartner)) switch
    {
        (true, false) => $"(n.CommitmentId IS NOT NULL OR {ProblemSql.VisibleTo(actor)})",
        (true, true) => $"(n.CommitmentId IS NOT NULL OR {ProblemSql.VisibleTo(actor)} OR {OwnAction})",
        (false, true) => OwnAction,
        _ => "1 = 0",
    };

    private const string OwnAction = """
        (n.Kind IN ('PartnerDueSoon', 'PartnerOverdue') AND (p.Confidential = 0 OR p.OpenToPartners = 1) AND EXISTS (
            SELECT 1 FROM ProblemAction o JOIN ProblemStakeholder t ON t.Id = o.OwnerAttachmentId
                JOIN Person w ON w.StakeholderId = t.StakeholderId
            WHERE o.Id = n.ActionId AND t.DetachedAt IS NULL AND w.Id = @ActorId))
        """;

    /// <summary>
    /// A condition on <c>n</c> and <c>p</c>: the cause is still there. A nudge without it leaves the list at once;
    /// <see cref="RaiseNudges"/> marks it as done later.
    /// </summary>
    public const string Applies = """
        (CASE
            WHEN n.Kind = 'RequestWaiting'
                THEN (SELECT COUNT(*) FROM ApprovalRequest q WHERE q.Id = n.RequestId AND q.Status = 'Waiting')
            WHEN n.CommitmentId IS NOT NULL THEN (
                SELECT COUNT(*) FROM Commitment x WHERE x.Id = n.CommitmentId AND x.DoneAt IS NULL AND x.ActionId IS NULL
                    AND x.DueOn = n.DueOn)
            WHEN n.Kind = 'NoActivity' THEN IIF(p.Visit = n.Visit AND p.LastActivityAt <= n.RaisedAt, 1, 0)
            WHEN n.Kind = 'FollowUp' THEN IIF(p.Visit = n.Visit
                AND NOT EXISTS (SELECT 1 FROM DurabilityCheck d WHERE d.ProblemId = n.ProblemId AND d.Visit = n.Visit), 1, 0)
            WHEN n.ActionId IS NOT NULL THEN (
                SELECT COUNT(*) FROM ProblemAction x WHERE x.Id = n.ActionId AND x.Status = 'Planned' AND x.ReportedDoneOn IS NULL
                    AND ((n.Kind = 'ActionDeclined' AND x.OwnerAnswer = 'Declined') OR (n.Kind <> 'ActionDeclined' AND x.DueOn = n.DueOn)))
            ELSE IIF(p.Visit = n.Visit AND p.DueOn = n.DueOn, 1, 0)
        END = 1)
        """;

    /// <summary>Its cause is still there, and it is neither done nor snoozed past <c>@Today</c>.</summary>
    public const string IsOpen = $"r.DoneAt IS NULL AND (r.SnoozedUntil IS NULL OR r.SnoozedUntil <= @Today) AND {Applies}";

    public const string IsSnoozed = $"r.DoneAt IS NULL AND r.SnoozedUntil > @Today AND {Applies}";

    /// <summary>The order of open nudges: what waits for the reader, what is overdue on <c>@Today</c>, what is due soon.</summary>
    public const string Rank = """
        CASE WHEN n.Kind IN ('RequestWaiting', 'ActionDeclined', 'ActionUnanswered', 'ActionUnreachable', 'FollowUp',
                'EscalatedToSupervisor', 'EscalatedToCommander', 'SupervisorAskedToEscalate') THEN 0
            WHEN n.Kind = 'NoActivity' OR n.DueOn >= @Today THEN 2 ELSE 1 END
        """;

    public const string From = "NudgeRecipient r JOIN Nudge n ON n.Id = r.NudgeId LEFT JOIN Problem p ON p.Id = n.ProblemId";

    public const string Names = "LEFT JOIN ProblemAction a ON a.Id = n.ActionId LEFT JOIN Commitment m ON m.Id = n.CommitmentId";

    /// <summary>The columns of a <see cref="Row"/>.</summary>
    public const string Columns = $"""
        n.Id, n.Kind, n.ProblemId, COALESCE(p.Number, 'Commitment') AS Number, p.Title, p.Stage, n.ActionId,
            COALESCE(a.Description, m.Description) AS Action, n.RequestId, n.CommitmentId, n.DueOn, n.Occurrence,
            n.RaisedAt, r.SeenAt, r.SnoozedUntil, r.SnoozeReason, r.DoneAt, p.Confidential, p.OnHoldUntil,
            IIF(p.Visit = n.Visit, 1, 0) AS IsSameVisit, IIF({Applies}, 1, 0) AS Applies
        """;

    public const string Select = $"SELECT {Columns} FROM {From} {Names}";

    public sealed record Row
    {
        public long Id { get; init; }
        public NudgeKind Kind { get; init; }
        public long? ProblemId { get; init; }
        public string Number { get; init; } = "";
        public string? Title { get; init; }
        public Stage Stage { get; init; }
        public long? ActionId { get; init; }
        public string? Action { get; init; }
        public long? RequestId { get; init; }
        public long? CommitmentId { get; init; }
        public DateOnly DueOn { get; init; }
        public int Occurrence { get; init; }
        public DateTimeOffset RaisedAt { get; init; }
        public DateTimeOffset? SeenAt { get; init; }
        public DateOnly? SnoozedUntil { get; init; }
        public string? SnoozeReason { get; init; }
        public DateTimeOffset? DoneAt { get; init; }
        public bool Confidential { get; init; }
        public DateOnly? OnHoldUntil { get; init; }
        public bool IsSameVisit { get; init; }
        public bool Applies { get; init; }
        /// <summary>Only in lists: see <see cref="NudgeSql.Rank"/>.</summary>
        public long Rank { get; init; }

        public NudgeRow Shown(DateOnly today)
        {
            var isForPartner = Kind.IsForPartner();
            return new()
            {
                Id = Id,
                Kind = Kind,
                Number = Number,
                ProblemId = isForPartner ? null : ProblemId,
                Title = isForPartner ? null : Title,
                Stage = isForPartner || ProblemId is null ? null : Stage,
                ActionId = ActionId,
                Action = Action,
                RequestId = RequestId,
                CommitmentId = CommitmentId,
                DueOn = DueOn,
                Occurrence = Occurrence,
                Sentence = Kind.Sentence(DueOn, today, IsSameVisit ? Stage : null, Action),
                Link = Kind switch
                {
                    NudgeKind.PartnerDueSoon or NudgeKind.PartnerOverdue => $"/partner/actions/{ActionId}",
                    NudgeKind.FollowUp => $"/problems/{ProblemId}/follow-up",
                    _ when CommitmentId is { } commitment => $"/commitments/{commitment}",
                    NudgeKind.RequestWaiting => $"/problems/{ProblemId}#waiting",
                    _ when Kind.IsAboutAction() => $"/actions/{ActionId}",
                    _ => $"/problems/{ProblemId}",
                },
                Applies = Applies,
                RaisedAt = RaisedAt,
                SeenAt = SeenAt,
                SnoozedUntil = SnoozedUntil,
                SnoozeReason = SnoozeReason,
                DoneAt = DoneAt,
            };
        }
    }

    /// <summary>One of the actor's own nudges, to read or change.</summary>
    /// <exception cref="NotFound">It is someone else's, or about a problem that the actor can't see.</exception>
    public static async Task<Row> Find(Db db, Actor actor, long nudgeId, CancellationToken ct) => await db.Find<Row>(
        $"{Select} WHERE r.PersonId = @ActorId AND r.NudgeId = @nudgeId AND {VisibleTo(actor)}", new { ActorId = actor.PersonId, nudgeId },
        ct) ?? throw new NotFound();
}
