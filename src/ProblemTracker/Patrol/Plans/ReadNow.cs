using FluentValidation;
using MediatR;
using ProblemTracker.Agency;
using ProblemTracker.Analysis;

namespace ProblemTracker.Patrol;

/// <summary>What the actor's unit can do now: its visits of today, and tasks nearby whose time it is.</summary>
/// <param name="Latitude">Where the actor is, with the longitude; the nearest tasks come first then.</param>
[Needs(Permission.WriteNotes)]
public sealed record ReadNow(double? Latitude = null, double? Longitude = null) : IQuery<NowList>;

/// <param name="Units">The actor's units.</param>
/// <param name="Visits">Planned for these units today, those without an outcome first.</param>
/// <param name="Nearby">Tasks that can be done now without a plan.</param>
public sealed record NowList(IReadOnlyList<UnitDetails> Units, IReadOnlyList<VisitDetails> Visits, IReadOnlyList<NearbyTask> Nearby);

/// <param name="Meters">From the actor in a straight line; null if either place is unknown.</param>
/// <param name="LastAt">End of the last visit by any unit; null before the first.</param>
public sealed record NearbyTask(TaskDetails Task, double? Meters, DateTimeOffset? LastAt);

internal sealed class ReadNowValidator : AbstractValidator<ReadNow>
{
    public ReadNowValidator()
    {
        RuleFor(q => q.Latitude).InclusiveBetween(-90, 90).WithMessage("Enter -90 to 90 degrees.");
        RuleFor(q => q.Longitude).InclusiveBetween(-180, 180).WithMessage("Enter -180 to 180 degrees.");
    }
}

internal sealed class ReadNowHandler(Db db, Actor actor, AgencySettings agency, TimeProvider clock) : IRequestHandler<ReadNow, NowList>
{
    private const int MostNearby = 20;

    private sealed record Last
    {
        public long TaskId { get; init; }
        public DateTimeOffset? At { get; init; }
    }

    public async Task<NowList> Handle(ReadNow query, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var calendar = await agency.Calendar(ct);
        var today = calendar.DateOf(now);
        var local = TimeZoneInfo.ConvertTime(now, calendar.Zone).DateTime;
        var units = (await UnitSql.All(db, ct)).Where(unit => unit.Members.Any(member => member.PersonId == actor.PersonId)).ToList();
        var mine = units.Select(unit => unit.Id).ToList();
        // A night's visits are of the evening before.
        var visits = mine.Count == 0 ? [] : await db.List<VisitDetails>($"""
            {VisitSql.Select(actor)}
            WHERE v.UnitId IN @mine AND v.LocalDate >= @Yesterday AND v.LocalDate <= @today AND (v.LocalDate = @today OR v.EndsAt > @since)
            ORDER BY v.StartsAt, v.Id
            """, new { mine, today, Yesterday = today.AddDays(-1), since = now.AddHours(-6), ActorId = actor.PersonId }, ct);
        var tasks = await db.List<TaskDetails>($"""
            SELECT {TaskSql.Columns} FROM DirectedTask t {TaskSql.Names(actor)}
            WHERE t.FirstOn <= @today AND (t.LastOn IS NULL OR t.LastOn >= @Yesterday) AND {TaskSql.IsWanted} ORDER BY t.Id
            """, new { today, Yesterday = today.AddDays(-1), ActorId = actor.PersonId }, ct);
        var last = (await db.List<Last>("""
            SELECT t.Id AS TaskId, (SELECT MAX(v.RecordedAt) FROM PatrolVisit v
                WHERE v.TaskId = t.Id AND v.LocalDate >= @since AND v.Outcome = 'Done') AS At
            FROM DirectedTask t WHERE t.EndedAt IS NULL
            """, new { since = today.AddDays(-13) }, ct)).ToDictionary(one => one.TaskId, one => one.At);
        var here = query is { Latitude: { } latitude, Longitude: { } longitude } ? (latitude, longitude) : ((double, double)?)null;
        var qualified = units.SelectMany(unit => unit.Qualifications).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var planned = visits.Where(visit => visit.Outcome is null).Select(visit => visit.TaskId).ToHashSet();
        return new(units, [.. visits.OrderBy(visit => visit.Outcome is not null)],
            [.. tasks.Where(task => !planned.Contains(task.Id) && IsTime(task, local) && (task.Qualification is not { } needed
                    || qualified.Contains(needed)))
                .Select(task => new NearbyTask(task, Meters(task), last.GetValueOrDefault(task.Id)))
                .OrderBy(one => now - one.LastAt < new PlanRules().Fresh).ThenBy(one => one.Meters ?? double.MaxValue)
                .ThenBy(one => one.Task.Priority).ThenBy(one => one.Task.Id).Take(MostNearby)]);

        double? Meters(TaskDetails task) => here is { } at && task is { Latitude: { } lat, Longitude: { } lon }
            ? Earth.Meters(at.Item1, at.Item2, lat, lon) : null;
    }

    private static bool IsTime(TaskDetails task, DateTime local) => DirectedTasks.DayOf(local, task.From, task.To) is { } day
        && task.Weekdays.Contains(day.DayOfWeek) && day >= task.FirstOn && !(day > task.LastOn);
}

internal static class ReadNowEndpoint
{
    public static void MapReadNow(this RouteGroupBuilder patrol) => patrol
        .MapGet("/now", ([AsParameters] ReadNow query, IMediator mediator, CancellationToken ct) => mediator.Send(query, ct))
        .WithName("ReadNow").WithSummary("Read the visits of the caller's units today and the tasks nearby");
}
