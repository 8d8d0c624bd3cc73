using System.Text.Json;
using ProblemTracker.Agency;

namespace ProblemTracker.Problems;

/// <summary>One problem as a slice works on it: its row, what the rules need to know, and how the actor stands to it.</summary>
internal sealed record CaseFile(ProblemRecord Problem, Dossier Dossier, IReadOnlyDictionary<SheetKind, int> SheetVersions, IReadOnlyList<long> Team, long? PlanId, Actor Actor)
{
    public bool OnTeam => Actor.PersonId is { } id && Team.Contains(id);
    public Standing Standing => new(OnTeam, Actor.PersonId is { } id && Problem.LeadId == id);

    /// <summary>The first day on which work goes on, where the problem is on hold today.</summary>
    public DateOnly? HeldUntil => Deadlines.IsHeld(Problem.HeldUntil, Dossier.Today) ? Problem.HeldUntil : null;

    /// <exception cref="Forbidden">The actor may not do this to this problem.</exception>
    /// <exception cref="RuleBroken">A supervisor who leads the problem wants to decide about it.</exception>
    public void Demand(Permission permission)
    {
        if (Actor.May(permission, Standing)) return;
        if (permission == Permission.DecideProblems && Standing.IsLead && Actor.Might(permission))
            throw new RuleBroken("approval.ownProblem", "You lead this problem, so another supervisor decides about it. Ask for it on the problem's page.", "leadId");
        throw Forbidden.Needs(permission);
    }

    /// <summary>Worksheets, actions, stakeholders and links can be changed until closing; after that only notes are added.</summary>
    public void MustBeOpen()
    {
        if (Problem.Stage == Stage.Closed)
            throw new RuleBroken("problem.closed", "This problem is closed: only notes can be added. Reopen it to change anything else.", "stage");
    }

    public void MustBeAt(int version)
    {
        if (Problem.Version != version) throw new Stale(Problem.Version);
    }
}

/// <summary>Reads the dossier behind the gates, and keeps what is derived from it true.</summary>
internal sealed class Dossiers(Db db, Actor actor, AgencySettings agency, TimeProvider clock)
{
    private sealed record SheetRow
    {
        public SheetKind Kind { get; init; }
        public string Body { get; init; } = "";
        public int Version { get; init; }
    }

    private sealed record PlanRow
    {
        public long Id { get; init; }
        public int Visit { get; init; }
        public DateOnly StartedOn { get; init; }
        public string Hash { get; init; } = "";
        public string Sheet { get; init; } = "";
        public string Actions { get; init; } = "";
    }

    private sealed record VisitRow
    {
        public int Visit { get; init; }
        public Stage Stage { get; init; }
    }

    /// <summary>
    /// Takes a problem to change it. Touching the row first locks it, so the evidence read here can't change under a gate.
    /// </summary>
    /// <exception cref="NotFound">It does not exist, or not for the actor.</exception>
    /// <exception cref="Forbidden">The actor may not do this to this problem.</exception>
    public async Task<CaseFile> Take(long problemId, Permission needed, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (await db.Execute(ProblemSql.Touch(actor), new { ProblemId = problemId, ActorId = actor.PersonId, Now = now }, ct) == 0)
            throw new NotFound();
        var file = await Read(problemId, ct);
        file.Demand(needed);
        return file;
    }

    /// <summary>Reads a problem without changing it.</summary>
    /// <exception cref="NotFound">It does not exist, or not for the actor.</exception>
    public async Task<CaseFile> Read(long problemId, CancellationToken ct)
    {
        var problem = await db.Find<ProblemRecord>(
            $"SELECT {ProblemSql.Columns} FROM Problem p WHERE p.Id = @ProblemId AND {ProblemSql.VisibleTo(actor)}",
            new { ProblemId = problemId, ActorId = actor.PersonId }, ct) ?? throw new NotFound();
        var args = new { ProblemId = problemId };
        var sheets = (await db.List<SheetRow>("SELECT Kind, Body, Version FROM Worksheet WHERE ProblemId = @ProblemId", args, ct)).ToDictionary(s => s.Kind);
        var actions = await db.List<ResponseAction>("""
            SELECT Id, Description, OwnerId, OwnerAttachmentId, DueOn, Technique, Side, Enforcement, Interim, Status, DoneOn, DroppedBecause
            FROM ProblemAction WHERE ProblemId = @ProblemId ORDER BY Id
            """, args, ct);
        var events = await db.Single<int>("""
            SELECT COUNT(DISTINCT i.EventKey) FROM ProblemIncident l JOIN Incident i ON i.Id = l.IncidentId WHERE l.ProblemId = @ProblemId
            """, args, ct);
        var team = await db.List<long>("SELECT PersonId FROM ProblemMember WHERE ProblemId = @ProblemId ORDER BY PersonId", args, ct);
        var firstStart = await db.Find<DateOnly?>($"SELECT StartedOn FROM FrozenPlan WHERE ProblemId = @ProblemId ORDER BY Visit {db.Dialect.First("1")}", args, ct);
        var plan = firstStart is null ? null : await PlanInForce(problem, ct);
        var holds = await HoldSql.Holds(db, problemId, ct);
        var extensions = await HoldSql.Extensions(db, problemId, ct);
        var calendar = await agency.Calendar(ct);
        var dossier = new Dossier
        {
            Stage = problem.Stage,
            LeadId = problem.LeadId,
            LinkedEvents = events,
            Scanning = Sheet<ScanningSheet>(sheets, SheetKind.Scanning),
            Analysis = Sheet<AnalysisSheet>(sheets, SheetKind.Analysis),
            Response = Sheet<ResponseSheet>(sheets, SheetKind.Response),
            Assessment = Sheet<AssessmentSheet>(sheets, SheetKind.Assessment),
            Actions = actions,
            Plan = plan is null ? null : new()
            {
                StartedOn = plan.StartedOn,
                Hash = plan.Hash,
                Sheet = JsonSerializer.Deserialize<ResponseSheet>(plan.Sheet, Json.Options)!,
                Actions = JsonSerializer.Deserialize<IReadOnlyList<ResponseAction>>(plan.Actions, Json.Options)!,
            },
            FirstStartedOn = firstStart,
            Visit = problem.Visit,
            Holds = holds,
            Extensions = extensions,
            Today = calendar.DateOf(clock.GetUtcNow()),
            EnteredOn = calendar.DateOf(problem.StageSince),
        };
        return new(problem, dossier, sheets.ToDictionary(s => s.Key, s => s.Value.Version), team, plan?.Id, actor);
    }

