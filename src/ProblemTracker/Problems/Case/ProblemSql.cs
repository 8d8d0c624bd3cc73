using System.Text.RegularExpressions;
using Dapper;
using ProblemTracker.Agency;
using ProblemTracker.Mail;
using ProblemTracker.Partners;
using ProblemTracker.Search;

namespace ProblemTracker.Problems;

/// <summary>SQL that the problem slices share, the one visibility rule above all.</summary>
internal static partial class ProblemSql
{
    /// <summary>
    /// Which problems exist for the actor: a condition on <c>p</c>, made of constants; its parameter is <c>@ActorId</c>.
    /// Used by every query, count, export and nudge.
    /// </summary>
    public static string VisibleTo(Actor actor) => actor.SeesConfidential
        ? "1 = 1"
        : "(p.Confidential = 0 OR EXISTS (SELECT 1 FROM ProblemMember m WHERE m.ProblemId = p.Id AND m.PersonId = @ActorId))";

    /// <summary>The problems that exist for the actor, of one neighborhood, category or lead where they are set; a lead of 0 means nobody. The parameters have these names.</summary>
    public static Predicates Of(Actor actor, long? neighborhoodId, string? categoryCode, long? leadId) => new Predicates(VisibleTo(actor))
        .When(neighborhoodId is not null, "p.NeighborhoodId = @NeighborhoodId")
        .When(categoryCode is not null, "p.CategoryCode = @CategoryCode")
        .When(leadId is > 0, "p.LeadId = @LeadId")
        .When(leadId is 0, "p.LeadId IS NULL");

    /// <summary>For reading one part of a problem.</summary>
    /// <exception cref="NotFound">It does not exist, or not for the actor.</exception>
    public static async Task MustSee(Db db, Actor actor, long problemId, CancellationToken ct)
    {
        if (await db.Find<long?>($"SELECT p.Id FROM Problem p WHERE p.Id = @problemId AND {VisibleTo(actor)}",
            new { problemId, ActorId = actor.PersonId }, ct) is null)
            throw new NotFound();
    }

    /// <summary>Due before today and not on hold: a condition on <c>p</c>; its parameter is <c>@Today</c>. The same as <see cref="Deadlines.IsOverdue"/>.</summary>
    public const string Overdue = "(p.DueOn < @Today AND (p.HeldUntil IS NULL OR p.HeldUntil <= @Today))";

    /// <summary>The reverse of <see cref="Overdue"/>; a problem without a date is not overdue either.</summary>
    public const string NotOverdue = "(p.DueOn IS NULL OR p.DueOn >= @Today OR p.HeldUntil > @Today)";

    /// <summary>
    /// Of whose being late the actor was told as one of those above the lead, and still late by the same date: a condition on <c>p</c>; its
    /// parameter is <c>@ActorId</c>.
    /// </summary>
    public const string EscalatedToActor = """
        p.Id IN (
            SELECT n.ProblemId FROM NudgeRecipient r JOIN Nudge n ON n.Id = r.NudgeId JOIN Problem e ON e.Id = n.ProblemId
            WHERE r.PersonId = @ActorId AND r.DoneAt IS NULL AND n.Rung IN ('Escalated', 'EscalatedToCommand', 'EscalateByHand')
                AND e.Visit = n.Visit AND e.DueOn = n.DueOn)
        """;

    /// <summary>Led by somebody whose account was switched off.</summary>
    public const string LeadHasLeft = "p.LeadId IN (SELECT w.Id FROM Person w WHERE w.Active = 0)";

    /// <summary>Somebody above the lead was told of its being late by the date that it still has: a condition on <c>p</c>.</summary>
    public const string WasEscalated =
        "EXISTS (SELECT 1 FROM Nudge x WHERE x.ProblemId = p.Id AND x.Visit = p.Visit AND x.DueOn = p.DueOn AND x.Rung IN ('Escalated', 'EscalatedToCommand', 'EscalateByHand'))";

