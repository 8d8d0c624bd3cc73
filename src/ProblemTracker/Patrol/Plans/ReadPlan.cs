using FluentValidation;
using MediatR;
using ProblemTracker.Agency;
using ProblemTracker.Analysis;
using ProblemTracker.Problems;

namespace ProblemTracker.Patrol;

/// <summary>The plan of a week with its visits, and what became of them.</summary>
/// <param name="WeekOf">Any day of the week; the present week by default.</param>
[Needs(Permission.ReadProblems)]
public sealed record ReadPlan(DateOnly? WeekOf = null) : IQuery<PlanReport>;

public sealed record PlanReport
{
    /// <summary>The week's Monday.</summary>
    public DateOnly WeekOf { get; init; }
    /// <summary>Null if the week was not planned.</summary>
    public DateTimeOffset? PlannedAt { get; init; }
    public string? PlannedBy { get; init; }
    /// <summary>Points: what the visits are worth, by priority and by the chance that calls leave the unit free.</summary>
    public long Score { get; init; }
    /// <summary>Points of the plan that takes the best visit first, and its visits.</summary>
    public long Greedy { get; init; }
    public int GreedyVisits { get; init; }
    /// <summary>No plan of the starting times that were considered has more points.</summary>
    public long Bound { get; init; }
    /// <summary>Weeks of calls and shifts that the forecast is from.</summary>
    public int Weeks { get; init; }
    /// <summary>Minutes that calls were expected to leave to line officers, and that community officers had without duties.</summary>
    public int LineMinutes { get; init; }
    public int CommunityMinutes { get; init; }
    /// <summary>In order of begin.</summary>
    public IReadOnlyList<VisitDetails> Visits { get; init; } = [];
    public IReadOnlyList<LeftOutTask> LeftOut { get; init; } = [];
    /// <summary>Community officers and line officers, planned against done.</summary>
    public IReadOnlyList<TimeUse> Use { get; init; } = [];
    /// <summary>Tasks that are wanted in this week at all.</summary>
    public int Tasks { get; init; }
    public bool HasShifts { get; init; }
}

/// <param name="Why">The reason in one sentence.</param>
public sealed record LeftOutTask(long TaskId, string Title, string Place, int Visits, WhyLeftOut Reason, string Why);

/// <summary>How time is used.</summary>
/// <param name="Community">Units that take no calls.</param>
/// <param name="FreeHours">Hours that could be planned, when the week was planned last.</param>
/// <param name="PlannedHours">Hours of planned visits.</param>
/// <param name="DoneHours">Hours of visits made, with and without a plan.</param>
/// <param name="Missed">Planned visits that are over and were not made, or of which nothing is known.</param>
public sealed record TimeUse(
    bool Community, double FreeHours, int Planned, double PlannedHours, int Done, double DoneHours, int Unplanned, int Missed);

/// <summary>Reads a week's plan.</summary>
internal sealed class PlanReader(Db db, Actor actor, AgencySettings agency, TimeProvider clock)
{
    private sealed record LeftRow
    {
        public long TaskId { get; init; }
        public string Title { get; init; } = "";
        public string Place { get; init; } = "";
        public string? Qualification { get; init; }
        public int Minutes { get; init; }
        public int Visits { get; init; }
        public WhyLeftOut Why { get; init; }
    }

