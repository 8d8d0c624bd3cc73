using FluentValidation;
using MediatR;
using ProblemTracker.Problems;

namespace ProblemTracker.Patrol;

/// <summary>Changes a directed task. Visits that are planned already stay until the week is planned again.</summary>
[Needs(Permission.WorkProblems), BodyIs(nameof(Facts))]
public sealed record ChangeTask(long TaskId, int Version, TaskFacts Facts) : ICommand<TaskDetails>;

/// <summary>Ends a directed task: its visits to come are taken out of the plans.</summary>
[Needs(Permission.WorkProblems)]
public sealed record EndTask(long TaskId, int Version) : ICommand<TaskDetails>;

internal sealed class ChangeTaskValidator : AbstractValidator<ChangeTask>
{
    public ChangeTaskValidator() => RuleFor(c => c.Facts).SetValidator(new TaskFactsValidator()).OverridePropertyName("");
}

internal sealed class ChangeTaskHandler(Db db, Actor actor, CaseFiles files, TaskWriter writer, TimeProvider clock)
    : IRequestHandler<ChangeTask, TaskDetails>, IRequestHandler<EndTask, TaskDetails>
{
    public async Task<TaskDetails> Handle(ChangeTask command, CancellationToken ct)
    {
        var (file, before, now) = await Take(command.TaskId, command.Version, ct);
        await db.Execute("""
            UPDATE DirectedTask SET Title = @Title, Instructions = @Instructions, Place = @Place, Latitude = @Latitude,
                Longitude = @Longitude, Minutes = @Minutes, TimesPerWeek = @TimesPerWeek, Weekdays = @Weekdays, FromMinute = @FromMinute,
                ToMinute = @ToMinute, Qualification = @Qualification, Priority = @Priority, FirstOn = @FirstOn, LastOn = @LastOn
            WHERE Id = @Id
            """, writer.Row(command.Facts, before.FirstOn, now, null, null, before.Id), ct);
        return await Save(file, before.Id, before, now, "patrol.taskChanged", "Changed a directed task", ct);
    }

    public async Task<TaskDetails> Handle(EndTask command, CancellationToken ct)
    {
        var (file, before, now) = await Take(command.TaskId, command.Version, ct);
        await db.Execute("UPDATE DirectedTask SET EndedAt = @now WHERE Id = @Id", new { before.Id, now }, ct);
        await db.Execute("DELETE FROM PatrolVisit WHERE TaskId = @Id AND StartsAt > @now AND Outcome IS NULL", new { before.Id, now }, ct);
        return await Save(file, before.Id, before, now, "patrol.taskEnded", "Ended a directed task", ct);
    }

    private async Task<(CaseFile? File, TaskDetails Before, DateTimeOffset Now)> Take(long id, int version, CancellationToken ct)
    {
        var before = await TaskSql.Read(db, actor, id, ct);
        // Whoever can't view the problem can't change what is done about it.
        if (before.IsOfProblem && before.ProblemId is null) throw new NotFound();
        var file = before.ProblemId is { } problemId ? await files.Take(problemId, Permission.WorkProblems, ct) : null;
        if (await db.Execute("UPDATE DirectedTask SET Version = Version + 1 WHERE Id = @id AND Version = @version",
            new { id, version }, ct) == 0) throw new Stale((await TaskSql.Read(db, actor, id, ct)).Version);
        if (before.EndedAt is not null) throw new RuleBroken("task.ended", "This task has ended. Add another one.", "status");
        return (file, before, clock.GetUtcNow());
    }

    private async Task<TaskDetails> Save(
        CaseFile? file, long id, TaskDetails before, DateTimeOffset now, string auditEvent, string words, CancellationToken ct)
    {
        var after = await writer.Record(file, id, before, now, auditEvent, words, ct);
        if (file is not null) await files.Save(file, ct);
        return after;
    }
}

internal static class ChangeTaskEndpoint
{
    public static void MapChangeTask(this RouteGroupBuilder patrol)
    {
        patrol.MapPut("/tasks/{id:long}", (long id, IfMatch version, TaskFacts body, IMediator mediator, CancellationToken ct) =>
                mediator.Send(new ChangeTask(id, version, body), ct))
            .WithName("ChangeTask").WithSummary("Change a directed task");
        patrol.MapPost("/tasks/{id:long}/end", (long id, IfMatch version, IMediator mediator, CancellationToken ct) =>
                mediator.Send(new EndTask(id, version), ct))
            .WithName("EndTask").WithSummary("End a directed task, and take its visits to come out of the plans");
    }
}