    /// <summary>The same between two moments, the second of which may be missing: a condition on <c>p</c>; its parameters are <c>@EscalatedFrom</c> and <c>@EscalatedTo</c>.</summary>
    private static string EscalatedIn(ListProblems query) =>
        $"EXISTS (SELECT 1 FROM Nudge x WHERE x.ProblemId = p.Id AND x.Visit = p.Visit AND x.DueOn = p.DueOn AND x.Rung IN ('Escalated', 'EscalatedToCommand', 'EscalateByHand') AND x.RaisedAt >= @EscalatedFrom{(query.EscalatedTo is null ? "" : " AND x.RaisedAt < @EscalatedTo")})";

    private static string FoundIn(ListProblems query) =>
        $"p.Stage = 'Closed' AND EXISTS (SELECT 1 FROM DurabilityCheck d WHERE d.ProblemId = p.Id AND d.Visit = p.Visit AND d.Finding = @Durability{(query.CheckedFrom is null ? "" : " AND d.CheckedAt >= @CheckedFrom")}{(query.CheckedTo is null ? "" : " AND d.CheckedAt < @CheckedTo")})";

    /// <summary>An action, not dropped, is owned outside the police: a condition on <c>p</c>.</summary>
    public const string OutsideAction =
        "EXISTS (SELECT 1 FROM ProblemAction o WHERE o.ProblemId = p.Id AND o.OwnerAttachmentId IS NOT NULL AND o.Status <> 'Dropped')";

    /// <summary>The team scored all four stages: a condition on <c>p</c>.</summary>
    public const string Scored =
        "(p.ScanningScore IS NOT NULL AND p.AnalysisScore IS NOT NULL AND p.ResponseScore IS NOT NULL AND p.AssessmentScore IS NOT NULL)";

    /// <summary>It was in Response once: a condition on <c>p</c>.</summary>
    public const string Responded = "EXISTS (SELECT 1 FROM StageVisit r WHERE r.ProblemId = p.Id AND r.Stage = 'Response')";

    /// <summary>Closed for a reason that leaves something to hold: a condition on <c>p</c>. The same as <see cref="Ladder.DurabilityDueOn"/>.</summary>
    public const string CanHold = "p.Stage = 'Closed' AND p.ClosingReason NOT IN ('NotAProblem', 'Duplicate')";

    /// <summary>The present closing was looked at again: a condition on <c>p</c>.</summary>
    private const string LookedAtAgain = "EXISTS (SELECT 1 FROM DurabilityCheck l WHERE l.ProblemId = p.Id AND l.Visit = p.Visit)";
    /// <summary>How high the ladder has climbed for the present due date of <c>p</c>: the number of a <see cref="LateRung"/>.</summary>
    public const string LateRungReached = """
        COALESCE((SELECT MAX(CASE r.Rung WHEN 'DueSoon' THEN 1 WHEN 'DueToday' THEN 2 WHEN 'Overdue' THEN 3 WHEN 'Escalated' THEN 4
            WHEN 'EscalateByHand' THEN 5 WHEN 'EscalatedToCommand' THEN 6 ELSE 0 END)
            FROM Nudge r WHERE r.ProblemId = p.Id AND r.Visit = p.Visit AND r.DueOn = p.DueOn AND r.ActionId IS NULL), 0)
        """;

    /// <summary>Who answers for its neighborhood: a condition on <c>p</c>; its parameter is <c>@SupervisorId</c>.</summary>
    public const string SupervisedBy = "p.NeighborhoodId IN (SELECT h.Id FROM Neighborhood h WHERE h.SupervisorId = @SupervisorId)";

    public const string Columns = """
        p.Id, p.Number, p.Title, p.Description, p.CategoryCode, p.NeighborhoodId, p.Address, p.Latitude, p.Longitude, p.IdentifiedBy, p.Priority,
        p.Confidential, p.LeadId, p.Stage, p.Visit, p.StageSince, p.DueOn, p.HeldUntil, p.OpenedAt, p.OpenedBy, p.LastActivityAt, p.ClosedAt, p.ClosingReason,
        p.RelatedProblemId, p.Verdict, p.PresetTest, p.EnforcementOnly, p.Overrides, p.Returns, p.Reopenings,
        p.PartnerSummary, p.OpenToPartners, p.ScanningScore, p.AnalysisScore, p.ResponseScore, p.AssessmentScore, p.Version,
        (SELECT COUNT(DISTINCT i.EventKey) FROM ProblemIncident k JOIN Incident i ON i.Id = k.IncidentId
            WHERE k.ProblemId = p.Id) AS LinkedEvents
        """;

