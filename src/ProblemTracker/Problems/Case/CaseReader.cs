using System.Text.Json;
using Dapper;
using ProblemTracker.Agency;

namespace ProblemTracker.Problems;

/// <summary>The facts about one problem, read at one moment.</summary>
/// <param name="WorksheetVersions">Only of worksheets that have been saved.</param>
/// <param name="PlanId">The frozen plan in force.</param>
/// <param name="StageBefore">The stage before the current one.</param>
/// <param name="Objectives">The stored rows of ProblemObjective.</param>
/// <param name="HasFirstDueOn">Whether the first due date of the current stage is on record.</param>
internal sealed record CaseFacts(
    ProblemRecord Problem, Dossier Dossier, IReadOnlyDictionary<SheetKind, int> WorksheetVersions, IReadOnlyList<long> Team,
    IReadOnlyList<ObjectiveRow> Objectives, long? PlanId = null, Stage? StageBefore = null, bool HasFirstDueOn = false, bool IsNew = false);

/// <summary>Reads the contents of a case file in one round trip.</summary>
internal static class CaseReader
{
    /// <summary>The queries, in the order of <see cref="Rows.Of"/>. Their parameters are <c>@ProblemId</c> and <c>@ActorId</c>.</summary>
    public static IReadOnlyList<string> Statements(Actor viewer) =>
        [Problem(viewer), Sheets, Actions, Team, ObjectiveRows.Select, Visits, Grants];

    private static string Problem(Actor viewer) =>
        $"SELECT {ProblemSql.Columns} FROM Problem p WHERE p.Id = @ProblemId AND {ProblemSql.VisibleTo(viewer)}";

    private const string Sheets = "SELECT Kind, Body, Version FROM Worksheet WHERE ProblemId = @ProblemId";

    private const string Actions = """
        SELECT Id, Description, OwnerId, OwnerAttachmentId, DueOn, Technique, Side, Enforcement, UrgentSafetyMeasure, Status, DoneOn,
            DroppedReason
        FROM ProblemAction WHERE ProblemId = @ProblemId ORDER BY Id
        """;

    private const string Team = "SELECT PersonId FROM ProblemMember WHERE ProblemId = @ProblemId ORDER BY PersonId";

    private const string Visits = """
        SELECT v.Visit, v.Stage, v.FirstDueOn, f.Id AS PlanId, f.StartedOn, f.Hash, f.Sheet, f.Actions, t.ComputedOn, t.IsFinal,
            t.Verdict, t.ObjectiveKey, t.HasDisplacement
        FROM StageVisit v LEFT JOIN FrozenPlan f ON f.ProblemId = v.ProblemId AND f.Visit = v.Visit
            LEFT JOIN PlanTest t ON t.ProblemId = f.ProblemId AND t.PlanHash = f.Hash
        WHERE v.ProblemId = @ProblemId ORDER BY v.Visit
        """;

    /// <summary>Holds and extensions; FromOn is null for an extension.</summary>
    private const string Grants = """
        SELECT Visit, HeldAt AS At, FromOn, UntilOn AS OnDate, EndedOn FROM ProblemHold WHERE ProblemId = @ProblemId
        UNION ALL SELECT Visit, GrantedAt, NULL, DueOn, NULL FROM DeadlineExtension WHERE ProblemId = @ProblemId ORDER BY At
        """;

    internal sealed record SheetRow
    {
        public SheetKind Kind { get; init; }
        public string Body { get; init; } = "";
        public int Version { get; init; }
    }

    /// <summary>A visit to a stage, with the plan that was frozen in it.</summary>
    internal sealed record VisitRow
    {
        public int Visit { get; init; }
        public Stage Stage { get; init; }
        public DateOnly? FirstDueOn { get; init; }
        public long? PlanId { get; init; }
        public DateOnly? StartedOn { get; init; }
        public string? Hash { get; init; }
        public string? Sheet { get; init; }
        public string? Actions { get; init; }
        public DateOnly? ComputedOn { get; init; }
        public bool? IsFinal { get; init; }
        public Verdict? Verdict { get; init; }
        public string? ObjectiveKey { get; init; }
        public bool? HasDisplacement { get; init; }

        /// <summary>What was computed from this plan's test; results of an earlier plan don't count.</summary>
        public ComputedTest? Computed => ComputedOn is not { } on ? null : new()
        {
            PlanHash = Hash!,
            On = on,
            IsFinal = IsFinal == true,
            Verdict = Verdict,
            ObjectiveKey = ObjectiveKey,
            HasDisplacement = HasDisplacement == true,
        };

