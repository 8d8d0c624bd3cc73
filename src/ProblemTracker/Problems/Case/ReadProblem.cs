using MediatR;
using ProblemTracker.Agency;

namespace ProblemTracker.Problems;

/// <summary>The whole dossier, with what is missing before the next gate.</summary>
[Needs(Permission.ReadProblems)]
public sealed record ReadProblem(long ProblemId) : IQuery<ProblemAnswer>;

public sealed record PersonRef
{
    public long Id { get; init; }
    public string Name { get; init; } = "";
}

/// <summary>The next gate and everything that is missing before it. Null when the problem is closed.</summary>
public sealed record GateAnswer(Gate? Next, IReadOnlyList<Shortfall> Shortfalls);

/// <summary>The plan as it was frozen when the response started, and what became of it.</summary>
public sealed record PlanAnswer
{
    public int Visit { get; init; }
    public DateOnly StartedOn { get; init; }
    public string StartedBy { get; init; } = "";
    public string Note { get; init; } = "";
    public string Hash { get; init; } = "";
    /// <summary>Whether it is the plan of the present round; earlier ones stay on record.</summary>
    public bool InForce { get; init; }
    public ResponseSheet Sheet { get; init; } = new();
    public IReadOnlyList<ResponseAction> Actions { get; init; } = [];
    public IReadOnlyList<AmendmentAnswer> Amendments { get; init; } = [];
}

/// <summary>A gate that was passed although something was missing.</summary>
public sealed record OverrideAnswer
{
    public Gate Gate { get; init; }
    public IReadOnlyList<string> Codes { get; init; } = [];
    public string Reason { get; init; } = "";
    public string By { get; init; } = "";
    public DateTimeOffset At { get; init; }
}

/// <summary>Versions of the four worksheets, 0 before the first save.</summary>
public sealed record SheetVersions(int Scanning, int Analysis, int Response, int Assessment);

/// <summary>When a worksheet was saved last, and by whom.</summary>
public sealed record SheetSaved
{
    public SheetKind Kind { get; init; }
    public DateTimeOffset At { get; init; }
    public string By { get; init; } = "";
}

/// <summary>What the reader may do with this problem; pages show only what can be done.</summary>
public sealed record Allowed(bool Work, bool WorkEvidence, bool Decide, bool WriteNotes, bool TakeLead, bool Reopen);

