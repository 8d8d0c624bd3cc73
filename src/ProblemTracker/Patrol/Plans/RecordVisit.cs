using FluentValidation;
using MediatR;
using ProblemTracker.Agency;

namespace ProblemTracker.Patrol;

/// <summary>Says that a planned visit was made, or was not.</summary>
/// <param name="Outcome">Null takes back what was recorded.</param>
/// <param name="Minutes">How long it lasted; as planned by default.</param>
[Needs(Permission.WriteNotes)]
public sealed record RecordVisit(long VisitId, int Version, VisitOutcome? Outcome, int? Minutes = null, string? Note = null)
    : ICommand<VisitDetails>;

/// <summary>Records a visit that was made just now without a plan.</summary>
[Needs(Permission.WriteNotes)]
public sealed record MakeVisit(long TaskId, long UnitId, int? Minutes = null, string? Note = null) : ICommand<VisitDetails>;

internal sealed class RecordVisitValidator : AbstractValidator<RecordVisit>
{
    public RecordVisitValidator()
    {
        RuleFor(c => c.Outcome).IsInEnum();
        RuleFor(c => c.Minutes).InclusiveBetween(1, DirectedTasks.LongestVisit).WithMessage("Enter 1 to 480 minutes.");
        RuleFor(c => c.Minutes).Null().When(c => c.Outcome != VisitOutcome.Done).WithMessage("Only a visit that was made has minutes.");
        RuleFor(c => c.Note).MaximumLength(DirectedTasks.LongestNote);
    }
}

internal sealed class MakeVisitValidator : AbstractValidator<MakeVisit>
{
    public MakeVisitValidator()
    {
        RuleFor(c => c.Minutes).InclusiveBetween(1, DirectedTasks.LongestVisit).WithMessage("Enter 1 to 480 minutes.");
        RuleFor(c => c.Note).MaximumLength(DirectedTasks.LongestNote);
    }
}

internal sealed class RecordVisitHandler(Db db, Actor actor, AgencySettings agency, TimeProvider clock)
    : IRequestHandler<RecordVisit, VisitDetails>, IRequestHandler<MakeVisit, VisitDetails>
{
    public async Task<VisitDetails> Handle(RecordVisit command, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var before = await VisitSql.Read(db, actor, command.VisitId, ct);
        if (command.Outcome == VisitOutcome.Done && (await agency.Calendar(ct)).DateOf(now) < before.LocalDate)
            throw new RuleBroken("visit.notYet", "This visit is on a day to come. Record it then.", "outcome");
        if (await db.Execute("""
            UPDATE PatrolVisit SET Outcome = @Outcome, DoneMinutes = @Minutes, Note = @Note, RecordedBy = @By, RecordedAt = @At,
                Version = Version + 1
            WHERE Id = @VisitId AND Version = @Version
            """, new
        {
            command.VisitId,
            command.Version,
            Outcome = command.Outcome?.ToString(),
            Minutes = command.Outcome == VisitOutcome.Done ? command.Minutes ?? before.Minutes : (int?)null,
            Note = Text(command.Note),
            By = command.Outcome is null ? null : actor.PersonId,
            At = command.Outcome is null ? (DateTimeOffset?)null : now,
        }, ct) == 0) throw new Stale(before.Version);
        return await Record(before.Id, before, now, ct);
    }

    public async Task<VisitDetails> Handle(MakeVisit command, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var task = await TaskSql.Read(db, actor, command.TaskId, ct);
        if (!task.IsWanted) throw new RuleBroken("task.notWanted", "This task has ended, or its response has not started.", "taskId");
        await UnitSql.Read(db, command.UnitId, ct);
        var minutes = command.Minutes ?? task.Minutes;
        var from = now.AddMinutes(-minutes);
        var day = (await agency.Calendar(ct)).DateOf(from);
        var id = await db.Insert(VisitSql.Insert, new VisitSql.Row
        {
            TaskId = task.Id,
            UnitId = command.UnitId,
            WeekOf = DirectedTasks.WeekOf(day),
            LocalDate = day,
            StartsAt = from,
            EndsAt = now,
            IsPlanned = false,
            Outcome = nameof(VisitOutcome.Done),
            DoneMinutes = minutes,
            Note = Text(command.Note),
            RecordedBy = actor.PersonId,
            RecordedAt = now,
        }, ct);
        return await Record(id, null, now, ct);
    }

    private async Task<VisitDetails> Record(long id, VisitDetails? before, DateTimeOffset now, CancellationToken ct)
    {
        var after = await VisitSql.Read(db, actor, id, ct);
        await db.Record(actor, now, "patrol.visitRecorded", null, id, null, before is null ? null : VisitSql.Facts(before),
            VisitSql.Facts(after), ct);
        return after;
    }

    private static string? Text(string? text) => text.IsBlank() ? null : text.Trim();
}

internal static class RecordVisitEndpoint
{
    public sealed record OutcomeBody(VisitOutcome? Outcome, int? Minutes = null, string? Note = null);

    public sealed record MadeBody(long UnitId, int? Minutes = null, string? Note = null);

    public static void MapRecordVisit(this RouteGroupBuilder patrol)
    {
        patrol.MapPost("/visits/{id:long}/outcome",
                (long id, IfMatch version, OutcomeBody body, IMediator mediator, CancellationToken ct) =>
                    mediator.Send(new RecordVisit(id, version, body.Outcome, body.Minutes, body.Note), ct))
            .WithName("RecordVisit").WithSummary("Say that a planned visit was made, or was not");
        patrol.MapPost("/tasks/{id:long}/visits", (long id, MadeBody body, IMediator mediator, CancellationToken ct) =>
                mediator.Send(new MakeVisit(id, body.UnitId, body.Minutes, body.Note), ct))
            .WithName("MakeVisit").WithSummary("Record a visit that was made just now without a plan");
    }
}
