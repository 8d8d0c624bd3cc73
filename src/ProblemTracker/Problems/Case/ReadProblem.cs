using Dapper;
using MediatR;

namespace ProblemTracker.Problems;

/// <summary>A problem with everything that belongs to it, and the shortfalls before its next gate.</summary>
[Needs(Permission.ReadProblems)]
public sealed record ReadProblem(long ProblemId) : IQuery<FullProblem>;

/// <summary>The next gate and its shortfalls.</summary>
/// <param name="Next">Null when the problem is closed.</param>
public sealed record GateState(Gate? Next, IReadOnlyList<Shortfall> Shortfalls);

/// <summary>A gate that was passed by an override.</summary>
public sealed record OverrideDetails
{
    public Gate Gate { get; init; }
    public IReadOnlyList<string> Codes { get; init; } = [];
    public string Reason { get; init; } = "";
    public string By { get; init; } = "";
    public DateTimeOffset At { get; init; }
}

/// <summary>Versions of the four worksheets, 0 before the first save.</summary>
public sealed record WorksheetVersions(int Scanning, int Analysis, int Response, int Assessment);

/// <summary>When a worksheet was last saved, and by whom.</summary>
public sealed record SheetSaved
{
    public SheetKind Kind { get; init; }
    public DateTimeOffset At { get; init; }
    public string By { get; init; } = "";
}

/// <summary>A problem with everything that belongs to it.</summary>
public sealed record FullProblem : ProblemHead
{
    public FullProblem() { }

    internal FullProblem(ProblemHead head) : base(head) { }

    /// <summary>Newest first.</summary>
    public IReadOnlyList<HoldDetails> Holds { get; init; } = [];
    /// <summary>Newest first.</summary>
    public IReadOnlyList<ExtensionDetails> Extensions { get; init; } = [];
    /// <summary>The six-month follow-up of the current closing; null while the problem is open.</summary>
    public FollowUpDetails? FollowUp { get; init; }
    public ScanningSheet Scanning { get; init; } = new();
    public AnalysisSheet Analysis { get; init; } = new();
    public ResponseSheet Response { get; init; } = new();
    public AssessmentSheet Assessment { get; init; } = new();
    public WorksheetVersions WorksheetVersions { get; init; } = new(0, 0, 0, 0);
    /// <summary>The worksheets saved so far.</summary>
    public IReadOnlyList<SheetSaved> WorksheetsSaved { get; init; } = [];
    public IReadOnlyList<ActionDetails> Actions { get; init; } = [];
    /// <summary>Includes past ones. Names in protected roles are shown only to the team and supervisors.</summary>
    public IReadOnlyList<AttachmentRow> Stakeholders { get; init; } = [];
    public IReadOnlyList<PlanDetails> Plans { get; init; } = [];
    public IReadOnlyList<OverrideDetails> Overrides { get; init; } = [];
    public GateState Gate { get; init; } = new(null, []);
    /// <summary>The rule that gives the due date, to go after it: "2 weeks after the last action, due Dec 6, 2026".</summary>
    public string? DueRule { get; init; }
}

internal sealed class ReadProblemHandler(FullProblems problems) : IRequestHandler<ReadProblem, FullProblem>
{
    public Task<FullProblem> Handle(ReadProblem query, CancellationToken ct) => problems.Read(query.ProblemId, ct);
}

/// <summary>Reads a problem with everything that belongs to it, for the current actor.</summary>
internal sealed class FullProblems(Db db, Actor actor, CaseFiles files)
{
    private sealed record OverrideRow
    {
        public Gate Gate { get; init; }
        public string Codes { get; init; } = "";
        public string Reason { get; init; } = "";
        public string PersonName { get; init; } = "";
        public DateTimeOffset At { get; init; }
    }

