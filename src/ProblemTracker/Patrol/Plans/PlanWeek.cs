using FluentValidation;
using MediatR;
using ProblemTracker.Agency;
using ProblemTracker.Analysis;
using ProblemTracker.Problems;

namespace ProblemTracker.Patrol;

/// <summary>
/// Plans the visits of a week, or what is left of it, anew. Fixed visits, those that have begun and those with an outcome stay. Not an
/// <see cref="ICommand{T}"/>: it computes for some seconds without holding the writer.
/// </summary>
/// <param name="WeekOf">Any day of the week; the present week by default.</param>
[Needs(Permission.Supervise)]
public sealed record PlanWeek(DateOnly? WeekOf = null) : IRequest<PlanReport>;

internal sealed class PlanWeekValidator : AbstractValidator<PlanWeek>
{
    public PlanWeekValidator() => RuleFor(c => c.WeekOf).PlausibleDate();
}

internal sealed class PlanWeekHandler(
    Db db, Actor actor, AgencySettings agency, WeekReader weeks, PlanReader reader, PlanEffort effort, TimeProvider clock)
    : IRequestHandler<PlanWeek, PlanReport>
{
    public async Task<PlanReport> Handle(PlanWeek command, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var calendar = await agency.Calendar(ct);
        var present = DirectedTasks.WeekOf(calendar.DateOf(now));
        var weekOf = DirectedTasks.WeekOf(command.WeekOf ?? present);
        if (weekOf < present || weekOf > present.AddDays(7 * DirectedTasks.WeeksAhead))
            throw new Invalid("weekOf", "Choose this week, or one of the next eight.");
        var input = await weeks.Read(weekOf, calendar, now, ct);
        if (input.Shifts.Count == 0)
            throw new RuleBroken("plan.noShifts", "No unit has a shift in this week. Import the shifts first.", "weekOf");
        var placed = input.Placed.Where(visit => visit.Outcome != VisitOutcome.NotDone)
            .Select(visit => new PlannedVisit(visit.TaskId, visit.UnitId, visit.StartsAt, visit.EndsAt)).ToList();
        var plan = WeekPlanner.Plan(input.Tasks, input.Shifts, placed, input.Forecast, new(), effort, now, calendar.Zone);
        await db.Write(async () =>
        {
            await Replace(weekOf, plan, input, calendar, now, ct);
            return true;
        }, ct);
        return await reader.Read(weekOf, ct);
    }

    private async Task Replace(
        DateOnly weekOf, WeekPlan plan, WeekInput input, AgencyCalendar calendar, DateTimeOffset now, CancellationToken ct)
    {
        await db.Execute("DELETE FROM PlanLeftOut WHERE PlanId IN (SELECT n.Id FROM PatrolPlan n WHERE n.WeekOf = @weekOf)",
            new { weekOf }, ct);
        await db.Execute("DELETE FROM PatrolPlan WHERE WeekOf = @weekOf", new { weekOf }, ct);
        await db.Execute("DELETE FROM PatrolVisit WHERE WeekOf = @weekOf AND StartsAt >= @now AND IsFixed = 0 AND Outcome IS NULL",
            new { weekOf, now }, ct);
        // Somebody fixed or recorded a visit in the meantime: the plan doesn't know of it.
        var left = await db.List<long>("SELECT v.Id FROM PatrolVisit v WHERE v.WeekOf = @weekOf ORDER BY v.Id", new { weekOf }, ct);
        if (!left.SequenceEqual(input.Placed.Select(visit => visit.Id).Order()))
            throw new Conflict("plan.changed", "Visits of this week were changed while it was planned. Plan it again.");
        var takesNoCalls = input.Shifts.ToLookup(shift => shift.Unit, shift => shift.TakesNoCalls);
        int Minutes(bool community) =>
            (int)plan.FreeMinutes.Where(unit => takesNoCalls[unit.Key].First() == community).Sum(unit => unit.Value);
        var id = await db.Insert("""
            INSERT INTO PatrolPlan (WeekOf, PlannedAt, PlannedBy, Score, Greedy, GreedyVisits, Bound, Weeks, LineMinutes, CommunityMinutes)
            VALUES (@weekOf, @now, @PersonId, @Score, @Greedy, @GreedyVisits, @Bound, @Weeks, @LineMinutes, @CommunityMinutes)
            """, new
        {
            weekOf,
            now,
            actor.PersonId,
            plan.Score,
            plan.Greedy,
            plan.GreedyVisits,
            plan.Bound,
            input.Weeks,
            LineMinutes = Minutes(false),
            CommunityMinutes = Minutes(true),
        }, ct);
        await db.Execute(
        [
            .. plan.Visits.Where(visit => visit.Chance is not null).Select(visit => new PendingWrite(VisitSql.Insert, new VisitSql.Row
            {
                TaskId = visit.Task,
                UnitId = visit.Unit,
                WeekOf = weekOf,
                LocalDate = calendar.DateOf(visit.From),
                StartsAt = visit.From,
                EndsAt = visit.To,
                Chance = visit.Chance?.Share,
                ChanceOf = visit.Chance?.Of,
            })),
            .. plan.LeftOut.Select(task => new PendingWrite(
                "INSERT INTO PlanLeftOut (PlanId, TaskId, Visits, Why) VALUES (@id, @Task, @Visits, @Why)",
                new { id, task.Task, task.Visits, Why = task.Why.ToString() })),
        ], ct);
        await db.Record(actor, now, "patrol.planned", null, id, null, null,
            new { Week = weekOf, Visits = plan.Visits.Count, LeftOut = plan.LeftOut.Sum(task => task.Visits) }, ct);
    }
}

internal static class PlanWeekEndpoint
{
    public sealed record Body(DateOnly? WeekOf = null);

    public static void MapPlanWeek(this RouteGroupBuilder patrol) => patrol
        .MapPost("/plans", (Body body, IMediator mediator, CancellationToken ct) => mediator.Send(new PlanWeek(body.WeekOf), ct))
        .WithName("PlanWeek").WithSummary("Plan the visits of a week, or of what is left of it, anew");
}
