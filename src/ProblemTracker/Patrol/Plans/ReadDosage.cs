using MediatR;
using ProblemTracker.Agency;
using ProblemTracker.Problems;

namespace ProblemTracker.Patrol;

/// <summary>How much of a problem's directed tasks was carried out: visits and hours against what was wanted.</summary>
[Needs(Permission.ReadProblems)]
public sealed record ReadDosage(long ProblemId) : IQuery<IReadOnlyList<TaskDosage>>;

/// <param name="From">The first day that counts: of the task, or the start of the response if that is later.</param>
/// <param name="Wanted">Visits that were wanted up to yesterday, or up to the end.</param>
/// <param name="Planned">Visits that the weeks' plans had until now.</param>
/// <param name="NotDone">Of them, those that were not made, or of which nothing is known.</param>
/// <param name="Done">Visits made, with and without a plan.</param>
public sealed record TaskDosage(TaskDetails Task, DateOnly? From, double Wanted, int Planned, int NotDone, int Done, double DoneHours)
{
    public double WantedHours => Wanted * Task.Minutes / 60;

    /// <summary>Done of wanted, 0 or more; null before anything was wanted.</summary>
    public double? Share => Wanted > 0 ? Done / Wanted : null;
}

internal sealed class ReadDosageHandler(Db db, Actor actor, AgencySettings agency, TimeProvider clock)
    : IRequestHandler<ReadDosage, IReadOnlyList<TaskDosage>>
{
    private sealed record Sums
    {
        public long TaskId { get; init; }
        public DateOnly? StartedOn { get; init; }
        public int Planned { get; init; }
        public int NotDone { get; init; }
        public int Done { get; init; }
        public int DoneMinutes { get; init; }
    }

    public async Task<IReadOnlyList<TaskDosage>> Handle(ReadDosage query, CancellationToken ct)
    {
        await ProblemSql.MustSee(db, actor, query.ProblemId, ct);
        var now = clock.GetUtcNow();
        var calendar = await agency.Calendar(ct);
        var today = calendar.DateOf(now);
        var args = new { query.ProblemId, now, ActorId = actor.PersonId };
        var tasks = await db.List<TaskDetails>(
            $"SELECT {TaskSql.Columns} FROM DirectedTask t {TaskSql.Names(actor)} WHERE t.ProblemId = @ProblemId ORDER BY t.Id", args, ct);
        if (tasks.Count == 0) return [];
        var sums = (await db.List<Sums>("""
            SELECT t.Id AS TaskId, MIN(f.StartedOn) AS StartedOn,
                COALESCE(SUM(IIF(v.IsPlanned = 1 AND v.EndsAt <= @now, 1, 0)), 0) AS Planned,
                COALESCE(SUM(IIF(v.IsPlanned = 1 AND v.EndsAt <= @now AND COALESCE(v.Outcome, '') <> 'Done', 1, 0)), 0) AS NotDone,
                COALESCE(SUM(IIF(v.Outcome = 'Done', 1, 0)), 0) AS Done, COALESCE(SUM(v.DoneMinutes), 0) AS DoneMinutes
            FROM DirectedTask t JOIN Problem p ON p.Id = t.ProblemId
                LEFT JOIN FrozenPlan f ON f.ProblemId = p.Id AND f.Visit = p.Visit LEFT JOIN PatrolVisit v ON v.TaskId = t.Id
            WHERE t.ProblemId = @ProblemId GROUP BY t.Id
            """, args, ct)).ToDictionary(sum => sum.TaskId);
        return [.. tasks.Select(task =>
        {
            var sum = sums[task.Id];
            var from = task.ActionId is null || sum.StartedOn is { } started && started <= task.FirstOn ? task.FirstOn : sum.StartedOn;
            var end = task.EndedAt is { } at ? calendar.DateOf(at) : today;
            var wanted = from is { } first ? DirectedTasks.Wanted(task.TimesPerWeek, task.Weekdays, first, task.LastOn, first,
                end.AddDays(-1)) : 0;
            return new TaskDosage(task, from, wanted, sum.Planned, sum.NotDone, sum.Done, sum.DoneMinutes / 60.0);
        })];
    }
}

internal static class ReadDosageEndpoint
{
    public static void MapReadDosage(this RouteGroupBuilder problems) => problems
        .MapGet("/{id:long}/dosage", (long id, IMediator mediator, CancellationToken ct) => mediator.Send(new ReadDosage(id), ct))
        .WithName("ReadDosage").WithSummary("Read how much of a problem's directed tasks was carried out");
}