    public async Task<PlanReport> Read(DateOnly weekOf, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var calendar = await agency.Calendar(ct);
        var args = new
        {
            weekOf,
            Sunday = weekOf.AddDays(6),
            Start = calendar.StartOf(weekOf),
            End = calendar.StartOf(weekOf.AddDays(7)),
        };
        var plan = await db.Find<PlanReport>("""
            SELECT n.WeekOf, n.PlannedAt, COALESCE(w.Name, 'System') AS PlannedBy, n.Score, n.Greedy, n.GreedyVisits, n.Bound, n.Weeks,
                n.LineMinutes, n.CommunityMinutes
            FROM PatrolPlan n LEFT JOIN Person w ON w.Id = n.PlannedBy WHERE n.WeekOf = @weekOf
            """, args, ct) ?? new() { WeekOf = weekOf };
        var visits = await VisitSql.OfWeek(db, actor, weekOf, ct);
        var left = plan.PlannedAt is null ? [] : await db.List<LeftRow>("""
            SELECT o.TaskId, t.Title, t.Place, t.Qualification, t.Minutes, o.Visits, o.Why
            FROM PatrolPlan n JOIN PlanLeftOut o ON o.PlanId = n.Id JOIN DirectedTask t ON t.Id = o.TaskId
            WHERE n.WeekOf = @weekOf ORDER BY o.Visits DESC, o.TaskId
            """, args, ct);
        return plan with
        {
            Visits = visits,
            LeftOut = [.. left.Select(row => new LeftOutTask(row.TaskId, row.Title, row.Place, row.Visits, row.Why, Words(row)))],
            Use = [Of(false), Of(true)],
            Tasks = await db.Single<int>($"""
                SELECT COUNT(*) FROM DirectedTask t
                WHERE t.FirstOn <= @Sunday AND (t.LastOn IS NULL OR t.LastOn >= @weekOf) AND {TaskSql.IsWanted}
                """, args, ct),
            HasShifts = await db.Single<int>($"""
                SELECT COUNT(*) FROM UnitShift t WHERE t.FromAt >= @Start AND t.FromAt < @End AND {PatrolSql.Visible}
                """, args, ct) > 0,
        };

        TimeUse Of(bool community)
        {
            var of = visits.Where(visit => visit.TakesNoCalls == community).ToList();
            var planned = of.Where(visit => visit.IsPlanned).ToList();
            var done = of.Where(visit => visit.Outcome == VisitOutcome.Done).ToList();
            return new(community, (community ? plan.CommunityMinutes : plan.LineMinutes) / 60.0, planned.Count,
                planned.Sum(visit => visit.Minutes) / 60.0, done.Count(visit => visit.IsPlanned),
                done.Sum(visit => visit.DoneMinutes ?? 0) / 60.0, done.Count(visit => !visit.IsPlanned),
                planned.Count(visit => visit.Outcome == VisitOutcome.NotDone || (visit.Outcome is null && visit.EndsAt < now)));
        }
    }

    private static string Words(LeftRow row) => row.Why switch
    {
        WhyLeftOut.NoDay => "None of its days is left in this week.",
        WhyLeftOut.NoQualifiedUnit => $"No unit on a shift then has “{row.Qualification}”.",
        WhyLeftOut.NoShift => $"No unit is on a shift for {row.Minutes} minutes at these times.",
        WhyLeftOut.NoBlock => $"Calls seldom leave {row.Minutes} minutes at these times. Make visits shorter, or widen the times.",
        WhyLeftOut.Taken => "Meetings and fixed visits take this time.",
        _ => "Other visits are worth more in the time there is, or it would follow too soon on another visit.",
    };
}

internal sealed class ReadPlanHandler(PlanReader reader, AgencySettings agency) : IRequestHandler<ReadPlan, PlanReport>
{
    public async Task<PlanReport> Handle(ReadPlan query, CancellationToken ct) =>
        await reader.Read(DirectedTasks.WeekOf(query.WeekOf ?? await agency.Today(ct)), ct);
}

internal sealed class ReadPlanValidator : AbstractValidator<ReadPlan>
{
    public ReadPlanValidator() => RuleFor(q => q.WeekOf).PlausibleDate();
}

internal static class ReadPlanEndpoint
{
    public static void MapReadPlan(this RouteGroupBuilder patrol) => patrol
        .MapGet("/plans", ([AsParameters] ReadPlan query, IMediator mediator, CancellationToken ct) => mediator.Send(query, ct))
        .WithName("ReadPlan").WithSummary("Read the plan of the week of a day, with what became of its visits");
}