    /// <summary>
    /// Keeps due date, verdict and warnings on the problem's row in step with its dossier; to be called at the end of every command
    /// that changed either. A recomputed due date changes no version.
    /// </summary>
    /// <param name="isActivity">False for what does not count as work on the problem, such as an assignment.</param>
    public async Task<DateOnly?> Settle(long problemId, bool isActivity, CancellationToken ct)
    {
        var file = await Read(problemId, ct);
        var calendar = await agency.Calendar(ct);
        var dueOn = Deadlines.DueOn(file.Dossier, calendar.Deadlines, calendar.Holidays);
        var assessment = await IsJudgedBy(file.Problem, ct) ? file.Dossier.Assessment : new();
        var scores = assessment.Scores;
        var args = new
        {
            ProblemId = problemId,
            DueOn = dueOn,
            Verdict = assessment.Verdict?.ToString(),
            PresetTest = Verdicts.HasPresetTest(file.Dossier),
            EnforcementOnly = Verdicts.IsEnforcementOnly(file.Dossier.Actions),
            ScanningScore = scores.Scanning.Points,
            AnalysisScore = scores.Analysis.Points,
            ResponseScore = scores.Response.Points,
            AssessmentScore = scores.Assessment.Points,
            file.Problem.Visit,
            Now = clock.GetUtcNow(),
        };
        await db.Execute("""
            UPDATE Problem SET DueOn = @DueOn, Verdict = @Verdict, PresetTest = @PresetTest, EnforcementOnly = @EnforcementOnly, LookOn = '1900-01-01',
                ScanningScore = @ScanningScore, AnalysisScore = @AnalysisScore, ResponseScore = @ResponseScore, AssessmentScore = @AssessmentScore
            WHERE Id = @ProblemId
            """, args, ct);
        await ObjectiveRows.Keep(db, problemId, file.Dossier.Response, assessment, ct);
        if (isActivity) await db.Execute("UPDATE Problem SET LastActivityAt = @Now WHERE Id = @ProblemId", args, ct);
        await db.Execute("UPDATE StageVisit SET FirstDueOn = @DueOn WHERE ProblemId = @ProblemId AND Visit = @Visit AND FirstDueOn IS NULL", args, ct);
        return dueOn;
    }

    /// <summary>Whether the assessment speaks of the problem as it stands: of a present Assessment and the closing after it, and of no life that began later.</summary>
    private async Task<bool> IsJudgedBy(ProblemRecord problem, CancellationToken ct) => problem.Stage switch
    {
        Stage.Assessment => true,
        Stage.Closed => await db.Find<string>("SELECT Stage FROM StageVisit WHERE ProblemId = @Id AND Visit = @Visit - 1", problem, ct) == nameof(Stage.Assessment),
        _ => false,
    };

    /// <summary>The frozen plan of the present visit to Response, or of the visit that the present Assessment or closing follows.</summary>
    private async Task<PlanRow?> PlanInForce(ProblemRecord problem, CancellationToken ct)
    {
        var recent = await db.List<VisitRow>($"""
            SELECT Visit, Stage FROM StageVisit WHERE ProblemId = @Id ORDER BY Visit DESC {db.Dialect.First("3")}
            """, problem, ct);
        // Walk back from Closed over Assessment to Response; a Scanning or Analysis in between means that no plan is in force.
        var response = recent.SkipWhile(v => v.Stage is Stage.Closed).SkipWhile(v => v.Stage is Stage.Assessment).FirstOrDefault();
        return response is not { Stage: Stage.Response } ? null : await db.Find<PlanRow>("""
            SELECT Id, Visit, StartedOn, Hash, Sheet, Actions FROM FrozenPlan WHERE ProblemId = @ProblemId AND Visit = @Visit
            """, new { ProblemId = problem.Id, response.Visit }, ct);
    }

    private static T Sheet<T>(Dictionary<SheetKind, SheetRow> sheets, SheetKind kind) where T : new() =>
        sheets.TryGetValue(kind, out var row) ? JsonSerializer.Deserialize<T>(row.Body, Json.Options)! : new();
}