        public FrozenPlan? Plan => PlanId is null ? null : new()
        {
            StartedOn = StartedOn!.Value,
            Hash = Hash!,
            Sheet = JsonSerializer.Deserialize<ResponseSheet>(Sheet!, Json.Options)!,
            Actions = JsonSerializer.Deserialize<IReadOnlyList<ResponseAction>>(Actions!, Json.Options)!,
        };
    }

    internal sealed record GrantRow
    {
        public int Visit { get; init; }
        public DateTimeOffset At { get; init; }
        public DateOnly? FromOn { get; init; }
        public DateOnly OnDate { get; init; }
        public DateOnly? EndedOn { get; init; }
    }

    /// <summary>The rows of one problem.</summary>
    internal sealed record Rows(
        ProblemRecord Problem, Dictionary<SheetKind, SheetRow> Sheets, IReadOnlyList<ResponseAction> Actions, IReadOnlyList<long> Team,
        IReadOnlyList<ObjectiveRow> Objectives, IReadOnlyList<VisitRow> Visits, IReadOnlyList<GrantRow> Grants)
    {
        public static async Task<Rows?> Of(SqlMapper.GridReader results)
        {
            if (await results.ReadSingleOrDefaultAsync<ProblemRecord>() is not { } problem) return null;
            return new(
                problem,
                (await results.ReadAsync<SheetRow>()).ToDictionary(s => s.Kind),
                (await results.ReadAsync<ResponseAction>()).AsList(),
                (await results.ReadAsync<long>()).AsList(),
                (await results.ReadAsync<ObjectiveRow>()).AsList(),
                (await results.ReadAsync<VisitRow>()).AsList(),
                (await results.ReadAsync<GrantRow>()).AsList());
        }

        public CaseFacts Facts(DateTimeOffset now, AgencyCalendar calendar)
        {
            var before = Visits.LastOrDefault(v => v.Visit < Problem.Visit);
            var withPlan = InForce();
            var versions = Sheets.ToDictionary(s => s.Key, s => s.Value.Version);
            var dossier = new Dossier
            {
                Stage = Problem.Stage,
                LeadId = Problem.LeadId,
                LinkedEvents = Problem.LinkedEvents,
                LinkedConcerns = Problem.LinkedConcerns,
                Scanning = Sheet<ScanningSheet>(SheetKind.Scanning),
                Analysis = Sheet<AnalysisSheet>(SheetKind.Analysis).WithKeys(),
                Response = Sheet<ResponseSheet>(SheetKind.Response).WithKeys(),
                Assessment = Sheet<AssessmentSheet>(SheetKind.Assessment),
                Actions = Actions,
                Plan = withPlan?.Plan,
                Computed = withPlan?.Computed,
                FirstStartedOn = Visits.FirstOrDefault(v => v.PlanId is not null)?.StartedOn,
                Visit = Problem.Visit,
                Holds = [.. Grants.Where(g => g.FromOn is not null).Select(g =>
                    new Hold { Visit = g.Visit, FromOn = g.FromOn!.Value, UntilOn = g.OnDate, EndedOn = g.EndedOn, HeldAt = g.At })],
                Extensions = [.. Grants.Where(g => g.FromOn is null).Select(g =>
                    new Extension { Visit = g.Visit, DueOn = g.OnDate, GrantedAt = g.At })],
                Today = calendar.DateOf(now),
                EnteredOn = calendar.DateOf(Problem.StageSince),
            };
            return new(Problem, dossier, versions, Team, Objectives, withPlan?.PlanId, before?.Stage,
                Visits.Any(v => v.Visit == Problem.Visit && v.FirstDueOn is not null));
        }

        /// <summary>The visit to Response whose frozen plan is in force.</summary>
        private VisitRow? InForce()
        {
            // Search back through Closed and Assessment to Response. If Scanning or Analysis comes between, no plan is in force.
            var response = Visits.Reverse().SkipWhile(v => v.Stage is Stage.Closed).SkipWhile(v => v.Stage is Stage.Assessment)
                .FirstOrDefault();
            return response is { Stage: Stage.Response, PlanId: not null } ? response : null;
        }

        private T Sheet<T>(SheetKind kind) where T : new() =>
            Sheets.TryGetValue(kind, out var row) ? JsonSerializer.Deserialize<T>(row.Body, Json.Options)! : new();
    }
}
