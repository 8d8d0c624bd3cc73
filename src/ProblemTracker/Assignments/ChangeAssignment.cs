using FluentValidation;
using MediatR;

namespace ProblemTracker.Assignments;

/// <summary>Corrects the days of an assignment, or ends it.</summary>
/// <param name="To">Null while there is no end.</param>
[Needs(Permission.Administer)]
public sealed record ChangeAssignment(long AssignmentId, int Version, DateOnly From, DateOnly? To = null)
    : ICommand<AssignmentRow>, IAssignmentDays;

/// <summary>Removes an assignment that was a mistake. The audit keeps it.</summary>
[Needs(Permission.Administer)]
public sealed record RemoveAssignment(long AssignmentId, int Version) : ICommand<Done>;

internal sealed class ChangeAssignmentValidator : AbstractValidator<ChangeAssignment>
{
    public ChangeAssignmentValidator() => this.DayRules();
}

internal sealed class ChangeAssignmentHandler(Db db, Actor actor, AssignmentEmails emails, TimeProvider clock)
    : IRequestHandler<ChangeAssignment, AssignmentRow>
{
    public async Task<AssignmentRow> Handle(ChangeAssignment command, CancellationToken ct)
    {
        await AssignmentSql.Hold(db, (await AssignmentSql.Read(db, command.AssignmentId, ct)).PersonId, ct);
        var before = await AssignmentSql.Read(db, command.AssignmentId, ct);
        await AssignmentSql.MustBeFree(db, before.PersonId, before.NeighborhoodId, new(command.From, command.To), before.Id, ct);
        if (await db.Execute("""
            UPDATE Assignment SET FromOn = @From, ToOn = @To, Version = Version + 1 WHERE Id = @AssignmentId AND Version = @Version
            """, command, ct) == 0) throw new Stale(before.Version);
        await db.Record(actor, clock.GetUtcNow(), "person.assignmentChanged", null, before.PersonId, null,
            new { before.Id, before.NeighborhoodId, before.From, before.To },
            new { before.Id, before.NeighborhoodId, command.From, command.To }, ct);
        var after = before with { From = command.From, To = command.To, Version = before.Version + 1 };
        await emails.Tell(after, "Changed assignment", ct);
        return after;
    }
}

internal sealed class RemoveAssignmentHandler(Db db, Actor actor, AssignmentEmails emails, TimeProvider clock)
    : IRequestHandler<RemoveAssignment, Done>
{
    public async Task<Done> Handle(RemoveAssignment command, CancellationToken ct)
    {
        var before = await AssignmentSql.Read(db, command.AssignmentId, ct);
        if (await db.Execute("DELETE FROM Assignment WHERE Id = @AssignmentId AND Version = @Version", command, ct) == 0)
            throw new Stale(before.Version);
        await db.Record(actor, clock.GetUtcNow(), "person.assignmentRemoved", null, before.PersonId, null,
            new { before.Id, before.NeighborhoodId, before.From, before.To }, null, ct);
        await emails.Tell(before, "Removed assignment", ct);
        return Done.Instance;
    }
}

internal static class ChangeAssignmentEndpoints
{
    public sealed record Body(DateOnly From, DateOnly? To = null);

    public static void MapChangeAssignment(this RouteGroupBuilder assignments) => assignments
        .MapPut("/{id:long}", (long id, IfMatch version, Body body, IMediator mediator, CancellationToken ct) =>
            mediator.Send(new ChangeAssignment(id, version, body.From, body.To), ct))
        .WithName("ChangeAssignment").WithSummary("Correct the days of an assignment, or end it");

    public static void MapRemoveAssignment(this RouteGroupBuilder assignments) => assignments
        .MapDelete("/{id:long}", async (long id, IfMatch version, IMediator mediator, CancellationToken ct) =>
        {
            await mediator.Send(new RemoveAssignment(id, version), ct);
            return TypedResults.NoContent();
        })
        .WithName("RemoveAssignment").WithSummary("Remove an assignment that was a mistake");
}