    /// <summary>The problems that a list's filters let through.</summary>
    public static Predicates Matching(ListProblems query, Actor actor, Dialect dialect) => Of(actor, query.NeighborhoodId, query.CategoryCode, query.LeadId)
        .When(query.Stage is not null, "p.Stage = @Stage")
        .When(query.Open is true, "p.Stage <> 'Closed'")
        .When(query.Open is false, "p.Stage = 'Closed'")
        .When(query.Overdue is true, Overdue)
        .When(query.Overdue is false, NotOverdue)
        .When(query.Held is true, "p.HeldUntil > @Today")
        .When(query.Held is false, "(p.HeldUntil IS NULL OR p.HeldUntil <= @Today)")
        .When(query.Priority is not null, "p.Priority = @Priority")
        .When(query.Escalated is true, EscalatedToActor)
        .When(query.LeadActive is true, "p.LeadId IN (SELECT w.Id FROM Person w WHERE w.Active = 1)")
        .When(query.LeadActive is false, LeadHasLeft)
        .When(query.MemberId is not null, "EXISTS (SELECT 1 FROM ProblemMember t WHERE t.ProblemId = p.Id AND t.PersonId = @MemberId)")
        .When(query.Overridden is true, "p.Overrides > 0")
        .When(query.EnforcementOnly is true, "p.EnforcementOnly = 1")
        .When(query.Verdict is not null, "p.Verdict = @Verdict")
        .When(query.PresetTest is not null, "p.PresetTest = @PresetTest")
        .When(query.OpenedFrom is not null, "p.OpenedAt >= @OpenedFrom")
        .When(query.OpenedTo is not null, "p.OpenedAt < @OpenedTo")
        .When(query.ClosedFrom is not null, "p.ClosedAt >= @ClosedFrom")
        .When(query.ClosedTo is not null, "p.ClosedAt < @ClosedTo")
        .When(query.DueFrom is not null, "p.DueOn >= @DueFrom")
        .When(query.DueTo is not null, "p.DueOn <= @DueTo")
        .When(query.ClosingReason is not null, "p.ClosingReason = @ClosingReason")
        .When(query.Durability is not null, FoundIn(query))
        .When(query.WaivedCode is not null, "p.Id IN (SELECT o.ProblemId FROM WaivedCode w JOIN GateOverride o ON o.Id = w.GateOverrideId WHERE w.Code = @WaivedCode)")
        .When(query.Technique is not null, "p.Id IN (SELECT a.ProblemId FROM ProblemAction a WHERE a.Technique = @Technique AND a.Interim = 0 AND a.Status <> 'Dropped')")
        .When(query.OutsideAction is true, OutsideAction)
        .When(query.OutsideAction is false, $"NOT {OutsideAction}")
        .When(query.Scored is true, Scored)
        .When(query.Scored is false, $"NOT {Scored}")
        .When(query.WasEscalated is true, WasEscalated)
        .When(query.WasEscalated is false, $"NOT {WasEscalated}")
        .When(query.EscalatedFrom is not null, EscalatedIn(query))
        .When(query.Judged is true, "p.Verdict IS NOT NULL")
        .When(query.Judged is false, "p.Verdict IS NULL")
        .When(query.Improved is true, "p.Verdict = 'Improved'")
        .When(query.Improved is false, "(p.Verdict IS NULL OR p.Verdict <> 'Improved')")
        .When(query.SupervisorId is > 0, SupervisedBy)
        .When(query.SupervisorId is 0, "p.NeighborhoodId IN (SELECT h.Id FROM Neighborhood h WHERE h.SupervisorId IS NULL)")
        .When(query.Rung is not null, $"p.DueOn IS NOT NULL AND {LateRungReached} = @Rung")
        .When(query.Returned is true, "p.Returns > 0")
        .When(query.Returned is false, "p.Returns = 0")
        .When(query.Reopened is true, "p.Reopenings > 0")
        .When(query.Reopened is false, "p.Reopenings = 0")
        .When(query.Responded is true, Responded)
        .When(query.Responded is false, $"NOT {Responded}")
        .When(query.WaivedGate is not null, "EXISTS (SELECT 1 FROM GateOverride g WHERE g.ProblemId = p.Id AND g.Gate = @WaivedGate)")
        .When(query.DurabilityStep is DurabilityStep.LookedAt, $"p.Stage = 'Closed' AND {LookedAtAgain}")
        .When(query.DurabilityStep is DurabilityStep.Waiting, $"{CanHold} AND p.ClosedAt < @DurabilityDueBefore AND NOT {LookedAtAgain}")
        .When(query.DurabilityStep is DurabilityStep.NotYetDue, $"{CanHold} AND p.ClosedAt >= @DurabilityDueBefore AND NOT {LookedAtAgain}")
        .When(!string.IsNullOrWhiteSpace(query.Text), Says(query.Text ?? "", dialect))
        .When(query.Sort == ProblemSort.Due, "p.DueOn IS NOT NULL");

