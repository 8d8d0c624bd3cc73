using ProblemTracker.Retention;

namespace ProblemTracker.Problems;

/// <summary>SQL that the problem slices share; most important, the one visibility rule.</summary>
internal static class ProblemSql
{
    /// <summary>
    /// Problems that the actor can view: a condition on <c>p</c>, built from constants. Its parameter is <c>@ActorId</c>.
    /// Every query, count, export and nudge must use it.
    /// </summary>
    public static string VisibleTo(Actor actor) => actor.SeesConfidential
        ? "1 = 1"
        : "(p.Confidential = 0 OR EXISTS (SELECT 1 FROM ProblemMember m WHERE m.ProblemId = p.Id AND m.PersonId = @ActorId))";

    private const string OfNeighborhood = "p.NeighborhoodId = @NeighborhoodId";
    private const string OfCategory = "p.CategoryCode = @CategoryCode";
    private const string OfLead = "p.LeadId = @LeadId";
    private const string WithoutLead = "p.LeadId IS NULL";

    /// <summary>
    /// The filters that all lists of problems and their parts share: only what the reader can view; neighborhood, category and lead.
    /// </summary>
    public static Filters<TQuery> OfProblem<TQuery>(this Filters<TQuery> filters) where TQuery : IProblemFilter => filters
        .Always(reader => VisibleTo(reader.Actor))
        .Is(q => q.NeighborhoodId, OfNeighborhood)
        .Is(q => q.CategoryCode, OfCategory)
        .Is(q => q.LeadId, id => id == 0 ? WithoutLead : OfLead);

    /// <summary>
    /// Problems that the actor can view, narrowed to a neighborhood, category or lead where given. Lead 0 means problems without a lead.
    /// The SQL parameters are <c>@ActorId</c>, <c>@NeighborhoodId</c>, <c>@CategoryCode</c> and <c>@LeadId</c>.
    /// </summary>
    public static Predicates Of(Actor actor, long? neighborhoodId, string? categoryCode, long? leadId) => new Predicates(VisibleTo(actor))
        .When(neighborhoodId is not null, OfNeighborhood)
        .When(categoryCode is not null, OfCategory)
        .When(leadId is > 0, OfLead)
        .When(leadId is 0, WithoutLead);

    /// <summary>Checks access before reading one part of a problem.</summary>
    /// <exception cref="NotFound">It does not exist, or the actor can't view it.</exception>
    public static async Task MustSee(Db db, Actor actor, long problemId, CancellationToken ct)
    {
        if (await db.Find<long?>($"SELECT p.Id FROM Problem p WHERE p.Id = @problemId AND {VisibleTo(actor)}",
            new { problemId, ActorId = actor.PersonId }, ct) is null)
            throw await Missing(db, actor, problemId, ct);
    }

    /// <summary>What to throw if a problem can't be found: those who read problems learn that it was purged.</summary>
    public static async Task<TrackerException> Missing(Db db, Actor actor, long problemId, CancellationToken ct) =>
        actor.Might(Permission.ReadProblems) && await PurgedRecords.Find(db, ProblemRetention.Kind, problemId, ct) is { } purged
            ? new Gone($"Problem {purged.Label} was purged on {DateText.LongDate(purged.PurgedOn)} under the retention schedule. "
                + $"Purge certificate {purged.Certificate} records it.")
            : new NotFound();

    /// <summary>
    /// Due before today and not on hold: a condition on <c>p</c>. Its parameter is <c>@Today</c>. The SQL counterpart of
    /// <see cref="Deadlines.IsOverdue"/>.
    /// </summary>
    public const string Overdue = "(p.DueOn < @Today AND (p.OnHoldUntil IS NULL OR p.OnHoldUntil <= @Today))";

    /// <summary>The opposite of <see cref="Overdue"/>; includes problems without a due date.</summary>
    public const string NotOverdue = "(p.DueOn IS NULL OR p.DueOn >= @Today OR p.OnHoldUntil > @Today)";

    /// <summary>
    /// Overdue problems that were escalated to the actor and still have the same due date: a condition on <c>p</c>. Its parameter is
    /// <c>@ActorId</c>.
    /// </summary>
    public const string EscalatedToActor = """
        p.Id IN (
            SELECT n.ProblemId FROM NudgeRecipient r JOIN Nudge n ON n.Id = r.NudgeId JOIN Problem e ON e.Id = n.ProblemId
            WHERE r.PersonId = @ActorId AND r.DoneAt IS NULL
                AND n.Kind IN ('EscalatedToSupervisor', 'EscalatedToCommander', 'SupervisorAskedToEscalate')
                AND e.Visit = n.Visit AND e.DueOn = n.DueOn)
        """;

    /// <summary>The lead's account was deactivated: a condition on <c>p</c>.</summary>
    public const string LeadHasLeft = "p.LeadId IN (SELECT w.Id FROM Person w WHERE w.Active = 0)";

    /// <summary>The problem was escalated for its current due date: a condition on <c>p</c>.</summary>
    public const string WasEscalated =
        "EXISTS (SELECT 1 FROM Nudge x WHERE x.ProblemId = p.Id AND x.Visit = p.Visit AND x.DueOn = p.DueOn "
            + "AND x.Kind IN ('EscalatedToSupervisor', 'EscalatedToCommander', 'SupervisorAskedToEscalate'))";

