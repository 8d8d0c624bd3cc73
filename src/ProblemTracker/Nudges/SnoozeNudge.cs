using FluentValidation;
using MediatR;
using ProblemTracker.Agency;

namespace ProblemTracker.Nudges;

/// <summary>
/// Hides one of the actor's nudges until a day, when it returns as new. This snoozes only this nudge: later rungs are still raised, for the
/// actor and for others.
/// </summary>
/// <param name="Until">From tomorrow to <see cref="LongestDays"/> days ahead.</param>
[Needs(Permission.SignedIn)]
public sealed record SnoozeNudge(long NudgeId, DateOnly Until, string Reason) : ICommand<NudgeSnoozed>
{
    public const int LongestDays = 30;
}

/// <summary>Returns a snoozed nudge to the list now. Changes nothing if it is not snoozed.</summary>
[Needs(Permission.SignedIn)]
public sealed record UnsnoozeNudge(long NudgeId) : ICommand<NudgeSnoozed>;

/// <param name="SnoozedUntil">Null if it is no longer snoozed.</param>
public sealed record NudgeSnoozed(long Id, DateOnly? SnoozedUntil, string? Reason);

internal sealed class SnoozeNudgeValidator : AbstractValidator<SnoozeNudge>
{
    public SnoozeNudgeValidator() =>
        RuleFor(c => c.Reason).NotEmpty().WithMessage("Enter why this reminder can wait.").MaximumLength(500);
}

internal sealed class SnoozeNudgeHandler(Db db, Actor actor, AgencySettings agency, TimeProvider clock)
    : IRequestHandler<SnoozeNudge, NudgeSnoozed>, IRequestHandler<UnsnoozeNudge, NudgeSnoozed>
{
    public async Task<NudgeSnoozed> Handle(SnoozeNudge command, CancellationToken ct)
    {
        var row = await NudgeSql.Find(db, actor, command.NudgeId, ct);
        var today = await agency.Today(ct);
        if (command.Until <= today || command.Until > today.AddDays(SnoozeNudge.LongestDays))
            throw new Invalid("until", $"Choose a day from tomorrow to {today.AddDays(SnoozeNudge.LongestDays):MMMM d, yyyy}.");
        if (row.DoneAt is not null) throw new RuleBroken("nudge.done", "This reminder is done and can't be snoozed.", "until");
        return await Set(row, command.Until, command.Reason.Trim(), "nudge.snoozed", ct);
    }

    public async Task<NudgeSnoozed> Handle(UnsnoozeNudge command, CancellationToken ct)
    {
        var row = await NudgeSql.Find(db, actor, command.NudgeId, ct);
        return row.SnoozedUntil is null ? new(row.Id, null, null) : await Set(row, null, null, "nudge.unsnoozed", ct);
    }

    /// <summary>Also marks it as not seen and not emailed, so that it counts as new and is emailed when it returns.</summary>
    private async Task<NudgeSnoozed> Set(NudgeSql.Row row, DateOnly? until, string? reason, string auditEvent, CancellationToken ct)
    {
        await db.Execute("""
            UPDATE NudgeRecipient SET SnoozedUntil = @until, SnoozeReason = @reason, SeenAt = NULL, MailedAt = NULL
            WHERE PersonId = @ActorId AND NudgeId = @Id
            """, new { until, reason, ActorId = actor.PersonId, row.Id }, ct);
        await db.Record(actor, clock.GetUtcNow(), auditEvent, row.ProblemId, row.Id, null,
            new { row.SnoozedUntil, row.SnoozeReason }, new { SnoozedUntil = until, SnoozeReason = reason }, ct);
        return new(row.Id, until, reason);
    }
}

internal static class SnoozeNudgeEndpoint
{
    public sealed record Body(DateOnly Until, string Reason);

    public static void MapSnoozeNudge(this RouteGroupBuilder nudges)
    {
        nudges.MapPost("/{id:long}/snooze",
            (long id, Body body, IMediator mediator, CancellationToken ct) =>
                mediator.Send(new SnoozeNudge(id, body.Until, body.Reason), ct))
            .WithName("SnoozeNudge").WithSummary("Snooze one of your reminders or escalations until a day, with a reason");
        nudges.MapDelete("/{id:long}/snooze",
            (long id, IMediator mediator, CancellationToken ct) => mediator.Send(new UnsnoozeNudge(id), ct))
            .WithName("UnsnoozeNudge").WithSummary("End the snooze of one of your reminders or escalations");
    }
}