public sealed record ProblemAnswer : IVersioned
{
    public long Id { get; init; }
    public string Number { get; init; } = "";
    public string Title { get; init; } = "";
    public string Description { get; init; } = "";
    public string CategoryCode { get; init; } = "";
    public string Category { get; init; } = "";
    public long NeighborhoodId { get; init; }
    public string Neighborhood { get; init; } = "";
    public string? Address { get; init; }
    public double? Latitude { get; init; }
    public double? Longitude { get; init; }
    public IdentifiedBy IdentifiedBy { get; init; }
    public Priority Priority { get; init; }
    public bool Confidential { get; init; }
    public PersonRef? Lead { get; init; }
    /// <summary>The lead's account was switched off.</summary>
    public bool LeadHasLeft { get; init; }
    public IReadOnlyList<PersonRef> Team { get; init; } = [];
    public Stage Stage { get; init; }
    public DateTimeOffset StageSince { get; init; }
    public DateOnly? DueOn { get; init; }
    public DateOnly? FirstDueOn { get; init; }
    /// <summary>Due before today and not on hold.</summary>
    public bool IsOverdue { get; init; }
    /// <summary>The first day on which work goes on; null where it is not on hold.</summary>
    public DateOnly? HeldUntil { get; init; }
    /// <summary>Pauses, the latest first.</summary>
    public IReadOnlyList<HoldAnswer> Holds { get; init; } = [];
    /// <summary>Later due dates that were granted, the latest first.</summary>
    public IReadOnlyList<ExtensionAnswer> Extensions { get; init; } = [];
    public DateTimeOffset OpenedAt { get; init; }
    public PersonRef? OpenedBy { get; init; }
    public DateTimeOffset LastActivityAt { get; init; }
    public DateTimeOffset? ClosedAt { get; init; }
    public ClosingReason? ClosingReason { get; init; }
    public long? RelatedProblemId { get; init; }
    public string? RelatedProblem { get; init; }
    /// <summary>Whether the present closing held; null while the problem is open.</summary>
    public DurabilityAnswer? Durability { get; init; }
    public int Returns { get; init; }
    public int Reopenings { get; init; }
    public Verdict? Verdict { get; init; }
    /// <summary>The verdict in words, with "no pre-set test" where it says improved without one.</summary>
    public string? VerdictText { get; init; }
    public bool PresetTest { get; init; }
    /// <summary>Every planned action is enforcement: a warning.</summary>
    public bool EnforcementOnly { get; init; }
    public ScanningSheet Scanning { get; init; } = new();
    public AnalysisSheet Analysis { get; init; } = new();
    public ResponseSheet Response { get; init; } = new();
    public AssessmentSheet Assessment { get; init; } = new();
    public SheetVersions SheetVersions { get; init; } = new(0, 0, 0, 0);
    /// <summary>The worksheets saved so far.</summary>
    public IReadOnlyList<SheetSaved> SheetsSaved { get; init; } = [];
    /// <summary>Every stage that this problem was in, the present one included.</summary>
    public IReadOnlyList<Stage> Visited { get; init; } = [];
    public IReadOnlyList<ActionAnswer> Actions { get; init; } = [];
    /// <summary>Past ones included; protected roles are named to team and supervisors only.</summary>
    public IReadOnlyList<AttachmentRow> Stakeholders { get; init; } = [];
    /// <summary>Rows linked, and the incidents they stand for: the rows of one incident count once.</summary>
    public int LinkedIncidents { get; init; }
    public int LinkedEvents { get; init; }
    public IReadOnlyList<PlanAnswer> Plans { get; init; } = [];
    public IReadOnlyList<OverrideAnswer> Overrides { get; init; } = [];
    public GateAnswer Gate { get; init; } = new(null, []);
    public Allowed Allowed { get; init; } = new(false, false, false, false, false, false);
    public int Version { get; init; }
}

internal sealed class ReadProblemHandler(Db db, Actor actor, Dossiers dossiers, AgencySettings agency) : IRequestHandler<ReadProblem, ProblemAnswer>
{
    private sealed record Names
    {
        public string Category { get; init; } = "";
        public string Neighborhood { get; init; } = "";
        public string? RelatedProblem { get; init; }
        public DateOnly? FirstDueOn { get; init; }
        public bool LeadHasLeft { get; init; }
        public int LinkedIncidents { get; init; }
    }

    private sealed record StageRow
    {
        public Stage Stage { get; init; }
    }

    private sealed record PlanRow
    {
        public long Id { get; init; }
        public int Visit { get; init; }
        public DateOnly StartedOn { get; init; }
        public string StartedBy { get; init; } = "";
        public string Note { get; init; } = "";
        public string Hash { get; init; } = "";
        public string Sheet { get; init; } = "";
        public string Actions { get; init; } = "";
    }

    private sealed record OverrideRow
    {
        public Gate Gate { get; init; }
        public string Codes { get; init; } = "";
        public string Reason { get; init; } = "";
        public string PersonName { get; init; } = "";
        public DateTimeOffset At { get; init; }
    }