    /// <summary>An action that is not dropped is owned outside the department: a condition on <c>p</c>.</summary>
    public const string OutsideAction =
        "EXISTS (SELECT 1 FROM ProblemAction o WHERE o.ProblemId = p.Id AND o.OwnerAttachmentId IS NOT NULL AND o.Status <> 'Dropped')";

    /// <summary>The team scored all four stages: a condition on <c>p</c>.</summary>
    public const string Scored =
        "(p.ScanningScore IS NOT NULL AND p.AnalysisScore IS NOT NULL AND p.ResponseScore IS NOT NULL AND p.AssessmentScore IS NOT NULL)";

    /// <summary>The problem has been in Response: a condition on <c>p</c>.</summary>
    public const string Responded = "EXISTS (SELECT 1 FROM StageVisit r WHERE r.ProblemId = p.Id AND r.Stage = 'Response')";

    /// <summary>
    /// Closed for a reason that calls for a follow-up: a condition on <c>p</c>. The same rule as in <see cref="Ladder.FollowUpDueOn"/>.
    /// </summary>
    public const string NeedsFollowUp = "p.Stage = 'Closed' AND p.ClosingReason NOT IN ('NotAProblem', 'Duplicate')";

    /// <summary>The highest rung reached for the current due date of <c>p</c>: an <see cref="EscalationLevel"/> as a number.</summary>
    public const string HighestEscalationLevel = """
        COALESCE((SELECT MAX(CASE r.Kind WHEN 'DueSoon' THEN 1 WHEN 'DueToday' THEN 2 WHEN 'Overdue' THEN 3
            WHEN 'EscalatedToSupervisor' THEN 4
            WHEN 'SupervisorAskedToEscalate' THEN 5 WHEN 'EscalatedToCommander' THEN 6 ELSE 0 END)
            FROM Nudge r WHERE r.ProblemId = p.Id AND r.Visit = p.Visit AND r.DueOn = p.DueOn AND r.ActionId IS NULL), 0)
        """;

    /// <summary>The neighborhood has this supervisor: a condition on <c>p</c>. Its parameter is <c>@SupervisorId</c>.</summary>
    public const string SupervisedBy = "p.NeighborhoodId IN (SELECT h.Id FROM Neighborhood h WHERE h.SupervisorId = @SupervisorId)";

    public const string Columns = """
        p.Id, p.Number, p.Title, p.Description, p.CategoryCode, p.NeighborhoodId, p.Address, p.Latitude, p.Longitude, p.Source,
        p.Priority, p.Confidential, p.LeadId, p.Stage, p.Visit, p.StageSince, p.DueOn, p.OnHoldUntil, p.OpenedAt, p.OpenedBy,
        p.LastActivityAt, p.ClosedAt, p.ClosingReason, p.RelatedProblemId, p.Verdict, p.PresetTest, p.EnforcementOnly,
        p.Overrides, p.MovesBack, p.Reopenings, p.PublicTitle, p.PartnerSummary, p.OpenToPartners,
        p.ScanningScore, p.AnalysisScore, p.ResponseScore, p.AssessmentScore, p.Version,
        (SELECT COUNT(DISTINCT i.EventKey) FROM ProblemIncident k JOIN Incident i ON i.Id = k.IncidentId
            WHERE k.ProblemId = p.Id) AS LinkedEvents,
        (SELECT COUNT(*) FROM Concern r WHERE r.ProblemId = p.Id) AS LinkedConcerns
        """;
}

/// <summary>A row of Problem.</summary>
internal sealed record ProblemRecord
{
    public long Id { get; init; }
    public string Number { get; init; } = "";
    public string Title { get; init; } = "";
    public string Description { get; init; } = "";
    public string CategoryCode { get; init; } = "";
    public long NeighborhoodId { get; init; }
    public string? Address { get; init; }
    public double? Latitude { get; init; }
    public double? Longitude { get; init; }
    public ProblemSource Source { get; init; }
    public Priority Priority { get; init; }
    public bool Confidential { get; init; }
    public long? LeadId { get; init; }
    public Stage Stage { get; init; }
    public int Visit { get; init; }
    public DateTimeOffset StageSince { get; init; }
    public DateOnly? DueOn { get; init; }
    /// <summary>End of the most recent hold, even if it is over; null if it was ended early.</summary>
    public DateOnly? OnHoldUntil { get; init; }
    public DateTimeOffset OpenedAt { get; init; }
    public long? OpenedBy { get; init; }
    public DateTimeOffset LastActivityAt { get; init; }
    public DateTimeOffset? ClosedAt { get; init; }
    public ClosingReason? ClosingReason { get; init; }
    public long? RelatedProblemId { get; init; }
    public Verdict? Verdict { get; init; }
    public bool PresetTest { get; init; }
    public bool EnforcementOnly { get; init; }
    public int Overrides { get; init; }
    public int MovesBack { get; init; }
    public int Reopenings { get; init; }
    /// <summary>What the problem is called outside the department.</summary>
    public string? PublicTitle { get; init; }
    public string? PartnerSummary { get; init; }
    public bool OpenToPartners { get; init; }
    public int? ScanningScore { get; init; }
    public int? AnalysisScore { get; init; }
    public int? ResponseScore { get; init; }
    public int? AssessmentScore { get; init; }
    public int Version { get; init; }
    /// <summary>Linked incidents; rows of the same incident count once. Computed, not a column.</summary>
    public int LinkedEvents { get; init; }
    /// <summary>Linked concerns of residents. Computed, not a column.</summary>
    public int LinkedConcerns { get; init; }
}