    /// <summary>A whole number names one problem; else words are looked for, and what has none, such as a sign, at the beginning of titles.</summary>
    private static string Says(string text, Dialect dialect) =>
        WholeNumber().IsMatch(text) ? "p.Number = @Text"
        : TextQuery.Parse(text) is { IsEmpty: false } words ? $"p.Id IN ({dialect.Found("Problem", words.Terms)})"
        : dialect.StartsWith("p.TitleKey", "@Text");

    [GeneratedRegex(@"^\s*P-\d{4}-\d{4,}\s*$", RegexOptions.IgnoreCase)]
    private static partial Regex WholeNumber();

    /// <summary>
    /// The columns of a <see cref="ProblemRow"/>. LEFT JOIN though none is missing: from sampled statistics SQLite takes a category for rare, and
    /// would begin there and sort.
    /// </summary>
    public const string Rows = """
        SELECT p.Id, p.Number, p.Title, p.NeighborhoodId, n.Name AS Neighborhood, p.CategoryCode, c.Name AS Category, p.Stage, p.StageSince, p.OpenedAt,
            p.DueOn, p.HeldUntil, p.Priority, p.Confidential, p.LeadId, l.Name AS Lead, IIF(l.Active = 0, 1, 0) AS LeadHasLeft, p.ClosingReason, p.Verdict, p.PresetTest, p.EnforcementOnly, p.Overrides
        FROM Problem p
        LEFT JOIN Neighborhood n ON n.Id = p.NeighborhoodId
        LEFT JOIN Category c ON c.Code = p.CategoryCode
        LEFT JOIN Person l ON l.Id = p.LeadId
        """;

    /// <summary>The parameters of <see cref="Matching"/>.</summary>
    public static ListArgs Args(ListProblems query, Actor actor, AgencyCalendar calendar, DateOnly today) => new()
    {
        OpenedFrom = query.OpenedFrom is { } openedFrom ? calendar.StartOf(openedFrom) : default,
        OpenedTo = query.OpenedTo is { } openedTo ? calendar.EndOf(openedTo) : default,
        ClosedFrom = query.ClosedFrom is { } closedFrom ? calendar.StartOf(closedFrom) : default,
        ClosedTo = query.ClosedTo is { } closedTo ? calendar.EndOf(closedTo) : default,
        EscalatedFrom = query.EscalatedFrom is { } escalated ? calendar.StartOf(escalated) : default,
        EscalatedTo = query.EscalatedTo is { } escalatedTo ? calendar.EndOf(escalatedTo) : default,
        CheckedFrom = query.CheckedFrom is { } looked ? calendar.StartOf(looked) : default,
        CheckedTo = query.CheckedTo is { } lookedTo ? calendar.EndOf(lookedTo) : default,
        DueFrom = query.DueFrom ?? default,
        DueTo = query.DueTo ?? default,
        ClosingReason = query.ClosingReason?.ToString(),
        Durability = query.Durability?.ToString(),
        WaivedCode = query.WaivedCode,
        Technique = query.Technique?.ToString(),
        WaivedGate = query.WaivedGate?.ToString(),
        DurabilityDueBefore = calendar.EndOf(Durability.LastClosingDue(today)),
        SupervisorId = query.SupervisorId,
        Rung = (int?)query.Rung,
        Stage = query.Stage?.ToString(),
        Priority = query.Priority?.ToString(),
        NeighborhoodId = query.NeighborhoodId,
        CategoryCode = query.CategoryCode,
        LeadId = query.LeadId,
        MemberId = query.MemberId,
        Verdict = query.Verdict?.ToString(),
        PresetTest = query.PresetTest,
        Text = query.Text is null ? null : SearchKey.Of(query.Text),
        ActorId = actor.PersonId,
        Today = today,
    };

