using FluentValidation;
using MediatR;
using ProblemTracker.Agency;

namespace ProblemTracker.Patrol;

/// <summary>Places a visit by hand; it stays there when the week is planned again.</summary>
[Needs(Permission.Supervise)]
public sealed record PlaceVisit(long TaskId, long UnitId, DateTimeOffset? StartsAt) : ICommand<VisitDetails>;

/// <summary>Fixes a planned visit where it is, or lets the next plan move it.</summary>
[Needs(Permission.Supervise)]
public sealed record FixVisit(long VisitId, int Version, bool IsFixed) : ICommand<VisitDetails>;

internal sealed class PlaceVisitValidator : AbstractValidator<PlaceVisit>
{
    public PlaceVisitValidator() => RuleFor(c => c.StartsAt).NotNull().WithMessage("Enter when it begins.")
        .Must(at => at is null || at.Value.Year is >= 2000 and < 2200).WithMessage("Enter a date between 2000 and 2199.");
}

internal sealed class PlaceVisitHandler(Db db, Actor actor, AgencySettings agency, TimeProvider clock)
    : IRequestHandler<PlaceVisit, VisitDetails>, IRequestHandler<FixVisit, VisitDetails>
{
    private sealed record Other
    {
        public string Title { get; init; } = "";
        public DateTimeOffset StartsAt { get; init; }
        public DateTimeOffset EndsAt { get; init; }
    }

    public async Task<VisitDetails> Handle(PlaceVisit command, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var calendar = await agency.Calendar(ct);
        var task = await TaskSql.Read(db, actor, command.TaskId, ct);
        var unit = await UnitSql.Read(db, command.UnitId, ct);
        if (!task.IsWanted) throw new RuleBroken("task.notWanted", "This task has ended, or its response has not started.", "taskId");
        var (from, to) = (command.StartsAt!.Value, command.StartsAt.Value.AddMinutes(task.Minutes));
        if (from < now) throw new Invalid("startsAt", "This time is over. Enter one to come.");
        if (await db.Find<long?>($"""
            SELECT t.Id FROM UnitShift t WHERE t.FromAt <= @from AND t.FromAt > @before AND t.ToAt >= @to AND t.UnitId = @Id
                AND {PatrolSql.Visible} ORDER BY t.FromAt {db.Dialect.First("@One")}
            """, new { from, to, before = from.AddDays(-1), unit.Id, One = 1 }, ct) is null)
            throw new Invalid("startsAt", $"{unit.Name} is not on a shift for {task.Minutes} minutes then.");
        var day = calendar.DateOf(from);
        if (await db.Find<Other>($"""
            SELECT t.Title, v.StartsAt, v.EndsAt FROM PatrolVisit v JOIN DirectedTask t ON t.Id = v.TaskId
            WHERE v.UnitId = @Id AND v.LocalDate >= @First AND v.LocalDate <= @Last AND v.StartsAt < @to AND v.EndsAt > @from
                AND v.IsFixed = 1 AND v.Outcome IS NULL
            ORDER BY v.StartsAt, v.Id {db.Dialect.First("@One")}
            """, new { unit.Id, from, to, First = day.AddDays(-1), Last = day.AddDays(1), One = 1 }, ct) is { } other)
            throw new Invalid("startsAt", $"{unit.Name} has a fixed visit then: {other.Title}, "
                + $"{Time(other.StartsAt)} to {Time(other.EndsAt)}. A unit can't be in two places.");
        // What the plan had there makes room; the next plan finds another time for it.
        await db.Execute("""
            DELETE FROM PatrolVisit WHERE UnitId = @Id AND LocalDate >= @First AND LocalDate <= @Last AND StartsAt < @to AND EndsAt > @from
                AND IsFixed = 0 AND Outcome IS NULL
            """, new { unit.Id, from, to, First = day.AddDays(-1), Last = day.AddDays(1) }, ct);
        var id = await db.Insert(VisitSql.Insert, new VisitSql.Row
        {
            TaskId = task.Id,
            UnitId = unit.Id,
            WeekOf = DirectedTasks.WeekOf(day),
            LocalDate = day,
            StartsAt = from,
            EndsAt = to,
            IsFixed = true,
        }, ct);
        return await Record(id, null, now, "patrol.visitPlaced", ct);

        string Time(DateTimeOffset at) => DateText.Time(TimeZoneInfo.ConvertTime(at, calendar.Zone));
    }

    public async Task<VisitDetails> Handle(FixVisit command, CancellationToken ct)
    {
        var before = await VisitSql.Read(db, actor, command.VisitId, ct);
        if (await db.Execute("UPDATE PatrolVisit SET IsFixed = @IsFixed, Version = Version + 1 WHERE Id = @VisitId AND Version = @Version",
            command, ct) == 0) throw new Stale(before.Version);
        return await Record(before.Id, before, clock.GetUtcNow(), "patrol.visitFixed", ct);
    }

    private async Task<VisitDetails> Record(long id, VisitDetails? before, DateTimeOffset now, string auditEvent, CancellationToken ct)
    {
        var after = await VisitSql.Read(db, actor, id, ct);
        await db.Record(actor, now, auditEvent, null, id, null, before is null ? null : VisitSql.Facts(before), VisitSql.Facts(after), ct);
        return after;
    }
}

internal static class PlaceVisitEndpoint
{
    public sealed record PlaceBody(long TaskId, long UnitId, DateTimeOffset? StartsAt);

    public sealed record FixBody(bool IsFixed = true);

    public static void MapPlaceVisit(this RouteGroupBuilder patrol)
    {
        patrol.MapPost("/visits", (PlaceBody body, IMediator mediator, CancellationToken ct) =>
                mediator.Send(new PlaceVisit(body.TaskId, body.UnitId, body.StartsAt), ct))
            .WithName("PlaceVisit").WithSummary("Place a visit by hand, which planning again keeps");
        patrol.MapPost("/visits/{id:long}/fix", (long id, IfMatch version, FixBody body, IMediator mediator, CancellationToken ct) =>
                mediator.Send(new FixVisit(id, version, body.IsFixed), ct))
            .WithName("FixVisit").WithSummary("Fix a planned visit where it is, or let the next plan move it");
    }
}
