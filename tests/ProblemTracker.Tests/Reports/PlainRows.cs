using System.Text.Json;
using ProblemTracker.Agency;
using ProblemTracker.Data;
using ProblemTracker.Domain;
using ProblemTracker.Shared;

namespace ProblemTracker.Tests.Reports;

/// <summary>
/// Whole tables and worksheets, from which tests compute a report's figures a second time, in LINQ instead of SQL. Nothing here is derived
/// by the product.
/// </summary>
internal sealed record PlainRows(
    IReadOnlyList<PlainRows.ProblemRow> Problems, IReadOnlyList<PlainRows.ActionRow> Actions,
    IReadOnlyList<PlainRows.OverrideRow> Overrides, IReadOnlyList<PlainRows.VisitRow> Visits,
    IReadOnlyList<PlainRows.PlanRow> Plans, IReadOnlyList<PlainRows.CheckRow> Checks, IReadOnlyList<PlainRows.MoveRow> Moves,
    IReadOnlyList<PlainRows.NudgeRow> Nudges,
    IReadOnlyDictionary<long, PlainRows.PersonRow> People, IReadOnlyDictionary<long, PlainRows.PlaceRow> Places)
{
    private static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById(AgencySettings.DefaultZone);

    public sealed record ProblemRow
    {
        public long Id { get; init; }
        public string CategoryCode { get; init; } = "";
        public long NeighborhoodId { get; init; }
        public long? LeadId { get; init; }
        public bool Confidential { get; init; }
        public Stage Stage { get; init; }
        public int Visit { get; init; }
        public DateOnly? DueOn { get; init; }
        public DateOnly? OnHoldUntil { get; init; }
        public DateTimeOffset OpenedAt { get; init; }
        public DateTimeOffset? ClosedAt { get; init; }
        public ClosingReason? ClosingReason { get; init; }
        public Verdict? Verdict { get; init; }
        public bool PresetTest { get; init; }
        public bool EnforcementOnly { get; init; }
        public int Overrides { get; init; }
        public ResponseSheet Response { get; init; } = new();
        public AssessmentSheet Assessment { get; init; } = new();
        public IReadOnlyList<long> Members { get; init; } = [];

        public DateOnly? ClosedOn => ClosedAt is { } at ? LocalDate(at) : null;
        public DateOnly OpenedOn => LocalDate(OpenedAt);
        public bool IsOpen => Stage != Stage.Closed;

        public bool IsOnHold(DateOnly today) => OnHoldUntil > today;

        public bool IsOverdue(DateOnly today) => IsOpen && DueOn < today && !IsOnHold(today);
    }

    public sealed record ActionRow
    {
        public long Id { get; init; }
        public long ProblemId { get; init; }
        public long? OwnerId { get; init; }
        public long? OwnerAttachmentId { get; init; }
        public StakeholderKind? StakeholderKind { get; init; }
        public DateOnly? DueOn { get; init; }
        public Technique? Technique { get; init; }
        public bool UrgentSafetyMeasure { get; init; }
        public ActionStatus Status { get; init; }
        public DateOnly? DoneOn { get; init; }
        public DateOnly? ReportedDoneOn { get; init; }
        public OwnerAnswer? OwnerAnswer { get; init; }
        public DateTimeOffset CreatedAt { get; init; }

        public DateOnly CreatedOn => LocalDate(CreatedAt);
    }

    public sealed record OverrideRow
    {
        public long ProblemId { get; init; }
        public Gate Gate { get; init; }
        public string Codes { get; init; } = "";
        public DateTimeOffset At { get; init; }
    }

    public sealed record VisitRow
    {
        public long ProblemId { get; init; }
        public int Visit { get; init; }
        public Stage Stage { get; init; }
        public DateTimeOffset EnteredAt { get; init; }
        public DateTimeOffset? LeftAt { get; init; }
    }

    public sealed record PlanRow
    {
        public long ProblemId { get; init; }
        public int Visit { get; init; }
        public DateOnly StartedOn { get; init; }
    }

    public sealed record CheckRow
    {
        public long ProblemId { get; init; }
        public int Visit { get; init; }
        public FollowUpFinding Finding { get; init; }
    }

    public sealed record MoveRow
    {
        public long ProblemId { get; init; }
        public Stage FromStage { get; init; }
        public Stage ToStage { get; init; }
        public DateTimeOffset MovedAt { get; init; }
    }

    public sealed record NudgeRow
    {
        public long ProblemId { get; init; }
        public NudgeKind Kind { get; init; }
        public int Visit { get; init; }
        public DateOnly DueOn { get; init; }
    }

    public sealed record PersonRow
    {
        public long Id { get; init; }
        public string Name { get; init; } = "";
        public bool Active { get; init; }
    }

    public sealed record PlaceRow
    {
        public long Id { get; init; }
        public long? SupervisorId { get; init; }
    }

    private sealed record SheetRow
    {
        public long ProblemId { get; init; }
        public SheetKind Kind { get; init; }
        public string Body { get; init; } = "";
    }

    private sealed record MemberRow
    {
        public long ProblemId { get; init; }
        public long PersonId { get; init; }
    }

    public static DateOnly LocalDate(DateTimeOffset at) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, Zone).DateTime);

    public static Task<PlainRows> Read(TrackerHost host) => host.Query(Read);

    private static async Task<PlainRows> Read(Db db)
    {
        var sheets = (await db.List<SheetRow>("SELECT ProblemId, Kind, Body FROM Worksheet", null, default))
            .ToLookup(s => (s.ProblemId, s.Kind), s => s.Body);
        var members = (await db.List<MemberRow>("SELECT ProblemId, PersonId FROM ProblemMember", null, default))
            .ToLookup(m => m.ProblemId, m => m.PersonId);
        T Sheet<T>(long id, SheetKind kind) where T : new() =>
            sheets[(id, kind)].Select(body => JsonSerializer.Deserialize<T>(body, Shared.Json.Options)!).FirstOrDefault() ?? new();
        var problems = await db.List<ProblemRow>(
            "SELECT Id, CategoryCode, NeighborhoodId, LeadId, Confidential, Stage, Visit, DueOn, OnHoldUntil, OpenedAt, ClosedAt, "
                + "ClosingReason, Verdict, PresetTest, EnforcementOnly, Overrides FROM Problem ORDER BY Id", null, default);
        var visits = await db.List<VisitRow>("SELECT ProblemId, Visit, Stage, EnteredAt, LeftAt FROM StageVisit ORDER BY ProblemId, Visit",
            null, default);
        // An assessment from before a reopening does not count for the current closing.
        var assessed = visits.GroupBy(v => v.ProblemId)
            .Where(g => g.Last().Stage == Stage.Assessment
                || (g.Last().Stage == Stage.Closed && g.SkipLast(1).Last().Stage == Stage.Assessment))
            .Select(g => g.Key).ToHashSet();
        return new(
            [.. problems.Select(p => p with
            {
                Response = Sheet<ResponseSheet>(p.Id, SheetKind.Response),
                Assessment = assessed.Contains(p.Id) ? Sheet<AssessmentSheet>(p.Id, SheetKind.Assessment) : new(),
                Members = [.. members[p.Id]],
            })],
            await db.List<ActionRow>("""
                SELECT a.Id, a.ProblemId, a.OwnerId, a.OwnerAttachmentId, s.Kind AS StakeholderKind, a.DueOn, a.Technique,
                a.UrgentSafetyMeasure,
                    a.Status, a.DoneOn, a.ReportedDoneOn, a.OwnerAnswer, a.CreatedAt
                FROM ProblemAction a LEFT JOIN ProblemStakeholder t ON t.Id = a.OwnerAttachmentId
                LEFT JOIN Stakeholder s ON s.Id = t.StakeholderId
                """, null, default),
            await db.List<OverrideRow>("SELECT ProblemId, Gate, Codes, At FROM GateOverride", null, default),
            visits,
            await db.List<PlanRow>("SELECT ProblemId, Visit, StartedOn FROM FrozenPlan", null, default),
            await db.List<CheckRow>("SELECT ProblemId, Visit, Finding FROM DurabilityCheck", null, default),
            await db.List<MoveRow>("SELECT ProblemId, FromStage, ToStage, MovedAt FROM StageMove", null, default),
            await db.List<NudgeRow>(
                "SELECT ProblemId, Kind, Visit, DueOn FROM Nudge WHERE ProblemId IS NOT NULL AND ActionId IS NULL AND DueOn IS NOT NULL",
                null, default),
            (await db.List<PersonRow>("SELECT Id, Name, Active FROM Person", null, default)).ToDictionary(p => p.Id),
            (await db.List<PlaceRow>("SELECT Id, SupervisorId FROM Neighborhood", null, default)).ToDictionary(p => p.Id));
    }

    /// <summary>The problems that a reader may see and that match the filter, except its dates.</summary>
    public IEnumerable<ProblemRow> Matching(IReadOnlyDictionary<string, string> filter, bool seesConfidential, long reader) => Problems
        .Where(p => !p.Confidential || seesConfidential || p.Members.Contains(reader))
        .Where(p => !filter.TryGetValue("categoryCode", out var category) || p.CategoryCode == category)
        .Where(p => !filter.TryGetValue("neighborhoodId", out var place) || $"{p.NeighborhoodId}" == place)
        .Where(p => !filter.TryGetValue("leadId", out var lead) || (lead == "0" ? p.LeadId is null : $"{p.LeadId}" == lead));

    public static bool IsWithin(DateOnly? day, IReadOnlyDictionary<string, string> filter) =>
        (!filter.TryGetValue("from", out var from) || day >= Day(from)) && (!filter.TryGetValue("to", out var to) || day <= Day(to));

    public bool WasInResponse(ProblemRow problem) => Visits.Any(v => v.ProblemId == problem.Id && v.Stage == Stage.Response);

    /// <summary>
    /// The current stage follows a Response whose plan was frozen, and no action of any plan was done before the first start.
    /// </summary>
    public bool WasFrozenInTime(ProblemRow problem)
    {
        var stages = Visits.Where(v => v.ProblemId == problem.Id).ToList();
        var last = stages.FindLastIndex(v => v.Stage is not (Stage.Closed or Stage.Assessment));
        if (last < 0 || stages[last].Stage != Stage.Response) return false;
        // Response leads to Assessment, then Closed, once each; any other order means the problem was moved back or reopened.
        var after = stages.Skip(last + 1).Select(v => v.Stage).ToList();
        if (!after.SequenceEqual(after.Distinct().Order())) return false;
        var plans = Plans.Where(f => f.ProblemId == problem.Id).ToList();
        if (plans.All(f => f.Visit != stages[last].Visit)) return false;
        return !Actions.Any(a => a.ProblemId == problem.Id && !a.UrgentSafetyMeasure && a.DoneOn < plans.Min(f => f.StartedOn));
    }

    public static IReadOnlyDictionary<string, string> Filter(string query) =>
        query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).Select(part => part.Split('='))
            .ToDictionary(part => part[0], part => part[1]);

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