    private sealed record Records(
        IReadOnlyList<SheetSaved> Sheets, IReadOnlyList<HoldDetails> Holds, IReadOnlyList<ExtensionDetails> Extensions,
        IReadOnlyList<Plans.Row> Plans, ILookup<long, AmendmentDetails> Amendments, IReadOnlyList<OverrideRow> Overrides);

    /// <exception cref="NotFound">It does not exist, or the actor can't view it.</exception>
    public async Task<FullProblem> Read(long problemId, CancellationToken ct)
    {
        var file = await files.Read(problemId, ct);
        var (problem, dossier) = (file.Problem, file.Dossier);
        string[] statements = [WorksheetsSaved, HoldSql.Holds, HoldSql.Extensions, Problems.Plans.Select, Amendments.Select, Overrides];
        var records = await db.Read(statements, new { ProblemId = problemId }, async results => new Records(
            (await results.ReadAsync<SheetSaved>()).AsList(),
            (await results.ReadAsync<HoldDetails>()).AsList(),
            (await results.ReadAsync<ExtensionDetails>()).AsList(),
            (await results.ReadAsync<Plans.Row>()).AsList(),
            (await results.ReadAsync<Amendments.Row>()).ToLookup(row => row.FrozenPlanId, Amendments.Details),
            (await results.ReadAsync<OverrideRow>()).AsList()), ct);
        var next = Sara.NextGate(problem.Stage, dossier.Plan is not null);
        return new(await ProblemHeads.Read(db, actor, dossier.Today, problem.Id, ct))
        {
            DueRule = Deadlines.RuleOf(dossier, file.Calendar.Deadlines, file.Calendar.Holidays),
            Holds = records.Holds,
            Extensions = records.Extensions,
            FollowUp = await FollowUpDetails.Of(db, problem, file.Calendar, ct),
            Scanning = dossier.Scanning,
            Analysis = dossier.Analysis,
            Response = dossier.Response,
            Assessment = dossier.Assessment,
            WorksheetVersions = new(Version(SheetKind.Scanning), Version(SheetKind.Analysis), Version(SheetKind.Response),
                Version(SheetKind.Assessment)),
            WorksheetsSaved = records.Sheets,
            Actions = await ActionSql.Of(db, problem.Id, ct),
            Stakeholders = await AttachmentSql.List(db, problem.Id, actor.MayNameProtected(file.OnTeam), ct),
            Plans =
            [
                .. records.Plans.Select(row => Problems.Plans.Details(row, row.Id == file.PlanId,
                    dossier.Computed is { IsFinal: true } computed ? computed.Verdict : null, records.Amendments[row.Id])),
            ],
            Overrides = [.. records.Overrides.Select(o =>
                new OverrideDetails { Gate = o.Gate, Codes = o.Codes.Split(','), Reason = o.Reason, By = o.PersonName, At = o.At })],
            Gate = new(next, next is { } gate ? Sara.ShortfallsBefore(gate, dossier) : []),
        };

        int Version(SheetKind kind) => file.WorksheetVersions.GetValueOrDefault(kind);
    }

    private const string WorksheetsSaved = """
        SELECT w.Kind, w.SavedAt AS At, COALESCE(p.Name, 'System') AS "By"
        FROM Worksheet w LEFT JOIN Person p ON p.Id = w.SavedBy WHERE w.ProblemId = @ProblemId
        """;

    private const string Overrides = """
        SELECT o.Gate, o.Codes, o.Reason, COALESCE(p.Name, 'System') AS PersonName, o.At
        FROM GateOverride o LEFT JOIN Person p ON p.Id = o.PersonId WHERE o.ProblemId = @ProblemId ORDER BY o.Id
        """;
}

internal static class ReadProblemEndpoint
{
    public static void MapReadProblem(this RouteGroupBuilder problems) => problems
        .MapGet("/{id:long}", (long id, IMediator mediator, CancellationToken ct) => mediator.Send(new ReadProblem(id), ct))
        .WithName("ReadProblem").WithSummary("Read a problem with everything that belongs to it, and the requirements left");
}