    public async Task<ProblemAnswer> Handle(ReadProblem query, CancellationToken ct)
    {
        var file = await dossiers.Read(query.ProblemId, ct);
        var (problem, dossier) = (file.Problem, file.Dossier);
        // The related problem is named only to those who may see it.
        var names = await db.Single<Names>($"""
            SELECT c.Name AS Category, n.Name AS Neighborhood, v.FirstDueOn,
                (SELECT p.Number FROM Problem p WHERE p.Id = x.RelatedProblemId AND {ProblemSql.VisibleTo(actor)}) AS RelatedProblem,
                (SELECT COUNT(*) FROM ProblemIncident i WHERE i.ProblemId = x.Id) AS LinkedIncidents, IIF(l.Active = 0, 1, 0) AS LeadHasLeft
            FROM Problem x
            JOIN Category c ON c.Code = x.CategoryCode
            JOIN Neighborhood n ON n.Id = x.NeighborhoodId
            LEFT JOIN StageVisit v ON v.ProblemId = x.Id AND v.Visit = x.Visit
            LEFT JOIN Person l ON l.Id = x.LeadId
            WHERE x.Id = @ProblemId
            """, new { query.ProblemId, ActorId = actor.PersonId }, ct);
        long[] mentioned = [.. file.Team, .. new[] { problem.LeadId, problem.OpenedBy }.OfType<long>()];
        var people = (await db.List<PersonRef>("SELECT Id, Name FROM Person WHERE Id IN @mentioned", new { mentioned }, ct)).ToDictionary(p => p.Id);
        var next = Sara.NextGate(problem.Stage, dossier.Plan is not null);
        var today = await agency.Today(ct);
        var isOpen = problem.Stage != Stage.Closed;

        return new()
        {
            Id = problem.Id,
            Number = problem.Number,
            Title = problem.Title,
            Description = problem.Description,
            CategoryCode = problem.CategoryCode,
            Category = names.Category,
            NeighborhoodId = problem.NeighborhoodId,
            Neighborhood = names.Neighborhood,
            Address = problem.Address,
            Latitude = problem.Latitude,
            Longitude = problem.Longitude,
            IdentifiedBy = problem.IdentifiedBy,
            Priority = problem.Priority,
            Confidential = problem.Confidential,
            Lead = problem.LeadId is { } lead ? people[lead] : null,
            LeadHasLeft = names.LeadHasLeft,
            Team = [.. file.Team.Select(id => people[id]).OrderBy(p => p.Name, StringComparer.CurrentCulture)],
            Stage = problem.Stage,
            StageSince = problem.StageSince,
            DueOn = problem.DueOn,
            FirstDueOn = names.FirstDueOn,
            IsOverdue = Deadlines.IsOverdue(problem.DueOn, problem.HeldUntil, today),
            HeldUntil = file.HeldUntil,
            Holds = await HoldSql.HoldAnswers(db, problem, ct),
            Extensions = await HoldSql.ExtensionAnswers(db, problem, ct),
            OpenedAt = problem.OpenedAt,
            OpenedBy = problem.OpenedBy is { } opener ? people[opener] : null,
            LastActivityAt = problem.LastActivityAt,
            ClosedAt = problem.ClosedAt,
            ClosingReason = problem.ClosingReason,
            RelatedProblemId = names.RelatedProblem is null ? null : problem.RelatedProblemId,
            RelatedProblem = names.RelatedProblem,
            Durability = await DurabilityAnswer.Of(db, problem, await agency.Calendar(ct), ct),
            Returns = problem.Returns,
            Reopenings = problem.Reopenings,
            Verdict = problem.Verdict,
            VerdictText = problem.Verdict is { } verdict ? Verdicts.Describe(verdict, problem.PresetTest) : null,
            PresetTest = problem.PresetTest,
            EnforcementOnly = problem.EnforcementOnly,
            Scanning = dossier.Scanning,
            Analysis = dossier.Analysis,
            Response = dossier.Response,
            Assessment = dossier.Assessment,
            SheetVersions = new(Version(SheetKind.Scanning), Version(SheetKind.Analysis), Version(SheetKind.Response), Version(SheetKind.Assessment)),
            SheetsSaved = await db.List<SheetSaved>("""
                SELECT w.Kind, w.SavedAt AS At, COALESCE(p.Name, 'System') AS "By"
                FROM Worksheet w LEFT JOIN Person p ON p.Id = w.SavedBy WHERE w.ProblemId = @Id
                """, new { problem.Id }, ct),
            Visited = [.. (await db.List<StageRow>("SELECT DISTINCT Stage FROM StageVisit WHERE ProblemId = @Id", new { problem.Id }, ct)).Select(v => v.Stage).Order()],
            Actions = await ActionSql.Of(db, problem.Id, ct),
            Stakeholders = await AttachmentSql.List(db, problem.Id, actor.MayNameProtected(file.OnTeam), ct),
            LinkedIncidents = names.LinkedIncidents,
            LinkedEvents = dossier.LinkedEvents,
            Plans = await Plans(file, ct),
            Overrides = await Overrides(problem.Id, ct),
            Gate = new(next, next is { } gate ? Sara.ShortfallsBefore(gate, dossier) : []),
            Allowed = new(
                isOpen && actor.May(Permission.WorkProblems, file.Standing),
                isOpen && actor.May(Permission.WorkEvidence, file.Standing),
                actor.May(Permission.DecideProblems, file.Standing),
                actor.May(Permission.WriteNotes, file.Standing),
                // Any team member may take a vacant lead; the same rule as in AssignProblem.
                isOpen && problem.LeadId is null && file.OnTeam && actor.Might(Permission.WorkEvidence),
                !isOpen && actor.May(Permission.WorkProblems, file.Standing)),
            Version = problem.Version,
        };

        int Version(SheetKind kind) => file.SheetVersions.GetValueOrDefault(kind);
    }

