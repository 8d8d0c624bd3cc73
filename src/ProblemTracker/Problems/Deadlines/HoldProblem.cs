using FluentValidation;
using MediatR;

namespace ProblemTracker.Problems;

/// <summary>A supervisor who is not the lead lets a problem rest. While it does it is not overdue, and its days are added to the deadline.</summary>
/// <param name="UntilOn">The first day on which work goes on.</param>
[Needs(Permission.DecideProblems)]
public sealed record HoldProblem(long ProblemId, int Version, DateOnly UntilOn, string Reason) : ICommand<DeadlineSet>;

internal sealed class HoldProblemValidator : AbstractValidator<HoldProblem>
{
    public HoldProblemValidator() => RuleFor(c => c.Reason).NotEmpty().WithMessage("Say in a sentence what it waits for.").MaximumLength(2000);
}

internal sealed class HoldProblemHandler(Db db, Actor actor, Dossiers dossiers, Requests requests, TimeProvider clock) : IRequestHandler<HoldProblem, DeadlineSet>
{
    public async Task<DeadlineSet> Handle(HoldProblem command, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var file = await dossiers.Take(command.ProblemId, Permission.DecideProblems, ct);
        file.MustBeOpen();
        file.MustBeAt(command.Version);
        file.MustAllowHold(command.UntilOn);

        var row = new { command.ProblemId, file.Problem.Visit, FromOn = file.Dossier.Today, command.UntilOn, Reason = command.Reason.Trim(), actor.PersonId, Now = now };
        await db.Execute("""
            INSERT INTO ProblemHold (ProblemId, Visit, FromOn, UntilOn, Reason, HeldBy, HeldAt)
            VALUES (@ProblemId, @Visit, @FromOn, @UntilOn, @Reason, @PersonId, @Now)
            """, row, ct);
        await db.Execute("UPDATE Problem SET HeldUntil = @UntilOn, Version = Version + 1 WHERE Id = @ProblemId", row, ct);
        var dueOn = await dossiers.Settle(command.ProblemId, isActivity: false, ct);
        await db.Record(actor, now, "problem.held", command.ProblemId, command.ProblemId, $"On hold until {command.UntilOn:MMMM d, yyyy}. {row.Reason}",
            new { file.Problem.DueOn }, new { DueOn = dueOn, HeldUntil = command.UntilOn, row.Reason }, ct);
        await requests.Settle(command.ProblemId, asked => asked.Kind == ApprovalKind.Hold, ct);
        return new(command.ProblemId, dueOn, command.UntilOn, file.Problem.Version + 1);
    }
}

internal static class HoldProblemEndpoint
{
    public sealed record Body(DateOnly UntilOn, string Reason);

    public static void MapHoldProblem(this RouteGroupBuilder problems) => problems
        .MapPost("/{id:long}/hold", (long id, IfMatch version, Body body, IMediator mediator, CancellationToken ct) =>
            mediator.Send(new HoldProblem(id, version, body.UntilOn, body.Reason), ct))
        .WithName("HoldProblem").WithSummary("Put a problem on hold until a day; If-Match holds the problem's version").SheetErrors();
}
