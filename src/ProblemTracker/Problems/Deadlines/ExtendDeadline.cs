using FluentValidation;
using MediatR;

namespace ProblemTracker.Problems;

/// <summary>
/// A supervisor who is not the lead gives the present stage more time. The first due date stays on record; the later of the computed and
/// the granted date counts.
/// </summary>
[Needs(Permission.DecideProblems)]
public sealed record ExtendDeadline(long ProblemId, int Version, DateOnly DueOn, string Reason) : ICommand<DeadlineSet>;

internal sealed class ExtendDeadlineValidator : AbstractValidator<ExtendDeadline>
{
    public ExtendDeadlineValidator() => RuleFor(c => c.Reason).NotEmpty().WithMessage("Say in a sentence why it needs more time.").MaximumLength(2000);
}

internal sealed class ExtendDeadlineHandler(Db db, Actor actor, Dossiers dossiers, Requests requests, TimeProvider clock) : IRequestHandler<ExtendDeadline, DeadlineSet>
{
    public async Task<DeadlineSet> Handle(ExtendDeadline command, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var file = await dossiers.Take(command.ProblemId, Permission.DecideProblems, ct);
        file.MustBeOpen();
        file.MustBeAt(command.Version);
        file.MustAllowExtension(command.DueOn);

        var row = new { command.ProblemId, file.Problem.Visit, command.DueOn, GrantedOn = file.Dossier.Today, Reason = command.Reason.Trim(), actor.PersonId, Now = now };
        await db.Execute("""
            INSERT INTO DeadlineExtension (ProblemId, Visit, DueOn, GrantedOn, Reason, GrantedBy, GrantedAt)
            VALUES (@ProblemId, @Visit, @DueOn, @GrantedOn, @Reason, @PersonId, @Now)
            """, row, ct);
        await db.Execute("UPDATE Problem SET Version = Version + 1 WHERE Id = @ProblemId", row, ct);
        var dueOn = await dossiers.Settle(command.ProblemId, isActivity: false, ct);
        await db.Record(actor, now, "deadline.extended", command.ProblemId, command.ProblemId, $"More time: due on {dueOn:MMMM d, yyyy}. {row.Reason}",
            new { file.Problem.DueOn }, new { DueOn = dueOn, Granted = command.DueOn, row.Reason }, ct);
        await requests.Settle(command.ProblemId, asked => asked.Kind == ApprovalKind.Extension, ct);
        return new(command.ProblemId, dueOn, file.HeldUntil, file.Problem.Version + 1);
    }
}

internal static class ExtendDeadlineEndpoint
{
    public sealed record Body(DateOnly DueOn, string Reason);

    public static void MapExtendDeadline(this RouteGroupBuilder problems) => problems
        .MapPost("/{id:long}/extension", (long id, IfMatch version, Body body, IMediator mediator, CancellationToken ct) =>
            mediator.Send(new ExtendDeadline(id, version, body.DueOn, body.Reason), ct))
        .WithName("ExtendDeadline").WithSummary("Give the present stage more time; If-Match holds the problem's version").SheetErrors();
}