    private async Task<IReadOnlyList<PlanAnswer>> Plans(CaseFile file, CancellationToken ct)
    {
        var rows = await db.List<PlanRow>("""
            SELECT f.Id, f.Visit, f.StartedOn, COALESCE(p.Name, 'System') AS StartedBy, f.Note, f.Hash, f.Sheet, f.Actions
            FROM FrozenPlan f LEFT JOIN Person p ON p.Id = f.StartedBy WHERE f.ProblemId = @Id ORDER BY f.Visit DESC
            """, new { file.Problem.Id }, ct);
        var plans = new List<PlanAnswer>();
        foreach (var row in rows)
            plans.Add(new()
            {
                Visit = row.Visit,
                StartedOn = row.StartedOn,
                StartedBy = row.StartedBy,
                Note = row.Note,
                Hash = row.Hash,
                InForce = row.Id == file.PlanId,
                Sheet = System.Text.Json.JsonSerializer.Deserialize<ResponseSheet>(row.Sheet, Json.Options)!,
                Actions = System.Text.Json.JsonSerializer.Deserialize<IReadOnlyList<ResponseAction>>(row.Actions, Json.Options)!,
                Amendments = await Amendments.Of(db, row.Id, ct),
            });
        return plans;
    }

    private async Task<IReadOnlyList<OverrideAnswer>> Overrides(long problemId, CancellationToken ct) =>
        [.. (await db.List<OverrideRow>("""
            SELECT o.Gate, o.Codes, o.Reason, COALESCE(p.Name, 'System') AS PersonName, o.At
            FROM GateOverride o LEFT JOIN Person p ON p.Id = o.PersonId WHERE o.ProblemId = @problemId ORDER BY o.Id
            """, new { problemId }, ct)).Select(o => new OverrideAnswer
            {
                Gate = o.Gate,
                Codes = o.Codes.Split(','),
                Reason = o.Reason,
                By = o.PersonName,
                At = o.At,
            })];
}

internal static class ReadProblemEndpoint
{
    public static void MapReadProblem(this RouteGroupBuilder problems) => problems
        .MapGet("/{id:long}", (long id, IMediator mediator, CancellationToken ct) => mediator.Send(new ReadProblem(id), ct))
        .WithName("ReadProblem").WithSummary("The whole dossier, with what is missing before the next gate").ProducesProblem(404);
}