    /// <summary>Parameters of a list with those of the words that are looked for.</summary>
    public static DynamicParameters With(this ListArgs args, ListProblems query, Dialect dialect)
    {
        var all = new DynamicParameters(args);
        if (TextQuery.Parse(query.Text) is { IsEmpty: false } words) all.AddDynamicParams(dialect.FoundArgs(words.Terms));
        return all;
    }

    /// <summary>Parameters of a list of problems and of one page of it.</summary>
    public sealed record ListArgs
    {
        public string? Stage { get; init; }
        public string? Priority { get; init; }
        public long? NeighborhoodId { get; init; }
        public string? CategoryCode { get; init; }
        public long? LeadId { get; init; }
        public long? MemberId { get; init; }
        public string? Verdict { get; init; }
        public bool? PresetTest { get; init; }
        public string? Text { get; init; }
        public DateTimeOffset OpenedFrom { get; init; }
        public DateTimeOffset OpenedTo { get; init; }
        public DateTimeOffset ClosedFrom { get; init; }
        public DateTimeOffset ClosedTo { get; init; }
        public DateTimeOffset EscalatedFrom { get; init; }
        public DateTimeOffset EscalatedTo { get; init; }
        public DateTimeOffset CheckedFrom { get; init; }
        public DateTimeOffset CheckedTo { get; init; }
        public DateOnly DueFrom { get; init; }
        public DateOnly DueTo { get; init; }
        public string? ClosingReason { get; init; }
        public string? Durability { get; init; }
        public string? WaivedCode { get; init; }
        public string? Technique { get; init; }
        public string? WaivedGate { get; init; }
        /// <summary>Closings before this moment are due to be looked at again.</summary>
        public DateTimeOffset DurabilityDueBefore { get; init; }
        public long? SupervisorId { get; init; }
        public int? Rung { get; init; }
        public long? ActorId { get; init; }
        public DateOnly Today { get; init; }
        public long Id { get; init; }
        public DateTimeOffset Instant { get; init; }
        public DateOnly Date { get; init; }
        public int Take { get; init; }
        public int CountTo { get; init; }
    }
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
    public IdentifiedBy IdentifiedBy { get; init; }
    public Priority Priority { get; init; }
    public bool Confidential { get; init; }
    public long? LeadId { get; init; }
    public Stage Stage { get; init; }
    public int Visit { get; init; }
    public DateTimeOffset StageSince { get; init; }
    public DateOnly? DueOn { get; init; }
    /// <summary>Of the last hold, also when that is over.</summary>
    public DateOnly? HeldUntil { get; init; }
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
    public int Returns { get; init; }
    public int Reopenings { get; init; }
    public string? PartnerSummary { get; init; }
    public bool OpenToPartners { get; init; }
    public int? ScanningScore { get; init; }
    public int? AnalysisScore { get; init; }
    public int? ResponseScore { get; init; }
    public int? AssessmentScore { get; init; }
    public int Version { get; init; }
    /// <summary>Linked incidents, the rows of one incident counted once: no column of the table.</summary>
    public int LinkedEvents { get; init; }
}
